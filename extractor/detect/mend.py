"""Figures in pieces: broken over two lines by a narrow cell ("△1,009,26" over "2"), or parted from their minus by a
blank ("− 38")."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Protocol

from extractor.detect.columns import is_note_text
from extractor.detect.tokens import Kind, Token, joined
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_numeric

_HEAD = rule("tokens.broken_head").finds
_HEAD_FULL = rule("tokens.broken_head_full").finds
_TAIL = rule("tokens.broken_tail").finds
_TAIL_COMMA = rule("tokens.broken_tail_comma").finds
SIGN_GAP = 0.7  # of the glyph size: a blank between a minus and its figure is at most a half-width one
SAME_END = 0.45  # of the glyph size: figures whose ends lie closer stand in one column


class HasTokens(Protocol):
    """A row of the page, as far as broken figures need it."""

    tokens: list[Token]

    @property
    def middle(self) -> float: ...


def mend_broken(rows: Sequence[HasTokens]) -> None:
    """Join the two parts of each broken figure; the figure moves to the row that stands between them, if there is
    one."""
    for i, row in enumerate(rows):
        for head in list(row.tokens):
            if not (_HEAD(head.text) or _HEAD_FULL(head.text)):
                continue
            found = _tail(rows, i, head)
            if found is None:
                continue
            below, tail = found
            if is_note_text(head.text) and is_note_text(tail.text) and _whole(row, head) and _whole(below, tail):
                continue  # "9,28" over "7" beside whole amounts are numbers of notes
            row.tokens.remove(head)
            below.tokens.remove(tail)
            whole = joined((head, tail))
            home = min((r for r in rows[i : rows.index(below) + 1]), key=lambda r: abs(r.middle - whole.box.middle))
            home.tokens.append(whole)
            home.tokens.sort(key=lambda token: token.box.x0)


def _whole(row: HasTokens, part: Token) -> bool:
    """Whether a row has amounts beside that part of one."""
    return any(token is not part and token.kind is Kind.NUMBER for token in row.tokens)


def _tail(rows: Sequence[HasTokens], i: int, head: Token) -> tuple[HasTokens, Token] | None:
    for below in rows[i + 1 : i + 4]:
        for token in below.tokens:
            gap = token.box.top - head.box.bottom
            if (
                token.kind is Kind.MARK
                or gap > 0.6 * head.size
                or gap < -0.5 * head.size
                or abs(token.box.x1 - head.box.x1) > 0.7 * head.size
            ):
                continue
            fits = _TAIL(token.text) if _HEAD(head.text) else _TAIL_COMMA(token.text)
            if (
                fits
                and is_numeric(head.text + token.text)
                and (token.box.width < head.box.width or len(head.text) == 1)
            ):
                return below, token
    return None


def join_signs(rows: Sequence[HasTokens]) -> None:
    """A dash just before a figure is its minus, unless the column that ends at the dash says that it is a nil of its
    own.

    "− 38" under 1,234 is one figure; "－ 38" where other figures or dashes end at the dash are two.
    """
    rows = [row for row in rows if not _is_page_number(row.tokens)]
    loose = [pair for row in rows for pair in itertools.pairwise(row.tokens) if _may_be_sign(*pair)]
    if not loose:
        return
    first = {id(dash) for dash, _ in loose}
    ends = [token.box.x1 for row in rows for token in row.tokens if token.figure and id(token) not in first]
    for row in rows:
        for dash, figure in list(itertools.pairwise(row.tokens)):
            if not _may_be_sign(dash, figure) or any(abs(end - dash.box.x1) < SAME_END * dash.size for end in ends):
                continue
            whole = joined((dash, figure))
            if whole.kind is Kind.NUMBER:
                at = row.tokens.index(dash)
                row.tokens[at : at + 2] = [whole]


def _is_page_number(tokens: Sequence[Token]) -> bool:
    """- 6 - at the foot of a page."""
    return [token.kind for token in tokens] == [Kind.NIL, Kind.NUMBER, Kind.NIL] and _may_be_sign(*tokens[:2])


def _may_be_sign(left: Token, right: Token) -> bool:
    return (
        left.kind is Kind.NIL
        and len(left.text) == 1
        and right.kind is Kind.NUMBER
        and right.text[:1].isdigit()
        and right.box.x0 - left.box.x1 < SIGN_GAP * right.size
    )
