"""The canonical taxonomy: what items there are, where they stand in a statement, and how they are worded.

``schemas/taxonomy/items.csv`` has a row per EDINET element and place; ``aliases.csv`` (and a user's own files) say
which further labels mean which item.
A ``Pool`` is what one statement can hold: the rows of its standard, statement and industry, indexed by wording.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from extractor.model import Language, Standard, StatementKind
from extractor.normalise.aliases import Alias, read_aliases
from extractor.normalise.index import (
    ALIASES,
    ITEMS,
    Forms,
    Index,
    build_index,
    index_files,
    key_of,
    stored_index,
    wording_of,
)
from extractor.normalise.items import GENERAL, IFRS, SUMMARY, Row, read_items
from extractor.normalise.labels import gist
from extractor.resources import schema_path

# which statements' items a sheet of each kind may hold; those after the bar only if nothing else fits
_STATEMENTS: dict[StatementKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    StatementKind.BALANCE_SHEET: (("bs",), ("note",)),
    StatementKind.INCOME_STATEMENT: (("pl", "ci"), ("note",)),
    StatementKind.COMPREHENSIVE_INCOME: (("pl", "ci"), ()),
    StatementKind.CHANGES_IN_EQUITY: (("ss",), ()),
    StatementKind.CASH_FLOWS: (("cf",), ()),
    StatementKind.FINANCIAL_SUMMARY: (("summary",), ()),
}


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
    forms: Forms = field(default_factory=dict)
    trade: str = ""  # the filer's own, where the statement has the general form
    strangers: tuple[Row, ...] = ()  # of other trades: what an alias may mean, and what is offered for unmapped lines
    decided: frozenset[tuple[str, str]] = frozenset()  # (key of a label, item) of a user's own aliases
    _above: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def industry(self) -> str:
        return self.industries[0]

    def made_ready(self) -> Pool:
        """The pool with its indexes made: for a process that others are forked from."""
        for name in (
            "by_key",
            "by_wording",
            "by_item",
            "by_alias",
            "by_section",
            "own_sections",
            "own_totals",
            "hard",
            "parts_of",
        ):
            getattr(self, name)
        _ = self.closers, self.parents
        return self

    @cached_property
    def by_key(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for label in dict.fromkeys(
                key_of(label, self.forms) for label in row.labels(self.language, self.industries)
            ):
                out[label].append(row)
        return out

    @cached_property
    def by_wording(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for label in dict.fromkeys(
                wording_of(label, self.forms) for label in row.labels(self.language, self.industries)
            ):
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
                    for text in dict.fromkeys((key_of(alias.label, self.forms), wording_of(alias.label, self.forms))):
                        out[text].append((alias, row))
        return out

    @cached_property
    def strangers_by_key(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = defaultdict(list)
        for row in self.strangers:
            for label in row.labels(self.language, row.industries):
                out[key_of(label, self.forms)].append(row)
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
    def own_totals(self) -> frozenset[tuple[str, ...]]:
        """Items of the trade's form that are sections elsewhere: a trade that prints 営業外収益 as one line may print
        its parts as well."""
        sections = {row.section[-1] for row in self.rows if row.section}
        own = {row.item for row in self.rows if self.industry in row.industries and row.kind == "line"}
        return frozenset((item,) for item in own & sections)

    @cached_property
    def outdone(self) -> frozenset[int]:
        """Ids of the rows whose label the filer's own trade has for an item of its own. Labels of many items say
        nothing (減価償却累計額)."""
        own, general = set[str](), defaultdict[str, set[str]](set)
        for row in self.rows:
            label = key_of(row.ja, self.forms)
            if self.trade not in row.industries or GENERAL in row.industries:
                general[label].add(row.item)
            else:
                own.add(label)
        return frozenset(
            id(row)
            for row in self.rows
            if self.trade not in row.industries
            and (label := key_of(row.ja, self.forms)) in own
            and len(general[label]) == 1
        )

    @cached_property
    def hard(self) -> frozenset[tuple[str, ...]]:
        """Sections that a filer opens with a heading, as the model statements do; the others are steps of the long list
        or lines with parts."""
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
        """What a bare 合計 can be: the totals of sections, and lines of the statement that a section ends by
        repeating."""
        outside = {(row.item, row.section) for row in self.rows if row.kind == "line"}
        last = {
            row.section: row
            for row in sorted(self.rows, key=lambda row: row.order)
            if row.kind == "line" and row.section in self.hard
        }
        repeated = [row for section, row in last.items() if not row.closes and (row.item, section[:-1]) in outside]
        return (*(row for row in self.rows if row.closes), *repeated)

    def sums_above(self, item: str) -> frozenset[str]:
        """The official sums that the item is part of, by way of others too."""
        if item not in self._above:
            found: set[str] = set()
            level = {item}
            while (
                level := {total for part in level for row in self.by_item.get(part, ()) for total, _ in row.totals}
                - found
            ):
                found |= level
            self._above[item] = frozenset(found)
        return self._above[item]

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
    """All items with their aliases. Pools are made on first use and kept: one taxonomy serves every filing of a
    process."""

    aliases: tuple[Alias, ...]
    path: Path  # items.csv
    made: Index | None = None  # None: made of the records when it is needed
    _pools: dict[tuple[object, ...], Pool] = field(default_factory=dict)

    @cached_property
    def records(self) -> list[list[str]]:
        """The lines of items.csv as they are, for checks and lists."""
        return read_items(self.path)

    @cached_property
    def index(self) -> Index:
        return self.made or build_index(self.records, self.aliases)

    def rows(self, standard: str) -> tuple[Row, ...]:
        """All rows of jgaap, ifrs, usgaap or jmis, in the file's order."""
        return self.index.rows.get(standard, ())

    def trade_labels(self, language: Language) -> Mapping[tuple[str, str], frozenset[str]]:
        """(statement, label key) -> the trades that use the label, where commerce and industry do not."""
        return self.index.trades[language.value]

    def all_rows(self) -> Iterator[Row]:
        for rows in self.index.rows.values():
            yield from rows

    def pool(
        self,
        kind: StatementKind,
        standard: Standard,
        language: Language,
        industries: tuple[str, ...] = (),
        company: str = "",
        trade: str = "",
    ) -> Pool:
        """What a statement can hold. ``industries``: the filing's own trades besides commerce and industry, the first
        one its main trade. ``trade``: whose items go before the general ones in a statement of the general form.
        """
        main, _ = _STATEMENTS[kind]
        own = tuple(
            alias
            for alias in self.aliases
            if alias.scope.startswith("company:")
            and alias.applies(standard.value, (GENERAL, *industries), company, main)
        )
        where = (kind, standard, language, industries, own, trade)
        if where not in self._pools:
            self._pools[where] = self._pool(kind, standard, language, industries, company, trade)
        return self._pools[where]

    def _pool(
        self,
        kind: StatementKind,
        standard: Standard,
        language: Language,
        industries: tuple[str, ...],
        company: str,
        trade: str,
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
        strangers = (
            [row for row in self.rows("jgaap") if row.statement in main and not row.industries & wanted]
            if standard is Standard.JGAAP and SUMMARY not in wanted
            else []
        )
        return Pool(
            (*rows, *notes, *_invited(strangers, rows, own)),
            kind,
            standard,
            language,
            industries or (GENERAL,),
            own,
            frozenset(map(id, notes)),
            self.index.forms,
            trade,
            tuple(row for row in strangers if row.kind == "line"),
            frozenset((key_of(alias.label, self.index.forms), alias.item) for alias in own if self._is_users(alias)),
        )

    def _is_users(self, alias: Alias) -> bool:
        return not alias.source.startswith(f"{self.path.with_name(ALIASES)}:")

    def made_ready(self) -> Taxonomy:
        """The taxonomy with the pools that most filings use: for a process that others are forked from."""
        for kind in StatementKind:
            for standard in (Standard.JGAAP, Standard.IFRS):
                self.pool(kind, standard, Language.JA).made_ready()
        return self


def _invited(strangers: Iterable[Row], rows: Iterable[Row], aliases: Iterable[Alias]) -> Iterator[Row]:
    """The items of other trades that aliases mean, in each section of the filer's own form where they may be printed: a
    bank has no current assets, and a retailer that owns a bank prints its call loans there."""
    known = {row.item for row in rows}
    meant = {alias.item for alias in aliases} - known
    if not meant:
        return
    sections = {row.section for row in rows if row.kind == "line"}
    for row in strangers:
        if row.item in meant and row.kind == "line":
            inside = row.section
            while inside and inside not in sections:
                inside = inside[:-1]
            for section in sorted(sections):
                if section[: len(inside)] == inside:
                    yield row._replace(section=section, home=section, closes=False, totals=())


_kept: dict[tuple[object, ...], Taxonomy] = {}
KEPT = 4  # taxonomies (with other aliases, or of files that changed) that one process keeps


def load_taxonomy(extra_aliases: Iterable[Path] = ()) -> Taxonomy:
    """The taxonomy with the project's aliases and a user's own, read once in a process while the files stay the same.

    Raises ConfigurationError that names file and line.
    """
    folder = schema_path("taxonomy")
    extra = tuple(extra_aliases)
    stamp = tuple(_stamp(path) for path in (*index_files(folder), *extra))
    known = _kept.get(stamp)
    if known is None:
        index = stored_index(folder)
        items = {row.item for rows in index.rows.values() for row in rows}
        aliases = list(index.aliases)
        for file in extra:
            aliases += read_aliases(file, items, aliases)
        known = Taxonomy(tuple(aliases), folder / ITEMS, index)
        while len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
        _kept[stamp] = known
    return known


def read_taxonomy(extra_aliases: Iterable[Path] = ()) -> Taxonomy:
    """The taxonomy as its files have it, without an index: for checks, which want to see what is wrong."""
    path = schema_path("taxonomy") / ITEMS
    items = {record[0] for record in read_items(path)}
    aliases: list[Alias] = []
    for file in (path.with_name(ALIASES), *extra_aliases):
        aliases += read_aliases(file, items, aliases)
    return Taxonomy(tuple(aliases), path)


def _stamp(path: Path) -> tuple[str, int, int]:
    """Path, time of change in nanoseconds and size in bytes; zeros where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_size
