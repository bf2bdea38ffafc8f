"""Text filings: tables as tab-separated lines (or Markdown pipes), laid out as a page would print them.

The other rooms know pages with boxes only, so a text gets boxes: every glyph is half an em wide (a full-width one a
whole em), lines have one pitch, and each table is set as a grid whose columns are right-aligned with clear gaps.
Nothing is mended here: a cell that an upstream converter merged stays one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Self

from extractor.errors import InputError
from extractor.model import Box, Finding, Page, Rule, Word
from extractor.notation.lexicon import rules
from extractor.notation.numbers import looks_numeric
from extractor.read.decoding import decoded, refuse_wide
from extractor.read.furniture import repeated_lines, split_furniture
from extractor.read.lost import lost_on
from extractor.read.markdown import plain
from extractor.read.paging import WRAP, is_row, paginate

SIZE = 10.0  # points of an em
GLYPH = SIZE / 2
PITCH = 14.0
GAP = 3 * SIZE  # between two columns of a table
STEP = "\u3000"  # of indentation
WIDEST = 1000  # characters of a line that keeps columns apart by blanks
Advance = Callable[[str], float]  # the width of a glyph

_SEPARATOR = re.compile(r"[\s|:+]*-{3,}[\s|:+-]*")  # |---|:--:| and -----<tab>-----
_R = rules("texts")
_UNSEEN = {  # characters without width; separators of lines and paragraphs
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD)),
    **dict.fromkeys((0x2028, 0x2029, 0x85), "\n"),
}
_TORN = re.compile(r"(?<=\d),\s+(?=\d{3}(?!\d))")  # a figure torn behind its comma
HEADING = 60  # glyphs of a heading inside a table
MOST_BETWEEN = 4  # lines without tabs that may stand between two rows of one table
_YEAR = re.compile(r"(?:19|20)\d\d")
_LAST = re.compile(r"\S {3,}(?P<figure>\S+)\s*$")
_MARKED = _R["marked"].pattern


class TextDocument:
    """A text or Markdown filing as pages. Pages end at form feeds, else where a new part or item opens and after about
    sixty lines, never inside a table nor between a title and its table.

    Raises InputError where the file is no text in a known encoding, or holds none.
    """

    reader = "text"

    def __init__(self, path: Path) -> None:
        self._path = path
        text = decoded(path).translate(_UNSEEN)
        if path.suffix.lower() in (".md", ".markdown"):
            text = plain(text).translate(_UNSEEN)
        refuse_wide(path, text)
        self._pages = list(paginate(text))
        self._advance = _even if _counted_alike(text) else _advance
        self._printed = "\f" in text  # the pages of print, with running heads and page numbers, rather than ours
        self._laid_out: dict[int, Page] = {}
        if not self._pages:
            raise InputError(f"{path}: holds no text.", "extract the text of the filing again, or give the PDF")

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def page_count(self) -> int:
        return len(self._pages)

    def text(self, number: int) -> str:
        """The lines of page ``number`` (from 1) as they stand in the file."""
        return "\n".join(self._pages[number - 1])

    def page(self, number: int) -> Page:
        """Page ``number`` (from 1), laid out."""
        if number not in self._laid_out:
            page = _lay_out(number, self._pages[number - 1], self._advance)
            self._laid_out[number] = split_furniture(page, self._repeated()) if self._printed else page
        return self._laid_out[number]

    def troubles(self) -> tuple[Finding, ...]:
        """What the converter lost of the tables."""
        return tuple(finding for number, lines in enumerate(self._pages, 1) for finding in lost_on(number, lines))

    def _repeated(self) -> frozenset[str]:
        return repeated_lines(["\n".join(lines) for lines in self._pages])

    def close(self) -> None:
        """Nothing to release."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


# ---------------------------------------------------------------- lines to a page


@dataclass(frozen=True, slots=True)
class _Placed:
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()


def _lay_out(number: int, lines: Sequence[str], advance: Advance) -> Page:
    words: list[Word] = []
    rules: list[Rule] = []
    top = 0.0
    index = 0
    while index < len(lines):
        if is_row(lines[index]):
            stop = _table_end(lines, index)
            table = _set_table([_cells(line) for line in lines[index:stop]], top)
            words += table.words
            rules += table.rules
            top += PITCH * (stop - index)
            index = stop
            continue
        for line in _wrapped(lines[index]):
            words += _set_prose(line, top, advance)
            top += PITCH
        index += 1
    width = max((word.box.x1 for word in words), default=0.0)
    return Page(number, width, top, tuple(words), tuple(rules), "text", plain=True)


def _table_end(lines: Sequence[str], start: int) -> int:
    """The line after the table that begins at ``start``. A table goes on over headings without tabs and over blank
    lines, where the next row has as many cells and figures in them: converters strip the tabs behind a heading.
    """
    end = start
    while end < len(lines):
        stop = next((k for k in range(end, len(lines)) if not is_row(lines[k])), len(lines))
        after = next((k for k in range(stop, len(lines)) if is_row(lines[k])), len(lines))
        if after == len(lines) or not _goes_on(lines[start:stop], lines[stop:after], lines[after]):
            return stop
        end = after
    return end


def _goes_on(above: Sequence[str], between: Sequence[str], row: str) -> bool:
    cells = row.split("\t")
    headings = [line.strip() for line in between if line.strip()]
    heading = bool(cells[0].strip()) and not any(map(str.strip, cells[1:]))
    # further lines of heads: nothing over the labels, and no figures yet
    head = (
        not cells[0].strip()
        and not headings
        and not any(looks_numeric(c.strip()) for x in above for c in x.split("\t"))
    )
    return (
        len(between) <= MOST_BETWEEN
        and len(cells) == max(line.count("\t") + 1 for line in above)
        and (
            heading
            or head
            or any(looks_numeric(cell.strip()) and not _YEAR.fullmatch(cell.strip()) for cell in cells[1:])
        )
        and not any(
            line.endswith(("。", ".")) or len(line) > HEADING or _R["unit_said"].finds(line) for line in headings
        )
    )


def _cells(line: str) -> list[str]:
    """The cells of a row; a heading without tabs is one, and a blank line none."""
    return [_TORN.sub(",", cell) for cell in line.rstrip("\n").split("\t")]


def _advance(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return SIZE if unicodedata.east_asian_width(char) in "WF" else GLYPH


def _even(char: str) -> float:
    return 0.0 if unicodedata.combining(char) else GLYPH


@lru_cache(maxsize=65536)
def _width(text: str, advance: Advance = _advance) -> float:
    return sum(map(advance, text))


def _counted_alike(text: str) -> bool:
    """Whether columns kept apart by blanks stand one below the other if a full-width glyph counts for one, as some
    converters have it, rather than two.

    Figures end in few places if counted as the converter did, and in many if not.
    """
    ends: dict[bool, Counter[float]] = {True: Counter(), False: Counter()}
    for line in text.splitlines():
        found = _LAST.search(line) if "\t" not in line else None
        if found and looks_numeric(found["figure"]) and not line.isascii():
            ends[True][_width(line.rstrip(), _even)] += 1
            ends[False][_width(line.rstrip())] += 1
    return _concentration(ends[True]) > _concentration(ends[False])


def _concentration(ends: Counter[float]) -> float:
    return sum(count * count for count in ends.values())


def _word(text: str, x0: float, top: float, advance: Advance = _advance) -> Word:
    edges = tuple(accumulate(map(advance, text), initial=x0))
    return Word(text, Box(x0, top, edges[-1], top + SIZE), SIZE, edges)


def _wrapped(line: str) -> Iterator[str]:
    """A paragraph written as one long line, broken at blanks; a line that keeps columns apart by blanks stays whole."""
    if len(line) <= WRAP or (len(line) <= WIDEST and re.search(r"\S {3,}\S", line)):
        yield line
        return
    while len(line) > WRAP:
        cut = line.rfind(" ", 1, WRAP) + 1 or WRAP
        yield line[:cut]
        line = line[cut:]
    yield line


def _set_prose(line: str, top: float, advance: Advance) -> tuple[Word, ...]:
    """One word for each run without blanks, where its glyphs stand: columns that were kept apart by blanks stay
    apart."""
    return tuple(
        _word(match.group(), _width(line[: match.start()], advance), top, advance)
        for match in re.finditer(r"\S+", line)
    )


def _set_table(printed: Sequence[Sequence[str]], top: float) -> _Placed:
    rows = _unstepped(printed)
    count = max(len(row) for row in rows)
    spans = {
        (at, start): stop for at, row in enumerate(rows[: _header_rows(rows)]) for start, stop in _spanning(row, count)
    }
    rights = _right_edges(rows, spans, count)
    words: list[Word] = []
    rules: list[Rule] = []
    for at, row in enumerate(rows):
        y = top + PITCH * at
        if _is_separator(row):
            rules.append(Rule(Box(0.0, y + PITCH / 2, rights[-1], y + PITCH / 2)))
            continue
        for column, cell in enumerate(row):
            text = cell.strip()
            if not text:
                continue
            if column == 0:
                x0 = _width(cell[: len(cell) - len(cell.lstrip())])
            elif (at, column) in spans:
                left, right = rights[column - 1] + GAP, rights[spans[at, column] - 1]
                x0 = max(left, (left + right - _width(text)) / 2)
            else:
                x0 = rights[column] - _width(text)
            words += _cell_words(text, x0, y)
    return _Placed(tuple(words), tuple(rules))


def _unstepped(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Labels that step into further columns with their depth, one a row, as the indented labels of one column."""
    count = max(len(row) for row in rows)
    lead = next((k for k in range(count) if any(k < len(row) and looks_numeric(_figure(row[k])) for row in rows)), 1)
    body = [row for row in rows if not _is_separator(row)]
    steps = sum(
        not row[0].strip() and any(map(str.strip, row[1:lead])) and any(map(str.strip, row[lead:])) for row in body
    )
    if steps < 2 or any(sum(bool(cell.strip()) for cell in row[:lead]) > 1 for row in body):
        return rows
    out: list[Sequence[str]] = []
    for row in rows:
        if _is_separator(row):
            out.append(row)
            continue
        depth = next((k for k, cell in enumerate(row[:lead]) if cell.strip()), 0)
        out.append([STEP * depth + row[depth].strip(), *row[lead:]])
    return out


def _is_separator(row: Sequence[str]) -> bool:
    return _SEPARATOR.fullmatch("\t".join(row)) is not None


def _figure(cell: str) -> str:
    """The cell without the marks before its figure."""
    marked = _MARKED.fullmatch(cell.strip())
    return marked["figure"] if marked else cell


def _cell_words(text: str, x0: float, top: float) -> Iterator[Word]:
    """A cell is one word; but marks before a figure ("※１、※２ 36,239") are words of their own, as on a page."""
    figure = _figure(text)
    if figure != text and looks_numeric(figure):
        for run in re.finditer(r"\S+", text):
            yield _word(run.group(), x0 + _width(text[: run.start()]), top)
    else:
        yield _word(text, x0, top)


def _header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the first figure."""

    def figure(cell: str) -> bool:
        return looks_numeric(cell) and not _YEAR.fullmatch(cell.strip())

    return next((at for at, row in enumerate(rows) if any(figure(cell) for cell in row[1:])), len(rows))


def _spanning(row: Sequence[str], count: int) -> Iterator[tuple[int, int]]:
    """Header cells that reach over the blank cells to their right, as (column, column after the last). A row with one
    cell only is a heading, not a span."""
    filled = [column for column, cell in enumerate(row) if cell.strip()]
    if filled in ([], [0]):
        return
    for column, following in zip(filled, [*filled[1:], count], strict=True):
        if column > 0 and following > column + 1:
            yield column, following


def _right_edges(rows: Sequence[Sequence[str]], spans: dict[tuple[int, int], int], count: int) -> list[float]:
    """Each column's right edge. A column without any text takes no room; a span wider than its columns widens the last
    of them."""
    widths = [0.0] * count
    for at, row in enumerate(rows):
        if _is_separator(row):
            continue
        for column, cell in enumerate(row):
            if (at, column) not in spans:
                widths[column] = max(widths[column], _width(cell.rstrip() if column == 0 else cell.strip()))
    for (at, start), stop in spans.items():
        last = max((column for column in range(start, stop) if widths[column]), default=start)
        room = sum(width + GAP for width in widths[start:stop] if width) - GAP
        widths[last] += max(0.0, _width(rows[at][start].strip()) - max(room, 0.0))
    rights: list[float] = []
    x = 0.0
    for column, width in enumerate(widths):
        x += width + (GAP if width and column else 0.0)
        rights.append(x)
    return rights
