"""The outline of a filing: which headings a table stands under, which lines caption it, whose figures it shows."""

from __future__ import annotations

import pytest

from extractor.model import Filing, Language, Page, Region, Standard
from extractor.model.other import Standing
from extractor.segment.headings import standings
from extractor.segment.marks import mark_of
from tests.support.pages import page

TABLE = "\n| 50 品目甲 > 350 1,210 > 450 1,330\n| 50 品目乙 > 350 770 > 450 810"


def _standings(*texts: str, language: Language = Language.JA) -> list[Standing]:
    """Of the tables (品目甲, 品目乙) of these pages."""
    pages = [page(text.replace("TABLE", TABLE), number) for number, text in enumerate(texts, 1)]
    filing = Filing("f" * 16, "f.pdf", language=language)
    return list(standings(filing, pages, [(region,) for of in pages for region in _tables(of)], ()))


def _tables(of: Page) -> list[Region]:
    tops = sorted(word.box.top for word in of.words if word.text == "品目甲")
    return [Region(of.number, top - 1, top + 24) for top in tops]


def test_headings_of_the_form_are_carried_over_pages() -> None:
    first, second = _standings(
        """
| 50 第一部【企業情報】
| 50 第１【企業の概況】
| 50 ５【従業員の状況】
| 60 (1) 連結会社の状況
TABLE""",
        """
| 60 (2) 提出会社の状況
TABLE""",
    )
    assert first.headings == ("第一部【企業情報】", "第１【企業の概況】", "５【従業員の状況】", "(1) 連結会社の状況")
    assert second.headings == (*first.headings[:3], "(2) 提出会社の状況")
    assert (first.consolidated, second.consolidated) == (True, False)
    assert first.part == "front"


def test_notes_are_numbered_anew_below_their_heading() -> None:
    tables = _standings(
        """
| 50 第５【経理の状況】
| 50 １【連結財務諸表等】
| 50 【注記事項】
| 50 （退職給付関係）
| 60 ２．確定給付制度
| 70 (1) 年金資産の内訳
TABLE
| 60 ３．確定拠出制度
TABLE
| 50 （税効果会計関係）
TABLE
| 50 ２【財務諸表等】
| 50 【注記事項】
TABLE"""
    )
    assert [table.headings[3:] for table in tables[:3]] == [
        ("（退職給付関係）", "２．確定給付制度", "(1) 年金資産の内訳"),
        ("（退職給付関係）", "３．確定拠出制度"),
        ("（税効果会計関係）",),
    ]
    assert [(table.consolidated, table.part) for table in tables] == [(True, "notes")] * 3 + [(False, "notes")]


def test_a_chapter_of_an_earnings_report_ends_its_notes() -> None:
    tables = _standings(
        """
| 50 ２．四半期連結財務諸表及び主な注記
| 55 （４）四半期連結財務諸表に関する注記事項
| 60 （セグメント情報等）
| 60 １．報告セグメントごとの売上高に関する情報
TABLE
| 50 ３．補足情報
TABLE"""
    )
    assert tables[0].headings[-2:] == ("（セグメント情報等）", "１．報告セグメントごとの売上高に関する情報")
    assert tables[1].headings == ("３．補足情報",)


def test_a_period_dates_tables_and_heads_none() -> None:
    first, second = _standings(
        """
| 50 （リース取引関係）
| 50 前連結会計年度（自 2021年１月１日 至 2021年12月31日）
| 400 （単位：百万円）
TABLE
| 400 （単位：千円）
TABLE"""
    )
    assert first.headings == second.headings == ("（リース取引関係）",)
    assert first.captions == ("前連結会計年度（自 2021年１月１日 至 2021年12月31日）", "（単位：百万円）")
    assert second.captions == ("（単位：千円）",)
    assert second.terms == ("前連結会計年度（自 2021年１月１日 至 2021年12月31日）",)
    assert second.before == first.captions


def test_footnotes_and_sentences_head_nothing() -> None:
    _, second = _standings(
        """
| 50 （有価証券関係）
TABLE
| 50 （注）１．時価は市場価格によります。
| 70 ２．上場していない株式を除く
| 50 １．当社は、次の資産を保有しております。
TABLE"""
    )
    assert second.headings == ("（有価証券関係）",)


def test_english_items_notes_and_titles() -> None:
    tables = _standings(
        """
| 50 Item 2. Business Overview
| 50 (1) Results of Operations
| 50 Operating Results Summary
TABLE
| 50 Item 4. Financial Information
| 50 1. Condensed Consolidated Financial Statements
| 50 Notes to Condensed Consolidated Financial Statements
| 50 1. REPORTING ENTITY
| 50 2. SEGMENTS
TABLE""",
        language=Language.EN,
    )
    assert tables[0].headings[1:] == ("(1) Results of Operations", "Operating Results Summary")
    assert tables[1].headings[-2:] == ("Notes to Condensed Consolidated Financial Statements", "2. SEGMENTS")
    assert tables[1].part == "notes"


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("第５【経理の状況】", "chapter", 5),
        ("(2) 【その他】", "subsection", 2),
        ("１２．引当金", "number", 12),
        ("③ 流動性リスク", "circled", 3),
        ("ｂ．販売実績", "letter", 2),
        ("（株主資本等変動計算書関係）", "note", None),
        ("（貸手側）", "round", None),
    ],
)
def test_a_mark_tells_style_and_number(text: str, style: str, number: int | None) -> None:
    mark = mark_of(text)
    assert mark is not None
    assert (mark.style, mark.number) == (style, number)


@pytest.mark.parametrize("text", ["（単位：千円）", "(12.5)", "12,500 千円", "2023年３月期", "（注）", "1.5倍"])
def test_units_figures_and_remarks_are_no_marks(text: str) -> None:
    assert mark_of(text) is None


def test_a_period_over_numbered_headings_dates_them_until_the_next_one() -> None:
    tables = _standings(
        """
| 50 【注記事項】
| 50 （株主資本等変動計算書関係）
| 50 前事業年度（自 2021年１月１日 至 2021年12月31日）
| 50 １．発行済株式に関する事項
TABLE
| 50 ２．配当に関する事項
| 60 (1) 配当金支払額
TABLE
| 50 当事業年度（自 2022年１月１日 至 2022年12月31日）
| 50 １．発行済株式に関する事項
TABLE"""
    )
    assert [table.headings[2:] for table in tables] == [
        ("１．発行済株式に関する事項",),
        ("２．配当に関する事項", "(1) 配当金支払額"),
        ("１．発行済株式に関する事項",),
    ]
    assert [table.terms[0][:5] for table in tables] == ["前事業年度", "前事業年度", "当事業年度"]


def test_roman_parts_of_a_numbered_note_do_not_end_it() -> None:
    tables = _standings(
        """
| 50 【連結財務諸表注記】
| 50 ３．重要な会計方針
| 50 Ⅱ．新基準の適用
TABLE
| 50 ４．棚卸資産
TABLE"""
    )
    assert [table.headings[1:] for table in tables] == [("３．重要な会計方針", "Ⅱ．新基準の適用"), ("４．棚卸資産",)]


def test_a_roman_heading_may_open_the_notes() -> None:
    pages = [page("| 50 【連結財務諸表注記】\n| 50 Ⅰ．作成の基礎" + TABLE)]
    filing = Filing("f" * 16, "f.pdf", standard=Standard.IFRS)
    (table,) = standings(filing, pages, [(region,) for region in _tables(pages[0])], ())
    assert table.headings == ("【連結財務諸表注記】", "Ⅰ．作成の基礎")


def test_english_notes_in_brackets_are_notes() -> None:
    tables = _standings(
        """
| 50 (5) Notes to Consolidated Financial Statements
| 50 (Segment Information)
| 50 1. Information by region
TABLE
| 50 (Per-Share Data)
TABLE""",
        language=Language.EN,
    )
    assert [table.headings[1:] for table in tables] == [
        ("(Segment Information)", "1. Information by region"),
        ("(Per-Share Data)",),
    ]
    assert {table.part for table in tables} == {"notes"}


def test_numbers_that_begin_anew_within_a_note_stay_within_it() -> None:
    (table,) = _standings(
        """
| 50 【連結財務諸表注記】
| 50 ７．株式報酬
| 55 (1) 制度の概要
| 55 １．オプションの規模
TABLE"""
    )
    assert table.headings[1:] == ("７．株式報酬", "(1) 制度の概要", "１．オプションの規模")


@pytest.mark.parametrize("word", ["注", "※", "注記"])
def test_notes_numbered_as_footnotes_are_head_their_tables(word: str) -> None:
    filing = Filing("f" * 16, "f.pdf", language=Language.JA, standard=Standard.IFRS)
    text = f"""
| 50 第５【経理の状況】
| 50 １【連結財務諸表等】
| 50 【連結財務諸表注記】
| 50 {word}１．報告企業
| 50 甲は日本に所在する企業であります。
| 50 {word}２．棚卸資産
TABLE
| 50 {word}１．残高は千円未満切捨て
| 50 (会計方針の変更)
| 50 {word}３．有形固定資産
TABLE"""
    drawn = page(text.replace("TABLE", TABLE))
    first, second = standings(filing, [drawn], [(region,) for region in _tables(drawn)], ())
    assert first.headings[3:] == (f"{word}２．棚卸資産",)
    assert second.headings[3:] == (f"{word}３．有形固定資産",)


def test_notes_in_parts_are_numbered_with_two_numbers_behind_their_list() -> None:
    first, second = _standings("""
| 50 第５【経理の状況】
| 50 １【連結財務諸表等】
| 50 【連結財務諸表注記】
| 50 1．一般事項
| 50 2．資産
| 50 各注記は以上に区分して記載しています。
| 50 1．一般事項
| 50 1.1．報告企業
| 50 甲は日本に所在する企業であります。
| 50 2．資産
| 50 2.1．棚卸資産
TABLE
| 50 3.2 倍の増加
| 50 2.2．有形固定資産
TABLE""")
    assert first.headings[3:] == ("2．資産", "2.1．棚卸資産")
    assert second.headings[3:] == ("2．資産", "2.2．有形固定資産")


def test_notes_named_in_a_list_of_contents_do_not_begin_there() -> None:
    (table,) = _standings("""
| 50 注記事項
| 50 第一部【企業情報】
| 50 第１【企業の概況】
| 50 ５【従業員の状況】
TABLE""")
    assert table.part == "front"


def test_a_changed_method_within_the_note_on_segments_is_a_part_of_it() -> None:
    (table,) = _standings("""
| 50 第５【経理の状況】
| 50 【注記事項】
| 50 （セグメント情報等）
| 50 （報告セグメントの区分方法の変更）
| 60 ３．報告セグメントごとの売上高
TABLE""")
    assert "（セグメント情報等）" in table.headings


def test_the_heading_over_the_notes_in_other_brackets() -> None:
    (table,) = _standings("""
| 50 第５【経理の状況】
| 50 ［連結財務諸表注記］
| 50 ２ 公正価値測定：
TABLE""")
    assert (table.part, table.headings[-1]) == ("notes", "２ 公正価値測定：")


def test_a_table_among_footnotes_stands_aside() -> None:
    first, second, third = _standings("""
| 50 第４【提出会社の状況】
| 50 （６）【大株主の状況】
| 60 2022年３月31日現在
TABLE
| 50 （注）１．上記の株式には信託財産に属するものがあります。
| 60 ２．2021年11月５日付の報告書に、次の株式を所有している旨が記載されております。
TABLE
| 50 （７）【議決権の状況】
TABLE""")
    assert [table.aside for table in (first, second, third)] == [False, True, False]
    _, schedule = _standings("""
| 50 【借入金等明細表】
TABLE
| 50 （注）リース債務の返済予定額は次のとおりであります。
TABLE""")
    assert not schedule.aside


def test_a_number_of_the_inner_list_does_not_go_on_the_chapters() -> None:
    first, second = _standings("""
| 30 ２．四半期連結財務諸表及び主な注記
| 30 （４）四半期連結財務諸表に関する注記事項
| 50 （セグメント情報等）
| 60 １．報告セグメントごとの売上高
TABLE
| 60 ３．報告セグメントごとの固定資産の減損損失に関する情報
| 70 該当事項はありません。
| 60 ４．報告セグメントの変更等に関する事項
TABLE""")
    assert first.headings[-1] == "１．報告セグメントごとの売上高"
    assert second.headings[:3] == first.headings[:3]
