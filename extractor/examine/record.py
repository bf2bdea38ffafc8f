"""A filing as the lake holds it: rows of its tables, the printed tables they make up, the checks of each cell.

Rows, checks and findings speak of a printed table by its index in the filing, of a cell by its line and column there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any

from extractor.errors import InputError, UsageError
from extractor.model.other import OtherFact
from extractor.write.contract import OTHER_TABLES, STATEMENTS, TABLES, TYPED
from extractor.write.lake.commit import Lake, open_lake
from extractor.write.lake.records import Marker
from extractor.write.tables import other_row

Row = Mapping[str, Any]
Place = tuple[int, int]  # line, column


@dataclass(slots=True)
class Printed:
    """One printed table: its rows by line and column. ``index`` is its number within the filing; of a table that is no
    statement that number is negative."""

    statement: str
    consolidated: bool | None
    cells: dict[Place, Row] = field(default_factory=dict)
    index: int = 0
    title: str = ""

    @property
    def lines(self) -> dict[int, list[tuple[int, Row]]]:
        """Line -> its cells, as (column, row)."""
        out: dict[int, list[tuple[int, Row]]] = defaultdict(list)
        for (line, column), row in self.cells.items():
            out[line].append((column, row))
        return dict(out)


@dataclass(frozen=True, slots=True)
class Record:
    """What the lake says of one filing."""

    marker: Marker
    sheets: tuple[Printed, ...]  # in printed order
    checks: tuple[Row, ...]
    findings: tuple[Row, ...]
    unmapped: tuple[Row, ...]
    ledger: tuple[Row, ...]
    others: tuple[Printed, ...] = ()  # the tables that are no statements
    other_rows: tuple[Row, ...] = ()  # their figures
    typed: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)  # the same as rows of segments, eps ...

    @property
    def first(self) -> Row:
        """Any row: each carries the columns of the filing."""
        return next((row for sheet in self.sheets for row in sheet.cells.values()), {})

    def sheet(self, index: int) -> Printed | None:
        """The printed table of that index; a negative one is that of a table that is no statement."""
        return next((sheet for sheet in (self.sheets if index >= 0 else self.others) if sheet.index == index), None)

    def checks_of(self, sheet: Printed, line: int, column: int) -> Iterator[Row]:
        """The checks in which a cell is the total or a member."""
        key = (sheet.index, line, column)
        for check in self.checks:
            if key == (check["sheet"], check["line"], check["column"]) or any(
                key == (m["sheet"], m["line"], m["column"]) for m in check["members"]
            ):
                yield check


def read_record(uri: str, filing: str) -> Record:
    """A filing by its id, the start of its id, or (the end of) its source file. Raises UsageError where none or several
    fit."""
    lake = open_lake(uri)
    return record_of(lake, find_marker(lake, uri, filing))


def find_marker(lake: Lake, uri: str, filing: str) -> Marker:
    """The commit marker of a filing, by the start of its id, its path or its file name. Raises InputError where none
    or several fit."""
    markers = lake.markers()
    if not markers:
        raise InputError(f"{uri}: no committed filing there.", f"extractor run FOLDER --out {quote(uri)}")
    found = [
        m
        for m in markers.values()
        if m.filing_id.startswith(filing) or any(name == filing or Path(name).name == filing for name in m.source_files)
    ]
    found = found or [m for m in markers.values() if any(Path(name).stem == filing for name in m.source_files)]
    if len(found) != 1:
        how = "no committed filing fits" if not found else f"{len(found)} filings fit"
        raise UsageError(
            f"--filing {filing}: {how}.", f'extractor sql {quote(uri)} "select filing_id, source_file from filings"'
        )
    return found[0]


def record_of(lake: Lake, marker: Marker) -> Record:
    """All rows of a committed filing."""
    return record_from(marker, {name: _rows(lake, marker, name) for name in TABLES})


def record_from(marker: Marker, tables: Mapping[str, list[Row]]) -> Record:
    """The record of a filing from the rows of its tables, wherever they come from."""
    checks = tables["checks"]
    sheets = [sheet for name in STATEMENTS for sheet in _printed(name, tables[name])]
    sheets.sort(key=_printed_order)
    return Record(
        marker,
        tuple(sheets),
        tuple(checks),
        tuple(tables["findings"]),
        tuple(tables["unmapped"]),
        tuple(tables["ledger"]),
        printed_others(tables[OTHER_TABLES]),
        tuple(tables[OTHER_TABLES]),
        {name: tuple(tables[name]) for name in TYPED},
    )


def _printed_order(sheet: Printed) -> tuple[int, float]:
    rows = sheet.cells.values()
    page = min(row["page"] for row in rows)
    return page, min(row["top"] for row in rows if row["page"] == page)


def _rows(lake: Lake, marker: Marker, name: str) -> list[Row]:
    table = lake.rows(marker, name)
    return [] if table is None else list(table.to_pylist())


def _printed(statement: str, rows: Sequence[Row]) -> list[Printed]:
    """Rows by printed table, line and column, as the lake numbers them."""
    out: dict[tuple[int, bool], Printed] = {}
    for row in rows:
        if row.get("sheet") is None or row.get("column") is None:
            raise InputError(
                f"{row['source_file']}: an older release committed it.",
                "extractor run its folder again",
            )
        key = (row["sheet"], row["consolidated"])
        if key not in out:
            out[key] = Printed(statement, row["consolidated"], index=row["sheet"])
        out[key].cells[row["line"], row["column"]] = row
    return list(out.values())


# ---------------------------------------------------------------- tables that are no statements

_NONE: Row = dict.fromkeys(
    ("note", "match_method", "match_score", "match_margin", "component", "component_label", "parent_line")
)


def printed_others(rows: Iterable[Row]) -> tuple[Printed, ...]:
    """One printed table for each other table of a filing, in printed order; its index is the table's number, negative.
    A second figure of a cell, in brackets, stands behind the first."""
    out: dict[int, Printed] = {}
    for row in rows:
        table = out.setdefault(
            row["table"], Printed(OTHER_TABLES, row["consolidated"], index=-row["table"], title=_title(row))
        )
        place = (row["row"], row["column"])
        before = table.cells.get(place)
        text = row["reported_text"] if before is None else f"{before['reported_text']} {row['reported_text']}"
        table.cells[place] = {**_NONE, **(before or _as_line(row)), "reported_text": text}
    return tuple(out.values())


def _title(row: Row) -> str:
    return row["heading"] or row["caption"] or ""


def _as_line(row: Row) -> Row:
    """A row of other_tables with the names that rows of statements have."""
    label = row["row_label"] or " > ".join(row["row_path"])
    return {
        **row,
        "statement": OTHER_TABLES,
        "line": row["row"],
        "label": label,
        "sheet": -row["table"],
        "headings": list(row["row_path"][:-1]),
    }


def others_on(facts: Sequence[OtherFact], page: int) -> tuple[Printed, ...]:
    """The other tables of one page, as the rooms read them."""
    return printed_others(other_row(fact) for fact in facts if fact.page == page)
