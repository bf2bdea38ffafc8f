"""A caption broken by a narrow cell says its whole unit."""

from __future__ import annotations

from extractor.model import Box, Page, Word
from extractor.notation.rows import rows_of
from extractor.read.captions import join_captions


def word(text: str, x0: float, top: float) -> Word:
    return Word(text, Box(x0, top, x0 + 9 * len(text), top + 9), 9.0)


def rows(*words: Word) -> list[str]:
    return [row.text for row in rows_of(join_captions(Page(1, 595, 842, words)).words)]


def test_a_broken_caption_is_whole_again() -> None:
    page = (word("資産", 50, 40), word("（単位：百万", 480, 20), word("円）", 507, 32), word("1,234", 480, 60))
    assert rows(*page) == ["（単位：百万円）", "資産", "1,234"]


def test_a_bracket_far_away_or_of_a_label_closes_no_caption() -> None:
    far = (word("（単位：百万", 480, 20), word("円）", 507, 90))
    assert rows(*far) == ["（単位：百万", "円）"]
    beside = (word("（単位：百万", 480, 20), word("円）", 60, 32))
    assert rows(*beside) == ["（単位：百万", "円）"]
    label = (word("１株当たり純利益（", 50, 20), word("円）", 60, 32))
    assert rows(*label) == ["１株当たり純利益（", "円）"]


def test_a_broken_english_caption_is_whole_again() -> None:
    page = (word("(In", 400, 20), word("thousands", 430, 20), word("of", 520, 20), word("yen)", 400, 32))
    assert rows(*page) == ["(In thousands of yen)"]


def test_a_label_in_brackets_stays_as_it_is() -> None:
    page = (word("Profit", 50, 20), word("(loss)", 110, 20), word("before", 50, 32), word("tax", 110, 32))
    assert rows(*page) == ["Profit (loss)", "before tax"]
