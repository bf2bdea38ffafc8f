"""A text file's bytes as text; what is no text of a filing is refused by name."""

from __future__ import annotations

import codecs
from pathlib import Path

from extractor.errors import InputError

MAX_LINE = 10_000  # characters: the longest paragraphs of filings written as one line have some thousands
MAX_CELLS = 100
ENCODINGS = ("utf-8-sig", "cp932", "euc_jp")


def decoded(path: Path) -> str:
    """The file's text, in whichever of the known encodings it is. Raises InputError where it is in none, or binary."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).", "check the path and its permissions") from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise InputError(
            f"{path}: is binary data under the name of a text.", "rename it by its true kind, for example .pdf"
        )
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path}: is in none of the encodings {', '.join(ENCODINGS)}.", "convert it to UTF-8")


def refuse_wide(path: Path, text: str) -> None:
    """Raises InputError for a line that is too wide: no page of a filing prints such lines, and what reads tables
    would not come to an end with them."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MAX_LINE or line.count("\t") > MAX_CELLS:
            raise InputError(
                f"{path}: line {number} has {len(line):,} characters and {line.count(chr(9)):,} tabs; allowed are"
                f" {MAX_LINE:,} and {MAX_CELLS:,}.",
                "extract the text of the filing again with its lines, or give the PDF",
            )
