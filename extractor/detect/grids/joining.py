"""Grids of single pages -> tables over all their pages: the part at the top of a page takes the heads of the one that
the page before ends with, where the same columns go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from extractor.errors import FindingCode
from extractor.model import Box
from extractor.model.finding import Finding, Severity
from extractor.model.other import Grid, GridColumn, GridRow

LEVEL = 2.0  # points: labels of one level begin so near each other
COVERED = 0.5  # of a column's figures' width: columns that share so much of it are one


@dataclass(frozen=True, slots=True)
class PageGrid(Grid):
    """A grid as it stands on its page. ``opens``: nothing stands over it; ``closes``: nothing stands under it;
    ``follows``: nothing stands between it and the grid before; ``rooms``: left and right edge of each column."""

    opens: bool = False
    follows: bool = False
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
            if last is not None and (said := _cut(last, grid)) is not None:
                out[-1] = replace(out[-1], findings=(*out[-1].findings, said[0]))
                grid = replace(grid, findings=(*grid.findings, said[1]))
            out.append(grid.plain())
            ends.append(grid)
        else:
            out.append(grid)
            ends.append(None)
    return tuple(out)


def _cut(last: PageGrid, grid: PageGrid) -> tuple[Finding, Finding] | None:
    """What is to be known of a table at the end of a page and of one at the top of the next, which may be its rest: it
    has no heads, or the same ones."""
    if not _meet(last, grid):
        return None
    bare = not any(column.path for column in grid.columns)
    if not bare and {column.path for column in grid.columns} != {column.path for column in last.columns}:
        return None
    severity, page = Severity.WARNING if bare else Severity.INFO, grid.regions[0].page
    heads = "other columns and no heads" if bare else "the same heads"
    return (
        Finding(FindingCode.TABLE_CUT, severity, f"it may go on at the top of page {page}, under {heads}", page - 1),
        Finding(
            FindingCode.TABLE_CUT,
            severity,
            f"it may be the rest of the table before, at the end of page {page - 1}",
            page,
        ),
    )


def _meet(last: PageGrid, grid: PageGrid) -> bool:
    """Whether a table ends one page and the other begins the next."""
    return last.closes and grid.opens and grid.regions[0].page == last.regions[-1].page + 1


def _places(last: PageGrid, grid: PageGrid) -> list[int] | None:
    """The columns of the table before that the grid's columns go on; None: it is a table of its own."""
    if not (_meet(last, grid) or grid.follows):
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
    if grid.follows and len(places) < len(last.rooms):
        return None
    return places


def _with(table: Grid, grid: PageGrid, places: Sequence[int]) -> Grid:
    start = len(table.rows)
    last = table.rows[-1]
    heads = last.heads
    groups = _going_on(last, grid.rows)
    rows = [
        replace(
            row,
            path=(*groups.get(row.number, ()), *row.path),
            depth=last.depth if row.number in groups else row.depth,
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


def _going_on(last: GridRow, rows: Sequence[GridRow]) -> dict[int, tuple[str, ...]]:
    """The groups of the last row before the page end, for the rows behind it that begin at its level: by their
    numbers, up to the first that stands elsewhere or names a group of its own."""
    out: dict[int, tuple[str, ...]] = {}
    for row in rows:
        if len(row.path) != 1 or abs(row.box.x0 - last.box.x0) > LEVEL:
            break
        out[row.number] = last.path[:-1]
    return out


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
