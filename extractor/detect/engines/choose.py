"""Further readers of tables: other engines' grids, for regions in which the arithmetic fails.

They are asked rarely and cost much, so each is imported when it is first asked. An engine that raises, refuses the file
or sees no table simply does not apply.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from extractor.detect.engines.camelot import CamelotTables
from extractor.detect.engines.grid import Grid, lay
from extractor.detect.engines.pdfplumber import PlumberTables
from extractor.model import Page, Region

WALLS = 3  # drawn vertical lines that make a table a ruled one


class TableReader(Protocol):
    """An engine that finds tables by itself. ``name`` is what a cell's ``reader`` will say."""

    @property
    def name(self) -> str: ...

    def read(self, path: Path, page: Page, region: Region) -> Grid | None:
        """The region's table as a grid of text cells in the page's coordinates; None: no table. May raise anything."""
        ...


def readers_for(page: Page, region: Region) -> Sequence[TableReader]:
    """The engines that suit the region: by its drawn lines where it has them, else by the gaps in its text."""
    upright = {
        round(rule.box.x0)
        for rule in page.rules
        if not rule.horizontal and region.top - 5 <= rule.box.middle <= region.bottom + 5
    }
    if len(upright) >= WALLS:
        return PlumberTables("lines"), CamelotTables("lattice"), CamelotTables("network")
    return PlumberTables("text"), CamelotTables("network"), CamelotTables("stream")


def other_grids(path: Path, page: Page, region: Region, names: Collection[str] | None = None) -> Iterator[Page]:
    """The page as each further reader cuts the region into cells, best suited first; what lies outside the region
    stays. ``names``: of the readers that are asked (None: all)."""
    for reader in readers_for(page, region):
        if names is not None and reader.name not in names:
            continue
        try:
            grid = reader.read(path, page, region)
        except Exception:  # the engines' exceptions are no contract: IndexError, StopIteration, TypeError and more leak
            continue
        laid = lay(grid, page, region) if grid else None
        if laid is not None:
            yield laid
