"""Amounts inside and outside under one head."""

from __future__ import annotations

from extractor.model import StatementKind
from tests.reconcile.build import CURRENT, codes, proofs, run, statement

FLOWS = """
当期純利益 | | 900
営業活動による増加への調整
  減価償却費 | 120 |
  法人税等繰延分 | △20 |
  その他 | 7 | {outer}
営業活動による現金の増加 | | {total}
"""


def test_inner_amounts_add_up_to_the_outer_one_beside_the_last() -> None:
    made = run(statement(StatementKind.CASH_FLOWS, FLOWS.format(outer=107, total="1,007"), columns=(CURRENT, CURRENT)))
    assert "period_unclear" not in codes(made)
    assert [proofs(made)[0, line, 0] for line in (3, 4, 5)] == ["proved"] * 3


def test_two_columns_of_one_period_that_do_not_add_up_are_in_doubt() -> None:
    made = run(statement(StatementKind.CASH_FLOWS, FLOWS.format(outer=150, total="1,050"), columns=(CURRENT, CURRENT)))
    assert "period_unclear" in codes(made)
