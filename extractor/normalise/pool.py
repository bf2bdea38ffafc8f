"""What one statement can hold: the rows of its standard, kind and trades, indexed by wording."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from extractor.model import Language, Standard, StatementKind
from extractor.normalise.aliases import Alias
from extractor.normalise.index import Forms, key_of, wording_of
from extractor.normalise.items import GENERAL, Row
from extractor.normalise.labels import gist


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
