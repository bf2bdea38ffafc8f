"""Labels in several rows: joined, or cut from headings, where the taxonomy knows what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model import LabelledSheet, Sheet
from extractor.model import StatementKind as K
from tests.support.sheets import label, sheet


def labels(made: Sheet) -> list[str]:
    return [line.label for line in label(made)[0].sheet.lines]


def test_the_rest_of_a_label_is_no_heading() -> None:
    made = sheet("現金及び預金 | 5\n１年内返済予定の長期 | 7\n借入金\nその他 | 1")
    assert labels(made) == ["現金及び預金", "１年内返済予定の長期借入金", "その他"]


def test_the_row_above_may_be_the_first_part() -> None:
    """Also where what goes on is set further right."""
    made = sheet("現金及び預金 | 5\n１年内返済予定の\n  長期借入金 | 7\nその他 | 1")
    (found,) = label(made)
    assert [line.label for line in found.sheet.lines][1] == "１年内返済予定の長期借入金"
    assert found.matches[2].item == "current_portion_of_long_term_loans_payable"


@pytest.mark.parametrize("text", ["流動資産\n  その他 | 7\n  合計 | 7", "見本勘定の長い | 7\n名称\nその他 | 1"])
def test_what_together_is_no_known_label_stays(text: str) -> None:
    """A heading with its lines, and the filer's own label."""
    made = sheet(text)
    assert labels(made) == [line.label for line in made.lines]


def in_rows(made: Sheet, at: int, rows: tuple[str, ...], beside: int) -> Sheet:
    lines = list(made.lines)
    lines[at] = replace(lines[at], label_rows=rows, beside=beside)
    return replace(made, lines=tuple(lines))


def codes(found: LabelledSheet) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.line) for finding in found.sheet.findings]


def test_a_heading_is_cut_from_a_label() -> None:
    text = "現金及び預金 | 5\n資産合計流動負債 | 9\n  買掛金 | 7"
    (found,) = label(in_rows(sheet(text), 1, ("資産合計", "流動負債"), 0))
    assert [(line.label, line.heading, line.parent) for line in found.sheet.lines] == [
        ("現金及び預金", False, None),
        ("資産合計", False, None),
        ("流動負債", True, None),
        ("買掛金", False, 3),
    ]
    assert codes(found) == []


def test_a_label_that_may_hold_a_heading_says_so() -> None:
    text = "現金及び預金 | 5\n見本勘定流動負債 | 9\n買掛金 | 7"
    (found,) = label(in_rows(sheet(text), 1, ("見本勘定", "流動負債"), 0))
    assert [line.label for line in found.sheet.lines][1] == "見本勘定流動負債"
    assert codes(found) == [("label_unclear", 2)]
    (found,) = label(in_rows(sheet(text), 1, ("見本勘定", "の変動"), 0))  # the filer's own
    assert codes(found) == []


def test_a_label_in_two_languages_holds_no_heading() -> None:
    text = "現金及び預金 | 5\n当期包括利益合計Total comprehensive income | 9\n剰余金の配当 | 7"
    made = in_rows(sheet(text), 1, ("当期包括利益合計", "Total comprehensive income"), 0)
    assert labels(made)[1] == "当期包括利益合計Total comprehensive income"


def test_a_unit_above_a_line_is_no_part_of_its_label() -> None:
    made = sheet("(Thousands of yen)\nCash and deposits | 5\nOther | 7")
    assert labels(made) == ["(Thousands of yen)", "Cash and deposits", "Other"]


def test_a_row_between_two_labels_goes_where_both_are_known() -> None:
    text = "現金及び預金電子記録 | 5\n債権 | 9\n短期借入金 | 7"
    made = in_rows(sheet(text), 0, ("現金及び預金", "電子記録"), 0)
    (found,) = label(made)
    assert [line.label for line in found.sheet.lines] == ["現金及び預金", "電子記録債権", "短期借入金"]
    assert codes(found) == []


def test_a_known_label_with_another_word_below_it_may_be_two() -> None:
    text = "現金及び預金見本 | 5\n短期借入金 | 7"
    (found,) = label(in_rows(sheet(text), 0, ("現金及び預金", "見本"), 0))
    assert codes(found) == [("label_unclear", 1)]
    (found,) = label(in_rows(sheet(text), 0, ("現金及び預金", "の純増減額"), 0))
    assert codes(found) == []


def test_a_row_among_strangers_may_be_a_heading_of_their_kind() -> None:
    """Its label is one without it too. Without other such rows it is the first part of the label."""
    strange = sheet("１年内返済予定の\n長期借入金 | 7\n見本区分\nその他 | 1")
    (found,) = label(strange)
    assert [line.label for line in found.sheet.lines] == [line.label for line in strange.lines]
    assert codes(found) == [("label_unclear", 2)]
    (found,) = label(sheet("１年内返済予定の\n長期借入金 | 7\nその他 | 1"))
    assert codes(found) == []


EARNINGS = "Profit | 812\nEarnings per share\n  Basic earnings per share | 23.41\n"


@pytest.mark.parametrize("below", ["  (yen)", "(yen)"])
def test_yen_below_an_amount_per_share_ends_its_label(below: str) -> None:
    assert labels(sheet(EARNINGS + below, K.INCOME_STATEMENT))[2:] == ["Basic earnings per share (yen)"]
    more = f"{EARNINGS}{below}\n  Diluted earnings per share | 23.38\n{below}"
    assert labels(sheet(more, K.INCOME_STATEMENT))[2:] == [
        "Basic earnings per share (yen)",
        "Diluted earnings per share (yen)",
    ]


def test_a_unit_below_money_is_no_part_of_its_label() -> None:
    for text in (EARNINGS + "  (Thousands of yen)", "Profit | 812\n(yen)", EARNINGS + "(yen)\nOther | 7"):
        assert labels(sheet(text, K.INCOME_STATEMENT))[-2:] != ["Earnings per share", "Basic earnings per share (yen)"]
        assert not any("share (" in name or "Profit (" in name for name in labels(sheet(text, K.INCOME_STATEMENT)))


def test_a_row_that_ends_with_a_comma_is_no_heading() -> None:
    text = "Property, plant and equipment\nLand | 9\nTotal property,\nplant and equipment | 9\nGoodwill | 3"
    assert labels(sheet(text))[-2:] == ["Total property, plant and equipment", "Goodwill"]


def test_a_row_in_small_letters_is_no_heading() -> None:
    text = "Total liabilities | 5\nTotal net assets | 4\nTotal liabilities and net | 9\n{}"
    assert labels(sheet(text.format("assets")))[-1] == "Total liabilities and net assets"
    assert labels(sheet(text.format("Assets")))[-1] == "Assets"


def test_rows_between_labels_are_parted_where_the_lower_label_ends_below() -> None:
    made = sheet("為替換算調整 | 5\n勘定その他の包括利 | 7\n益合計\n包括利益 | 9", K.COMPREHENSIVE_INCOME)
    made = in_rows(made, 1, ("勘定", "その他の包括利"), 1)
    assert labels(made) == ["為替換算調整勘定", "その他の包括利益合計", "包括利益"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("見本勘定を測定\nする見本資産の変動 | 7\nその他 | 1", "見本勘定を測定する見本資産の変動"),
        ("見本勘定を測定 | 7\nする見本資産の変動\nその他 | 1", "見本勘定を測定する見本資産の変動"),
        ("Sample amounts due to | 7\nsampled persons\nOther | 1", "Sample amounts due to sampled persons"),
    ],
)
def test_rows_that_begin_or_end_as_no_label_does_are_one_label(text: str, whole: str) -> None:
    assert labels(sheet(text))[0] == whole


@pytest.mark.parametrize(
    "text", ["Sample amounts due to\nsampled persons | 7\nOther | 1", "見本勘定 | 7\nすべて\nその他 | 1"]
)
def test_a_row_that_may_head_others_stays(text: str) -> None:
    assert labels(sheet(text)) == [line.label for line in sheet(text).lines]
