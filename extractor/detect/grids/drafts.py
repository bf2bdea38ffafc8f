"""Heads over columns, and rows of figures before they are numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.detect.grids.levels import joined_levels
from extractor.detect.grids.matrix import Cell
from extractor.detect.grids.pieces import Piece
from extractor.model import Box

TAKING_TURNS = 0.6  # of the labels that have as many rows as heads take turns


@dataclass(slots=True)
class Head:
    """A head over columns, for the rows below it. ``paths``: its levels by column of the matrix."""

    paths: dict[int, tuple[str, ...]]
    boxes: dict[int, Box]
    narrow: dict[int, int] = field(default_factory=dict)  # how many of the last levels stand over this column alone

    units: dict[int, str] = field(default_factory=dict)  # levels that say nothing but the unit
    broken: dict[int, frozenset[int]] = field(default_factory=dict)  # levels that go on the one above

    def path(self, column: int, turn: int, turns: int) -> tuple[str, ...]:
        """The levels over a column; where its rows take turns, of the last ones only the row's own."""
        path = self.paths.get(column, ())
        if turns < 2 or self.narrow.get(column, 0) < turns:
            return joined_levels(path, self.broken.get(column, frozenset()))
        return (*path[:-turns], path[len(path) - turns + turn])


@dataclass(slots=True)
class Draft:
    """A row of figures before it is numbered."""

    groups: list[str]
    label: str
    attributes: list[tuple[int, str]]
    cells: list[tuple[int, Piece, bool]]
    heads: int
    depth: int
    box: Box
    named: Cell | None = None  # the cell of its label
    lines: tuple[str, ...] = ()  # of its label, where it is broken
    unsure: str = ""  # why its label may not be whole
    turn: int = 0  # its place among the rows of one label, where they take turns under the heads


def turns_of(drafts: Sequence[Draft], heads: Sequence[Head]) -> int:
    """How many rows each label has, where they take turns under the heads: numbers of shares over their amounts.

    Figures in brackets under others stand under the same head, and all do where no head has so many levels."""
    runs: list[list[Draft]] = []
    for draft in drafts:
        if runs and draft.named is not None and runs[-1][0].named is draft.named:
            runs[-1].append(draft)
        else:
            runs.append([draft])
    count = max(Counter(len(run) for run in runs).items(), key=lambda found: (found[1], found[0]))[0]
    if count < 2 or sum(len(run) == count for run in runs) < TAKING_TURNS * len(runs):
        return 1
    if any(head.paths for head in heads) and not any(n >= count for head in heads for n in head.narrow.values()):
        return 1
    for run in runs:
        second = [piece.figure for draft in run[1:] for _, piece, _ in draft.cells]
        if second and all(figure is None or figure.bracketed or not figure.number for figure in second):
            continue
        break
    else:
        return 1
    for run in runs:
        for turn, draft in enumerate(run):
            draft.turn = min(turn, count - 1)
    return count
