"""Page -> Grid: the tables of a page that are no statements, ruled or not, with the roles of their columns and rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.detect.grids.joining import PageGrid, joined, rooms_of
from extractor.detect.grids.matrix import Matrix, walled_matrix
from extractor.detect.grids.regions import regions_on
from extractor.detect.grids.roles import grid_of
from extractor.detect.grids.unwalled import open_matrix
from extractor.model import Page, Region
from extractor.model.other import Grid, Walls

__all__ = ["grids_on", "joined"]


def grids_on(page: Page, taken: Sequence[Region]) -> tuple[Grid, ...]:
    """The tables of a page, top to bottom, outside of ``taken`` (the statements' regions on this page)."""
    first = min((word.box.middle for word in page.words), default=0.0)
    last = max((word.box.middle for word in page.words), default=0.0)
    found: list[PageGrid] = []
    for matrix, walls in _matrices(page, taken):
        grid = grid_of(matrix, walls, page.reader) if matrix else None
        if grid is not None:
            region = grid.regions[0]
            found.append(
                PageGrid(
                    grid.regions,
                    grid.columns,
                    grid.rows,
                    grid.walls,
                    grid.reader,
                    grid.findings,
                    opens=region.top <= first,
                    closes=region.bottom >= last,
                    rooms=rooms_of(grid.columns, grid.rows),
                )
            )
    found.sort(key=lambda grid: grid.regions[0].top)
    heights = sorted(word.box.middle for word in page.words)
    return tuple(
        replace(grid, follows=k > 0 and _empty(heights, found[k - 1].regions[0].bottom, grid.regions[0].top))
        for k, grid in enumerate(found)
    )


def _empty(heights: Sequence[float], top: float, bottom: float) -> bool:
    """Whether no word stands between two heights."""
    at = bisect_right(heights, top)
    return top <= bottom and (at == len(heights) or heights[at] >= bottom)


def _matrices(page: Page, taken: Sequence[Region]) -> Iterator[tuple[Matrix | None, Walls]]:
    walled, runs = regions_on(page, taken)
    for region in walled:
        yield walled_matrix(page.number, region.words, region.lattice), Walls.GRID
    for run in runs:
        yield open_matrix(page.number, run, page.rules, page.plain), Walls.NONE
