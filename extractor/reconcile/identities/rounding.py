"""Sums are intervals: a filer that truncates prints 1,234 for anything in [1234, 1235); negatives mirror; a printed 0
is (-1, 1).

All figures here are whole numbers of the last printed digit.
"""

from __future__ import annotations

import math
from decimal import Decimal

from extractor.model import Rounding


def allows(rule: Rounding, exact: bool, difference: int, up: int, down: int, total: int, total_live: bool) -> bool:
    """Whether ``total - sum`` can be ``difference`` under the rule. ``exact``: figures are printed to the last yen."""
    if difference == 0:
        return True
    if exact:
        return False
    if rule is not Rounding.ROUNDED and -down - (total_live and total >= 0) < difference < up + (
        total_live and total <= 0
    ):
        return True
    return rule is not Rounding.TRUNCATED and 2 * abs(difference) < up + down + total_live


def bounds(rule: Rounding, exact: bool, up: int, down: int) -> tuple[Decimal, Decimal]:
    """How far the members' true sum can lie below and above the printed one, in printed units."""
    if exact:
        return Decimal(0), Decimal(0)
    if rule is Rounding.TRUNCATED:
        return Decimal(-down), Decimal(up)
    half = Decimal(up + down) / 2
    if rule is Rounding.ROUNDED:
        return -half, half
    return -max(half, Decimal(down)), max(half, Decimal(up))


def strain(rule: Rounding, difference: int, up: int, down: int, total: int) -> float:
    """By how many standard deviations of evenly spread rounding errors the difference strays. 0 is never strained."""
    if difference == 0:
        return 0.0
    spread = math.sqrt((up + down + 1) / 12)
    middle = (up - down) / 2 - (0.5 if total > 0 else -0.5 if total < 0 else 0.0)
    away = abs(difference - middle) / spread if rule is not Rounding.ROUNDED else math.inf
    plain = abs(difference) / spread if rule is not Rounding.TRUNCATED else math.inf
    return min(away, plain)
