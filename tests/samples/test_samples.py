"""The samples, read as a user would: every printed figure is in the lake, and nothing else is."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from samples.typeset import SAMPLES

TABLES = {
    "balance_sheet": "bs",
    "income_statement": "pl",
    "comprehensive_income": "ci",
    "changes_in_equity": "ss",
    "cash_flows": "cf",
    "financial_summary": "summary",
}
UNITS = {"JPY": "thousand_yen", "JPYPerShares": "yen_per_share", "pure": "percent", "times": "times", "count": "count"}


@pytest.fixture(scope="module")
def lake(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake that ``extractor run samples`` makes."""
    folder = tmp_path_factory.mktemp("samples")
    for name in SAMPLES:
        (found,) = [path for path in samples.glob(f"{name}.*") if path.suffix in (".pdf", ".txt")]
        shutil.copy(found, folder)
    out = folder / "lake"
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "run", str(folder), "--out", str(out), "--tables", "all"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


def rows(lake: Path, name: str) -> list[dict[str, Any]]:
    import pyarrow.dataset as ds

    out: list[dict[str, Any]] = []
    for table, kind in TABLES.items():
        if (lake / table).is_dir():
            found = ds.dataset(lake / table, format="parquet").to_table().to_pylist()
            out += [row | {"kind": kind} for row in found if Path(row["source_file"]).stem == name]
    return out


def others(lake: Path) -> list[dict[str, Any]]:
    import pyarrow.dataset as ds

    found = ds.dataset(lake / "other_tables", format="parquet").to_table().to_pylist()
    return [row for row in found if row["source_file"] == "kakuu_2022fy.pdf"]


def facts(name: str, samples: Path) -> list[dict[str, str]]:
    with (samples / "expected" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_lake_units(fact: dict[str, str]) -> Decimal | None:
    if not fact["value"]:
        return None
    value = Decimal(fact["value"])
    return value / 1000 if fact["unit"] == "JPY" else value * 100 if fact["unit"] == "pure" else value


Key = tuple[Any, ...]
_UNIT_COLUMN = re.compile(r" ?[（(](?:百万円|千円|円|％|%|倍|名|thousands of yen|yen)[）)]$")


def wanted(fact: dict[str, str]) -> Key:
    start, end = fact["period_start"], fact["period_end"] or fact["instant"]
    return (
        fact["statement"],
        fact["label_text"],
        start,
        end,
        in_lake_units(fact),
        UNITS[fact["unit"]],
        fact["displayed_text"],
    )


def got(row: dict[str, Any]) -> Key:
    start, end = str(row["period_start"] or ""), str(row["period_end"] or "")
    label = _UNIT_COLUMN.sub("", row["label"]) if row["kind"] == "summary" else row["label"]
    return row["kind"], label, start, end, row["value"], row["unit"], row["reported_text"]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_printed_figure_and_nothing_else(lake: Path, samples: Path, name: str) -> None:
    expected = Counter(wanted(fact) for fact in facts(name, samples) if fact["statement"] not in ("summary", "note"))
    found = Counter(got(row) for row in rows(lake, name) if row["value_state"] != "blank" and row["kind"] != "summary")
    assert {"missing": sorted(map(str, expected - found)), "extra": sorted(map(str, found - expected))} == {
        "missing": [],
        "extra": [],
    }


@pytest.mark.parametrize("name", ["iij_2020q1_en", "iij_2020q1_ja", "kakuu_2022fy"])
def test_every_figure_of_the_summary(lake: Path, samples: Path, name: str) -> None:
    expected = Counter(wanted(fact) for fact in facts(name, samples) if fact["statement"] == "summary")
    found = Counter(got(row) for row in rows(lake, name) if row["value_state"] != "blank" and row["kind"] == "summary")
    assert {"missing": sorted(map(str, expected - found)), "extra": sorted(map(str, found - expected))} == {
        "missing": [],
        "extra": [],
    }


def test_every_figure_of_the_notes(lake: Path, samples: Path) -> None:
    """Value, label, head, unit, and that it is proved or tied or says why not; nothing else is found on those pages."""
    expected = [fact for fact in facts("kakuu_2022fy", samples) if fact["statement"] == "note"]
    pages = {int(fact["page"]) for fact in expected}
    printed = Counter((int(fact["page"]), fact["label_text"], in_lake_units(fact)) for fact in expected)
    found = [row for row in others(lake) if row["page"] in pages]
    assert Counter((row["page"], row["row_label"], row["value"]) for row in found) == printed
    heads = {fact["col_header"].replace(" ", "") for fact in expected}
    assert {row["column_path"][-1].replace("\u3000", "").replace(" ", "") for row in found} == {
        head.replace("\u3000", "") for head in heads
    }
    numbers = [row for row in found if row["value"] is not None]
    assert all(row["unit"] for row in numbers)
    assert sum(row["proof"] in ("proved", "tied") for row in numbers) >= 0.9 * len(numbers)
    assert "contradicted" not in {row["proof"] for row in numbers}


def test_segments_come_to_the_revenue_and_profit_of_the_statements(lake: Path) -> None:
    import pyarrow.dataset as ds

    rows = ds.dataset(lake / "segments", format="parquet").to_table().to_pylist()
    whole = {(row["measure"], row["value"]) for row in rows if row["role"] == "consolidated" and row["value"]}
    assert {("revenue_external", 10284630), ("revenue_external", 11135208)} < whole
    assert {("profit", 596103), ("profit", 761529), ("assets", 12710302), ("assets", 13071829)} < whole
    assert {row["segment"] for row in rows if row["role"] == "segment"} == {"工作機械", "部品・保守"}


@pytest.mark.parametrize("name", SAMPLES)
def test_elements_are_right_or_absent(lake: Path, samples: Path, name: str) -> None:
    """An item that the catalogue knows is given its element; one of the filer's own is given none; hardly any may lack
    one."""
    by_key = {wanted(fact): fact["element"] for fact in facts(name, samples) if fact["value"]}
    right = wrong = absent = 0
    for row in rows(lake, name):
        element = by_key.get(got(row), "")
        if not element or element == "own":
            wrong += element == "own" and row["element"] is not None
        elif row["element"] is None:
            absent += 1
        elif row["element"] in element.split("|"):
            right += 1
        else:
            wrong += 1
    assert wrong == 0
    assert absent <= 0.03 * (right + absent)


def test_figures_without_a_row_of_their_own_are_none(lake: Path) -> None:
    """Nothing is contradicted in figures that add up."""
    contradicted = [got(row) for name in SAMPLES for row in rows(lake, name) if row["proof"] == "contradicted"]
    assert contradicted == []


def test_typesetting_again_expects_the_same(samples: Path, tmp_path: Path) -> None:
    from samples.facts import EXPECTED

    for name, make in SAMPLES.items():
        fresh = [{key: str(fact[key]) for key in EXPECTED} for fact in make(tmp_path)]
        assert fresh == facts(name, samples)
