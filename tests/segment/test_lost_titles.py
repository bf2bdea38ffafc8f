"""Statements whose title a page lost: told by their heads and first lines, never where the open statement goes on."""

from __future__ import annotations

from extractor import pipeline
from extractor.model import Filing, StatementKind
from tests.support.pages import Pages, page

K = StatementKind
BALANCE = """
|40 （１）要約四半期連結財政状態計算書
|300 2022年３月31日 |420 2022年９月30日
|40 資産
|50 現金>370 1,200>490 1,300
|50 売上債権>370 2,200>490 2,300
|40 資産合計>370 3,400>490 3,600
|40 借入金>370 1,000>490 1,000
|40 資本合計>370 2,400>490 2,600
"""
FLOWS = """
|300 (自 2021年４月１日 |420 (自 2022年４月１日
|300 至 2021年９月30日) |420 至 2022年９月30日)
|40 営業活動によるキャッシュ・フロー
|50 税引前利益>370 1,110>490 1,220
|50 減価償却費>370 1,010>490 1,020
|50 営業活動合計>370 2,120>490 2,240
"""
EQUITY = """
|200 資本金 |270 資本剰余金 |350 利益剰余金 |430 自己株式 |500 資本合計
|40 期首残高>230 1,000>310 1,500>390 2,000>460 △1,100>540 3,400
|40 四半期利益>230 －>310 －>390 1,200>460 －>540 1,200
|40 期末残高>230 1,000>310 1,500>390 3,200>460 △1,100>540 4,600
"""


def kinds(*pages: str) -> list[StatementKind]:
    made = Pages(*(page(text, number) for number, text in enumerate(pages, 1)))
    return [span.kind for span in pipeline.find(made, Filing("x", "x"))[1]]


def test_cash_flows_and_equity_at_the_head_of_a_page_are_statements_of_their_own() -> None:
    assert kinds(BALANCE, FLOWS) == [K.BALANCE_SHEET, K.CASH_FLOWS]
    assert kinds(BALANCE, EQUITY) == [K.BALANCE_SHEET, K.CHANGES_IN_EQUITY]


def test_the_next_page_of_the_same_statement_goes_on() -> None:
    more = FLOWS.replace("営業活動によるキャッシュ・フロー", "投資活動によるキャッシュ・フロー").replace("営業", "投資")
    titled = FLOWS.replace("|300 (自 2021", "|40 （４）要約四半期連結キャッシュ・フロー計算書\n|300 (自 2021", 1)
    titled = titled.replace("|420 (自", "|420 (自", 1)
    assert kinds(BALANCE, titled, more) == [K.BALANCE_SHEET, K.CASH_FLOWS]


def test_a_balance_sheet_right_before_a_title_is_one() -> None:
    untitled = "\n".join(BALANCE.strip("\n").split("\n")[1:]) + "\n|40 その他>370 1,000>490 1,100"
    titled = "|40 （２）要約四半期連結キャッシュ・フロー計算書" + FLOWS
    assert kinds(untitled, titled) == [K.BALANCE_SHEET, K.CASH_FLOWS]


def test_notes_on_a_row_of_its_own_heads_a_column() -> None:
    english = """
|40 (1) Quarterly Balance Sheet
|330 March 31, |450 September 30,
|260 Notes
|340 2022 |460 2022
|40 Assets
|50 Cash>370 1,200>490 1,300
|50 Receivables>370 2,200>490 2,300
|40 Total assets>370 3,400>490 3,600
"""
    assert kinds(english) == [K.BALANCE_SHEET]


def test_figures_without_commas_and_a_loss_tell_as_well() -> None:
    """A small filer in millions: three digits at most."""
    small = (
        FLOWS.replace("1,110", "110")
        .replace("1,220", "220")
        .replace("2,120", "120")
        .replace("2,240", "240")
        .replace("1,010", "10")
        .replace("1,020", "20")
    )
    assert kinds(BALANCE, small) == [K.BALANCE_SHEET, K.CASH_FLOWS]
    loss = """
|300 (自 2021年４月１日 |420 (自 2022年４月１日
|300 至 2021年９月30日) |420 至 2022年９月30日)
|40 四半期純損失（△）>370 △634>490 △594
|40 その他の包括利益
|50 為替換算調整勘定>370 46>490 42
|40 四半期包括利益>370 △588>490 △552
"""
    assert kinds(BALANCE, loss) == [K.BALANCE_SHEET, K.COMPREHENSIVE_INCOME]


def test_the_rest_of_a_label_ends_no_statement() -> None:
    """ "accounting policies" heads notes elsewhere; here it is the second line of a label."""
    english = """
|40 Consolidated Balance Sheets
|330 March 31, 2022 |450 March 31, 2023
|40 Assets
|50 Cash>370 1,200>490 1,300
|50 Effects of changes in
>370 10>490 20
|50 accounting policies
|50 Receivables>370 2,200>490 2,300
|50 Inventories>370 200>490 300
|40 Total assets>370 3,600>490 3,900
"""
    made = Pages(page(english))
    (span,) = pipeline.find(made, Filing("x", "x"))[1]
    assert span.regions[0].bottom > made.page(1).words[-1].box.top


def test_cash_flows_as_heads_of_columns_are_a_summary() -> None:
    summary = """
|40 (3) Consolidated Statements of Cash Flows
|150 Operating activities |270 Investing activities |390 Financing activities
|40 Year 2023>220 1,200>340 △300>460 △500
|40 Year 2022>220 1,100>340 △200>460 △400
|40 Year 2021>220 1,000>340 △100>460 △300
"""
    assert kinds(summary) == []


def test_days_and_years_of_a_head_set_apart_are_no_figures() -> None:
    """A date whose last word went to the next row: "2021 年９月 30" over "日)"."""
    torn = FLOWS.replace(
        "|300 至 2021年９月30日) |420 至 2022年９月30日)",
        "|300 至 2021|335 年９月|362 30|420 至 2022|455 年９月|482 30\n|300 日) |420 日)",
    )
    assert kinds(BALANCE, torn) == [K.BALANCE_SHEET, K.CASH_FLOWS]


def test_a_breakdown_below_the_last_total_is_no_part_of_the_balance_sheet() -> None:
    total = BALANCE + "|40 負債及び資本合計>370 3,400>490 3,600\n"
    below = "|40 その他の資本の構成要素 内訳\n|50 換算差額>370 100>490 200\n|50 再測定>370 10>490 20\n"
    found = pipeline.find(Pages(page(total + below)), Filing("x", "x"))[1]
    (region,) = found[0].regions
    assert region.bottom < page(total + below).words[-1].box.top - 12
    within = BALANCE + "|40 （内訳）\n|50 換算差額>370 100>490 200\n"
    (region,) = pipeline.find(Pages(page(within)), Filing("x", "x"))[1][0].regions
    assert region.bottom == page(within).words[-1].box.bottom


def test_a_table_behind_a_sentence_below_the_last_total_is_no_part_of_the_balance_sheet() -> None:
    total = BALANCE + "|40 負債及び資本合計>370 3,400>490 3,600\n"
    other = (
        "|40 次の表は、連結貸借対照表に含まれる特別目的会社の資産及び負債を表しております。\n|400 （単位：十億円）\n"
        "|300 2022年３月31日|420 2022年９月30日\n|40 資産合計>370 34>490 36\n|40 負債合計>370 14>490 15\n"
    )
    (span,) = pipeline.find(Pages(page(total), page(other, 2)), Filing("x", "x"))[1]
    assert [region.page for region in span.regions] == [1]


def test_a_page_with_nothing_but_a_unit_belongs_to_the_table_on_the_next() -> None:
    found = pipeline.find(Pages(page(BALANCE), page("|200 （単位：千円）", 2), page(FLOWS, 3)), Filing("x", "x"))[1]
    assert [(span.kind, span.scale) for span in found] == [(K.BALANCE_SHEET, None), (K.CASH_FLOWS, 1000)]


def test_the_head_of_the_notes_above_heads_of_three_lines_ends_no_statement() -> None:
    """ "Notes" stands on the first row, the years on the third; the page goes on with the balance sheet."""
    further = """
|200 Notes
|300 March 31, |420 September 30,
|310 2022 |430 2022
|40 Share capital>370 1,000>490 1,000
|40 Retained earnings>370 1,400>490 1,600
|40 Total equity>370 2,400>490 2,600
"""
    assert kinds(BALANCE, further) == [K.BALANCE_SHEET]
    made = Pages(page(BALANCE, 1), page(further, 2))
    (span,) = pipeline.find(made, Filing("x", "x"))[1]
    assert [region.page for region in span.regions] == [1, 2]


def test_notes_over_sentences_end_the_statement() -> None:
    """Near miss: a date in the first sentence below the heading."""
    further = (
        "|40 Notes\n|40 1. Reporting entity\n|40 The Company was founded on March 31, 1999 and makes tools.\n"
        "|40 Shares>370 1,000>490 1,000"
    )
    made = Pages(page(BALANCE, 1), page(further, 2))
    (span,) = pipeline.find(made, Filing("x", "x"))[1]
    assert [region.page for region in span.regions] == [1]


def test_a_period_whose_dates_stand_in_pieces_heads_a_table_of_its_own() -> None:
    title = "|40 （３）要約四半期連結持分変動計算書\n"
    first = (
        "|40 当第３四半期連結累計期間（自|160 2022|185 年１月１日|240 至|260 2022|285 年９月|325 30|340 日）" + EQUITY
    )
    second = first.replace("当第", "前第").replace("2022", "2021")
    spans = pipeline.find(Pages(page(title + first + second)), Filing("x", "x"))[1]
    ends = [span.caption_period.end.year for span in spans if span.caption_period]
    assert ends == [2022, 2021]


def test_a_table_in_a_coarser_unit_before_the_statements_is_the_discussions() -> None:
    discussed = (
        "|40 ①連結財政状態計算書|200 （単位：億円）\n|300 2022年３月31日 |420 2022年９月30日\n"
        "|50 現金>370 12>490 13\n|50 売上債権>370 22>490 23\n|40 資産合計>370 34>490 36\n|40 資本合計>370 34>490 36\n"
    )
    stated = BALANCE.replace("計算書\n", "計算書|300 （単位：百万円）\n", 1)
    spans = pipeline.find(Pages(page(discussed), page(stated, 2)), Filing("x", "x"))[1]
    assert [(span.kind, span.scale) for span in spans] == [(K.BALANCE_SHEET, 1_000_000)]
    alone = pipeline.find(Pages(page(discussed), page(FLOWS, 2)), Filing("x", "x"))[1]
    assert alone[0].scale == 100_000_000
