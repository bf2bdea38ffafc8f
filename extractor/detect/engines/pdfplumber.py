"""pdfplumber's table finder, by drawn lines or by the alignment of words."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

from extractor.detect.engines.grid import Grid, GridCell
from extractor.model import Box, Page, Region
from extractor.settings import passwords

WORD_GAP = 0.2  # of an em


class PlumberTables:
    """pdfplumber's table finder with one strategy."""

    def __init__(self, strategy: str) -> None:
        """``strategy``: lines or text, as pdfplumber names them."""
        self._strategy = strategy

    @property
    def name(self) -> str:
        return f"pdfplumber:{self._strategy}"

    def read(self, path: Path, page: Page, region: Region) -> Grid | None:
        """The region's tables as one grid; None where there is none, or where pdfplumber shows another part of the page
        than we do."""
        with _opened(path, page.number) as document:
            sheet = document.pages[0]
            try:
                left, top, right, bottom = (float(edge) for edge in (sheet.bbox if sheet.rotation else sheet.cropbox))
                if abs(right - left - page.width) > 1 or abs(bottom - top - page.height) > 1:
                    return None
                band = sheet.crop((left, max(top + region.top - 1, top), right, min(top + region.bottom + 1, bottom)))
                cells = []
                for table in band.find_tables(
                    {"vertical_strategy": self._strategy, "horizontal_strategy": self._strategy}
                ):
                    for row, texts in zip(table.rows, table.extract(x_tolerance_ratio=WORD_GAP), strict=True):
                        for box, text in zip(row.cells, texts, strict=True):
                            if box is not None:
                                cells.append(
                                    GridCell(
                                        text or "",
                                        Box(box[0] - left, box[1] - top, box[2] - left, box[3] - top),
                                        box[0] <= table.bbox[0] + 1,
                                    )
                                )
            finally:
                sheet.close()
        return Grid(self.name, tuple(cells)) if cells else None


def _opened(path: Path, number: int) -> Any:
    """The file with one of its pages, by the password that opens it."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings name no file and no page
    *others, last = passwords()
    for password in others:
        with suppress(Exception):  # of the library's own; the last try tells
            return pdfplumber.open(path, pages=[number], password=password, unicode_norm=None)
    return pdfplumber.open(path, pages=[number], password=last, unicode_norm=None)
