"""The official sums: what the taxonomy adds up to a total, in the lines that carry its items.

A statement prints lines of the filer's own between the official ones, so a sum that fails proves nothing. One that holds is
proof that no wording or indentation had a part in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.model import CalculationArc, Check, LabelledSheet, Member, Sign
from extractor.reconcile.rounding import allows, bounds
from extractor.reconcile.structure import Reading, Table


def find_calculations(labelled: Sequence[LabelledSheet], readings: Sequence[Reading]) -> Iterator[Check]:
    """A check for each total with official parts, in each column that prints two of them."""
    for reading in readings:
        if reading.across:
            continue
        arcs = [arc for arc in labelled[reading.table.index].arcs if arc.part in reading.table.lines and arc.total in reading.table.lines]
        turned = _printed_negative(reading.table, arcs)
        parts: dict[int, list[CalculationArc]] = defaultdict(list)
        for arc in arcs:
            parts[arc.total].append(arc)
        for total, found in parts.items():
            for column in reading.table.columns:
                live = [(arc.part, abs(arc.weight) if turned else arc.weight) for arc in found if reading.table.live(arc.part, column)]
                if len(live) > 1 and reading.table.live(total, column):
                    yield _check(reading, total, column, live)


def _printed_negative(table: Table, arcs: Sequence[CalculationArc]) -> bool:
    """Whether the statement prints its deductions with a minus, so that they are added as printed."""
    values = [table.whole(arc.part, column) for arc in arcs if arc.weight < 0 for column in table.columns]
    return sum(value < 0 for value in values) > sum(value > 0 for value in values)


def _check(reading: Reading, total: int, column: int, parts: Sequence[tuple[int, int]]) -> Check:
    table = reading.table
    values = [weight * table.whole(line, column) for line, weight in parts]
    up, down = sum(value >= 0 for value in values), sum(value <= 0 for value in values)
    found = table.whole(total, column)
    holds = allows(reading.rounding, table.exact, found - sum(values), up, down, found, True)
    low, high = bounds(reading.rounding, table.exact, up, down)
    unit = table.unit
    members = tuple(
        Member(table.index, line, column, weight, table.whole(line, column) * unit, Sign.TAXONOMY if weight < 0 else Sign.PRINTED) for line, weight in parts
    )
    return Check(
        "calculation",
        table.sheet.span.kind.value,
        Member(table.index, total, column, 1, found * unit),
        members,
        (sum(values) + low) * unit,
        (sum(values) + high) * unit,
        found * unit,
        holds,
        decisive=holds,
    )


def official_weights(labelled: Sequence[LabelledSheet]) -> dict[tuple[int, int], int]:
    """The weight of each line in its official total, by sheet and line."""
    return {(index, arc.part): arc.weight for index, entry in enumerate(labelled) for arc in entry.arcs}
