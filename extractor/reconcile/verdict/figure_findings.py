"""Findings about single figures: sums, ratios, signs, reach, readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.errors import FindingCode as Code
from extractor.model import Check, Finding, LabelledSheet, Proof, Severity, StatementKind
from extractor.reconcile.identities.checks import tensions
from extractor.reconcile.identities.layout_sums import Reading
from extractor.reconcile.identities.line_roles import is_aside
from extractor.reconcile.ratios.operands import doubted
from extractor.reconcile.values.figure import Figure, Key
from extractor.reconcile.verdict.findings import finding_on
from extractor.reconcile.verdict.proof import LOOSE, Verdicts

SETTLED = (Proof.PROVED, Proof.TIED)
REACH = 0.8  # share of a statement's figures that identities reach, from which an unreached one is suspect
STRAIN = 3.3  # standard deviations
PARTS = 2  # of an official sum, from which it settles that no line of it is lost


def of_checks(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], verdicts: Verdicts
) -> Iterator[Finding]:
    """One finding for each cell that a failing identity contradicts."""
    for key, failing in verdicts.blamed.items():
        check = failing[0]
        tie = check.kind.startswith(("tie", "summary"))
        label = figures[key].line.label
        if tie:
            other = labelled[check.members[0].sheet].sheet
            message = (
                f"{label}: {check.found:,} here, {check.members[0].value:,} in "
                f"{other.span.title or other.span.kind.value} line {check.members[0].line}"
            )
        else:
            message = (
                f"{label}: line {check.total.line} prints {check.found:,}, its members come to {check.low:,} "
                f"to {check.high:,}"
            )
        yield finding_on(
            Code.TIE_FAILS if tie else Code.SUM_FAILS, message, labelled, key[0], line=key[1], column=key[2]
        )
        turned = None if tie else _turned(key, check)
        if turned:
            yield finding_on(
                Code.SIGN_UNCLEAR,
                f"{label}: the sum of line {check.total.line} holds if this figure has the other sign",
                labelled,
                key[0],
                line=key[1],
                column=key[2],
            )


def _turned(key: Key, check: Check) -> bool:
    """Whether turning this member's sign, and no other's, mends the check."""
    mends = [
        m
        for m in check.members
        if m.value and check.low - 2 * m.weight * m.value <= check.found <= check.high - 2 * m.weight * m.value
    ]
    return len(mends) == 1 and (mends[0].sheet, mends[0].line, mends[0].column) == key


def of_ratios(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], checks: Sequence[Check]
) -> Iterator[Finding]:
    """Rates of change and ratios of a summary page that do not follow from the amounts beside them."""
    for check in checks:
        key = (check.total.sheet, check.total.line, check.total.column)
        if check.holds or check.decisive or not doubted(check.kind, labelled[key[0]].sheet.span.part):
            continue
        message = (
            f"{figures[key].line.label}: {check.found:,} printed, the amounts beside it come to "
            f"{check.low:,.2f} to {check.high:,.2f}"
        )
        yield finding_on(Code.RATIO_FAILS, message, labelled, key[0], line=key[1], column=key[2])


def of_totals(
    labelled: Sequence[LabelledSheet], readings: Sequence[Reading], verdicts: Verdicts, checks: Sequence[Check]
) -> Iterator[Finding]:
    """Totals by their wording for which no run of lines adds up: on the total, and on the lines near it that nothing
    else proves. A total whose official parts stand elsewhere and add up to it needs no run."""
    official = {
        (check.total.sheet, check.total.line, check.total.column)
        for check in checks
        if check.kind == "calculation" and check.holds and check.decisive and len(check.members) >= PARTS
    }
    for reading in readings:
        table = reading.table
        if reading.across:
            continue
        for unplaced in reading.outcome.unplaced:
            live = [column for column in table.columns if table.live(unplaced.total, column)]
            if live and all((table.index, unplaced.total, column) in official for column in live):
                continue
            gaps = [
                table.whole(unplaced.total, column) - sum(table.whole(line, column) for line in unplaced.near)
                for column in live
            ]
            label = table.sheet.line(unplaced.total).label
            if _one_lost(gaps, [table.whole(unplaced.total, column) for column in live], len(unplaced.near)):
                code, message = (
                    Code.MEMBER_MISSING,
                    f"{label}: the lines above it leave {', '.join(f'{gap:,}' for gap in gaps)} open",
                )
            else:
                code, message = Code.TOTAL_UNPLACED, f"{label}: no run of lines adds up to it"
            for line in (unplaced.total, *unplaced.near):
                if line == unplaced.total or any(
                    table.live(line, c) and verdicts.proofs[table.index, line, c] not in SETTLED for c in table.columns
                ):
                    yield finding_on(code, message, labelled, table.index, line=line)


def _one_lost(gaps: Sequence[int], totals: Sequence[int], near: int) -> bool:
    """Whether it looks as if one line were not read: the same side open in every column, by less than the total."""
    return (
        near > 1
        and len({gap > 0 for gap in gaps}) == 1
        and all(0 < abs(gap) < abs(total) for gap, total in zip(gaps, totals, strict=True))
    )


def of_signs(labelled: Sequence[LabelledSheet], readings: Sequence[Reading]) -> Iterator[Finding]:
    """A cost whose sign differs from that of the statement's other costs, and whose sum holds only so."""
    for reading in readings:
        for line, total in (
            reading.outcome.odd if reading.table.sheet.span.kind is StatementKind.INCOME_STATEMENT else ()
        ):
            sheet = reading.table.sheet
            message = (
                f"{sheet.line(line).label}: printed with the other sign than this statement's costs, and "
                f"{sheet.line(total).label} counts it so"
            )
            yield finding_on(Code.SIGN_UNCLEAR, message, labelled, reading.table.index, line=line)


def of_slight(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], checks: Sequence[Check]
) -> Iterator[Finding]:
    """Negative amounts so small that every identity they are part of holds with the other sign as well: nothing but the
    printed sign speaks for it."""
    borne: set[Key] = set()
    either: set[Key] = set()
    for check in checks:
        if not (check.holds and check.decisive) or check.kind.startswith(LOOSE):
            continue
        total = check.total.sheet, check.total.line, check.total.column
        (either if check.low <= -check.found <= check.high else borne).add(total)
        for member in check.members:
            moved = 2 * member.weight * member.value
            holds = check.low - moved <= check.found <= check.high - moved
            (either if holds else borne).add((member.sheet, member.line, member.column))
    for key in sorted(either - borne):
        figure = figures.get(key)
        if figure is not None and figure.measure.money and figure.amount is not None and figure.amount < 0:
            message = f"{figure.line.label}: the sums that it is part of hold with the other sign as well"
            yield finding_on(Code.SIGN_UNCLEAR, message, labelled, key[0], line=key[1], column=key[2])


def of_reach(labelled: Sequence[LabelledSheet], readings: Sequence[Reading], verdicts: Verdicts) -> Iterator[Finding]:
    """In a statement whose figures are nearly all reached, a figure that is not reached is suspect: a row moved, lost
    or misread."""
    for reading in readings:
        table = reading.table
        if reading.across:
            continue
        cells = [
            (line, column)
            for line in table.lines
            if not is_aside(table.sheet.line(line).label)
            for column in table.columns
            if table.live(line, column)
        ]
        left = [cell for cell in cells if verdicts.proofs[table.index, *cell] is Proof.UNPROVED]
        if cells and len(left) <= len(cells) * (1 - REACH):
            for line, column in left:
                label = table.sheet.line(line).label
                yield finding_on(
                    Code.UNREACHED,
                    f"{label}: no identity reaches this figure",
                    labelled,
                    table.index,
                    line=line,
                    column=column,
                )


def of_strain(
    labelled: Sequence[LabelledSheet], readings: Sequence[Reading], figures: Mapping[Key, Figure]
) -> Iterator[Finding]:
    """Sums that hold only if nearly every member was cut by nearly a whole unit: possible, and improbable."""
    strained: dict[Key, str] = {}
    calm: set[Key] = set()
    for reading in readings:
        for total, keys, tension in tensions(reading):
            if tension <= STRAIN:
                calm.update(keys)
                continue
            label = figures[total].line.label
            for key in keys:
                strained.setdefault(
                    key, f"{label}: the sum holds only with rounding errors that nearly all lie on one side"
                )
    for key in sorted(strained.keys() - calm):
        yield finding_on(Code.SUM_STRAINED, strained[key], labelled, key[0], line=key[1], column=key[2])


def of_readers(figures: Mapping[Key, Figure], verdicts: Verdicts) -> Iterator[Finding]:
    """Figures that readers read differently and that nothing settles. Who reads nothing there says nothing."""
    for key, figure in figures.items():
        texts = ", ".join(f"{other.reader} {other.text!r}" for other in figure.cell.others if other.text)
        if texts and verdicts.proofs[key] not in (Proof.PROVED, Proof.TIED):
            yield Finding(
                Code.READERS_DIFFER,
                Severity.WARNING,
                f"{figure.line.label}: {figure.cell.reader} reads {figure.cell.amount.text!r}, {texts}; nothing "
                "settles it",
                figure.cell.page,
                None,
                *key,
                f"extractor page FILE {figure.cell.page}",
            )
