"""Summary pages of earnings reports: items as lines, periods as columns, forecasts apart; facts in running text; what
is not understood stays open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import pipeline
from extractor.model import Fate, Filing, Language, Period, Sheet, SummaryPart
from extractor.pipeline import extract
from extractor.settings import Settings, Tables
from tests.kinds.test_earnings_find import FRONT
from tests.support.pages import Pages, page

P = SummaryPart
HALF, PRIOR = Period(date(2022, 4, 1), date(2022, 9, 30)), Period(date(2021, 4, 1), date(2021, 9, 30))


def read(text: str) -> tuple[Sheet, ...]:
    document = Pages(page(text))
    filing, spans = pipeline.find(document, Filing("x", "x", language=Language.JA))
    return pipeline.read(filing, spans, {1: document.page(1)})


def part(sheets: tuple[Sheet, ...], wanted: SummaryPart) -> Sheet:
    (found,) = [sheet for sheet in sheets if sheet.span.part is wanted and sheet.columns]
    return found


def table(sheet: Sheet) -> dict[tuple[str, str | None], dict[Period | None, Decimal | None]]:
    return {
        (line.label, line.unit_text): {sheet.columns[cell.column].period: cell.amount.value for cell in line.cells}
        for line in sheet.lines
    }


def test_amounts_and_their_rates_of_change_are_lines_of_their_own() -> None:
    sheet = part(read(FRONT), P.RESULTS)
    rate = "対前年同四半期増減率"
    assert table(sheet) == {
        ("売上高", "百万円"): {HALF: Decimal(65140), PRIOR: Decimal(58150)},
        (f"売上高 {rate}", "%"): {HALF: Decimal("12.0"), PRIOR: Decimal("15.5")},
        ("営業利益", "百万円"): {HALF: Decimal(3120), PRIOR: Decimal(3448)},
        (f"営業利益 {rate}", "%"): {HALF: Decimal("-9.5"), PRIOR: Decimal("12.2")},
    }
    assert [column.label for column in sheet.columns] == ["2023年３月期第２四半期", "2022年３月期第２四半期"]


def test_the_financial_position_stands_at_a_date() -> None:
    sheet = part(read(FRONT), P.POSITION)
    assert [column.period for column in sheet.columns] == [
        Period(None, date(2022, 9, 30)),
        Period(None, date(2022, 3, 31)),
    ]


def test_shares_are_held_at_a_date_and_averaged_over_a_period() -> None:
    found = table(part(read(FRONT), P.SHARES))
    assert found["期末発行済株式数", "株"] == {
        Period(None, date(2022, 9, 30)): Decimal(94653362),
        Period(None, date(2022, 3, 31)): Decimal(94579550),
    }
    assert found["期中平均株式数", "株"] == {HALF: Decimal(94600266), PRIOR: Decimal(94448672)}


def test_forecasts_are_sheets_of_their_own_and_say_so() -> None:
    sheets = read(FRONT)
    year = Period(date(2022, 4, 1), date(2023, 3, 31))
    expected = [sheet for sheet in sheets if sheet.span.part is P.FORECAST]
    assert [
        {cell.amount.value for line in sheet.lines for cell in line.cells if cell.amount.value is not None}
        for sheet in expected
    ] == [
        {Decimal("13.00")},
        {Decimal(127700), Decimal("8.9")},
    ]
    for sheet in expected:
        assert {column.component_label for column in sheet.columns} == {"予想"}
        assert all("予想" in column.label for column in sheet.columns)
        assert {column.period for column in sheet.columns} == {year}
    assert all(
        column.component_label is None
        for sheet in sheets
        if sheet.span.part is not P.FORECAST
        for column in sheet.columns
    )


def test_blank_cells_do_not_move_their_neighbours() -> None:
    dividends = table(part(read(FRONT), P.DIVIDENDS))
    current = Period(date(2022, 4, 1), date(2023, 3, 31))
    assert dividends["第２四半期末", "円銭"][current] == Decimal("11.00")
    assert dividends["期末", "円銭"][current] is None


def test_facts_in_running_text() -> None:
    note = (
        "| 35 （注）包括利益 | 130 2023年３月期第２四半期 | 260 1,905百万円（△10.7％） | 380 "
        "2022年３月期第２四半期 | 500 －百万円（－％）"
    )
    sheet = part(read(FRONT.replace("| 44 （２）連結財政状態", f"{note}\n| 44 （２）連結財政状態")), P.RESULTS)
    found = table(sheet)
    assert found["包括利益", "百万円"] == {HALF: Decimal(1905), PRIOR: None}
    assert found["包括利益 対前年同四半期増減率", "%"] == {HALF: Decimal("-10.7"), PRIOR: None}


def test_a_forecast_broken_over_two_rows_is_no_result() -> None:
    sheets = read(
        FRONT.replace("| 40 2023年３月期（予想） > 300 13.00", "| 40 2023年３月期 > 300 13.00\n| 40 （予想）")
    )
    results = part(sheets, P.DIVIDENDS)
    assert all(cell.amount.value != Decimal("13.00") for line in results.lines for cell in line.cells)


def test_a_row_that_is_not_understood_stays_open() -> None:
    sheets = read(
        FRONT.replace(
            "| 40 2022年３月期 > 200 10.00 > 300 12.00", "| 40 2022年３月期 | 110 Ａ種株式 > 200 10.00 > 300 12.00"
        )
    )
    assert all(cell.amount.text != "12.00" for sheet in sheets for line in sheet.lines for cell in line.cells)
    assert not any(
        claim.text == "12.00" and claim.fate in (Fate.CELL, Fate.OUTSIDE) for sheet in sheets for claim in sheet.claims
    )


@pytest.mark.parametrize(
    ("name", "label", "start", "end", "value", "unit"),
    [
        ("td4023_202209_q2", "売上収益", "2022-04-01", "2022-09-30", "101755000", "thousand_yen"),
        ("td4023_202209_q2", "親会社の所有者に帰属する持分", None, "2022-03-31", "199219000", "thousand_yen"),
        ("td6197_202209_q2", "経常利益", "2021-04-01", "2021-09-30", "3484000", "thousand_yen"),  # 2021年度第２四半期
        (
            "td3226_202208_fy",
            "現金及び現金同等物期末残高",
            None,
            "2022-02-28",
            "13821000",
            "thousand_yen",
        ),  # half-year terms
        ("nintendo_202209_h1_en", "Net sales", "2021-04-01", "2021-09-30", "624272000", "thousand_yen"),
        ("nintendo_202209_h1_en", "Net sales change", "2021-04-01", "2021-09-30", "-18.9", "percent"),
        (
            "nintendo_202209_h1_en",
            "Number of shares outstanding (including treasury shares)",
            None,
            "2022-09-30",
            "1298690000",
            "shares",
        ),
    ],
)
def test_values_read_off_real_pages(
    corpus: Path, name: str, label: str, start: str | None, end: str, value: str, unit: str
) -> None:
    facts = [
        fact
        for fact in extract(corpus / "filings" / f"{name}.pdf", settings=Settings(tables=Tables.STATEMENTS)).facts
        if fact.statement == "financial_summary" and fact.component is None
    ]
    mine = [
        fact
        for fact in facts
        if fact.label == label
        and str(fact.period_end) == end
        and (str(fact.period_start) if fact.period_start else None) == start
    ]
    assert (Decimal(value), unit) in [(fact.value, fact.unit) for fact in mine]


ENGLISH = """
| 40 Consolidated Financial Report for the Fiscal Year Ended March 31, 2022 (Japanese GAAP)
| 40 1. Consolidated Results for the Fiscal Year Ended March 31, 2022 (April 1, 2021 to March 31, 2022)
| 50 (1) Consolidated Operating Results
| 250 Net sales > 440 Operating profit
| 230 ¥ million | 320 % | 400 ¥ million | 490 %
| 60 Fiscal Year Ended > 262 81,420 > 328 4.1 > 432 5,311 > 498 (2.5)
| 60 March 31, 2022
| 60 Fiscal Year Ended > 262 78,213 > 328 1.7 > 432 5,447 > 498 3.9
| 60 March 31, 2021
20 | 50 (2) Consolidated Financial Position
| 222 Total assets > 400 Equity ratio > 530 Net assets per share
| 230 ¥ million > 384 % > 520 ¥
| 60 As of March 31, 2022 > 262 96,450 > 384 61.2 > 520 1,180.31
| 60 As of March 31, 2021 > 262 92,118 > 384 59.9 > 520 1,102.46
20 | 40 2. Cash Dividends
| 230 Annual dividends per share
| 230 Year-end > 330 Total
| 240 ¥ > 330 ¥
| 60 Fiscal Year Ended > 260 31.00 > 334 31.00
| 60 March 31, 2022
| 60 Fiscal Year Ending > 260 33.00 > 334 33.00
| 60 March 31, 2023
| 60 (Projections)
"""


def test_terms_of_english_reports_broken_over_rows() -> None:
    sheets = read(ENGLISH)
    year, before = Period(date(2021, 4, 1), date(2022, 3, 31)), Period(date(2020, 4, 1), date(2021, 3, 31))
    assert table(part(sheets, P.RESULTS)) == {
        ("Net sales", "¥million"): {year: Decimal(81420), before: Decimal(78213)},
        ("Net sales change", "%"): {year: Decimal("4.1"), before: Decimal("1.7")},
        ("Operating profit", "¥million"): {year: Decimal(5311), before: Decimal(5447)},
        ("Operating profit change", "%"): {year: Decimal("-2.5"), before: Decimal("3.9")},
    }
    assert [column.period for column in part(sheets, P.POSITION).columns] == [
        Period(None, date(2022, 3, 31)),
        Period(None, date(2021, 3, 31)),
    ]
    assert {line.label for line in part(sheets, P.DIVIDENDS).lines if line.cells} == {"Year-end", "Total"}
    assert [column.period for column in part(sheets, P.DIVIDENDS).columns] == [year]
    following = Period(date(2022, 4, 1), date(2023, 3, 31))
    assert [column.period for column in part(sheets, P.FORECAST).columns] == [following]
