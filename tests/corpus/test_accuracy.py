"""The corpus is read at least as well as ever before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.accuracy import Figures, floor, measure, raised

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.fixture(scope="module")
def figures(corpus_lake: Path, corpus: Path) -> Figures:
    return measure(corpus_lake, corpus / "gold")


def test_accuracy_holds_its_floor(figures: Figures) -> None:
    below = {
        f"{name}.{key}": f"{figures[name][key]:.3f} against {held}"
        for name, table in floor().items()
        for key, held in table.items()
        if (figures[name][key] > held if name == "ceiling" else figures[name][key] < held)
    }
    assert below == {}


def test_every_filing_of_the_corpus_is_committed(corpus_lake: Path, corpus: Path) -> None:
    markers = [json.loads(path.read_text(encoding="utf-8")) for path in (corpus_lake / "_filings").glob("*.json")]
    assert {name for marker in markers for name in marker["source_files"]} == {
        path.name for path in (corpus / "filings").iterdir()
    }


def test_a_floor_only_rises() -> None:
    old: Figures = {"all": {"exact": 98.0}, "ceiling": {"silent": 0.10}}
    assert raised(old, {"all": {"exact": 97.5}, "ceiling": {"silent": 0.20}}) == old
    assert raised(old, {"all": {"exact": 99.129}, "ceiling": {"silent": 0.051}}) == {
        "all": {"exact": 99.12},
        "ceiling": {"silent": 0.06},
    }
