"""Grids of single pages -> tables over all their pages: the part at the top of a page takes the heads of the one that
the page before ends with, where the same columns go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from extractor.model import Box
from extractor.model.other import Grid, GridColumn, GridRow

COVERED = 0.5  # of a column's figures' width: columns that share so much of it are one


@dataclass(frozen=True, slots=True)
class PageGrid(Grid):
    """A grid as it stands on its page. ``opens``: nothing stands over it; ``closes``: nothing stands under it;
    ``rooms``: left and right edge of each column."""

    opens: bool = False
    closes: bool = False
    rooms: tuple[tuple[float, float], ...] = ()

    def plain(self) -> Grid:
        """The grid alone."""
        return Grid(**{field.name: getattr(self, field.name) for field in fields(Grid)})


def joined(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """The grids of all pages in printed order, with a table that goes on over the page end as one."""
    out: list[Grid] = []
    ends: list[PageGrid | None] = []  # of each table the part on its last page
    for grid in grids:
        last = ends[-1] if ends else None
        if isinstance(grid, PageGrid):
            places = _places(last, grid) if last is not None else None
            if places is not None:
                out[-1] = _with(out[-1], grid, places)
                ends[-1] = _ending(out[-1], grid, places)
                continue
            out.append(grid.plain())
            ends.append(grid)
        else:
            out.append(grid)
            ends.append(None)
    return tuple(out)


def _places(last: PageGrid, grid: PageGrid) -> list[int] | None:
    """The columns of the table before that the grid's columns go on; None: it is a table of its own."""
    if not (last.closes and grid.opens and grid.regions[0].page == last.regions[-1].page + 1):
        return None
    if any(column.path for column in grid.columns):
        return None  # heads of its own, though they may be the same
    places: list[int] = []
    for left, right in grid.rooms:
        shared = {k: min(right, b) - max(left, a) for k, (a, b) in enumerate(last.rooms) if k not in places}
        good = [k for k, width in shared.items() if width >= COVERED * (right - left)]
        if not good:
            return None
        places.append(good[0])  # columns of rows that take turns have one room, in their order
    return places


def _with(table: Grid, grid: PageGrid, places: Sequence[int]) -> Grid:
    start = len(table.rows)
    heads = table.rows[-1].heads
    rows = [
        replace(
            row,
            number=start + row.number,
            heads=heads + row.heads,
            cells=tuple(replace(cell, column=places[cell.column]) for cell in row.cells),
        )
        for row in grid.rows
    ]
    return replace(
        table,
        regions=(*table.regions, *grid.regions),
        rows=(*table.rows, *rows),
        findings=(*table.findings, *grid.findings),
    )


def _ending(table: Grid, grid: PageGrid, places: Sequence[int]) -> PageGrid:
    """The table's part on its last page, with all its columns."""
    rooms = dict(zip(places, grid.rooms, strict=True))
    return PageGrid(
        grid.regions,
        table.columns,
        table.rows,
        grid.walls,
        grid.reader,
        opens=False,
        closes=grid.closes,
        rooms=tuple(rooms.get(column.index, (0.0, 0.0)) for column in table.columns),
    )


def rooms_of(columns: Sequence[GridColumn], rows: Sequence[GridRow]) -> tuple[tuple[float, float], ...]:
    """From the leftmost to the rightmost end of each column's figures."""
    boxes: dict[int, Box] = {}
    for row in rows:
        for cell in row.cells:
            known = boxes.get(cell.column)
            boxes[cell.column] = known.union(cell.box) if known else cell.box
    return tuple((boxes[c.index].x0, boxes[c.index].x1) if c.index in boxes else (0.0, 0.0) for c in columns)
