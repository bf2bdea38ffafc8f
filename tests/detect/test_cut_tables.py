"""A table that may go on over the page end says so, on both of its parts."""

from __future__ import annotations

from extractor.detect.grids import grids_on, joined
from extractor.model import Severity
from tests.support.pages import page

HEADS = "| 220 前期 | 320 当期\n"
BODY = "| 50 建物 > 250 1,204 > 350 1,187\n| 50 土地 > 250 3,310 > 350 3,305\n| 50 備品 > 250 310 > 350 305\n"
WIDER = (
    "| 50 車両 > 250 12 > 350 11 > 450 10\n| 50 機械 > 250 33 > 350 35 > 450 37\n| 50 合計 > 250 45 > 350 46 > 450 47\n"
)
PROSE = "| 50 上記の金額には、撤去の費用を含めておりません。なお、見積りによるものを除いております。\n"


def said(*texts: str) -> list[list[str]]:
    """The findings' severities of each table."""
    grids = joined([grid for number, text in enumerate(texts, 1) for grid in grids_on(page(text, number), ())])
    return [[finding.severity for finding in grid.findings] for grid in grids]


def test_a_table_without_heads_and_with_other_columns_is_said_to_be_a_rest() -> None:
    assert said(HEADS + BODY, WIDER) == [[Severity.WARNING], [Severity.WARNING]]


def test_a_table_that_repeats_its_heads_is_said_to_go_on() -> None:
    assert said(HEADS + BODY, HEADS + BODY) == [[Severity.INFO], [Severity.INFO]]


def test_a_table_that_goes_on_is_one() -> None:
    assert said(HEADS + BODY, BODY) == [[]]


def test_tables_with_other_heads_or_text_between_are_two() -> None:
    assert said(HEADS + BODY, HEADS.replace("期", "年度") + BODY) == [[], []]
    assert said(HEADS + BODY + PROSE, HEADS + BODY) == [[], []]
