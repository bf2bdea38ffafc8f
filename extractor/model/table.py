"""What detect hands on: rows, columns and cells with boxes, as printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.model.filing import Period, StatementSpan
from extractor.model.finding import Finding
from extractor.model.page import Box


class ValueState(StrEnum):
    """Blank, dash, zero and illegible are four things (zero is a NUMBER)."""

    NUMBER = "number"
    NIL = "nil"
    BLANK = "blank"
    ILLEGIBLE = "illegible"


class Fate(StrEnum):
    """What became of a digit-bearing token on a statement page."""

    CELL = "cell"
    PERIOD_HEADER = "period_header"
    NOTE_MARK = "note_mark"
    LABEL = "label"
    CAPTION = "caption"
    FURNITURE = "furniture"
    OUTSIDE = "outside"  # prose, footnotes and tables that are no statement
    UNMAPPED = "unmapped"
    ILLEGIBLE = "illegible"
    UNCLAIMED = "unclaimed"  # the ledger does not close


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell prints, before scaling: sign as printed, full precision."""

    value: Decimal | None
    state: ValueState
    text: str  # the glyphs as printed, note marks taken off


@dataclass(frozen=True, slots=True)
class Reading:
    """The same cell as another reader saw it."""

    reader: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed figure, dash or blank of a line, with its place."""

    column: int  # index into Sheet.columns
    amount: Amount
    box: Box
    page: int
    reader: str
    note: str | None = None  # marks that stood before the value: ※７
    others: tuple[Reading, ...] = ()  # other readers' texts where they differ


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a statement: a heading (no cells) or a line item."""

    number: int  # from 1 within the statement; the row's identity
    label: str  # wrapped parts joined, note marks taken off
    depth: int
    parent: int | None  # number of the heading it stands under
    note: str | None
    cells: tuple[Cell, ...]  # blank cells included where the row prints figures at all
    page: int
    box: Box
    label_wrapped: bool = False
    label_rows: tuple[str, ...] = ()  # of a wrapped label, top to bottom
    beside: int = 0  # the one of them that the figures stand beside
    unit_text: str | None = (
        # a unit printed for this row alone: in a column beside the label, or over the row's column in a transposed
        # table
        None
    )

    @property
    def heading(self) -> bool:
        return all(cell.amount.state is ValueState.BLANK for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Column:
    """A value column. ``block`` counts the side-by-side or stacked blocks of an equity statement from 0."""

    index: int
    label: str  # the header as printed, top to bottom
    header: tuple[str, ...]  # its levels, outermost first
    period: Period | None = None
    unit_text: str | None = None  # a unit printed in the header
    component_label: str | None = None  # changes in equity; summaries: 予想 over what is a forecast
    block: int = 0
    currency: str = "JPY"
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A digit-bearing token and its fate."""

    page: int
    text: str
    box: Box
    fate: Fate


@dataclass(frozen=True, slots=True)
class Sheet:
    """One statement as it is printed, over all its pages. Equity statements: one Sheet per printed period."""

    span: StatementSpan
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()

    def line(self, number: int) -> Line:
        return self.lines[number - 1]
