"""Words on one baseline."""

from __future__ import annotations

from extractor.model import Box, Word
from extractor.notation.rows import rows_of


def test_a_figure_between_two_rows_of_a_label_does_not_join_them() -> None:
    """Glyph boxes are taller than the rows are apart, and sizes differ by what floats leave."""
    words = [
        Word("Proceeds", Box(40, 100.0, 80, 115.24), 15.24),
        Word("1,200", Box(300, 105.0, 330, 120.2401), 15.2401),
        Word("funds", Box(40, 110.0, 70, 125.24), 15.24),
    ]
    assert [row.text for row in rows_of(words)] == ["Proceeds 1,200", "funds"]
