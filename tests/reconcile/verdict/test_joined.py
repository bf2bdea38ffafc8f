"""Statements that took in rows of another one, each with the statement that did not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.errors import FindingCode as Code
from extractor.model import LabelledSheet, Match, Sheet
from extractor.reconcile.verdict.joined import of_closed, of_strangers, of_untitled
from tests.reconcile.build import INCOME, K, statement

BELOW = """
資産合計 | 900 | 950
負債合計 | 400 | 410
純資産合計 | 500 | 540
負債純資産合計 | 900 | 950
"""
COMPREHENSIVE = """
売上高 | 900 | 950
当期純利益 | 121 | 242
為替換算調整勘定 | 30 | 40
包括利益 | 151 | 282
"""


def _known(sheet: Sheet, method: str | None = "exact", item: str | None = "assets") -> LabelledSheet:
    return LabelledSheet(sheet, {line.number: Match(item, None, method) for line in sheet.lines})


@pytest.mark.parametrize(
    ("title", "beside", "said"),
    [("連結損益計算書", None, 3), ("連結損益及び包括利益計算書", None, None), ("連結損益計算書", COMPREHENSIVE, None)],
)
def test_an_income_statement_with_comprehensive_income_that_its_title_does_not_name(
    title: str, beside: str | None, said: int | None
) -> None:
    sheet = statement(K.INCOME_STATEMENT, COMPREHENSIVE)
    sheet = replace(sheet, span=replace(sheet.span, title=title))
    entry = _known(sheet)
    oci = {3: Match("foreign_currency_translation_adjustment_oci", None, "exact")}
    entry = replace(entry, matches={**entry.matches, **oci})
    others = [_known(statement(K.COMPREHENSIVE_INCOME, beside))] if beside else []
    found = list(of_untitled([entry, *others]))
    assert [finding.code for finding in found] == [Code.STATEMENT_UNCLEAR, Code.STATEMENT_MISSING] * bool(said)
    assert [(finding.line, finding.below) for finding in found[:1]] == [(said, True)] * bool(said)


@pytest.mark.parametrize(("more", "said"), [("経常利益 | 70 | 82", True), ("", False), ("（注）", False)])
def test_nothing_stands_below_the_last_total_of_a_balance_sheet(more: str, said: bool) -> None:
    found = list(of_closed([_known(statement(K.BALANCE_SHEET, BELOW + more))]))
    assert [(finding.code, finding.line, finding.below) for finding in found] == [
        (Code.STATEMENT_UNCLEAR, 5, True)
    ] * said


@pytest.mark.parametrize(
    ("method", "item", "said"),
    [(None, None, True), ("structure", "assets", True), ("exact", "assets", False), ("section", "assets", False)],
)
def test_a_page_of_which_no_label_is_known(method: str | None, item: str | None, said: bool) -> None:
    """Sums may tell items of lines whose wording nobody knows; they do not tell which statement this is."""
    sheet = statement(K.INCOME_STATEMENT, INCOME)
    found = list(of_strangers([_known(sheet, method, item)]))
    assert [finding.code for finding in found] == [Code.STATEMENT_UNCLEAR] * said
    few = replace(sheet, lines=sheet.lines[:4])
    assert list(of_strangers([_known(few, method, item)])) == []
