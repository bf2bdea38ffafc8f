"""Canonical names of other tables: the EDINET text block that a table stands in, by the headings over it.

``schemas/taxonomy/tables.csv`` holds the headings in both languages. A note is named by the heading that opens it, the
first one below the heading over the notes, or by one within it that has a block of its own (地域ごとの情報 > 売上高).
Before and behind the accounts the headings of the prescribed form count, the innermost first. A heading that is not
listed names nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.model import Filing, Standard
from extractor.model.other import Standing
from extractor.notation.lexicon import rules
from extractor.notation.text import fold, squeeze
from extractor.resources import taxonomy_table

_H, _O, _N = rules("headings"), rules("outline"), rules("names")
Named = tuple[str | None, str | None]
_CAPTIONS = 3  # lines over a table that may say what it is


@dataclass(frozen=True, slots=True)
class Block:
    """A line of ``tables.csv``. ``name``: None where one heading opens several blocks; ``headings``: how the
    heading is called; ``under``: a heading above it, None: any."""

    name: str | None
    typed: str | None
    scope: str
    standard: str
    headings: re.Pattern[str]
    under: re.Pattern[str] | None


def table_name(filing: Filing, standing: Standing) -> Named:
    """Name and typed table of a table that stands there; None: the headings are unknown, or no typed table takes
    it."""
    standard = Standard.JGAAP if standing.consolidated is False else filing.standard
    keys = tuple(heading_key(heading) for heading in standing.headings)
    start = _notes_start(standing)
    if start is None or _of_the_form(standing.headings, start):
        scope = "notes" if standing.part in ("statements", "notes") else standing.part
        return _of_form(standing, keys, scope, standard)
    said = [heading_key(line) for line in (*standing.captions[-_CAPTIONS:], *standing.topics)]
    found = None
    for begin in _begins(standing.headings, start, standard):
        within = keys[begin:]
        found = found or _below(within, said, standard) or _first(within[:1], "notes", standard)
    if found is None:  # a note in the form's brackets, below a heading that is none of its own
        found = _first(
            [keys[k] for k in range(start, len(keys)) if _of_form_brackets(standing.headings[k])], "notes", standard
        )
    if standard is Standard.USGAAP:  # one block holds all of these notes
        return _WHOLE, found[1] if found else None
    return found or (None, None)


def _of_form_brackets(heading: str) -> bool:
    return _N["of_form"].finds(heading)


def _begins(headings: Sequence[str], start: int, standard: Standard) -> list[int]:
    """Where the note may begin. Under IFRS notes are numbered; a heading in brackets over these is none of them, and
    one in earnings reports, which number none, is."""
    numbered = [k for k in range(start, len(headings)) if not _is_note(headings[k])]
    if standard is Standard.JGAAP:
        return [start]
    parted = [k for k in numbered[1:2] if _O["number_of_part"].finds(headings[k].strip())]  # 3. over 3.1.
    return [*numbered[:1], *parted, *([] if numbered[:1] == [start] else [start])]


_WHOLE = "NotesToFinancialStatements"


def _of_the_form(headings: Sequence[str], start: int) -> bool:
    """Whether a heading of the form itself, a schedule or the like, stands behind the heading over the notes."""
    return any(_N["schedule"].finds(squeeze(heading)) for heading in headings[start:])


def _notes_start(standing: Standing) -> int | None:
    """Where the notes begin: behind the last heading over all notes. A note by itself is its own beginning."""
    headings = standing.headings
    found = [k + 1 for k, heading in enumerate(headings) if _O["unnumbered_notes"].finds(squeeze(heading))]
    if found or standing.part != "notes":
        return found[-1] if found else None
    return next((k for k, heading in enumerate(headings) if _is_note(heading)), None)


def _is_note(heading: str) -> bool:
    squeezed = squeeze(heading)
    return _O["note"].finds(squeezed) or _O["note_en"].finds(squeezed)


def _below(within: tuple[str, ...], said: Sequence[str], standard: Standard) -> Named | None:
    """The block of a part of a note: by its headings, the innermost first, then by the lines over the table."""
    for depth in range(len(within) - 1, 0, -1):
        found = _match(within[depth], within[:depth], "notes", standard)
        if found is not None:
            return found
    for line in reversed(said):
        found = _match(line, within, "notes", standard)
        if found is not None:
            return found
    return None


def _of_form(standing: Standing, keys: tuple[str, ...], scope: str, standard: Standard) -> Named:
    """By the headings of the prescribed form, in its brackets; in a filing without such by any of its headings."""
    bracketed = [k for k, heading in enumerate(standing.headings) if _N["of_form"].finds(heading)]
    for k in reversed(range(len(keys))):
        found = _match(keys[k], keys[:k], scope, standard)
        if found is None and (k in bracketed or not bracketed):
            found = _first(keys[k : k + 1], scope, standard)
        if found is not None:
            return found
    return None, None


def _match(key: str, above: Sequence[str], scope: str, standard: Standard) -> Named | None:
    """The block whose heading this is, below one that it must stand under."""
    for block in _fitting(scope, standard):
        if block.under is not None and block.headings.fullmatch(key):
            under = block.under
            if any(under.fullmatch(heading) for heading in above):
                return block.name, block.typed
    return None


def _first(keys: Sequence[str], scope: str, standard: Standard) -> Named | None:
    """The block of the first of these headings, whatever it stands under."""
    return next((named for key in keys if (named := _plain(key, scope, standard)) is not None), None)


@lru_cache(maxsize=8192)
def _plain(key: str, scope: str, standard: Standard) -> Named | None:
    found = (block for block in _fitting(scope, standard) if block.under is None and block.headings.fullmatch(key))
    return next(((block.name, block.typed) for block in found), None)


@cache
def _fitting(scope: str, standard: Standard) -> tuple[Block, ...]:
    wanted = ("", "jgaap" if standard is Standard.JGAAP else "ifrs")
    return tuple(block for block in blocks() if block.scope == scope and block.standard in wanted)


@cache
def blocks() -> tuple[Block, ...]:
    """All lines of ``tables.csv``, in its order, which is the order of precedence. Raises ConfigurationError."""
    return taxonomy_table("tables.csv", _block)


def _block(row: dict[str, str]) -> Block:
    headings = "|".join(part for part in (row["ja"], row["en"]) if part)
    return Block(
        row["block"] or None,
        row["typed"] or None,
        row["scope"],
        row["standard"],
        _pattern(headings),
        _pattern(row["under"]) if row["under"] else None,
    )


def _pattern(text: str) -> re.Pattern[str]:
    """A cell of the table as a pattern of keys: ``*`` is any text, ``|`` or, ``(..)?`` may be missing."""
    return re.compile("".join(_spelt(text)))


def _spelt(text: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFC", text):
        if char in "()|?":
            yield char
        elif char == "*":
            yield ".*"
        else:
            yield re.escape(_bare(char))


@lru_cache(maxsize=65536)
def heading_key(text: str) -> str:
    """A heading as the table knows it: without numbering, brackets, blanks and points, with one spelling."""
    inner = _N["inner"].find(text)
    said = fold(_H["circled"].pattern.sub("", inner["inner"] if inner else text))
    for _ in range(3):
        mark = _N["mark"].find(said) or _H["numbering"].find(said)
        if mark is None or not mark.end():
            break
        said = said[mark.end() :].strip()
    return _bare(said)


def _bare(text: str) -> str:
    said = squeeze(text).lower()
    for rule in (_N["and"], _N["or"], _N["inventories"]):
        said = rule.pattern.sub(str(rule.value), said)
    return _N["points"].pattern.sub("", said)
