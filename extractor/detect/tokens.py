"""Words of a row -> tokens: numbers, dashes, note marks and text, each with its box."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from extractor.model import Box, Word
from extractor.notation.lexicon import rule
from extractor.notation.numbers import figure_mark, is_nil, is_numeric, looks_numeric, lost_bracket, numbers_in
from extractor.notation.rows import Row
from extractor.notation.text import fold


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    NIL = "nil"
    MARK = "mark"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """Words of a row that say one thing: a figure, a dash, a note mark, a word of text."""

    kind: Kind
    text: str
    box: Box
    size: float
    words: tuple[Word, ...]

    @property
    def figure(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.NIL)


_MARK, _YEAR_MONTH = rule("tokens.mark").finds, rule("tokens.year_month").finds
_GLUED_MARK = rule("tokens.glued_mark").find
_GLUED_NIL = rule("tokens.glued_nil").find
_GLUED_HEADS = rule("tokens.glued_heads").find
_SIGN = rule("tokens.sign").finds
_OPENS = rule("tokens.opening_bracket").finds
_SHAPE = rule("tokens.shape").finds
_CLOSE = rule("tokens.close").finds
_NUMBER_START = rule("tokens.starts_number").finds
# A mark whose digits stand apart: ※ 1, ※1, 2 (the last piece of a row is the figure, unless it stands tight).
_MARK_OPEN = rule("tokens.mark_open").finds
_MARK_DIGITS = rule("tokens.mark_digits").finds
_CURRENCY_SIGN = rule("tokens.currency_sign").finds
_FIGURE_PART = rule("tokens.figure_part").finds
_POINTS = frozenset(",.")
TOUCH = 0.1  # of the glyph size: pieces of one figure have no gap
BESIDE = 1.5  # of the glyph size: a mark that stands apart belongs to the figure no further away
WIDE = 8.0  # of the glyph size: how far brackets at the edges of a cell may stand from their figure


def cut(word: Word, start: int, end: int) -> Word:
    """Part of a word, with its own box from the glyph edges."""
    edges = word.edges if len(word.edges) == len(word.text) + 1 else _even_edges(word)
    box = Box(edges[start], word.box.top, edges[end], word.box.bottom)
    return Word(word.text[start:end], box, word.size, tuple(edges[start : end + 1]))


def _even_edges(word: Word) -> tuple[float, ...]:
    step = word.box.width / max(len(word.text), 1)
    return tuple(word.box.x0 + step * k for k in range(len(word.text) + 1))


@lru_cache(maxsize=65536)
def _kind(text: str) -> Kind:
    if is_nil(text):
        return Kind.NIL
    if _MARK(text):
        return Kind.MARK
    return Kind.NUMBER if is_numeric(text) or _several(text) else Kind.TEXT


def _several(text: str) -> list[str]:
    """The figures of a cell that holds several, parted by blanks (a text converter merged two rows)."""
    parts = text.split()
    return parts if len(parts) > 1 and all(is_numeric(part) for part in parts) else []


def parted(token: Token) -> list[Token]:
    """A token of several figures as one token each."""
    parts = _several(token.text)
    if not parts:
        return [token]
    words, out = list(token.words), []
    at = 0
    for part in parts:
        while words and (start := words[0].text.find(part, at)) < 0:
            words.pop(0)
            at = 0
        if not words:
            return [token]  # a figure that goes on in the next word
        at = start + len(part)
        out.append(_token([cut(words[0], start, at)]))
    return out


def _token(words: Sequence[Word], kind: Kind | None = None) -> Token:
    text = "".join(word.text for word in words)
    box = words[0].box if len(words) == 1 else Box.around(word.box for word in words)
    return Token(kind or _kind(text), text, box, max(word.size for word in words), tuple(words))


def joined(tokens: Sequence[Token]) -> Token:
    """Parts of one figure as one token."""
    return _token([word for token in tokens for word in token.words])


def tokens_of(row: Row) -> list[Token]:
    """The row's words as tokens, from left to right. Signs and brackets join their number; glued cells are cut
    apart."""
    pieces = [piece for word in _whole_figures(row.words) for piece in _split(word)]
    out: list[Token] = []
    i = 0
    while i < len(pieces):
        group = _in_wide_brackets(pieces, i) or [pieces[i]]
        if len(group) > 1:
            out.append(_token(group))
            i += len(group)
            continue
        if _SIGN(pieces[i].text) and not is_nil(pieces[i].text):
            while (
                i + 1 < len(pieces)
                and _near(pieces[i], pieces[i + 1], 1.1)
                and (_SIGN(pieces[i + 1].text) or _NUMBER_START(pieces[i + 1].text))
            ):
                i += 1
                group.append(pieces[i])
                if _NUMBER_START(pieces[i].text):
                    break
        if len(group) > 1 or is_numeric(group[0].text) or _NUMBER_START(group[0].text):
            while i + 1 < len(pieces) and _CLOSE(pieces[i + 1].text) and _near(pieces[i], pieces[i + 1], 0.8):
                i += 1
                group.append(pieces[i])
        if len(group) == 1 and _MARK_OPEN(group[0].text):
            while (
                i + 1 < len(pieces)
                and _near(pieces[i], pieces[i + 1], 0.8 if i + 2 < len(pieces) else 0.25)
                and _same_size(pieces[i], pieces[i + 1])
                and _MARK_DIGITS(pieces[i + 1].text)
                and _MARK_OPEN(group[-1].text)
            ):
                i += 1
                group.append(pieces[i])
            if len(group) > 1:
                out.append(_token(group, Kind.MARK))
                i += 1
                continue
        if (
            len(group) == 1
            and i + 1 < len(pieces)
            and (_CURRENCY_SIGN(group[0].text) or (_SHAPE(group[0].text) and _near(group[0], pieces[i + 1], BESIDE)))
            and (looks_numeric(pieces[i + 1].text) or _SIGN(pieces[i + 1].text))
        ):
            i += 1  # a currency sign or a shape beside its figure says nothing new
            continue
        token = _token(group)
        if token.kind is Kind.TEXT and len(group) > 1:
            out.extend(_token([word]) for word in group)
        else:
            out.append(token)
        i += 1
    return out


def _in_wide_brackets(pieces: Sequence[Word], at: int) -> list[Word]:
    """A figure or dash whose opening bracket stands at the other edge of its cell: "(", then "20,768)" far right."""
    if not _OPENS(pieces[at].text):
        return []
    for end in (at + 2, at + 3):
        group = list(pieces[at:end])
        text = "".join(word.text for word in group)
        near = all(_near(left, right, WIDE) for left, right in itertools.pairwise(group))
        if len(group) == end - at and near and (is_nil(text) or (is_numeric(text) and not lost_bracket(text))):
            return group
    return []


def _whole_figures(words: Sequence[Word]) -> list[Word]:
    """The words, with figures in one piece whose commas came from another font: "8" "," "031"."""
    if not any(word.text in _POINTS for word in words):
        return list(words)
    out: list[Word] = []
    i = 0
    while i < len(words):
        end = i + 1
        while end < len(words) and _near(words[end - 1], words[end], TOUCH) and _FIGURE_PART(words[end].text):
            end += 1
        run = words[i:end]
        text = "".join(word.text for word in run)
        whole = len(run) > 2 and any(word.text in _POINTS for word in run) and is_numeric(text)
        out.extend([_one_word(run, text)] if whole else run[:1])
        i = end if whole else i + 1
    return out


def _one_word(words: Sequence[Word], text: str) -> Word:
    edges = [
        edge
        for word in words
        for edge in (word.edges if len(word.edges) == len(word.text) + 1 else _even_edges(word))[:-1]
    ]
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return Word(text, box, max(word.size for word in words), (*edges, words[-1].box.x1))


def _near(left: Word, right: Word, share: float) -> bool:
    return right.box.x0 - left.box.x1 <= share * max(left.size, right.size)


def _same_size(left: Word, right: Word) -> bool:
    """Marks are set smaller than figures: another size is another thing."""
    return 0.85 < right.size / max(left.size, 0.1) < 1.18


def _split(word: Word) -> list[Word]:
    """Cut a word where a mark is glued to a figure, or where two cells touch."""
    if _MARK(word.text) or _YEAR_MONTH(fold(word.text)):
        return [word]
    glued = _GLUED_MARK(word.text)
    if glued and glued["rest"]:
        at = glued.end("mark")
        return [cut(word, 0, at), *_split(cut(word, at, len(word.text)))]
    nil = _GLUED_NIL(word.text)
    if nil and is_numeric(nil["rest"]):
        at = nil.end("nil")
        return [cut(word, 0, at), cut(word, at, len(word.text))]
    heads = _GLUED_HEADS(word.text)
    if heads:
        at = heads.end("year")
        return [cut(word, 0, at), *_split(cut(word, at, len(word.text)))]
    behind = figure_mark(word.text)
    if behind is not None:
        return [*_split(cut(word, 0, behind)), cut(word, behind, len(word.text))]
    if not is_numeric(word.text) and not _several(word.text) and looks_numeric(word.text):
        parts = numbers_in(word.text)
        if len(parts) > 1 and "".join(parts).replace(" ", "") == word.text.replace(" ", "").replace("　", ""):
            out, at = [], 0
            for part in parts:
                start = word.text.find(part, at)
                if start < 0:
                    return [word]
                at = start + len(part)
                out.append(cut(word, start, at))
            return out
    return [word]
