"""What the summary's readers share: rows as glyphs, items and figures in the making, where and when a figure stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.detect.tokens import cut
from extractor.model import Amount, Box, Claim, Fate, Period, StatementSpan, SummaryPart, Word
from extractor.notation.lexicon import rules, table
from extractor.notation.numbers import has_digit
from extractor.notation.rows import Row, join_words
from extractor.notation.terms import Heading, Term, period_of
from extractor.notation.text import squeeze

P = SummaryPart
_R = rules("earnings")
_WORDS = table("earnings")["words"]
RATE = _R["rate"]
EXPECTED = str(_WORDS["expected"])  # the column label of a forecast
BOUNDS: tuple[str, ...] = tuple(_WORDS["bounds"])  # of a forecast that names two


@dataclass(frozen=True, slots=True)
class Text:
    """A row without blanks, width folded; each glyph knows its word and its place in it."""

    row: Row
    text: str
    owner: tuple[tuple[int, int], ...]

    def word_at(self, place: int) -> int:
        return self.owner[place][0]

    def glyphs(self, start: int, end: int) -> tuple[str, Box]:
        """The printed glyphs of a stretch, and their box."""
        parts: list[Word] = []
        for index in dict.fromkeys(word for word, _ in self.owner[start:end]):
            places = [at for word, at in self.owner[start:end] if word == index]
            parts.append(cut(self.row.words[index], min(places), max(places) + 1))
        box = parts[0].box
        for part in parts[1:]:
            box = box.union(part.box)
        return "".join(part.text for part in parts), box


@dataclass(frozen=True, slots=True)
class Unit:
    """A column of a transposed table, by its unit."""

    text: str
    box: Box


@dataclass(slots=True)
class Item:
    """A line in the making: a column of a transposed table, or a fact in running text."""

    label: str
    unit: str
    box: Box
    page: int
    heading: str | None = None
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The column of a figure."""

    label: str
    period: Period | None
    forecast: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure in the making: its line, its column and what it prints."""

    item: int
    place: Place
    amount: Amount
    box: Box
    page: int


@dataclass(slots=True)
class Table:
    """A transposed table that is open: its units are columns, its rows are periods."""

    units: list[Unit]
    items: list[int]  # by unit
    left: float  # where the periods begin
    edges: list[float]  # right walls of the columns
    page: int


@dataclass(slots=True)
class Draft:
    """What is read of one part of the summary: lines, figures, and the fate of each token."""

    span: StatementSpan
    heading: Heading
    items: list[Item] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    claims: dict[tuple[int, str, Box], Claim] = field(default_factory=dict)

    def claim(self, page: int, words: Sequence[Word], fate: Fate) -> None:
        for word in words:
            key = (page, word.text, word.box)
            if has_digit(word.text) and (key not in self.claims or fate is Fate.CELL):
                self.claims[key] = Claim(page, word.text, word.box, fate)


def folded(row: Row) -> Text:
    """The row without blanks, width folded; each glyph knows the word it comes from."""
    text, owner = "", []
    for index, word in enumerate(row.words):
        for at, char in enumerate(word.text):
            for folded in unicodedata.normalize("NFKC", char):
                if not folded.isspace():
                    text += folded
                    owner.append((index, at))
    return Text(row, text, tuple(owner))


def stretch(row: Text, start: int, end: int) -> str:
    """The words of a stretch of the row, cut at its ends, as printed."""
    indices = list(dict.fromkeys(word for word, _ in row.owner[start:end]))
    words = []
    for index in indices:
        places = [at for word, at in row.owner[start:end] if word == index]
        words.append(cut(row.row.words[index], min(places), max(places) + 1))
    return join_words(words)


def said_rate(span: StatementSpan) -> str:
    """What rates of change compare with, by the captions; else the plain word for it."""
    found = next((match[1] for caption in reversed(span.captions) if (match := RATE.find(squeeze(caption)))), None)
    return found or str(_WORDS["rate"][span.language.value])


def column_label(build: Draft, printed: str, forecast: str | None) -> str:
    """The period as printed; over a forecast whose row does not say so, the heading that does."""
    if forecast and not _R["expected"].finds(printed):
        return f"{build.span.title} {printed}"
    return printed


def dated(build: Draft, term: Term) -> Period | None:
    """The period of a term under the heading of its part; None where neither says it."""
    return period_of(term, build.heading)


def at_end(build: Draft, item: int, period: Period | None) -> Period | None:
    """A balance carries its date: the financial position, and what a label says of a term's end."""
    if period is None or period.start is None:
        return period
    label = squeeze(build.items[item].label)
    part = build.span.part
    if (
        part is P.POSITION
        or (part in (P.CASH_FLOWS, P.SHARES) and _R["at_end"].finds(label) and not _R["mean"].finds(label))
        or (part is P.RESULTS and _R["position_in_results"].finds(label))
    ):
        return Period(None, period.end)
    return period
