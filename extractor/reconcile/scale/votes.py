"""A unit is proved from outside its table, or refused: no identity inside a table sees a factor of 1,000.

Two witnesses: quantities that two tables print (total assets in the balance sheet and in the summary), and the plain
fact that the figures of one table come back in others. If they come back a thousand times greater, one of the two
captions lies.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import LabelledSheet, SummaryPart, ValueState
from extractor.reconcile.identities.ties import Place, agree
from extractor.reconcile.scale.plausibility import kinship
from extractor.reconcile.values.figure import Figure, Key

FACTORS = tuple(Decimal(10) ** power for power in (0, 3, -3, 6, -6))
ONE = Decimal(1)
TELLING = 1000  # printed units: figures of four digits and more are recognised when they come back


@dataclass(frozen=True, slots=True)
class Verdict:
    """``proved``: figures of another table bear the unit out; ``factor``: they say that it is so many times too great
    (or small)."""

    proved: bool
    factor: Decimal | None = None
    witnesses: tuple[int, ...] = ()  # the sheets that speak against it
    disputed: tuple[int, ...] = ()  # of a unit that is borne out: the sheets that say otherwise all the same


def weigh(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], found: Mapping[Place, Sequence[Key]]
) -> dict[int, Verdict]:
    """A verdict on the unit of each sheet."""
    votes: dict[tuple[int, int], Counter[Decimal]] = defaultdict(Counter)
    for keys in found.values():
        for i, one in enumerate(keys):
            for other in keys[i + 1 :]:
                if one[0] != other[0]:
                    factor = _factor(figures[one], figures[other])
                    if factor is not None:
                        votes[one[0], other[0]][factor] += (
                            3  # same name, same date: worth more than a figure that comes back
                        )
    for pair, counted in _echoes(labelled, figures).items():
        votes[pair].update(counted)
    for pair, factor in kinship(labelled, figures).items():
        if not votes[pair]:
            votes[pair][factor] += 2
    against: dict[int, Counter[Decimal]] = defaultdict(Counter)
    witness: dict[tuple[int, Decimal], set[int]] = defaultdict(set)
    for (a, b), counted in votes.items():
        factor, weight = max(counted.items(), key=lambda item: (item[1], item[0] == ONE))
        if weight < 2:
            continue
        against[a][factor] += weight
        against[b][1 / factor] += weight
        witness[a, factor].add(b)
        witness[b, 1 / factor].add(a)
    return {index: _verdict(index, against[index], witness) for index in range(len(labelled))}


def _verdict(index: int, counted: Counter[Decimal], witness: Mapping[tuple[int, Decimal], set[int]]) -> Verdict:
    if not counted:
        return Verdict(False)
    others = {factor: len(witness.get((index, factor), ())) for factor in counted}
    best = max(counted, key=lambda factor: (others[factor], counted[factor], factor == ONE))
    if best == ONE or others.get(ONE, 0) >= others[best]:
        against = {sheet for factor in counted if factor != ONE for sheet in witness.get((index, factor), ())}
        return Verdict(True, disputed=tuple(sorted(against)))
    return Verdict(False, best, tuple(sorted(witness[index, best])))


def _factor(a: Figure, b: Figure) -> Decimal | None:
    """The power of a thousand by which the first figure exceeds the second."""
    if not a.value or not b.value or abs(a.value) < 100 or abs(b.value) < 100:
        return None
    return next((factor for factor in FACTORS if agree(a, b, factor, signed=False)), None)


def _echoes(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]
) -> dict[tuple[int, int], Counter[Decimal]]:
    """How many figures of one sheet come back in another, by factor. Only for tables of the same filer, whatever the
    labels say."""
    amounts: dict[int, set[int]] = defaultdict(set)
    steps: dict[int, int] = {}
    for key, figure in figures.items():
        value = figure.value
        if (
            figure.measure.money
            and labelled[key[0]].sheet.span.part is not SummaryPart.FORECAST
            and figure.cell.amount.state is ValueState.NUMBER
            and value is not None
            and abs(value) >= TELLING
            and value == value.to_integral_value()
        ):
            amounts[key[0]].add(int(abs(figure.measure.factor * value * 1000)))
            steps[key[0]] = max(steps.get(key[0], 1), int(figure.measure.factor * 1000))
    out: dict[tuple[int, int], Counter[Decimal]] = {}
    sheets = sorted(amounts)
    for i, a in enumerate(sheets):
        for b in sheets[i + 1 :]:
            if labelled[a].sheet.span.consolidated != labelled[b].sheet.span.consolidated:
                continue
            counted = Counter(
                {
                    factor: hits
                    for factor in FACTORS
                    if (hits := _shared(amounts[a], amounts[b], factor, steps[a], steps[b]))
                }
            )
            if counted:
                out[a, b] = counted
    return out


def _shared(left: set[int], right: set[int], factor: Decimal, step: int, other: int) -> int:
    """Figures of ``left`` that are figures of ``right`` times the factor, seen through the coarser of the two
    roundings."""
    scaled = {int(value * factor) for value in right}
    coarse = max(step, int(other * factor), 1)
    if coarse > min(max(left), max(scaled)) / 1000:
        return 0
    near = {value // coarse for value in scaled if value >= coarse * TELLING}
    return sum(
        value // coarse in near for value in left if value >= coarse * TELLING and math.gcd(value // coarse, 10) < 10
    )
