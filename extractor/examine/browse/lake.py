"""What the browser asks of a lake. Which tables there are, and what their columns are, it takes from the contracts."""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from extractor.errors import UsageError
from extractor.examine.page_images import pages_as_data, pages_with_pictures
from extractor.examine.picture import Picture
from extractor.examine.record import Record, Row, record_of
from extractor.examine.sources import Sources
from extractor.model import Page
from extractor.write.contract import Contract, load_contracts
from extractor.write.lake.commit import open_lake
from extractor.write.lake.query import connect, query
from extractor.write.lake.records import Marker

T = TypeVar("T")
_PERIODS = {"Q1": 1, "H1": 2, "Q2": 2, "Q3": 3}
_PICTURES = 40
_KEPT = 24
# Columns by which a table shows itself as one of printed figures, whatever it is called.
_PLACED = {"value", "reported_text", "value_state", "column", "page", "x0", "top", "x1", "bottom", "period_end", "unit"}
_SHEETS, _LINES, _LABELS = ("sheet", "table"), ("line", "row"), ("label", "row_label")


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of printed figures: the names of its columns for the number of the printed table, the line and its
    label."""

    contract: Contract
    sheet: str
    line: str
    label: str

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.contract.table

    @property
    def follows(self) -> bool:
        """Whether its lines can be followed over filings: one statement a table, with items."""
        return {"item", "statement", "consolidated"} <= {field.name for field in self.contract.fields}


def figure_tables() -> dict[str, Figures]:
    """The tables of printed figures by name, in the order of the contracts."""
    out = {}
    for name, contract in load_contracts().items():
        columns = {field.name for field in contract.fields}
        found = [next((c for c in names if c in columns), "") for names in (_SHEETS, _LINES, _LABELS)]
        if columns >= _PLACED and all(found):
            out[name] = Figures(contract, *found)
    return out


@dataclass(frozen=True, slots=True)
class Filed:
    """A committed filing and what its cover says."""

    marker: Marker
    about: Row

    @property
    def filing_id(self) -> str:
        """Its id."""
        return self.marker.filing_id

    @property
    def file(self) -> str:
        """The file that it was read from."""
        return self.marker.source_files[0]

    @property
    def order(self) -> tuple[int, int, bool, str]:
        """Later filings are greater; an amendment is later than its original."""
        return self.marker.fiscal_year, _PERIODS.get(self.about["fiscal_period"], 4), self.marker.amends, self.file

    @property
    def term(self) -> str:
        """The year and the part of it that the filing covers."""
        return " ".join(
            str(part) for part in (self.marker.fiscal_year or "", self.about["fiscal_period"] or "") if part
        )


@dataclass(frozen=True, slots=True)
class Company:
    """Filings that share a code or a name, newest first."""

    key: str
    name: str | None
    codes: tuple[str, ...]
    filings: tuple[Filed, ...]


class Kept(OrderedDict[Hashable, Any]):
    """The last things that were made, by key."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of this key, made if need be."""
        if key not in self:
            self[key] = make()
            while len(self) > self._most:
                self.popitem(last=False)
        self.move_to_end(key)
        found: T = self[key]
        return found


class View:
    """A lake as it was when it was opened. One question at a time."""

    def __init__(self, uri: str, folders: Sequence[Path | str]) -> None:
        self.uri = uri
        self.lake = open_lake(uri)
        self._connection = connect(uri)
        self._sources = Sources(self.lake, folders)
        markers = self.lake.markers()
        rows = self.ask("select * from filings")
        self.filings = {
            row["filing_id"]: Filed(markers[row["filing_id"]], row) for row in rows if row["filing_id"] in markers
        }
        self._records, self._rows, self._pictures, self._facts = Kept(_KEPT), Kept(_KEPT), Kept(_PICTURES), Kept(_KEPT)

    def ask(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of an answer."""
        return list(query(self._connection, sql, values).to_pylist())

    def filing(self, filing_id: str) -> Filed:
        """A filing by its id. Raises UsageError where there is none."""
        if filing_id not in self.filings:
            raise UsageError(f"{filing_id}: no such filing in {self.uri}.", "choose one of the list")
        return self.filings[filing_id]

    def record(self, filing_id: str) -> Record:
        """All that the lake says of a filing."""
        return self._records.of(filing_id, lambda: record_of(self.lake, self.filing(filing_id).marker))

    def rows(self, filing_id: str, table: str) -> list[Row]:
        """The rows of one table of a filing."""

        def read() -> list[Row]:
            found = self.lake.rows(self.filing(filing_id).marker, table)
            return [] if found is None else list(found.to_pylist())

        return self._rows.of((filing_id, table), read)

    def source(self, filing_id: str) -> Path | None:
        """The file of a filing."""
        return self._sources(filing_id)

    def page(self, filing_id: str, number: int) -> tuple[Page | Mapping[str, Any], Picture | None]:
        """A page with its picture; without one, the page whose words can be set, or what the ledger holds of it."""

        def draw() -> tuple[Page | Mapping[str, Any], Picture | None]:
            source = self.source(filing_id)
            if source is None:
                return pages_as_data(self.record(filing_id), None, [number])[0], None
            page, picture = pages_with_pictures(source, [number])[number]
            return page, picture

        return self._pictures.of((filing_id, number), draw)

    def facts(self, company: Company) -> list[Row]:
        """The analyst's figures of a company's filings."""

        def read() -> list[Row]:
            connection = connect(self.uri, {filed.filing_id for filed in company.filings})
            return list(query(connection, "select * from facts").to_pylist())

        return self._facts.of(company.key, read)

    @cached_property
    def companies(self) -> dict[str, Company]:
        """By key: a code, else the name, else the id of a filing that says neither; in the order of their names."""
        groups: dict[str, list[Filed]] = {}
        place: dict[str, str] = {}  # code or name -> its group
        for filed in sorted(self.filings.values(), key=lambda f: f.order, reverse=True):
            marks = _marks(filed) or [filed.filing_id]
            known = list(dict.fromkeys(place[mark] for mark in marks if mark in place))
            group = known[0] if known else marks[0]
            for other in known[1:]:
                groups[group] += groups.pop(other)
                place.update({mark: group for mark, where in place.items() if where == other})
            groups.setdefault(group, []).append(filed)
            place.update(dict.fromkeys(marks, group))
        made = [_company(key, filings) for key, filings in groups.items()]
        return {company.key: company for company in sorted(made, key=lambda c: (c.name is None, c.name or c.key))}

    @cached_property
    def company_of(self) -> dict[str, Company]:
        """The company of each filing."""
        return {filed.filing_id: company for company in self.companies.values() for filed in company.filings}

    @cached_property
    def labels(self) -> list[Row]:
        """Every label with its item in each table of figures, and how often and in how many filings it stands."""
        parts = [
            f"select '{name}' as statement, {table.label} as label, item, count(*) as times, "
            f"count(distinct filing_id) as filings from {name} group by all"
            for name, table in figure_tables().items()
        ]
        found = self.ask(" union all ".join(parts) + " order by filings desc, times desc, label")
        return [{**row, "folded": folded(f"{row['label']} {row['item'] or ''}")} for row in found]

    @cached_property
    def proof(self) -> dict[str, dict[str, Counter[str]]]:
        """Filing -> table -> number of figures by their proof."""
        parts = [
            f"select filing_id, '{name}' as statement, proof, count(*) as number from {name} "
            "where value_state = 'number' group by all"
            for name, table in figure_tables().items()
            if any(field.name == "proof" for field in table.contract.fields)
        ]
        out: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for row in self.ask(" union all ".join(parts)):
            out[row["filing_id"]][row["statement"]][row["proof"]] = row["number"]
        return out


def folded(text: str) -> str:
    """As texts are compared when they are searched: width, case and blanks make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _marks(filed: Filed) -> list[str]:
    about = filed.about
    return [about[name] for name in ("securities_code", "edinet_code", "company_name") if about[name]]


def _company(key: str, filings: list[Filed]) -> Company:
    filings = sorted(filings, key=lambda f: f.order, reverse=True)
    names = [f.about["company_name"] for f in filings if f.about["company_name"]]
    original = [f.about["company_name"] for f in filings if f.about["company_name"] and f.about["language"] == "ja"]
    codes = dict.fromkeys(
        f.about[code] for code in ("securities_code", "edinet_code") for f in filings if f.about[code]
    )
    return Company(next(iter(codes), key), next(iter(original or names), None), tuple(codes), tuple(filings))


class Watched:
    """The lake as it stands: opened again when something was committed."""

    def __init__(self, uri: str, folders: Sequence[Path | str]) -> None:
        self._uri, self._folders = uri, folders
        self.lock = threading.RLock()
        self._stamp = self._now()
        self._view = View(uri, folders)

    def view(self) -> View:
        """The present view; call under the lock."""
        stamp = self._now()
        if stamp != self._stamp:
            self._view, self._stamp = View(self._uri, self._folders), stamp
        return self._view

    def reopened(self) -> View:
        """A view that was opened now: files that an older one knew are gone."""
        self._view = View(self._uri, self._folders)
        return self._view

    def _now(self) -> object:
        """Changes with every commit of a lake in a folder; one elsewhere is not asked each time."""
        plain = self._uri.removeprefix("file://")
        if "://" in plain:
            return None
        root = Path(plain)
        times = []
        for name in ("_filings", "_joint.json"):
            path = root / name
            times.append(path.stat().st_mtime_ns if path.exists() else 0)
        return tuple(times)
