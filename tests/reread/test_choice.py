"""Which of two readings is kept, where proof alone would be deceived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.model import Extraction, Proof, Sheet
from extractor.reread import choose
from tests.reconcile.build import BALANCE, COMPONENTS, CURRENT, EQUITY, K, run, statement


def _judge(sheets: Sequence[Sheet]) -> Extraction:
    return run(*sheets)


def _equity(text: str = EQUITY, *, page: int = 2) -> Sheet:
    return statement(K.CHANGES_IN_EQUITY, text, columns=(CURRENT,), components=COMPONENTS, page=page)


def _contradicted(extraction: Extraction) -> Extraction:
    """As where a wrong tie speaks against a good figure: the last one."""
    *before, last = extraction.facts
    return replace(extraction, facts=(*before, replace(last, proof=Proof.CONTRADICTED)))


@pytest.mark.parametrize("times", [1, 10])
def test_a_reading_that_escapes_a_contradiction_by_other_amounts_is_not_kept(times: int) -> None:
    """A torn 百万円 read as 万円, a digit too many in every cell of a column: compared with nothing any more, its own
    sums still hold."""
    good = run(_equity())
    facts = tuple(
        replace(fact, value=fact.value * times if fact.value and fact.column == 2 else fact.value)
        for fact in good.facts
    )
    kept = choose(_contradicted(good), replace(good, facts=facts), 2, _judge, layer=False)
    assert kept.replaced == (times == 1)


def test_a_reading_that_proves_what_the_first_one_lost_is_kept() -> None:
    balance = statement(K.BALANCE_SHEET, BALANCE)
    torn = (
        EQUITY.replace("3,998 | 6,998 | 6,998", "99 | 69 | 699")
        .replace("478 | 478 | 478", "4 | 47 | 78")
        .replace("538 | 538 | 538", "53 | 38 | 8")
    )
    first, other = run(balance, _equity(torn)), run(balance, _equity())
    kept = choose(first, other, 2, _judge, layer=False)
    assert kept.replaced
    assert {fact.value for fact in kept.extraction.facts if fact.page == 2} == {
        fact.value for fact in other.facts if fact.page == 2
    }
