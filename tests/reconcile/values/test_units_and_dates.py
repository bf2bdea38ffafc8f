"""What a printed 1 is worth, row by row, and on which day a figure stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractor.model import Period, Unit
from tests.reconcile.build import BALANCE, COMPONENTS, CURRENT, EQUITY, INCOME, PRIOR, K, run, statement, units, whole

SUMMARY = """
売上高（百万円） | 7,410 | 8,025
１株当たり純資産額（円） | 1,303.21 | 1,399.60
１株当たり当期純利益 | 76.02 | 107.66
自己資本比率（％） | 71.3 | 75.6
株価収益率（倍） | 14.2 | 11.8
従業員数（人） | 1,204 | 1,251
発行済株式総数（千株） | 5,000 | 5,000
総資産額 | 9,138 | 9,252
"""


def test_a_summary_mixes_units_row_by_row() -> None:
    extraction = run(statement(K.FINANCIAL_SUMMARY, SUMMARY))
    assert units(extraction) == {
        1: Unit.THOUSAND_YEN,
        2: Unit.YEN_PER_SHARE,
        3: Unit.YEN_PER_SHARE,
        4: Unit.PERCENT,
        5: Unit.TIMES,
        6: Unit.COUNT,
        7: Unit.SHARES,
        8: Unit.THOUSAND_YEN,
    }
    values = {fact.line: fact.value for fact in extraction.facts if fact.column == 1}
    assert values[1] == 8_025_000
    assert values[2] == Decimal("1399.60")
    assert values[7] == 5_000_000
    assert values[8] == 9_252_000


def test_positions_of_a_summary_are_instants_and_flows_are_not() -> None:
    facts = {fact.line: fact for fact in run(statement(K.FINANCIAL_SUMMARY, SUMMARY)).facts if fact.column == 1}
    assert [facts[line].period_start is None for line in (1, 2, 3, 4, 8)] == [False, True, False, True, True]


@pytest.mark.parametrize(("scale", "value"), [(1, Decimal("1.2")), (1_000, 1_200), (1_000_000, 1_200_000)])
def test_money_is_in_thousands_exactly(scale: int, value: Decimal) -> None:
    fact = run(statement(K.BALANCE_SHEET, "現金 | 1,200", columns=(CURRENT,), scale=scale)).facts[0]
    assert fact.value == value
    assert fact.reported_scale == scale


def test_other_currencies_keep_their_own() -> None:
    sheet = statement(K.INCOME_STATEMENT, "売上高 | 120\n１株当たり利益 | 0.52", columns=(CURRENT,), scale=1_000)
    sheet = replace(sheet, columns=tuple(replace(column, currency="USD") for column in sheet.columns))
    assert units(run(sheet)) == {1: Unit.THOUSAND_USD, 2: Unit.USD_PER_SHARE}


def test_per_share_rows_of_a_statement_are_not_scaled() -> None:
    text = "四半期利益 | 380 | 538\n１株当たり四半期利益\n  基本的（円） | 76.02 | 107.66\n  希薄化後（円） | 75 | 107"
    assert units(run(statement(K.INCOME_STATEMENT, text))) == {
        1: Unit.THOUSAND_YEN,
        3: Unit.YEN_PER_SHARE,
        4: Unit.YEN_PER_SHARE,
    }


def test_a_unit_behind_the_figure_is_the_nearest_voice() -> None:
    text = "四半期利益 | 380 | 538\n－基本的 | 711.84円 | 75円\n発行済数 | 5,000株 | 5,000株\n利率 | 12.3％ | 5％"
    assert units(run(statement(K.INCOME_STATEMENT, text))) == {
        1: Unit.THOUSAND_YEN,
        2: Unit.YEN_PER_SHARE,
        3: Unit.SHARES,
        4: Unit.PERCENT,
    }


def test_basic_and_diluted_are_amounts_per_share_whatever_stands_above_them() -> None:
    assert units(
        run(statement(K.INCOME_STATEMENT, "四半期利益 | 380 | 538\n基本的 | 76 | 107\n希薄化後 | 75 | 107"))
    ) == {
        1: Unit.THOUSAND_YEN,
        2: Unit.YEN_PER_SHARE,
        3: Unit.YEN_PER_SHARE,
    }


def test_shares_that_amounts_per_share_are_worked_out_with_are_shares() -> None:
    text = (
        "売上高（百万円） | 7,410 | 8,025\n１株当たり純資産額の算定に用いられた普通株式の数（株式数） | 4,900 | 5,000"
    )
    assert units(run(statement(K.FINANCIAL_SUMMARY, text)))[2] is Unit.SHARES


def _days(text: str, components: tuple[str, ...] = COMPONENTS) -> dict[str, tuple[date | None, date | None]]:
    facts = run(statement(K.CHANGES_IN_EQUITY, text, columns=(CURRENT,), components=components)).facts
    return {fact.label: (fact.period_start, fact.period_end) for fact in facts}


def test_balances_of_changes_in_equity_are_instants() -> None:
    days = _days(EQUITY)
    assert days["当期首残高"] == (None, date(2022, 3, 31))
    assert days["当期末残高"] == (None, date(2023, 3, 31))
    assert days["剰余金の配当"] == (date(2022, 4, 1), date(2023, 3, 31))


def test_what_stands_before_the_restated_opening_is_dated_like_it() -> None:
    text = (
        "2022年４月１日残高 | 10\n超インフレによる影響額 | 2\n2022年４月１日残高（調整後） | 12\n当期利益 | "
        "5\n2023年３月31日残高 | 17"
    )
    days = _days(text, ("資本合計",))
    assert days["超インフレによる影響額"] == (None, date(2022, 3, 31))
    assert days["2022年４月１日残高（調整後）"] == (None, date(2022, 3, 31))
    assert days["当期利益"][0] == date(2022, 4, 1)
    assert days["2023年３月31日残高"] == (None, date(2023, 3, 31))


def test_a_date_in_words_that_is_the_day_before() -> None:
    text = (
        "Balance, March 31, 2022 | 10\nCumulative impact of adopting a new standard | 2\nProfit | 5\nBalance, "
        "March 31, 2023 | 17"
    )
    days = _days(text, ("Total equity",))
    assert (
        days["Balance, March 31, 2022"]
        == days["Cumulative impact of adopting a new standard"]
        == (None, date(2022, 3, 31))
    )


def test_cash_at_both_ends_of_the_period() -> None:
    text = (
        "現金及び現金同等物の増減額（△は減少） | 150\n現金及び現金同等物の期首残高 | "
        "1,200\n新規連結に伴う現金及び現金同等物の増加額 | 5\n現金及び現金同等物の期末残高 | 1,355"
    )
    facts = {fact.label: fact for fact in run(statement(K.CASH_FLOWS, text, columns=(CURRENT,))).facts}
    assert (facts["現金及び現金同等物の期首残高"].period_start, facts["現金及び現金同等物の期首残高"].period_end) == (
        None,
        date(2022, 3, 31),
    )
    assert (facts["現金及び現金同等物の期末残高"].period_start, facts["現金及び現金同等物の期末残高"].period_end) == (
        None,
        date(2023, 3, 31),
    )
    assert facts["新規連結に伴う現金及び現金同等物の増加額"].period_start == date(2022, 4, 1)
    assert facts["現金及び現金同等物の期末残高"].proof.value == "proved"


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("scale", [1, 1_000])
def test_a_replaced_caption_is_caught_in_every_statement(at: int, scale: int) -> None:
    sheets = list(whole())
    columns = tuple(replace(column, scale=scale) for column in sheets[at].columns)
    sheets[at] = replace(sheets[at], span=replace(sheets[at].span, scale=scale), columns=columns)
    extraction = run(*sheets)
    assert all("unit_contradicted" in fact.findings for fact in extraction.facts if fact.sheet == at)


def test_a_summary_in_millions_ties_with_statements_in_thousands() -> None:
    balance = statement(
        K.BALANCE_SHEET, BALANCE.replace("資産合計 | 9,138 | 9,252", "資産合計 | 9,138,417 | 9,252,903"), scale=1_000
    )
    extraction = run(balance, statement(K.FINANCIAL_SUMMARY, "総資産額 | 9,138 | 9,252"))
    assert {fact.proof.value for fact in extraction.facts if fact.sheet == 1} == {"tied"}


def test_an_opening_balance_ties_with_the_prior_balance_sheet() -> None:
    extraction = run(*whole(income=INCOME))
    ties = {check.kind for check in extraction.checks if check.holds and check.kind.startswith("tie")}
    assert {"tie:net_assets", "tie:=資本金", "tie:owners_profit"} <= ties
    assert Period(None, PRIOR.end).instant


def test_decimals_under_a_heading_per_share_are_no_money_whatever_the_column_says() -> None:
    """合計 below １株当たり, in a column headed 百万円: 76.02 is yen."""
    text = "四半期利益 | 380 | 538\n１株当たり四半期利益\n  継続事業 | 70.02 | 100.66\n  合計 | 76.02 | 107.66"
    sheet = statement(K.INCOME_STATEMENT, text)
    sheet = replace(sheet, columns=tuple(replace(column, unit_text="百万円") for column in sheet.columns))
    assert units(run(sheet)) == {1: Unit.THOUSAND_YEN, 3: Unit.YEN_PER_SHARE, 4: Unit.YEN_PER_SHARE}


def test_a_balance_of_cash_that_names_no_date_is_the_one_that_is_missing() -> None:
    text = (
        "財務活動によるキャッシュ・フロー | 5 | 6\n現金及び現金同等物の増減額 | 5 | "
        "6\n現金及び現金同等物の期首残高 | 90 | 95\n"
    )
    text += "現金及び現金同等物 | 95 | 101"
    facts = {(fact.line, fact.column): fact for fact in run(statement(K.CASH_FLOWS, text)).facts}
    assert (facts[4, 1].period_start, facts[4, 1].period_end) == (None, CURRENT.end)
    assert facts[2, 1].period_start == CURRENT.start
    both = text + "\n現金及び現金同等物の期末残高 | 95 | 101"
    facts = {(fact.line, fact.column): fact for fact in run(statement(K.CASH_FLOWS, both)).facts}
    assert facts[4, 1].period_start == CURRENT.start


@pytest.mark.parametrize("remark", ["（１株当たり60.00円）", "(普通株式１株当たり 12円50銭)", "（¥35.00 per share）"])
def test_a_remark_on_each_share_leaves_the_dividend_in_money(remark: str) -> None:
    text = EQUITY.replace("剰余金の配当", f"剰余金の配当{remark}")
    sheet = statement(K.CHANGES_IN_EQUITY, text, columns=(CURRENT,), components=COMPONENTS)
    assert set(units(run(sheet)).values()) == {Unit.THOUSAND_YEN}


def test_a_count_of_shares_within_a_label_leaves_its_amount_in_money() -> None:
    text = "普通株式 発行済株式数 12,345,678株 | 380 | 538\n発行済株式数 | 12,345 | 12,345"
    assert units(run(statement(K.BALANCE_SHEET, text))) == {1: Unit.THOUSAND_YEN, 2: Unit.SHARES}


def test_classes_of_shares_are_dated_by_the_heading_above_them() -> None:
    text = (
        "発行済株式総数\n  普通株式 | 7,016 | 7,017\n１株当たり配当額\n  普通株式 | 20 | 25\n株主に帰属する資本 | 1 | 2"
    )
    made = run(statement(K.FINANCIAL_SUMMARY, text))
    assert {fact.line: fact.period_start is None for fact in made.facts} == {2: True, 4: False, 5: True}


def test_a_row_for_the_last_quarter_alone_has_the_period_of_three_months() -> None:
    half = Period(date(2022, 4, 1), date(2022, 9, 30))
    text = "売上収益 | 900 | 1,700\n（第２四半期連結会計期間） | 460 |"
    made = run(statement(K.FINANCIAL_SUMMARY, text, columns=(half, PRIOR)))
    assert [(fact.period_start, fact.period_end) for fact in made.facts if fact.value is not None] == [
        (date(2022, 4, 1), date(2022, 9, 30)),
        (PRIOR.start, PRIOR.end),
        (date(2022, 7, 1), date(2022, 9, 30)),
    ]
