"""What the table of contents names must have been found."""

from __future__ import annotations

import pytest

from extractor.model import Language, Region, Standard, StatementKind, StatementSpan
from extractor.segment import listed_and_lost

K = StatementKind
CONTENTS = """添付資料の目次
１．経営成績に関する説明 ……………… 2
２．四半期連結財務諸表 ……………… 4
（１）四半期連結貸借対照表 ……………… 4
（２）四半期連結損益計算書及び四半期連結包括利益計算書 ……… 6
（３）四半期連結キャッシュ・フロー計算書 ……………… 8
{}（４）注記事項 ……………… 9
"""
OWN = "（４）貸借対照表 ……………… 9\n"


def _span(kind: StatementKind, consolidated: bool = True) -> StatementSpan:
    return StatementSpan(kind, "", consolidated, Standard.JGAAP, Language.JA, (Region(1, 0, 9),), 1000)


@pytest.mark.parametrize(
    ("found", "own", "lost"),
    [
        ((K.BALANCE_SHEET, K.INCOME_STATEMENT, K.CASH_FLOWS), "", []),
        ((K.BALANCE_SHEET, K.COMPREHENSIVE_INCOME), "", ["cash_flows"]),
        ((K.BALANCE_SHEET, K.CASH_FLOWS), "", ["income_statement"]),
        ((K.BALANCE_SHEET, K.INCOME_STATEMENT, K.CASH_FLOWS), OWN, ["balance_sheet"]),
        ((K.FINANCIAL_SUMMARY,), "", []),
    ],
)
def test_statements_of_the_contents_that_were_not_found(
    found: tuple[StatementKind, ...], own: str, lost: list[str]
) -> None:
    texts = {1: "四半期決算短信", 2: CONTENTS.format(own), 3: "四半期連結キャッシュ・フロー計算書"}
    findings = listed_and_lost(texts, [_span(kind) for kind in found])
    assert [finding.statement for finding in findings] == lost


def test_a_statement_named_in_a_sentence_or_a_form_is_not_listed() -> None:
    texts = {1: "四半期連結キャッシュ・フロー計算書は作成しておりません。\n四半期連結キャッシュ・フロー計算書 ………"}
    assert listed_and_lost(texts, [_span(K.BALANCE_SHEET)]) == ()
