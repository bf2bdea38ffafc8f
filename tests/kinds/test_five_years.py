"""Selected financial data over five terms: labels without the unit column, terms in days, brackets that mean
"thereof"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor import pipeline
from extractor.model import Filing, Language, Period, Sheet
from extractor.reconcile.values.dating import dated
from tests.support.pages import Pages, page

TABLE = """
| 35 １【主要な経営指標等の推移】
| 40 （１）連結経営指標等
| 110 回次 > 290 第114期 > 380 第115期 > 470 第116期
| 100 決算年月 > 290 2019年３月 > 380 2019年12月 > 470 2020年12月
| 40 売上高 | 171 (百万円) > 290 350,270 > 380 288,187 > 470 344,048
| 40 経常利益 | 171 (百万円) > 290 19,217 > 380 17,002 > 470 △19,641
| 40 純資産額 | 171 (百万円) > 290 220,853 > 380 220,915 > 470 222,551
| 40 １株当たり純資産額 | 189 (円) > 290 3,250.07 > 380 3,284.00 > 470 3,420.92
| 40 自己資本比率 | 189 (％) > 290 61.4 > 380 62.0 > 470 65.2
| 40 従業員数 | 189 (人) > 290 5,381 > 380 5,364 > 470 5,360
| 40 （外、平均臨時雇用者数） > 290 (3,963) > 380 (3,803) > 470 (3,424)
"""


def read(text: str = TABLE) -> Sheet:
    document = Pages(page(text))
    filing, spans = pipeline.find(document, Filing("x", "x", language=Language.JA))
    (sheet,) = pipeline.read(filing, spans, {1: document.page(1)})
    return sheet


def test_the_unit_column_is_no_part_of_the_label() -> None:
    assert [(line.label, line.unit_text) for line in read().lines] == [
        ("売上高", "百万円"),
        ("経常利益", "百万円"),
        ("純資産額", "百万円"),
        ("１株当たり純資産額", "円"),
        ("自己資本比率", "％"),
        ("従業員数", "人"),
        ("（外、平均臨時雇用者数）", None),
    ]


def test_a_term_begins_where_the_one_before_it_ended() -> None:
    sheet = read()
    assert [column.period for column in sheet.columns] == [
        Period(date(2018, 4, 1), date(2019, 3, 31)),
        Period(date(2019, 4, 1), date(2019, 12, 31)),  # a year of nine months
        Period(date(2020, 1, 1), date(2020, 12, 31)),
    ]
    periods = dated(sheet)
    assert periods[2, 0] == Period(date(2018, 4, 1), date(2019, 3, 31))
    assert all(periods[line, 0] == Period(None, date(2019, 3, 31)) for line in (3, 4, 5, 6, 7))


def test_brackets_mean_thereof_and_a_triangle_means_negative() -> None:
    lines = {line.label: [cell.amount.value for cell in line.cells] for line in read().lines}
    assert lines["（外、平均臨時雇用者数）"] == [Decimal(3963), Decimal(3803), Decimal(3424)]
    assert lines["経常利益"][-1] == Decimal(-19641)


def test_brackets_are_negative_where_a_row_sets_some_of_its_figures_so() -> None:
    text = TABLE.replace("△19,641", "(19,641)").replace("> 470 222,551", "> 470 (2,551)")
    lines = {line.label: [cell.amount.value for cell in line.cells] for line in read(text).lines}
    assert lines["経常利益"] == [Decimal(19217), Decimal(17002), Decimal(-19641)]
    assert lines["純資産額"][-1] == Decimal(-2551)
    assert lines["（外、平均臨時雇用者数）"] == [Decimal(3963), Decimal(3803), Decimal(3424)]


def test_the_date_of_transition_is_the_opening_balance() -> None:
    sheet = read(TABLE.replace("> 290 第114期", "> 290 移行日").replace("> 290 2019年３月 ", "> 290 2019年４月１日 "))
    assert sheet.columns[0].period == Period(None, date(2019, 3, 31))


def test_a_piece_of_a_label_is_reported() -> None:
    broken = read(TABLE.replace("| 40 自己資本比率", "| 40 配当額)"))
    assert [finding.code for finding in broken.findings] == ["row_split"]
    assert read().findings == ()


OWN = """
| 40 （２）提出会社の当事業年度の前２事業年度及び当事業年度に係る主要な経営指標等の推移
| 110 回次 > 290 第114期 > 380 第115期 > 470 第116期
| 100 決算年月 > 290 2019年３月 > 380 2020年３月 > 470 2021年３月
| 40 営業収益 | 171 (百万円) > 290 31,402 > 380 30,087 > 470 34,048
| 40 経常利益 | 171 (百万円) > 290 1,217 > 380 1,364 > 470 1,641
| 40 純資産額 | 171 (百万円) > 290 20,053 > 380 20,115 > 470 22,551
"""
SUBSIDIARY = """
| 40 （参考）主たる子会社の経営指標等
| 40 ① 川辺運送株式会社（連結）
| 110 回次 > 290 第12期 > 380 第13期 > 470 第14期
| 100 決算年月 > 290 2019年３月 > 380 2020年３月 > 470 2021年３月
| 40 営業収益 | 171 (百万円) > 290 8,402 > 380 8,087 > 470 9,048
| 40 経常利益 | 171 (百万円) > 290 217 > 380 364 > 470 641
| 40 純資産額 | 171 (百万円) > 290 2,053 > 380 2,115 > 470 2,551
"""


def test_the_terms_of_the_company_are_told_from_those_of_the_group() -> None:
    document = Pages(page(TABLE, 1), page(OWN, 2))
    _, spans = pipeline.find(document, Filing("x", "x", language=Language.JA))
    assert [(span.consolidated, {region.page for region in span.regions}) for span in spans] == [
        (True, {1}),
        (False, {2}),
    ]


def test_the_data_of_subsidiaries_are_not_the_filers() -> None:
    document = Pages(page(TABLE, 1), page(OWN, 2), page(SUBSIDIARY, 3))
    _, spans = pipeline.find(document, Filing("x", "x", language=Language.JA))
    assert {region.page for span in spans for region in span.regions} == {1, 2}
