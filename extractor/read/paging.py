"""The lines of a text filing, parted into pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.notation.lexicon import rule

WRAP = 160  # glyphs of a prose line
PAGE_LINES = 60  # a page without form feeds takes about this many
LABEL = 20  # glyphs of the rest of a label
_DIVISION = rule("texts.division").find


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return "\t" in line


def paginate(text: str) -> Iterator[list[str]]:
    """The pages, each as its lines: they end at form feeds, where a part opens, and when they are full."""
    for sheet in text.replace("\r\n", "\n").replace("\r", "\n").split("\f"):
        lines = [line.replace("\v", " ") for line in sheet.split("\n")]
        page: list[str] = []
        for chunk in _chunks(lines):
            full = len(page) + len(chunk) / 2 > PAGE_LINES and not _ends_label(page, chunk)
            if page and (_opens_division(chunk) or full):
                if any(line.strip() for line in page):
                    yield page
                page = []
            page += chunk if page else chunk[next((at for at, line in enumerate(chunk) if line.strip()), 0) :]
        if any(line.strip() for line in page):
            yield page


def _chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines that a page must not divide: a paragraph, or the titles and captions over a table with the
    table."""
    held: list[str] = []
    for blank, run in groupby(lines, key=lambda line: not line.strip()):
        block = list(run)
        if held and _opens_division(block):
            yield held
            held = []
        held += block
        if blank:
            continue
        if not is_row(block[-1]) and _is_title(block):
            continue  # stays with what follows
        yield held
        held = []
    if held:
        yield held


def _ends_label(page: Sequence[str], chunk: Sequence[str]) -> bool:
    """Whether a short line without tabs, between two rows of a table, may be the rest of the upper row's label."""
    last = next((line for line in reversed(page) if line.strip()), "")
    first, after = (*(line for line in chunk if line.strip()), "", "")[:2]
    alike = is_row(last) and is_row(after) and last.count("\t") == after.count("\t")
    return alike and bool(after.split("\t")[0].strip()) and not is_row(first) and len(first) <= LABEL


def _opens_division(block: Sequence[str]) -> bool:
    first = next((line for line in block if line.strip()), "")
    return not is_row(first) and _DIVISION(first.strip()) is not None


def _is_title(block: Sequence[str]) -> bool:
    """Short lines that end no sentence: a heading or a caption rather than prose."""
    return all(len(line) <= WRAP and not line.rstrip().endswith((".", "。", ";", ",")) for line in block)
