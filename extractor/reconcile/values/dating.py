"""The date of a cell: whatever is a balance at a date is an instant, in whichever column it is printed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from extractor.model import Column, Line, Period, Sheet, StatementKind, ValueState
from extractor.notation.dates import dates_in, month_in, months_before, normal
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key

_OPENING = rule("dating.opening").finds
_CLOSING = rule("dating.closing").finds
_BALANCE = rule("dating.balance").finds
_MOVES = rule("dating.moves").finds
_CUMULATIVE = rule("dating.cumulative").finds
_CARRIED = rule("dating.carried").finds
_CASH = rule("dating.cash").finds
_CASH_ALONE = rule("dating.cash_alone").finds
_POSITION = rule("dating.position").finds
_QUARTER_ALONE = rule("dating.quarter_alone").finds
YEAR = 350  # days that a regular annual term has at least
_HELD, _SHARE_CLASS = rule("dating.held").finds, rule("dating.share_class").finds
_FLOW = rule("dating.flow").finds
_TOTAL_OF_EQUITY = rule("dating.total_of_equity").finds
_STANDS, _CHANGES, _SURELY = (rule(f"dating.{name}").finds for name in ("stands", "changes", "position_surely"))
_CHANGES_SIGN = rule("dating.changes_sign").pattern


def dated(sheet: Sheet) -> dict[tuple[int, int], Period | None]:
    """The period of each cell, by line and column index. None where the column's header was not read."""
    kind = sheet.span.kind
    out: dict[tuple[int, int], Period | None] = {}
    roles = _equity_roles(sheet) if kind is StatementKind.CHANGES_IN_EQUITY else {}
    terms = _terms(sheet) if kind is StatementKind.FINANCIAL_SUMMARY else ()
    cash = _cash_roles(sheet) if kind is StatementKind.CASH_FLOWS else {}
    for line in sheet.lines:
        for cell in line.cells:
            column = sheet.columns[cell.column]
            period = column.period
            if period is None and kind in (StatementKind.FINANCIAL_SUMMARY, StatementKind.BALANCE_SHEET):
                period = _own_date(line, column)
            if period is not None:
                if kind is StatementKind.CHANGES_IN_EQUITY:
                    period = _at(roles.get(line.number), period)
                elif kind is StatementKind.CASH_FLOWS:
                    period = _at(cash.get(line.number), period)
                elif (
                    kind is StatementKind.INCOME_STATEMENT and _CARRIED(label_key(line.label))
                ) or kind is StatementKind.BALANCE_SHEET:
                    period = Period(None, period.end)
                elif kind is StatementKind.FINANCIAL_SUMMARY and sheet.span.part is None:
                    period = _summary_period(_said_of(sheet, line), column, period, terms)
            out[line.number, cell.column] = period
    return out


def _at(role: str | None, period: Period) -> Period:
    if role == "open" and period.start is not None:
        return Period(None, period.start - timedelta(days=1))
    if role == "close":
        return Period(None, period.end)
    return period


def _cash_roles(sheet: Sheet) -> dict[int, str]:
    """``open`` and ``close`` by line. A balance of cash whose label names neither end is the one that is missing."""
    roles = {line.number: role for line in sheet.lines if (role := _cash_role(line.label))}
    for line in sheet.lines:
        if line.heading or line.number in roles or not _CASH_ALONE(label_key(line.label)):
            continue
        before = {role for number, role in roles.items() if number < line.number}
        after = {role for number, role in roles.items() if number > line.number}
        if "open" in before and "close" not in before | after:
            roles[line.number] = "close"
        elif "close" in after and "open" not in before | after:
            roles[line.number] = "open"
    return roles


@lru_cache(maxsize=4096)
def _cash_role(label: str) -> str | None:
    key = label_key(label)
    if not _CASH(key):
        return None
    if _OPENING(key):
        return None if _MOVES(_CHANGES_SIGN.sub("", key)) else "open"
    if _CLOSING(key) and not _MOVES(key):
        return "close"
    return None


def _equity_roles(sheet: Sheet) -> dict[int, str]:
    """``open`` and ``close`` by line. What stands between the opening balance and the restated one is dated like
    them."""
    starts = {column.period.start for column in sheet.columns if column.period and column.period.start}
    ends = {column.period.end for column in sheet.columns if column.period}
    roles: dict[int, str] = {}
    lines = [line for line in sheet.lines if not line.heading]
    for line in lines:
        role = _equity_role(line.label, frozenset(starts), frozenset(ends))
        if role is None and roles and _is_own_column(sheet, line) and _TOTAL_OF_EQUITY(label_key(line.label)):
            role = "close"
        if role:
            roles[line.number] = role
    balances = [(k, line) for k, line in enumerate(lines) if roles.get(line.number) or is_balance(line.label)]
    if balances and balances[0][0] == 0 and lines[0].number not in roles:
        roles[lines[0].number] = "open"
    for _, line in balances:  # undated balances: the last one closes, those before belong to the opening
        if line.number not in roles:
            roles[line.number] = "close" if line is balances[-1][1] else "open"
    stacked = sum(role == "open" for role in roles.values()) > 1 and all(
        column.component_label is None for column in sheet.columns
    )
    if not stacked:
        opened: int | None = None
        for k, line in enumerate(lines):
            role = roles.get(line.number)
            if role == "open":
                if opened is not None and k - opened <= 6:
                    for between in lines[opened + 1 : k]:
                        roles.setdefault(between.number, "open")
                opened = k
            elif role == "close":
                opened = None
    for line in lines:
        if line.number not in roles and _CUMULATIVE(label_key(line.label)):
            roles[line.number] = "open"
    return roles


def is_balance(label: str) -> bool:
    """Whether a row of changes in equity is a balance, no change and no adjustment of one."""
    key = label_key(label)
    return bool(_BALANCE(key)) and not _MOVES(key)


def _is_own_column(sheet: Sheet, line: Line) -> bool:
    """Whether a row has a figure only in the column that it names, under no head of others: a sum of components printed
    below them."""
    columns = [sheet.columns[cell.column] for cell in line.cells if cell.amount.state is not ValueState.BLANK]
    return len(columns) == 1 and [label_key(head) for head in columns[0].header] == [label_key(line.label)]


@lru_cache(maxsize=4096)
def _equity_role(label: str, starts: frozenset[date], ends: frozenset[date]) -> str | None:
    key = label_key(label)
    days = [token.value for token in dates_in(normal(label))]
    if days and (is_balance(label) or len(key) <= 24):
        day = days[-1]
        if day in ends:
            return "close"
        if day in starts or day + timedelta(days=1) in starts:
            return "open"
    if _STANDS(key):
        if _OPENING(key):
            return "open"
        if _CLOSING(key) and not _CHANGES(key):
            return "close"
    return None


def _own_date(line: Line, column: Column) -> Period | None:
    """Transposed tables carry their dates in the rows."""
    for text in (column.label, line.label):
        days = dates_in(normal(text))
        if days:
            return Period(None, days[-1].value)
        month = month_in(text)
        if month:
            return Period(None, month)
    return None


def _terms(sheet: Sheet) -> tuple[date, ...]:
    """The ends of the terms that the columns of a summary name, in order."""
    ends = (
        {
            period.end
            for column in sheet.columns
            if (period := column.period or _own_date(sheet.lines[0], column)) is not None
        }
        if sheet.lines
        else set()
    )
    return tuple(sorted(ends))


def _said_of(sheet: Sheet, line: Line) -> str:
    """The label of a row, or the heading above classes of shares: what they are counted or paid for."""
    heading = sheet.line(line.parent).label if line.parent else ""
    return heading if heading and _SHARE_CLASS(label_key(line.label)) else line.label


def _summary_period(label: str, column: Column, period: Period, terms: tuple[date, ...]) -> Period:
    """Positions are instants; a flow that names its end only runs from the end of the term before, or for a year."""
    if _QUARTER_ALONE(label_key(label)) and period.start is not None and not _whole_year(period):
        return Period(max(months_before(period.end, 3), period.start), period.end)
    role = _summary_role(label) or _summary_role(column.label)
    if role == "position":
        return Period(None, period.end)
    if period.start is None and role == "flow":
        before = [end for end in terms if 80 < (period.end - end).days < 460]
        return Period(max(before) + timedelta(days=1) if before else months_before(period.end, 12), period.end)
    return period


def _whole_year(period: Period) -> bool:
    return period.start is not None and (period.end - period.start).days > YEAR


@lru_cache(maxsize=8192)
def _summary_role(label: str) -> str | None:
    key = label_key(label)
    if _HELD(key):
        return "position"
    if _FLOW(key) and not _SURELY(key):
        return "flow"
    if _POSITION(key):
        return "position"
    return None
