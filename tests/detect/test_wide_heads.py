"""Heads on one line that begin far left of their figures, or run over an inner and an outer column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor import pipeline
from extractor.model import Region, StatementKind
from tests.detect.test_tables import FILING, read
from tests.support.pages import page, span_over

BODY = "|40 売上高>330 17,000>550 18,000\n|40 売上原価>330 9,000>550 9,500\n|40 売上総利益>330 8,000>550 8,500"


def test_heads_that_begin_left_of_the_labels_end() -> None:
    head = "|100 前事業年度（自|172 2020年4月1日|238 至|250 2021年3月31"
    head += "|317 当事業年度（自|389 2021年4月1日|455 至|467 2022年3月31\n|200 日）|420 日）\n"
    (sheet,) = read(page(head + BODY), StatementKind.INCOME_STATEMENT)
    periods = [column.period for column in sheet.columns]
    assert [(period.start, period.end) for period in periods if period] == [
        (date(2020, 4, 1), date(2021, 3, 31)),
        (date(2021, 4, 1), date(2022, 3, 31)),
    ]


def test_a_range_over_an_inner_and_an_outer_column_is_one_head() -> None:
    head = "|200 前事業年度（自|270 2020年4月1日|335 至|348 2021年3月31日）"
    head += "|420 当事業年度（自|490 2021年4月1日|555 至|568 2022年3月31日）\n"
    body = "|40 商品>290 9,000>510 9,500\n|40 製品>290 1,000>510 1,500\n|40 売上原価>380 10,000>600 11,000\n"
    body += "|40 売上高>380 17,000>600 18,000"
    (sheet,) = read(page(head + body), StatementKind.INCOME_STATEMENT)
    ends = [column.period.end if column.period else None for column in sheet.columns]
    assert set(ends) == {date(2021, 3, 31), date(2022, 3, 31)}


def ends(text: str) -> list[date | None]:
    (sheet,) = read(page(text))
    return [column.period.end if column.period else None for column in sheet.columns]


def test_the_current_and_the_prior_period_over_two_columns_each() -> None:
    head = "|160 前事業年度（2021年３月31日）|390 当事業年度（2022年３月31日）\n|160 金額|280 金額|390 金額|500 金額\n"
    body = "|40 売掛金>310 9,000>530 9,500\n|40 商品>310 1,000>530 1,500\n"
    body += "|40 流動資産合計>240 10,000>460 11,000\n|40 資産合計>240 17,000>460 18,000"
    assert set(ends(head + body)) == {date(2021, 3, 31), date(2022, 3, 31)}


def test_the_rest_of_wrapped_dates_is_no_row_of_figures() -> None:
    head = "|230 Previous year (As of March|400 Current year (As of\n|290 31, 2021)|420 March 31, 2022)\n"
    body = "|40 Cash and deposits>370 1,100>490 1,200\n|40 Other>370 100>490 200\n|40 Total assets>370 1,200>490 1,400"
    assert ends(head + body) == [date(2021, 3, 31), date(2022, 3, 31)]
    split = "|230 Previous year (As of March|400 Current year (As of March 31,\n|290 31,|305 2021)|420 2022)\n"
    (sheet,) = read(page(split + body))
    assert [line.label for line in sheet.lines] == ["Cash and deposits", "Other", "Total assets"]


def test_the_unit_beside_heads_over_two_columns_each() -> None:
    head = "|40 （百万円）|220 2021年３月31日|420 2022年３月31日\n|220 金額|300 構成比|420 金額|500 構成比\n"
    body = "|40 商品>240 9,000>330 60.0>440 9,500>530 70.0\n|40 製品>240 1,000>330 5.0>440 1,500>530 6.0\n"
    body += "|40 資産合計>240 17,000>330 100.0>440 18,000>530 100.0"
    assert set(ends(head + body)) >= {date(2021, 3, 31), date(2022, 3, 31)}


def test_a_table_that_goes_on_elsewhere_keeps_its_amounts_and_its_shares() -> None:
    head = "|160 2021年３月31日|390 2022年３月31日\n|160 金額|280 構成比|390 金額|500 構成比\n"
    body = "|40 商品>200 9,000>310 60.0>430 9,500>530 70.0\n|40 製品>200 1,000>310 5.0>430 1,500>530 6.0"
    rest = "|40 原材料>140 2,000>200 7.0>250 2,500>300 8.0\n|40 資産合計>140 17,000>200 100.0>250 18,000>300 100.0"
    span = span_over(StatementKind.BALANCE_SHEET, Region(1, 0, 842), Region(2, 0, 842))
    (sheet,) = pipeline.read(FILING, (span,), {1: page(head + body), 2: page(rest, 2)})
    assert [cell.amount.value for cell in sheet.lines[-1].cells] == [Decimal(17000), Decimal(18000)]


def test_the_day_of_a_broken_date_belongs_to_the_year_behind_it() -> None:
    head = "|215 (From April 1,|345 (From April\n|215 2021|237 to|249 March|283 1,|294 2022|316 to|328 March\n"
    head += "|230 31, 2022)|345 31, 2023)\n"
    body = (
        "|40 Net sales>290 7,000>370 8,000\n|40 Cost of sales>290 3,000>370 3,500\n|40 Gross profit>290 4,000>370 4,500"
    )
    (sheet,) = read(page(head + body), StatementKind.INCOME_STATEMENT)
    assert [column.period.end if column.period else None for column in sheet.columns] == [
        date(2022, 3, 31),
        date(2023, 3, 31),
    ]
    starts = [column.period.start if column.period else None for column in sheet.columns]
    assert starts == [date(2021, 4, 1), date(2022, 4, 1)]


def test_the_day_of_a_date_stays_where_the_next_head_begins_with_a_month() -> None:
    head = "|230 March|262 31,|277 September|333 30,\n|240 2022|310 2022\n"
    body = "|40 Cash>270 7,000>350 8,000\n|40 Inventories>270 3,000>350 3,500\n|40 Total assets>270 10,000>350 11,500"
    (sheet,) = read(page(head + body), StatementKind.BALANCE_SHEET)
    ends = [column.period.end if column.period else None for column in sheet.columns]
    assert ends == [date(2022, 3, 31), date(2022, 9, 30)]


def test_the_year_of_a_date_is_no_part_of_the_head_close_behind_it() -> None:
    head = "|215 As|230 of|245 March|276 31,|299 2022|321 As|336 of|351 June|377 30,|398 2022\n"
    body = "|40 Cash>305 7,000>404 8,000\n|40 Inventories>305 3,000>404 3,500\n|40 Total assets>305 10,000>404 11,500"
    (sheet,) = read(page(head + body), StatementKind.BALANCE_SHEET)
    ends = [column.period.end if column.period else None for column in sheet.columns]
    assert ends == [date(2022, 3, 31), date(2022, 6, 30)]
