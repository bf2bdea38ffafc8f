"""Heads on one line that begin far left of their figures, or run over an inner and an outer column."""

from __future__ import annotations

from datetime import date

from extractor.model import StatementKind
from tests.detect.test_tables import read
from tests.support.pages import page

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
