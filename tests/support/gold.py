"""Sheets made from the corpus' gold values, so that label mapping can be measured without reading a page.

Gold rows are facts: neighbours with the same label and element are one line. Headings are not in the gold.
"""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from extractor.model import (
    Box,
    Cell,
    Column,
    Filing,
    Language,
    Line,
    Period,
    Sheet,
    Standard,
    StatementKind,
    StatementSpan,
)
from extractor.notation.numbers import parse_amount
from extractor.notation.text import split_marks

CORPUS = Path(os.environ.get("EXTRACTOR_CORPUS", Path(__file__).resolve().parents[3] / "shared" / "corpus"))
KINDS = {
    "bs": StatementKind.BALANCE_SHEET,
    "pl": StatementKind.INCOME_STATEMENT,
    "ci": StatementKind.COMPREHENSIVE_INCOME,
    "ss": StatementKind.CHANGES_IN_EQUITY,
    "cf": StatementKind.CASH_FLOWS,
}
STANDARDS = {"J-GAAP": Standard.JGAAP, "IFRS": Standard.IFRS, "US-GAAP": Standard.USGAAP}
_BOX = Box(0, 0, 0, 0)


@dataclass(frozen=True)
class GoldFiling:
    filing: Filing
    sheets: tuple[Sheet, ...]
    elements: tuple[dict[int, str], ...]  # per sheet: line number -> gold element
    cells: tuple[dict[int, int], ...]  # per sheet: line number -> printed numbers


def index() -> dict[str, dict[str, str]]:
    with (CORPUS / "index.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _blocks(facts: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """An equity statement prints one period after the other: cut where the durations' end changes; opening balances go
    with what follows."""
    block: list[dict[str, str]] = []
    end = ""
    for fact in facts:
        if fact["period_end"] and end and fact["period_end"] != end:
            start = date.fromisoformat(fact["period_start"]) - timedelta(days=1)
            cut = len(block)
            while (
                cut
                and block[cut - 1]["instant"]
                and (block[cut - 1]["instant"] <= start.isoformat() or block[cut - 1]["instant"] > end)
            ):
                cut -= 1
            if cut:
                yield block[:cut]
            block = block[cut:]
        if fact["period_end"]:
            end = fact["period_end"]
        block.append(fact)
    if block:
        yield block


def read_gold(path: Path, row: dict[str, str]) -> GoldFiling:
    filing = Filing(
        path.stem,
        path.name,
        row["company"],
        standard=STANDARDS[row["standard"]],
        language=Language(row["language"]),
    )
    with path.open(encoding="utf-8", newline="") as lines:
        facts = [
            fact for fact in csv.DictReader(lines) if fact["statement"] in KINDS and fact["displayed_text"].strip()
        ]
    groups: dict[tuple[str, bool], list[dict[str, str]]] = {}
    for fact in facts:
        groups.setdefault((fact["statement"], fact["consolidated"].lower() == "true"), []).append(fact)
    sheets, elements, cells = [], [], []
    for (statement, consolidated), group in groups.items():
        for block in _blocks(group) if statement == "ss" else [group]:
            sheet, names, counts = _sheet(block, KINDS[statement], consolidated, filing)
            sheets.append(sheet)
            elements.append(names)
            cells.append(counts)
    return GoldFiling(filing, tuple(sheets), tuple(elements), tuple(cells))


def _sheet(
    facts: list[dict[str, str]], kind: StatementKind, consolidated: bool, filing: Filing
) -> tuple[Sheet, dict[int, str], dict[int, int]]:
    prefixes = [fact["element"].split(":")[0] for fact in facts]
    standard = filing.standard
    if standard is not Standard.JGAAP and prefixes.count("jppfs_cor") > prefixes.count("jpigp_cor"):
        standard = Standard.JGAAP
    span = StatementSpan(kind, "", consolidated, standard, filing.language, (), 1000)
    columns: dict[tuple[str, ...], Column] = {}
    groups: list[tuple[str, str, dict[int, dict[str, str]]]] = []
    for fact in facts:
        members = fact["members"].rpartition(":")[2] if kind is StatementKind.CHANGES_IN_EQUITY else ""
        where = (
            (members,)
            if kind is StatementKind.CHANGES_IN_EQUITY
            else (fact["period_start"], fact["period_end"] or fact["instant"])
        )
        if where not in columns:
            end = _day(fact["period_end"] or fact["instant"])
            period = Period(_day(fact["period_start"]), end) if end else None
            header = fact.get("col_header", "") or ""
            columns[where] = Column(
                len(columns),
                header,
                tuple(header.split(" / ")),
                period,
                component_label=header.split(" / ")[-1] or None,
            )
        column = columns[where].index
        if (
            groups
            and groups[-1][0] == fact["label_text"]
            and groups[-1][1] == fact["element"]
            and column not in groups[-1][2]
            and not _skips(groups[-1], fact)
        ):
            groups[-1][2][column] = fact
        else:
            groups.append((fact["label_text"], fact["element"], {column: fact}))
    lines, names, counts = [], {}, {}
    for number, (label, element, found) in enumerate(groups, 1):
        bare, note = split_marks(label)
        made = tuple(
            Cell(column, parse_amount(fact["displayed_text"]), _BOX, int(fact.get("page") or 0), "gold")
            for column, fact in sorted(found.items())
        )
        lines.append(Line(number, bare, 0, None, note, made, made[0].page, _BOX))
        if element:
            names[number] = element
        counts[number] = sum(
            bool(re.search(r"\d", unicodedata.normalize("NFKC", fact["displayed_text"]))) for fact in found.values()
        )
    return Sheet(span, tuple(columns.values()), tuple(lines)), names, counts


def _skips(group: tuple[str, str, dict[int, dict[str, str]]], fact: dict[str, str]) -> bool:
    """Whether a row number was left out between the line's last fact and this one (rows number facts in some files and
    lines in others)."""
    last = list(group[2].values())[-1]
    return int(fact["row"]) - int(last["row"]) > 1
