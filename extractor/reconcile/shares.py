"""Numbers of shares and amounts per share that a filing prints more than once, or that lie between each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.model import Check, Member
from extractor.reconcile.amounts import Amounts
from extractor.reconcile.facts import Figure

NARROW = Decimal("0.01")  # of a number of treasury shares: two days' numbers so close pin each other down by the average between them


def find_shares(amounts: Amounts) -> Iterator[Check]:
    """The checks that hold."""
    yield from _repeats(amounts)
    yield from _averages(amounts)
    yield from _printed_twice(amounts)


def _repeats(amounts: Amounts) -> Iterator[Check]:
    """Numbers of shares that stand unchanged in both columns."""
    for name in ("issued", "treasury", "average_shares"):
        for found in _rows(amounts, name):
            for one, other in pairwise(found):
                if one.value == other.value and abs(one.value or Decimal(0)) >= 1000:
                    yield _equal("summary:shares", amounts, one, other)


def _averages(amounts: Amounts) -> Iterator[Check]:
    """The average number of shares: what is outstanding at the period's end or before it, else between the two."""
    for average in amounts.named("average_shares"):
        ends = [
            (issued, treasury)
            for rows in zip(_rows(amounts, "issued"), _rows(amounts, "treasury"), strict=False)
            for issued, treasury in zip(*rows, strict=False)
            if issued.key[0] == average.key[0] == treasury.key[0] and issued.key[2] == treasury.key[2]
        ]
        counts = [(issued.amount or Decimal(0)) - (treasury.amount or Decimal(0)) for issued, treasury in ends]
        if average.amount is None or len(counts) != 2 or average.period is None:
            continue
        low, high = min(counts), max(counts)
        same = [end for end, count in zip(ends, counts, strict=True) if count == average.amount]
        held = max((treasury.amount or Decimal(0)) for _, treasury in ends)
        now = max(end.period.end for end, _ in ends if end.period)
        if same or (average.period.end == now and low <= average.amount <= high and high - low <= NARROW * held):
            parts = [part for end in (same[:1] or ends) for part in end]
            yield _check("ratio:average_shares", amounts, average, parts, low, high)


def _printed_twice(amounts: Amounts) -> Iterator[Check]:
    """Amounts per share that two tables print for one period."""
    for name in ("eps", "diluted", "bps", "dps"):
        found = amounts.named(name)
        for at, one in enumerate(found):
            twin = next((other for k, other in enumerate(found) if k != at and _same(amounts, one, other)), None)
            if twin and one.amount:
                yield _equal(f"summary:{name}", amounts, one, twin)


def _same(amounts: Amounts, one: Figure, other: Figure) -> bool:
    return (
        other.key[0] != one.key[0]
        and other.period == one.period
        and other.amount == one.amount
        and other.measure.unit is one.measure.unit
        and amounts.consolidated(one) == amounts.consolidated(other)
    )


def _rows(amounts: Amounts, name: str) -> list[list[Figure]]:
    """The figures of a name, line by line."""
    rows: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in amounts.named(name):
        rows[figure.key[:2]].append(figure)
    return list(rows.values())


def _equal(kind: str, amounts: Amounts, one: Figure, other: Figure) -> Check:
    value = other.amount or Decimal(0)
    return _check(kind, amounts, one, [other], value, value)


def _check(kind: str, amounts: Amounts, total: Figure, parts: Sequence[Figure], low: Decimal, high: Decimal) -> Check:
    members = tuple(Member(*part.key, 1, part.amount or Decimal(0)) for part in parts)
    value = total.amount or Decimal(0)
    return Check(kind, amounts.labelled[total.key[0]].sheet.span.kind.value, Member(*total.key, 1, value), members, low, high, value, True)
