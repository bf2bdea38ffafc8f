"""Running heads, feet and page numbers: what repeats at the margin of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Page, Word
from extractor.notation.lexicon import rule
from extractor.notation.text import fold

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:[-－–—―─ ]*\d{1,3}[-－–—―─ ]*|\d{1,3} ?/ ?\d{1,3}|(?:p\.?|page) ?\d{1,3}|f-\d{1,3})$", re.IGNORECASE
)
# A unit caption or a statement's title may repeat page after page, and is never furniture.
_KEEP = rule("captions.kept").finds
MARGIN = 0.09  # of the page's height, top and bottom
REPEATS = 0.4  # of the pages
# lines at either end of a page's text: official files set three lines of head, and the page's number, at the end of it
EDGE = 4


def _mask(line: str) -> str:
    return _DIGITS.sub("#", fold(line)).replace(" ", "")


def repeated_lines(texts: Sequence[str]) -> frozenset[str]:
    """Masked lines that open or close many pages."""
    seen: Counter[str] = Counter()
    for text in texts:
        lines = [line for line in text.split("\n") if line.strip()]
        seen.update({_mask(line) for line in (*lines[:EDGE], *lines[-EDGE:])})
    least = max(4, int(REPEATS * len(texts)))
    return frozenset(line for line, count in seen.items() if count >= least and line)


def split_furniture(page: Page, repeated: frozenset[str]) -> Page:
    """The page with its furniture set apart."""
    top, bottom = page.height * MARGIN, page.height * (1 - MARGIN)
    rows: list[list[Word]] = []
    for word in sorted(
        (w for w in page.words if w.box.bottom < top or w.box.top > bottom), key=lambda w: (w.box.middle, w.box.x0)
    ):
        if rows and abs(rows[-1][-1].box.middle - word.box.middle) < 0.5 * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    furniture: list[Word] = []
    for row in rows:
        text = " ".join(w.text for w in sorted(row, key=lambda w: w.box.x0))
        if _PAGE_NUMBER.match(fold(text)) or (_mask(text) in repeated and not _KEEP(text)):
            furniture.extend(row)
    if not furniture:
        return page
    gone = {id(word) for word in furniture}
    return replace(page, words=tuple(w for w in page.words if id(w) not in gone), furniture=tuple(furniture))
