"""Selected financial data over five terms: labels without the unit column, terms in days, brackets that mean
"thereof"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor import pipeline
from extractor.detect.periods import settle_periods
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

TERMS = (
    Period(date(2018, 4, 1), date(2019, 3, 31)),
    Period(date(2019, 4, 1), date(2019, 12, 31)),
    Period(date(2020, 1, 1), date(2020, 12, 31)),
)


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


def test_a_caption_between_the_figures_begins_no_columns() -> None:
    text = TABLE.replace("| 40 １株当たり純資産額 | 189 (円)", "| 430 (単位: > 470 円)\n| 40 １株当たり純資産額")
    sheet = read(text)
    found = {
        line.label: [(sheet.columns[cell.column].period, cell.amount.text) for cell in line.cells if cell.amount.text]
        for line in sheet.lines
    }
    assert found["１株当たり純資産額"] == list(zip(TERMS, ["3,250.07", "3,284.00", "3,420.92"], strict=True))
    assert found["自己資本比率"] == list(zip(TERMS, ["61.4", "62.0", "65.2"], strict=True))


def test_a_word_in_every_cell_heads_no_columns() -> None:
    text = TABLE.replace("| 40 純資産額", "| 250 普通株式 > 380 普通株式 > 470 普通株式\n| 40 純資産額")
    assert len(read(text).columns) == 3
    assert [line.label for line in read(text).lines] == [line.label for line in read().lines]


def test_terms_under_another_standard_are_columns_of_their_own() -> None:
    text = TABLE.replace("| 40 純資産額", "| 250 国際会計基準 > 380 国際会計基準 > 470 国際会計基準\n| 40 純資産額")
    assert len(read(text).columns) > 3


def test_yen_and_sen_in_brackets_are_figures() -> None:
    text = TABLE + "| 40 １株当たり配当額 > 290 52円50銭 > 380 54円00銭 > 470 61円25銭\n"
    text += "| 40 （うち１株当たり中間配当額） > 290 （26円25銭） > 380 （27円00銭） > 470 （30円50銭）\n"
    lines = {line.label: [cell.amount.value for cell in line.cells] for line in read(text).lines}
    assert lines["（うち１株当たり中間配当額）"] == [Decimal("26.25"), Decimal("27"), Decimal("30.5")]


def test_brackets_at_both_edges_of_a_cell_belong_to_its_figure() -> None:
    text = TABLE.replace(
        "> 290 (3,963) > 380 (3,803) > 470 (3,424)", "| 245 ( > 290 3,963) | 335 [ > 360 － | 372 ] > 470 (3,424)"
    )
    cells = read(text).lines[-1].cells
    assert [cell.amount.text for cell in cells] == ["(3,963)", "[－]", "(3,424)"]


def test_a_shape_before_a_price_is_a_mark() -> None:
    text = TABLE + "| 40 最高株価 | 189 (円) > 290 2,450 > 380 2,618 > 470 1,987\n> 380 □1,305\n"
    sheet = read(text)
    assert [cell.amount.text for cell in sheet.lines[-1].cells] == ["", "1,305", ""]
    assert len(sheet.columns) == 3


def test_a_ditto_mark_in_the_column_of_units_is_the_unit_above() -> None:
    text = TABLE + "| 40 発行済株式総数\n| 50 普通株式 | 171 千株 > 290 7,016 > 380 7,017 > 470 7,018\n"
    text += "| 50 優先株式 | 180 〃 > 290 1,601 > 380 1,602 > 470 1,603\n"
    assert [(line.label, line.unit_text) for line in read(text).lines[-2:]] == [
        ("普通株式", "千株"),
        ("優先株式", "千株"),
    ]


def test_a_second_price_in_a_cell_has_the_unit_of_the_first() -> None:
    text = TABLE + "> 380 22,886\n| 40 最高株価 | 189 (円) > 290 15,450 > 380 5,772 > 470 13,987\n"
    made = read(text)
    assert [(line.label, line.unit_text) for line in made.lines[-2:]] == [("", "円"), ("最高株価", "円")]
    assert [finding.code for finding in made.findings] == ["row_split"]


def test_a_label_between_two_rows_of_figures_is_the_first_ones() -> None:
    head, _, tail = TABLE.partition("| 40 従業員数")
    text = (
        head
        + """> 290 5,381 > 380 5,364 > 470 5,360
| 40 従業員数 | 189 (人) > 290 (63) > 380 (80) > 470 (34)
"""
    )
    lines = [(line.label, [cell.amount.value for cell in line.cells]) for line in read(text).lines[-2:]]
    assert lines == [("従業員数", [5381, 5364, 5360]), ("", [63, 80, 34])]
    assert tail


def test_what_only_one_cell_sets_in_two_rows_is_exchanged() -> None:
    text = TABLE + "> 380 2,886\n| 40 最高株価 | 189 (円) > 290 5,450 > 380 (5,772) > 470 3,987\n"
    lines = [(line.label, [cell.amount.value for cell in line.cells]) for line in read(text).lines[-2:]]
    assert lines == [("最高株価", [5450, 2886, 3987]), ("", [None, 5772, None])]


def test_a_label_of_three_rows_beside_two_is_two_labels() -> None:
    text = (
        TABLE
        + """
| 40 １株当たり配当額
| 40 (うち１株当たり > 290 52.50 > 380 54.00 > 470 61.25
| 40 中間配当額) > 290 (26.25) > 380 (27.00) > 470 (30.50)
"""
    )
    lines = {line.label: [cell.amount.value for cell in line.cells] for line in read(text).lines}
    assert lines["１株当たり配当額"] == [Decimal("52.5"), Decimal("54"), Decimal("61.25")]
    assert lines["(うち１株当たり中間配当額)"] == [Decimal("26.25"), Decimal("27"), Decimal("30.5")]


def test_a_shape_that_stands_apart_leaves_the_labels_as_they_are() -> None:
    text = (
        TABLE
        + """
| 40 潜在株式調整後
> 290 12.50 > 380 14.00 > 470 11.25
| 40 当期純利益
> 470 2,087
| 40 最高株価 | 189 (円) > 290 2,450 > 380 2,618
| 430 □ > 470 1,987
> 470 1,087
| 40 最低株価 | 189 (円) > 290 1,450 > 380 1,618
| 430 □ > 470 987
"""
    )
    assert all(word not in line.label for line in read(text).lines for word in ("□", "987"))


def test_a_year_that_ends_on_the_20th_does_so_every_year() -> None:
    sheet = read()
    current = Period(date(2020, 12, 21), date(2021, 12, 20))
    closed = settle_periods(Filing("x", "x", current=current, language=Language.JA), [sheet])[0]
    assert [column.period for column in closed.columns] == [
        Period(date(2018, 3, 21), date(2019, 3, 20)),
        Period(date(2019, 3, 21), date(2019, 12, 20)),
        Period(date(2019, 12, 21), date(2020, 12, 20)),
    ]
    ended = Period(date(2021, 1, 1), date(2021, 12, 31))
    assert settle_periods(Filing("x", "x", current=ended, language=Language.JA), [sheet])[0] == sheet
