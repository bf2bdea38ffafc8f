"""A sheet in the making, and its end: lines numbered and put under their headings, doubts about cells named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractor.detect.breaks import Moved
from extractor.detect.lines import RawLine
from extractor.model import (
    Cell,
    Claim,
    Column,
    Finding,
    Line,
    Period,
    Severity,
    Sheet,
    StatementKind,
    StatementSpan,
    ValueState,
)
from extractor.notation.lexicon import rule
from extractor.notation.numbers import lost_bracket
from extractor.notation.text import label_key

_REMARK = rule("lines.remark").finds

INDENT = 3.0  # points: label starts closer than this are one depth
Entry = tuple[RawLine, dict[int, Cell], int]  # a line, its cells by column of the sheet, its page


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table of a sheet begins: a period's table may stand below the other's, under the same title."""

    line: int  # number of its first line
    period: Period | None  # that the caption above it states


@dataclass(slots=True)
class SheetBuild:
    """A sheet in the making."""

    span: StatementSpan
    columns: list[Column] = field(default_factory=list)
    centres: list[float] = field(default_factory=list)  # of the columns of the last block, by column index
    recent: list[int] = field(default_factory=list)  # columns of the last block
    over: list[int | None] = field(default_factory=list)  # the column of each of its bands; None: of a share beside it
    lines: list[Entry] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    moved: dict[int, Moved] = field(default_factory=dict)  # by page: heads brought from the page before
    findings: list[tuple[str, str, int]] = field(default_factory=list)  # code, message, index of the line
    scale: int | None = None
    currency: str = "JPY"
    block: int = 0  # of the current table, from 0
    layout: list[list[int]] = field(default_factory=list)  # the columns of each block of the first table
    opening: date | None = None  # of the current table's opening balance
    start: int = 0  # first line of the current table
    restarts: list[int] = field(default_factory=list)  # lines at which the same columns begin anew
    period: Period | None = None  # of the current table, as the caption above it states it
    periods: list[Period | None] = field(default_factory=list)  # of the tables before it
    tables: set[int] = field(default_factory=set)  # lines at which a table with other columns begins

    @property
    def equity(self) -> bool:
        return self.span.kind is StatementKind.CHANGES_IN_EQUITY

    def begin_table(self) -> None:
        """The lines to come are a further table under the same columns."""
        self.restarts.append(len(self.lines))
        self.periods.append(self.period)
        self.start, self.block, self.period = len(self.lines), 0, None


def _depths(starts: Sequence[float]) -> list[int]:
    levels: list[float] = []
    for start in sorted(starts):
        if not levels or start - levels[-1] > INDENT:
            levels.append(start)
    return [max((k for k, level in enumerate(levels) if start >= level - 0.01), default=0) for start in starts]


def finish(build: SheetBuild) -> tuple[Sheet, list[Table]]:
    """The sheet, and the tables in it, one below the other."""
    depths = _depths([line.x0 for line, _, _ in build.lines])
    out: list[Line] = []
    index_of: list[int | None] = []
    headings: list[Line] = []
    for at, ((raw, cells, page), depth) in enumerate(zip(build.lines, depths, strict=True)):
        if at in build.tables:
            headings.clear()  # the last heading of one table is none of the next one's
        has_figures = any(cell.amount.state is not ValueState.BLANK for cell in cells.values())
        if not raw.label and not has_figures:
            index_of.append(None)
            continue
        number = len(out) + 1
        while headings and headings[-1].depth >= depth:
            headings.pop()
        parent = headings[-1].number if headings else None
        full = tuple(cells[column] for column in sorted(cells)) if has_figures else ()
        line = Line(number, raw.label, depth, parent, raw.note, full, page, raw.box, raw.wrapped, raw.parts, raw.beside)
        out.append(line)
        index_of.append(number)
        if not has_figures and not _REMARK(label_key(raw.label)):
            headings.append(line)
    findings = [
        Finding(code, Severity.WARNING, message, page=build.lines[at][2], statement=build.span.kind, line=index_of[at])
        for code, message, at in build.findings
        if at < len(index_of)
    ]
    findings.extend(_doubtful(cell, line, build.span.kind) for line in out for cell in line.cells if _is_doubtful(cell))
    begins = build.restarts if build.equity else sorted(build.tables - {0})
    periods = (*build.periods, build.period) if build.equity else (None,) * (len(begins) + 1)
    starts = [1, *(next((number for number in index_of[at:] if number), 0) for at in begins)]
    tables = [Table(line, period) for line, period in zip(starts, periods, strict=True) if line]
    return Sheet(build.span, tuple(build.columns), tuple(out), tuple(build.claims), tuple(findings)), tables


def _is_doubtful(cell: Cell) -> bool:
    return lost_bracket(cell.amount.text) or cell.amount.state is ValueState.ILLEGIBLE


def _doubtful(cell: Cell, line: Line, kind: StatementKind) -> Finding:
    """A cell whose glyphs are read with a guess, or not at all."""
    if lost_bracket(cell.amount.text):
        code, severity, message = (
            "bracket_lost",
            Severity.INFO,
            f"{cell.amount.text}: a bracket without its partner, read as negative",
        )
    else:
        code, severity, message = "illegible", Severity.WARNING, f"{cell.amount.text!r} is no number"
    return Finding(code, severity, message, page=cell.page, statement=kind, line=line.number, column=cell.column)


def with_used_columns(sheet: Sheet) -> Sheet:
    """The sheet with those columns only in which its lines have cells."""
    used = sorted({cell.column for line in sheet.lines for cell in line.cells})
    place = {old: new for new, old in enumerate(used)}
    lines = tuple(
        replace(line, cells=tuple(replace(cell, column=place[cell.column]) for cell in line.cells))
        for line in sheet.lines
    )
    columns = tuple(replace(sheet.columns[old], index=place[old]) for old in used)
    findings = tuple(replace(f, column=place.get(f.column)) if f.column is not None else f for f in sheet.findings)
    return replace(sheet, columns=columns, lines=lines, findings=findings)
