"""How far apart a table sets its lines, from the rows that are lines of their own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.blocks import Block
from extractor.detect.notes import TokenRow

SEVERAL = 3  # steps between lines that are enough to tell the least of them
MANY = 5  # likewise where the steps are not only those between lines
ENOUGH = 10  # steps of one block that make it independent of its neighbours; one in so many may be an exception


@dataclass(frozen=True, slots=True)
class Pitch:
    """How far apart a table sets its lines, in points."""

    usual: float
    least: float | None  # no two lines stand closer; None: too few are known
    inside: float  # the least step between rows of labels: lines of one cell, where labels are broken at all


def pitch_of(block: Block, neighbours: Sequence[Block]) -> Pitch:
    """From neighbouring rows that are lines of their own, in the block and its neighbours."""
    own = _steps(block.body)
    steps = (
        own if len(own) >= ENOUGH else sorted(step for other in neighbours or (block,) for step in _steps(other.body))
    )
    labels = [row.level for row in block.body if row.label]
    inside = _inside([row for row in block.body if row.label])
    if len(steps) >= SEVERAL:
        return Pitch(_commonest(steps), steps[len(steps) // ENOUGH], inside)
    if steps:
        return Pitch(_commonest(steps), steps[0], inside)
    # labels in several rows everywhere: parts of a label stand closer than labels, figures of two lines a line apart
    between = sorted(b - a for a, b in itertools.pairwise(labels) if b - a > 1.2 * inside)
    figures = [row.middle for row in block.body if row.values]
    apart = sorted(b - a for a, b in itertools.pairwise(figures))
    if len(apart) >= MANY:
        return Pitch(min(between[0], apart[0]) if len(between) >= MANY else apart[0], None, inside)
    return Pitch(max((row.row.size for row in block.body), default=10.0) * 1.3, None, inside)


def _inside(rows: Sequence[TokenRow]) -> float:
    """The least step between rows of labels; of rows in fonts of one height, where there are any: others shift it."""
    steps = [(b.level - a.level, _alike(a, b)) for a, b in itertools.pairwise(rows)]
    return min((step for step, alike in steps if alike), default=min((step for step, _ in steps), default=0.0))


def _alike(upper: TokenRow, lower: TokenRow) -> bool:
    a, b = upper.label[0].box.height, lower.label[0].box.height
    return abs(a - b) < 0.05 * max(a, b)


def _commonest(steps: Sequence[float]) -> float:
    """The lowest of the ascending steps that is no exception: a third of them are no larger, or others are like it."""
    third = steps[len(steps) // 3] if len(steps) >= MANY else steps[0]
    alike = (a for a, b in itertools.pairwise(steps) if b < 1.1 * a)
    return min(third, next(alike, third))


def _steps(rows: Sequence[TokenRow]) -> list[float]:
    """The distances between neighbouring rows that have both a label and figures, ascending."""
    return sorted(
        b.level - a.level
        for a, b in itertools.pairwise(rows)
        if a.values and a.label and b.values and b.label and b.level > a.level
    )
