"""The rounding rule that sums obey."""

from __future__ import annotations

from extractor.model import Rounding, StatementKind
from tests.reconcile.build import codes, proofs, run, statement

PARTS = "流動資産\n  現金 | 101 | 213\n  売掛金 | 202 | 334\n  商品 | 303 | 455\n"
ROUNDED = PARTS + "  流動資産合計 | 605 | 1,001"
CUT = PARTS + "  流動資産合計 | 608 | 1,004"


def test_a_group_may_round_otherwise_than_the_company_itself() -> None:
    sheets = [
        statement(StatementKind.BALANCE_SHEET, text, consolidated=group, rounding=Rounding.UNKNOWN)
        for text, group in ((ROUNDED, True), (CUT, False))
        for _ in range(2)
    ]
    made = run(*sheets)
    assert [proofs(made)[at, 5, 0] for at in range(4)] == ["proved"] * 4
    assert "rounding_inferred" in codes(made)
    said = [finding.message for finding in made.findings if finding.code == "rounding_inferred"]
    assert any("own statements" in message for message in said)
