"""Official sums as identities, and what is evidence for a sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model import CalculationArc, Check, Extraction, Sheet, Sign
from extractor.reconcile import reconcile
from tests.reconcile.build import FILING, K, labelled, proofs, statement

# wording and indentation say nothing of how these rows hang together
ROWS = """
第一 | 9,410 | 8,025
第二 | 1,222 | 3,944
第三 | 5,020 | 5,310
第四 | 4,390 | 2,715
"""
ARCS = (CalculationArc(4, 1, 1), CalculationArc(4, 3, -1))


def _run(text: str, arcs: tuple[CalculationArc, ...] = ARCS) -> Extraction:
    sheet: Sheet = statement(K.INCOME_STATEMENT, text)
    return reconcile(FILING, (replace(labelled(sheet)[0], arcs=arcs),), {})


def _calculations(extraction: Extraction) -> list[Check]:
    return [check for check in extraction.checks if check.kind == "calculation"]


def test_an_official_sum_proves_what_no_wording_does() -> None:
    assert set(proofs(_run(ROWS, ())).values()) == {"unproved"}
    found = proofs(_run(ROWS))
    assert {line for (_, line, _), proof in found.items() if proof == "proved"} == {1, 3, 4}


def test_an_official_sum_that_fails_proves_nothing() -> None:
    """The filer may print lines of its own between the official ones."""
    extraction = _run(ROWS.replace("4,390 | 2,715", "4,100 | 2,500"))
    assert [(check.holds, check.decisive) for check in _calculations(extraction)] == [(False, False)] * 2
    assert set(proofs(extraction).values()) == {"unproved"}


@pytest.mark.parametrize(("costs", "weight"), [("5,020 | 5,310", -1), ("△5,020 | △5,310", 1)])
def test_deductions_printed_with_a_minus_are_added_as_printed(costs: str, weight: int) -> None:
    checks = _calculations(_run(ROWS.replace("5,020 | 5,310", costs)))
    assert [check.holds for check in checks] == [True, True]
    assert {member.weight for check in checks for member in check.members if member.line == 3} == {weight}


def test_each_subtraction_says_what_speaks_for_it() -> None:
    text = (
        "売上高 | 9,410 | 8,025\n売上原価 | 5,020 | 5,310\n売上総利益 | 4,390 | 2,715\n調整 | 1,213 | "
        "1,944\n営業利益 | 3,177 | 771"
    )
    extraction = _run(text, (CalculationArc(3, 1, 1), CalculationArc(3, 2, -1)))
    said = {
        member.line: member.sign_evidence
        for check in extraction.checks
        if check.kind == "structure"
        for member in check.members
    }
    assert said == {1: Sign.PRINTED, 2: Sign.TAXONOMY, 3: Sign.PRINTED, 4: Sign.ARITHMETIC}
    worded = _run(text, ())
    said = {
        member.line: member.sign_evidence
        for check in worded.checks
        if check.kind == "structure"
        for member in check.members
    }
    assert said[2] is Sign.LABEL
