"""One filing: figures, identities, proof, findings, ledger -> Extraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.errors import FindingCode
from extractor.model import Check, Extraction, Fact, Filing, Finding, LabelledSheet, Member, Page, Rounding, Severity, StatementKind, UnmappedLine, ValueState
from extractor.reconcile.facts import NO_MATCH, Figure, Key, fact_of, figures_of
from extractor.reconcile.ledger import close
from extractor.reconcile.proof import judge
from extractor.reconcile.quantities import quantities
from extractor.reconcile.rounding import bounds
from extractor.reconcile.scale import weigh
from extractor.reconcile.structure import Table, across, down, tables_of
from extractor.reconcile.sums import Outcome, Sum
from extractor.reconcile.ties import find_ties, groups


def reconcile(filing: Filing, labelled: Sequence[LabelledSheet], pages: Mapping[int, Page]) -> Extraction:
    """Facts in thousands of yen with proof, the checks tried, findings, and a closed ledger."""
    figures: dict[Key, Figure] = {}
    checks: list[Check] = []
    findings: list[Finding] = []
    for index, entry in enumerate(labelled):
        mine = figures_of(index, entry)
        figures.update(mine)
        if entry.sheet.span.kind is StatementKind.FINANCIAL_SUMMARY:
            continue
        rounding = entry.sheet.span.rounding if entry.sheet.span.rounding is not Rounding.UNKNOWN else filing.rounding
        for table in tables_of(index, entry.sheet, mine):
            checks.extend(_as_checks(table, down(table, rounding), rounding, "down"))
            if entry.sheet.span.kind is StatementKind.CHANGES_IN_EQUITY:
                checks.extend(_as_checks(table, across(table, rounding), rounding, "across"))
    names = quantities(dict(enumerate(labelled)), figures)
    places = groups(labelled, figures, names)
    checks.extend(find_ties(labelled, figures, places))
    units = weigh(labelled, figures, places)
    verdicts = judge(figures, checks)
    unmapped = _unmapped(labelled)
    loose = frozenset((index, line.line) for index, line in unmapped)
    ledger, open_ends = close(labelled, pages, loose)
    findings.extend(open_ends)
    codes = _codes(labelled, findings)
    facts = tuple(fact_of(figure, labelled[key[0]], verdicts.proofs[key], tuple(codes.get(key, ()))) for key, figure in figures.items())
    return Extraction(filing, facts, tuple(line for _, line in unmapped), tuple(checks), tuple(findings), ledger, tuple(labelled))


def _as_checks(table: Table, outcome: Outcome, rounding: Rounding, way: str) -> list[Check]:
    out: list[Check] = []
    for found in outcome.sums:
        for place, holds in zip(table.columns if way == "down" else table.lines, found.holds, strict=True):
            if holds is not None:
                out.append(_as_check(table, found, place, holds, rounding, way))
    return out


def _as_check(table: Table, found: Sum, place: int, holds: bool, rounding: Rounding, way: str) -> Check:
    def cell(key: int) -> tuple[int, int]:
        return (key, place) if way == "down" else (place, key)

    def member(key: int, weight: int) -> Member:
        line, column = cell(key)
        figure = table.cells.get((line, column))
        return Member(table.index, line, column, weight, (figure.amount if figure else None) or Decimal(0))

    factor = next(iter(table.cells.values())).measure.factor.scaleb(-table.digits)
    members = tuple(member(term.key, term.weight) for term in found.terms if table.live(*cell(term.key)))
    total = member(found.total, 1)
    up = sum(weight_value >= 0 for weight_value in (m.weight * m.value for m in members))
    down_ = sum(weight_value <= 0 for weight_value in (m.weight * m.value for m in members))
    low, high = bounds(rounding, table.exact, up, down_)
    middle = sum((m.weight * m.value for m in members), Decimal(0))
    return Check(
        way if way == "across" else "structure",
        table.sheet.span.kind.value,
        total,
        members,
        middle + Decimal(str(low)) * factor,
        middle + Decimal(str(high)) * factor,
        total.value,
        holds,
    )


def _unmapped(labelled: Sequence[LabelledSheet]) -> list[tuple[int, UnmappedLine]]:
    out: list[tuple[int, UnmappedLine]] = []
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is StatementKind.FINANCIAL_SUMMARY and not entry.matches:
            continue
        for line in entry.sheet.lines:
            match = entry.matches.get(line.number, NO_MATCH)
            if match.item is not None or not any(cell.amount.state is ValueState.NUMBER for cell in line.cells):
                continue
            parent = entry.sheet.line(line.parent).label if line.parent else None
            values = tuple(cell.amount.text for cell in line.cells)
            out.append(
                (
                    index,
                    UnmappedLine(
                        entry.sheet.span.kind,
                        entry.sheet.span.consolidated,
                        line.number,
                        line.label,
                        match.section or parent,
                        match.parent_item,
                        values,
                        line.page,
                        line.box,
                        match.candidates[:3],
                    ),
                )
            )
    return out


def _codes(labelled: Sequence[LabelledSheet], findings: Sequence[Finding]) -> dict[Key, list[str]]:
    out: dict[Key, list[str]] = defaultdict(list)
    return out


__all__ = ["Fact", "FindingCode", "Severity", "reconcile"]
