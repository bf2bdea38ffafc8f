"""Pages written down as rows: ``| x text`` sets a word's left edge, ``> x text`` its right edge, as units and figures
are set."""

from __future__ import annotations

from typing import Any

from extractor.model import Box, Finding, Language, Page, Region, Standard, StatementKind, StatementSpan, Word
from extractor.notation.text import is_cjk

SIZE = 9.0


def word(text: str, x: float, top: float, *, right: bool = False) -> Word:
    """Full-width glyphs as wide as high, others half."""
    steps = [SIZE if is_cjk(glyph) or glyph in "△－％～" else SIZE / 2 for glyph in text]
    left = x - sum(steps) if right else x
    edges = [left]
    for step in steps:
        edges.append(edges[-1] + step)
    return Word(text, Box(left, top, edges[-1], top + SIZE), SIZE, tuple(edges))


def page(text: str, number: int = 1, pitch: float = 12.0, first: float = 40.0) -> Page:
    """A row per line; a number alone at its start moves the row down by so many points."""
    words: list[Word] = []
    top = first
    for row in text.strip("\n").splitlines():
        for part in row.replace(">", "|>").split("|")[1:]:
            right = part.startswith(">")
            x, _, said = part.lstrip(">").strip().partition(" ")
            words.append(word(said.strip(), float(x), top, right=right))
        top += pitch
    return Page(number, 595, 842, tuple(words), reader="test")


def span_over(kind: StatementKind, *regions: Region, scale: int | None = 1_000_000, **other: Any) -> StatementSpan:
    """A consolidated statement over these regions; Japanese, and by J-GAAP, unless ``other`` says otherwise."""
    said = {"standard": Standard.JGAAP, "language": Language.JA} | other
    return StatementSpan(kind, "title", True, regions=regions, scale=scale, **said)


class Pages:
    """An open document of such pages."""

    def __init__(self, *pages: Page) -> None:
        self.pages = pages
        self.name = "test"
        self.page_count = len(pages)

    def page(self, number: int) -> Page:
        return self.pages[number - 1]

    def text(self, number: int) -> str:
        tops = dict.fromkeys(item.box.top for item in self.page(number).words)
        return "\n".join(" ".join(item.text for item in self.page(number).words if item.box.top == top) for top in tops)

    def troubles(self) -> tuple[Finding, ...]:
        return ()
