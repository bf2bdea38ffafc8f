"""What read hands on: pages of words and rules, and bands of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.model.finding import Severity
from extractor.model.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points, origin at the top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The least box that holds them all; there is at least one."""
        lefts, tops, rights, bottoms = zip(*((box.x0, box.top, box.x1, box.bottom) for box in boxes), strict=True)
        return cls(min(lefts), min(tops), max(rights), max(bottoms))

    def contains_point(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@quick
@dataclass(frozen=True, slots=True)
class Word:
    """A run of glyphs without a gap. ``edges`` holds the left edge of each glyph and the right edge of the last,
    so that a word can be cut between two glyphs: ``len(edges) == len(text) + 1``."""

    text: str
    box: Box
    size: float
    edges: tuple[float, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: horizontal if it is wider than high."""

    box: Box

    @property
    def horizontal(self) -> bool:
        return self.box.width >= self.box.height


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader of the page noticed beside what it read. ``code`` is one of errors.FindingCode; ``box``: the
    place that it is about, None: the page."""

    code: str
    severity: Severity
    message: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader saw on a page: words, drawn rules, furniture and remarks."""

    number: int  # from 1
    width: float
    height: float
    words: tuple[Word, ...]  # in the order of the text layer
    rules: tuple[Rule, ...] = ()
    reader: str = ""  # which adapter read it: pdfium, pdfplumber, text
    furniture: tuple[Word, ...] = ()  # running heads, feet and page numbers; not repeated in words
    plain: bool = False  # laid out from a text file: places are made up, only order and columns count
    remarks: tuple[Remark, ...] = ()
    shades: tuple[Box, ...] = ()  # filled rectangles: the ground of cells and rows


@dataclass(frozen=True, slots=True)
class Region:
    """A horizontal band of a page."""

    page: int
    top: float
    bottom: float
