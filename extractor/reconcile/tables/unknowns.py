"""What is not known of another table or of its figures: name, unit, period, which of two figures of a cell is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.errors import FindingCode as Code
from extractor.model import Severity
from extractor.model.other import OtherTable, Saying
from extractor.reconcile.tables.figures import is_money
from extractor.reconcile.tables.ties import Slot


@dataclass(frozen=True, slots=True)
class Unknown:
    """A finding, and the figures that it stands on. ``proves_nothing``: no sum proves these."""

    code: Code
    severity: Severity
    message: str
    slots: Sequence[Slot]
    proves_nothing: bool = False


def unknowns_of(table: OtherTable, fits: bool, scale: int | None) -> Iterator[Unknown]:
    """Of one table. ``fits``: its heads are those of its type; ``scale``: of most money of the statements."""
    figures = [
        ((table.number, row.number, cell.column), cell.bracketed, table.measure(row, cell))
        for row in table.grid.rows
        for cell in row.cells
        if cell.amount.value is not None
    ]
    every = [slot for slot, _, _ in figures]
    if table.name is None:
        yield Unknown(Code.HEADING_UNKNOWN, Severity.INFO, "no table of its headings is known", every)
    bare = [slot for slot, _, measure in figures if measure.unit is None]
    if bare:
        message = f"nothing says the unit of {len(bare)} figures"
        yield Unknown(Code.UNIT_UNCLEAR, Severity.WARNING, message, bare, proves_nothing=True)
    undated = [slot for slot, _, measure in figures if measure.period is None]
    if undated:
        message = f"nothing says the period of {len(undated)} figures"
        yield Unknown(Code.PERIOD_UNCLEAR, Severity.INFO, message, undated)
    lent = [slot for slot, _, measure in figures if measure.period_from is Saying.BEFORE]
    if lent:
        message = f"{len(lent)} figures have the period of the table before"
        yield Unknown(Code.PERIOD_UNCLEAR, Severity.INFO, message, lent)
    second = [slot for slot, bracketed, _ in figures if bracketed]
    if second:
        message = f"{len(second)} cells hold a second figure, in brackets"
        yield Unknown(Code.CELL_SPLIT, Severity.INFO, message, second)
    apart = [slot for slot, _, measure in figures if is_money(measure.unit) and scale not in (None, measure.scale)]
    if apart:
        message = f"{len(apart)} amounts in another unit than the statements, where 1 = {scale:,}"
        yield Unknown(Code.UNIT_DIFFERS, Severity.INFO, message, apart)
    if table.typed is not None and not fits:
        yield Unknown(Code.TYPE_UNCLEAR, Severity.INFO, f"its heads are not those of {table.typed}", ())
