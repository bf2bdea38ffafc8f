"""Printed page numbers: where they leave one out, a page is missing or stands elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from extractor.errors import FindingCode
from extractor.model import Finding, Severity
from extractor.notation.lexicon import rule
from extractor.notation.text import fold

_NUMBER = rule("captions.page_number")
FEWEST = 4  # pairs of pages whose numbers follow each other: so many show that the filing counts its pages
REGULAR = 0.8  # of all pairs of numbered pages
RESTART = 2  # a further part begins to count at most here


def page_gaps(texts: Mapping[int, str]) -> tuple[Finding, ...]:
    """A warning for each page whose printed number does not follow the one before, where nearly all others do."""
    numbers = {page: number for page, text in texts.items() if (number := _printed(text)) is not None}
    pairs = [(page, numbers[page], numbers[page + 1]) for page in numbers if page + 1 in numbers]
    regular = sum(after == before + 1 for _, before, after in pairs)
    if regular < FEWEST or regular < REGULAR * len(pairs):
        return ()
    return tuple(_gaps(pairs))


def _gaps(pairs: list[tuple[int, int, int]]) -> Iterator[Finding]:
    for page, before, after in pairs:
        if after != before + 1 and after > RESTART:
            message = f"the printed page numbers go from {before} to {after}: a page is missing or stands elsewhere"
            yield Finding(FindingCode.PAGE_UNREAD, Severity.WARNING, f"before page {page + 1} {message}")


def _printed(text: str) -> int | None:
    lines = [fold(line) for line in text.split("\n") if line.strip()]
    for line in itertools.chain(lines[-1:], lines[:1]):
        found = _NUMBER.find(line.strip())
        if found:
            return int(found["number"])
    return None
