"""Which rows are titles, subtitles, footnotes, ends."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.kinds.five_years.find import summary_title
from extractor.model import Filing
from extractor.model import StatementKind as K
from extractor.notation.units import title_alone
from extractor.segment.titles import closes_balance_sheet, ends_statement, is_prose, period_subtitle, statement_title
from tests.support.pages import Pages, page


@pytest.mark.parametrize(
    ("text", "kinds", "consolidated"),
    [
        ("①【連結貸借対照表】", (K.BALANCE_SHEET,), True),
        ("（四半期連結損益計算書）（第２四半期連結累計期間）", (K.INCOME_STATEMENT,), True),
        ("【連結キャッシュ・フロー計算書】（間接法）", (K.CASH_FLOWS,), True),
        ("(a) Consolidated Statements of Income (cumulative)", (K.INCOME_STATEMENT,), True),
        ("Statements of Consolidated Cash Flows", (K.CASH_FLOWS,), True),
        ("Consolidated Statements of Income and Retained Earnings", (K.INCOME_STATEMENT,), True),
        (
            "Consolidated Statements of Operations and Comprehensive Income (Loss)",
            (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME),
            True,
        ),
        ("（１）要約四半期連結財政状態計算書", (K.BALANCE_SHEET,), True),
        ("(2) 四半期連結損益計算書及び四半期連結包括利益計算書", (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME), True),
        ("②【連結損益及び包括利益計算書】", (K.INCOME_STATEMENT,), True),
        ("（中間連結損益計算書）", (K.INCOME_STATEMENT,), True),
        ("③ 【株主資本等変動計算書】", (K.CHANGES_IN_EQUITY,), None),
        ("（３）投資主資本等変動計算書", (K.CHANGES_IN_EQUITY,), None),
        ("④【キャッシュ・フロー計算書】", (K.CASH_FLOWS,), None),
        ("Condensed Consolidated Statements of Financial Position", (K.BALANCE_SHEET,), True),
        (
            "(2) Quarterly Consolidated Statements of Income and Comprehensive Income",
            (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME),
            True,
        ),
        ("Non-consolidated Balance Sheets", (K.BALANCE_SHEET,), False),
        (
            "Condensed Consolidated Statements of Changes in Shareholders' Equity Three months ended June 30, 2019",
            (K.CHANGES_IN_EQUITY,),
            True,
        ),
    ],
)
def test_titles(text: str, kinds: tuple[K, ...], consolidated: bool | None) -> None:
    title = statement_title(text)
    assert title is not None
    assert (title.kinds, title.consolidated) == (kinds, consolidated)


@pytest.mark.parametrize(
    "text",
    [
        "連結貸借対照表計上額",
        "（連結損益計算書関係）",
        "①自動車等セグメントと金融セグメントを区分した連結財政状態計算書",
        "この結果、当第１四半期連結会計期間における四半期連結貸借対照表は、有価証券が増加した。",
        "(9) 連結キャッシュ・フロー計算書における資金の範囲",
        "営業活動によるキャッシュ・フロー",
        "Notes to the consolidated balance sheets",
        "The consolidated statements of income include the following.",
    ],
)
def test_what_only_mentions_a_statement(text: str) -> None:
    assert statement_title(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "（５）四半期連結財務諸表に関する注記事項",
        "【注記事項】",
        "（継続企業の前提に関する注記）",
        "【製造原価明細書】",
        "Notes to Consolidated Financial Statements",
        "（セグメント情報等）",
    ],
)
def test_what_ends_a_statement(text: str) -> None:
    assert ends_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "注記",
        "会計方針の変更による累積的影響額",
        "会計方針の変更を反映した当",
        "Note March 31, 2020 June 30, 2020",
        "１株当たり四半期利益",
        "（注）",
        "その他",
        "(1) 社債",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not ends_statement(text)


def test_footnotes_are_no_rows_and_marked_figures_are_no_footnotes() -> None:
    assert is_prose("（注）その他の資本の構成要素の内訳は次のとおりであります")
    assert is_prose("当第２四半期連結累計期間の業績は次のとおりです。")
    assert not is_prose("注９,21 296,384 386,200")
    assert not is_prose("※３,※４,※５,※６,※７ 44,326")
    assert not is_prose("（注）")


def test_a_line_that_points_to_the_notes_is_no_row() -> None:
    assert is_prose("「連結財務諸表に関する注記」を参照")
    assert is_prose("See accompanying notes to the consolidated financial statements")
    assert not is_prose("注記")
    assert not is_prose("担保提供資産（注記５参照） 1,204 1,311")


def test_nothing_of_a_balance_sheet_stands_below_its_last_total() -> None:
    assert closes_balance_sheet("負債・資本計 5,107,973 5,204,622 96,649")
    assert closes_balance_sheet("負　債　純　資　産　合　計 9,138 9,252")
    assert closes_balance_sheet("Total liabilities and net assets 9,138 9,252")
    assert not closes_balance_sheet("負債合計 2,618 2,254")
    assert not closes_balance_sheet("純資産合計 6,520 6,998")


def test_subtitles_of_periods() -> None:
    assert period_subtitle("前連結会計年度（自 平成27年４月１日 至 平成28年３月31日）")
    assert period_subtitle("第199期(自 2022年４月１日至 2023年３月31日) (単位：百万円)")
    assert period_subtitle("【第２四半期連結会計期間】")
    assert not period_subtitle("(自 2021年４月１日 (自 2022年４月１日")
    assert not period_subtitle("前連結会計年度 当連結会計年度")


def test_selected_financial_data() -> None:
    assert summary_title("１【主要な経営指標等の推移】")
    assert summary_title("1 Selected Financial Data")
    assert summary_title("(1) 当連結会計年度の前4連結会計年度及び当連結会計年度に係る次に掲げる主要な経営指標等の推移")
    assert not summary_title("主要な設備の状況")
    assert not summary_title("参考として、主たる子会社の「主要な経営指標等の推移」を記載します。")


BEGUN = "|40 （１）【貸借対照表】\n|300 2022年３月31日 |420 2023年３月31日\n" + "\n".join(
    f"|40 項目{k}>370 {k},100>490 {k},200" for k in range(1, 7)
)


@pytest.mark.parametrize(("title", "spans"), [("（１）【貸借対照表】（続き）", 1), ("（２）【貸借対照表】", 2)])
def test_a_title_that_says_continued_opens_no_second_statement(title: str, spans: int) -> None:
    made = Pages(page(BEGUN, 1), page(BEGUN.replace("（１）【貸借対照表】", title), 2))
    assert len(pipeline.find(made, Filing("x", "x"))[1]) == spans


@pytest.mark.parametrize("text", ["(a) Consolidated statements of cash flows", "(B) Balance Sheet"])
def test_a_letter_in_brackets_numbers_a_title(text: str) -> None:
    assert statement_title(text) is not None


@pytest.mark.parametrize("number", ["a ", "b", "(c) ", "イ", "（ア）", "iii "])
def test_letters_number_titles_too(number: str) -> None:
    title = statement_title(f"{number}【連結損益計算書】")
    assert title is not None
    assert (title.kinds, title.consolidated) == ((K.INCOME_STATEMENT,), True)
    assert statement_title("a statement of income of a subsidiary is not shown") is None


def test_heads_with_marks_of_notes_are_no_footnote() -> None:
    assert not is_prose("（注16） 及び25） 及び18） （注17） 合計 （注25）")
    assert is_prose("（注）１ 有形固定資産の減価償却累計額には、減損損失累計額が含まれている")


@pytest.mark.parametrize(
    ("text", "kinds", "consolidated"),
    [
        ("Balance Sheets (Consolidated)", (K.BALANCE_SHEET,), True),
        ("Statement of Income (Non-consolidated)", (K.INCOME_STATEMENT,), False),
        ("Consolidated Statement of Income (Nine-month period)", (K.INCOME_STATEMENT,), True),
        ("Consolidated Comprehensive Income Statement", (K.COMPREHENSIVE_INCOME,), True),
        ("Quarterly Consolidated Statements of (Comprehensive) Income", (K.COMPREHENSIVE_INCOME,), True),
        ("Consolidated Statement of Cash-Flows", (K.CASH_FLOWS,), True),
    ],
)
def test_english_titles_as_releases_word_them(text: str, kinds: tuple[K, ...], consolidated: bool) -> None:
    title = statement_title(text)
    assert title is not None
    assert (title.kinds, title.consolidated) == (kinds, consolidated)
    assert statement_title("Statements of income and expenses of segments") is None


def test_the_heads_of_labels_and_notes_end_nothing() -> None:
    assert not ends_statement("科目注記事項")
    assert not ends_statement("科 目 注記番号")
    assert ends_statement("注記事項")


@pytest.mark.parametrize("unit", ["　単位：千円", "（百万円）", " （単位：百万円）", " (千円)"])
def test_a_title_stands_alone_without_its_unit(unit: str) -> None:
    assert title_alone(f"（１）【連結貸借対照表】{unit}") == "（１）【連結貸借対照表】"
    assert title_alone("（１）【連結貸借対照表】") == "（１）【連結貸借対照表】"


@pytest.mark.parametrize("unit", ["(Yen)", "(JPY)", "(In yen)", "Millions of yen", "(Millions of yen)"])
def test_an_english_title_stands_alone_without_its_unit(unit: str) -> None:
    assert title_alone(f"(a) Consolidated balance sheets {unit}") == "(a) Consolidated balance sheets"
    assert title_alone("Statements of Income") == "Statements of Income"
