"""Heads side by side share the columns: amounts inside and outside under one period, shares of sales beside them."""

from __future__ import annotations

from datetime import date

from extractor.detect.phrases import shared_out
from extractor.model import Period, StatementKind
from tests.detect.test_tables import read, rows
from tests.support.pages import page

HEAD = """
|215 前連結会計年度 |405 当連結会計年度
|210 (2022年３月31日) |400 (2023年３月31日)
|210 金額（百万円） |290 構成比（％） |400 金額（百万円） |480 構成比（％）
"""
BODY = """
|40 現金>220 82>340 1.0>410 84>530 1.1
|40 売掛金>220 100>340 1.2>410 110>530 1.3
|40 流動資産合計>280 1,182>340 2.2>470 1,194>530 2.4
|40 資産合計>280 5,182>340 100.0>470 5,194>530 100.0
"""


def test_a_narrow_inner_column_stands_under_the_head_of_its_amounts() -> None:
    (sheet,) = read(page(HEAD + BODY.strip("\n")), StatementKind.BALANCE_SHEET)
    periods = {Period(None, date(2022, 3, 31)), Period(None, date(2023, 3, 31))}
    assert {column.period for column in sheet.columns} == periods
    assert [len([value for value in values if value is not None]) for values in rows(sheet).values()] == [2, 2, 2, 2]


def test_runs_of_columns_under_heads() -> None:
    runs, off = shared_out([270, 335, 460, 530], [245, 299, 336, 425, 489, 531])
    assert [list(run) for run in runs] == [[0, 1], [2], [3, 4], [5]]
    assert off == 3


def test_shares_without_a_head_of_their_own_take_none_from_a_neighbour() -> None:
    head = "|190 2022年３月31日 |390 2023年３月31日"
    body = (
        "\n|40 現金>240 82>300 1.0>440 84>500 1.1\n|40 売掛金>240 100>300 1.2>440 110>500 1.3\n"
        "|40 資産合計>240 5,182>300 100.0>440 5,194>500 100.0"
    )
    (sheet,) = read(page(head + body), StatementKind.BALANCE_SHEET)
    periods = [column.period for column in sheet.columns]
    assert periods.count(Period(None, date(2022, 3, 31))) == periods.count(Period(None, date(2023, 3, 31)))


def test_heads_of_two_columns_each_stand_over_the_heads_below_them() -> None:
    """Amounts inside and outside under each date: the figures end far right of the heads, and no line spans them."""
    heads = "|215 Previous year (31 March 2021)|425 Current year (31 March 2022)\n"
    heads += "|220 Amount|320 Amount|430 Amount|530 Amount\n"
    body = "|40 Cash>290 1,100>500 1,200\n|40 Land>290 2,100>500 2,200\n|40 Total assets>390 3,200>600 3,400\n"
    (sheet,) = read(page(heads + body * 2), StatementKind.BALANCE_SHEET)
    ends = [column.period.end if column.period else None for column in sheet.columns]
    assert set(ends) == {date(2021, 3, 31), date(2022, 3, 31)}
