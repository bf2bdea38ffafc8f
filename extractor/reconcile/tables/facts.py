"""Cells of other tables -> rows of the long table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model import Proof
from extractor.model.other import GridCell, GridRow, OtherFact, OtherTable
from extractor.reconcile.tables.figures import factor
from extractor.reconcile.tables.verdict import Verdicts


def facts_of(table: OtherTable, verdicts: Verdicts) -> Iterator[OtherFact]:
    """A row for each figure and dash."""
    for row in table.grid.rows:
        for cell in row.cells:
            yield _fact(table, row, cell, verdicts)


def _fact(table: OtherTable, row: GridRow, cell: GridCell, verdicts: Verdicts) -> OtherFact:
    measure, standing = table.measure(row, cell), table.standing
    slot = (table.number, row.number, cell.column)
    item, element = verdicts.items.get(slot, (None, None))
    amount, period = cell.amount.value, measure.period
    return OtherFact(
        table=table.number,
        name=table.name,
        headings=standing.headings,
        caption=" ".join(standing.captions) or None,
        part=standing.part,
        consolidated=standing.consolidated,
        row=row.number,
        row_path=row.path,
        depth=row.depth,
        column=cell.column,
        column_path=table.grid.columns[cell.column].path,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        period_from=measure.period_from,
        value=None if amount is None else Decimal(amount * factor(measure.unit, measure.scale)),
        unit=measure.unit,
        unit_from=measure.unit_from,
        reported_text=cell.text,
        reported_scale=measure.scale,
        value_state=cell.amount.state,
        attributes=row.attributes,
        member=None,
        item=item,
        element=element,
        page=cell.page,
        box=cell.box,
        reader=table.grid.reader,
        proof=Proof.UNPROVED if amount is None or cell.bracketed else verdicts.proof(slot),
        findings=tuple(sorted(verdicts.codes.get(slot, ()))),
    )
