"""Columns of one table that are the group's and the parent's, or figures before and after a correction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.model import Fate, Period
from tests.detect.test_tables import read, rows
from tests.support.pages import page

BODY = "|40 現金及び預金>370 1,234>490 345\n|40 売掛金>370 56>490 7\n"


def test_the_groups_columns_and_the_parents_are_sheets_of_their_own() -> None:
    sheets = read(page("|340 連結|460 単体\n|310 2025年3月31日|430 2025年3月31日\n" + BODY))
    assert [(sheet.span.consolidated, rows(sheet)["売掛金"]) for sheet in sheets] == [
        (True, [Decimal(56)]),
        (False, [Decimal(7)]),
    ]
    (plain,) = read(page("|310 前連結会計年度|430 当連結会計年度\n|300 2024年3月31日|430 2025年3月31日\n" + BODY))
    assert len(plain.columns) == 2


def test_figures_before_a_correction_are_none_of_the_statement() -> None:
    (sheet,) = read(page("|330 訂正前|450 訂正後\n|310 2025年3月31日|430 2025年3月31日\n" + BODY))
    assert rows(sheet)["売掛金"] == [Decimal(7)]
    assert [column.period for column in sheet.columns] == [Period(None, date(2025, 3, 31))]
    assert {claim.fate for claim in sheet.claims if claim.text in ("1,234", "56")} == {Fate.OUTSIDE}
