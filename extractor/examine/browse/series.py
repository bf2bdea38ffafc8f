"""A statement over time: the lines of one table of a company, the figures of several filings side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.examine.across import differ
from extractor.examine.browse.chart import Point
from extractor.examine.browse.lake import Figures, Filed
from extractor.examine.record import Row

Key = tuple[str, int]  # item, or label where there is none; which of several in one column
INSTANT = 0  # in place of a number of months
_MONTH = 30.4375
COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Column:
    """A period as one filing prints it."""

    start: date | None
    end: date
    filing_id: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and, where filings print different ones for its period, those of the others as (filing, value)."""

    row: Row
    others: tuple[tuple[str, Decimal], ...] = ()


@dataclass(slots=True)
class Over:
    """Lines by columns, newest column first."""

    columns: list[Column]
    lines: list[Key]
    labels: dict[Key, Row] = field(default_factory=dict)  # as the newest filing prints it
    cells: dict[tuple[Key, Column], Cell] = field(default_factory=dict)

    @property
    def restated(self) -> int:
        """Number of figures that another filing prints otherwise."""
        return sum(bool(cell.others) for cell in self.cells.values())

    def points(self, key: Key, where: Any, said: Any) -> list[Point]:
        """A line as points, one a period: of several filings the newest."""
        out: dict[tuple[date | None, date], Point] = {}
        for column in self.columns:
            cell = self.cells.get((key, column))
            if cell is not None and (column.start, column.end) not in out and cell.row["value"] is not None:
                out[column.start, column.end] = Point(
                    column.start,
                    column.end,
                    cell.row["value"],
                    cell.row["proof"],
                    said(column.filing_id),
                    where(column.filing_id, cell.row),
                    bool(cell.others),
                )
        return list(out.values())


def months_of(row: Row) -> int:
    """Of a period; ``INSTANT`` for a balance at a date."""
    if row["period_start"] is None:
        return INSTANT
    days: int = (row["period_end"] - row["period_start"]).days + 1
    return round(days / _MONTH)


def usable(rows: Iterable[Row], consolidated: bool, component: str | None) -> list[Row]:
    """The figures of one basis and, in a statement of equity, of one component."""
    return [
        row
        for row in rows
        if row["consolidated"] is consolidated
        and row["period_end"] is not None
        and row["value_state"] in ("number", "nil")
        and row.get("component") == component
    ]


def choices(rows: Sequence[Row]) -> tuple[list[bool], list[int], list[str | None]]:
    """Which bases, numbers of months and components there are: the most common first; components only where some
    row has one."""
    bases = Counter(row["consolidated"] for row in rows)
    months = Counter(months_of(row) for row in rows if row["period_end"] is not None)
    components = Counter(row.get("component") for row in rows if row["value_state"] == "number")
    by_number = [key for key, _ in components.most_common()]
    return (
        sorted(bases, reverse=True),
        [key for key, _ in months.most_common()],
        by_number if any(by_number) else [None],
    )


def over_time(table: Figures, filed: Sequence[tuple[Filed, Sequence[Row]]], months: int) -> Over:
    """``filed``: filings, newest first, each with its rows of one basis and component."""
    order = {one.filing_id: number for number, (one, _) in enumerate(filed)}
    made = Over([], [])
    for one, rows in filed:
        before: Key | None = None
        seen: Counter[tuple[str, date | None, date]] = Counter()
        durations = {row["period_end"]: row["period_start"] for row in rows if months_of(row) == months}
        for row in sorted(rows, key=lambda r: (r[table.sheet], r[table.line], r["column"])):
            start = row["period_start"]
            if months_of(row) != months:
                start = _flow_of(row, durations)
                if start is None:
                    continue
            name = row["item"] or row[table.label]
            seen[name, start, row["period_end"]] += 1
            key = (name, seen[name, start, row["period_end"]])
            if key not in made.labels:
                made.labels[key] = row
                made.lines.insert(made.lines.index(before) + 1 if before in made.labels else len(made.lines), key)
            before = key
            column = Column(start, row["period_end"], one.filing_id)
            made.cells.setdefault((key, column), Cell(row))
    columns = {column for _, column in made.cells}
    made.columns = sorted(
        columns, key=lambda c: (-c.end.toordinal(), -(c.start or c.end).toordinal(), order[c.filing_id])
    )
    _compare(made)
    return made


def _flow_of(row: Row, durations: dict[date, date]) -> date | None:
    """Balances stand beside the flow that ends on their day (cash at the end of the period)."""
    return durations.get(row["period_end"]) if row["period_start"] is None else None


def _compare(made: Over) -> None:
    by_period: dict[tuple[Key, date | None, date, str], list[Column]] = {}
    for (key, column), cell in made.cells.items():
        if cell.row["value"] is not None:
            by_period.setdefault((key, column.start, column.end, cell.row["unit"]), []).append(column)
    for (key, *_), columns in by_period.items():
        for column in columns:
            mine = made.cells[key, column].row
            others = []
            for other in columns:
                row = made.cells[key, other].row
                if other != column and differ(mine["value"], row["value"], _coarse(mine, row)):
                    others.append((other.filing_id, row["value"]))
            if others:
                made.cells[key, column] = Cell(mine, tuple(others))


def _coarse(one: Row, other: Row) -> Decimal:
    if not str(one["unit"]).startswith("thousand"):
        return Decimal(0)
    return Decimal(max(one["reported_scale"], other["reported_scale"])) / 1000
