"""Figures of the summary tables that follow from others: growth, equity ratio, amounts per share, returns, payout.

A ratio that follows from printed amounts vouches for itself, and for every amount that it sees: one that it would no
longer follow from if it were a little larger or smaller. A ratio that does not follow contradicts nothing: filers use
averages and bases that they do not print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from extractor.model import Check, LabelledSheet
from extractor.reconcile.identities.checks import between
from extractor.reconcile.ratios.formulas import Formula, Interval
from extractor.reconcile.ratios.operands import SEEN, Amounts, Identity, Operand, catalogue
from extractor.reconcile.ratios.shares import find_shares
from extractor.reconcile.values.figure import Figure, Key

# units of its last digit by which a ratio may stray that follows only from what the printed amounts may have been
VAGUE = 2


def find_ratios(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], quantities: Mapping[Key, str]
) -> list[Check]:
    """A check for each way in which a figure follows; where it follows in none, one that is not decisive."""
    amounts = Amounts(labelled, figures, quantities)
    checks = [
        check
        for identity in catalogue().identities
        for figure in amounts.named(identity.figure)
        for check in _solve(amounts, identity, figure)
    ]
    return [*checks, *find_shares(amounts)]


def _solve(amounts: Amounts, identity: Identity, figure: Figure) -> Iterator[Check]:
    """The first way in which the figure follows, by each formula that has its amounts: from the amounts as printed,
    else as they may have been."""
    loose: list[Check] = []
    proved = False
    for formula in identity.formulas:
        for check in _tries(amounts, identity, figure, formula):
            if check.decisive:
                proved = True
                yield check
                break
            loose.append(check)
    if loose and not proved:
        yield min(loose, key=lambda check: (not check.holds, abs(check.high + check.low - 2 * check.found)))


def _tries(amounts: Amounts, identity: Identity, figure: Figure, formula: Formula) -> Iterator[Check]:
    ways = [
        operands
        for operands in product(*(amounts.candidates(figure, term) for term in formula.terms))
        if not any(part.key == figure.key for operand in operands for part in operand.figures)
    ]
    for printed in (True, False):
        for operands in ways:
            check = _check(amounts, identity, figure, formula, operands, printed)
            if check:
                yield check


def _check(
    amounts: Amounts, identity: Identity, figure: Figure, formula: Formula, operands: Sequence[Operand], printed: bool
) -> Check | None:
    values = [(operand.value, operand.value) if printed else operand.interval for operand in operands]
    reach, found = formula(values), figure.amount
    if found is None or reach is None:
        return None
    holds = _meets(reach, figure)
    tells = (reach[1] - reach[0]) / 2 + figure.step <= max(VAGUE * figure.step, SEEN * abs(found))
    parts = [
        part
        for at, operand in enumerate(operands)
        for part in operand.figures
        if not holds or identity.exact or _seen(figure, formula, values, at, part)
    ]
    kind = f"summary:{identity.figure}" if identity.exact else f"ratio:{identity.figure}"
    low, high = reach[0] - figure.step, reach[1] + figure.step
    return between(kind, amounts.labelled, figure, parts, low, high, holds=holds, decisive=holds and tells)


def _meets(reach: Interval, figure: Figure) -> bool:
    found = figure.amount or Decimal(0)
    return reach[0] < found + figure.step and reach[1] > found - figure.step


def _seen(figure: Figure, formula: Formula, values: Sequence[Interval], at: int, part: Figure) -> bool:
    """Whether the ratio would not follow if this amount were a little larger, nor if it were a little smaller."""
    shift = abs(part.amount or Decimal(0)) * SEEN
    for change in (shift, -shift):
        shifted = (values[at][0] + change, values[at][1] + change)
        reach = formula([*values[:at], shifted, *values[at + 1 :]])
        if not shift or reach is None or _meets(reach, figure):
            return False
    return True
