"""Numbers of notes and amounts that were read into labels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model import LabelledSheet, Sheet
from tests.support.sheets import label, sheet


def with_note(made: Sheet, at: int, note: str) -> Sheet:
    lines = list(made.lines)
    lines[at] = replace(lines[at], note=note)
    return replace(made, lines=tuple(lines))


def said(found: LabelledSheet) -> list[tuple[str, str | None]]:
    return [(line.label, line.note) for line in found.sheet.lines]


def doubted(found: LabelledSheet) -> list[int | None]:
    return [finding.line for finding in found.sheet.findings if finding.code == "label_unclear"]


def test_numbers_of_notes_are_taken_from_labels_where_a_column_of_notes_stands() -> None:
    made = with_note(sheet("現金及び預金 | 51\n商品 4、18 | 72\n社債26 | 13"), 0, "7")
    (found,) = label(made)
    assert said(found) == [("現金及び預金", "7"), ("商品", "4、18"), ("社債", "26")]
    assert doubted(found) == []
    assert found.matches[3].item == "bonds_payable"


def test_numbers_within_a_label_of_several_rows() -> None:
    made = with_note(sheet("現金及び預金 | 51\n１年内返済予定の5,9長期借入金 | 72"), 0, "7")
    rows = ("１年内返済予定の5,9", "長期借入金")
    (found,) = label(replace(made, lines=(made.lines[0], replace(made.lines[1], label_rows=rows))))
    assert said(found)[1] == ("１年内返済予定の長期借入金", "5,9")


@pytest.mark.parametrize("text", ["商品 18", "商品 4、18", "商品 △1,234"])
def test_without_such_a_column_the_label_is_in_doubt(text: str) -> None:
    (found,) = label(sheet(f"現金及び預金 | 51\n{text} | 72\n社債 | 13"))
    assert said(found)[1] == (text, None)
    assert doubted(found) == [2]


def test_an_amount_is_no_note() -> None:
    (found,) = label(with_note(sheet("現金及び預金 | 51\n商品 1,234 | 72"), 0, "7"))
    assert (said(found)[1], doubted(found)) == (("商品 1,234", None), [2])


@pytest.mark.parametrize("text", ["見本勘定 第1回", "見本勘定9", "第3四半期", "見本基準第9号"])
def test_labels_of_the_filers_own_may_end_in_a_number(text: str) -> None:
    (found,) = label(with_note(sheet(f"現金及び預金 | 51\n{text} | 72"), 0, "7"))
    assert (said(found)[1], doubted(found)) == ((text, None), [])
