"""Units over single columns: each head speaks for its own bands; one unit for all is a caption."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.model import Filing, Language, Region, Sheet, Standard, StatementKind, StatementSpan
from extractor.pipeline import read
from tests.support.pages import page

BODY = """
|40 Cash and deposits >300 1,210 >400 1,320 >500 8,800
|40 Receivables >300 2,400 >400 2,550 >500 17,000
|40 Total assets >300 3,610 >400 3,870 >500 25,800
"""
YEN, DOLLARS = (1_000_000, "JPY"), (1_000, "USD")


def balance(head: str, body: str = BODY) -> Sheet:
    made = page(head.strip("\n") + body)
    span = StatementSpan(
        StatementKind.BALANCE_SHEET, "Balance", True, Standard.JGAAP, Language.EN, (Region(1, 0, 842),), 1_000_000
    )
    (sheet,) = read(Filing("0", "x.pdf", language=Language.EN), [span], {1: made})
    return sheet


@pytest.mark.parametrize(
    "units",
    [
        "|305 Millions of yen |445 Thousands of U.S. dollars",
        "|305 Millions of yen |445 Thousands of\n|445 U.S. dollars",
        ">300 Millions of yen >400 Millions of yen |445 Thousands of U.S. dollars",
    ],
)
def test_units_side_by_side_share_the_columns(units: str) -> None:
    sheet = balance(f"|40 As of March 31, 2024 and 2025\n{units}\n>300 2024 >400 2025 >500 2025")
    assert [(column.scale, column.currency) for column in sheet.columns] == [YEN, YEN, DOLLARS]
    assert [str(column.period.end) if column.period else "" for column in sheet.columns] == [
        "2024-03-31",
        "2025-03-31",
        "2025-03-31",
    ]


def test_a_unit_over_one_column_leaves_the_caption_to_the_others() -> None:
    sheet = balance(
        "|40 (Millions of yen)\n|455 U.S. dollars\n>300 March 31, 2024 >400 March 31, 2025 >500 March 31, 2025"
    )
    assert [(column.scale, column.currency) for column in sheet.columns] == [YEN, YEN, (1, "USD")]


def test_one_unit_is_the_tables_own() -> None:
    sheet = balance(">500 (Thousands of yen)\n>300 March 31, 2023 >400 March 31, 2024 >500 March 31, 2025")
    assert {(column.scale, column.currency) for column in sheet.columns} == {(1_000, "JPY")}
    assert [cell.amount.value for cell in sheet.lines[0].cells] == [Decimal(1210), Decimal(1320), Decimal(8800)]


def test_a_unit_broken_in_each_head_ends_on_the_row_where_its_head_ends() -> None:
    """Heads of two and three lines over the same unit: the last row says "yen" over one column alone."""
    sheet = balance(
        "|270 March 31, |370 March 31, |470 March 31,\n|275 2023 |370 2024 |475 2025\n"
        "|270 Thousands of |370 (restated) |470 Thousands of\n|285 yen |370 Thousands of |485 yen\n|385 yen"
    )
    assert [(column.scale, column.currency) for column in sheet.columns] == [(1_000, "JPY")] * 3
    assert [str(column.period.end) if column.period else "" for column in sheet.columns] == [
        "2023-03-31",
        "2024-03-31",
        "2025-03-31",
    ]


def test_a_word_broken_before_of_is_one_unit() -> None:
    sheet = balance(
        "|270 March 31, |370 March 31, |470 March 31,\n|275 2023 |370 2024 |475 2025\n"
        "|270 Thousands |370 Thousands |470 Thousands\n|285 of yen |385 of yen |485 of yen"
    )
    assert [(column.scale, column.currency) for column in sheet.columns] == [(1_000, "JPY")] * 3


def test_single_yen_over_a_column_stays_yen() -> None:
    """Near miss: nothing above it begins a unit."""
    sheet = balance(
        "|270 March 31, |370 March 31, |470 March 31,\n|275 2023 |370 2024 |475 2025\n|285 yen |385 yen |485 yen"
    )
    assert [(column.scale, column.currency) for column in sheet.columns] == [(1, "JPY")] * 3


def test_a_unit_in_the_corner_leaves_the_heads_beside_notes_alone() -> None:
    body = (
        "\n|40 Cash >250 4 >400 1,320 >500 8,800\n|40 Receivables >400 2,550 >500 17,000\n"
        "|40 Total >400 3,870 >500 25,800"
    )
    sheet = balance("|40 (Thousands of yen) |235 Notes |355 March 31, |455 June 30,\n|375 2024 |475 2024", body)
    assert [str(column.period.end) if column.period else "" for column in sheet.columns] == ["2024-03-31", "2024-06-30"]
    assert {column.scale for column in sheet.columns} == {1_000}


def test_units_of_neighbours_that_nearly_touch_stay_apart() -> None:
    sheet = balance(
        "|266 2023 |365 2024 |475 2025\n|251 Millions of |306.5 Millions of yen |470 Millions of\n|285 yen |485 yen"
    )
    assert [(column.scale, column.currency) for column in sheet.columns] == [YEN] * 3


def test_a_unit_that_is_whole_in_one_head_and_broken_in_others_is_the_heads_own() -> None:
    sheet = balance(
        "|266 2023 |366 2024 |466 2025\n|240 Thousands of yen |350 Thousands of |450 Thousands of\n|385 yen |485 yen"
    )
    assert [(column.scale, column.currency) for column in sheet.columns] == [(1_000, "JPY")] * 3


def test_a_unit_that_begins_behind_the_date_of_a_head_ends_on_the_next_row() -> None:
    """Wrapped heads with the unit as their last words: the rest of it stands under the middle of the line above."""
    sheet = balance(
        "|262 As of |330 As of March 31, |455 As of\n"
        "|220 March 31, 2023 |310 2024) |336 Thousands of |430 March 31, 2025\n"
        "|220 Thousands of yen |350 yen |430 Thousands of yen"
    )
    assert [(column.scale, column.currency) for column in sheet.columns] == [(1_000, "JPY")] * 3
