"""Heads and labels that narrow cells break over rows, and figures torn by a change of font."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.detect.tokens import Kind, tokens_of
from extractor.model import Page, Period, StatementKind
from extractor.notation.rows import rows_of
from tests.detect.test_tables import read, rows
from tests.support.pages import page

INCOME = StatementKind.INCOME_STATEMENT


def test_the_end_of_a_head_that_stands_left_of_the_figures_is_head() -> None:
    (sheet,) = read(
        page(
            "|300 前事業年度|420 当第２四半期会計期間\n|280 (2022年３月31|420 (2022年９月30日)\n|300 日)\n"
            "|40 資産の部\n|50 現金及び預金>370 1,234>490 2,345"
        )
    )
    assert [column.period for column in sheet.columns] == [
        Period(None, date(2022, 3, 31)),
        Period(None, date(2022, 9, 30)),
    ]
    assert [line.label for line in sheet.lines] == ["資産の部", "現金及び預金"]


def test_a_prior_column_without_a_readable_date_is_the_end_of_the_year_before() -> None:
    (sheet,) = read(page("|310 前事業年度|420 当第２四半期会計期間\n|50 現金及び預金>370 1,234>490 2,345"))
    assert sheet.columns[0].period == Period(None, date(2022, 3, 31))
    (interim,) = read(page("|280 前第２四半期末|420 当第２四半期末\n|50 現金及び預金>370 1,234>490 2,345"))
    assert interim.columns[0].period == Period(None, date(2021, 9, 30))


def test_years_alone_under_a_head_in_two_rows_go_to_the_columns_in_order() -> None:
    made = page(
        "|300 (In|320 thousands|380 of\n|300 yen)\n|300 Six|322 months|352 ended|380 September\n|352 30,\n"
        "|300 2021|340 2022\n|40 Revenue>340 1,500>425 1,620\n|40 Cost of sales>340 (900)>425 (950)\n|40 Gross "
        "profit>340 600>425 670"
    )
    (sheet,) = read(made, INCOME)
    assert [column.period for column in sheet.columns] == [
        Period(date(2021, 4, 1), date(2021, 9, 30)),
        Period(date(2022, 4, 1), date(2022, 9, 30)),
    ]
    assert {column.scale for column in sheet.columns} == {1000}


def test_a_label_in_three_rows_of_which_the_middle_one_holds_the_figures() -> None:
    made = "|300 前期|420 当期\n|300 (2022年３月31日)|420 (2022年９月30日)\n"
    body = ["|40 土地>370 30>490 31", "|40 建物>370 20>490 21", "|40 車両>370 5>490 6", "|40 船舶>370 8>490 9"]
    words = list(page(made + "\n".join(body), pitch=30.0).words)
    tail = page("|40 工具、器\n|40 具及び備>370 11>490 12\n|40 品", pitch=16.0, first=220.0)
    (sheet,) = read(Page(1, 595, 842, (*words, *tail.words), reader="test"))
    assert rows(sheet)["工具、器具及び備品"] == [Decimal(11), Decimal(12)]
    assert len(sheet.lines) == 5


def test_a_figure_whose_commas_come_from_another_font_is_one() -> None:
    (row,) = rows_of(page("|100 8|104.5 ,|109 031").words)
    assert [(token.kind, token.text) for token in tokens_of(row)] == [(Kind.NUMBER, "8,031")]
    (apart,) = rows_of(page("|100 8|150 031").words)
    assert [token.text for token in tokens_of(apart)] == ["8", "031"]


def test_the_caption_of_the_next_period_begins_its_table() -> None:
    head = "|200 株主資本|300 その他|400 純資産合計\n"
    table = (
        "|40 当期首残高>240 100>340 20>440 120\n|40 当期純利益>240 7>340 －>440 7\n|40 当期末残高>240 107>340 "
        "20>440 127\n"
    )
    sheets = read(
        page(
            "|40 前事業年度（自2020年９月21日 至2021年９月20日）\n"
            + head
            + table
            + "|40 当事業年度（自2021年９月21日 至2022年９月20日）\n"
            + head
            + table
        ),
        StatementKind.CHANGES_IN_EQUITY,
    )
    assert [{column.period for column in sheet.columns} for sheet in sheets] == [
        {Period(date(2020, 9, 21), date(2021, 9, 20))},
        {Period(date(2021, 9, 21), date(2022, 9, 20))},
    ]


def test_a_range_that_breaks_after_its_word_stays_whole() -> None:
    """The head's cell ends behind 至: 自 and its date stay together, wherever the columns end."""
    made = page(
        "|210 前連結会計年度（自 |300 2021年４月１日 |370 至 |400 当連結会計年度（自 |485 2022年４月１日 |555 至\n"
        "|270 2022年３月31日） |450 2023年３月31日）\n|40 売上高>390 1,234>560 2,345\n|40 売上原価>390 1,000>560 2,000"
    )
    (sheet,) = read(made, INCOME)
    assert [column.period for column in sheet.columns] == [
        Period(date(2021, 4, 1), date(2022, 3, 31)),
        Period(date(2022, 4, 1), date(2023, 3, 31)),
    ]


def test_the_head_of_notes_right_of_the_amounts_belongs_to_no_period() -> None:
    made = page(
        "|300 2022年３月31日 |430 2023年３月31日 |515 注記\n"
        "|40 売掛金>370 1,234>500 2,345 |520 7\n|40 現金>370 1,000>500 2,000\n|40 商品>370 100>500 200 |520 12"
    )
    (sheet,) = read(made)
    assert [column.label for column in sheet.columns] == ["2022年３月31日", "2023年３月31日"]
    assert [line.note for line in sheet.lines] == ["7", None, "12"]


def test_a_year_with_the_bracket_of_its_head_is_no_figure() -> None:
    made = page(
        "|270 (As of June 30, 2022) |410 (As of September 30,\n|430 2022)\n"
        "|40 Cash>370 1,234>500 2,345\n|40 Goods>370 1>500 2"
    )
    (sheet,) = read(made)
    assert [column.label for column in sheet.columns] == ["(As of June 30, 2022)", "(As of September 30, 2022)"]
    assert list(rows(sheet)) == ["Cash", "Goods"]
