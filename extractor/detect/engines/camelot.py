"""camelot's table finders: lattice by drawn lines, network and stream by the alignment of text.

camelot refuses files that forbid extraction, as official ones do (with an empty user password): there it does not
apply.
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

from extractor.detect.engines.grid import Grid, GridCell
from extractor.model import Box, Page, Region


class CamelotTables:
    """One of camelot's table finders."""

    def __init__(self, flavor: str) -> None:
        """``flavor``: lattice, network or stream, as camelot names them."""
        self._flavor = flavor

    @property
    def name(self) -> str:
        return f"camelot:{self._flavor}"

    def read(self, path: Path, page: Page, region: Region) -> Grid | None:
        """The region's tables as one grid; None where there is none."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "No tables found" is an answer
            from camelot.io import read_pdf

            logging.getLogger("playa").setLevel(logging.ERROR)  # its warnings name no file and no page
            top, bottom = max(region.top - 1, 0.0), min(region.bottom + 1, page.height)
            tables = read_pdf(
                str(path.resolve(strict=True)),  # a local path: camelot would download what looks like an address
                pages=str(page.number),
                flavor=self._flavor,
                table_areas=[f"0,{page.height - top},{page.width},{page.height - bottom}"],
                suppress_stdout=True,
            )
        cells = tuple(
            GridCell(cell.text, Box(cell.x1, page.height - cell.y2, cell.x2, page.height - cell.y1), at == 0)
            for table in tables
            for row in table.cells
            for at, cell in enumerate(row)
        )
        return Grid(self.name, cells) if cells else None
