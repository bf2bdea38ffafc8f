"""Rows, columns, headers and lines of small pages; each is the least input that once went wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractor import pipeline
from extractor.model import Filing, Language, Page, Period, Region, Sheet, Standard, StatementKind, StatementSpan
from tests.support.pages import page, span_over

FILING = Filing("0" * 16, "test.pdf", current=Period(date(2022, 4, 1), date(2022, 9, 30)))


def read(
    made: Page,
    kind: StatementKind = StatementKind.BALANCE_SHEET,
    scale: int | None = 1_000_000,
    period: Period | None = None,
) -> tuple[Sheet, ...]:
    span = span_over(kind, Region(made.number, 0, made.height), scale=scale, caption_period=period)
    return pipeline.read(FILING, (span,), {made.number: made})


def rows(sheet: Sheet) -> dict[str, list[Decimal | None]]:
    return {line.label: [cell.amount.value for cell in line.cells] for line in sheet.lines if line.cells}


HEAD = """
|300 前連結会計年度|420 当連結会計年度
|300 (2022年３月31日)|420 (2022年９月30日)
"""


def test_columns_carry_the_dates_of_their_headers() -> None:
    (sheet,) = read(page(HEAD + "|40 資産の部\n|50 現金及び預金>370 1,234>490 2,345\n|50 売掛金>370 △34>490 －"))
    assert [column.period for column in sheet.columns] == [
        Period(None, date(2022, 3, 31)),
        Period(None, date(2022, 9, 30)),
    ]
    assert rows(sheet) == {"現金及び預金": [Decimal(1234), Decimal(2345)], "売掛金": [Decimal(-34), None]}
    assert [line.depth for line in sheet.lines] == [0, 1, 1]
    assert sheet.lines[1].parent == 1


@pytest.mark.parametrize(
    "marked", ["|330 ※７>370 5,278", "|328 ※|337 ７>370 5,278", "|333 ※７5,278", "|325 (注)1>370 5,278"]
)
def test_a_note_mark_is_no_digit_of_its_figure(marked: str) -> None:
    (sheet,) = read(
        page(HEAD + f"|50 仕掛品{marked}>490 4,526\n|50 原材料>370 1,264>490 1,240\n|50 貯蔵品>370 1,300>490 1,300")
    )
    assert rows(sheet)["仕掛品"] == [Decimal(5278), Decimal(4526)]


def test_a_raised_mark_behind_the_last_figure_takes_no_cell() -> None:
    (sheet,) = read(
        page(HEAD + "|50 仕掛品>370 5,278>494 860¹\n|50 原材料>370 1,264>490 1,240\n|50 貯蔵品>370 1,300>490 1,300")
    )
    assert rows(sheet)["仕掛品"] == [Decimal(5278), Decimal(860)]


def test_a_column_of_notes_is_no_column_of_amounts() -> None:
    (sheet,) = read(
        page("|230 注記\n" + HEAD + "|50 売掛金|235 6,12>370 1,234>490 2,345\n|50 棚卸資産|238 7>370 345>490 456")
    )
    assert rows(sheet) == {"売掛金": [Decimal(1234), Decimal(2345)], "棚卸資産": [Decimal(345), Decimal(456)]}
    assert [line.note for line in sheet.lines] == ["6,12", "7"]


def test_notes_and_accounts_receivable_are_no_header_of_notes() -> None:
    (sheet,) = read(
        page(
            "|300 As of March 31, 2022|420 As of September 30, 2022\n|50 Notes|75 and|95 accounts|135 receivable>370 "
            "1,234>490 2,345\n|50 Cash>370 1>490 2"
        )
    )
    assert rows(sheet) == {
        "Notes and accounts receivable": [Decimal(1234), Decimal(2345)],
        "Cash": [Decimal(1), Decimal(2)],
    }


def test_years_under_their_header_are_no_figures() -> None:
    (sheet,) = read(
        page(
            "|270 Nine months ended September 30,|440 Nine months ended September 30,\n|330 2021|500 2022\n|50 Net "
            "sales>370 1,234>540 2,345\n|50 Cost>370 34>540 45"
        ),
        StatementKind.INCOME_STATEMENT,
    )
    assert [column.period for column in sheet.columns] == [
        Period(date(2021, 1, 1), date(2021, 9, 30)),
        Period(date(2022, 1, 1), date(2022, 9, 30)),
    ]
    assert list(rows(sheet)) == ["Net sales", "Cost"]


SHARES = """
|160 前連結会計年度末 (2022年３月31日)|380 当第２四半期末 (2022年９月30日)
|{} 売上高比|{} 売上高比
|270 ％|490 ％
|40 売上高>200 2,138,377>290 100.0>420 2,339,567>510 100.0
|40 売上原価>200 1,514,319>290 70.8>420 1,710,855>510 73.1
|40 販売費>200 488,887>290 22.9>420 550,908>510 23.6
"""


@pytest.mark.parametrize("places", [(255, 475), (160, 380)])
def test_shares_of_sales_are_no_amounts_even_where_their_header_slipped_over_the_amounts(
    places: tuple[int, int],
) -> None:
    """A converter that forgets which cells reach down over two rows sets the second row of a header one column to the
    left."""
    (sheet,) = read(page(SHARES.format(*places)))
    assert rows(sheet)["売上高"] == [Decimal(2138377), Decimal(2339567)]
    assert [column.period for column in sheet.columns] == [
        Period(None, date(2022, 3, 31)),
        Period(None, date(2022, 9, 30)),
    ]


WRAPPED = """
|50 当期首残高>370 10,001>490 83,601
|50 剰余金の配当>370 △11>490 △2,711
|50 自己株式の取得>370 △12>490 △1,610
"""


def test_a_figure_between_two_parts_of_its_label() -> None:
    made = page(HEAD + WRAPPED + "|50 親会社株主に帰属する当期", pitch=17)
    low = max(word.box.top for word in made.words)
    rest = page(">370 0>490 12,678", first=low + 4.5).words + page("|50 純利益", first=low + 9).words
    (sheet,) = read(Page(1, 595, 842, made.words + rest, reader="test"))
    assert rows(sheet)["親会社株主に帰属する当期純利益"] == [Decimal(0), Decimal(12678)]


def test_a_heading_is_no_part_of_the_line_below() -> None:
    (sheet,) = read(
        page(
            HEAD
            + "|50 営業活動によるキャッシュ・フロー\n|60 税引前利益>370 413,584>490 437,918\n|60 減価償却費>370 180>490 186"
        ),
        StatementKind.CASH_FLOWS,
    )
    assert [line.label for line in sheet.lines] == ["営業活動によるキャッシュ・フロー", "税引前利益", "減価償却費"]


def test_a_figure_that_its_cell_broke() -> None:
    made = page(HEAD + WRAPPED + "|50 当期末残高>490 5,437", pitch=17)
    low = max(word.box.top for word in made.words)
    broken = page(">370 △1,009,26", first=low - 4.5).words + page(">370 2", first=low + 4.5).words
    (sheet,) = read(Page(1, 595, 842, made.words + broken, reader="test"))
    assert rows(sheet)["当期末残高"] == [Decimal(-1009262), Decimal(5437)]


def test_a_dash_over_a_figure_is_no_sign() -> None:
    (sheet,) = read(page(HEAD + "|50 社債>370 －>490 －\n|50 リース債務>370 2,132>490 2,000", pitch=10))
    assert rows(sheet)["リース債務"] == [Decimal(2132), Decimal(2000)]


def test_a_minus_apart_from_its_figure_and_a_nil_beside_one() -> None:
    body = "|50 貸倒引当金 |353 −>370 38 |473 −>490 69\n|50 現金>370 1,234>490 2,345"
    (sheet,) = read(page(HEAD + body))
    assert rows(sheet)["貸倒引当金"] == [-38, -69]
    (nils,) = read(page(HEAD + "|50 社債>370 1,234>490 －\n|50 借入金>370 －>490 5"))
    assert rows(nils)["借入金"] == [None, 5]


def test_a_page_number_between_dashes_is_no_negative_figure() -> None:
    (sheet,) = read(page(HEAD + "|50 現金>370 1,234>490 2,345\n|50 資産合計>370 1,234>490 2,345\n|352 - |359 6 |366 -"))
    assert all(value is None or value > 0 for values in rows(sheet).values() for value in values)


def test_cells_that_touch() -> None:
    (sheet,) = read(
        page(
            HEAD
            + "|50 売掛金>370 1,234,567>490 2,345\n|50 自己株式|330 △1,009,262△1,976,672\n|50 資本金>370 9,716,363>405 9,922,957"
        )
    )
    assert rows(sheet)["自己株式"][0] == Decimal(-1009262)


def test_per_share_amounts_under_the_same_columns_have_their_own_unit() -> None:
    (sheet,) = read(
        page(
            HEAD
            + "|50 当期利益>370 2,492,967>490 5,071,421\n>490 （単位：円）\n|50 基本的および希薄化後>370 179.47>490 365.94"
        ),
        StatementKind.INCOME_STATEMENT,
    )
    assert [column.scale for column in sheet.columns] == [1_000_000, 1_000_000, 1, 1]
    assert [cell.column for cell in sheet.lines[-1].cells] == [2, 3]


def test_columns_that_compare_are_left_out() -> None:
    (sheet,) = read(
        page(
            "|300 2022年３月31日|420 2022年９月30日|520 増減\n|50 売掛金>370 1,234>490 2,345>550 1,111\n|50 現金>370 "
            "34>490 45>550 11"
        )
    )
    assert rows(sheet) == {"売掛金": [Decimal(1234), Decimal(2345)], "現金": [Decimal(34), Decimal(45)]}


EQUITY = "|200 資本金|300 利益剰余金|400 自己株式|480 純資産合計\n"


def test_the_next_period_under_the_same_components_is_a_sheet_of_its_own() -> None:
    first = (
        EQUITY
        + "|40 2021年４月１日残高>230 9>340 90>440 △1>530 98\n|40 当期利益>340 10>530 10\n|40 2022年３月31日残高>230 9>340 100>440 △1>530 108\n"
    )
    second = (
        EQUITY
        + "|40 2022年４月１日残高>230 9>340 100>440 △1>530 108\n|40 当期利益>340 11>530 11\n|40 2022年９月30日残高>230 9>340 111>440 △1>530 119"
    )
    sheets = read(page(first + second), StatementKind.CHANGES_IN_EQUITY)
    assert [sheet.columns[0].period for sheet in sheets] == [
        Period(date(2021, 4, 1), date(2022, 3, 31)),
        Period(date(2022, 4, 1), date(2022, 9, 30)),
    ]
    assert [len(sheet.lines) for sheet in sheets] == [3, 3]


def test_the_second_half_of_an_equity_statement_joins_its_lines() -> None:
    period = Period(date(2022, 4, 1), date(2022, 9, 30))
    first = (
        "|200 資本金|300 利益剰余金\n|40 当期首残高>230 9>340 90\n|40 当期純利益>340 10\n|40 当期末残高>230 9>340 100\n"
    )
    second = (
        "|200 新株予約権|300 純資産合計\n|40 当期首残高>230 5>340 104\n|40 当期純利益>340 10\n|40 "
        "当期末残高>230 5>340 114"
    )
    (sheet,) = read(page(first + second), StatementKind.CHANGES_IN_EQUITY, period=period)
    assert [column.component_label for column in sheet.columns] == ["資本金", "利益剰余金", "新株予約権", "純資産合計"]
    assert rows(sheet)["当期首残高"] == [Decimal(9), Decimal(90), Decimal(5), Decimal(104)]
    assert len(sheet.lines) == 3


def test_rows_that_print_nothing_in_one_half_have_blanks_in_it() -> None:
    period = Period(date(2022, 4, 1), date(2022, 9, 30))
    first = "|200 資本金|300 資本剰余金\n|40 当期首残高>230 9>340 90\n|40 剰余金の配当\n|40 当期末残高>230 9>340 90\n"
    second = "|200 利益剰余金|300 純資産合計\n|40 当期首残高>230 5>340 104\n|40 剰余金の配当>230 (2)>340 (2)\n"
    second += "|40 当期末残高>230 3>340 102"
    (sheet,) = read(page(first + second), StatementKind.CHANGES_IN_EQUITY, period=period)
    assert rows(sheet)["剰余金の配当"] == [None, None, Decimal(-2), Decimal(-2)]


def test_numbers_of_notes_come_off_the_names_of_components() -> None:
    heads = "|200 資本金（注５）|300 利益剰余金（注５及び６）|420 資本合計\n"
    text = "|40 期首残高>230 9>340 90>460 99\n|40 当期利益>340 10>460 10\n|40 期末残高>230 9>340 100>460 109"
    (sheet,) = read(page(heads + text), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in sheet.columns] == ["資本金", "利益剰余金", "資本合計"]


def test_the_name_of_a_period_over_an_equity_statement_is_no_component() -> None:
    heads = "|90 前第１四半期連結累計期間\n|200 資本金|300 利益剰余金|400 資本合計\n"
    text = "|40 ４月１日残高>230 9>340 90>440 99\n|40 四半期利益>340 10>440 10\n|40 ６月30日残高>230 9>340 100>440 109"
    (sheet,) = read(page(heads + text), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in sheet.columns] == ["資本金", "利益剰余金", "資本合計"]


def test_parallel_headers_that_nearly_touch_are_two() -> None:
    made = page(
        "|264 (自 2021年４月１日|350 (自 2022年４月１日\n|264 至 2021年９月30日)|350 至 2022年９月30日)\n|50 "
        "売上高>340 66,216>430 69,234\n|50 売上原価>340 38,489>430 40,323"
    )
    (sheet,) = read(made, StatementKind.INCOME_STATEMENT)
    assert [column.period for column in sheet.columns] == [
        Period(date(2021, 4, 1), date(2021, 9, 30)),
        Period(date(2022, 4, 1), date(2022, 9, 30)),
    ]


def test_the_tail_of_a_label_is_no_unit_caption() -> None:
    (sheet,) = read(
        page(
            HEAD + "|50 基本的１株当たり四半期利益>370 △3.49>490 0.47\n|50 （円）\n|50 希薄化後>370 △3.49>490 0.47",
            pitch=9.5,
        ),
        StatementKind.INCOME_STATEMENT,
    )
    assert len(sheet.columns) == 2


def test_the_last_heading_of_one_table_is_none_of_the_next_one_s() -> None:
    """Three months below nine, under one title: its sales are no amounts per share."""
    made = page(
        """
|300 (自 2022年１月１日 |420 (自 2023年１月１日
|300 至 2022年９月30日) |420 至 2023年９月30日)
|40 売上収益>370 9,000>490 9,900
|40 １株当たり四半期利益
|50 基本的１株当たり四半期利益>370 45.10>490 51.20
|300 (自 2022年７月１日 |420 (自 2023年７月１日
|300 至 2022年９月30日) |420 至 2023年９月30日)
|50 売上収益>370 3,000>490 3,300
|50 基本的１株当たり四半期利益>370 15.10>490 16.20
|50 売上収益>370 3,000>490 3,300
"""
    )
    nine, three = read(made, StatementKind.INCOME_STATEMENT)
    assert [column.period and column.period.start for column in nine.columns] == [date(2022, 1, 1), date(2023, 1, 1)]
    assert [column.period and column.period.start for column in three.columns] == [date(2022, 7, 1), date(2023, 7, 1)]
    assert [line.parent for line in three.lines] == [None, None, None]


def test_other_lines_under_other_columns_are_one_statement() -> None:
    """Liabilities on the next page, with heads of their own: nothing is said again."""
    made = page(
        """
|300 2022年３月31日 |420 2022年９月30日
|40 現金>370 100>490 200
|40 資産合計>370 100>490 200
|300 前期末 2022年３月31日 |420 当期末 2022年９月30日
|40 借入金>370 60>490 70
|40 純資産>370 40>490 130
|40 負債純資産合計>370 100>490 200
"""
    )
    assert len(read(made)) == 1


def test_decimal_numbers_of_notes_are_no_amounts() -> None:
    """Notes numbered 2.1 and 3.8, some cells of the notes' column on two rows around their line."""
    made = page(
        """
|250 注記 |300 前連結会計年度 |420 当連結会計年度
|300 (2022年３月31日) |420 (2023年３月31日)
|40 現金>268 4.2>370 1,200>490 1,300
|40 営業債権>268 2.2,3.2>370 2,400>490 2,500
|40 のれん>268 3.7>370 400>490 500
>268 2.1,3.5
|40 減価償却費>370 600>490 700
>268 3.6
"""
    )
    (sheet,) = read(made)
    assert len(sheet.columns) == 2
    assert rows(sheet) == {
        "現金": [1200, 1300],
        "営業債権": [2400, 2500],
        "のれん": [400, 500],
        "減価償却費": [600, 700],
    }
    assert sheet.lines[1].note == "2.2,3.2"


def test_brackets_are_no_minus_where_triangles_are() -> None:
    """A number of shares in brackets below the amount: negative is △ in this statement."""
    made = page(
        """
|300 2022年12月31日 |420 2023年３月31日
|40 自己株式>370 △12,583>490 △12,584
|40 （自己株式数）>370 (318,250)>490 (318,251)
"""
    )
    (sheet,) = read(made)
    assert rows(sheet)["（自己株式数）"] == [318_250, 318_251]
    alone = page(
        "|300 2022年12月31日 |420 2023年３月31日\n|40 自己株式>370 (12,583)>490 (12,584)\n|40 資本金>370 1,000>490 "
        "1,000"
    )
    assert rows(read(alone)[0])["自己株式"] == [-12_583, -12_584]


def test_square_brackets_are_minus_where_an_english_statement_has_no_other() -> None:
    head = "|300 March 31, 2023 |420 March 31, 2024\n"
    made = page(head + "|40 Treasury shares>370 [12,583]>490 [12,584]\n|40 Capital>370 1,000>490 1,000")
    span = StatementSpan(
        StatementKind.BALANCE_SHEET, "t", True, Standard.JGAAP, Language.EN, (Region(1, 0, made.height),), 1_000
    )
    (sheet,) = pipeline.read(FILING, (span,), {1: made})
    assert rows(sheet)["Treasury shares"] == [-12_583, -12_584]
    (other,) = read(made)
    assert rows(other)["Treasury shares"] == [12_583, 12_584]


def test_a_note_on_several_rows_is_none_of_the_label() -> None:
    """注 above １,17,18 in the notes' column: it takes no number off the label."""
    made = page(
        """
|250 注記 |300 前連結会計年度 |420 当連結会計年度
|250 番号 |300 (2022年12月31日) |420 (2023年３月31日)
|40 ２．買入債務 |250 注７>370 3,559>490 3,645
|250 注
|40 ６．その他の流動負債>370 2,654>490 2,894
|250 11,13,17
|40 流動負債合計>370 6,213>490 6,539
"""
    )
    (sheet,) = read(made)
    assert [line.label for line in sheet.lines] == ["２．買入債務", "６．その他の流動負債", "流動負債合計"]


def test_a_balance_of_the_first_day_opens_the_next_period() -> None:
    made = page(
        """
|200 資本金 |300 利益剰余金 |400 資本合計
|40 2021年４月１日残高>240 100>340 200>440 300
|40 四半期利益>340 50>440 50
|40 2021年９月30日残高>240 100>340 250>440 350
|40 2022年４月１日残高>240 100>340 400>440 500
|40 四半期利益>340 60>440 60
|40 2022年９月30日残高>240 100>340 460>440 560
"""
    )
    prior, current = read(made, StatementKind.CHANGES_IN_EQUITY)
    assert prior.columns[0].period == Period(date(2021, 4, 1), date(2021, 9, 30))
    assert current.columns[0].period == Period(date(2022, 4, 1), date(2022, 9, 30))
    assert current.lines[0].label == "2022年４月１日残高"


def test_heads_at_the_foot_of_a_page_belong_to_the_table_on_the_next() -> None:
    foot = page("|300 2022年３月31日 |420 2022年９月30日", 1, first=800.0)
    body = page("|40 現金>370 1,200>490 1,300\n|40 資産合計>370 1,200>490 1,300", 2)
    span = span_over(StatementKind.BALANCE_SHEET, Region(1, 795, 815), Region(2, 38, 70), scale=1000)
    (sheet,) = pipeline.read(FILING, (span,), {1: foot, 2: body})
    assert [column.period for column in sheet.columns] == [
        Period(None, date(2022, 3, 31)),
        Period(None, date(2022, 9, 30)),
    ]
    heads = [claim for claim in sheet.claims if claim.page == 1]
    assert {claim.text for claim in heads} == {"2022年３月31日", "2022年９月30日"}
    assert all(abs(claim.box.top - 800) < 0.01 for claim in heads)


def test_a_column_of_notes_goes_on_above_the_next_table_and_moves_with_its_head() -> None:
    """The first page has a head for the notes, its next page goes on without, and a table below has the column
    elsewhere."""
    first = page("|330 Notes>420 2021>490 2022\n|40 Cash|336 7>420 1,200>490 1,300\n|40 Land>420 3,000>490 3,100")
    second = page(
        "|40 Interest income|336 9>420 12>490 14\n|40 Other income>420 7>490 5\n|40 Ordinary profit|336 8, 13>420 "
        "1,019>490 1,019\n"
        "|250 Six months\n|250 ended June 30,\n>290 2021>350 2022\n|222 Notes\n"
        "|40 Gain on sale|225 19>290 28>350 27\n|40 Total income>290 1,028>350 1,027",
        2,
    )
    regions = Region(1, 0, 842), Region(2, 0, 842)
    span = span_over(StatementKind.INCOME_STATEMENT, *regions, language=Language.EN)
    (sheet,) = pipeline.read(FILING, (span,), {1: first, 2: second})
    assert [(line.label, line.note) for line in sheet.lines] == [
        ("Cash", "7"),
        ("Land", None),
        ("Interest income", "9"),
        ("Other income", None),
        ("Ordinary profit", "8, 13"),
        ("Gain on sale", "19"),
        ("Total income", None),
    ]
    assert [[cell.amount.value for cell in line.cells if cell.amount.value] for line in sheet.lines[2:6]] == [
        [12, 14],
        [7, 5],
        [1019, 1019],
        [28, 27],
    ]


def test_a_table_set_in_pieces_keeps_its_columns_where_they_move() -> None:
    """Each piece is as wide as its own figures; a dash that ends at the first column is a nil of it."""
    upper = "|300 2021|420 2022\n|40 Cash>370 1,200>490 1,300\n|40 Land>370 20>490 30\n|40 Plant>370 35>490 36\n"
    lower = "|40 Borrowings\n|50 Short-term|292 –|299 9,000\n|50 Long-term>296 40>321 50\n|50 Leases>296 70>321 75"
    (sheet,) = read(page(upper + lower))
    assert len(sheet.columns) == 2
    assert rows(sheet)["Leases"] == [Decimal(70), Decimal(75)]
    assert rows(sheet)["Short-term"] == [None, Decimal(9000)]


def test_inner_and_outer_columns_are_not_the_same_columns_moved() -> None:
    inner = "|40 土地>300 1,200>470 1,300\n|40 建物>300 20>470 30\n|40 機械>300 35>470 36\n"
    (sheet,) = read(page(HEAD + inner + "|40 固定資産合計>370 1,255>540 1,366\n|40 資産合計>370 1,255>540 1,366"))
    assert rows(sheet)["固定資産合計"][-1] == Decimal(1366)
    assert {line.cells[0].page for line in sheet.lines} == {1}
    assert len([cell for cell in sheet.lines[0].cells if cell.amount.value is not None]) == 2


def test_years_at_different_heights_head_a_column_each() -> None:
    """Cells as narrow as their words: both years stand nearer to the first column than to the second."""
    head = "|290 Six months ended September\n|340 30,\n>315 2021\n>345 2022\n"
    (sheet,) = read(
        page(head + "|40 Sales>330 1,200>430 1,300\n|40 Costs>330 20>430 30"), StatementKind.INCOME_STATEMENT
    )
    assert [column.period and column.period.end.year for column in sheet.columns] == [2021, 2022]


def test_a_closing_balance_on_the_next_page_begins_no_table() -> None:
    head = "|200 資本金 |270 資本剰余金 |350 利益剰余金 |430 自己株式 |500 資本合計\n"
    upper = "|40 2021年１月１日残高>230 1,000>310 1,500>390 2,000>460 △1,100>540 3,400\n|40 四半期利益>230 －>310 －>390 1,200>460 －>540 1,200\n"
    lower = "|40 所有者との取引額合計>230 －>310 －>390 100>460 －>540 100\n|40 2021年９月30日残高>230 1,000>310 1,500>390 3,300>460 △1,100>540 4,700"
    span = span_over(
        StatementKind.CHANGES_IN_EQUITY,
        Region(1, 0, 842),
        Region(2, 0, 842),
        standard=Standard.IFRS,
        caption_period=Period(date(2021, 1, 1), date(2021, 9, 30)),
    )
    sheets = pipeline.read(FILING, (span,), {1: page(head + upper), 2: page(lower, 2)})
    assert [len(sheet.lines) for sheet in sheets] == [4]


def test_counts_of_shares_in_the_column_of_the_labels_are_no_amounts() -> None:
    made = page(
        "|230 注記番号\n" + HEAD + "|40 短期借入債務|235 15,31>370 1,234>490 2,345\n|40 資本金|238 23>370 345>490 456\n"
        "|40 発行済株式数\n|60 2022年３月31日>212 12,000,000株\n|60 2023年３月31日>212 13,000,000株\n"
        "|40 資本剰余金|238 23>370 7>490 8"
    )
    (sheet,) = read(made)
    assert rows(sheet) == {
        "短期借入債務": [Decimal(1234), Decimal(2345)],
        "資本金": [Decimal(345), Decimal(456)],
        "資本剰余金": [Decimal(7), Decimal(8)],
    }


def test_amounts_below_a_hundred_are_no_notes() -> None:
    """No amount of the first column reaches a thousand; its head is a year."""
    made = page(
        "|340 Six months ended September 30,\n|235 Notes|310 2021|430 2022\n|40 Gain on sale>330 0>450 -\n"
        "|40 Other|239 19>330 14>450 -\n|40 Profit before income taxes|239 16,21>330 900>450 1,773"
    )
    (sheet,) = read(made, StatementKind.INCOME_STATEMENT)
    assert rows(sheet) == {
        "Gain on sale": [Decimal(0), None],
        "Other": [Decimal(14), None],
        "Profit before income taxes": [Decimal(900), Decimal(1773)],
    }
    assert [line.note for line in sheet.lines] == [None, "19", "16,21"]


def test_a_year_and_a_month_are_no_figure_with_a_minus() -> None:
    (sheet,) = read(page(HEAD + "|40 資産合計>370 9>490 8\n|40 Financial Report,|150 2022-08"))
    assert rows(sheet) == {"資産合計": [Decimal(9), Decimal(8)]}


def test_notes_go_on_without_a_head_beside_full_width_figures() -> None:
    first = page("|230 注記\n" + HEAD + "|40 現金|235 6>370 １，２３４>490 ２，３４５")
    second = page("|40 資本金|232 18、20>370 １５，８００>490 １５，９００\n|40 剰余金>370 ２１>490 ２２", 2)
    regions = (Region(1, 0, 842), Region(2, 0, 842))
    span = StatementSpan(StatementKind.BALANCE_SHEET, "title", False, Standard.JGAAP, Language.JA, regions, 1_000_000)
    (sheet,) = pipeline.read(FILING, (span,), {1: first, 2: second})
    assert [(line.label, line.note) for line in sheet.lines] == [("現金", "6"), ("資本金", "18、20"), ("剰余金", None)]
    assert rows(sheet)["資本金"] == [Decimal(15800), Decimal(15900)]


def test_a_mark_in_a_head_heads_no_second_column_of_notes() -> None:
    made = page(
        "|300 前連結会計年度|420 当連結会計年度\n|230 注記|300 (2023年３月31日)|420 (2024年３月31日)\n|320 （注）\n"
        "|40 現金及び預金|232 ７,34>370 103>490 101\n|235 ８,24\n|40 営業債権>370 75>490 1,088"
    )
    (sheet,) = read(made)
    assert rows(sheet)["営業債権"] == [Decimal(75), Decimal(1088)]
    assert rows(sheet)["現金及び預金"] == [Decimal(103), Decimal(101)]


def test_a_dash_that_touches_a_negative_figure_is_the_nil_of_the_cell_before() -> None:
    head = "|200 資本金 |340 自己株式 |390 利益剰余金 |490 資本合計\n"
    made = page(
        head
        + "|40 期首残高>230 1,000>380 1,500>430 2,000>530 4,500\n|40 損失>230 －|371.5 －△1,432,693>530 △1,432,693\n"
        "|40 期末残高>230 1,000>380 1,500>430 3,000>530 5,500"
    )
    (sheet, *_) = read(made, StatementKind.CHANGES_IN_EQUITY)
    assert rows(sheet)["損失"] == [None, None, Decimal(-1432693), Decimal(-1432693)]


def test_numbers_of_notes_below_each_other_are_no_broken_figure() -> None:
    """ "9,28" over "7" beside whole amounts, and right of them: columns of notes whose head stands a page before."""
    lines = "|40 売掛金>370 1,234>490 2,345>540 9,28\n|40 商品>370 3,234>490 4,345>540 7\n|40 土地>370 5,234>490 6,345"
    (sheet,) = read(page(HEAD + lines))
    assert rows(sheet)["売掛金"][:2] == [Decimal(1234), Decimal(2345)]
    assert not any(value == 9287 for values in rows(sheet).values() for value in values)


def test_a_triangle_apart_from_a_currency_sign_is_the_figures() -> None:
    (sheet,) = read(page(HEAD + "|40 商品>370 ￥1,234>490 ￥2,345\n|40 貸倒引当金|338 △>370 ￥34|458 △>490 ￥56"))
    assert rows(sheet)["貸倒引当金"] == [Decimal(-34), Decimal(-56)]


def test_yen_of_one_share_across_an_amount_and_its_share_of_sales_are_the_amount() -> None:
    heads = "|280 2021年度|400 2022年度\n|280 金額（百万円）|340 百分比（％）|400 金額（百万円）|460 百分比（％）\n"
    text = "|40 売上高>320 1,234>380 100.0>440 2,345>500 100.0\n|40 当期純利益>320 123>380 10.0>440 469>500 20.0\n"
    (sheet,) = read(page(heads + text + "|40 基本的>380 12.30円>500 46.90円"), StatementKind.INCOME_STATEMENT)
    assert rows(sheet)["基本的"] == [Decimal("12.30"), Decimal("46.90")]
    assert rows(sheet)["当期純利益"] == [Decimal(123), Decimal(469)]
