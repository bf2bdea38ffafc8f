"""Heads of statements of changes in equity: on several floors, broken over rows, set to any side."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.detect import read_span
from extractor.detect.building import Entry
from extractor.detect.halves import joined_entries
from extractor.detect.lines import RawLine
from extractor.detect.notes import TokenRow
from extractor.detect.tokens import tokens_of
from extractor.model import Box, Cell, Language, Page, Region, Rule, Standard, StatementKind, StatementSpan
from extractor.notation.numbers import parse_amount
from extractor.notation.rows import rows_of
from tests.detect.test_tables import read
from tests.support.pages import page

BODY = "|40 当期首残高>220 1,000>300 2,000>380 30>460 3,030\n|40 当期純利益>220 －>300 7>380 －>460 7"


def components(head: str) -> list[str | None]:
    (sheet,) = read(page(head + BODY), StatementKind.CHANGES_IN_EQUITY)
    return [column.component_label for column in sheet.columns]


def test_heads_set_right_whose_last_letters_stand_alone() -> None:
    head = ">220 資本金>300 株主資本合>380 評価差額>460 純資産合\n>300 計>380 金>460 計\n"
    assert components(head) == ["資本金", "株主資本合計", "評価差額金", "純資産合計"]


def test_the_unit_over_the_labels_leaves_the_heads_beside_it() -> None:
    head = "|40 （単位：千円）>220 資本金>300 株主資本合>380 評価差額>460 純資産合\n>300 計>380 金>460 計\n"
    assert components(head) == ["資本金", "株主資本合計", "評価差額金", "純資産合計"]


def test_the_head_of_the_labels_is_no_component() -> None:
    head = "|80 科|140 目>220 資本金>300 利益剰余金>380 評価差額金>460 純資産合計\n"
    assert components(head) == ["資本金", "利益剰余金", "評価差額金", "純資産合計"]


def test_a_head_over_two_columns_stays_over_both() -> None:
    head = "|200 株主資本の部の各科目\n>220 資本金>300 利益剰余金>380 評価差額金>460 純資産合計\n"
    (sheet,) = read(page(head + BODY), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in sheet.columns] == ["資本金", "利益剰余金", "評価差額金", "純資産合計"]
    assert sheet.columns[0].header[0] == sheet.columns[1].header[0] == "株主資本の部の各科目"


STAGGERED = """
|225 退職給付|369 少数持分|421 資本計
|181 換算調整|332 合計
|284 小計
"""
SIX = (
    "|40 期首残高>215 10>263 20>311 30>359 530>407 44>455 574\n|40 当期利益>215 －>263 －>311 －>359 71>407 6>455 77\n"
    "|40 期末残高>215 10>263 20>311 30>359 601>407 50>455 651\n"
)


def test_a_head_between_the_rows_of_its_neighbours_is_its_own_columns() -> None:
    heads = page(STAGGERED, pitch=5.0)
    body = page(SIX, first=80.0)
    (sheet,) = read(Page(1, 595, 842, (*heads.words, *body.words), reader="test"), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in sheet.columns] == [
        "換算調整",
        "退職給付",
        "小計",
        "合計",
        "少数持分",
        "資本計",
    ]
    assert all(len(column.header) == 1 for column in sheet.columns)


def test_a_head_away_from_the_middle_of_an_open_floor_stands_over_one_column() -> None:
    heads = page("|60 株主資本\n|184 資本金|225 資本剰余金|281 累計額|328 自己株式", pitch=12.0)
    body = page("|40 期首残高>215 10>263 20>311 30>359 530\n|40 期末残高>215 10>263 21>311 37>359 529", first=80.0)
    floor = tuple(Rule(Box(x, 36, x, 62)) for x in (170.0, 370.0))
    made = Page(1, 595, 842, (*heads.words[1:], *body.words), rules=floor, reader="test")
    (sheet,) = read(made, StatementKind.CHANGES_IN_EQUITY)
    assert [column.header for column in sheet.columns] == [("資本金",), ("資本剰余金",), ("累計額",), ("自己株式",)]


def test_figures_at_two_heights_are_two_lines() -> None:
    heads = page("|200 資本金|285 利益剰余金|365 自己株式|450 純資産")
    body = page(
        "|40 期首残高>220 1,000>300 2,000>380 △30>470 2,970\n4|40 構成要素からの利益\n4>300 809>470 809\n"
        "4|40 剰余金への振替\n8|40 自己株式の取得>220 △64>380 △124\n8|40 配当金>300 △7>470 △7\n"
        "8|40 期末残高>220 936>300 2,802>380 △154>470 3,584\n",
        first=80.0,
        pitch=5.0,
    )
    (sheet,) = read(Page(1, 595, 842, (*heads.words, *body.words), reader="test"), StatementKind.CHANGES_IN_EQUITY)
    found = {line.label: [cell.amount.value for cell in line.cells] for line in sheet.lines}
    assert found["自己株式の取得"] == [-64, None, -124, None]


def test_halves_of_a_table_part_their_labels_alike() -> None:
    def entry(labels: Sequence[str], column: int, *figures: str) -> Entry:
        texts = [
            f"|40 {label}" + (f">220 {figure}" if figure else "") for label, figure in zip(labels, figures, strict=True)
        ]
        lined = [TokenRow(row, tokens_of(row)) for row in rows_of(page("\n".join(texts)).words)]
        for row in lined:
            row.label, row.values = row.tokens[:1], row.tokens[1:]
        box = Box.around(row.row.box for row in lined)
        token = next((row.values[0] for row in lined if row.values), None)
        amount = parse_amount(token.text if token else "")
        cell = Cell(column, amount, token.box if token else box, 1, "test")
        return RawLine(lined, "".join(labels), None, 40.0, box, {}), {column: cell}, 1

    ours = [entry(["持分の変動", "その他の増減"], 0, "", "47")]
    theirs = [entry(["持分の変動"], 1, "5"), entry(["その他の増減"], 1, "6")]
    for one, other in ((ours, theirs), (theirs, ours)):
        found = joined_entries(one, other)
        assert [line.label for line, _, _ in found] == ["持分の変動", "その他の増減"]
        assert [[cells[k].amount.text for k in (0, 1)] for _, cells, _ in found] == [["", "5"], ["47", "6"]]
    assert joined_entries(ours, [entry(["持分の変動"], 1, "5"), entry(["配当"], 1, "6")]) == []


def test_heads_of_three_lines_that_end_where_others_do_begin_above_them() -> None:
    """So close beside each other that a row by itself is one phrase."""
    head = """
    >300 Total|308 Foreign currency
    >220 Share>300 shareholders'>380 translation>460 Total net>540 Whole
    >220 capital>300 equity>380 adjustment>460 assets>540 equity
    """.replace(" " * 4, "").strip()
    body = "|40 Balance>220 1,000>300 2,000>380 30>460 3,030>540 5\n|40 Profit>220 －>300 7>380 －>460 7>540 2"
    (sheet,) = read(page(head + "\n" + body), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in sheet.columns][1:3] == [
        "Total shareholders' equity",
        "Foreign currency translation adjustment",
    ]


def test_a_floor_of_heads_at_the_edge_of_one_column_is_no_line_of_its_head() -> None:
    """Heads of one line only: nothing says that a line stands so close below another."""
    head = ">300 株主資本\n>220 資本金>300 利益剰余金>380 評価差額金>460 純資産合計\n"
    assert components(head)[2:] == ["評価差額金", "純資産合計"]
    (sheet,) = read(page(head + BODY), StatementKind.CHANGES_IN_EQUITY)
    assert "資本金" in (sheet.columns[0].component_label or "")


def test_a_line_drawn_in_pieces_under_a_head_says_which_columns_it_stands_over() -> None:
    heads = page("|224 所有者の持分|420 少数|470 資本\n|190 払込|240 留保|280 評価|330 小計", pitch=14.0)
    body = page(
        "|40 期首残高>215 10>263 20>311 30>359 60>445 4>495 64\n|40 期末残高>215 10>263 21>311 37>359 68>445 5>495 73",
        first=90.0,
    )
    pieces = tuple(Rule(Box(x0, 52.0, x1, 52.0)) for x0, x1 in ((190, 230), (230, 234), (234, 275), (275, 320)))
    made = Page(1, 595, 842, (*heads.words, *body.words), rules=pieces, reader="test")
    (sheet,) = read(made, StatementKind.CHANGES_IN_EQUITY)
    groups = [column.header[:-1] for column in sheet.columns]
    assert groups == [("所有者の持分",), ("所有者の持分",), ("所有者の持分",), (), (), ()]


def test_rows_before_a_page_break_take_the_columns_of_those_behind_it() -> None:
    head = "|200 資本金|280 評価差額|360 調整額|440 純資産合計\n"
    first = page(head + "|40 当期首残高>220 100>300 －>460 100\n|40 剰余金の配当>460 △3")
    rest = page(
        "|40 当期純利益>380 2>460 9\n|40 その他>300 4>380 1>460 5\n|40 当期末残高>220 100>300 4>380 3>460 111", 2
    )
    regions = tuple(Region(number, 0, 842) for number in (1, 2))
    span = StatementSpan(StatementKind.CHANGES_IN_EQUITY, "", True, Standard.JGAAP, Language.JA, regions, 1_000_000)
    found = read_span(span, {1: first, 2: rest})
    assert found is not None
    sheet = found[0]
    assert [column.component_label for column in sheet.columns] == ["資本金", "評価差額", "調整額", "純資産合計"]
    assert [cell.amount.text for cell in sheet.lines[0].cells] == ["100", "－", "", "100"]
    assert [cell.amount.text for cell in sheet.lines[-1].cells] == ["100", "4", "3", "111"]


def test_an_english_period_over_the_whole_table_heads_no_column() -> None:
    text = "|40 Fiscal year|88 ended|114 March 31, 2022|200 (From April 1, 2021 to March 31, 2022)\n"
    text += "|115 Capital|175 Surplus|235 Retained|335 Total\n"
    text += "|40 Balance>150 100>210 200>270 300>360 600\n|40 Profit>150 1>210 2>270 70>360 73"
    (sheet,) = read(page(text), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in sheet.columns] == ["Capital", "Surplus", "Retained", "Total"]
