"""What a page break parts: heads from their figures, or the first rows of a table from those that show its columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.detect.blocks import Block
from extractor.detect.columns import EDGE, Band
from extractor.model import Box, Page, Region

GAP = 6.0  # points between the last head and the first row
FEW = 3  # rows with several figures that may leave a column out


@dataclass(frozen=True, slots=True)
class Heads:
    """The words of heads that wait for their table, as they stand on their page."""

    page: Page
    region: Region


@dataclass(frozen=True, slots=True)
class Moved:
    """Where words of a page really stand: those above ``limit`` come from page ``number``, ``by`` points away."""

    number: int
    limit: float
    by: float

    def back(self, box: Box) -> tuple[int, Box] | None:
        """The page and box that a moved word has on paper; None: the word was not moved."""
        if box.bottom > self.limit:
            return None
        return self.number, Box(box.x0, box.top - self.by, box.x1, box.bottom - self.by)


def below_heads(heads: Heads, page: Page, region: Region) -> tuple[Page, Region, Moved]:
    """The page with the heads set right above its region, the region that holds both, and where the heads came from."""
    by = region.top - GAP - heads.region.bottom
    moved = tuple(
        replace(word, box=Box(word.box.x0, word.box.top + by, word.box.x1, word.box.bottom + by))
        for word in heads.page.words
        if heads.region.top - 0.5 <= word.box.middle <= heads.region.bottom + 0.5
    )
    words = tuple(word for word in page.words if word.box.bottom > region.top - 0.5)  # nothing else stands between
    top = min((word.box.top for word in moved), default=region.top)
    whole = Region(region.page, top, region.bottom)
    return replace(page, words=(*moved, *words)), whole, Moved(heads.page.number, region.top - GAP / 2, by)


def share_columns(upper: Block, lower: Block) -> None:
    """Give the few rows of a table at the foot of a page the columns that its rows on the next page show: blanks and a
    lone dash show none."""
    if upper.page == lower.page or lower.header or not upper.header:
        return
    if sum(len(row.values) > 1 for row in upper.body) > FEW or len(lower.bands) <= len(upper.bands):
        return
    size = upper.body[0].row.size
    found: dict[int, Band] = {}
    for band in upper.bands:
        k = min(range(len(lower.bands)), key=lambda k: abs(lower.bands[k].x1 - band.x1))
        if abs(lower.bands[k].x1 - band.x1) > EDGE * size or k in found:
            return
        found[k] = band
    first = upper.bands[0].lo
    upper.bands = [found.get(k) or Band(list(band.tokens), set()) for k, band in enumerate(lower.bands)]
    for band, other in zip(upper.bands, lower.bands, strict=True):
        band.lo, band.hi = other.lo, other.hi
    upper.bands[0].lo = min(first, upper.bands[0].lo)
