"""Whether the taxonomy holds together: what a loader for every run has no time to ask."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.model import Language
from extractor.normalise import polarity
from extractor.normalise.aliases import Alias, field_problem, place_of
from extractor.normalise.items import Row
from extractor.normalise.labels import key
from extractor.normalise.taxonomy import Taxonomy
from extractor.notation.text import is_cjk

KINDS = ("line", "heading", "component")
STATEMENTS = ("bs", "pl", "ci", "cf", "ss", "summary", "note")
STANDARDS = ("jgaap", "ifrs", "usgaap", "jmis")
_ITEM = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a data file: where, and what."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check(taxonomy: Taxonomy) -> list[Problem]:
    """Everything that is wrong with items.csv and the aliases, by file and line."""
    problems = [Problem(taxonomy.path, line, message) for line, message in _fields(taxonomy)]
    if problems:
        return problems  # what follows reads the fields
    problems += [
        Problem(taxonomy.path, line, message)
        for line, message in (*_duplicates(taxonomy), *_sections(taxonomy), *_cycles(taxonomy))
    ]
    for source, message in _aliases(taxonomy):
        file, _, number = source.rpartition(":")
        problems.append(Problem(Path(file), int(number), message))
    return problems


def _lines(taxonomy: Taxonomy) -> Iterator[tuple[int, Row]]:
    """Rows in file order with their line numbers. The columns hold no line breaks, so records are lines."""
    made = {
        standard: iter(taxonomy.rows(standard)) for standard in dict.fromkeys(record[2] for record in taxonomy.records)
    }
    for line, record in enumerate(taxonomy.records, 2):
        yield line, next(made[record[2]])


def _fields(taxonomy: Taxonomy) -> Iterator[tuple[int, str]]:
    for line, r in enumerate(taxonomy.records, 2):
        if not _ITEM.fullmatch(r[0]):
            yield line, f"item {r[0]!r} is not snake_case."
        if ":" not in r[1]:
            yield line, f"element {r[1]!r} has no prefix."
        if r[2] not in STANDARDS or r[3] not in KINDS or r[4] not in STATEMENTS:
            yield line, f"standard {r[2]!r}, kind {r[3]!r} or statement {r[4]!r} is unknown."
        if not r[5]:
            yield line, "no industries."
        if not r[7].isdigit() or r[8] not in ("0", "1"):
            yield line, f"order {r[7]!r} must be a number and model {r[8]!r} 0 or 1."
        if r[9] not in ("", "instant", "duration") or r[10] not in ("", "debit", "credit"):
            yield line, f"period {r[9]!r} or balance {r[10]!r} is unknown."
        if r[12] and not re.fullmatch(r"[a-z0-9_]+:-?1(?:\|[a-z0-9_]+:-?1)*", r[12]):
            yield line, f"totals {r[12]!r}: expected item:1 or item:-1, separated by |."
        if not r[13] or not r[14]:
            yield line, "a Japanese and an English label are needed."


def _duplicates(taxonomy: Taxonomy) -> Iterator[tuple[int, str]]:
    places: dict[tuple[object, ...], int] = {}  # a trade of its own order may have a place once more
    elements: dict[tuple[object, ...], tuple[str, int]] = {}
    for line, row in _lines(taxonomy):
        here = [(row.element, row.kind, row.statement, row.section, trade) for trade in sorted(row.industries)]
        taken = [places[place] for place in here if place in places]
        if taken:
            yield (
                line,
                f"{row.element} stands in {'/'.join(row.section) or 'the statement'} already (line {taken[0]}).",
            )
        for place in here:
            places.setdefault(place, line)
        item, first = elements.setdefault((row.element,), (row.item, line))
        if item != row.item:
            yield line, f"{row.element} is {row.item} here and {item} in line {first}."


def _sections(taxonomy: Taxonomy) -> Iterator[tuple[int, str]]:
    items = {record[0] for record in taxonomy.records}
    for line, row in _lines(taxonomy):
        for name in row.section:
            if name not in items:
                yield line, f"section {name} is no item."
        if len(set(row.section)) < len(row.section):
            yield line, f"section {'/'.join(row.section)} contains itself."
        for total, _ in row.totals:
            if total not in items:
                yield line, f"total {total} is no item."


def _cycles(taxonomy: Taxonomy) -> Iterator[tuple[int, str]]:
    """A sum must not, by way of others, be part of itself (within a standard and a statement)."""
    graphs: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for line, row in _lines(taxonomy):
        for total, _ in row.totals:
            graphs[(row.standard, row.statement)][row.item].setdefault(total, line)
    for graph in graphs.values():
        done: set[str] = set()
        for start in list(graph):
            stack, path = [(start, iter(graph[start]))], {start: None}
            while stack:
                node, following = stack[-1]
                step = next(following, None)
                if step is None:
                    stack.pop()
                    path.pop(node, None)
                    done.add(node)
                elif step in path:
                    yield graph[node][step], f"{node} is part of {step}, which is part of {node}."
                elif step not in done and step in graph:
                    path[step] = None
                    stack.append((step, iter(graph[step])))


def contradictions(taxonomy: Taxonomy, aliases: Iterable[Alias]) -> list[str]:
    """Why new aliases cannot be, as file:line: message. Each against the taxonomy, its aliases and the ones before
    it."""
    taken = {place_of(alias): alias for alias in taxonomy.aliases}
    lines, official = _official(taxonomy)
    out = []
    for alias in aliases:
        before = taken.get(place_of(alias))
        problem = field_problem(alias) or contradiction(alias, lines[alias.item], official)
        if before is not None and before.item != alias.item:
            problem = f"{alias.label} means {alias.item} here and {before.item} in {before.source}."
        if problem:
            out.append(f"{alias.source}: {problem}")
        taken.setdefault(place_of(alias), alias)
    return out


def _official(taxonomy: Taxonomy) -> tuple[dict[str, list[Row]], dict[tuple[object, ...], list[Row]]]:
    """Rows by item; rows by standard, kind, place and official label."""
    lines: dict[str, list[Row]] = defaultdict(list)
    official: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in taxonomy.all_rows():
        if row.kind == "component" or row.statement == "note":
            continue
        lines[row.item].append(row)
        for language in Language:
            for label in row.labels(language, ()):
                official[(row.standard, row.kind, row.statement, row.section, key(label))].append(row)
    return lines, official


def _aliases(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Aliases that are another item's official label in the same place, or the opposite of their own item's."""
    lines, official = _official(taxonomy)
    for alias in taxonomy.aliases:
        problem = contradiction(alias, lines[alias.item], official)
        if problem:
            yield alias.source, problem


def contradiction(alias: Alias, rows: list[Row], official: dict[tuple[object, ...], list[Row]]) -> str | None:
    """Why an alias cannot mean its item: what every row of the item is the opposite of, or what officially means
    another item there."""
    scope, _, value = alias.scope.partition(":")
    rows = [
        row
        for row in rows
        if (not alias.statement or row.statement == alias.statement) and (scope != "standard" or row.standard == value)
    ]
    if rows and all(opposed_to(row, alias.label) for row in rows):
        return f"{alias.label} is the opposite of {rows[0].ja} / {rows[0].en} ({alias.item})."
    for row in rows:
        holders = official.get((row.standard, row.kind, row.statement, row.section, key(alias.label)), [])
        others = sorted(
            other.item for other in holders if other.item != alias.item and other.industries & row.industries
        )
        if others and all(other.item != alias.item for other in holders):
            return f"{alias.label} is the official label of {others[0]}, which stands where {alias.item} stands."
    return None


def opposed_to(row: Row, label: str) -> bool:
    """Whether a label means the opposite of the item, in the language of the label."""
    return polarity.opposed(row.ja if is_cjk(label) else row.en, label)
