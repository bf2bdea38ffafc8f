"""Where labels of several rows end: in two languages, at a stroke, at a unit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.model import StatementKind
from tests.detect.test_tables import HEAD, read, rows
from tests.support.pages import page


def test_labels_in_both_languages_go_on_in_english_and_begin_in_japanese() -> None:
    made = page(
        "|370 2021年３月31日|490 2022年３月31日\n"
        "|50 現金 Cash>370 1>490 2\n|50 自己株式の取得 Purchase of>370 3>490 4\n|50 treasury shares\n"
        "|50 在外営業活動体の換算>370 5>490 6\n|50 差額 Translation\n|50 備品 Tools>370 7>490 8\n"
        "|50 賞与引当金>370 9>490 10\n|50 Provision for bonuses\n|50 土地 Land>370 11>490 12"
    )
    (sheet,) = read(made)
    found = rows(sheet)
    assert found["自己株式の取得 Purchase of treasury shares"] == [Decimal(3), Decimal(4)]
    assert found["賞与引当金Provision for bonuses"] == [Decimal(9), Decimal(10)]
    assert found["土地 Land"] == [Decimal(11), Decimal(12)]
    assert found["備品 Tools"] == [Decimal(7), Decimal(8)]


def test_a_stroke_below_the_row_of_the_figures_ends_the_label() -> None:
    made = page(
        HEAD + "|40 その他>370 5>490 6\n\n|40 雑収入>370 5>490 6\n\n|40 営業外収益合計>370 5>490 6\n\n"
        "|40 財務活動によるキャッシュ・フロ\n>370 7>490 8\n|40 ー\n\n|40 その他>370 1>490 2",
        pitch=7,
    )
    (sheet,) = read(made, StatementKind.CASH_FLOWS)
    assert rows(sheet)["財務活動によるキャッシュ・フロー"] == [Decimal(7), Decimal(8)]


def test_a_unit_behind_the_words_of_a_label_heads_no_column() -> None:
    made = page(
        HEAD + "|40 Interest received>370 5>490 6\n|40 Dividends paid to owners>370 3>490 4\n"
        "|40 Basic earnings per>353 12.50>490 13.75\n"
        "|40 share in the period of the company and of its subsidiaries|311 (yen)\n|40 Dividends>353 5.00>490 6.00"
    )
    (sheet,) = read(made)
    whole = "Basic earnings per share in the period of the company and of its subsidiaries (yen)"
    assert [line.label for line in sheet.lines][-2:] == [whole, "Dividends"]


def test_a_stroke_of_a_word_set_wide_is_no_dash() -> None:
    wide = "|40 キ|60 ャ|80 ッ|100 シ|120 ュ|140 ・|160 フ|180 ロ|200 ー"
    made = page(
        HEAD + f"{wide}>370 5>490 6\n|40 そ|120 の|200 他>370 －>490 3\n|40 リ|80 ー|120 ス|160 負|200 債>370 1>490 2\n"
        "|40 ロ|300 ー>490 3"
    )
    (sheet,) = read(made, StatementKind.CASH_FLOWS)
    assert rows(sheet)["キャッシュ・フロー"] == [Decimal(5), Decimal(6)]
    assert rows(sheet)["リース負債"] == [Decimal(1), Decimal(2)]
    assert len(sheet.columns) == 2


def test_the_rest_of_a_label_may_hang_left_of_its_blanks() -> None:
    made = page(
        HEAD + "|58 現金及び預金>170 5>260 6\n\n\n\n\n|58 商品及び>170 5>260 6\n\n\n\n\n"
        "|58 営業債権及び>170 7>260 8\n\n\n\n|40 契約資産\n\n\n\n\n|58 その他>170 1>260 2\n\n\n\n\n"
        "|40 資産合計>170 18>260 22",
        pitch=4,
    )
    (sheet,) = read(made)
    assert rows(sheet)["営業債権及び契約資産"] == [Decimal(7), Decimal(8)]
    assert rows(sheet)["資産合計"] == [Decimal(18), Decimal(22)]


def test_in_a_text_a_row_in_small_letters_goes_on_with_the_label_above() -> None:
    made = page(HEAD + "|40 Total current\n|40 assets>370 7>490 8\n|40 Other non-current\n|40 Land>370 1>490 2")
    (sheet,) = read(replace(made, plain=True))
    assert rows(sheet)["Total current assets"] == [Decimal(7), Decimal(8)]
    assert rows(sheet)["Land"] == [Decimal(1), Decimal(2)]
