"""Words on one baseline: what the eye reads as a row of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.model import Box, Word
from extractor.notation.text import is_cjk

# Rows: words whose middles lie within this share of the glyph size are on one baseline.
SAME_ROW = 0.42
LARGER = 1.02  # of a row's glyph size: a word that sets the row's middle anew


@dataclass(frozen=True, slots=True)
class Row:
    """Words of one baseline, from left to right."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        return join_words(self.words)

    @property
    def size(self) -> float:
        sizes = sorted(w.size for w in self.words)
        return sizes[len(sizes) // 2]


def make_row(words: Iterable[Word]) -> Row:
    """Words as one row, left to right. There must be one at least."""
    ordered = tuple(sorted(words, key=lambda w: w.box.x0))
    return Row(ordered, ordered[0].box if len(ordered) == 1 else Box.around(word.box for word in ordered))


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words grouped by baseline, top to bottom. Smaller marks (※１) join the row whose body they overlap."""
    open_rows: list[tuple[float, float, list[Word]]] = []  # middle and size of the row's biggest word
    placed = [((word.box.top + word.box.bottom) / 2, word.box.x0, at, word) for at, word in enumerate(words)]
    placed.sort()
    for own, _, _, word in placed:
        height = word.size
        for k in range(len(open_rows) - 1, max(len(open_rows) - 6, -1), -1):
            middle, size, members = open_rows[k]
            less, more = (size, height) if size < height else (height, size)
            if abs(middle - own) <= SAME_ROW * (less if less > 0.75 * more else 0.75 * more):
                members.append(word)
                if height > LARGER * size:
                    open_rows[k] = (own, height, members)
                break
        else:
            open_rows.append((own, height, [word]))
    rows = [make_row(members) for _, _, members in open_rows]
    return sorted(rows, key=lambda row: (row.box.middle, row.box.x0))


APART = 0.12  # of the glyph size: a blank between what are not two letters
KERNED = 0.06  # between letters: a blank behind an f is drawn narrower, and fonts with high boxes say a larger size


def join_words(words: Iterable[Word]) -> str:
    """The words' text: blanks between Latin words, none between Japanese ones."""
    out = ""
    last: Word | None = None
    for word in words:
        if last is not None and not (is_cjk(out[-1]) and is_cjk(word.text[0])):
            gap = word.box.x0 - last.box.x1
            letters = out[-1].isalpha() and word.text[0].isalpha()
            if gap > (KERNED if letters else APART) * max(last.size, word.size):
                out += " "
        out += word.text
        last = word
    return out
