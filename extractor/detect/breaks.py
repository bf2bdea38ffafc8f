"""Heads that a page break parted from their figures: they stand at the foot of one page, the table on the next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.model import Box, Page, Region

GAP = 6.0  # points between the last head and the first row


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
