"""Level lines drawn cell by cell: each piece of line is as wide as the cell over it, so its ends tell the columns where
no wall is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.grids.pieces import Piece
from extractor.model import Box, Rule

LEVEL = 1.6  # points: pieces of line closer than this are at one height
SAME = 3.0  # points: ends closer than this are one
SHORT = 8.0  # points: shorter pieces of line are dashes
WIDEST = 60.0  # points: cells with more between them are no neighbours
CROSSED = 0.1  # of the texts: so many may run over the end of a cell


@dataclass(frozen=True, slots=True)
class Level:
    """Pieces of line at one height, from left to right."""

    y: float
    parts: tuple[tuple[float, float], ...]


def levels_of(rules: Sequence[Rule], top: float, bottom: float) -> list[Level]:
    """The level lines between two heights, top to bottom."""
    lines = sorted(
        (r.box for r in rules if r.horizontal and top <= r.box.middle <= bottom and r.box.width >= SHORT),
        key=lambda box: box.middle,
    )
    groups: list[list[Box]] = []
    for box in lines:
        if groups and box.middle - groups[-1][0].middle <= LEVEL:
            groups[-1].append(box)
        else:
            groups.append([box])
    out = []
    for group in groups:
        parts: list[tuple[float, float]] = []
        for box in sorted(group, key=lambda b: (b.x0, b.x1)):
            if parts and box.x0 < parts[-1][1] - SAME:
                continue  # the same line once more, or one drawn across the cells
            parts.append((box.x0, box.x1))
        out.append(Level(group[0].middle, tuple(parts)))
    return out


def ends_of(levels: Sequence[Level], figures: Sequence[Piece], texts: Sequence[Piece]) -> list[float]:
    """Where cells end, by lines of two pieces and more; not where figures stand across."""
    found: list[float] = []
    single: Counter[tuple[int, int]] = Counter()
    for level in levels:
        if len(level.parts) == 1:
            single[round(level.parts[0][0]), round(level.parts[0][1])] += 1
            continue
        found.append(level.parts[0][0])
        for left, right in zip(level.parts, level.parts[1:], strict=False):
            if right[0] - left[1] <= WIDEST:
                found.append((left[1] + right[0]) / 2)
            else:
                found.extend((left[1], right[0]))
        found.append(level.parts[-1][1])
    found.extend(x for part, count in single.items() if count > 1 for x in part)
    ends: list[list[float]] = []
    for x in sorted(found):
        if ends and x - ends[-1][-1] <= 2 * SAME:
            ends[-1].append(x)
        else:
            ends.append([x])
    places = [sum(group) / len(group) for group in ends]
    return [
        x
        for x in places
        if not any(p.box.x0 < x - 1 and p.box.x1 > x + 1 for p in figures)
        and sum(p.box.x0 < x - 1 and p.box.x1 > x + 1 for p in texts) <= CROSSED * len(texts)
    ]


def over(piece: Piece, levels: Sequence[Level]) -> tuple[float, float] | None:
    """The cell that a piece of a head stands in: the piece of line nearest below it."""
    for level in levels:
        if level.y < piece.box.middle:
            continue
        for left, right in level.parts:
            if left - 1 <= piece.box.centre <= right + 1:
                return left, right
    return None


def over_run(
    piece: Piece, row: Sequence[Piece], below: Sequence[Piece], levels: Sequence[Level]
) -> tuple[float, float] | None:
    """From the first to the last of the neighbouring pieces of line below a head that stands alone over their middle,
    where heads of their own stand below them; None: it stands over one. ``row``: the heads at its height."""
    for level in levels:
        if level.y < piece.box.middle:
            continue
        runs: list[list[tuple[float, float]]] = []
        for part in level.parts:
            if runs and part[0] - runs[-1][-1][1] <= SAME:
                runs[-1].append(part)
            else:
                runs.append([part])
        for run in runs:
            left, right = run[0][0], run[-1][1]
            if not left - 1 <= piece.box.centre <= right + 1:
                continue
            alone = not any(left < p.box.centre < right for p in row if p is not piece)
            under = sum(left < p.box.centre < right and p.box.middle > level.y for p in below)
            middle = abs((left + right) / 2 - piece.box.centre) < SAME
            return (left, right) if len(run) > 1 and alone and middle and under >= len(run) else None
    return None
