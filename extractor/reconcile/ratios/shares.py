"""Numbers of shares and amounts per share that a filing prints more than once, or that lie between each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from extractor.model import Check
from extractor.reconcile.identities.checks import between
from extractor.reconcile.identities.ties import SIGNIFICANT
from extractor.reconcile.ratios.operands import SEEN, Amounts
from extractor.reconcile.values.figure import Figure

NARROW = Decimal(
    "0.02"
)  # of a number of treasury shares: they are few, and the average is near only if they are not misread


def find_shares(amounts: Amounts) -> Iterator[Check]:
    """The checks that hold."""
    yield from _repeats(amounts)
    yield from _averages(amounts)
    yield from _diluted(amounts)
    yield from _printed_twice(amounts)


def _repeats(amounts: Amounts) -> Iterator[Check]:
    """Numbers of shares that stand unchanged in both columns."""
    for name in ("issued", "treasury", "average_shares"):
        for found in _rows(amounts, name):
            for one, other in pairwise(found):
                if one.value == other.value and abs(one.value or Decimal(0)) >= SIGNIFICANT:
                    yield _equal("summary:shares", amounts, one, other)


def _averages(amounts: Amounts) -> Iterator[Check]:
    """The average number of shares is about what is outstanding on a day: exactly so, if nothing changed.

    It vouches for a number that it would lie far from, were that number misread: treasury shares only where they are
    many.
    Of the period between the two days it lies no farther from one of them than they lie from each other.
    """
    for average in amounts.named("average_shares"):
        days = [day for day in amounts.operands("outstanding") if day.figures[0].key[0] == average.key[0]]
        if not average.amount or not days or average.period is None:
            continue
        counts = [day.value for day in days]
        aparts = [abs(average.amount - count) for count in counts]
        within = len(days) == 2 and average.period.end == max(day.period.end for day in days)
        if within and min(aparts) > abs(counts[0] - counts[1]):
            parts = [part for day in days for part in day.figures]
            yield between(
                "ratio:average_shares",
                amounts.labelled,
                average,
                parts,
                min(counts),
                max(counts),
                holds=False,
                decisive=False,
            )
            continue
        for day, count, apart in zip(days, counts, aparts, strict=True):
            if apart <= SEEN * average.amount:
                parts = [
                    part
                    for part, share in zip(day.figures, (SEEN, NARROW), strict=False)
                    if apart <= share * (part.amount or 0)
                ]
                yield between("ratio:average_shares", amounts.labelled, average, parts, count - apart, count + apart)


def _diluted(amounts: Amounts) -> Iterator[Check]:
    """Diluted earnings per share are at most the basic ones. Where they are nearly as much, neither is misread."""
    basic = {(figure.key[0], figure.key[2], figure.period): figure for figure in amounts.named("eps")}
    for figure in amounts.named("diluted"):
        whole = basic.get((figure.key[0], figure.key[2], figure.period))
        if (
            whole is not None
            and whole.amount
            and figure.amount is not None
            and 0 <= whole.amount - figure.amount <= SEEN * whole.amount
        ):
            yield between("ratio:diluted", amounts.labelled, figure, [whole], whole.amount * (1 - SEEN), whole.amount)


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
    return between(kind, amounts.labelled, one, [other], value, value)
