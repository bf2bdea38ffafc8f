"""Labels of whole statements: what the wording leaves open is decided by headings, totals, neighbours, trade, period
and figures."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.model import CalculationArc, Standard, StatementKind
from extractor.normalise.surroundings import totals_above
from tests.support.sheets import elements, label, sheet

BALANCE_SHEET = """
資産の部
  流動資産
    現金及び預金 | 100
    その他 | 20
    貸倒引当金 | △1
    流動資産合計 | 119
  固定資産
    有形固定資産
      建物（純額） | 30
      その他（純額） | 5
      有形固定資産合計 | 35
    無形固定資産
      のれん | 3
      その他 | 2
      無形固定資産合計 | 5
    投資その他の資産
      投資有価証券 | 9
      その他 | 4
      貸倒引当金 | △2
      投資その他の資産合計 | 11
    固定資産合計 | 51
  資産合計 | 170
負債の部
  流動負債
    短期借入金 | 40
    その他 | 6
    流動負債合計 | 46
  固定負債
    長期借入金 | 10
    その他 | 7
    固定負債合計 | 17
  負債合計 | 63
"""
OTHERS = [
    "OtherCA",
    "AllowanceForDoubtfulAccountsCA",
    "OtherNetPPE",
    "OtherIA",
    "OtherIOA",
    "AllowanceForDoubtfulAccountsIOAByGroup",
    "OtherCL",
    "OtherNCL",
]


def shared_labels(text: str) -> list[str | None]:
    made = sheet(text)
    found = elements(made)
    return [found[line.number] for line in made.lines if line.label.startswith(("その他", "貸倒引当金"))]


def test_sections_tell_lines_of_one_wording_apart() -> None:
    assert shared_labels(BALANCE_SHEET) == OTHERS


def test_totals_tell_sections_where_headings_are_missing() -> None:
    rows = [row for row in BALANCE_SHEET.splitlines() if "|" in row]
    assert shared_labels("\n".join(row.strip() for row in rows)) == OTHERS


def test_a_line_is_not_its_heading() -> None:
    made = sheet(
        "固定資産\n  有形固定資産 | 35\n  無形固定資産\n    のれん | 5\n    無形固定資産合計 | 5\n  固定資産合計 | 40"
    )
    matches = label(made)[0].matches
    assert [(matches[n].heading, matches[n].item) for n in (2, 3, 5)] == [
        (False, "property_plant_and_equipment"),
        (True, "intangible_assets"),
        (False, "intangible_assets"),
    ]


def test_the_filers_own_line_stays_unmapped_with_its_section_and_candidates() -> None:
    made = sheet(
        "営業外費用\n  支払利息 | 3\n  減損損失 | 4\n  株式交付費用等 | 1\n  営業外費用合計 | 8\n経常利益 | 5",
        StatementKind.INCOME_STATEMENT,
    )
    own = label(made)[0].matches[3]  # impairment is an extraordinary loss: not the same item
    assert (own.item, own.element, own.section, own.parent_item) == (
        None,
        None,
        "non_operating_expenses",
        "non_operating_expenses",
    )
    assert any(candidate.item.startswith("impairment_loss") for candidate in own.candidates)


def test_a_line_under_a_heading_belongs_to_no_other_section() -> None:
    text = (
        "営業原価\n  作業費 | 5\n  減価償却費 | 2\n  営業原価合計 | 7\n営業総利益 | 9\n販売費及び一般管理費 | "
        "4\n営業利益 | 5"
    )
    found = elements(sheet(text, StatementKind.INCOME_STATEMENT))
    assert found[3] is None
    assert found[4] == "OperatingCost"


def test_two_lines_of_different_figures_are_not_one_item() -> None:
    text = "営業外費用\n  支払利息 | 3\n  為替差損 | 4\n  為替差損 | 2\n  営業外費用合計 | 9\n経常利益 | 5"
    twice = elements(sheet(text, StatementKind.INCOME_STATEMENT))
    assert (twice[3], twice[4]) == ("ForeignExchangeLossesNOE", None)


BANK = """
資産の部
  現金預け金 | 10
  コールローン | 4
  有価証券 | 30
  貸出金 | 50
  その他資産 | 3
  貸倒引当金 | △1
  資産の部合計 | 96
負債の部
  預金 | 80
  借用金 | 5
  その他負債 | 2
  負債の部合計 | 87
"""


def test_a_bank_is_known_by_its_labels() -> None:
    labelled = label(sheet(BANK))[0]
    assert labelled.industry in ("bk1", "bk2")
    assert labelled.matches[4].element == "jppfs_cor:SecuritiesAssetsBNK"
    assert labelled.matches[7].element == "jppfs_cor:AllowanceForLoanLossesAssetsBNK"


def test_the_same_labels_mean_other_items_elsewhere() -> None:
    found = elements(sheet(BALANCE_SHEET.replace("    その他 | 20", "    有価証券 | 20", 1)))
    assert found[4] == "ShortTermInvestmentSecurities"


def test_a_line_of_another_trade_is_offered_and_an_alias_places_it_in_the_filers_own_sections() -> None:
    text = BALANCE_SHEET.replace("    その他 | 20", "    コールローン | 4\n    支払備金 | 1\n    その他 | 15", 1)
    matches = label(sheet(text))[0].matches
    assert (matches[4].element, matches[4].parent_item) == ("jppfs_cor:CallLoansAssetsBNK", "current_assets")
    assert (matches[5].item, matches[5].section) == (None, "current_assets")  # most who print it mean one of their own
    assert "outstanding_claims_liabilities_ins" in {candidate.item for candidate in matches[5].candidates}
    assert matches[6].item == "other_ca"


@pytest.mark.parametrize(
    ("standard", "element"),
    [(Standard.JGAAP, "jppfs_cor:CostOfSales"), (Standard.IFRS, "jpigp_cor:CostOfSalesIFRS"), (Standard.USGAAP, None)],
)
def test_one_item_and_the_element_of_the_standard(standard: Standard, element: str | None) -> None:
    match = label(sheet("売上高 | 9\n売上原価 | 4\n売上総利益 | 5", StatementKind.INCOME_STATEMENT, standard))[
        0
    ].matches[2]
    assert (match.item, match.element) == ("cost_of_sales", element)


@pytest.mark.parametrize(
    ("end", "element"), [(date(2017, 3, 31), "DeferredTaxAssetsIOA"), (date(2022, 3, 31), "DeferredTaxAssets")]
)
def test_the_element_is_the_one_of_its_time(end: date, element: str) -> None:
    text = "固定資産\n  投資その他の資産\n    投資有価証券 | 5\n    繰延税金資産 | 2\n    投資その他の資産合計 | 7"
    assert elements(sheet(text, end=end))[4] == element


@pytest.mark.parametrize(("end", "element"), [(date(2014, 12, 31), "NetIncome"), (date(2015, 12, 31), "ProfitLoss")])
def test_profit_changed_its_element_in_2015(end: date, element: str) -> None:
    text = "税金等調整前四半期純利益 | 9\n法人税等合計 | 3\n四半期純利益 | 6"
    assert elements(sheet(text, StatementKind.INCOME_STATEMENT, end=end))[3] == element


@pytest.mark.parametrize(
    ("end", "element"), [(date(2022, 9, 30), None), (date(2024, 9, 30), "jppfs_cor:CustomerRelatedIntangibleAssets")]
)
def test_an_element_that_was_not_there_yet_is_not_named(end: date, element: str | None) -> None:
    text = "固定資産\n  無形固定資産\n    のれん | 5\n    顧客関連資産 | 2\n    無形固定資産合計 | 7"
    match = label(sheet(text, end=end))[0].matches[4]
    assert (match.item, match.element) == ("customer_related_intangible_assets", element)


def test_fixed_assets_without_accumulated_depreciation_are_net() -> None:
    plain = "固定資産\n  有形固定資産\n    建物 | 5\n    土地 | 2\n    有形固定資産合計 | 7"
    gross = (
        "固定資産\n  有形固定資産\n    建物 | 8\n      減価償却累計額 | △3\n      建物（純額） | 5\n    土地 | "
        "2\n    有形固定資産合計 | 7"
    )
    assert elements(sheet(plain))[3] == "BuildingsNet"
    assert [elements(sheet(gross))[n] for n in (3, 4, 5)] == [
        "Buildings",
        "AccumulatedDepreciationBuildings",
        "BuildingsNet",
    ]


COMPREHENSIVE = """
Profit (loss) | 100 | 250
Other comprehensive income, net of tax
  Items that will not be reclassified to profit or loss
    Remeasurements of defined benefit plans | 7 | 3
  Items that may be reclassified to profit or loss
    Exchange differences on translation of foreign operations | 5 | (40)
Total other comprehensive income, net of tax | 12 | (37)
Other comprehensive income | {now} | {then}
"""


def test_figures_overrule_a_wrong_label_and_say_so() -> None:
    labelled = label(sheet(COMPREHENSIVE.format(now=112, then=213), StatementKind.COMPREHENSIVE_INCOME, Standard.IFRS))[
        0
    ]
    assert (labelled.matches[8].item, labelled.matches[8].method) == ("comprehensive_income", "arithmetic")
    assert labelled.matches[7].item == "other_comprehensive_income"
    assert [(finding.code, finding.line) for finding in labelled.findings] == [("label_overruled", 8)]


def test_figures_that_prove_nothing_overrule_nothing() -> None:
    labelled = label(sheet(COMPREHENSIVE.format(now=112, then=999), StatementKind.COMPREHENSIVE_INCOME, Standard.IFRS))[
        0
    ]
    assert "comprehensive_income" not in {match.item for match in labelled.matches.values()}
    assert labelled.findings == ()


def test_a_bare_total_repeats_what_it_attributes() -> None:
    text = "当期利益 | 10\n当期利益の帰属\n  親会社の所有者 | 8\n  非支配持分 | 2\n  合計 | 10"
    found = elements(sheet(text, StatementKind.INCOME_STATEMENT, Standard.IFRS))
    assert [found[n] for n in (3, 4, 5)] == [
        "ProfitLossAttributableToOwnersOfParentIFRS",
        "ProfitLossAttributableToNonControllingInterestsIFRS",
        "ProfitLossIFRS",
    ]


def test_the_official_sums_among_the_lines() -> None:
    text = "売上高 | 90\n売上原価 | 40\n売上総利益 | 50\n販売費及び一般管理費 | 30\n営業利益 | 20"
    arcs = label(sheet(text, StatementKind.INCOME_STATEMENT))[0].arcs
    assert set(arcs) == {
        CalculationArc(3, 1, 1),
        CalculationArc(3, 2, -1),
        CalculationArc(5, 3, 1),
        CalculationArc(5, 4, -1),
    }


EQUITY_HEADERS = (
    ("株主資本", "資本金"),
    ("株主資本", "利益剰余金"),
    ("株主資本", "株主資本合計"),
    ("その他の包括利益累計額", "為替換算調整勘定"),
    ("その他の包括利益累計額", "その他の包括利益累計額合計"),
    ("非支配株主持分",),
    ("純資産合計",),
)


def test_rows_and_columns_of_the_equity_statement() -> None:
    text = """
        当期首残高 | 10 | 20 | 30 | 1 | 1 | 2 | 33
        当期変動額
          剰余金の配当 | | △3 | △3 | | | | △3
          親会社株主に帰属する当期純利益 | | 5 | 5 | | | | 5
          株主資本以外の項目の当期変動額（純額） | | | | 1 | 1 | 1 | 2
          当期変動額合計 | | 2 | 2 | 1 | 1 | 1 | 4
        当期末残高 | 10 | 22 | 32 | 2 | 2 | 3 | 37
    """
    labelled = label(sheet(text, StatementKind.CHANGES_IN_EQUITY, headers=EQUITY_HEADERS))[0]
    rows = [labelled.matches[n].item for n in (1, 3, 4, 5, 6, 7)]
    assert rows == [
        "net_assets",
        "dividends_from_surplus",
        "profit_loss_attributable_to_owners_of_parent",
        "net_changes_of_items_other_than_shareholders_equity",
        "total_changes_of_items_during_the_period",
        "net_assets",
    ]
    assert [labelled.components[n].item for n in range(7)] == [
        "capital_stock",
        "retained_earnings",
        "shareholders_equity",
        "foreign_currency_translation_adjustment",
        "valuation_and_translation_adjustments",
        "non_controlling_interests",
        "net_assets",
    ]


@pytest.mark.parametrize(
    ("label_text", "item"),
    [
        ("Balance at beginning of year", "net_assets"),
        ("2022年４月１日残高", "net_assets"),
        ("会計方針の変更を反映した当期首残高", "restated_balance"),
    ],
)
def test_a_balance_in_words_of_its_own_is_the_balance(label_text: str, item: str) -> None:
    text = f"{label_text} | 10 | 2 | 12\n当期末残高 | 13 | 3 | 16"
    headers = (("株主資本", "資本金"), ("株主資本", "資本剰余金"), ("純資産合計",))
    match = label(sheet(text, StatementKind.CHANGES_IN_EQUITY, headers=headers))[0].matches[1]
    assert match.item == item
    assert (match.margin or 0) >= 0.5


def test_heads_of_groups_stacked_over_one_column_stand_before_its_name() -> None:
    text = "当期首残高 | 10 | 2 | 12\n当期末残高 | 13 | 3 | 16"
    headers = (("株主資本", "資本金"), ("株主資本", "利益剰余金その他利益剰余金繰越利益剰余金"), ("純資産合計",))
    made = label(sheet(text, StatementKind.CHANGES_IN_EQUITY, headers=headers))[0]
    assert made.components[1].item == "retained_earnings_brought_forward"


def test_balances_are_told_by_their_dates() -> None:
    text = "2022年４月１日時点の残高 | 10 | 2 | 12\n四半期利益 | 3 | 1 | 4\n2022年９月30日時点の残高 | 13 | 3 | 16"
    headers = (("親会社の所有者に帰属する持分", "資本金"), ("非支配持分",), ("資本合計",))
    labelled = label(sheet(text, StatementKind.CHANGES_IN_EQUITY, Standard.IFRS, headers=headers))[0]
    assert [labelled.matches[n].element for n in (1, 2, 3)] == [
        "jpigp_cor:EquityIFRS",
        "jpigp_cor:ProfitLossIFRS",
        "jpigp_cor:EquityIFRS",
    ]
    assert [labelled.components[n].element for n in range(3)] == [
        "jpigp_cor:ShareCapitalIFRSMember",
        "jpigp_cor:NonControllingInterestsIFRSMember",
        "jpigp_cor:EquityIFRSMember",
    ]


def test_bare_totals_of_an_equity_statement_by_where_they_stand() -> None:
    owners, inner = "親会社の所有者に帰属する持分", "その他の資本の構成要素"
    headers = (
        (owners, "資本金"),
        (owners, inner, "在外営業活動体の換算差額"),
        (owners, inner, "確定給付制度の再測定"),
        (owners, "合計"),
        (owners, "合計"),
        ("非支配持分",),
        (owners, "合計"),
    )
    text = "2023年４月１日時点の残高 | 41 | 5 | 2 | 7 | 48 | 6 | 54"
    labelled = label(sheet(text, StatementKind.CHANGES_IN_EQUITY, Standard.IFRS, headers=headers))[0]
    items = [labelled.components[n].item for n in (3, 4, 5, 6)]
    assert items == [
        "other_components_of_equity",
        "equity_attributable_to_owners_of_parent",
        "non_controlling_interests",
        "net_assets",
    ]


def test_a_bare_total_under_a_group_of_a_japanese_gaap_equity_statement_sums_the_group() -> None:
    headers = (("株主資本", "資本金"), ("株主資本", "合計"), ("非支配株主持分",), ("純資産合計",))
    labelled = label(sheet("当期首残高 | 41 | 41 | 6 | 47", StatementKind.CHANGES_IN_EQUITY, headers=headers))[0]
    assert labelled.components[1].item == "shareholders_equity"


@pytest.mark.parametrize(
    ("printed", "element"),
    [
        ("総資産額 〃", "TotalAssetsSummaryOfBusinessResults"),
        ("１株当たり当期純利益(円)金額", "BasicEarningsLossPerShareSummaryOfBusinessResults"),
        (
            "営業活動による(百万円)キャッシュ・フロー",
            "NetCashProvidedByUsedInOperatingActivitiesSummaryOfBusinessResults",
        ),
        ("［外、平均臨時雇用者数］", "AverageNumberOfTemporaryWorkers"),
    ],
)
def test_summary_labels_hold_units_and_ditto_marks(printed: str, element: str) -> None:
    assert elements(sheet(f"{printed} | 5 | 6", StatementKind.FINANCIAL_SUMMARY))[1] == element


SIX_MONTHS = """
売上高 | 90 | 95
売上原価 | 60 | 61
売上総利益 | 30 | 34
販売費及び一般管理費 | 20 | 21
営業利益 | 10 | 13
営業外収益
  受取利息 | 1 | 1
  営業外収益合計 | 1 | 1
経常利益 | 11 | 14
"""


def in_the_next_columns(text: str, by: int = 2) -> str:
    """The same lines again, with figures in columns further right."""
    return "\n".join(
        f"{label} |{' |' * by} {figures}" if bar else label
        for label, bar, figures in (row.partition("|") for row in text.splitlines())
    )


def test_a_second_span_below_the_first_is_read_like_the_first() -> None:
    made = sheet(SIX_MONTHS + in_the_next_columns(SIX_MONTHS).lstrip("\n"), StatementKind.INCOME_STATEMENT)
    found = elements(made)
    half = len(made.lines) // 2
    assert [found[n] for n in range(1, half + 1)] == [found[n] for n in range(half + 1, 2 * half + 1)]
    assert found[half + 1] == "NetSales"
    arcs = label(made)[0].arcs
    assert {(arc.total + half, arc.part + half) for arc in arcs if arc.total <= half} == {
        (arc.total, arc.part) for arc in arcs if arc.total > half
    }


def test_a_total_in_a_column_of_its_own_opens_no_second_span() -> None:
    outer = (
        "流動資産\n  現金及び預金 | 100\n  売掛金 | 30\n流動資産合計 || 130\n固定資産\n  土地 | 50\n  "
        "建物（純額） | 20\n固定資産合計 || 70\n資産合計 || 200"
    )
    wanted = "CashAndDeposits AccountsReceivableTrade CurrentAssets Land BuildingsNet NoncurrentAssets Assets"
    made = sheet(outer)
    assert [elements(made)[line.number] for line in made.lines if not line.heading] == wanted.split()


SECURITIES_FIRM = """
営業収益
  受入手数料 | 50
  トレーディング損益 | 20
  金融収益 | 9
  営業収益計 | 79
金融費用 | 4
純営業収益 | 75
販売費及び一般管理費
  取引関係費 | 10
  人件費 | 30
  販売費及び一般管理費合計 | 40
営業利益 | 35
営業外収益
  受取配当金 | 1
  営業外収益合計 | 1
経常利益 | 36
特別利益
  投資有価証券売却益 | 2
  特別利益合計 | 2
税金等調整前四半期純利益 | 38
法人税、住民税及び事業税 | 12
四半期純利益 | 26
"""


def test_a_trade_has_its_own_items_where_its_statement_has_the_general_form() -> None:
    found = elements(sheet(SECURITIES_FIRM, StatementKind.INCOME_STATEMENT))
    assert [found[n] for n in (4, 5, 6, 7)] == [
        "FinancialRevenueORSEC",
        "OperatingRevenueSEC",
        "FinancialExpensesSEC",
        "NetOperatingRevenueSEC",
    ]


CASH = (
    "営業活動によるキャッシュ・フロー | 30\n投資活動によるキャッシュ・フロー | "
    "△10\n財務活動によるキャッシュ・フロー | △5\n{0}"
)


@pytest.mark.parametrize(
    ("rest", "wanted"),
    [
        ("現金及び現金同等物の増減額 | 15\n現金及び現金同等物の期首残高 | "
       "5", ["NetIncreaseDecreaseInCashAndCashEquivalentsIFRS"]),
        (
            "現金及び現金同等物の増減額 | 15\n現金及び現金同等物に係る換算差額 | 2\n現金及び現金同等物の期首残高 | 5",
            ["NetIncreaseDecreaseInCashAndCashEquivalentsBeforeEffectOfExchangeRateChangesIFRS"],
        ),
        (
            "現金及び現金同等物に係る換算差額 | 2\n現金及び現金同等物の増減額 | 17\n現金及び現金同等物の期首残高 | 5",
            ["NetIncreaseDecreaseInCashAndCashEquivalentsIFRS"],
        ),
    ],
)  # fmt: skip
def test_the_effect_of_exchange_rates_tells_which_change_in_cash_it_is(rest: str, wanted: list[str]) -> None:
    made = sheet(CASH.format(rest), StatementKind.CASH_FLOWS, Standard.IFRS)
    found = elements(made)
    assert [found[line.number] for line in made.lines if "増減額" in line.label] == wanted


def test_the_element_of_taxes_paid_is_told_only_beside_a_refund() -> None:
    text = (
        "営業活動によるキャッシュ・フロー\n  税引前利益 | 40\n  小計 | 40\n  法人所得税の支払額 | △13\n{0}  "
        "営業活動によるキャッシュ・フロー | 30"
    )
    for beside, element in (("", None), ("  法人所得税の還付額 | 3\n", "jpigp_cor:IncomeTaxesPaidOpeCFIFRS")):
        match = label(sheet(text.format(beside), StatementKind.CASH_FLOWS, Standard.IFRS))[0].matches[4]
        assert (match.item, match.element) == ("income_taxes_paid_ope_cf", element)


def test_a_line_of_tax_makes_comprehensive_income_one_before_tax() -> None:
    text = (
        "当期利益 | 50\nその他の包括利益\n  純損益に振り替えられることのない項目\n"
        "    確定給付制度の再測定 | 10\n{0}    純損益に振り替えられることのない項目合計 | 7"
    )
    for tax, said in (("", "NetOfTax"), ("    上記に係る法人所得税 | △3\n", "BeforeTax")):
        made = sheet(text.format(tax), StatementKind.COMPREHENSIVE_INCOME, Standard.IFRS)
        assert (elements(made)[4] or "").startswith(f"RemeasurementsOfDefinedBenefitPlans{said}Items")


def test_a_balance_sheet_in_order_of_liquidity_has_no_current_items() -> None:
    text = "資産\n{0}  現金及び現金同等物 | 20\n  営業債権及びその他の債権 | 30\n  投資不動産 | 40\n{1}  資産合計 | 90"
    for heading, total, element in (
        ("", "", "TradeAndOtherReceivablesAssetsIFRS"),
        ("  流動資産\n", "", "TradeAndOtherReceivablesCAIFRS"),
    ):
        made = sheet(text.format(heading, total), StatementKind.BALANCE_SHEET, Standard.IFRS)
        found = elements(made)
        assert [found[line.number] for line in made.lines if "営業債権" in line.label] == [element]


def test_a_change_in_equity_printed_again_for_other_components_is_the_same_one() -> None:
    rows = "当期首残高 | {0}\n当期変動額\n  当期純利益 | {1}\n  当期変動額合計 | {1}\n当期末残高 | {2}\n"
    text = rows.format("10 | 20", "1 | 2", "11 | 22") + rows.format("| | 30 | 60", "| | 3 | 6", "| | 33 | 66")
    headers = (("資本金",), ("資本剰余金",), ("利益剰余金",), ("純資産合計",))
    found = elements(sheet(text, StatementKind.CHANGES_IN_EQUITY, headers=headers, consolidated=False))
    assert found[3] == found[8] == "ProfitLoss"


def test_a_bare_total_is_what_the_sheet_prints_with_its_figures() -> None:
    text = (
        "Profit (loss) | 50\nOther comprehensive income\nItems that may be reclassified to profit or loss\n"
        "  Exchange differences on translation of foreign operations | 7\nTotal other comprehensive income | 7\n"
        "Total | 57\nComprehensive income attributable to\n  Owners of parent | 52\n"
        "  Non-controlling interests | 5\n  Total | 57"
    )
    made = sheet(text, StatementKind.COMPREHENSIVE_INCOME, Standard.IFRS)
    found = elements(made)
    totals = [found[line.number] for line in made.lines if line.label == "Total"]
    assert totals == ["ComprehensiveIncomeIFRS", "ComprehensiveIncomeIFRS"]
    assert found[1] == "ProfitLossIFRS"


def test_a_label_that_stands_once_is_no_gross_amount() -> None:
    once = (
        "純資産の部\n  投資主資本\n    出資総額 | 100\n    剰余金\n      当期未処分利益 | 5\n      剰余金合計 | "
        "5\n    投資主資本合計 | 105\n  純資産合計 | 105"
    )
    twice = once.replace("    剰余金\n", "    出資総額控除額 | △4\n    出資総額（純額） | 96\n    剰余金\n")
    trade = (
        "資産の部\n  固定資産\n    有形固定資産\n      信託建物 | 60\n      信託土地 | 40\n  繰延資産\n    "
        "投資法人債発行費 | 3\n負債の部\n  固定負債\n    投資法人債 | 20\n"
    )
    for text, wanted in ((once, "UnitholdersCapitalINV"), (twice, "UnitholdersCapitalGrossINV")):
        made = sheet(trade + text)
        found = elements(made)
        assert [found[line.number] for line in made.lines if line.label == "出資総額"] == [wanted]


def test_a_bare_total_is_not_the_first_item_whose_total_is_called_so() -> None:
    text = "当期利益 | 30\n当期利益の帰属：\n  親会社の所有者 | 28\n  非支配持分 | 2\n  合計 | 30"
    assert list(elements(sheet(text, StatementKind.INCOME_STATEMENT, Standard.IFRS)).values())[2:] == [
        "ProfitLossAttributableToOwnersOfParentIFRS",
        "ProfitLossAttributableToNonControllingInterestsIFRS",
        "ProfitLossIFRS",
    ]


TOTALS_FIRST = """固定資産 | 900
  投資その他の資産 | 900
    長期投資 | 500
    その他 | 450
    貸倒引当金 | -50
流動資産 | 100
  その他 | 120
  貸倒引当金 | -20
資産合計 | 1000"""


def test_a_total_printed_above_its_parts_opens_their_section() -> None:
    found = elements(sheet(TOTALS_FIRST, StatementKind.BALANCE_SHEET))
    assert [found[4], found[7]] == ["OtherIOA", "OtherCA"]
    assert [found[5], found[8]] == ["AllowanceForDoubtfulAccountsIOAByGroup", "AllowanceForDoubtfulAccountsCA"]


def test_an_indented_line_below_a_line_that_it_does_not_add_up_to_is_none_of_its_parts() -> None:
    text = "税引前当期純利益 | 90\n  法人税、住民税及び事業税 | 30\n  法人税等調整額 | 10\n"
    made = sheet(f"{text}法人税等合計 | 40\n当期純利益 | 50", StatementKind.INCOME_STATEMENT)
    assert totals_above(made) == {}
    assert totals_above(sheet(TOTALS_FIRST, StatementKind.BALANCE_SHEET)) == {3: 2, 4: 2, 5: 2, 7: 6, 8: 6}


def test_by_us_gaap_a_bare_total_is_what_its_heading_names() -> None:
    text = "現金及び預け金：\n  現金 | 10\n  計 | 10\n貸付金等：\n  貸付金 | 20\n  その他 | 4\n  計 | 24\n資産合計 | 34"
    labelled = label(sheet(text, StatementKind.BALANCE_SHEET, Standard.USGAAP))[0]
    assert [labelled.matches[n].item for n in (3, 6, 7)] == [None, None, None]
    assert labelled.matches[8].item == "assets"
    text = "流動資産\n  棚卸資産 | 10\n  その他 | 4\n  計 | 14\n資産合計 | 14"
    labelled = label(sheet(text, StatementKind.BALANCE_SHEET, Standard.USGAAP))[0]
    assert labelled.matches[4].item == "current_assets"


def test_no_position_of_the_notes_stands_in_an_income_statement() -> None:
    text = "収益 | 90\n費用\n  減損損失\n    のれん | 4\n    その他 | 1\n営業利益 | 85"
    labelled = label(sheet(text, StatementKind.INCOME_STATEMENT, Standard.IFRS))[0]
    assert {labelled.matches[n].item for n in (4, 5)} & {"goodwill_acquisition_cost", "goodwill"} == set()


def test_figures_with_decimals_are_of_one_share_whatever_their_label_repeats() -> None:
    text = "税引前当期純利益 | 90\n法人税等 | 30\n当社株主に帰属する当期純利益 | 60\n"
    text += "基本－\n当社株主に帰属する当期純利益 | 4.10\n希薄化後－\n当社株主に帰属する当期純利益 | 4.05"
    labelled = label(sheet(text, StatementKind.INCOME_STATEMENT, Standard.USGAAP))[0]
    assert [labelled.matches[n].item for n in (3, 5, 7)] == [
        "profit_loss_attributable_to_owners_of_parent",
        "basic_earnings_loss_per_share",
        "diluted_earnings_loss_per_share",
    ]


def test_the_last_bare_total_of_a_balance_sheet_is_no_second_total_of_liabilities() -> None:
    text = "固定資産 | 70 | 60\n  電気事業固定資産 | 70 | 60\n流動資産 | 30 | 20\n合計 | 100 | 80\n固定負債 | 40 | 30\n"
    text += "流動負債 | 10 | 10\n負債合計 | 50 | 40\n純資産合計 | 50 | 40\n合計 | 100 | 80"
    matches = label(sheet(text))[0].matches
    assert [matches[number].item for number in (4, 7, 9)] == ["assets", "liabilities", "liabilities_and_net_assets"]


@pytest.mark.parametrize(("printed", "item"), [("資本（期首）", "net_assets"), ("資本剰余金の期首調整", None)])
def test_equity_at_the_beginning_in_brackets_is_a_balance(printed: str, item: str | None) -> None:
    text = f"{printed} | 10 | 2 | 12\n四半期利益 | 3 | 1 | 4\n資本（期末） | 13 | 3 | 16"
    headers = (("親会社の所有者に帰属する持分", "資本金"), ("非支配持分",), ("資本合計",))
    made = label(sheet(text, StatementKind.CHANGES_IN_EQUITY, Standard.IFRS, headers=headers))[0]
    assert made.matches[1].item == item
    assert made.matches[3].item == "net_assets"


@pytest.mark.parametrize(
    ("printed", "item"),
    [
        ("営業活動から得た現金（純額）", "net_cash_provided_by_used_in_operating_activities"),
        ("投資活動に使用した現金及び現金同等物（純額）", "net_cash_provided_by_used_in_investment_activities"),
        ("財務活動による現金及び現金同等物の減少（純額）", "net_cash_provided_by_used_in_financing_activities"),
        ("営業活動に係る資産の増減", None),
    ],
)
def test_the_net_cash_of_an_activity_in_the_words_of_us_gaap(printed: str, item: str | None) -> None:
    made = label(sheet(f"当期純利益 | 9\n{printed} | 12", StatementKind.CASH_FLOWS, Standard.USGAAP))[0]
    assert made.matches[2].item == item


@pytest.mark.parametrize(
    ("never", "maybe"),
    [("組み替えられない", "組み替えられる可能性がある"), ("振り替えられる可能性のない", "振り替えられることのある")],
)
def test_parts_of_other_comprehensive_income_by_whether_they_are_reclassified(never: str, maybe: str) -> None:
    text = f"当期利益 | 9\nその他の包括利益\n  確定給付制度の再測定 | 2\n  純損益に{never}項目合計 | 2\n"
    text += f"  在外営業活動体の換算差額 | 4\n  純損益に{maybe}項目合計 | 4\n当期包括利益 | 15"
    made = label(sheet(text, StatementKind.COMPREHENSIVE_INCOME, Standard.IFRS))[0]
    assert [made.matches[number].item for number in (4, 6)] == [
        "total_of_items_that_will_not_be_reclassified_to_profit_or_loss_oci",
        "total_of_items_that_may_be_reclassified_to_profit_or_loss_oci",
    ]


def test_what_is_left_over_below_a_total_above_its_parts_is_of_that_total() -> None:
    text = (
        "営業収益 | 900\n  電気事業営業収益 | 800\n  その他事業営業収益 | 100\n営業費用 | 850\n"
        "  電気事業営業費用 | 760\n  その他事業営業費用 | 90\n営業利益 | 50\n営業外収益 | 13\n  受取配当金 | 2\n"
        "  受取利息 | 7\n  その他 | 4\n営業外費用 | 12\n  支払利息 | 9\n  その他 | 3\n経常利益 | 51"
    )
    made = sheet(text, StatementKind.INCOME_STATEMENT)
    found = elements(made)
    assert [found[line.number] for line in made.lines if line.label == "その他"] == ["OtherNOI", "OtherNOE"]
    matches = label(made)[0].matches
    assert not matches[next(line.number for line in made.lines if line.label == "営業外費用")].astray
