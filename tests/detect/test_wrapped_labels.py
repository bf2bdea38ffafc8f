"""Labels in several rows, with the figures beside the first, the middle or the last of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractor import pipeline
from extractor.model import Box, Filing, Language, Page, Region, Standard, StatementKind, StatementSpan
from tests.detect.test_tables import HEAD, read, rows
from tests.support.pages import page


@pytest.mark.parametrize("at", [0, 1, 2])
def test_figures_beside_any_row_of_an_english_label(at: int) -> None:
    """Rows of one pitch: small letters at the beginning of a row tell that it goes on."""
    label = [
        "|40 Payments for purchase of property, plant",
        "|40 and equipment and of investments in shares",
        "|40 of subsidiaries",
    ]
    label[at] += ">370 (77)>490 (88)"
    made = page(
        "|300 2021|420 2022\n|40 Interest received and dividends received, gross>370 11>490 12\n"
        + "\n".join(label)
        + "\n|40 Other>370 1>490 2"
    )
    (sheet,) = read(made, StatementKind.CASH_FLOWS)
    found = rows(sheet)
    whole = "Payments for purchase of property, plant and equipment and of investments in shares of subsidiaries"
    assert found[whole] == [Decimal(-77), Decimal(-88)]
    assert found["Other"] == [Decimal(1), Decimal(2)]


def test_a_sum_without_a_label_does_not_take_the_heading_below_it() -> None:
    made = page(
        HEAD + "|50 土地>370 7>490 8\n|50 建物>370 1>490 2\n|50 備品>370 1>490 2\n>370 9>490 12\n"
        "|40 純損益にその後に振り替えられる可能性のある\n|40 項目\n|50 その他>370 5>490 6"
    )
    (sheet,) = read(made)
    assert rows(sheet)[""] == [Decimal(9), Decimal(12)]
    assert rows(sheet)["その他"] == [Decimal(5), Decimal(6)]


def test_few_lines_far_apart_do_not_join_the_ones_that_stand_close() -> None:
    lines = [
        "|40 四半期利益>370 40>490 50",
        "",
        "|40 その他の包括利益合計>370 2>490 3",
        "",
        "|40 四半期包括利益>370 42>490 53",
    ]
    lines += ["", "|40 内訳", "|50 親会社の所有者>370 40>490 50", "|50 非支配持分>370 2>490 3"]
    (sheet,) = read(page(HEAD + "\n".join(lines)), StatementKind.COMPREHENSIVE_INCOME)
    assert [line.label for line in sheet.lines] == [
        "四半期利益",
        "その他の包括利益合計",
        "四半期包括利益",
        "内訳",
        "親会社の所有者",
        "非支配持分",
    ]


def spaced(rows_: list[str], inside: int = 2, between: int = 3) -> str:
    """Rows a few fives of points apart: closer where a row goes on with the label above it (it begins with ``+``)."""
    out: list[str] = []
    for row in rows_:
        out += [""] * ((inside if row.startswith("+") else between) - 1) + [row.lstrip("+")]
    return "\n".join(out)


@pytest.mark.parametrize("total", ["株主資本合計", "純資産計"])
def test_a_heading_in_two_rows_is_none_of_the_line_above(total: str) -> None:
    rows_ = ["|50 資本金>370 7>490 8", "|50 利益剰余金>370 2>490 3", f"|50 {total}>370 9>490 11"]
    rows_ += ["|40 その他の包括利益累", "+|40 計額", "|50 その他有価証券評>370 4>490 5", "+|50 価差額金"]
    made = page("|370 2021年３月31日|490 2022年３月31日\n" + spaced(rows_), pitch=5)
    (sheet,) = read(made)
    assert [line.label for line in sheet.lines][2:] == [total, "その他の包括利益累計額", "その他有価証券評価差額金"]


def test_a_heading_in_two_rows_is_none_of_the_line_below() -> None:
    rows_ = ["|40 四半期利益>370 7>490 8", "|40 その他の包括利益"]
    rows_ += ["|50 純損益に振り替えられることの", "+|50 ない項目", "|60 公正価値で測定する金融資産>370 4>490 5"]
    rows_ += ["+|60 の変動であり資本に含めるも", "+|60 の", "|40 四半期包括利益>370 11>490 13"]
    made = page("|370 2021年３月31日|490 2022年３月31日\n" + spaced(rows_), pitch=5)
    (sheet,) = read(made)
    labels = [line.label for line in sheet.lines]
    assert labels[2:4] == [
        "純損益に振り替えられることのない項目",
        "公正価値で測定する金融資産の変動であり資本に含めるもの",
    ]


def test_a_total_is_no_part_of_the_heading_below_it_that_wraps() -> None:
    """As many lines as the table has: the rows of one label stand closer than two lines."""
    rows_ = ["|40 商品>370 1>490 2", "|40 製品>370 3>490 4", "|40 営業活動によるキャッシュフロー>370 5>490 6"]
    first = page(HEAD + "\n".join(rows_), pitch=15.0)
    second = page("|40 投資活動によるキャッシュ\n|40 フロー", pitch=10.0, first=115.0)
    third = page("|40 支出>370 7>490 8\n|40 収入>370 9>490 1", pitch=15.0, first=140.0)
    (sheet,) = read(Page(1, 595, 842, (*first.words, *second.words, *third.words), reader="test"))
    assert [line.label for line in sheet.lines][2:4] == [
        "営業活動によるキャッシュフロー",
        "投資活動によるキャッシュフロー",
    ]


def test_a_label_broken_by_hand_goes_on_at_its_particle() -> None:
    rows_ = ["|40 持分法適用会社における包括利", "|40 益>370 5>490 6", "|40 に対する持分", "|40 のれん>370 1>490 2"]
    full = ["|40 現金及び預金並びに各種預け金>370 1>490 2", "|40 投資有価証券及び関係会社株式>370 3>490 4"]
    (sheet,) = read(page(HEAD + "\n".join([*full, *rows_])))
    assert list(rows(sheet)) == [
        "現金及び預金並びに各種預け金",
        "投資有価証券及び関係会社株式",
        "持分法適用会社における包括利益に対する持分",
        "のれん",
    ]


def test_a_heading_that_ends_in_to_is_no_part_of_the_line_below() -> None:
    rows_ = ["|40 Comprehensive income>370 9>490 8", "|40 Comprehensive income attributable to"]
    rows_ += ["|45 Comprehensive income attributable to owners>370 7>490 6", "|45 Owners of others>370 2>490 2"]
    (sheet,) = read(page("|370 2021|490 2022\n" + "\n".join(rows_)), StatementKind.COMPREHENSIVE_INCOME)
    assert [line.label for line in sheet.lines] == [row[4:].split(">")[0] for row in rows_]


def test_labels_in_two_rows_everywhere_still_tell_how_far_apart_lines_stand() -> None:
    rows_ = ["|40 Profit>370 9>490 8", "|40 Other comprehensive income", "|50 Valuation difference on>370 1>490 2"]
    rows_ += ["+|50 securities", "|50 Foreign currency translation>370 1>490 2", "+|50 adjustment"]
    rows_ += [
        "|50 Remeasurements of defined>370 1>490 2",
        "+|50 benefit plans",
        "|50 Total other>370 3>490 6",
        "+|50 income",
    ]
    rows_ += ["|40 Comprehensive>370 12>490 14", "+|40 income"]
    (sheet,) = read(page("|370 2021|490 2022\n" + spaced(rows_), pitch=5), StatementKind.COMPREHENSIVE_INCOME)
    assert [line.label for line in sheet.lines][:3] == [
        "Profit",
        "Other comprehensive income",
        "Valuation difference on securities",
    ]


def test_what_begins_with_a_capital_further_below_is_no_line_of_the_cell_above() -> None:
    """Cells that touch: lines of one cell stand 10 points apart, the next cell's first line 11.5,
    or 10.5 below a colon."""
    rows_ = ["|40 Profit for the period>370 50>490 60", "|40 Items that may be reclassified to profit"]
    rows_ += ["|40 or loss:", "|50 Exchange differences on translation of", ">370 1>490 2", "|50 foreign operations"]
    rows_ += ["|50 Share of other comprehensive income of", "|50 investments accounted for using>370 4>490 5"]
    rows_ += ["|50 the equity method", "|40 Total of items>370 5>490 7", "|40 Comprehensive income>370 55>490 67"]
    steps = [15.0, 15.0, 10.0, 10.5, 5.0, 5.0, 11.5, 10.0, 10.0, 15.0, 15.0]
    words, top = list(page("|370 2021|490 2022").words), 40.0
    for step, row in zip(steps, rows_, strict=True):
        top += step
        words += page(row, first=top).words
    (sheet,) = read(Page(1, 595, 842, tuple(words), reader="test"), StatementKind.COMPREHENSIVE_INCOME)
    assert [line.label for line in sheet.lines] == [
        "Profit for the period",
        "Items that may be reclassified to profit or loss:",
        "Exchange differences on translation of foreign operations",
        "Share of other comprehensive income of investments accounted for using the equity method",
        "Total of items",
        "Comprehensive income",
    ]


def test_a_dash_at_the_end_of_a_label_is_no_nil() -> None:
    claims = "|40 Monetary claims recorded by electronic|240 -"
    made = page("|300 2021|420 2022\n|40 Cash>370 1>490 2\n" + claims)
    lower = page(">370 3>490 4\n|40 operating\n\n|40 Trade receivables>370 3>490 -", pitch=5, first=81)
    (sheet,) = read(Page(1, 595, 842, (*made.words, *lower.words), reader="test"))
    assert list(rows(sheet)) == ["Cash", "Monetary claims recorded by electronic - operating", "Trade receivables"]
    assert rows(sheet)["Trade receivables"] == [Decimal(3), None]


def test_a_bare_mark_belongs_to_the_word_that_it_touches() -> None:
    (sheet,) = read(page(HEAD + "|40 純利益（注）>370 1>490 2\n|40 売上高（注）１>370 3>490 4"))
    assert [line.label for line in sheet.lines] == ["純利益（注）", "売上高"]


EQUITY = """
|200 Share capital |300 Retained earnings |420 Total
|40 Balance, March 31,
|40 2023>260 1,000>360 500>460 1,500
|50 Profit>260 ->360 40>460 40
|50 Effect of the adoption of
|50 17 new standards>260 ->360 (5)>460 (5)
|40 Balance, March 31,
|40 2024>260 1,000>360 535>460 1,535
"""


def test_a_year_at_the_left_edge_of_the_labels_ends_the_label_above() -> None:
    (sheet,) = read(page(EQUITY), StatementKind.CHANGES_IN_EQUITY)
    found = rows(sheet)
    assert found["Balance, March 31, 2023"] == [Decimal(1000), Decimal(500), Decimal(1500)]
    assert found["Effect of the adoption of 17 new standards"][1:] == [Decimal(-5), Decimal(-5)]
    assert found["Balance, March 31, 2024"] == [Decimal(1000), Decimal(535), Decimal(1535)]


def test_small_figures_without_commas_right_of_the_labels_are_figures() -> None:
    """Near miss: a nameless sum of four digits in the first column."""
    made = page(
        HEAD
        + "|50 土地>370 7>490 8\n|50 建物>370 1>490 2\n|50 備品>370 1>490 2\n>370 3009>490 3012\n|50 その他>370 5>490 6"
    )
    (sheet,) = read(made)
    assert [Decimal(3009), Decimal(3012)] in [[cell.amount.value for cell in line.cells] for line in sheet.lines]


def test_a_long_vowel_at_the_left_edge_is_no_dash() -> None:
    made = page(
        HEAD + "|40 営業活動によるキャッシュ・フロ>370 1,234>490 2,345\n|40 ー\n|40 投資活動による支出>370 7>490 8\n"
        "|40 財務活動による支出>370 －>490 8\n|40 ＋その他>370 1>490 1",
        pitch=11,
    )
    (sheet,) = read(made, StatementKind.CASH_FLOWS)
    assert "営業活動によるキャッシュ・フロー" in rows(sheet)


def test_notes_on_a_page_without_heads_stand_where_those_above_stood() -> None:
    head = "|200 注記|300 2022年３月31日|420 2023年３月31日\n"
    body = "|40 {} >225 {}>370 1,234>490 2,345\n"
    first = page(head + "".join(body.format(f"項目{k}", k) for k in range(4)), 1)
    further = page("".join(body.format(f"項目の長い名前その{k}まで及ぶも", 10 + k) for k in range(4)), 2)
    span = StatementSpan(
        StatementKind.BALANCE_SHEET,
        "title",
        True,
        Standard.IFRS,
        Language.JA,
        (Region(1, 0, 842), Region(2, 0, 842)),
        1_000_000,
    )
    (sheet,) = pipeline.read(Filing("0", "x.pdf"), [span], {1: first, 2: further})
    assert [line.note for line in sheet.lines] == ["0", "1", "2", "3", "10", "11", "12", "13"]


def test_one_label_in_rows_of_its_own_pitch_takes_no_line_above_it() -> None:
    """The only label in two rows: they stand closer than two lines, the line above it does not."""
    rows_ = ["|40 自己株式の取得>370 1>490 2", "|40 株式報酬取引>370 15>490 16", "|40 配当金>370 62>490 63"]
    rows_ += [
        "|40 非支配持分との資本取引>370 2>490 3",
        "|40 その他の資本の構成要素",
        ">370 5>490 6",
        "|40 から剰余金への振替",
    ]
    rows_ += ["|40 所有者との取引額合計>370 8>490 9"]
    steps = [20.0, 20.0, 20.0, 20.0, 15.8, 4.3, 5.4, 15.0]
    words, top = list(page("|370 2021|490 2022").words), 40.0
    for step, row in zip(steps, rows_, strict=True):
        top += step
        words += page(row, first=top).words
    (sheet,) = read(Page(1, 595, 842, tuple(words), reader="test"))
    assert [line.label for line in sheet.lines][3:] == [
        "非支配持分との資本取引",
        "その他の資本の構成要素から剰余金への振替",
        "所有者との取引額合計",
    ]


WRAPPED = ["|40 現金及び預金並びに各種預け金>370 1>490 2", "|40 親会社の株主に帰属する当期純>370 3>490 4", "|40 利益"]
WRAPPED += ["|40 投資有価証券及び関係会社株式>370 5>490 6", "|40 建物", "|40 土地>370 7>490 8"]


def shaded(first: float, *rows_: tuple[int, int]) -> tuple[Box, ...]:
    """Grounds from one row of a page to another, of which the first begins at ``first``."""
    return tuple(Box(35, first + 12 * a, 500, first + 12 * b) for a, b in rows_)


def test_shaded_rows_tell_where_a_label_ends() -> None:
    """All rows stand equally far apart: what is shaded by turns is one line."""
    made = page("|370 2021年３月31日|490 2022年３月31日\n" + "\n".join(WRAPPED))
    plain, grounds = ["親会社の株主に帰属する当期純", "利益"], shaded(50.5, (0, 1), (3, 4), (5, 6))
    (sheet,) = read(made)
    assert [line.label for line in sheet.lines][1:3] == plain
    (sheet,) = read(replace(made, shades=grounds))
    assert [line.label for line in sheet.lines][1:] == [
        "親会社の株主に帰属する当期純利益",
        "投資有価証券及び関係会社株式",
        "建物",
        "土地",
    ]
    (sheet,) = read(replace(made, shades=shaded(50.5, (0, 1), (4, 5), (6, 7))))  # lines of figures between them
    assert [line.label for line in sheet.lines][1:3] == plain


def test_a_label_of_eight_rows_is_one() -> None:
    """Figures beside the first row; the rows of one label stand closer than two labels."""
    label = [
        "|40 資産の公正価値の変>370 1>490 2",
        *(f"+|40 動その{n}の長い名称" for n in "一二三四五六"),
        "+|40 である",
    ]
    rows_ = ["|40 当期利益>370 7>490 8", "|40 その他の項目>370 3>490 4", "|40 包括利益>370 9>490 9", *label]
    (sheet,) = read(page(HEAD + spaced([*rows_, "|40 合計>370 5>490 6"]), pitch=5), StatementKind.COMPREHENSIVE_INCOME)
    assert [line.label[-3:] for line in sheet.lines][-2:] == ["である", "合計"]


def test_a_remark_that_is_a_sentence_takes_no_total_and_heads_nothing() -> None:
    rows_ = [
        "|40 貸付金等",
        "|50 貸付金>370 3,579>490 4,013",
        "|54 (2022年３月31日現在 12百万円、",
        "|54 公正価値で評価した金額を含む。)",
    ]
    (sheet,) = read(page(HEAD + "\n".join([*rows_, "|80 計>370 3,579>490 4,013", "|40 現金>370 5>490 6"])))
    assert [line.label for line in sheet.lines if not line.heading] == ["貸付金", "計", "現金"]
    assert [line.parent for line in sheet.lines if line.label == "計"] == [1]
