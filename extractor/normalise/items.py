"""The rows of ``schemas/taxonomy/items.csv``: one EDINET element at one place of a statement."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from extractor.errors import ConfigurationError
from extractor.model import Language

FIRST_VERSION = "2015-03-31"  # the oldest that items.csv knows; what it has may be older
GENERAL = "cai"  # commercial and industrial companies: the industry of whoever names none
IFRS = "ifrs"
SUMMARY = "summary"
COLUMNS = (
    "item", "element", "standard", "kind", "statement", "industries", "section", "order", "model", "period",
    "balance", "data", "totals", "ja", "en", "alt_ja", "alt_en", "since", "until",
)  # fmt: skip


class Row(NamedTuple):
    """One element at one place. ``section`` is the path of items above it; a total closes the section that bears its
    name."""

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
        """Whether the taxonomy had the element when a report for a period that ends ``on`` was made (a version serves
        periods from the next 31 March)."""
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


def row_of(r: Sequence[str]) -> Row:
    """A record of items.csv as a row."""
    totals = tuple(
        (name, int(weight)) for name, _, weight in (part.rpartition(":") for part in r[12].split("|") if part)
    )
    section = tuple(r[6].split("/")) if r[6] else ()
    closes = r[3] == "line" and bool(section) and section[-1] == r[0]
    return Row(
        r[0], r[1], r[2], r[3], r[4], frozenset(r[5].split("|")), section, int(r[7]), r[8] == "1", r[9],
        r[10] or None, r[11],
        totals, r[13], r[14], r[15], r[16], r[17], r[18], closes, section[:-1] if closes else section,
    )  # fmt: skip


def read_items(path: Path) -> list[list[str]]:
    """The records of items.csv without its header. Raises ConfigurationError that names file and line."""
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
