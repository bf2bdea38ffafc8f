"""Page -> Grid: the tables of a page that are no statements, ruled or not, with the roles of their columns and rows."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Page, Region
from extractor.model.other import Grid


def grids_on(page: Page, taken: Sequence[Region]) -> tuple[Grid, ...]:
    """The tables of a page, top to bottom, outside of ``taken`` (the statements' regions on this page)."""
    return ()


def joined(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """The grids of all pages in printed order, with a table that goes on over the page end as one."""
    return tuple(grids)
