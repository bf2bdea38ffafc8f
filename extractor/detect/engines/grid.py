"""A grid of text cells -> a page on which every value stands in its own room.

So headers, wrapped labels, note marks and signs are read by the same rules whoever cut the cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.model import Box, Page, Region, Rule, Word
from extractor.notation.numbers import has_digit, is_nil, looks_numeric

COVERS = 0.5  # of the region's figures: a grid that holds fewer saw another table or page, or half of one
_UNMAPPED = re.compile(r"\(cid:\d+\)")  # a glyph for which an engine has no character: its number is no figure


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as an engine cut it."""

    text: str  # lines parted by line breaks; empty: a blank cell
    box: Box  # the cell's room, not its glyphs
    label: bool  # in the first column of its table


@dataclass(frozen=True, slots=True)
class Grid:
    """A region's tables as an engine cut them. Cells of a column share their right edge."""

    reader: str
    cells: tuple[GridCell, ...]


def lay(grid: Grid, page: Page, region: Region) -> Page | None:
    """The page with the grid's value cells in place of the words under them; None where the grid holds too little of
    the region.

    Labels stay the page's own words: engines cut them at a cell's edge, and no sum would notice.
    """
    cells = [
        replace(cell, text=_UNMAPPED.sub("\N{REPLACEMENT CHARACTER}", cell.text))
        for cell in grid.cells
        if not _frames(cell, grid.cells)
    ]
    parts = {part for cell in cells for part in cell.text.split()}
    inside = [word for word in page.words if region.top - 0.5 <= word.box.middle <= region.bottom + 0.5]
    figures = [word.text for word in inside if has_digit(word.text)]
    values = [cell for cell in cells if not cell.label]
    covered = [
        word for word in inside if any(cell.box.contains_point(word.box.centre, word.box.middle) for cell in values)
    ]
    if not covered or sum(text in parts for text in figures) < COVERS * len(figures):
        return None
    sizes = sorted(word.size for word in covered)
    laid = [word for cell in values for word in _set(cell, sizes[len(sizes) // 2])]
    walls = [
        Rule(Box(x, cell.box.top, x, cell.box.bottom))
        for cell in values
        if cell.text.strip()
        for x in (cell.box.x0, cell.box.x1)
    ]
    gone = {id(word) for word in covered}
    kept = (word for word in page.words if id(word) not in gone)
    return replace(page, words=(*kept, *laid), rules=(*page.rules, *walls), reader=grid.reader)


def _frames(cell: GridCell, others: Sequence[GridCell]) -> bool:
    """A drawn frame around other cells is found as a cell that holds them all."""
    return any(
        cell.box.contains_point(other.box.centre, other.box.middle) and other.box.height < cell.box.height / 2
        for other in others
    )


def _set(cell: GridCell, size: float) -> Iterator[Word]:
    """The cell's words: figures at the right edge, text in the middle."""
    lines = [line.strip() for line in cell.text.split("\n") if line.strip()]
    pitch = cell.box.height / max(len(lines), 1)
    size = min(size, pitch)
    for at, line in enumerate(lines):
        middle = cell.box.top + pitch * (at + 0.5)
        glyphs = _edges(line, size)
        squeeze = min(1.0, cell.box.width / glyphs[-1])
        if _ends_in_figure(line):
            x0 = cell.box.x1 - glyphs[-1] * squeeze
        else:
            x0 = cell.box.centre - glyphs[-1] * squeeze / 2
        for part in re.finditer(r"\S+", line):
            edges = tuple(x0 + edge * squeeze for edge in glyphs[part.start() : part.end() + 1])
            yield Word(part.group(), Box(edges[0], middle - size / 2, edges[-1], middle + size / 2), size, edges)


def _edges(line: str, size: float) -> Sequence[float]:
    """Where each glyph begins and the last one ends: half an em each, a whole one for full-width glyphs."""
    edges = [0.0]
    for char in line:
        edges.append(edges[-1] + size * (1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5))
    return edges


def _ends_in_figure(line: str) -> bool:
    last = line.split()[-1]
    return looks_numeric(last) or is_nil(last)
