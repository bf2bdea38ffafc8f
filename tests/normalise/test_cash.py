"""Cash of the cash flows that is, or is not, the balance sheet's."""

from __future__ import annotations

import pytest

from extractor.model import Standard, StatementKind
from tests.normalise.test_statements import label, sheet

BALANCE = "資産\n  流動資産\n    現金及び現金同等物 | 640\n    流動資産合計 | 640\n  資産合計 | 640"
FLOWS = """
営業活動によるキャッシュ・フロー | 35
現金及び現金同等物の増減額 | 35
現金及び現金同等物の期首残高 | {}
現金及び現金同等物の期末残高 | {}
"""


@pytest.mark.parametrize(
    ("standard", "end", "own"),
    [(Standard.IFRS, 640, False), (Standard.IFRS, 611, True), (Standard.JGAAP, 611, False)],
)
def test_cash_at_the_end_beside_the_balance_sheet(standard: Standard, end: int, own: bool) -> None:
    balance = sheet(BALANCE, StatementKind.BALANCE_SHEET, standard)
    flows = sheet(FLOWS.format(end - 35, end), StatementKind.CASH_FLOWS, standard)
    entry = label(balance, flows)[1]
    items = {entry.matches[line.number].item or "" for line in entry.sheet.lines if line.label.endswith("残高")}
    assert {item.endswith("different_from_bs_balance") for item in items} == {own}
    margins = {entry.matches[line.number].margin or 0 for line in entry.sheet.lines if line.label.endswith("残高")}
    assert (min(margins) >= 1) == (standard is Standard.JGAAP or end == 640)
