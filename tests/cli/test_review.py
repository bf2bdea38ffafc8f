"""Decisions on unmapped labels: from the worklist to aliases to a mapped lake; contradictions are refused with their
line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Command

# label as the filer words it -> the item a reader decides on, in the order of the statement
DECISIONS = {
    "Money at hand and at banks": "cash_and_deposits",
    "Bills and trade debtors": "notes_and_accounts_receivable_trade",
    "Goods on the shelves": "merchandise",
    "Half-made goods": "work_in_process",
    "Stuff paid up front": "prepaid_expenses",
    "Bills and trade creditors": "notes_and_accounts_payable_trade",
    "Bank money due soon": "short_term_loans_payable",
    "Tax still owed": "income_taxes_payable",
    "Wages still owed": "accrued_expenses",
    "Money from clients ahead of work": "advances_received",
}


@pytest.fixture
def odd_filing(tmp_path: Path) -> Path:
    names = list(DECISIONS)
    assets = [(name, 100 + number, 90 + number) for number, name in enumerate(names[:5])]
    liabilities = [(name, 50 + number, 40 + number) for number, name in enumerate(names[5:])]

    def total(rows: list[tuple[str, int, int]]) -> tuple[int, int]:
        return sum(row[1] for row in rows), sum(row[2] for row in rows)

    (now, then), (owed, owed_then) = total(assets), total(liabilities)
    rows: list[tuple[str, object, object]] = [
        ("", "As of March 31, 2021", "As of March 31, 2020"),
        ("Assets", "", ""),
        ("Current assets", "", ""),
        *assets,
        ("Total current assets", now, then),
        ("Total assets", now, then),
        ("Liabilities", "", ""),
        ("Current liabilities", "", ""),
        *liabilities,
        ("Total current liabilities", owed, owed_then),
        ("Total liabilities", owed, owed_then),
        ("Net assets", "", ""),
        ("Share capital", now - owed, then - owed_then),
        ("Total net assets", now - owed, then - owed_then),
        ("Total liabilities and net assets", now, then),
    ]
    head = (
        "Consolidated Financial Results for the Fiscal Year Ended March 31, 2021 [Japanese GAAP]\n\nConsolidated "
        "Balance Sheets\n(Thousands of yen)\n"
    )
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "odd.txt").write_text(head + "".join("\t".join(map(str, row)) + "\n" for row in rows))
    return folder


def worklist(extractor: Command, lake: Path) -> list[dict[str, str]]:
    told = extractor("review", lake)
    assert told.returncode == 0, told.stderr
    return list(csv.DictReader(io.StringIO(told.stdout)))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def mapped(extractor: Command, lake: Path) -> dict[str, str]:
    told = extractor("sql", lake, "select distinct label, item from balance_sheet", "--format", "csv")
    return {row["label"]: row["item"] for row in csv.DictReader(io.StringIO(told.stdout))}


def test_ten_decisions_map_ten_labels(extractor: Command, odd_filing: Path, tmp_path: Path) -> None:
    lake, aliases = tmp_path / "lake", tmp_path / "mine.csv"
    assert extractor("run", odd_filing, "--out", lake).returncode == 0
    rows = worklist(extractor, lake)
    assert {row["label"] for row in rows} == set(DECISIONS)
    assert {row["statement"] for row in rows} == {"bs"}
    assert {row["section"] for row in rows} == {"current_assets", "current_liabilities"}
    assert next(row["label"] for row in rows) == "Stuff paid up front"  # the heaviest
    decided = write(tmp_path / "decisions.csv", [row | {"item": DECISIONS[row["label"]]} for row in rows])

    told = extractor("review", "--apply", decided, "--to", aliases)
    assert told.returncode == 0, told.stderr
    written = list(csv.DictReader(io.StringIO(aliases.read_text(encoding="utf-8"))))
    assert {row["label"]: row["item"] for row in written} == DECISIONS
    assert all(
        row["scope"] == "standard:jgaap" and row["evidence"].startswith("seen in 1 filing") and row["date"]
        for row in written
    )

    assert extractor("run", odd_filing, "--out", lake, "--aliases", aliases).returncode == 0
    items = mapped(extractor, lake)
    assert {label: items[label] for label in DECISIONS} == DECISIONS
    assert worklist(extractor, lake) == []


CONTRADICTIONS = [
    (
        "Goods on the shelves",
        "raw_materials",
        "means raw_materials here and merchandise in",
    ),  # decided otherwise before
    ("Accounts payable - other", "accounts_receivable_other", "is the opposite of"),
    ("Income taxes payable", "accrued_expenses", "is the official label of income_taxes_payable"),
    ("Tax still owed", "taxes_of_the_moon", "no item taxes_of_the_moon"),
    (
        "Wages still owed",
        "advances_received",
        "means advances_received here and accrued_expenses in",
    ),  # decided otherwise above
]


def test_contradictory_decisions_are_refused_with_their_lines(extractor: Command, tmp_path: Path) -> None:
    shared = {"scope": "standard:jgaap", "statement": "bs", "section": "", "evidence": "a reader decided"}
    aliases = write(tmp_path / "mine.csv", [{"label": "Goods on the shelves", "item": "merchandise", **shared}])
    before = aliases.read_text()
    good = [
        {"label": "Wages still owed", "item": "accrued_expenses", **shared},
        {"label": "Undecided", "item": "", **shared},
    ]
    decided = write(
        tmp_path / "decisions.csv",
        good + [{"label": label, "item": item, **shared} for label, item, _ in CONTRADICTIONS],
    )

    told = extractor("review", "--apply", decided, "--to", aliases)
    assert told.returncode == 8
    for line, (label, _, why) in enumerate(CONTRADICTIONS, 4):
        said = [words for words in told.stderr.splitlines() if f"{decided}:{line}: " in words]
        assert len(said) == 1, label
        assert why in said[0]
    assert f"{decided}:2: " not in told.stderr
    assert aliases.read_text() == before  # not even the good one


def test_an_alias_file_that_names_no_item_is_refused_by_run(
    extractor: Command, odd_filing: Path, tmp_path: Path
) -> None:
    aliases = tmp_path / "mine.csv"
    aliases.write_text("label,item\nTax still owed,taxes_of_the_moon\n")
    told = extractor("taxonomy", "check", "--aliases", aliases)
    assert told.returncode == 8
    assert f"{aliases}:2: no item taxes_of_the_moon" in told.stderr


def test_labels_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    from datetime import date
    from decimal import Decimal

    from extractor.examine.worklist import Entry, as_csv, decide

    label = "=cmd|' /C calc'!A0"
    entry = Entry(label, "bs", "", "all", 1, 1, Decimal(5), "", "a.pdf p.1")
    (row,) = csv.DictReader(io.StringIO(as_csv([entry])))
    assert row["label"] == "'" + label
    path = tmp_path / "decided.csv"
    item = "cash_and_deposits"
    path.write_text(as_csv([entry]).replace(f"{row['label']},,", f"{row['label']},{item},"), encoding="utf-8")
    (alias,) = decide(path, tmp_path / "aliases.csv", date(2021, 1, 1))
    assert (alias.label, alias.item) == (label, item)
