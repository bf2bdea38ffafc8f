"""Words on one baseline."""

from __future__ import annotations

from extractor.model import Box, Word
from extractor.notation.rows import join_words, rows_of


def test_a_figure_between_two_rows_of_a_label_does_not_join_them() -> None:
    """Glyph boxes are taller than the rows are apart, and sizes differ by what floats leave."""
    words = [
        Word("Proceeds", Box(40, 100.0, 80, 115.24), 15.24),
        Word("1,200", Box(300, 105.0, 330, 120.2401), 15.2401),
        Word("funds", Box(40, 110.0, 70, 125.24), 15.24),
    ]
    assert [row.text for row in rows_of(words)] == ["Proceeds 1,200", "funds"]


def test_words_whose_blank_is_narrow_stay_apart() -> None:
    """Behind an f the blank is drawn narrower, and a font with high boxes says a larger size."""
    words = [Word("of", Box(40, 100, 50, 115), 15.0), Word("Financial", Box(51.6, 100, 90, 115), 15.0)]
    assert join_words(words) == "of Financial"
    touching = [Word("of", Box(40, 100, 50, 115), 15.0), Word("fice", Box(50.5, 100, 70, 115), 15.0)]
    assert join_words(touching) == "office"
