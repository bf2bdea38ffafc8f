"""Canonical names of other tables by the headings over them; an unknown heading names nothing."""

from __future__ import annotations

import csv

import pytest

from extractor.model import Filing, Standard
from extractor.model.other import Standing
from extractor.normalise.names import blocks, heading_key, table_name
from extractor.resources import schema_path

NOTES = ("第５【経理の状況】", "１【連結財務諸表等】", "【注記事項】")


def _name(
    *headings: str,
    part: str = "notes",
    standard: Standard = Standard.JGAAP,
    consolidated: bool | None = True,
    topic: str = "",
) -> tuple[str | None, str | None]:
    filing = Filing("f" * 16, "f.pdf", standard=standard)
    return table_name(filing, Standing(headings, (), consolidated, part, topics=(topic,) if topic else ()))


@pytest.mark.parametrize(
    ("headings", "name", "typed"),
    [
        ((*NOTES, "（金融商品関係）", "２．金融商品の時価等に関する事項"), "NotesFinancialInstruments", "fair_values"),
        ((*NOTES, "(1株当たり情報)"), "NotesPerShareInformation", "eps"),
        ((*NOTES, "（セグメント情報等）", "【セグメント情報】"), "NotesSegmentInformationEtc", "segments"),
        (
            (*NOTES, "（セグメント情報等）", "【関連情報】", "２．地域ごとの情報", "(1) 売上高"),
            "RevenuesFromExternalCustomersInformationForEachRegion",
            None,
        ),
        (
            (*NOTES, "（連結株主資本等変動計算書関係）", "３．配当に関する事項", "(1) 配当金支払額"),
            "NotesRegardingDividend",
            "dividends",
        ),
        (
            (*NOTES, "⑤【連結附属明細表】", "ａ【借入金等明細表】"),
            "AnnexedConsolidatedDetailedScheduleOfBorrowings",
            "borrowings",
        ),
    ],
)
def test_notes_are_named_by_their_headings(headings: tuple[str, ...], name: str, typed: str | None) -> None:
    assert _name(*headings) == (name, typed)


def test_the_form_names_what_stands_before_the_accounts() -> None:
    path = ("第１【企業の概況】", "５【従業員の状況】", "(1) 連結会社の状況")
    assert _name(*path, part="front") == ("InformationAboutEmployees", "employees")
    issued = ("１【株式等の状況】", "(7)【議決権の状況】", "①【発行済株式】")
    assert _name(*issued, part="front") == ("IssuedSharesVotingRights", None)


def test_the_standard_chooses_the_block() -> None:
    path = ("【連結財務諸表注記】", "29．1株当たり情報")
    assert _name(*path, standard=Standard.IFRS) == ("NotesEarningsPerShare", "eps")
    english = ("Notes to Consolidated Financial Statements", "11. EARNINGS PER SHARE")
    assert _name(*english, standard=Standard.IFRS) == ("NotesEarningsPerShare", "eps")
    own = (*NOTES, "（有価証券関係）")
    assert _name(*own, standard=Standard.IFRS, consolidated=False) == ("NotesSecurities", "fair_values")
    assert _name(*path, standard=Standard.USGAAP) == ("NotesToFinancialStatements", "eps")


def test_a_part_of_a_note_does_not_name_the_note() -> None:
    path = ("【連結財務諸表注記】", "34．金融商品", "(2) リース")
    assert _name(*path, standard=Standard.IFRS) == ("NotesFinancialInstruments", "fair_values")


def test_a_marked_line_names_a_part_of_a_note() -> None:
    path = (*NOTES, "（連結貸借対照表関係）")
    assert _name(*path, topic="※３ 担保に供している資産") == ("NotesRegardingPledgedAssets", None)
    assert _name(*path, topic="※４ 休止中の設備") == (None, None)


@pytest.mark.parametrize(
    ("headings", "part", "standard"),
    [
        ((*NOTES, "（貸付有価証券の状況）"), "notes", Standard.JGAAP),
        (
            ("第２【事業の状況】", "２【サステナビリティに関する考え方及び取組】", "④ 指標及び目標"),
            "front",
            Standard.JGAAP,
        ),
        ((), "front", Standard.JGAAP),
    ],
)
def test_unknown_headings_name_nothing(headings: tuple[str, ...], part: str, standard: Standard) -> None:
    assert _name(*headings, part=part, standard=standard) == (None, None)


def test_spellings_of_a_heading_are_one() -> None:
    assert heading_key("15．借入金 および 社債") == heading_key("【借入金及び社債】")
    assert heading_key("(10) 有形固定資産") == heading_key("③有形固定資産") == "有形固定資産"
    assert heading_key("1株当たり情報") != heading_key("株当たり情報")


def test_the_table_of_names_is_sound() -> None:
    typed = {
        "segments", "revenue_breakdown", "borrowings", "fair_values", "rollforwards", "eps", "dividends", "employees",
        "shareholders", "officers_pay",
    }  # fmt: skip
    assert {block.typed for block in blocks() if block.typed} <= typed
    with schema_path("taxonomy", "tables.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert all(row["source"] and (row["ja"] or row["en"]) for row in rows)
    assert all(row["scope"] in ("front", "statements", "notes", "back") for row in rows)


def test_a_heading_in_brackets_over_parts_names_them_under_ifrs_where_no_note_is_numbered() -> None:
    path = ("(5) 要約四半期連結財務諸表に関する注記事項", "（セグメント情報）", "（2）セグメント収益及び業績")
    assert _name(*path, standard=Standard.IFRS) == ("NotesSegmentInformation", "segments")
    assert _name("（継続企業の前提に関する注記）", "（2）地代の一覧", standard=Standard.IFRS) == (None, None)


def test_a_note_in_the_brackets_of_the_form_is_named_below_another_heading() -> None:
    path = ("（連結の範囲の重要な変更）", "【セグメント情報】", "１．報告セグメントごとの売上高")
    assert _name(*path) == ("NotesSegmentInformationEtc", "segments")
    assert _name("（連結の範囲の重要な変更）", "セグメント情報") == (None, None)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("28 公正価値測定", "NotesFairValueMeasurement"),
        ("27．キャッシュ・フローに関する補足情報", "NotesCashFlowInformation"),
        ("注15．デリバティブ及びヘッジ活動", "NotesHedgeAccounting"),
        ("14．短期借入金及び長期借入債務", "NotesBondsAndBorrowings"),
        ("※９ １株当たり利益", "NotesEarningsPerShare"),
        ("9．映画分野における未払分配金債務", None),
    ],
)
def test_notes_by_ifrs_in_other_words(heading: str, name: str | None) -> None:
    assert _name("【連結財務諸表注記】", heading, standard=Standard.IFRS)[0] == name


def test_a_note_within_a_numbered_part_is_named_by_its_own_heading() -> None:
    path = ("【連結財務諸表注記】", "3. 資産及び負債", "3.3．棚卸資産", "(1) 内訳")
    assert _name(*path, standard=Standard.IFRS)[0] == "NotesInventories"
