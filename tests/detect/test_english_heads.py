"""English heads whose date is broken over rows and columns."""

from __future__ import annotations

import pytest

from extractor.model import Filing, Language, Region, Sheet, Standard, StatementKind, StatementSpan
from extractor.pipeline import read
from tests.support.pages import page

BODY = """
| 40 Net sales > 400 1,200 > 500 1,300
| 40 Cost of sales > 400 700 > 500 800
| 40 Gross profit > 400 500 > 500 500
"""


def statement(head: str, body: str = BODY) -> Sheet:
    made = page(head.strip("\n") + body)
    span = StatementSpan(
        StatementKind.INCOME_STATEMENT, "Income", True, Standard.JGAAP, Language.EN, (Region(1, 0, 842),), 1_000_000
    )
    (sheet,) = read(Filing("0", "x.pdf", language=Language.EN), [span], {1: made})
    return sheet


def ends(sheet: Sheet) -> list[str]:
    return [str(column.period.end) if column.period else "-" for column in sheet.columns]


@pytest.mark.parametrize("left", [300, 330, 345])
def test_a_span_of_months_stands_over_every_year_below_it(left: int) -> None:
    """Wherever its words begin: it need not cover the middle of both columns."""
    sheet = statement(f"| {left} Six months ended September 30,\n> 400 2021 > 500 2022")
    assert ends(sheet) == ["2021-09-30", "2022-09-30"]
    assert [line.label for line in sheet.lines] == ["Net sales", "Cost of sales", "Gross profit"]


def test_a_head_of_notes_beside_years_is_no_line() -> None:
    sheet = statement("| 300 Six months ended September 30,\n| 250 Notes > 400 2021 > 500 2022")
    assert ends(sheet) == ["2021-09-30", "2022-09-30"]
    assert sheet.lines[0].label == "Net sales"


def test_two_spans_each_keep_their_years() -> None:
    head = (
        "| 180 Three months ended September 30, | 400 Six months ended September 30,\n> 260 2021 > 340 2022 > 460 "
        "2021 > 540 2022"
    )
    body = "\n".join(
        f"| 40 {label} > 260 {a} > 340 {b} > 460 {c} > 540 {d}"
        for label, a, b, c, d in [("Net sales", "500", "600", "1,200", "1,300"), ("Profit", "50", "60", "120", "130")]
    )
    starts = [str(column.period.start) for column in statement(head, "\n" + body).columns if column.period]
    assert starts == ["2021-07-01", "2022-07-01", "2021-04-01", "2022-04-01"]


def test_a_year_with_its_own_date_takes_no_other() -> None:
    sheet = statement("| 355 March 31, | 440 September 30,\n> 400 2022 > 500 2022")
    assert [column.label for column in sheet.columns] == ["March 31, 2022", "September 30, 2022"]


def test_a_span_broken_before_its_day_stands_over_both_years() -> None:
    """The narrow cell breaks "September / 30,", and the years stand close together."""
    sheet = statement("| 330 Six months ended September\n| 390 30,\n| 370 2021 | 402 2022", BODY.replace("500", "440"))
    assert ends(sheet) == ["2021-09-30", "2022-09-30"]


def test_the_second_month_on_a_row_opens_the_next_head() -> None:
    """March 31, close beside September, whose day the narrow cell broke off."""
    sheet = statement(
        "| 318 March | 345 31, | 372 September\n| 400 30,\n> 350 2022 > 420 2022",
        BODY.replace("> 400", "> 350").replace("> 500", "> 420"),
    )
    assert [column.label for column in sheet.columns] == ["March 31, 2022", "September 30, 2022"]


def test_a_second_period_parts_heads_whose_ranges_go_on_below() -> None:
    heads = "|250 Previous year (From October 1, 2020 to|432 Current year (From October 1, 2021 to\n"
    heads += "|290 March 31, 2021)|470 March 31, 2022)\n"
    body = "|40 Net sales>330 1,100>420 9,999>510 1,200>590 9,999\n|40 Profit>330 100>420 999>510 120>590 999"
    texts = [" ".join(column.header) for column in statement(heads, body).columns]
    assert all(("Previous" in text) is not ("Current" in text) for text in texts)


@pytest.mark.parametrize("dash", ["-", "–"])
def test_a_dash_right_behind_a_date_is_the_period_s_and_no_empty_cell(dash: str) -> None:
    """Also below a word over the labels."""
    first = f"| 40 Account | 330 July 1, 2021 {dash} | 430 July 1, 2022 {dash}"
    head = f"{first}\n| 330 September 30, 2021 | 430 September 30, 2022"
    sheet = statement(head)
    periods = [(str(c.period.start), str(c.period.end)) for c in sheet.columns if c.period]
    assert periods == [("2021-07-01", "2021-09-30"), ("2022-07-01", "2022-09-30")]


def test_dashes_in_the_columns_of_a_balance_are_empty_cells() -> None:
    head = "> 400 2021 > 500 2022"
    sheet = statement(head, BODY + "| 40 Balance at January 1, 2021 > 400 - > 500 -\n")
    assert [cell.amount.text for cell in sheet.lines[-1].cells] == ["-", "-"]
