"""Columns of a table by what stands in them: right edges of numbers, confirmed by overlap, never by counting blanks."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.detect.tokens import Kind, Token
from extractor.notation.lexicon import rule
from extractor.notation.text import fold, squeeze

# Right edges closer than this share of the glyph size are one column.
EDGE = 0.9
_NOTES = rule("headers.notes").finds
_NOTE_TEXT = rule("tokens.note_text").finds


@dataclass(slots=True)
class Band:
    """A column as it is found: the tokens in it and the room that is its own."""

    tokens: list[Token]
    rows: set[int]
    lo: float = 0.0
    hi: float = 0.0

    x0: float = field(init=False)
    x1: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = min(token.box.x0 for token in self.tokens)
        self.x1 = max(token.box.x1 for token in self.tokens)

    def take(self, tokens: Sequence[Token], rows: AbstractSet[int]) -> None:
        """Make tokens of these rows the column's own."""
        self.tokens.extend(tokens)
        self.rows |= rows
        self.x0 = min(self.x0, *(token.box.x0 for token in tokens))
        self.x1 = max(self.x1, *(token.box.x1 for token in tokens))

    @property
    def numbers(self) -> int:
        return sum(1 for token in self.tokens if token.kind is Kind.NUMBER)


def _edge(token: Token) -> float:
    """The right edge of the last digit: a closing bracket may hang over."""
    if token.text.endswith((")", "）")) and len(token.text) > 1 and token.words:
        last = token.words[-1]
        if len(last.edges) == len(last.text) + 1:
            return last.edges[-2]
    return token.box.x1


def find_bands(rows: Sequence[Sequence[Token]]) -> list[Band]:
    """Bands of value tokens over the rows (each the row's value tokens), from left to right."""
    found = [(index, token) for index, row in enumerate(rows) for token in row if token.figure]
    bands: list[Band] = []
    for index, token in sorted(((i, t) for i, t in found if t.kind is Kind.NUMBER), key=lambda pair: _edge(pair[1])):
        if bands and _edge(token) - _edge(bands[-1].tokens[-1]) <= EDGE * token.size:
            bands[-1].take((token,), {index})
        else:
            bands.append(Band([token], {index}))
    bands = _merge(bands)
    for index, token in ((i, t) for i, t in found if t.kind is Kind.NIL):
        home = max(bands, key=lambda band: _overlap(band, token), default=None)
        if home is not None and _overlap(home, token) > 0:
            home.take((token,), {index})
        else:
            bands.append(Band([token], {index}))
    bands = _merge(sorted(bands, key=lambda band: band.x1))
    bands = [band for band in bands if band.numbers or len(band.tokens) >= 2]
    bands.sort(key=lambda band: (band.x0 + band.x1) / 2)
    return bands


def _overlap(band: Band, token: Token) -> float:
    return min(band.x1, token.box.x1) - max(band.x0, token.box.x0)


def _merge(bands: list[Band]) -> list[Band]:
    """One column may show two right edges (centred dashes, hanging brackets): merge what overlaps and never shares a
    row."""
    merged = True
    while merged:
        merged = False
        for i in range(len(bands) - 1):
            for j in range(i + 1, min(i + 3, len(bands))):
                a, b = bands[i], bands[j]
                if a.rows & b.rows:
                    continue
                shared = min(a.x1, b.x1) - max(a.x0, b.x0)
                if shared > 0.3 * min(a.x1 - a.x0, b.x1 - b.x0):
                    a.take(b.tokens, b.rows)
                    del bands[j]
                    merged = True
                    break
            if merged:
                break
    return bands


def share_room(bands: Sequence[Band], left: float, right: float, walls: Sequence[float] = ()) -> None:
    """Give each band its own room, up to the middle of the gap to its neighbour, or to the drawn wall in that gap."""
    for i, band in enumerate(bands):
        if i == 0:
            band.lo = left
        else:
            gap = (bands[i - 1].x1, band.x0)
            inside = [wall for wall in walls if gap[0] - 2 <= wall <= gap[1] + 2]
            middle = inside[-1] if inside else (gap[0] + gap[1]) / 2
            bands[i - 1].hi = band.lo = middle
    if bands:
        beyond = [wall for wall in walls if wall >= bands[-1].x1 - 2]
        bands[-1].hi = min(beyond) if beyond else right
        before = [wall for wall in walls if wall <= bands[0].x0 + 2]
        bands[0].lo = max([left, *before]) if before and max(before) > left else left


@lru_cache(maxsize=65536)
def is_note_text(text: str) -> bool:
    """Whether a text could stand in a column of notes: 7, 12, 15."""
    return _NOTE_TEXT(fold(text))


@lru_cache(maxsize=65536)
def is_note_head(text: str) -> bool:
    """Whether a text heads a column of notes: 注記, Notes."""
    return _NOTES(squeeze(text))
