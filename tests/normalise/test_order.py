"""Neighbours that all filers print the other way round."""

from __future__ import annotations

from extractor.model import StatementKind
from tests.normalise.test_statements import label, sheet

BALANCE = """
資産の部
  流動資産
    現金及び預金 | 71
    売掛金 | 46
    商品及び製品 | 23
    その他 | 9
    流動資産合計 | 149
"""


def _astray(text: str) -> list[str]:
    labelled = label(sheet(text, StatementKind.BALANCE_SHEET))[0]
    return [line.label for line in labelled.sheet.lines if labelled.matches[line.number].astray]


def test_the_usual_order_says_nothing() -> None:
    assert _astray(BALANCE) == []


def test_two_labels_swapped_are_both_astray() -> None:
    swapped = BALANCE.replace("売掛金", "*").replace("商品及び製品", "売掛金").replace("*", "商品及び製品")
    assert _astray(swapped) == ["商品及び製品", "売掛金"]


def test_an_order_that_filers_vary_is_not_astray() -> None:
    varied = BALANCE.replace("商品及び製品 | 23", "仕掛品 | 11\n    原材料及び貯蔵品 | 12")
    assert _astray(varied) == []


def test_what_is_left_over_stands_behind_what_has_a_name() -> None:
    named = BALANCE.replace("    その他 | 9", "    見本棚の在庫 | 4\n    その他 | 5")
    assert _astray(named) == []
    assert _astray(BALANCE.replace("    その他 | 9", "    その他 | 5\n    見本棚の在庫 | 4")) == [
        "その他",
        "見本棚の在庫",
    ]
