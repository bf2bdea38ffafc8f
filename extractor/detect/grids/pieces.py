"""A row's words -> pieces: a figure with its unit and marks, or neighbouring words of text, each with its box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from extractor.detect.tokens import Kind, Token, cut, parted, tokens_of
from extractor.model import Amount, Box, ValueState
from extractor.notation.lexicon import rule, table
from extractor.notation.numbers import is_nil, is_numeric, parse_amount
from extractor.notation.rows import Row, join_words
from extractor.notation.text import squeeze

_FIGURE = rule("grids.figure").find
_CHAINED = rule("grids.chained").find
_CALENDAR = rule("grids.calendar").finds
_SEN = rule("grids.yen_and_sen")
_NIL = rule("grids.nil_of_unit").find
_SECOND = rule("grids.with_second").find
_POWERS = {str(row["word"]): int(row["value"]) for row in table("grids")["power"]}
_NEGATIVE = rule("signs.negative").finds
LINE_GAP = 0.7  # of the glyph size: lines of one text have no more between them
WORDS = 1.0  # of the glyph size: words of one text stand closer
SAME_LINE = 0.5  # of the glyph size: pieces whose middles are closer stand on one line
GLUED = 0.7  # of the glyph size: text this close behind bare digits is one text with them
TOUCHING = 0.3  # of the glyph size: digits this close behind text are part of it
SLACK = 0.5  # of the glyph size: so near the end of a column words are parted
OPENING = 2.5  # of the glyph size: how far before its text a number of a list may stand
LATIN, SMALL = 0.6, 3  # of the glyph size: Latin words stand so close; digits of a number in a name
UNIT = 0.9  # of the glyph size: how far behind its figure a unit or mark may stand
_OPENING = "([<〔〈【（［＜"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell prints as a number or dash. ``unit``: printed in the cell; ``bracketed``: in brackets as a whole."""

    amount: Amount
    unit: str | None = None
    bracketed: bool = False

    @property
    def number(self) -> bool:
        return self.amount.state is ValueState.NUMBER


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure or a text of one row of words."""

    text: str
    box: Box
    size: float
    tokens: tuple[Token, ...]
    figure: Figure | None = None


@lru_cache(maxsize=65536)
def figure_of(text: str) -> Figure | None:
    """The figure that a cell's text is; None where it is text, a year or a date."""
    printed = text.strip()
    squeezed = squeeze(printed)
    if is_nil(printed):
        return Figure(parse_amount(printed), None, len(squeezed) > 1 and squeezed[:1] in _OPENING)
    if _CALENDAR(squeezed) or (squeezed[:1] in _OPENING and _CALENDAR(squeezed[1:-1])):
        return None
    if squeezed[:1] in _OPENING and is_nil(squeezed[1:-1]):
        return Figure(Amount(None, ValueState.NIL, printed), None, True)
    told = _NIL(squeezed)
    if told is not None and bool(told["open"]) == bool(told["close"]):
        return Figure(Amount(None, ValueState.NIL, printed), told["unit"], bool(told["open"]))
    told = _SEN.find(squeezed)
    if told is not None and bool(told["open"]) == bool(told["close"]):
        return _per_share(printed, told)
    if is_numeric(printed) and printed[-1:].isdigit() and squeezed[:1] != "+":
        return Figure(parse_amount(printed))
    found = _FIGURE(squeezed)
    if found is None:
        return _chained(printed, squeezed)
    if found["mark"] and len(found["digits"]) <= 2:
        return None  # two note marks
    if bool(found["open"]) != bool(found["close"]):
        return None  # the rest of a text in brackets
    try:
        value = Decimal(found["digits"].replace(",", ""))
    except InvalidOperation:
        return None
    bracketed = bool(found["open"] and found["close"])
    sign = found["sign"].strip("()（）")
    negative = bool(sign) and _NEGATIVE(sign)
    if bracketed and found["open"] in "(<" and not (found["unit"] or found["before"]):
        negative = True
    unit = found["before"] or found["unit"] or found["unit2"] or None
    if found["before"] and found["unit"]:
        unit = found["before"] + found["unit"]
    return Figure(Amount(-value if negative else value, ValueState.NUMBER, printed), unit, bracketed)


def _per_share(printed: str, found: re.Match[str]) -> Figure:
    """1,234円56銭 as 1,234.56 yen."""
    value = Decimal(found["sen"]) / 100
    if found["yen"]:
        value += Decimal(found["yen"].replace(",", ""))
    bracketed = bool(found["open"])
    negative = (bool(found["sign"]) and _NEGATIVE(found["sign"])) or found["open"] == "("
    return Figure(Amount(-value if negative else value, ValueState.NUMBER, printed), _SEN.value, bracketed)


def _chained(printed: str, squeezed: str) -> Figure | None:
    """1兆7,135億円 as 17,135 of 億円."""
    found = _CHAINED(squeezed)
    if found is None:
        return None
    lower = found["lower"] or ""
    step = _POWERS[found["upper"]] - _POWERS.get(lower, 0)
    value = Decimal(found["first"].replace(",", "")).scaleb(step) + Decimal(found["second"].replace(",", ""))
    negative = bool(found["sign"]) and _NEGATIVE(found["sign"])
    unit = lower + found["yen"]
    return Figure(Amount(-value if negative else value, ValueState.NUMBER, printed), unit or None)


def pieces_of(row: Row) -> list[Piece]:
    """The row's figures and texts from left to right."""
    out: list[Piece] = []
    tokens = [part for token in tokens_of(row) for figure in parted(token) for part in _with_second(figure)]
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        piece = piece_of([token])
        if out and _belongs(out[-1], piece, following):
            out[-1] = piece_of([*out[-1].tokens, token])
        else:
            out.append(piece)
    return _without_number(out)


def _with_second(token: Token) -> list[Token]:
    """A figure with another one in brackets behind it, without a gap, as two tokens."""
    squeezed = squeeze(token.text)
    found = _SECOND(squeezed) if len(token.words) == 1 else None
    if found is None or len(squeezed) != len(token.text):
        return [token]
    at, word = found.end("first"), token.words[0]
    parts = (cut(word, 0, at), cut(word, at, len(word.text)))
    return [Token(Kind.NUMBER, part.text, part.box, token.size, (part,)) for part in parts]


def _without_number(pieces: list[Piece]) -> list[Piece]:
    """The number that opens a row's text (1 of a list) as a part of the text."""
    if len(pieces) < 2 or pieces[0].figure is None or pieces[1].figure is not None:
        return pieces
    number, text = pieces[0], pieces[1]
    if len(number.text) > 4 or "," in number.text or text.box.x0 - number.box.x1 > OPENING * number.size:
        return pieces
    return [_text([*number.tokens, *text.tokens]), *pieces[2:]]


def _belongs(left: Piece, right: Piece, following: Token | None) -> bool:
    """Whether a piece goes on the one before it."""
    size = max(left.size, right.size)
    gap = right.box.x0 - left.box.x1
    if left.figure is None and right.figure is None:
        return gap < WORDS * size
    if left.figure is not None and right.figure is not None:
        signed = left.figure.bracketed and not left.figure.number and right.figure.number  # (-) 53
        return signed and gap < UNIT * size and figure_of(left.text + right.text) is not None
    if left.figure is not None:
        if gap >= UNIT * size:
            return left.figure.bracketed and len(left.text) < 5 and gap < 1.6 * size  # (1) of a list
        if figure_of(left.text + right.text) is not None:
            return True
        return gap < GLUED * size and "," not in left.text
    if following is not None and following.kind is Kind.TEXT and following.box.x0 - right.box.x1 < GLUED * size:
        return gap < WORDS * size and "," not in right.text
    latin = left.text[-1].isascii() and left.text[-1].isalpha()
    if latin and following is not None and right.text.isdigit() and len(right.text) <= SMALL:
        return gap < LATIN * size  # a number in a name: LEVEL 2
    if figure_of(left.text + right.text) is not None and left.figure is None:
        return gap < WORDS * size
    return gap < TOUCHING * size or (gap < GLUED * size and left.text[-1:] in _OPENING)


def _text(tokens: Sequence[Token]) -> Piece:
    return replace(piece_of(tokens), figure=None)


def piece_of(tokens: Sequence[Token]) -> Piece:
    """Neighbouring tokens as one piece."""
    box = tokens[0].box
    for token in tokens[1:]:
        box = box.union(token.box)
    text = join_words([word for token in tokens for word in token.words])
    marks = [token for token in tokens if token.kind is Kind.MARK]
    bare = [token for token in tokens if token.kind is not Kind.MARK]
    figure = figure_of(text) if bare else None
    if figure is None and marks and bare:
        figure = figure_of(join_words([word for token in bare for word in token.words]))
    return Piece(text, box, max(token.size for token in tokens), tuple(tokens), figure)


def split_at(piece: Piece, edges: Sequence[float]) -> list[Piece]:
    """A text that runs over the end of a column, cut there where its words leave room."""
    inside = [x for x in edges if piece.box.x0 < x < piece.box.x1]
    if piece.figure is not None or len(piece.tokens) < 2 or not inside:
        return [piece]
    parts = [[piece.tokens[0]]]
    for token in piece.tokens[1:]:
        left, right = parts[-1][-1].box.x1, token.box.x0
        room = SLACK * piece.size
        if right - left > room / 2 and any(left - room <= x <= right + room for x in inside):
            parts.append([])
        parts[-1].append(token)
    return [piece_of(part) for part in parts] if len(parts) > 1 else [piece]


def clear_between(left: float, right: float, pieces: Sequence[Piece]) -> float:
    """Where two columns part: the middle of the widest room between ``left`` and ``right`` that no text reaches into;
    texts that reach over all of it do not count."""
    best, reach = (0.0, (left + right) / 2), left
    for x0, x1 in sorted((p.box.x0, p.box.x1) for p in pieces if p.box.x1 > left and p.box.x0 < right):
        if x0 <= left and x1 >= right:
            continue
        if x0 - reach > best[0]:
            best = (x0 - reach, (reach + x0) / 2)
        reach = max(reach, x1)
    return best[1] if best[0] >= right - reach else (reach + right) / 2


def text_lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of a cell by their lines, top to bottom."""
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.box.middle, p.box.x0)):
        if out and abs(piece.box.middle - out[-1][0].box.middle) < SAME_LINE * piece.size:
            out[-1].append(piece)
        else:
            out.append([piece])
    return out
