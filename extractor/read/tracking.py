"""Latin text set with wide gaps between its letters ("T o t a l  a s s e t s") is words again.

Readers take each gap for a blank. The gaps between letters of such a run are alike, and those between words wider by a
blank.
Japanese needs none of this: there a blank between two characters never parts a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.model import Page, Word

SHORT = 2  # letters of a piece
PIECES = 4  # in a run: fewer say nothing
SHARE = 0.7  # of a run's pieces that are short
BLANK = 0.2  # of the glyph size: by so much a gap between words exceeds one between letters
TOUCHING = 0.06  # of the glyph size: letters nearer than this are one word
NEAR = 1.0  # of the glyph size: pieces farther apart are no run


def join_tracked(page: Page) -> Page:
    """The page with the pieces of widely set Latin words joined."""
    words = _touching(page.words)
    if sum(_short(word) for word in words) < PIECES:
        return page if len(words) == len(page.words) else replace(page, words=words)
    out: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not _follows(run[-1], word):
            out.extend(_joined(run))
            run = []
        run.append(word)
    out.extend(_joined(run))
    return page if len(out) == len(page.words) else replace(page, words=tuple(out))


def _touching(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, whole where letters touch: a font may give two letters boxes of other heights, which parts them."""
    out: list[Word] = []
    for word in words:
        last = out[-1] if out else None
        if last is not None and last.text[-1:].isalpha() and word.text[:1].isalpha() and _touch(last, word):
            out[-1] = _together(last, word)
        else:
            out.append(word)
    return tuple(out)


def _touch(last: Word, word: Word) -> bool:
    gap = abs(word.box.x0 - last.box.x1)
    ascii_only = last.text[-1:].isascii() and word.text[:1].isascii()
    return ascii_only and gap < TOUCHING * last.size and abs(word.box.middle - last.box.middle) < 0.3 * last.size


def _together(last: Word, word: Word) -> Word:
    edges = (*last.edges[:-1], *word.edges) if last.edges and word.edges else ()
    return Word(last.text + word.text, last.box.union(word.box), last.size, edges)


def _short(word: Word) -> bool:
    return len(word.text) <= SHORT and word.text.isascii() and any(map(str.isalpha, word.text))


def _follows(last: Word, word: Word) -> bool:
    gap = word.box.x0 - last.box.x1
    level = abs(word.box.middle - last.box.middle) < 0.3 * last.size
    return level and 0 <= gap < NEAR * last.size and word.text.isascii() and last.text.isascii()


def _joined(run: Sequence[Word]) -> list[Word]:
    if len(run) < PIECES or sum(map(_short, run)) < SHARE * len(run):
        return list(run)
    gaps = [word.box.x0 - last.box.x1 for last, word in pairwise(run)]
    letter = sorted(gaps)[len(gaps) // 4]
    out = [run[0]]
    for gap, word in zip(gaps, run[1:], strict=True):
        last = out[-1]
        if gap <= letter + BLANK * last.size:
            out[-1] = _together(last, word)
        else:
            out.append(word)
    return out
