"""The official sums: what the taxonomy adds up to a total, in the lines that carry its items.

A statement prints lines of the filer's own between the official ones, so a sum that fails proves nothing. One that
holds is proof that no wording or indentation had a part in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.model import CalculationArc, Check, LabelledSheet
from extractor.reconcile.identities.checks import sum_check
from extractor.reconcile.identities.layout_sums import Reading, Table
from extractor.reconcile.identities.rounding import allows
from extractor.reconcile.identities.sum_parts import Sum, Term


def find_calculations(
    labelled: Sequence[LabelledSheet], readings: Sequence[Reading], official: Mapping[tuple[int, int], int]
) -> Iterator[Check]:
    """A check for each total with official parts, in each column that prints two of them. ``official``: see
    ``official_weights``."""
    for reading in readings:
        if reading.across:
            continue
        table = reading.table
        arcs = [arc for arc in labelled[table.index].arcs if arc.part in table.lines and arc.total in table.lines]
        turned = _printed_negative(table, arcs)
        terms: dict[int, list[Term]] = defaultdict(list)
        for arc in arcs:
            terms[arc.total].append(Term(arc.part, abs(arc.weight) if turned else arc.weight))
        for total, parts in terms.items():
            for column in table.columns:
                live = tuple(term for term in parts if table.live(term.key, column))
                if len(live) > 1 and table.live(total, column):
                    holds = _holds(reading, total, live, column)
                    found = Sum(total, live, (holds,), 0.0, natural=True)
                    yield replace(sum_check("calculation", reading, found, column, holds, official), decisive=holds)


def _printed_negative(table: Table, arcs: Sequence[CalculationArc]) -> bool:
    """Whether the statement prints its deductions with a minus, so that they are added as printed."""
    values = [table.whole(arc.part, column) for arc in arcs if arc.weight < 0 for column in table.columns]
    return sum(value < 0 for value in values) > sum(value > 0 for value in values)


def _holds(reading: Reading, total: int, terms: Sequence[Term], column: int) -> bool:
    table = reading.table
    values = [term.weight * table.whole(term.key, column) for term in terms]
    up, down = sum(value >= 0 for value in values), sum(value <= 0 for value in values)
    found = table.whole(total, column)
    return allows(reading.rounding, table.exact, found - sum(values), up, down, found, True)


def official_weights(labelled: Sequence[LabelledSheet]) -> dict[tuple[int, int], int]:
    """The weight of each line in its official total, by sheet and line."""
    return {(index, arc.part): arc.weight for index, entry in enumerate(labelled) for arc in entry.arcs}
