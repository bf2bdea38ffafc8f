"""The canonical taxonomy: what items there are, where they stand in a statement, and how they are worded.

``schemas/taxonomy/items.csv`` has a row per EDINET element and place; ``aliases.csv`` (and a user's own files) say
which further labels mean which item.
A ``Pool`` is what one statement can hold: the rows of its standard, statement and industry, indexed by wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from extractor.model import Language, Standard, StatementKind
from extractor.normalise.aliases import Alias, read_aliases
from extractor.normalise.index import (
    ALIASES,
    ITEMS,
    Index,
    build_index,
    index_files,
    key_of,
    stored_index,
)
from extractor.normalise.items import GENERAL, IFRS, SUMMARY, Row, read_items
from extractor.normalise.pool import Pool
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
    def _companies(self) -> tuple[Alias, ...]:
        """The aliases that hold for one company only."""
        return tuple(alias for alias in self.aliases if alias.scope.startswith("company:"))

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
            alias for alias in self._companies if alias.applies(standard.value, (GENERAL, *industries), company, main)
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
