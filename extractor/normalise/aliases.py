"""Aliases: further labels of an item, with the scope in which they hold, the evidence and the date."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ConfigurationError
from extractor.normalise.labels import key

ALIAS_COLUMNS = ("label", "item", "scope", "statement", "section", "evidence", "date")
SCOPES = ("all", "standard", "industry", "company")
STANDARDS = ("jgaap", "ifrs", "usgaap")


@dataclass(frozen=True, slots=True)
class Alias:
    """``scope``: all, standard:ifrs, industry:bk1, company:<name, securities code or EDINET code>. ``section``: only
    below this section's item."""

    label: str
    item: str
    scope: str = "all"
    statement: str = ""  # bs pl ci cf ss summary; empty: any
    section: str = ""
    evidence: str = ""
    date: str = ""
    source: str = ""  # file:line

    def applies(self, standard: str, industries: Iterable[str], company: str, statements: Iterable[str]) -> bool:
        if self.statement and self.statement not in statements:
            return False
        kind, _, value = self.scope.partition(":")
        if kind == "standard":
            return value == standard or (value == "ifrs" and standard == "usgaap")
        if kind == "industry":
            return value in industries
        if kind == "company":
            return bool(company) and value in company.split("\n")
        return True


def read_aliases(path: Path, items: set[str] | None = None, known: Iterable[Alias] = ()) -> list[Alias]:
    """The aliases of a file, checked against the items and against ``known``. Raises ConfigurationError that names file
    and line."""
    taken = {place_of(alias): alias for alias in known}
    out = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in ("label", "item") if name not in (reader.fieldnames or ())]
            if missing:
                raise ConfigurationError(
                    f"{path}:1: no column {', '.join(missing)}.", f"start the file with {','.join(ALIAS_COLUMNS)}."
                )
            for row in reader:
                source = f"{path}:{reader.line_num}"
                values = {name: (row.get(name) or "").strip() for name in ALIAS_COLUMNS}
                alias = Alias(**{**values, "scope": values["scope"] or "all"}, source=source)
                problem = field_problem(alias, items)
                if problem:
                    raise ConfigurationError(
                        f"{source}: {problem}", "correct the line, then `extractor taxonomy check`."
                    )
                before = taken.get(place_of(alias))
                if before is not None and before.item != alias.item:
                    raise ConfigurationError(
                        f"{source}: {alias.label} means {alias.item} here and {before.item} in {before.source}.",
                        "keep one of the two, or give them different sections or scopes.",
                    )
                taken[place_of(alias)] = alias
                out.append(alias)
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror or error}.", "name an existing alias file.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path}: {error}.", "save the file as UTF-8 with commas.") from error
    return out


def place_of(alias: Alias) -> tuple[str, ...]:
    """Where an alias holds: no two may share it and mean different items."""
    return (key(alias.label), alias.scope, alias.statement, alias.section)


def field_problem(alias: Alias, items: set[str] | None = None) -> str | None:
    """What is wrong with the fields of an alias, without a look at others."""
    kind, _, value = alias.scope.partition(":")
    if not alias.label or not key(alias.label):
        return "no label."
    if items is not None and alias.item not in items:
        return f"no item {alias.item or '(empty)'} in items.csv."
    if items is not None and alias.section and alias.section not in items:
        return f"no section {alias.section} in items.csv."
    if kind not in SCOPES or (kind != "all") != bool(value):
        return f"scope {alias.scope}; known: all, standard:NAME, industry:CODE, company:NAME."
    if kind == "standard" and value not in STANDARDS:
        return f"standard {value}; known: {', '.join(STANDARDS)}."
    return None


def write_aliases(path: Path, aliases: Iterable[Alias]) -> None:
    """Append to a file, with a header where it is new."""
    new = not path.exists() or path.stat().st_size == 0
    with path.open("a", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        if new:
            writer.writerow(ALIAS_COLUMNS)
        for alias in aliases:
            writer.writerow([getattr(alias, name) for name in ALIAS_COLUMNS])
