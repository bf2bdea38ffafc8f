"""Columns whose heads name no full period: irregular years, the same in words, years under a caption."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractor.model import Filing, Language, Period, Region, Sheet, Standard, StatementKind, StatementSpan
from extractor.pipeline import read
from tests.support.pages import page

NINE_MONTHS = Period(date(2024, 4, 1), date(2024, 12, 31))
BODY = "\n|40 売上高 >370 1,200 >490 1,300\n|40 売上原価 >370 700 >490 800\n|40 売上総利益 >370 500 >490 500"


def income(head: str, fiscal_period: str, current: Period = NINE_MONTHS) -> Sheet:
    span = StatementSpan(
        StatementKind.INCOME_STATEMENT, "Income", True, Standard.JGAAP, Language.JA, (Region(1, 0, 842),), 1_000_000
    )
    filing = Filing("0", "x.pdf", language=Language.JA, current=current, fiscal_period=fiscal_period)
    (sheet,) = read(filing, [span], {1: page(head + BODY)})
    return sheet


@pytest.mark.parametrize(
    "head",
    [
        "|300 前連結会計年度 |420 当連結会計年度",
        "|300 Year ended |420 Year ended\n|300 March 31, 2024 |420 December 31, 2024",
    ],
)
def test_a_short_year_begins_after_the_year_before(head: str) -> None:
    assert [column.period for column in income(head, "FY").columns] == [
        Period(date(2023, 4, 1), date(2024, 3, 31)),
        NINE_MONTHS,
    ]


def test_nine_months_that_are_no_year_compare_with_the_same_months() -> None:
    assert [column.period for column in income("|300 前第３四半期 |420 当第３四半期", "Q3").columns] == [
        Period(date(2023, 4, 1), date(2023, 12, 31)),
        NINE_MONTHS,
    ]


def test_months_said_outright_stand_against_the_cover() -> None:
    head = "|280 12 months ended |420 12 months ended\n|280 Dec. 31, 2023 |420 Dec. 31, 2024"
    assert [column.period for column in income(head, "FY").columns] == [
        Period(date(2023, 1, 1), date(2023, 12, 31)),
        Period(date(2024, 1, 1), date(2024, 12, 31)),
    ]


def test_parallel_heads_that_nearly_touch_are_two() -> None:
    head = (
        "|276 前第２四半期 |384 当第２四半期\n|270 （自 2024年７月１日 |381 （自 2025年７月１日\n"
        "|262 至 2024年９月30日） |345 至 2025年９月30日）"
    )
    assert [column.period for column in income(head, "Q2", Period(date(2025, 4, 1), date(2025, 9, 30))).columns] == [
        Period(date(2024, 7, 1), date(2024, 9, 30)),
        Period(date(2025, 7, 1), date(2025, 9, 30)),
    ]


def test_english_heads_without_a_gap_are_two() -> None:
    head = "|270 Six months ended June 30, 2023Six months ended June 30, 2024"
    assert [column.period for column in income(head, "H1").columns] == [
        Period(date(2023, 1, 1), date(2023, 6, 30)),
        Period(date(2024, 1, 1), date(2024, 6, 30)),
    ]


def test_a_fiscal_year_named_by_its_last_month() -> None:
    current = Period(date(2022, 4, 1), date(2022, 12, 31))
    head = "|300 2022年３月期 |420 2023年３月期\n|300 第３四半期 |420 第３四半期"
    assert [column.period for column in income(head, "Q3", current).columns] == [
        Period(date(2021, 4, 1), date(2021, 12, 31)),
        current,
    ]
    alone = income(head.replace("第３四半期", "第３四半期会計期間"), "Q3", current)
    assert current not in [column.period for column in alone.columns]  # three months, and not nine


def test_a_first_day_whose_last_day_is_broken_begins_the_period() -> None:
    head = "|300 2023年４月１日から |420 2024年４月１日から"
    assert [column.period for column in income(head, "FY").columns] == [
        Period(date(2023, 4, 1), date(2023, 12, 31)),
        NINE_MONTHS,
    ]


def test_a_named_year_has_the_days_that_another_head_gives_it() -> None:
    span = StatementSpan(
        StatementKind.INCOME_STATEMENT, "Income", True, Standard.JGAAP, Language.JA, (Region(1, 0, 842),), 1_000_000
    )
    dated = (
        "|300 第84期 |420 第85期\n|280 （自 2022年６月１日 |400 （自 2023年６月１日\n"
        "|280 至 2023年５月31日） |400 至 2024年５月31日）"
    )
    spans = (span, replace(span, kind=StatementKind.BALANCE_SHEET, regions=(Region(2, 0, 842),)))
    filing = Filing("0", "x.pdf", language=Language.JA, current=NINE_MONTHS, fiscal_period="FY")
    pages = {1: page(dated + BODY), 2: page("|300 第84期末 |420 第85期末" + BODY, number=2)}
    first, second = read(filing, spans, pages)
    assert [column.period.end for column in second.columns if column.period] == [date(2023, 5, 31), date(2024, 5, 31)]
    assert all(column.period and column.period.instant for column in second.columns)
    assert first.columns[0].period == Period(date(2022, 6, 1), date(2023, 5, 31))
    pages[2] = page("|300 第83期末 |420 第86期末" + BODY, number=2)
    assert [column.period for column in read(filing, spans, pages)[1].columns] == [None, None]
