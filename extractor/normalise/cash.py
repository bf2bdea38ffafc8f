"""Cash at the end of the period that is not the balance sheet's: IFRS has an element of its own for it.

By IAS 7 bank overdrafts may count as cash; then the statement of cash flows ends with another balance than the balance
sheet prints, and the two statements together tell which element is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.model import LabelledSheet, Match, Standard, StatementKind
from extractor.normalise.sums import figures

CASH = "cash_and_cash_equivalents"
OTHER = f"{CASH}_if_different_from_bs_balance"
TOLD = 3.0  # the margin of an item without another reading
ELEMENT = "jpigp_cor:CashAndCashEquivalentsIfDifferentFromBSBalanceIFRS"


def with_own_cash(entries: Sequence[LabelledSheet]) -> tuple[LabelledSheet, ...]:
    """The sheets, with the cash of cash flows as an item of its own where the balance sheet prints another balance on
    every day that both have."""
    held: dict[tuple[bool, int | None], dict[date, Decimal]] = {}
    for entry in entries:
        if _is(entry, StatementKind.BALANCE_SHEET):
            place = entry.sheet.span.consolidated, entry.sheet.span.scale
            held.setdefault(place, {}).update(_balances(entry, first=True))
    return tuple(_told_apart(entry, held) for entry in entries)


def _told_apart(entry: LabelledSheet, held: dict[tuple[bool, int | None], dict[date, Decimal]]) -> LabelledSheet:
    if not _is(entry, StatementKind.CASH_FLOWS):
        return entry
    balances = held.get((entry.sheet.span.consolidated, entry.sheet.span.scale), {})
    found = {day: value for day, value in _balances(entry, first=False).items() if day in balances}
    if not found:
        return entry
    if any(balances[day] == value for day, value in found.items()):
        return replace(entry, matches={number: _told(match) for number, match in entry.matches.items()})
    return replace(entry, matches={number: _own(match) for number, match in entry.matches.items()})


def _told(match: Match) -> Match:
    """Cash that is the balance sheet's: the figures leave no other reading."""
    return replace(match, margin=TOLD) if match.item == CASH and not match.heading else match


def _own(match: Match) -> Match:
    return replace(match, item=OTHER, element=ELEMENT, usage=None) if match.item == CASH else match


def _is(entry: LabelledSheet, kind: StatementKind) -> bool:
    return entry.sheet.span.kind is kind and entry.sheet.span.standard is Standard.IFRS


def _balances(entry: LabelledSheet, *, first: bool) -> dict[date, Decimal]:
    """Cash on the last day of each column: the first line of that item, or the last one."""
    lines = [line for line in entry.sheet.lines if _cash(entry, line.number) and figures(line)]
    if not lines:
        return {}
    values = figures(lines[0 if first else -1])
    days = {column.index: column.period.end for column in entry.sheet.columns if column.period is not None}
    return {days[column]: value for column, value in values.items() if column in days}


def _cash(entry: LabelledSheet, number: int) -> bool:
    match = entry.matches.get(number)
    return match is not None and match.item == CASH and not match.heading
