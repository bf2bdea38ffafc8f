"""Findings about what a row is of: its period, its basis, its item. They stand on every row that they concern.

A date, a basis or an item that is wrong breaks no sum. What speaks against it lies outside the table: the cover, the
other statements, the official sums, a second row that claims the same key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from extractor.errors import FindingCode as Code
from extractor.model import (
    Check,
    Filing,
    Finding,
    LabelledSheet,
    Period,
    Sheet,
    Source,
    Standard,
    StatementKind,
    SummaryPart,
    ValueState,
)
from extractor.notation.dates import dates_in, normal, shift_years
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key
from extractor.reconcile.identities.inner_sums import KIND as INNER
from extractor.reconcile.identities.ties import SIGNIFICANT
from extractor.reconcile.values.figure import NO_MATCH, Figure, Key
from extractor.reconcile.verdict.evidence import Evidence, period_source, ties_by_column
from extractor.reconcile.verdict.findings import finding_on

K = StatementKind
WRONG = (str(Code.ITEM_CONTRADICTED),)
FLOWS = (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME, K.CASH_FLOWS)
APART = 5  # keys in which two statements differ, from which they are not of one basis
YEAR = 350  # days that a regular annual term has at least
_OF_GROUP, _BEFORE, _AFTER = rule("bases.of_group"), rule("bases.before"), rule("bases.after")


def of_defaults(labelled: Sequence[LabelledSheet], evidence: Mapping[Key, Evidence]) -> Iterator[Finding]:
    """Periods and bases for which nothing speaks. A column without a period has a finding of its own."""
    periods = {(key[0], key[2]) for key, found in evidence.items() if found.period is Source.DEFAULT}
    for sheet, column in sorted(periods):
        printed = labelled[sheet].sheet.columns[column]
        if printed.period is not None:
            message = f"nothing printed says that the column {printed.label!r} is of {_said(printed.period)}"
            yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, sheet, column=column)
    for sheet in sorted({key[0] for key, found in evidence.items() if found.basis is Source.DEFAULT}):
        yield finding_on(Code.BASIS_UNCLEAR, "nothing says whether the statement is consolidated", labelled, sheet)


def _said(period: Period) -> str:
    return f"{period.start} to {period.end}" if period.start else f"{period.end}"


def of_headers(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Columns whose header prints dates, none of which is the end or the beginning of their period; and two columns of
    one period."""
    for index, entry in enumerate(labelled):
        sheet = entry.sheet
        for column in sheet.columns:
            days = {token.value for token in dates_in(normal(column.label))}
            period = column.period
            if period is None or not days or sheet.span.kind is K.FINANCIAL_SUMMARY:
                continue
            borne_out = period_source(sheet, replace(column, label=""), tied=False) in (Source.CAPTION, Source.LABEL)
            if period.end not in days and (period.start is None or period.start not in days) and not borne_out:
                message = f"the column {column.label!r} prints another date than {_said(period)}"
                yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index, column=column.index)


def of_order(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """A filing prints its prior period on one side, in every statement: where one statement has it on the other, its
    heads are suspect."""
    sides: dict[int, int] = {}
    for index, entry in enumerate(labelled):
        side = _side(entry.sheet)
        if side:
            sides[index] = side
    for index, side in sides.items():
        other = sum(1 for found in sides.values() if found != side)
        if other and other >= len(sides) - other:
            message = "the earlier period stands on the other side than in this filing's other statements"
            yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index)
        elif len(sides) == 1 and side < 0:
            message = "the earlier period stands on the right, and no other statement shows that this filing sets it so"
            yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index)


def _side(sheet: Sheet) -> int:
    """1: the earlier period stands on the left, -1: on the right, 0: neither."""
    ends = [column.period.end for column in sheet.columns if column.period is not None]
    if sheet.span.kind in (K.CHANGES_IN_EQUITY, K.FINANCIAL_SUMMARY) or len(ends) < 2 or ends[0] == ends[-1]:
        return 0
    return 1 if ends[0] < ends[-1] else -1


def of_cover(labelled: Sequence[LabelledSheet], filing: Filing, evidence: Mapping[Key, Evidence]) -> Iterator[Finding]:
    """Statements whose latest column does not end with the period that the cover names; and flows of another length
    than the others."""
    main = [
        (index, entry.sheet)
        for index, entry in enumerate(labelled)
        if entry.sheet.span.kind is not K.FINANCIAL_SUMMARY and any(column.period for column in entry.sheet.columns)
    ]
    latest = {
        index: max(column.period.end for column in sheet.columns if column.period is not None) for index, sheet in main
    }
    current = filing.current
    end = _agreed(main, latest, evidence) or (current.end if current else None)
    if end is not None:
        before = {shift_years(end, -1), *((current.start - timedelta(days=1),) if current and current.start else ())}
        for index, sheet in main:
            yearly = sheet.span.kind is K.CHANGES_IN_EQUITY  # one table for each year
            if latest[index] != end and not (yearly and latest[index] in before):
                message = f"its latest column ends on {latest[index]}, the filing's period on {end}"
                yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index)
    yield from _lengths(labelled, main, filing)


def of_annual_flows(labelled: Sequence[LabelledSheet], filing: Filing) -> Iterator[Finding]:
    """In annual filings every flow ends on a day of which the balance sheet shows a balance; a period that
    only the cover gives must be regular."""
    if filing.fiscal_period != "FY":
        return
    whole = (filing.current.end - filing.current.start).days if filing.current and filing.current.start else 365
    for basis in (True, False):
        days = {
            column.period.end
            for entry in labelled
            if entry.sheet.span.kind is K.BALANCE_SHEET and entry.sheet.span.consolidated is basis
            for column in entry.sheet.columns
            if column.period is not None
        }
        if len(days) < 2:
            continue
        for index, entry in enumerate(labelled):
            if entry.sheet.span.kind not in FLOWS or entry.sheet.span.consolidated is not basis:
                continue
            for column in entry.sheet.columns:
                if column.period is not None and column.period.end not in days:
                    message = (
                        f"the column {column.label!r} ends on {column.period.end}, and no balance sheet column does"
                    )
                    yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index, column=column.index)
                elif column.period is not None and whole < YEAR and not dates_in(normal(column.label)):
                    message = f"a term of {whole + 1} days, and the column {column.label!r} prints no dates"
                    yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index, column=column.index)


def _agreed(
    main: Sequence[tuple[int, Sheet]], latest: Mapping[int, date], evidence: Mapping[Key, Evidence]
) -> date | None:
    """The date that statements of three kinds print in their own heads, if they print one: it outranks the cover."""
    ends: dict[StatementKind, date] = {}
    for index, sheet in main:
        ends[sheet.span.kind] = max(latest[index], ends.get(sheet.span.kind, latest[index]))
    if len(set(ends.values())) > 1 or len(ends) < 3:
        return None
    printed = (Source.HEADER, Source.CAPTION, Source.LABEL)
    whole = all(found.period in printed for key, found in evidence.items() if key[0] in latest)
    return next(iter(ends.values())) if whole else None


def _lengths(labelled: Sequence[LabelledSheet], main: Sequence[tuple[int, Sheet]], filing: Filing) -> Iterator[Finding]:
    if filing.current is None or filing.current.start is None:
        return
    whole = (filing.current.end - filing.current.start).days
    for index, sheet in main:
        for column in sheet.columns:
            period = column.period
            if period is None or period.start is None:
                continue
            days = (period.end - period.start).days
            if period.end == filing.current.end and days > whole + 5:
                message = f"the column {column.label!r} was read as {days + 1} days, the cover's period has {whole + 1}"
                yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index, column=column.index)


def of_ties(labelled: Sequence[LabelledSheet], checks: Sequence[Check]) -> Iterator[Finding]:
    """Columns whose ties to other statements fail rather than hold: of another date or basis than their head says, and
    so are those beside it."""
    holding, failing = ties_by_column(checks)
    suspect: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (sheet, column), count in sorted(failing.items()):
        if count >= 2 and count > holding.get((sheet, column), 0):
            suspect[sheet].append((column, count))
    for sheet, columns in suspect.items():
        column, count = columns[0]
        label = labelled[sheet].sheet.columns[column].label
        message = f"{count} figures of {label!r} differ from what other statements print for its date and basis"
        yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, sheet)


def of_bases(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Statements read as the company's own that print what only a group has, or that follow IFRS."""
    for index, entry in enumerate(labelled):
        sheet, span = entry.sheet, entry.sheet.span
        if span.consolidated or span.kind is K.FINANCIAL_SUMMARY:
            continue
        line = next((line for line in sheet.lines if _OF_GROUP.finds(label_key(line.label))), None)
        if line is not None:
            message = f"read as the company's own, and it prints {line.label!r}, which only a group has"
            yield finding_on(Code.BASIS_UNCLEAR, message, labelled, index)
        elif span.standard is Standard.IFRS:
            yield finding_on(Code.BASIS_UNCLEAR, "read as the company's own, by IFRS", labelled, index)


def of_standards(labelled: Sequence[LabelledSheet], filing: Filing) -> Iterator[Finding]:
    """Consolidated statements of two standards in one filing."""
    main = [
        (index, entry.sheet.span)
        for index, entry in enumerate(labelled)
        if entry.sheet.span.kind is not K.FINANCIAL_SUMMARY and entry.sheet.span.consolidated
    ]
    if len({span.standard for _, span in main}) > 1:
        for index, span in main:
            if span.standard is not filing.standard:
                message = f"read as {span.standard.value}, the filing as {filing.standard.value}"
                yield finding_on(Code.STANDARD_UNCLEAR, message, labelled, index)


def of_keys(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> Iterator[Finding]:
    """One key, one value: the same statement, item or label path, period, basis and component with two values, on both
    rows; where two statements differ in many, on all of both: one of them is of another basis."""
    apart: Counter[tuple[int, int]] = Counter()  # keys in which two sheets differ
    rows: dict[tuple[object, ...], list[Key]] = defaultdict(list)
    for key, figure in figures.items():
        span = labelled[key[0]].sheet.span
        if (
            figure.cell.amount.state is not ValueState.NUMBER
            or figure.period is None
            or span.kind is K.FINANCIAL_SUMMARY
        ):
            continue
        rows[_key_of(labelled[key[0]], figure)].append(key)
    for keys in rows.values():
        if len(keys) < 2:
            continue
        values = {figures[key].amount for key in keys}
        if len(values) > 1 and not _rounded_alike([figures[key] for key in keys]):
            apart.update(combinations(sorted({key[0] for key in keys}), 2))
            for key in keys:
                others = ", ".join(f"{value:,}" for value in sorted(values - {figures[key].amount}, key=_number))
                message = (
                    f"{figures[key].line.label}: the filing prints it again for this period and basis, as {others}"
                )
                yield finding_on(Code.KEY_TWICE, message, labelled, key[0], line=key[1], column=key[2])
    for index in sorted({index for pair, count in apart.items() if count >= APART for index in pair}):
        message = "another statement of this kind, period and basis has other figures: one is of another basis"
        yield finding_on(Code.BASIS_UNCLEAR, message, labelled, index)


def _number(value: Decimal | None) -> Decimal:
    return value or Decimal(0)


def _rounded_alike(found: Sequence[Figure]) -> bool:
    """Whether the figures may be one amount, printed in units of different size."""
    steps = {figure.step for figure in found}
    amounts = [figure.amount or Decimal(0) for figure in found]
    return len(steps) > 1 and max(amounts) - min(amounts) < max(steps)


def _key_of(entry: LabelledSheet, figure: Figure) -> tuple[object, ...]:
    sheet, line = entry.sheet, figure.line
    item = entry.matches.get(line.number, NO_MATCH).item
    component = entry.components.get(figure.column.index)
    path: list[str] = []
    at = line.parent
    while at:
        path.append(label_key(sheet.line(at).label))
        at = sheet.line(at).parent
    # equity statements and lines without an item repeat a wording under several headings
    named = item if item is not None and sheet.span.kind is not K.CHANGES_IN_EQUITY else None
    return (
        sheet.span.kind if sheet.span.kind not in (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME) else "performance",
        named or (label_key(line.label), tuple(path), item),
        figure.period,
        sheet.span.consolidated,
        sheet.span.standard,
        (component.item if component else None) or figure.column.header or figure.column.component_label,
        figure.measure.unit,
        version_of(entry, figure),
    )


def version_of(entry: LabelledSheet, figure: Figure) -> str | None:
    """``before`` or ``after`` a correction or reclassification, by the column's head or the captions over the table."""
    return version_of_column(entry, figure.column.label)


def version_of_column(entry: LabelledSheet, label: str) -> str | None:
    """Likewise, by the label of a column."""
    span = entry.sheet.span
    return _version((label,)) or _version((span.title, *span.captions))


@lru_cache(maxsize=4096)
def _version(texts: tuple[str, ...]) -> str | None:
    """What the texts name, if they name one of the two: captions that name both are heads of columns."""
    keys = [label_key(text) for text in texts]
    before, after = any(map(_BEFORE.finds, keys)), any(map(_AFTER.finds, keys))
    return None if before == after else "before" if before else "after"


def of_items(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], checks: Sequence[Check]
) -> Iterator[Finding]:
    """A total whose official parts are printed and come to another line: its item is wrong."""
    amounts: dict[tuple[int, int], list[tuple[Decimal, int]]] = defaultdict(list)
    for key, figure in figures.items():
        if figure.measure.money and figure.amount is not None:
            amounts[key[0], key[2]].append((abs(figure.amount), key[1]))
    seen: dict[tuple[int, int], list[tuple[Check, frozenset[int]]]] = defaultdict(list)
    members: dict[tuple[int, int], set[int]] = defaultdict(
        set
    )  # of income statements, in which each result extends the one above
    for check in checks:
        if check.holds and check.kind == "structure" and check.statement == K.INCOME_STATEMENT:
            members[check.total.sheet, check.total.line].update(member.line for member in check.members)
        if check.kind == "calculation":
            total = check.total
            low, high = sorted((abs(check.low), abs(check.high)))
            parts = {member.line for member in check.members}
            lines = {line for amount, line in amounts[total.sheet, total.column] if low <= amount <= high}
            seen[total.sheet, total.line].append((check, frozenset(lines - parts - {total.line})))
    for (sheet, line), tried in sorted(seen.items()):
        if any(check.holds for check, _ in tried) or len(tried) < 2:
            continue
        common = frozenset.intersection(*(found for _, found in tried)) - members[sheet, line]
        if common and all(
            abs(check.low) >= SIGNIFICANT * figures[sheet, line, check.total.column].step for check, _ in tried
        ):
            other = labelled[sheet].sheet.line(min(common)).label
            label = labelled[sheet].sheet.line(line).label
            message = f"{label}: the parts of its item come to {other!r} instead"
            yield finding_on(Code.ITEM_CONTRADICTED, message, labelled, sheet, line=line)


def of_shared_columns(labelled: Sequence[LabelledSheet], checks: Sequence[Check]) -> Iterator[Finding]:
    """Two columns of one table that claim the same period and component, and no version tells them apart. Inner amounts
    that add up to the outer ones are no such columns."""
    inner = {
        (check.total.sheet, frozenset((check.total.column, member.column)))
        for check in checks
        if check.kind == INNER
        for member in check.members
    }
    for index, entry in enumerate(labelled):
        sheet = entry.sheet
        if sheet.span.kind is K.FINANCIAL_SUMMARY or sheet.span.part is SummaryPart.FORECAST:
            continue
        claims: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for column in sheet.columns:
            if column.period is not None and column.component_label is None:
                version = version_of_column(entry, column.label)
                claims[column.period, column.currency, column.block, version].append(column.index)
        several = (shared for shared in claims.values() if (index, frozenset(shared)) not in inner)
        if any(_side_by_side(sheet, shared) for shared in several if len(shared) > 1):
            message = "two of its columns are read as of one period, in one currency"
            yield finding_on(Code.PERIOD_UNCLEAR, message, labelled, index)


def _side_by_side(sheet: Sheet, columns: Sequence[int]) -> bool:
    """Whether two of the columns print something in one row: amounts per share may stand in columns of their own."""
    return any(
        sum(cell.column in columns and cell.amount.state is not ValueState.BLANK for cell in line.cells) > 1
        for line in sheet.lines
    )
