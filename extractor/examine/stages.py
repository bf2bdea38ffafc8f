"""One page through the rooms, each room's output kept: what the page view shows.

Only the page itself is read precisely, and, where a statement on it began on an earlier page, the pages from its
beginning: a line keeps the number that it has in the lake. Of the other pages the fast text is enough. ``whole`` reads
the filing as ``run`` does, with ties between statements and, where proof fails, other readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import Self

from extractor.errors import FindingCode, UsageError
from extractor.model import (
    Box,
    Cell,
    Extraction,
    Filing,
    Finding,
    Line,
    Page,
    Reading,
    Region,
    Sheet,
    StatementSpan,
    Word,
)
from extractor.pipeline import extract, find, judge, print_tables, read, sha256_of, with_other_tables
from extractor.read import Document, open_document, second_layer
from extractor.reread import other_pages
from extractor.settings import Settings, Tables, trying


class Stage(StrEnum):
    """What can be looked at, in the order in which it is made."""

    WORDS = "words"
    SPANS = "spans"
    GRID = "grid"
    ITEMS = "items"
    PROOF = "proof"
    LEDGER = "ledger"


class Reader(StrEnum):
    """The readers that a page can be looked at with."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"
    ALL = "all"


# What only the rest of the filing can settle: said of a page alone, it would mislead.
_NEEDS_THE_REST = frozenset(
    {
        FindingCode.UNIT_UNCLEAR,
        FindingCode.STATEMENT_MISSING,
        FindingCode.TOTAL_MISSING,
        FindingCode.TIE_FAILS,
        FindingCode.HEADING_UNKNOWN,
        FindingCode.TYPE_UNCLEAR,
    }
)


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as each room saw it. ``precise``: the pages that were read with geometry."""

    path: Path
    number: int
    page: Page
    spans: tuple[StatementSpan, ...]  # those with a region on the page
    extraction: Extraction
    precise: tuple[int, ...]
    page_count: int
    whole: bool = False

    @property
    def regions(self) -> list[tuple[StatementSpan, Region]]:
        return [(span, region) for span in self.spans for region in span.regions if region.page == self.number]


def read_page(
    path: Path, number: int, reader: Reader = Reader.PDFIUM, whole: bool = False, settings: Settings | None = None
) -> PageReading:
    """Read page ``number`` (from 1) of a filing. Raises InputError as the reader does, UsageError where there is no
    such page."""
    settings = settings or Settings()
    with trying(settings.passwords):
        return _read_page(path, number, reader, whole, settings)


def _read_page(path: Path, number: int, reader: Reader, whole: bool, settings: Settings) -> PageReading:
    with open_document(path) as document:
        if not 1 <= number <= document.page_count:
            raise UsageError(
                f"{path}: it has no page {number}, its pages are 1 to {document.page_count}.",
                f"extractor page {quote(str(path))} 1",
            )
        page = document.page(number)
        if whole:
            return _whole(path, page, document.page_count, settings)
        filing, spans, pages = _statements(document, page, Filing(sha256_of(path)[:16], path.name))
        count = document.page_count
        texts = {at: document.text(at) for at in range(1, count + 1)} if settings.tables is Tables.ALL else {}
    if reader is Reader.PDFPLUMBER and not page.plain:
        page = second_layer(path, page) or page
        pages = {**pages, number: page}
    sheets = read(filing, spans, pages)
    if reader is Reader.ALL and not page.plain:
        sheets = _compared(path, filing, spans, pages, number, sheets)
    extraction = judge(filing, (), pages, sheets, settings)
    if settings.tables is Tables.ALL:  # headings of the pages before say where its tables stand
        around = {at: page if at == number else sketch(at, text) for at, text in texts.items()}
        extraction = with_other_tables(extraction, *print_tables(filing, around, spans, only=number))
    return PageReading(path, number, page, _touching(spans, number), _settled(extraction), tuple(sorted(pages)), count)


def _whole(path: Path, page: Page, count: int, settings: Settings) -> PageReading:
    extraction = extract(path, settings=settings)
    spans = tuple(dict.fromkeys(labelled.sheet.span for labelled in extraction.sheets))
    precise = {region.page for span in spans for region in span.regions} | {page.number}
    return PageReading(
        path, page.number, page, _touching(spans, page.number), extraction, tuple(sorted(precise)), count, whole=True
    )


def _statements(
    document: Document, page: Page, filing: Filing
) -> tuple[Filing, tuple[StatementSpan, ...], dict[int, Page]]:
    """The statements on the page, cut to the pages that are read precisely, and those pages."""
    if page.plain:  # laying out a text costs nothing
        filing, found = find(document, filing)
        spans = _touching(found, page.number)
    else:
        exact = {page.number}
        _, found = find(PartlyReadDocument(document, exact), filing)
        exact |= {
            region.page
            for span in _touching(found, page.number)
            for region in span.regions
            if region.page < page.number
        }
        filing, found = find(PartlyReadDocument(document, exact), filing)
        spans = tuple(
            replace(span, regions=tuple(r for r in span.regions if r.page in exact))
            for span in _touching(found, page.number)
        )
    numbers = {region.page for span in spans for region in span.regions} | {page.number}
    return filing, spans, {number: document.page(number) for number in sorted(numbers)}


def _touching(spans: Sequence[StatementSpan], number: int) -> tuple[StatementSpan, ...]:
    return tuple(span for span in spans if any(region.page == number for region in span.regions))


def _settled(extraction: Extraction) -> Extraction:
    def keep(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(code for code in codes if code not in _NEEDS_THE_REST)

    findings = tuple(finding for finding in extraction.findings if finding.code not in _NEEDS_THE_REST)
    facts = tuple(replace(fact, findings=keep(fact.findings)) if fact.findings else fact for fact in extraction.facts)
    other = tuple(replace(fact, findings=keep(fact.findings)) if fact.findings else fact for fact in extraction.other)
    return replace(extraction, findings=findings, facts=facts, other=other)


# ---------------------------------------------------------------- the other readers' cells


def _compared(
    path: Path,
    filing: Filing,
    spans: tuple[StatementSpan, ...],
    pages: dict[int, Page],
    number: int,
    sheets: tuple[Sheet, ...],
) -> tuple[Sheet, ...]:
    """The sheets, each cell of the page with what further readers have in its place, where that differs."""
    for page in other_pages(path, pages[number], spans):
        theirs = read(filing, spans, {**pages, number: page})
        cells = [
            cell
            for sheet in theirs
            for line in sheet.lines
            for cell in line.cells
            if cell.amount.text and cell.page == number
        ]
        if cells:
            sheets = tuple(
                replace(s, lines=tuple(_with_readings(line, cells, page.reader, number) for line in s.lines))
                for s in sheets
            )
    return sheets


def _with_readings(line: Line, theirs: Sequence[Cell], reader: str, number: int) -> Line:
    return replace(
        line, cells=tuple(_with_reading(cell, theirs, reader) if cell.page == number else cell for cell in line.cells)
    )


def _with_reading(cell: Cell, theirs: Sequence[Cell], reader: str) -> Cell:
    """The cell as it is where the reader has the same amount in its place, however it writes a minus or a dash."""
    found = next((other.amount for other in theirs if _same_place(cell.box, other.box)), None)
    if found is not None and (found.state, found.value) == (cell.amount.state, cell.amount.value):
        return cell
    return replace(cell, others=(*cell.others, Reading(reader, found.text if found else "")))


def _same_place(one: Box, other: Box) -> bool:
    return abs(one.middle - other.middle) < max(one.height, 4.0) / 2 and one.x0 - 4 <= other.centre <= one.x1 + 4


# ---------------------------------------------------------------- pages that are not looked at


class PartlyReadDocument:
    """An open document of which only some pages are read precisely. Of the others the lines of the text are known, and
    roughly where they stand."""

    def __init__(self, document: Document, exact: set[int]) -> None:
        self._document = document
        self._exact = frozenset(exact)

    @property
    def name(self) -> str:
        return self._document.name

    @property
    def page_count(self) -> int:
        return self._document.page_count

    def text(self, number: int) -> str:
        return self._document.text(number)

    def page(self, number: int) -> Page:
        return self._document.page(number) if number in self._exact else sketch(number, self.text(number))

    def troubles(self) -> tuple[Finding, ...]:
        return self._document.troubles()

    def close(self) -> None:
        """The document is its owner's."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """The document is its owner's."""


_A4 = (595.0, 842.0)
_SIZE, _PITCH = 9.0, 12.0


def sketch(number: int, text: str) -> Page:
    """A page made of nothing but its lines: good enough to see where statements begin and end."""
    words = []
    for at, line in enumerate(line for line in text.split("\n") if line.strip()):
        top = 30 + at * _PITCH
        for match in re.finditer(r"\S+", line):
            x0, x1 = (40 + index * _SIZE / 2 for index in match.span())
            words.append(Word(match.group(), Box(x0, top, x1, top + _SIZE), _SIZE))
    return Page(number, *_A4, tuple(words), (), "sketch")
