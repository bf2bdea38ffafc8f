"""The other tables of a filing: notes, segments, discussion, shareholders. Grids as printed, where they stand, and
their figures.

They have no title, unit or basis of their own for certain: a table hangs on the filing's headings and takes from the
captions over it what its own heads and labels do not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from extractor.model.filing import Period
from extractor.model.finding import Finding
from extractor.model.page import Box, Region
from extractor.model.result import Proof
from extractor.model.table import Amount, ValueState

TYPED_TABLES = (
    "segments",
    "revenue_breakdown",
    "borrowings",
    "fair_values",
    "rollforwards",
    "eps",
    "dividends",
    "employees",
    "shareholders",
    "officers_pay",
)
"""The tables that are made from the long one, each of one subject."""


class Walls(StrEnum):
    """What is drawn around the cells of a table."""

    GRID = "grid"  # every cell stands between lines
    ROWS = "rows"  # some lines
    NONE = "none"


class Saying(StrEnum):
    """Where a figure's period or unit is printed."""

    CELL = "cell"  # in the cell itself: 123百万円
    COLUMN = "column"
    ROW = "row"
    CAPTION = "caption"  # over the table, under the table or heading before it
    BEFORE = "before"  # over a table before it under the same heading
    HEADING = "heading"  # in the headings that the table stands under
    TIE = "tie"  # a figure of a statement that agrees
    NONE = "none"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of figures. ``path``: its header levels as printed, outermost first; empty where nothing is printed.
    ``unit_text``: a level that says nothing but the unit, which is not in the path."""

    index: int
    path: tuple[str, ...]
    box: Box | None = None
    unit_text: str | None = None

    @property
    def label(self) -> str:
        return " > ".join(self.path)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed figure or dash. ``text``: all that the cell prints; ``unit_text``: a unit printed in it."""

    column: int  # index into Grid.columns
    amount: Amount
    text: str
    box: Box
    page: int
    unit_text: str | None = None
    bracketed: bool = False  # (100.0) under 100.0: a second figure of the same cell


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of figures. ``path``: group labels, then its own label; ``attributes``: its texts that are neither label
    nor figure (address, purpose), each under the header of its column."""

    number: int  # from 1 within the table
    path: tuple[str, ...]
    depth: int
    cells: tuple[GridCell, ...]
    page: int
    box: Box
    attributes: tuple[tuple[str, str], ...] = ()
    heads: int = 0  # counts the heads that start again inside the table: rows under the second have 1
    lines: tuple[str, ...] = ()  # of its label, where it is broken into several
    unsure: str = ""  # why its label may be torn, or joined with another; empty: the page shows nothing of the kind

    @property
    def label(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed, over all its pages; dashes are cells, blanks are not."""

    regions: tuple[Region, ...]
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    walls: Walls
    reader: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a table stands. ``headings``: outermost first; ``captions``: the lines between the heading or table before
    and the table itself, the nearest last."""

    headings: tuple[str, ...]
    captions: tuple[str, ...]
    consolidated: bool | None  # None: nothing says whose figures these are
    part: str  # front, statements, notes, back: what of the filing it is
    before: tuple[str, ...] = ()  # captions of the tables before it under the same heading, the nearest last
    terms: tuple[str, ...] = ()  # periods that date this and the tables beside it: 前連結会計年度; the nearest last
    topics: tuple[str, ...] = ()  # numbered or marked lines over it that head nothing: ※１ 担保に供している資産
    aside: bool = False  # among footnotes of the table before that name a day: no heading says of when it is


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure's unit and period. ``unit``: a word of the contract, None: nothing says it; ``scale``: units of it in
    one printed 1 (yen for money)."""

    unit: str | None
    scale: int
    unit_from: Saying
    period: Period | None
    period_from: Saying


@dataclass(frozen=True, slots=True)
class OtherTable:
    """A grid with its place, its canonical name and the unit and period of each figure.

    ``name``: the EDINET text block that such a table stands in, without basis and standard; None: the heading is
    unknown. ``measures``: by (row number, column index); ``asides``: the same of second figures of a cell, where
    these are of another unit."""

    number: int  # from 1 within the filing, in printed order
    grid: Grid
    standing: Standing
    name: str | None
    typed: str | None  # the typed table that takes it in: segments, eps ...; None: only the long one
    measures: dict[tuple[int, int], Measured]
    findings: tuple[Finding, ...] = ()
    asides: dict[tuple[int, int], Measured] = field(default_factory=dict)

    def measure(self, row: GridRow, cell: GridCell) -> Measured:
        """Unit and period of a figure."""
        place = row.number, cell.column
        return self.asides.get(place, self.measures[place]) if cell.bracketed else self.measures[place]


@dataclass(frozen=True, slots=True)
class OtherFact:
    """One printed figure or dash of another table: a row of ``other_tables``. Numbers are in ``unit``; money in
    thousands of its currency."""

    table: int
    name: str | None
    headings: tuple[str, ...]
    caption: str | None
    part: str
    consolidated: bool | None
    row: int
    row_path: tuple[str, ...]
    depth: int
    column: int
    column_path: tuple[str, ...]
    period_start: date | None
    period_end: date | None
    period_from: Saying
    value: Decimal | None
    unit: str | None
    unit_from: Saying
    reported_text: str
    reported_scale: int
    value_state: ValueState
    attributes: tuple[tuple[str, str], ...]
    member: str | None  # segment, region, class: where a header or label is one
    item: str | None
    element: str | None
    page: int
    box: Box
    reader: str
    proof: Proof
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedFact:
    """A row of a typed table: a figure of the long one with what it is of. ``dimensions``: column of the contract and
    its value."""

    table: str  # segments, eps ...
    fact: OtherFact
    dimensions: tuple[tuple[str, str | None], ...]
