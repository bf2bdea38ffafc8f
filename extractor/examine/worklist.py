"""The worklist of unmapped lines, and what is made of decisions on it.

A line of the worklist is one label (by its wording) in one statement, section and standard. ``decide`` turns lines
whose ``item`` was filled in into aliases, all of them or none.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ConfigurationError, InputError, OutputError
from extractor.normalise import load_taxonomy
from extractor.normalise.aliases import Alias, place_of, write_aliases
from extractor.normalise.check import contradictions
from extractor.normalise.labels import key, wording
from extractor.notation.printable import as_csv_text, from_csv_text
from extractor.notation.text import is_cjk
from extractor.resources import schema_path

if TYPE_CHECKING:
    from extractor.normalise import Taxonomy

COLUMNS = (
    "label",
    "item",
    "scope",
    "statement",
    "section",
    "evidence",
    "filings",
    "lines",
    "amount",
    "candidates",
    "example",
)
STATEMENTS = {
    "balance_sheet": "bs",
    "income_statement": "pl",
    "comprehensive_income": "ci",
    "changes_in_equity": "ss",
    "cash_flows": "cf",
    "financial_summary": "summary",
}
_QUESTION = """
select u.label, u.statement, u.section, u.accounting_standard, u.filing_id, u.source_file, u.page, u.candidates,
       (select max(abs(s.value)) from statements s
        where s.filing_id = u.filing_id and s.statement = u.statement and s.consolidated = u.consolidated
          and s.line = u.line and s.label = u.label and s.unit like 'thousand%') as amount
from unmapped u order by u.source_file, u.page, u.line
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One label to decide. ``amount`` is the sum over its lines of the largest figure of each, in thousands."""

    label: str
    statement: str
    section: str
    scope: str
    filings: int
    lines: int
    amount: Decimal
    candidates: str
    example: str

    @property
    def weight(self) -> Decimal:
        return self.filings * (self.amount + 1)

    def row(self) -> dict[str, Any]:
        evidence = f"seen in {self.filings} filing{'s' * (self.filings > 1)}, first {self.example}"
        return {
            "label": self.label,
            "item": "",
            "scope": self.scope,
            "statement": self.statement,
            "section": self.section,
            "evidence": evidence,
            "filings": self.filings,
            "lines": self.lines,
            "amount": format(self.amount.normalize(), "f"),
            "candidates": self.candidates,
            "example": self.example,
        }


def worklist(lake: str) -> list[Entry]:
    """The unmapped lines of a lake, heaviest first (filings x amount). Raises InputError where there is no lake."""
    from extractor.write.lake.query import connect, query

    groups: dict[tuple[str, str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in query(connect(lake), _QUESTION).to_pylist():
        said = wording(row["label"])[0] if is_cjk(row["label"]) else key(row["label"])
        section = row["section"] if re.fullmatch(r"[a-z0-9_]+", row["section"] or "") else ""
        groups[(said, row["statement"], section, row["accounting_standard"])].append(row)
    entries = [_entry(where, rows) for where, rows in groups.items() if where[0]]
    return sorted(entries, key=lambda entry: (-entry.weight, entry.label, entry.statement, entry.section))


def _entry(where: tuple[str, str, str, str], rows: list[Mapping[str, Any]]) -> Entry:
    _, statement, section, standard = where
    labels: dict[str, int] = defaultdict(int)
    for row in rows:
        labels[row["label"]] += 1
    amount = sum((abs(row["amount"]) for row in rows if row["amount"] is not None), Decimal(0))
    candidates = " ".join(f"{item}:{score:.2f}" for item, score in _candidates(rows))
    example = f"{rows[0]['source_file']} p.{rows[0]['page']}"
    label = max(labels, key=lambda text: (labels[text], text))
    return Entry(
        label,
        STATEMENTS[statement],
        section,
        f"standard:{standard}",
        len({row["filing_id"] for row in rows}),
        len(rows),
        amount,
        candidates,
        example,
    )


def _candidates(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, float]]:
    best: dict[str, float] = {}
    for row in rows:
        for candidate in row["candidates"] or ():
            best[candidate["item"]] = max(best.get(candidate["item"], 0.0), candidate["score"] or 0.0)
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:3]


def as_csv(entries: Iterable[Entry]) -> str:
    """The worklist as CSV; a text that a spreadsheet would run is marked as text."""
    import io

    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        row = entry.row()
        writer.writerow({name: as_csv_text(value) if isinstance(value, str) else value for name, value in row.items()})
    return out.getvalue()


def decide(decisions: Path, target: Path, today: date) -> list[Alias]:
    """Write the decided labels (``item`` filled in) to an alias file. Raises ConfigurationError naming each line that
    cannot be; then nothing is written."""
    own = target.is_file() and target.stat().st_size > 0 and not target.samefile(schema_path("taxonomy", "aliases.csv"))
    taxonomy = load_taxonomy((target,) if own else ())
    aliases, problems = _read(decisions, taxonomy, today)
    problems += contradictions(taxonomy, aliases)
    if problems:
        raise ConfigurationError("\n".join(problems), "correct these lines; nothing was written.")
    places = {place_of(alias) for alias in taxonomy.aliases}
    new = [alias for alias in aliases if place_of(alias) not in places]
    try:
        write_aliases(target, new)
    except OSError as error:
        raise OutputError(
            f"{target}: {error.strerror or error}.",
            "name a file you can write with --to, and use it with run --aliases.",
        ) from error
    return new


def _read(decisions: Path, taxonomy: Taxonomy, today: date) -> tuple[list[Alias], list[str]]:
    items = {record[0] for record in taxonomy.records}
    aliases, problems = [], []
    try:
        with decisions.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in ("label", "item") if name not in (reader.fieldnames or ())]
            if missing:
                raise ConfigurationError(
                    f"{decisions}:1: no column {', '.join(missing)}.",
                    "start from the file that extractor review LAKE makes.",
                )
            for row in reader:
                values = {
                    name: from_csv_text((row.get(name) or "").strip())
                    for name in ("label", "item", "scope", "statement", "section", "evidence")
                }
                if not values["item"]:
                    continue
                source = f"{decisions}:{reader.line_num}"
                alias = Alias(**{**values, "scope": values["scope"] or "all"}, date=today.isoformat(), source=source)
                if alias.item not in items:
                    problems.append(f"{source}: no item {alias.item}.")
                elif alias.section and alias.section not in items:
                    problems.append(f"{source}: no section {alias.section}.")
                else:
                    aliases.append(alias)
    except OSError as error:
        raise InputError(f"{decisions}: {error.strerror or error}.", "name the file with the decisions.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{decisions}: {error}.", "save the file as UTF-8 with commas.") from error
    return aliases, problems
