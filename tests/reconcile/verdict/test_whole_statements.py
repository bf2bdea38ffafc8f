"""Findings about a statement as a whole, each with the table that must not have it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.errors import FindingCode as Code
from extractor.model import Finding, LabelledSheet, Match, Region, Severity, SummaryPart, Trust
from extractor.reconcile.verdict.expected_lines import owed
from extractor.reconcile.verdict.joined import of_gaps, of_joined
from extractor.reconcile.verdict.whole_statements import of_column_units, of_contents, of_labels
from tests.reconcile.build import BALANCE, FILING, INCOME, K, run, statement, whole

TWO = """
Revenue | 900 | 950
Profit | 121 | 242
Profit attributable to owners | 121 | 242
Rrofit | 121 | 242
Valuation difference | 30 | 40
"""
ONE = """
Revenue | 900 | 950
Profit | 121 | 242
Profit attributable to owners | 121 | 242
Valuation difference | 30 | 40
"""
ITEMS = {
    "Profit": "profit_loss",
    "Profit attributable to owners": "profit_loss_attributable_to_owners_of_parent",
    "Valuation difference": "valuation_difference_on_available_for_sale_securities_net_of_tax_oci",
}


ONE_LOST = TWO.replace("Rrofit | 121", "Profit | -").replace(
    "Valuation difference |", "aluation difference | 7 | 9\nValuation difference |"
)
OTHER = TWO.replace("Rrofit | 121 | 242", "Other | 121 | 244")


@pytest.mark.parametrize(
    ("text", "said"),
    [(TWO, True), (TWO.replace("Rrofit", "Profit"), True), (ONE_LOST, True), (ONE, False), (OTHER, False)],
)
def test_profit_printed_twice_over_comprehensive_income_is_two_statements(text: str, said: bool) -> None:
    sheet = statement(K.INCOME_STATEMENT, text)
    matches = {line.number: Match(ITEMS.get(line.label), None, "exact") for line in sheet.lines}
    found = of_joined([LabelledSheet(sheet, matches)])
    assert [(finding.code, finding.below, (finding.line or 0) > 3) for finding in found] == [
        (Code.STATEMENT_UNCLEAR, True, True)
    ] * said


@pytest.mark.parametrize(("lost", "said"), [(2, True), (3, False), (4, False)])
def test_a_statement_that_goes_on_behind_an_unread_page_is_in_doubt(lost: int, said: bool) -> None:
    unread = Finding(Code.PAGE_UNREAD, Severity.WARNING, f"page {lost} was not read", lost)
    filing = replace(FILING, unread=(unread,))
    sheet = statement(K.INCOME_STATEMENT, INCOME)
    sheet = replace(sheet, span=replace(sheet.span, regions=(Region(1, 0, 500), Region(3, 0, 500))))
    assert [finding.code for finding in of_gaps([LabelledSheet(sheet, {})], filing)] == [Code.STATEMENT_UNCLEAR] * said
    extraction = run(whole()[0], sheet, filing=filing)
    assert any(fact.trust is Trust.SOUND for fact in extraction.facts if fact.sheet == 1) is not said


def test_what_stands_before_an_unread_page_is_not_in_doubt() -> None:
    unread = Finding(Code.PAGE_UNREAD, Severity.WARNING, "page 2 was not read", 2)
    sheet = statement(K.INCOME_STATEMENT, INCOME)
    lines = tuple(replace(line, page=3) if line.number > 3 else line for line in sheet.lines)
    sheet = replace(sheet, lines=lines, span=replace(sheet.span, regions=(Region(1, 0, 500), Region(3, 0, 500))))
    facts = run(whole()[0], sheet, filing=replace(FILING, unread=(unread,))).facts
    assert {fact.line > 3 for fact in facts if fact.sheet == 1 and "statement_unclear" in fact.findings} == {True}
    assert all("statement_unclear" in fact.findings for fact in facts if fact.sheet == 1 and fact.line > 3)


@pytest.mark.parametrize(
    ("text", "method", "said"),
    [
        ("売上高 | 9\n見本勘定の長い | 7\n名称\n営業利益 | 2", None, [2]),
        ("売上高 | 9\n見本勘定 | 7\n名称\n  営業利益 | 2", None, []),  # a heading with its line
        ("売上高 | 9\n見本勘定 | 7\n名称\n営業利益 | 2", "exact", []),
        ("売上高 | 9\n見本勘定 | 7\nSample account\n営業利益 | 2", "exact", [2]),  # the same in English
    ],
)
def test_a_row_that_heads_nothing_may_be_a_part_of_the_label_above(
    text: str, method: str | None, said: list[int]
) -> None:
    sheet = statement(K.INCOME_STATEMENT, text)
    known = {
        line.number: Match("item", None, method if line.number == 2 else "exact")
        for line in sheet.lines
        if not line.heading
    }
    found = [finding.line for finding in of_labels([LabelledSheet(sheet, known)])]
    assert found == said


def test_a_statement_that_ends_with_a_heading_goes_on_elsewhere() -> None:
    assert [message for _, message in owed(statement(K.INCOME_STATEMENT, "売上高 | 9\n利益の帰属"))] != []
    whole_one = "売上高 | 9\n当期利益 | 9\n利益の帰属\n  親会社株主に帰属する当期純利益 | 9"
    assert list(owed(statement(K.INCOME_STATEMENT, whole_one))) == []


def test_components_of_equity_in_two_tables_are_no_repetition() -> None:
    """The same components again, with other figures, are."""
    text = "当期首残高 | {} | 30\n剰余金の配当 | △5 | △1\n当期末残高 | {} | 29"
    for heads, said in ((("利益剰余金", "株主資本合計"), False), (("資本金", "資本剰余金"), True)):
        first = statement(K.CHANGES_IN_EQUITY, text.format(700, 695), components=("資本金", "資本剰余金"))
        second = statement(K.CHANGES_IN_EQUITY, text.format(900, 895), components=heads)
        found = run(*whole(), first, second).findings
        assert any("prints this statement twice" in finding.message for finding in found) is said


def test_lines_of_a_statement_that_was_not_read_say_that_it_is_missing() -> None:
    tail = "包括利益 | 30 | 21\n財務活動によるキャッシュ・フロー | 7 | 5\n現金及び現金同等物の期末残高 | 81 | 93"
    joined = LabelledSheet(statement(K.COMPREHENSIVE_INCOME, "当期純利益 | 21 | 17\n" + tail), {})
    of_cash = LabelledSheet(statement(K.CASH_FLOWS, "小計 | 4 | 4"), {})
    said = [(finding.code, finding.statement) for finding in of_contents([joined])]
    assert said == [
        (Code.STATEMENT_UNCLEAR, K.COMPREHENSIVE_INCOME.value),
        (Code.STATEMENT_MISSING, K.CASH_FLOWS.value),
    ]
    assert [finding.code for finding in of_contents([joined, of_cash])] == [Code.STATEMENT_UNCLEAR]


def test_a_forecast_prints_no_shares() -> None:
    shares = statement(K.FINANCIAL_SUMMARY, "期中平均株式数 | 8,210 | 8,214", part=SummaryPart.FORECAST)
    rest = statement(K.FINANCIAL_SUMMARY, "売上高 | 8,210 | 8,214", part=SummaryPart.FORECAST)
    assert [[finding.code for finding in of_contents([LabelledSheet(sheet, {})])] for sheet in (shares, rest)] == [
        [Code.STATEMENT_UNCLEAR],
        [],
    ]


@pytest.mark.parametrize(
    ("label", "said"), [("る支出", True), ("権の行使）", True), ("のれん", False), ("配当（中間）", False)]
)
def test_a_label_that_lost_its_beginning_is_unclear(label: str, said: bool) -> None:
    sheet = statement(K.CASH_FLOWS, f"{label} | 12 | 15")
    assert [finding.code for finding in of_labels([LabelledSheet(sheet, {})])] == [Code.LABEL_UNCLEAR] * said


@pytest.mark.parametrize(
    ("label", "figures", "said"),
    [
        ("その他の見本利益△73", " | 41", True),
        ("見本取引の合計-", " | 41", True),
        ("見本取引の合計-", "35 | 41", False),  # every column has its figure
        ("見本取引の合計", " | 41", False),
    ],
)
def test_a_label_that_took_the_figure_of_the_first_column_is_unclear(label: str, figures: str, said: bool) -> None:
    sheet = statement(K.CASH_FLOWS, f"見本収入 | 12 | 15\n{label} | {figures}")
    assert [finding.line for finding in of_labels([LabelledSheet(sheet, {})])] == [2] * said


@pytest.mark.parametrize(("opening", "said"), [(900, True), (700, False)])
def test_keys_that_are_printed_again_with_other_figures_put_the_statement_in_doubt(opening: int, said: bool) -> None:
    """Rows that took the heads of another block of columns print its keys again: those that it leaves blank too."""
    text = "当期首残高 | {} | 30\n剰余金の配当 | △5 | △1\n当期末残高 | {} | 29"
    first, second = (
        statement(K.CHANGES_IN_EQUITY, text.format(at, at - 5), components=("資本金", "資本剰余金"))
        for at in (700, opening)
    )
    facts = [fact for fact in run(*whole(), first, second).facts if (fact.sheet, fact.line) == (4, 2)]
    assert ["statement_broken" in fact.findings for fact in facts] == [said] * 2


@pytest.mark.parametrize(("scale", "currency", "said"), [(1, "JPY", True), (1_000, "JPY", False), (1, "USD", False)])
def test_one_currency_in_units_of_two_sizes_is_unclear(scale: int, currency: str, said: bool) -> None:
    sheet = statement(K.INCOME_STATEMENT, "売上高 | 12 | 15", scale=1_000)
    first, second = sheet.columns
    columns = (replace(first, currency="JPY"), replace(second, scale=scale, currency=currency))
    found = of_column_units([LabelledSheet(replace(sheet, columns=columns), {})])
    assert [finding.code for finding in found] == [Code.UNIT_UNCLEAR] * said
    again = (columns[0], replace(columns[1], label=columns[0].label))  # a part in a unit of its own
    assert list(of_column_units([LabelledSheet(replace(sheet, columns=again), {})])) == []


def test_periods_over_a_statement_of_changes_in_equity_are_no_components() -> None:
    text = "当期首残高 | 100 | 200\n当期純利益 | 7 | 9\n当期末残高 | 107 | 209"
    for heads, said in ((("2021年３月期", "2022年３月期"), 2), (("資本金", "当期包括利益合計"), 0)):
        sheet = statement(K.CHANGES_IN_EQUITY, text, headers=heads)
        columns = tuple(replace(column, component_label=column.label) for column in sheet.columns)
        found = list(of_labels([LabelledSheet(replace(sheet, columns=columns), {})]))
        assert len([finding for finding in found if finding.column is not None]) == said


def test_heads_of_components_that_ran_into_each_other_are_unclear() -> None:
    text = "Balance at beginning | 100 | 200\nProfit | 7 | 9"
    for over, said in (("interests Thousands of yen", 2), ("Thousands of yen", 0), ("Equity (Thousands of yen)", 0)):
        sheet = statement(K.CHANGES_IN_EQUITY, text, headers=("Non-controlling", "Total equity"))
        columns = tuple(
            replace(column, component_label=column.label, header=(over, column.label)) for column in sheet.columns
        )
        found = list(of_labels([LabelledSheet(replace(sheet, columns=columns), {})]))
        assert len([finding for finding in found if finding.column is not None]) == said


@pytest.mark.parametrize(
    ("kind", "label", "said"),
    [
        (K.CASH_FLOWS, "Payments for acquisition of", True),
        (K.CASH_FLOWS, "Payments for acquisition of securities", False),
        (K.CHANGES_IN_EQUITY, "残高", True),
        (K.CHANGES_IN_EQUITY, "Balance at", True),
        (K.CHANGES_IN_EQUITY, "当期首残高", False),
        (K.FINANCIAL_SUMMARY, "期末自己株式数 2023年３月期株", True),
        (K.FINANCIAL_SUMMARY, "期末自己株式数 31,985株", True),
        (K.FINANCIAL_SUMMARY, "期末自己株式数", False),
    ],
)
def test_a_label_that_lost_its_end_or_took_in_a_figure_is_unclear(kind: K, label: str, said: bool) -> None:
    part = SummaryPart.SHARES if kind is K.FINANCIAL_SUMMARY else None
    sheet = statement(kind, f"{label} | 12 | 15", part=part)
    assert [finding.code for finding in of_labels([LabelledSheet(sheet, {})])] == [Code.LABEL_UNCLEAR] * said


@pytest.mark.parametrize(("above", "said"), [("Total property,", True), ("Total property", False)])
def test_a_label_that_goes_on_across_pages_is_unclear(above: str, said: bool) -> None:
    """A row that ends with a comma is no heading, though the taxonomy has it, and its figures may stand overleaf."""
    sheet = statement(K.BALANCE_SHEET, f"Land | 7 | 9\n{above}\nplant and tools | 7 | 9")
    lines = (*sheet.lines[:2], replace(sheet.lines[2], page=2, parent=None))
    entry = LabelledSheet(
        replace(sheet, lines=lines), {2: Match("property", None, "alias"), 1: Match("land", None, "exact")}
    )
    assert [(found.code, found.line) for found in of_labels([entry])] == [(Code.LABEL_UNCLEAR, 3)] * said


@pytest.mark.parametrize(("cut", "said"), [({"1,350": "1", "3,850": "3"}, True), ({"1,350": "1"}, False)])
def test_a_column_whose_figures_the_edge_of_the_paper_cut_is_in_doubt(cut: dict[str, str], said: bool) -> None:
    """Also what in it seems right. One failed sum alone is no sign of it, and the other column stays."""
    text = BALANCE
    for whole_figure, rest in cut.items():
        text = text.replace(f"| {whole_figure}", f"| {rest}")
    facts = [fact for fact in run(*whole(balance=text)).facts if fact.sheet == 0]
    assert {fact.column for fact in facts if "statement_broken" in fact.findings} == ({1} if said else set())
