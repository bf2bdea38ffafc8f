"""Proof over real filings, and a small trial of damaged ones. ``make mutants`` runs the full trial."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import Proof, StatementKind
from tests.reconcile.attribute_mutants import trial as attribute_trial
from tests.reconcile.mutants import BY_SHEET, KINDS, Read, false_alarms, read_all, trial

FILINGS = (
    "tis_201703_fy",
    "td1515_202209_q2",
    "td6503_202209_q2",
    "td7167_202209_h1",
    "td9048_202209_q2",
    "td2489_202209_q3_en",
    "td8715_202209_q2",
)

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.xdist_group("reconcile-corpus")]


@pytest.fixture(scope="module")
def reads(corpus: Path) -> list[Read]:
    assert corpus.is_dir()
    return list(read_all(None, FILINGS))


def test_nearly_every_figure_of_the_statements_is_proved(reads: list[Read]) -> None:
    facts = [
        fact
        for read in reads
        for fact in read.base.facts
        if fact.value is not None and fact.statement is not StatementKind.FINANCIAL_SUMMARY
    ]
    proved = sum(fact.proof in (Proof.PROVED, Proof.TIED) for fact in facts)
    assert proved / len(facts) > 0.97


def test_what_is_right_is_hardly_ever_contradicted(reads: list[Read]) -> None:
    loud, right = false_alarms(reads)
    assert loud / right < 0.01


def test_damage_is_caught(reads: list[Read]) -> None:
    table = trial(reads, 240, seed=3)
    assert all(table[kind]["caught"] == table[kind]["mutants"] for kind in BY_SHEET)
    cells = [table[kind] for kind in KINDS if kind not in BY_SHEET]
    assert sum(n["caught"] for n in cells) / sum(n["mutants"] for n in cells) > 0.93


def test_damage_to_attributes_is_caught_on_the_row(reads: list[Read]) -> None:
    table = attribute_trial(reads[:1])
    for kind in ("unit", "period", "heads", "basis", "standard", "title", "digits", "page"):
        assert table[kind]["caught"] == table[kind]["rows"], kind
