"""The filings that are measured: of the corpus beside the checkout where it is there, else the samples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractor.model import Filing, Region
from extractor.pipeline import find
from extractor.read import open_document
from tests.conftest import ROOT, SHARED

SIZES = (6, 12, 20, 50, 117, 180, 320)  # pages
LONGEST = 400


@dataclass(frozen=True)
class Measured:
    """A filing, its pages, and the regions of its statements."""

    path: Path
    pages: int
    regions: tuple[Region, ...]

    @property
    def statement_pages(self) -> list[int]:
        return sorted({region.page for region in self.regions})


def folders() -> list[Path]:
    """Where filings are looked for."""
    corpora = [SHARED / name / "filings" for name in ("corpus", "corpus2", "real")]
    return [folder for folder in corpora if folder.is_dir()] or [ROOT / "samples"]


def by_size(sizes: tuple[int, ...] = SIZES) -> list[Measured]:
    """One filing for each number of pages: the first by name of those that come nearest to it."""
    counted = [(pages_of(path), path) for folder in folders() for path in sorted(folder.glob("*.pdf"))]
    counted = [(count, path) for count, path in counted if 0 < count <= LONGEST]
    chosen = {min(counted, key=lambda found: (abs(found[0] - size), found[1].name))[1]: size for size in sizes}
    return [measured(path) for path in chosen]


def pages_of(path: Path) -> int:
    """The number of pages; 0 where it cannot be opened."""
    import pypdfium2.raw as c

    document = c.FPDF_LoadDocument(str(path).encode(), None)
    count = int(c.FPDF_GetPageCount(document)) if document else 0
    if document:
        c.FPDF_CloseDocument(document)
    return count


def measured(path: Path) -> Measured:
    """The filing with the regions in which the program itself finds tables."""
    with open_document(path) as document:
        _, spans = find(document, Filing("", path.name))
        regions = tuple(dict.fromkeys(region for span in spans for region in span.regions))
        return Measured(path, document.page_count, regions)
