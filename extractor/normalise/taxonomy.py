"""The canonical taxonomy: what items there are, where they stand in a statement, and how they are worded.

``schemas/taxonomy/items.csv`` has a row per EDINET element and place; ``aliases.csv`` (and a user's own files) say which further labels mean which item.
A ``Pool`` is what one statement can hold: the rows of its standard, statement and industry, indexed by wording.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from extractor.errors import ConfigurationError
from extractor.model import Language, Standard, StatementKind
from extractor.normalise.aliases import Alias, read_aliases
from extractor.normalise.labels import gist, key, wording
from extractor.resources import schema_path

FIRST_VERSION = "2015-03-31"  # the oldest that items.csv knows; what it has may be older
GENERAL = "cai"  # commercial and industrial companies: the industry of whoever names none
IFRS = "ifrs"
SUMMARY = "summary"
COLUMNS = (
    "item", "element", "standard", "kind", "statement", "industries", "section", "order", "model", "period", "balance", "data",
    "totals", "ja", "en", "alt_ja", "alt_en", "since", "until",
)  # fmt: skip
# which statements' items a sheet of each kind may hold; those after the bar only if nothing else fits
_STATEMENTS: dict[StatementKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    StatementKind.BALANCE_SHEET: (("bs",), ("note",)),
    StatementKind.INCOME_STATEMENT: (("pl", "ci"), ("note",)),
    StatementKind.COMPREHENSIVE_INCOME: (("pl", "ci"), ()),
    StatementKind.CHANGES_IN_EQUITY: (("ss",), ()),
    StatementKind.CASH_FLOWS: (("cf",), ()),
    StatementKind.FINANCIAL_SUMMARY: (("summary",), ()),
}


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One element at one place. ``section`` is the path of items above it; a total closes the section that bears its name."""

    item: str
    element: str
    standard: str
    kind: str  # line, heading, component
    statement: str
    industries: frozenset[str]
    section: tuple[str, ...]
    order: int
    model: bool  # in the FSA's model statement
    period: str  # instant, duration
    balance: str | None  # debit, credit
    data: str  # monetary, perShare, percent, shares ...
    totals: tuple[tuple[str, int], ...]  # sums it is part of, with its weight; the most usual first
    ja: str
    en: str
    alt_ja: str
    alt_en: str
    since: str
    until: str
    closes: bool  # the total of the section it stands in
    home: tuple[str, ...]  # the section in which the reader is once the row is printed

    def known(self, on: date | None) -> bool:
        """Whether the taxonomy had the element when a report for a period that ends ``on`` was made (a version serves periods from the next 31 March)."""
        if on is None or not self.since or self.since <= FIRST_VERSION:
            return True
        year, month_day = int(self.since[:4]), self.since[5:]
        return on.isoformat() >= f"{year if month_day <= '03-31' else year + 1}-03-31"

    def withdrawn(self, on: date | None) -> bool:
        return on is not None and bool(self.until) and on.isoformat() > f"{int(self.until[:4]) + 1}-12-31"

    def labels(self, language: Language, industries: Collection[str]) -> Iterator[str]:
        """Official wordings; those of a trade only for that trade."""
        japanese = language is Language.JA
        yield self.ja if japanese else self.en
        for label in (self.alt_ja if japanese else self.alt_en).split("|"):
            trade, mark, rest = label.partition("=")
            if mark and trade.replace(",", "").isalnum() and trade.isascii() and len(trade) <= 7:
                if any(name in industries for name in trade.split(",")):
                    yield rest
            elif label:
                yield label


@dataclass(eq=False)
class Pool:
    """The rows that one statement can hold, by wording."""

    rows: tuple[Row, ...]
    kind: StatementKind
    standard: Standard
    language: Language
    industries: tuple[str, ...]  # the main trade first
    aliases: tuple[Alias, ...] = ()
    spare: frozenset[int] = frozenset()  # ids of rows that fit only if nothing else does (notes)

    @property
    def industry(self) -> str:
        return self.industries[0]

    @cached_property
    def by_key(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for label in dict.fromkeys(map(key, row.labels(self.language, self.industries))):
                out[label].append(row)
        return out

    @cached_property
    def by_wording(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for label in dict.fromkeys(wording(label)[0] for label in row.labels(self.language, self.industries)):
                out[label].append(row)
        return out

    @cached_property
    def by_gist(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for text in dict.fromkeys(gist(label) for label in row.labels(self.language, self.industries)):
                out[text].append(row)
        return out

    @cached_property
    def by_item(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            out[row.item].append(row)
        return out

    @cached_property
    def by_alias(self) -> dict[str, list[tuple[Alias, Row]]]:
        out: dict[str, list[tuple[Alias, Row]]] = defaultdict(list)
        for alias in self.aliases:
            for row in self.by_item.get(alias.item, ()):
                if not alias.section or alias.section in row.section:
                    for text in dict.fromkeys((key(alias.label), wording(alias.label)[0])):
                        out[text].append((alias, row))
        return out

    @cached_property
    def by_section(self) -> dict[tuple[str, ...], list[Row]]:
        out: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in self.rows:
            out[row.section].append(row)
        return out

    @cached_property
    def own_sections(self) -> frozenset[tuple[str, ...]]:
        """The sections that the main trade's statements have."""
        return frozenset(self.hard_part(row.section) for row in self.rows if self.industry in row.industries)

    @cached_property
    def hard(self) -> frozenset[tuple[str, ...]]:
        """Sections that a filer opens with a heading, as the model statements do; the others are steps of the long list or lines with parts."""
        return frozenset(
            (*row.section, row.item)
            for row in self.rows
            if row.kind == "heading" and (row.model or row.statement == "pl")
        )

    @cached_property
    def parts_of(self) -> dict[str, dict[str, int]]:
        """total -> its official parts with their weights."""
        out: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self.rows:
            for total, weight in row.totals:
                out[total][row.item] = weight
        return out

    @cached_property
    def closers(self) -> tuple[Row, ...]:
        """What a bare 合計 can be: the totals of sections, and lines of the statement that a section ends by repeating."""
        outside = {(row.item, row.section) for row in self.rows if row.kind == "line"}
        last = {
            row.section: row
            for row in sorted(self.rows, key=lambda row: row.order)
            if row.kind == "line" and row.section in self.hard
        }
        repeated = [row for section, row in last.items() if not row.closes and (row.item, section[:-1]) in outside]
        return (*(row for row in self.rows if row.closes), *repeated)

    def hard_part(self, section: tuple[str, ...]) -> tuple[str, ...]:
        while section and section not in self.hard:
            section = section[:-1]
        return section

    @cached_property
    def parents(self) -> frozenset[tuple[str, ...]]:
        """Sections that hold something: a line whose item ends one of them has parts."""
        return frozenset(row.section for row in self.rows if row.section)


@dataclass(eq=False)
class Taxonomy:
    records: Sequence[Sequence[str]]
    aliases: tuple[Alias, ...]
    path: Path
    _rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    _pools: dict[tuple[object, ...], Pool] = field(default_factory=dict)
    _trades: dict[Language, dict[tuple[str, str], frozenset[str]]] = field(default_factory=dict)

    def rows(self, standard: str) -> tuple[Row, ...]:
        """All rows of jgaap, ifrs, usgaap or jmis, made on first use."""
        if standard not in self._rows:
            self._rows[standard] = tuple(self._row(record) for record in self.records if record[2] == standard)
        return self._rows[standard]

    def trade_labels(self, language: Language) -> dict[tuple[str, str], frozenset[str]]:
        """(statement, label key) -> the trades that use the label, where commerce and industry do not."""
        if language not in self._trades:
            general: set[tuple[str, str]] = set()
            trades: dict[tuple[str, str], set[str]] = defaultdict(set)
            for row in self.rows("jgaap"):
                if row.kind == "component" or row.statement not in ("bs", "pl", "cf"):
                    continue
                for industry in [GENERAL] if GENERAL in row.industries else sorted(row.industries):
                    for label in row.labels(language, (industry,)):
                        where = (row.statement, key(label))
                        if industry == GENERAL:
                            general.add(where)
                        else:
                            trades[where].add(industry)
            self._trades[language] = {
                where: frozenset(names) for where, names in trades.items() if where not in general
            }
        return self._trades[language]

    def all_rows(self) -> Iterator[Row]:
        for standard in dict.fromkeys(record[2] for record in self.records):
            yield from self.rows(standard)

    def _row(self, r: Sequence[str]) -> Row:
        totals = tuple(
            (name, int(weight)) for name, _, weight in (part.rpartition(":") for part in r[12].split("|") if part)
        )
        section = tuple(r[6].split("/")) if r[6] else ()
        closes = r[3] == "line" and bool(section) and section[-1] == r[0]
        return Row(
            r[0], r[1], r[2], r[3], r[4], frozenset(r[5].split("|")), section, int(r[7]), r[8] == "1", r[9], r[10] or None, r[11],
            totals, r[13], r[14], r[15], r[16], r[17], r[18], closes, section[:-1] if closes else section,
        )  # fmt: skip

    def pool(
        self,
        kind: StatementKind,
        standard: Standard,
        language: Language,
        industries: tuple[str, ...] = (),
        company: str = "",
    ) -> Pool:
        """What a statement can hold. ``industries``: the filing's own trades besides commerce and industry, the first one its main trade."""
        where = (kind, standard, language, industries, company)
        if where not in self._pools:
            self._pools[where] = self._pool(kind, standard, language, industries, company)
        return self._pools[where]

    def _pool(
        self, kind: StatementKind, standard: Standard, language: Language, industries: tuple[str, ...], company: str
    ) -> Pool:
        main, spare = _STATEMENTS[kind]
        if kind is StatementKind.FINANCIAL_SUMMARY:
            names, wanted = (standard.value, *(("jgaap",) if standard is not Standard.JGAAP else ())), {SUMMARY}
        elif standard is Standard.JGAAP:
            names, wanted = ("jgaap",), {GENERAL, *industries}
        else:  # US GAAP statements have no elements; IFRS' items are the nearest
            names, wanted = ("ifrs",), {IFRS}
        rows = [row for name in names for row in self.rows(name) if row.statement in main and row.industries & wanted]
        notes = [
            row
            for name in names
            for row in self.rows(name)
            if row.statement in spare and row.kind == "line" and name == "ifrs"
        ]
        own = tuple(
            alias for alias in self.aliases if alias.applies(standard.value, (GENERAL, *industries), company, main)
        )
        return Pool((*rows, *notes), kind, standard, language, industries or (GENERAL,), own, frozenset(map(id, notes)))


def load_taxonomy(extra_aliases: Iterable[Path] = ()) -> Taxonomy:
    """The taxonomy with the project's aliases and a user's own. Raises ConfigurationError that names file and line."""
    folder = schema_path("taxonomy")
    path = folder / "items.csv"
    records = read_items(path)
    items = {record[0] for record in records}
    aliases: list[Alias] = []
    for file in (folder / "aliases.csv", *extra_aliases):
        aliases += read_aliases(file, items, aliases)
    return Taxonomy(records, tuple(aliases), path)


def read_items(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            if tuple(header) != COLUMNS:
                raise ConfigurationError(
                    f"{path}:1: the columns are {', '.join(header) or 'missing'}.",
                    f"restore the columns {', '.join(COLUMNS)}.",
                )
            records = []
            for record in reader:
                if len(record) != len(COLUMNS):
                    raise ConfigurationError(
                        f"{path}:{reader.line_num}: {len(record)} fields, expected {len(COLUMNS)}.",
                        "correct the line, then `extractor taxonomy check`.",
                    )
                records.append(record)
    except OSError as error:
        raise ConfigurationError(
            f"{path}: {error.strerror or error}.", "reinstall the program, or restore the file."
        ) from error
    return records
