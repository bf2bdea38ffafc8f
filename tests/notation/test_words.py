"""Labels, marks, unit captions."""

from __future__ import annotations

import pytest

from extractor.notation.text import as_drawn, join_wrapped, label_key, split_marks
from extractor.notation.units import unit_caption, without_unit


@pytest.mark.parametrize(
    ("text", "label", "marks"),
    [
        ("仕掛品 ※７", "仕掛品", "※７"),
        ("建物及び構築物（純額） ※３,※６", "建物及び構築物（純額）", "※３,※６"),
        ("有価証券 ※1,※2,※3,※12", "有価証券", "※1,※2,※3,※12"),
        ("土地 ※１, ２, ３", "土地", "※１, ２, ３"),
        ("調整後営業利益（※）", "調整後営業利益", "（※）"),
        ("販売費及び一般管理費 (注)1,(注)2", "販売費及び一般管理費", "(注)1,(注)2"),
        ("注1. 社債、借入金及びリース負債", "社債、借入金及びリース負債", "注1."),
        ("Other financial assets (Note 5)", "Other financial assets", "(Note 5)"),
        ("利益剰余金（注12及び14）", "利益剰余金", "（注12及び14）"),
        ("その他の負債(注記８、９)", "その他の負債", "(注記８、９)"),
        ("配当金（注記参照）", "配当金（注記参照）", None),
        ("１年内返済予定の長期借入金", "１年内返済予定の長期借入金", None),
        ("経常利益又は経常損失（△）", "経常利益又は経常損失（△）", None),
    ],
)
def test_marks_come_off_labels(text: str, label: str, marks: str | None) -> None:
    assert split_marks(text) == (label, marks)


def test_wrapped_parts() -> None:
    assert join_wrapped(["親会社株主に帰属する当期", "純利益"]) == "親会社株主に帰属する当期純利益"
    assert (
        join_wrapped(["Share of profit of entities accounted for using equity", "method"])
        == "Share of profit of entities accounted for using equity method"
    )
    assert join_wrapped(["Non-", "controlling interests"]) == "Non-controlling interests"
    assert join_wrapped(["Notes receivable -", "trade"]) == "Notes receivable - trade"


def test_spacing_width_and_case_do_not_part_labels() -> None:
    assert label_key("資　産　合　計") == label_key("資産合計")
    assert label_key("ソフトウエア（Net）") == label_key("ソフトウエア(net)")


@pytest.mark.parametrize(
    ("text", "scale", "currency"),
    [
        ("（単位：百万円）", 1_000_000, "JPY"),
        ("(単位 千円)", 1_000, "JPY"),
        ("(Millions of yen)", 1_000_000, "JPY"),
        ("Thousands of yen", 1_000, "JPY"),
        ("（単位：円）", 1, "JPY"),
        ("金額（百万円）", 1_000_000, "JPY"),
        ("（金額：百万円）", 1_000_000, "JPY"),
        ("million yen", 1_000_000, "JPY"),
        ("(Thousands of U.S. dollars)", 1_000, "USD"),
        ("(¥ million)", 1_000_000, "JPY"),
        ("Yen in millions", 1_000_000, "JPY"),
        ("JPY mn", 1_000_000, "JPY"),
        ("(Unit: thousand yen)", 1_000, "JPY"),
        ("(K yen)", 1_000, "JPY"),
        ("(M yen)", 1_000_000, "JPY"),
        ("(100 million yen)", 100_000_000, "JPY"),
        ("(Millions of yen; amounts less than one million are omitted)", 1_000_000, "JPY"),
        ("(Thousands of U.S. dollars) (Note 1)", 1_000, "USD"),
        ("(in millions of yen, unless otherwise stated)", 1_000_000, "JPY"),
        ("U.S. dollars in thousands", 1_000, "USD"),
        ("(¥m)", 1_000_000, "JPY"),
        ("US$", 1, "USD"),
        ("(million $)", 1_000_000, "USD"),
    ],
)
def test_unit_captions(text: str, scale: int, currency: str) -> None:
    found = unit_caption(text)
    assert found is not None
    assert (found.scale, found.currency) == (scale, currency)


@pytest.mark.parametrize(
    "text",
    [
        "構成比（％）",
        "万円",
        "円）",
        "千円)",
        "（単位：百万",
        "（万円）",
        "記載金額は百万円未満を切り捨てて表示しております。",
        "現金及び預金",
        "2,000百万円の借入を行いました",
        "¥",
        "5 million yen",
        "1,000 yen",
        "Yen bonds",
        "BN$",  # dollars of Brunei
        "HK$",
    ],
)
def test_what_is_no_unit_caption(text: str) -> None:
    assert unit_caption(text) is None


def test_a_caption_beside_a_title() -> None:
    title, unit = without_unit("（要約四半期連結損益計算書） (単位：百万円)")
    assert title == "（要約四半期連結損益計算書）"
    assert unit is not None
    assert unit.scale == 1_000_000


def test_radicals_and_swapped_ligatures_are_what_they_draw() -> None:
    assert as_drawn("⻑期借⼊⾦") == "長期借入金"
    assert as_drawn("⼾籍・⻘⾊") == "戸籍・青色"
    assert as_drawn("Gross pro昀椀t") == "Gross profit"
    assert as_drawn("A昀昀椀liates") == "Affiliates"
    assert as_drawn("昀椀の木") == "昀椀の木"  # among Japanese they are characters


@pytest.mark.parametrize(
    ("text", "title", "scale"),
    [
        ("(1) Consolidated Balance Sheets (Millions of yen)", "(1) Consolidated Balance Sheets", 1_000_000),
        ("Statements of Income [Thousands of yen]", "Statements of Income", 1_000),
        ("Earnings per share (yen)", "Earnings per share (yen)", None),
        ("Net income (loss)", "Net income (loss)", None),
        ("(Millions of yen)", "(Millions of yen)", 1_000_000),
    ],
)
def test_an_english_caption_beside_a_title(text: str, title: str, scale: int | None) -> None:
    bare, unit = without_unit(text)
    assert bare == title
    assert (unit.scale if unit else None) == scale
