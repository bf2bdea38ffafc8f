"""What parts the rows of a table: rules across its labels, or the edges of rows that are shaded by turns."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.detect.blocks import Block
from extractor.model import Box

SHARE = 0.75  # of the rows with figures: so many rules part nearly all rows
FEWEST = 3  # shaded rows by which a table is known to shade its rows by turns
TOUCHING = 0.6  # points: shades closer than this are one


@dataclass(frozen=True, slots=True)
class Walls:
    """Heights at which rows are parted. ``ruled``: by rules, which may leave out some; shades leave out none."""

    heights: tuple[float, ...]
    ruled: bool

    def part(self, upper: float, lower: float) -> bool:
        """Whether a wall stands between two heights."""
        return any(upper < height < lower for height in self.heights)


def walls_of(block: Block) -> Walls | None:
    """The walls of the block's rows; None where nothing parts nearly all of them."""
    ruled = _rules(block)
    if ruled is not None:
        return Walls(tuple(ruled), ruled=True)
    shaded = _shades(block)
    return Walls(tuple(shaded), ruled=False) if shaded is not None else None


def _rules(block: Block) -> list[float] | None:
    """Heights of the horizontal rules across the label column, where nearly every row has one: a full grid."""
    across = _across(block, (rule.box for rule in block.rules if rule.horizontal))
    merged: list[float] = []
    for height in sorted({round(box.middle) for box in across}):
        if not merged or height - merged[-1] > 3:
            merged.append(height)
    figures = sum(1 for row in block.body if row.values)
    inside = [h for h in merged if block.body[0].row.box.top - 3 <= h <= block.body[-1].row.box.bottom + 3]
    return inside if figures and len(inside) >= SHARE * figures else None


def _shades(block: Block) -> list[float] | None:
    """Heights of the edges of shaded rows across the label column, where rows are shaded by turns: every edge is the
    end of a row, and between two of them stand figures of one row only."""
    spans: list[tuple[float, float]] = []
    for box in sorted(_across(block, block.shades), key=lambda box: (box.top, -box.bottom)):
        if spans and box.top < spans[-1][1] + TOUCHING:  # cells of one row, or rows that all are shaded
            spans[-1] = (spans[-1][0], max(spans[-1][1], box.bottom))
        else:
            spans.append((box.top, box.bottom))
    if len(spans) < FEWEST:
        return None
    edges = [edge for span in spans for edge in span]
    figures = [row.middle for row in block.body if row.values]
    for upper, lower in itertools.pairwise(edges):
        if sum(upper < height < lower for height in figures) > 1:
            return None
    return edges


def _across(block: Block, boxes: Iterable[Box]) -> Sequence[Box]:
    """Those that cross the greater part of the label column."""
    start, end = block.left, block.limit
    return [box for box in boxes if box.x0 < start + 0.3 * (end - start) and box.x1 > start + 0.5 * (end - start)]
