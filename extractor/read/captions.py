"""Unit captions that a narrow cell has broken over two rows: （単位：百万 over 円） is one caption again.

Read apart, its last row names another unit than the caption does, and every amount of the table is wrong by the same factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.model import Page, Word
from extractor.notation.lexicon import rule
from extractor.notation.rows import Row, rows_of
from extractor.notation.text import squeeze

OPENED = rule("captions.opened")
REST = rule("captions.rest")
NEAR = 2.2  # glyph heights between the middles of the two rows


def join_captions(page: Page) -> Page:
    """The page with each broken caption as one word on its first row."""
    if not any(OPENED.finds(squeeze(word.text)) or word.text[:1] in "（(" for word in page.words):
        return page
    rows = rows_of(page.words)
    gone: set[int] = set()
    joined: list[Word] = []
    for row, below in pairwise(rows):
        head = _opened(row)
        rest = _rest(head, below) if head else []
        if head and rest:
            gone.update(id(word) for word in (*head, *rest))
            joined.append(_one(head, rest))
    if not joined:
        return page
    return replace(page, words=(*(word for word in page.words if id(word) not in gone), *joined))


def _opened(row: Row) -> list[Word]:
    """The words at the row's end that open a caption and do not close it."""
    for start in range(len(row.words) - 1, -1, -1):
        words = list(row.words[start:])
        if OPENED.finds(squeeze("".join(word.text for word in words))):
            return words
    return []


def _rest(head: Sequence[Word], below: Row) -> list[Word]:
    """The words of the next row that close the caption: below it, and near."""
    left, right = head[0].box.x0 - head[0].size, head[-1].box.x1 + head[-1].size
    words = [word for word in below.words if left <= word.box.centre <= right]
    near = bool(words) and words[0].box.middle - head[0].box.middle < NEAR * head[0].size
    return words if near and REST.finds(squeeze("".join(word.text for word in words))) else []


def _one(head: Sequence[Word], rest: Sequence[Word]) -> Word:
    box = head[0].box
    for word in head[1:]:
        box = box.union(word.box)
    return Word("".join(word.text for word in (*head, *rest)), box, head[0].size)
