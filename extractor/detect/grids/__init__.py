"""Page -> Grid: the tables of a page that are no statements, ruled or not, with the roles of their columns and rows."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.detect.grids.matrix import walled_matrix
from extractor.detect.grids.regions import regions_on
from extractor.detect.grids.roles import grid_of
from extractor.detect.grids.unwalled import open_matrix
from extractor.model import Page, Region
from extractor.model.other import Grid, Walls


def grids_on(page: Page, taken: Sequence[Region]) -> tuple[Grid, ...]:
    """The tables of a page, top to bottom, outside of ``taken`` (the statements' regions on this page)."""
    walled, runs = regions_on(page, taken)
    out: list[Grid] = []
    for region in walled:
        matrix = walled_matrix(page.number, region.words, region.lattice)
        grid = grid_of(matrix, Walls.GRID, page.reader) if matrix else None
        if grid is not None:
            out.append(grid)
    for run in runs:
        matrix = open_matrix(page.number, run, page.rules, page.plain)
        grid = grid_of(matrix, Walls.NONE, page.reader) if matrix else None
        if grid is not None:
            out.append(grid)
    return tuple(sorted(out, key=lambda grid: grid.regions[0].top))


def joined(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """The grids of all pages in printed order, with a table that goes on over the page end as one."""
    return tuple(grids)
