"""Unit and period of each figure of another table: from the cell, its column, its row, the captions, the headings.

The nearest voice wins: a cell before its column, a column before its row, a row before the captions over the table,
these before the headings and the captions of the tables before under the same heading. Where all of them speak of money
or are silent, the wording of a row or column may say that its figures are none (株式数, 構成比, １株当たり).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.model import Filing
from extractor.model.other import Grid, GridCell, GridColumn, GridRow, Measured, Saying, Standing
from extractor.notation.lexicon import rules
from extractor.notation.quantities import (
    Quantity,
    bracketed_quantities,
    names_two_scales,
    quantities,
    quantity_beside,
    second_quantity,
)
from extractor.notation.text import label_key
from extractor.notation.units import MONEY, SEN
from extractor.reconcile.values.periods import Periods

_M = rules("measures")
_PERCENT, _SHARES, _PERSONS, _TIMES = Quantity("percent"), Quantity("shares"), Quantity("persons"), Quantity("times")
_COUNT = Quantity("count")
_OPENING, _CLOSING = "(（[［", ")）]］"
_YEN_PER_SHARE = "yen_per_share"
_ROUGH = 1000  # yen in a printed 1: so rounded, amounts have no decimals
Said = tuple[Quantity, Saying]


def measured(filing: Filing, grid: Grid, standing: Standing) -> dict[tuple[int, int], Measured]:
    """By (row number, column index), for each cell of the grid."""
    periods = Periods.of(filing, grid, standing)
    around = _unit_around(standing)
    first = None if around is not None and _heads(standing) else _of_first_row(grid)
    columns = {
        column.index: _said((*column.path, column.unit_text or ""))
        or (None if first is None else _by_first(grid, column.index) or first)
        for column in grid.columns
    }
    strange = _few_decimals(grid)
    torn = {column.index for column in grid.columns if any(map(names_two_scales, column.path))}
    out = {}
    for row in grid.rows:
        of_row = _labelled(row.path) or _beside(row)
        row = _of_first_figures(row)
        for cell in row.cells:
            if cell.bracketed and (row.number, cell.column) in out:
                continue  # the second figure of a cell has its own
            column = grid.columns[cell.column]
            said = columns[cell.column], of_row
            unit, unit_from = _unit(column, row, cell, said, around, strange=strange)
            if cell.column in torn and unit_from is not Saying.CELL:
                unit, unit_from = None, Saying.NONE
            out[row.number, cell.column] = Measured(
                *_contracted(unit, column, row, cell), unit_from, *periods.at(column, row)
            )
    return out


def _of_first_figures(row: GridRow) -> GridRow:
    """The row with its label as it speaks of first figures: 純利益（同率） beside cells with a second figure."""
    if not row.path or not any(cell.bracketed for cell in row.cells) or row.label[-1:] not in _CLOSING:
        return row
    start = max(row.label.rfind(sign) for sign in _OPENING)
    return replace(row, path=(*row.path[:-1], row.label[:start])) if start > 0 else row


def second_measures(grid: Grid, measures: Mapping[tuple[int, int], Measured]) -> dict[tuple[int, int], Measured]:
    """Of the second figures of cells, in brackets, that print a unit or whose column's head names one for them."""
    heads = {
        column.index: next(filter(None, map(second_quantity, reversed(column.path))), None) for column in grid.columns
    }
    out = {}
    for row in grid.rows:
        for cell in row.cells:
            printed = _printed(cell)
            unit = printed or heads[cell.column]
            if cell.bracketed and unit is not None:
                place = row.number, cell.column
                named, scale = _contracted(unit, grid.columns[cell.column], row, cell)
                said = Saying.CELL if printed else Saying.COLUMN
                out[place] = replace(measures[place], unit=named, scale=scale, unit_from=said)
    return out


def units_disagree(standing: Standing) -> bool:
    """Whether two captions over one table name money in two scales."""
    said = {unit for caption in standing.captions for unit in quantities(caption) if unit.money}
    return len(said) > 1


def _said(levels: Sequence[str]) -> Quantity | None:
    """The unit that the innermost level names that names one."""
    return next((units[0] for level in reversed(levels) if (units := quantities(level))), None)


def _by_first(grid: Grid, column: int) -> Quantity | None:
    """The unit that a column's first figure prints for all those below it, which print none or the same."""
    cells = [cell for row in grid.rows for cell in row.cells if cell.column == column and cell.amount.value is not None]
    said = [_printed(cell) for cell in cells]
    return said[0] if said and {*said} <= {said[0], None} else None


def _of_first_row(grid: Grid) -> Quantity | None:
    """The unit that the first row with figures prints, where it prints one."""
    figures = (
        [cell for cell in row.cells if cell.amount.value is not None and not cell.bracketed] for row in grid.rows
    )
    units = {_printed(cell) for cell in next((cells for cells in figures if cells), [])} - {None}
    only = units.pop() if len(units) == 1 else None
    return only if only is not None and only.money else None


def _heads(standing: Standing) -> bool:
    """Whether a line of the table's own names a unit, and not one over a table before it."""
    return any(quantities(text) for text in (*standing.captions, *standing.terms, *standing.headings[-2:]))


def _printed(cell: GridCell) -> Quantity | None:
    """The unit that the cell itself prints."""
    return next(iter(quantities(cell.unit_text)), None) if cell.unit_text else quantity_beside(cell.text)


def _labelled(path: Sequence[str]) -> Quantity | None:
    """The unit that a row's label prints in brackets. The name of a currency or of a company says none."""
    for label in reversed(path):
        units = bracketed_quantities(label)
        if units and (units[0] != _SHARES or _M["share_label"].finds(label_key(label))):
            return units[0]
    return None


def _beside(row: GridRow) -> Quantity | None:
    """A unit that stands alone in a text cell of the row."""
    return next((units[0] for _, text in row.attributes if len(text) <= 12 and (units := quantities(text))), None)


def _unit_around(standing: Standing) -> Said | None:
    for texts, saying in (
        (standing.captions, Saying.CAPTION),
        (standing.terms, Saying.CAPTION),
        (standing.headings[-2:], Saying.HEADING),
        (standing.before, Saying.BEFORE),
    ):
        for text in reversed(texts):
            units = quantities(text)
            if units:
                return next((unit for unit in units if unit.money), units[0]), saying
    return None


def _unit(
    column: GridColumn,
    row: GridRow,
    cell: GridCell,
    said: tuple[Quantity | None, Quantity | None],
    around: Said | None,
    *,
    strange: bool,
) -> tuple[Quantity | None, Saying]:
    """``said``: by the column's head and by the row's label; ``strange``: few figures of the table have decimals."""
    of_column, of_row = said
    printed = _printed(cell)
    if printed is not None:
        return printed, Saying.CELL
    if of_column is not None and of_row is not None and of_column != of_row and _yields(of_column, of_row):
        return of_row, Saying.ROW
    if of_column is not None:
        word = _worded(row.path, cell) if of_column.money and _fractional(cell) else None
        return (word, Saying.ROW) if word is not None else (of_column, Saying.COLUMN)
    if of_row is not None:
        return of_row, Saying.ROW
    if around is None or around[0].money:
        for path, saying in ((column.path, Saying.COLUMN), (row.path, Saying.ROW)):
            word = _worded(path, cell)
            if word is not None:
                return word, saying
    if around is None or (strange and around[0].money and around[0].scale >= _ROUGH and _fractional(cell)):
        return None, Saying.NONE
    return around


def _yields(of_column: Quantity, of_row: Quantity) -> bool:
    """Whether a row's unit holds against its column's: money gives way to anything else, all else to a ratio."""
    return (of_column.money and not of_row.money) or of_row == _PERCENT


def _worded(path: Sequence[str], cell: GridCell) -> Quantity | None:
    """The unit that the wording implies: per share, a ratio, a number of shares or of people."""
    for level in reversed(path):
        key = label_key(level)
        if _M["per_share"].finds(key) and not (_M["per_share_basis"].finds(key) and _M["shares"].finds(key)):
            return Quantity(SEN)
        for name, unit in (
            ("times", _TIMES),
            ("percent", _PERCENT),
            ("shares", _SHARES),
            ("head_count", _PERSONS),
            ("number_of", _COUNT),
        ):
            if _M[name].finds(key) and _fits(unit, cell):
                return unit
    return None


def _fits(unit: Quantity, cell: GridCell) -> bool:
    """A count has no decimals; a ratio below 1,000 is printed with them, or stands alone."""
    value = cell.amount.value
    if value is None:
        return True
    whole = value == value.to_integral_value() and "." not in cell.amount.text
    return whole if unit in (_SHARES, _PERSONS, _COUNT) else not whole or abs(value) < 1000


def _few_decimals(grid: Grid) -> bool:
    """Whether fewer than half of the table's figures have decimals: those are hardly amounts, as the others are."""
    cells = [cell for row in grid.rows for cell in row.cells if cell.amount.value is not None and not cell.bracketed]
    return 2 * sum(map(_fractional, cells)) < len(cells)


def _fractional(cell: GridCell) -> bool:
    return "." in cell.amount.text


def _contracted(unit: Quantity | None, column: GridColumn, row: GridRow, cell: GridCell) -> tuple[str | None, int]:
    """The unit as the contract names it, and its scale."""
    if unit is None:
        return None, 1
    if unit.unit == SEN or (unit.money and unit.scale == 1 and _per_share(column, row, cell)):
        return (_YEN_PER_SHARE if unit.currency in ("", "JPY") else f"{unit.currency.lower()}_per_share"), 1
    if unit.unit == MONEY:
        currency = "yen" if unit.currency == "JPY" else unit.currency.lower()
        return f"thousand_{currency}", unit.scale
    return unit.unit, unit.scale


def _per_share(column: GridColumn, row: GridRow, cell: GridCell) -> bool:
    """Whether an amount in single yen is one of a share: the wording says so, or it has sen."""
    if _fractional(cell):
        return True
    return any(
        _M["per_share"].finds(label_key(level)) or _M["unit_price"].finds(label_key(level))
        for level in (*column.path, *row.path)
    )
