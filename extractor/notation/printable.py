r"""Text that is safe to hand on: file names as the lake keeps them, characters that steer a terminal, formulas of a
spreadsheet.

A file name is bytes. In memory Python carries bytes that are no UTF-8 as lone surrogates (``os.fsdecode``); tables and
JSON hold UTF-8 only, so there such a byte is written ``\xff``, and a backslash twice. Both ways nothing is lost.
"""

from __future__ import annotations

import os
import re

# C0 and C1 control characters, and the marks that turn the direction of writing; a lone half of a surrogate pair
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ESCAPED = re.compile(r"\\\\|\\x([0-9a-f]{2})")
# What Excel and its like begin a formula with; before it, marks that an earlier turn set
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋＠]")
_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+%?|[-+]+")


def stored_name(name: str) -> str:
    r"""A path as the lake keeps it: bytes that are no UTF-8 as ``\xff``, a backslash as two."""
    if name.isascii() and "\\" not in name:
        return name
    escaped = name.replace("\\", "\\\\")
    return os.fsencode(escaped).decode("utf-8", "backslashreplace")


def name_of(stored: str) -> str:
    """The path in memory of one that ``stored_name`` made: ``name_of(stored_name(name)) == name``."""

    if "\\" not in stored:
        return stored

    def byte(match: re.Match[str]) -> str:
        return chr(0xDC00 + int(match[1], 16)) if match[1] else "\\"

    return _ESCAPED.sub(byte, stored)


def printable(text: str, *, lines: bool = False) -> str:
    r"""The text with every character that could steer a terminal written out (``\x1b``). ``lines``: line breaks
    stay."""

    def written(match: re.Match[str]) -> str:
        code = ord(match[0])
        if lines and match[0] == "\n":
            return "\n"
        if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name
            code -= 0xDC00
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _STEERING.sub(written, text)


def as_csv_text(text: str) -> str:
    """A text cell of a CSV file that no spreadsheet runs as a formula: an apostrophe goes before it. Plain numbers
    stay."""
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def from_csv_text(text: str) -> str:
    """Undoes ``as_csv_text``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
