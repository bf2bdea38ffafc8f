"""Identities found -> checks: of sums one for each column, of single figures one; with the interval in which the total
may lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.model import Check, LabelledSheet, Line, Member, Sign, StatementKind
from extractor.reconcile.identities.layout_sums import Reading
from extractor.reconcile.identities.line_roles import nature
from extractor.reconcile.identities.rounding import bounds, strain
from extractor.reconcile.identities.sum_parts import Sum
from extractor.reconcile.values.figure import Figure, Key


def as_checks(reading: Reading, official: Mapping[tuple[int, int], int]) -> Iterator[Check]:
    """``official``: the weight of each line in its official total, by sheet and line: the evidence for what is
    subtracted."""
    places = reading.table.lines if reading.across else reading.table.columns
    for found in reading.outcome.sums:
        for at, (place, holds) in enumerate(zip(places, found.holds, strict=True)):
            if holds is not None:
                here = replace(found, terms=found.terms_at(at))
                yield sum_check("across" if reading.across else "structure", reading, here, place, holds, official)


def between(
    kind: str,
    labelled: Sequence[LabelledSheet],
    total: Figure,
    parts: Sequence[Figure],
    low: Decimal,
    high: Decimal,
    *,
    holds: bool = True,
    decisive: bool = True,
) -> Check:
    """One figure that lies, or does not, where other figures put it."""
    statement = labelled[total.key[0]].sheet.span.kind.value
    return Check(
        kind,
        statement,
        total.member,
        tuple(part.member for part in parts),
        low,
        high,
        total.member.value,
        holds,
        decisive,
    )


def sum_check(
    kind: str, reading: Reading, found: Sum, place: int, holds: bool, official: Mapping[tuple[int, int], int]
) -> Check:
    """A sum in one column, or across one line."""
    table = reading.table

    def cell(key: int) -> tuple[int, int]:
        return (place, key) if reading.across else (key, place)

    def member(key: int, weight: int) -> Member:
        line, column = cell(key)
        figure = table.cells.get((line, column))
        evidence = Sign.PRINTED if weight > 0 else _evidence(table.sheet.line(line), official.get((table.index, line)))
        return Member(table.index, line, column, weight, (figure.amount if figure else None) or Decimal(0), evidence)

    unit = table.unit
    gaps = (
        not holds and table.sheet.span.kind is not StatementKind.CHANGES_IN_EQUITY
    )  # a blank where a figure belongs may be why the sum fails
    members = tuple(
        member(term.key, term.weight)
        for term in found.terms
        if table.printed(*cell(term.key)) or (gaps and not table.shown(*cell(term.key)))
    )
    total = member(found.total, 1)
    parts = [m.weight * m.value for m in members if table.live(m.line, m.column)]
    low, high = bounds(
        reading.rounding, table.exact, sum(part >= 0 for part in parts), sum(part <= 0 for part in parts)
    )
    # an opening balance that a restated row leaves blank is carried down: it counts in the sum, and is no member
    carried = (
        sum(
            (term.weight * table.whole(*cell(term.key)) for term in found.terms if not table.printed(*cell(term.key))),
            0,
        )
        * unit
    )
    middle = sum(parts, Decimal(0)) + carried
    return Check(
        kind, table.sheet.span.kind.value, total, members, middle + low * unit, middle + high * unit, total.value, holds
    )


def _evidence(line: Line, weight: int | None) -> Sign:
    """Why the line is subtracted."""
    if weight is not None and weight < 0:
        return Sign.TAXONOMY
    return Sign.LABEL if nature(line.label) < 0 else Sign.ARITHMETIC


def tensions(reading: Reading) -> Iterator[tuple[Key, list[Key], float]]:
    """The total, all cells and the strain of every sum that holds in a rounded table: how improbable its rounding
    errors are."""
    table = reading.table
    if table.exact:
        return
    places = table.lines if reading.across else table.columns
    for found in reading.outcome.sums:
        for k, (place, holds) in enumerate(zip(places, found.holds, strict=True)):
            at = (place, found.total) if reading.across else (found.total, place)
            if not holds or not table.live(*at):
                continue
            cells = [
                ((place, term.key) if reading.across else (term.key, place), term.weight) for term in found.terms_at(k)
            ]
            parts = [weight * table.whole(*cell) for cell, weight in cells if table.live(*cell)]
            total = table.whole(*at)
            tension = strain(
                reading.rounding,
                total - sum(parts),
                sum(part >= 0 for part in parts),
                sum(part <= 0 for part in parts),
                total,
            )
            keys = [(table.index, *cell) for cell, _ in cells if table.printed(*cell)]
            yield (table.index, *at), [(table.index, *at), *keys], tension
