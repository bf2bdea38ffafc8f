"""Which of two readings is kept, where proof alone would be deceived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Extraction, Sheet
from extractor.reconcile import choose
from tests.reconcile.build import BALANCE, COMPONENTS, CURRENT, EQUITY, K, run, statement

CLASH = (
    BALANCE.replace("利益剰余金 | 3,520 | 3,998", "利益剰余金 | 3,520 | 4,101").replace("6,998", "7,101").replace("9,252", "9,355").replace("3,902", "4,005")
)
CLASH = CLASH.replace("5,402", "5,505")


def _judge(sheets: Sequence[Sheet]) -> Extraction:
    return run(*sheets)


def _equity(text: str = EQUITY, *, page: int = 2) -> Sheet:
    return statement(K.CHANGES_IN_EQUITY, text, columns=(CURRENT,), components=COMPONENTS, page=page)


def _rescaled(sheet: Sheet, scale: int) -> Sheet:
    """Every column but the first in another unit, as where a torn 百万円 is read as 万円."""
    columns = tuple(replace(column, scale=scale) if column.index else column for column in sheet.columns)
    return replace(sheet, columns=columns)


def test_a_reading_that_escapes_a_contradiction_by_another_unit_is_not_kept() -> None:
    """The statements contradict each other. In another unit nothing is compared any more, and all sums still hold."""
    balance = statement(K.BALANCE_SHEET, CLASH)
    first = run(balance, _equity())
    other = run(balance, _rescaled(_equity(), 10_000))
    assert {fact.proof.value for fact in first.facts} >= {"proved", "contradicted"}
    kept = choose(first, other, 2, _judge, layer=False)
    assert not kept.replaced
    assert kept.extraction is first


def test_a_reading_that_proves_what_the_first_one_lost_is_kept() -> None:
    balance = statement(K.BALANCE_SHEET, BALANCE)
    torn = EQUITY.replace("3,998 | 6,998 | 6,998", "99 | 69 | 699").replace("478 | 478 | 478", "4 | 47 | 78").replace("538 | 538 | 538", "53 | 38 | 8")
    first, other = run(balance, _equity(torn)), run(balance, _equity())
    kept = choose(first, other, 2, _judge, layer=False)
    assert kept.replaced
    assert {fact.value for fact in kept.extraction.facts if fact.page == 2} == {fact.value for fact in other.facts if fact.page == 2}
