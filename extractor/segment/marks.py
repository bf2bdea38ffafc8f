"""The numbering of headings: 第一部, 第１【】, １【】, （１）【】, ①【】, （…関係）, １．, （１）, ①, ａ.; Item 2.

``schemas/lexicon/outline.toml`` has the styles with their ranks; the sequence of numbers is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractor.notation.dates import dates_in
from extractor.notation.lexicon import rule, rules, table
from extractor.notation.text import FORMS, fold, is_cjk, label_key, squeeze

_O = rules("outline")
STYLES = tuple(
    style
    for style in _O.values()
    if style.value and style.name not in ("outline.note", "outline.note_en", "outline.round")
)
_NOTE, _ROUND, _ASIDE, _NUMBER = _O["note"], _O["round"], _O["aside"], _O["number"]
LEAF, NOTE, NOTES, NUMBER, NOTED, DECIMAL = "round", "note", "notes", "number", "noted", "decimal"
NOTES_RANK, LEAF_RANK = 5, _ROUND.value["rank"]
LONGEST = 130  # characters of a heading, its wrapped part included
_PRIOR, _CURRENT = rule("headers.prior"), rule("headers.current")
_NUMERALS: dict[str, str] = table("outline")["numerals"]
_ROMAN = _NUMERALS["roman"].split()


@dataclass(frozen=True, slots=True)
class Mark:
    """How a row begins that may be a heading. ``number``: its place in the sequence of its style, None: it has none."""

    style: str
    rank: float
    number: int | None


@lru_cache(maxsize=65536)
def mark_of(text: str) -> Mark | None:
    """The numbering or brackets that a row begins with; None: it heads nothing."""
    said = text.strip()
    if opens_notes(said):
        return Mark(NOTES, NOTES_RANK, None)
    for style in STYLES:
        found = style.find(FORMS[style.form](said))
        if found is not None:
            number = next((part for part in found.groups() if part), None) if found.groups() else None
            return Mark(style.value["style"], style.value["rank"], ordinal(number))
    squeezed = squeeze(said)
    if _ASIDE.finds(squeezed):
        return None
    if _NOTE.finds(squeezed) or _O["note_en"].finds(squeezed):
        return Mark(NOTE, _NOTE.value["rank"], None)
    return Mark(LEAF, _ROUND.value["rank"], None) if _ROUND.finds(said) else None


@lru_cache(maxsize=65536)
def numbered_note(text: str) -> Mark | None:
    """The number of a note behind the word or mark for one: 注４．, ※４; footnotes are numbered so, too."""
    found = _O["numbered_note"].find(text.strip())
    return Mark(NOTED, _NUMBER.value["rank"], ordinal(found["number"])) if found else None


def follows(mark: Mark, held: Mark) -> bool:
    """Whether two numbers of one style come one after the other."""
    return (
        mark.style == held.style
        and mark.number is not None
        and held.number is not None
        and mark.number == held.number + 1
    )


def later(term: str, than: str) -> bool:
    """Whether a period follows another one: 当連結会計年度 after 前連結会計年度."""
    days, before = dates_in(term), dates_in(than)
    if days and before:
        return days[-1].value > before[-1].value
    return _CURRENT.finds(label_key(term)) and _PRIOR.finds(label_key(than))


def named_basis(text: str, otherwise: bool | None) -> bool | None:
    """Whose figures a heading names; ``otherwise`` where it names none."""
    if _O["own_basis"].finds(text):
        return False
    return True if _O["group_basis"].finds(text) and not _O["both"].finds(text) else otherwise


def opens_notes(text: str) -> bool:
    """The heading over all notes, numbered or not."""
    return _O["unnumbered_notes"].finds(squeeze(text))


def ordinal(number: str | None) -> int | None:
    """The place of a number, letter or numeral in its sequence; None where it has none."""
    if not number:
        return None
    folded = fold(number).lower()
    if folded.isascii() and folded.isdigit():
        return int(folded)
    if folded[-1] in _NUMERALS["kanji"]:
        return _NUMERALS["kanji"].index(folded[-1]) + 1
    if folded in _ROMAN:
        return _ROMAN.index(folded) + 1
    return ord(folded) - ord("a") + 1 if len(folded) == 1 and folded.isascii() and folded.isalpha() else None


@lru_cache(maxsize=65536)
def is_term(text: str) -> bool:
    """Whether the text names a period and says nothing else."""
    return _O["term"].finds(squeeze(text)) or _O["term_en"].finds(fold(text))


@lru_cache(maxsize=65536)
def is_sentence(text: str) -> bool:
    """Whether the text is running text, brackets left aside."""
    if is_cjk(text):
        return _O["sentence"].finds(_without_brackets(squeeze(text)))
    return _O["english_sentence"].finds(fold(text))


def _without_brackets(text: str) -> str:
    out, depth = "", 0
    for char in text:
        if char in "(（":
            depth += 1
        elif char in ")）":
            depth = max(depth - 1, 0)
        elif depth == 0:
            out += char
    return out
