"""Amounts inside and outside under one head: the inner ones add up to the outer one beside the last of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.model import Check, Column, LabelledSheet, Rounding, Sheet, StatementKind, ValueState
from extractor.notation.text import label_key
from extractor.reconcile.identities.checks import between
from extractor.reconcile.identities.rounding import bounds
from extractor.reconcile.values.figure import Figure, Key

KIND = "structure:inner"
PARTS = 2  # inner figures of one sum at least


def find_inner_sums(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], rule_of: Callable[[bool], Rounding]
) -> Iterator[Check]:
    """The sums of inner amounts, where every row that prints both amounts ends one. ``rule_of``: the rounding rule
    of the group's statements, or of the company's own."""
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind in (StatementKind.FINANCIAL_SUMMARY, StatementKind.CHANGES_IN_EQUITY):
            continue
        rule = rule_of(entry.sheet.span.consolidated)
        for inner, outer in itertools.pairwise(entry.sheet.columns):
            if _one_head(inner, outer):
                found = [_check(labelled, run, total, rule) for run, total in _runs(index, entry.sheet, inner, figures)]
                if any(len(check.members) >= PARTS for check in found) and all(check.holds for check in found):
                    yield from found


def _one_head(inner: Column, outer: Column) -> bool:
    same = (inner.period, inner.currency, inner.block) == (outer.period, outer.currency, outer.block)
    return same and inner.period is not None and label_key(inner.label) == label_key(outer.label)


def _runs(
    index: int, sheet: Sheet, inner: Column, figures: Mapping[Key, Figure]
) -> Iterator[tuple[list[Figure], Figure]]:
    """The inner figures down to each row that prints both, and its outer figure."""
    waiting: list[Figure] = []
    for line in sheet.lines:
        left, right = (figures.get((index, line.number, inner.index + at)) for at in (0, 1))
        if left is not None and _money(left):
            waiting.append(left)
            if right is not None and _money(right):
                yield waiting, right
                waiting = []
        elif right is not None and _money(right):
            waiting = []


def _money(figure: Figure) -> bool:
    return figure.measure.money and figure.cell.amount.state is ValueState.NUMBER


def _check(labelled: Sequence[LabelledSheet], run: Sequence[Figure], total: Figure, rounding: Rounding) -> Check:
    amounts = [figure.amount or Decimal(0) for figure in run]
    low, high = bounds(rounding, total.measure.scale == 1, sum(x >= 0 for x in amounts), sum(x <= 0 for x in amounts))
    low, high = sum(amounts) + low * total.step, sum(amounts) + high * total.step
    found = total.amount or Decimal(0)
    return between(KIND, labelled, total, run, low, high, holds=low <= found <= high)
