"""Lines over a column -> levels of its head: which lines are one text that had no more room."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.detect.grids.matrix import Cell
from extractor.notation.lexicon import rule
from extractor.notation.text import join_wrapped, squeeze

_DATED = rule("grids.dated").finds
_IN_BRACKETS = rule("grids.in_brackets").finds
CLOSE = 0.9  # of the glyph size: lines of one text have no more between them
SAME = 1.2  # of the glyph size: lines that were broken at the end of a column differ by less in length
SHORTER = 1.2  # of the glyph size: the last line of a text is hardly longer than the one above it


def broken_levels(cells: Sequence[Cell]) -> frozenset[int]:
    """Which of a column's levels, from the second on, go on the one above: all over this column alone, not parted by
    drawn lines, close together, none a date, and each as long as the column is wide but for the last."""
    out: set[int] = set()
    for at, (upper, lower) in reversed([*enumerate(itertools.pairwise(cells), 1)]):
        size = upper.pieces[0].size
        alone = all(cell.right - cell.left == 1 and not cell.walled for cell in (upper, lower))
        dated = any(_DATED(squeeze(cell.whole)) for cell in (upper, lower))
        if dated or not alone or lower.box.top - upper.box.bottom >= CLOSE * size:
            continue
        longer = upper.box.width - lower.box.width
        last = at + 1 not in out
        if _IN_BRACKETS(squeeze(lower.whole)) or (longer > -SHORTER * size if last else abs(longer) < SAME * size):
            out.add(at)
    return frozenset(out)


def joined_levels(path: Sequence[str], broken: frozenset[int]) -> tuple[str, ...]:
    """The levels, those of one text as one."""
    out: list[list[str]] = []
    for at, level in enumerate(path):
        if out and at in broken:
            out[-1].append(level)
        else:
            out.append([level])
    return tuple(join_wrapped(lines) for lines in out)
