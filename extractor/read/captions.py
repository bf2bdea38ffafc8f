"""Unit captions that a narrow cell has broken over two rows: （単位：百万 over 円） is one caption again.

Read apart, its last row names another unit than the caption does, and every amount of the table is wrong by the same
factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.model import Page, Word
from extractor.notation.lexicon import rule
from extractor.notation.rows import Row, join_words, rows_of
from extractor.notation.text import is_cjk, squeeze

PAIRS = (
    (rule("captions.opened").finds, rule("captions.rest").finds),
    (rule("captions.opened_en").finds, rule("captions.rest_en").finds),
)
OPENS = tuple("（(〔[［")
NEAR = 4.0  # glyph heights between the middles of the two rows


def join_captions(page: Page) -> Page:
    """The page with each broken caption as one word on its first row."""
    if not any(word.text[:1] in OPENS for word in page.words):
        return page
    rows = rows_of(page.words)
    gone: set[int] = set()
    joined: list[Word] = []
    for row, below in pairwise(rows):
        head, rest = _broken(row, below)
        if rest:
            gone.update(id(word) for word in (*head, *rest))
            joined.append(_one(head, rest))
    if not joined:
        return page
    return replace(page, words=(*(word for word in page.words if id(word) not in gone), *joined))


def _broken(row: Row, below: Row) -> tuple[Sequence[Word], Sequence[Word]]:
    """The words at the row's end that open a caption, and those below that close it; empty where nothing is broken."""
    for start in range(len(row.words) - 1, -1, -1):
        head = row.words[start:]
        if head[0].text[:1] not in OPENS:
            continue
        left, right = head[0].box.x0 - head[0].size, head[-1].box.x1 + head[-1].size
        rest = [word for word in below.words if left <= word.box.centre <= right]
        if not rest or rest[0].box.middle - head[0].box.middle >= NEAR * head[0].size:
            return (), ()
        opened, closed = _squeezed(head), _squeezed(rest)
        if any(opens(opened) and closes(closed) for opens, closes in PAIRS):
            return head, rest
    return (), ()


def _squeezed(words: Sequence[Word]) -> str:
    return squeeze("".join(word.text for word in words))


def _one(head: Sequence[Word], rest: Sequence[Word]) -> Word:
    box = head[0].box
    for word in head[1:]:
        box = box.union(word.box)
    text = join_words((*head, *rest)) if is_cjk(head[0].text) else " ".join(word.text for word in (*head, *rest))
    return Word(text, box, head[0].size)
