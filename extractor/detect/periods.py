"""Columns get real dates: from their own headers, from subtitles, else from the filing and the other statements."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor.detect.building import Table, with_used_columns
from extractor.model import Column, Filing, Line, Period, Sheet, StatementKind, StatementSpan
from extractor.notation.dates import (
    dates_in,
    month_in,
    named_months,
    normal,
    period_in,
    shift_years,
    span_months,
    span_of,
)
from extractor.notation.lexicon import rule
from extractor.notation.terms import Heading, period_of, term_at
from extractor.notation.text import fold, label_key, squeeze

_PRIOR = rule("headers.prior").finds
_CURRENT = rule("headers.current").finds
_INTERIM = rule("headers.interim").finds
_ONLY_DATE = rule("headers.only_date").finds
_BALANCE = rule("headers.balance").finds
_YEAR = rule("headers.year").finds
_NAME = rule("periods.year_name").find
_TERM, _QUARTER_ALONE = rule("periods.term").find, rule("periods.quarter_alone").finds


def column_period(header: str, span: StatementSpan, equity: bool, stated: Period | None = None) -> Period | None:
    """The period that a head names, else the one that the caption above states. ``stated``: by the caption of an equity
    table."""
    instant = span.kind is StatementKind.BALANCE_SHEET
    found = period_in(header, instant=instant)
    if found is None and equity:
        return stated or span.caption_period
    if found is None and span.caption_period is not None and not instant:
        return span.caption_period if not dates_in(header) else None
    return found


def captioned_period(header: str, captions: Sequence[str], span: StatementSpan) -> Period | None:
    """The period of a column headed by a year alone, under a caption that names the day: "As of March 31, 2024 and
    2025" over 2024, 2025."""
    if not _YEAR(fold(header)):
        return None
    instant = span.kind is StatementKind.BALANCE_SHEET
    found = (period_in(f"{caption} {header}", instant=instant) for caption in captions if dates_in(caption))
    return next((period for period in found if period is not None), None)


def split_tables(sheet: Sheet, tables: Sequence[Table] = ()) -> list[Sheet]:
    """The tables under one title, each a sheet: three months below nine, one period of an equity statement below the
    other.

    ``tables``: those that stand one below the other, in order.
    """
    if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY:
        return split_years(sheet, tables)
    edges = [1, *(table.line for table in tables[1:] if _repeats(sheet, table.line)), len(sheet.lines) + 1]
    if len(edges) == 2:
        return [sheet]
    return [
        with_used_columns(_part(sheet, first, end - 1, None, first == 1)) for first, end in itertools.pairwise(edges)
    ]


def _repeats(sheet: Sheet, first: int) -> bool:
    """Whether the lines from ``first`` on say again what stands above them: the same statement for other periods."""
    above = {label_key(line.label) for line in sheet.lines[: first - 1] if not line.heading}
    below = [label_key(line.label) for line in sheet.lines[first - 1 :] if not line.heading]
    return len(below) >= 3 and sum(key in above for key in below) >= 0.6 * len(below)


def split_years(sheet: Sheet, tables: Sequence[Table] = ()) -> list[Sheet]:
    """An equity statement that runs on over two years becomes two sheets: cut where its table begins anew, or at the
    dated balance between.

    ``tables``: those that stand one below the other under the same components, in order.
    """
    if len(tables) > 1:
        ends = [*(table.line for table in tables[1:]), len(sheet.lines) + 1]
        parts = []
        for table, end in zip(tables, ends, strict=True):
            part = _part(sheet, table.line, end - 1, table.period, table.line == 1)
            parts.extend([part] if table.period else split_years(part))
        if len(parts) > 1 and len({part.columns[0].period for part in parts}) == 1:
            parts = [replace(part, columns=tuple(replace(c, period=None) for c in part.columns)) for part in parts]
        return parts
    dated = [
        (line, dates_in(normal(line.label)))
        for line in sheet.lines
        if not line.heading and (_BALANCE(line.label) or _ONLY_DATE(normal(line.label)))
    ]
    marks = [(line, dates[-1].value) for line, dates in dated if dates]
    if len(marks) < 2:
        return [sheet]
    runs: list[tuple[int, int, Period]] = []  # first line, last line, period
    start_line, start = 1, marks[0][1]
    for line, value in marks[1:]:
        if value.day == 1 and line.number == start_line:
            start = value  # the opening of the next period, dated on its first day
        if (value - start).days < 25 or value.day == 1:
            continue
        begin = start if start.day == 1 else start + timedelta(days=1)
        runs.append((start_line, line.number, Period(begin, value)))
        start_line, start = line.number + 1, value
    if not runs:
        return [sheet]
    stated = sheet.span.caption_period
    if len(runs) == 1 and stated == runs[0][2]:
        return [sheet]
    tail = len(sheet.lines)
    return [
        _part(sheet, first, tail if k == len(runs) - 1 else last, period, k == 0)
        for k, (first, last, period) in enumerate(runs)
    ]


def _part(sheet: Sheet, first: int, last: int, period: Period | None, keep_claims: bool) -> Sheet:
    """Lines first to last as a sheet of their own; the claims stay with the first part."""
    lines = tuple(_renumber(line, first - 1) for line in sheet.lines[first - 1 : last])
    columns = tuple(replace(column, period=period or column.period) for column in sheet.columns)
    findings = tuple(
        replace(f, line=f.line - first + 1) for f in sheet.findings if f.line is not None and first <= f.line <= last
    )
    return replace(sheet, columns=columns, lines=lines, findings=findings, claims=sheet.claims if keep_claims else ())


def _renumber(line: Line, shift: int) -> Line:
    parent = line.parent - shift if line.parent and line.parent > shift else None
    return replace(line, number=line.number - shift, parent=parent)


def settle_periods(filing: Filing, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Fill what no header says: a lone end date takes the filing's length, 前 and 当 the filing's periods, equity
    tables their order."""
    current = filing.current or _commonest(sheets)
    out: list[Sheet] = []
    for index, sheet in enumerate(sheets):
        if sheet.span.kind is StatementKind.FINANCIAL_SUMMARY:
            out.append(_closed_on(sheet, filing.current))
            continue
        if all(column.period is not None for column in sheet.columns):
            out.append(sheet)
            continue
        if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY:
            period = next((c.period for c in sheet.columns if c.period), None) or _by_order(sheets, index, current)
            out.append(replace(sheet, columns=tuple(replace(c, period=c.period or period) for c in sheet.columns)))
            continue
        out.append(
            replace(
                sheet,
                columns=tuple(
                    _settle(column, sheet, current, sheets, filing.fiscal_period == "FY") for column in sheet.columns
                ),
            )
        )
    return tuple(_irregular(sheet, filing) for sheet in out)


def _closed_on(sheet: Sheet, current: Period | None) -> Sheet:
    """The terms of a summary that names their last month only: 2019年２月 ends on the 20th where this year does."""
    if current is None or (current.end + timedelta(days=1)).day == 1:
        return sheet

    def closed(day: date) -> date:
        return day.replace(day=current.end.day) if (day + timedelta(days=1)).day == 1 else day

    def of_the_day(column: Column) -> Column:
        period = column.period
        if period is None or dates_in(normal(column.label)) or month_in(column.label) is None:
            return column
        start = closed(period.start - timedelta(days=1)) + timedelta(days=1) if period.start else None
        return replace(column, period=Period(start, closed(period.end)))

    return replace(sheet, columns=tuple(of_the_day(column) for column in sheet.columns))


def _irregular(sheet: Sheet, filing: Filing) -> Sheet:
    """A year that the cover says is shorter or longer: columns that name its last day only ("fiscal year ended …") are
    of that year."""
    current = filing.current
    if filing.fiscal_period != "FY" or current is None or current.start is None:
        return sheet

    def of_the_year(column: Column) -> Column:
        period = column.period
        alone = (
            period is not None
            and period.start is not None
            and period.end == current.end
            and period.start != current.start
            and len({token.value for token in dates_in(column.label)}) == 1
            and span_months(column.label) == 12
            and named_months(column.label) is None
        )
        return replace(column, period=current) if alone else column

    return replace(sheet, columns=tuple(of_the_year(column) for column in sheet.columns))


def _commonest(sheets: Sequence[Sheet]) -> Period | None:
    """The latest duration that the statements' own headers name."""
    seen = Counter(
        c.period
        for s in sheets
        if s.span.kind in (StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOWS, StatementKind.COMPREHENSIVE_INCOME)
        for c in s.columns
        if c.period and c.period.start
    )
    return max(seen, key=lambda period: (period.end, (period.end - (period.start or period.end)).days), default=None)


def _named_term(label: str, current: Period, instant: bool) -> Period | None:
    """The period that a head names: a fiscal year by its last month, and the part: 2021年３月期 第３四半期."""
    squeezed = squeeze(label)
    found = _TERM(squeezed)
    term = term_at(squeezed, found.start()) if found else None
    if term is None or term.month_end is None or (_QUARTER_ALONE(squeezed) and (term.months or 12) > 3):
        return None
    period = period_of(term, Heading(current, None))
    return Period(None, period.end) if period and instant else period


def _settle(column: Column, sheet: Sheet, current: Period | None, sheets: Sequence[Sheet], whole_year: bool) -> Column:
    if column.period is not None or current is None:
        return column
    instant = sheet.span.kind is StatementKind.BALANCE_SHEET
    dates = dates_in(column.label)
    if dates and not instant:
        months = span_months(column.label)
        if months is None and current.start is not None:
            months = round((current.end - current.start).days / 30.44)
        return replace(column, period=span_of(column.label, months or 12))
    named = _named_term(column.label, current, instant)
    named = named or _by_name(column.label, sheets, instant)
    if named is not None:
        return replace(column, period=named)
    if _PRIOR(column.label) or _CURRENT(column.label):
        prior = bool(_PRIOR(column.label))
        peers = [
            c.period
            for s in sheets
            if (s.span.kind is sheet.span.kind or not instant)
            and s is not sheet
            and s.span.kind is not StatementKind.FINANCIAL_SUMMARY
            for c in s.columns
            if c.period and c.period.instant == instant
        ]
        known = sorted(set(peers), key=lambda p: (p.end, p.start or p.end))
        if len(known) >= 2:
            return replace(column, period=known[-2] if prior else known[-1])
        if instant:
            return replace(column, period=Period(None, _prior_end(column, current) if prior else current.end))
        return replace(column, period=_year_before(column, current, whole_year) if prior else current)
    return column


def _by_name(label: str, sheets: Sequence[Sheet], instant: bool) -> Period | None:
    """The period of a head that names its fiscal year (第84期, FY2022, 2021年度), where another head gives
    the same name its days, and none gives it others."""
    name = _NAME(squeeze(label))
    if name is None or _INTERIM(label):
        return None
    years = {
        (column.period if column.period.start else Period(None, column.period.end))
        for sheet in sheets
        for column in sheet.columns
        if column.period is not None
        and dates_in(column.label)
        and not _INTERIM(column.label)
        and (other := _NAME(squeeze(column.label))) is not None
        and other.group().lower() == name.group().lower()
    }
    if len({period.end for period in years}) != 1:
        return None
    if instant:
        return Period(None, next(iter(years)).end)
    flows = [period for period in years if period.start]
    return flows[0] if len(flows) == 1 else None


def _year_before(column: Column, current: Period, whole_year: bool) -> Period:
    """The prior column's period: the fiscal year that ended before the current one began, or the same part of it."""
    start = current.start
    if whole_year and start is not None and not _INTERIM(column.label):
        return Period(shift_years(start, -1), start - timedelta(days=1))
    return Period(shift_years(start, -1) if start else None, shift_years(current.end, -1))


def _prior_end(column: Column, current: Period) -> date:
    """The date of a balance sheet's prior column: the end of the fiscal year before, unless the head speaks of an
    interim period."""
    if current.start is None or _INTERIM(column.label):
        return shift_years(current.end, -1)
    return current.start - timedelta(days=1)


def _by_order(sheets: Sequence[Sheet], index: int, current: Period | None) -> Period | None:
    """Two equity tables of one basis without dates are the prior and the current period."""
    if current is None or current.start is None:
        return None
    sheet = sheets[index]
    kin = [
        k
        for k, other in enumerate(sheets)
        if other.span.kind is sheet.span.kind and other.span.consolidated == sheet.span.consolidated
    ]
    if len(kin) == 1 or kin.index(index) == len(kin) - 1:
        return current
    return Period(shift_years(current.start, -1), shift_years(current.end, -1))
