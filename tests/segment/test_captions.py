"""Where a statement's unit stands: on the title's row, just above the title, and nowhere but in a row of its own."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.model import Filing, Language, StatementSpan
from tests.support.pages import Pages, page

ENGLISH = """
|200 March 31, 2023 > 420 March 31, 2024
|40 Cash and deposits >330 1,210 >420 1,320
|40 Total assets >330 3,610 >420 3,870
|40 Total liabilities >330 2,400 >420 2,550
|40 Total net assets >330 1,210 >420 1,320
"""
JAPANESE = """
|280 2023年３月31日 >420 2024年３月31日
|40 現金及び預金 >330 1,210 >420 1,320
|40 資産合計 >330 3,610 >420 3,870
|40 負債合計 >330 2,400 >420 2,550
|40 純資産合計 >330 1,210 >420 1,320
"""


def find(text: str, language: Language) -> tuple[StatementSpan, ...]:
    return pipeline.find(Pages(page(text)), Filing("0", "x.pdf", language=language))[1]


@pytest.mark.parametrize(
    "head",
    [
        "|40 (1) Consolidated Balance Sheets (Millions of yen)",
        "|40 (1) Consolidated Balance Sheets |350 Millions of yen",
        "|350 (Millions of yen)\n|40 (1) Consolidated Balance Sheets",
        "|40 (1) Consolidated Balance Sheets\n|350 (Millions of yen)",
    ],
)
def test_an_english_unit_beside_or_above_the_title(head: str) -> None:
    (span,) = find(head + ENGLISH, Language.EN)
    assert (span.title, span.scale) == ("Consolidated Balance Sheets", 1_000_000)


@pytest.mark.parametrize(
    "head",
    [
        "|40 （１）【連結貸借対照表】 |350 （単位：百万円）",
        "|350 （単位：百万円）\n|40 （１）【連結貸借対照表】",
        "|350 （百万円）\n|40 （１）【連結貸借対照表】",
    ],
)
def test_a_japanese_unit_beside_or_above_the_title(head: str) -> None:
    (span,) = find(head + JAPANESE, Language.JA)
    assert span.scale == 1_000_000


def test_the_unit_above_a_title_is_not_that_of_the_statement_before() -> None:
    first, second = find(
        f"|40 【連結貸借対照表】{JAPANESE}|350 （単位：千円）\n|40 【貸借対照表】{JAPANESE}", Language.JA
    )
    assert (first.scale, second.scale) == (None, 1_000)


def test_yen_of_a_share_are_no_unit_of_the_statement() -> None:
    (span,) = find(f"|40 Consolidated Balance Sheets{ENGLISH}|40 Net assets per share |150 (yen)", Language.EN)
    assert span.scale is None
