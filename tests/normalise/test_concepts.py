"""The analyst's concepts: each names items that exist, of its own nature, and no item means two of them where both
could be its first choice."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from extractor.model import StatementKind
from extractor.normalise import load_taxonomy
from extractor.resources import schema_path

COLUMNS = ["concept", "items", "statements", "sign", "unit", "period", "ja", "en", "note"]
UNITS = {
    "money": {"monetary"},
    "per_share": {"perShare"},
    "percent": {"percent", "decimal"},
    "times": {"decimal"},
    "shares": {"shares"},
    "count": {"decimal", "integer"},
}


def concepts() -> list[dict[str, str]]:
    with (schema_path("taxonomy") / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def members(concept: dict[str, str]) -> list[str]:
    return [item.strip() for choice in concept["items"].split("|") for item in choice.split("+")]


@pytest.fixture(scope="module")
def natures() -> dict[str, set[tuple[str, str]]]:
    """item -> (period, data) of its lines; items of earnings reports have no element and no nature."""
    out: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in load_taxonomy().all_rows():
        if row.kind == "line":
            out[row.item].add((row.period, row.data))
    with (schema_path("taxonomy") / "earnings.csv").open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            out.setdefault(record["item"], set())
    return out


@pytest.mark.parametrize("concept", concepts(), ids=lambda concept: concept["concept"])
def test_a_concept_names_items_of_its_nature(concept: dict[str, str], natures: dict[str, set[tuple[str, str]]]) -> None:
    assert [item for item in members(concept) if item not in natures] == []
    assert len(set(members(concept))) == len(members(concept))
    assert set(concept["statements"].split("|")) <= {kind.value for kind in StatementKind}
    assert concept["sign"] in ("as_printed", "positive", "expense")
    assert concept["period"] in ("instant", "duration")
    assert concept["ja"]
    assert concept["en"]
    for item in members(concept):
        known = {data for _, data in natures[item]}
        assert not known or known & UNITS[concept["unit"]], (item, known)


def test_concepts_have_names_of_their_own() -> None:
    names = [concept["concept"] for concept in concepts()]
    assert len(set(names)) == len(names)
    assert len(names) >= 60


def test_a_first_choice_belongs_to_one_concept_of_a_statement() -> None:
    firsts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for concept in concepts():
        firsts[concept["items"].split("|")[0].strip(), concept["statements"].split("|")[0]].append(concept["concept"])
    assert {where: names for where, names in firsts.items() if len(names) > 1} == {}
