"""What a converter lost of a text's tables: labels of rows, and figures that ran together in one cell.

Such rows stand in the lake without labels, and such figures in none; a finding says where they are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.errors import FindingCode
from extractor.model import Finding, Severity
from extractor.notation.numbers import is_nil, looks_numeric

BARE = 3  # rows in a run: so many without labels have lost them
MERGED = 3  # figures of three digits or more in one cell
SHOWN = 40  # characters of a row in a message


def lost_on(number: int, lines: Sequence[str]) -> Iterator[Finding]:
    """Of page ``number``, by its lines; cells are parted by tabs."""
    for bare, run in groupby(filter(str.strip, lines), key=_is_bare):
        rows = list(run)
        if bare and len(rows) >= BARE:
            yield _finding(number, FindingCode.LABEL_UNCLEAR, f"{len(rows)} rows of a table have no labels", rows[0])
    for line in lines:
        count = max(map(_figures, line.split("\t"))) if "\t" in line else 0
        if count >= MERGED:
            yield _finding(number, FindingCode.CELL_SPLIT, f"a cell holds {count} figures", line)


def _finding(number: int, code: FindingCode, what: str, row: str) -> Finding:
    shown = " | ".join(cell.strip() for cell in row.split("\t") if cell.strip())[:SHOWN]
    message = f"{what}; what belongs to them was lost before the text was written: {shown}"
    return Finding(code, Severity.WARNING, message, page=number, next_command="give the PDF, if there is one")


def _is_bare(line: str) -> bool:
    """Whether a row of a table holds figures and nothing else."""
    cells = [cell.strip() for cell in line.split("\t")]
    return "\t" in line and any(map(_is_large, cells)) and all(not c or is_nil(c) or looks_numeric(c) for c in cells)


def _figures(cell: str) -> int:
    return sum(map(_is_large, cell.split()))


def _is_large(text: str) -> bool:
    """Whether a figure is printed as amounts are, with its thousands apart: no year, and no number of a note."""
    return "," in text.strip("(),") and looks_numeric(text)
