"""Where a second opinion is worth its price: pages are read anew by those who may settle what is in doubt on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.detect import other_grids
from extractor.model import Extraction, Page, StatementSpan
from extractor.read import SECOND_LAYER, second_layer
from extractor.reread.choice import Judge, Sheets, choose, same_figures
from extractor.reread.claims import reclaim
from extractor.reread.policy import (
    FINDERS,
    LAYER_SETTLES,
    in_doubt,
    reads_alike,
    regions_on,
    suspects,
    worth_cutting,
)

MOST_ASKED = 12  # pages of one filing: where more are in doubt, the cause is not the reader

Read = Callable[[Mapping[int, Page]], Sheets]


def ask_others(
    path: Path, spans: Sequence[StatementSpan], pages: Mapping[int, Page], first: Extraction, read: Read, judge: Judge
) -> Extraction:
    """Where figures contradict each other or are missing: the second text layer, then the table finders, until the page
    is clear of doubt.

    ``read`` makes sheets of pages, ``judge`` reconciles sheets; ``first`` is the extraction of ``pages`` as the first
    reader has them.
    """
    now = _State(first, dict(pages))
    asked = [number for number in suspects(first) if number in pages][:MOST_ASKED]
    for number in asked:
        tried = [[entry.sheet for entry in now.extraction.sheets]]
        for page in _worth_reading(path, number, spans, now):
            pages_read = {**now.best, number: page}
            sheets = read(pages_read)
            for replaced in (n for n in pages_read if pages_read[n] is not pages[n]):
                sheets = reclaim(sheets, pages[replaced])
            if any(same_figures(sheets, before) for before in tried):
                continue
            tried.append(list(sheets))
            choice = choose(now.extraction, judge(sheets), number, judge, layer=page.reader == SECOND_LAYER)
            now.extraction = choice.extraction
            if choice.replaced:
                now.best[number] = page
    return replace(now.extraction, second_read=tuple(sorted(asked)))


@dataclass(slots=True)
class _State:
    """The filing as far as it is settled, and each page as the reader that proved most has it."""

    extraction: Extraction
    best: dict[int, Page]


def _worth_reading(path: Path, number: int, spans: Sequence[StatementSpan], now: _State) -> Iterator[Page]:
    """The page as those readers have it who may settle what is still in doubt on it when they are asked."""
    regions = regions_on(number, spans)
    if in_doubt(now.extraction, number) & LAYER_SETTLES:
        layer = second_layer(path, now.best[number])
        if layer is not None and not reads_alike(layer, now.best[number], regions):
            yield layer
    for region in regions:
        if worth_cutting(now.extraction, region):
            yield from other_grids(path, now.best[number], region, FINDERS)


def other_pages(path: Path, page: Page, spans: Sequence[StatementSpan]) -> Iterator[Page]:
    """The page as every further reader has it: the second text layer, then each table finder's grids of the regions on
    it."""
    layer = second_layer(path, page)
    if layer is not None:
        yield layer
    for region in regions_on(page.number, spans):
        yield from other_grids(path, page, region)
