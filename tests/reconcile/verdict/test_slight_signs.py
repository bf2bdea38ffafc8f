"""A negative amount that no identity tells from a positive one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.errors import FindingCode as Code
from extractor.model import Check, LabelledSheet, Member
from extractor.reconcile.values.figure import figures_of
from extractor.reconcile.verdict.figure_findings import of_slight
from tests.reconcile.build import K, statement

TEXT = "受取利息 | {}\n雑収入 | 40\n営業外収益合計 | 39"
LOOSE, FIRM = (37_000, 42_000), (39_000, 39_999)  # what the members may come to, in thousands


def _check(value: int, bounds: tuple[int, int]) -> Check:
    members = tuple(Member(0, line, 0, 1, Decimal(amount)) for line, amount in ((1, value * 1000), (2, 40_000)))
    low, high = map(Decimal, bounds)
    total = Member(0, 3, 0, 1, Decimal(39_000))
    return Check("structure", K.INCOME_STATEMENT.value, total, members, low, high, Decimal(39_000), holds=True)


@pytest.mark.parametrize(
    ("printed", "value", "bounds", "said"),
    [
        ("△1", -1, (LOOSE,), True),
        ("△1", -1, (LOOSE, FIRM), False),  # one identity that needs the sign is enough
        ("△9", -9, (LOOSE,), False),
        ("1", 1, (LOOSE,), False),
        ("△1", -1, (), False),  # nothing was tried: that is said elsewhere
    ],
)
def test_a_negative_that_its_sums_do_not_need(
    printed: str, value: int, bounds: tuple[tuple[int, int], ...], said: bool
) -> None:
    entry = LabelledSheet(statement(K.INCOME_STATEMENT, TEXT.format(printed)), {})
    found = list(of_slight([entry], figures_of(0, entry), [_check(value, each) for each in bounds]))
    assert [(finding.code, finding.line, finding.column) for finding in found] == [(Code.SIGN_UNCLEAR, 1, 0)] * said
