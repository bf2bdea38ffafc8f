"""Figures that a narrow cell broke over two lines: "△1,009,26" over "2"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from extractor.detect.tokens import Kind, Token, joined
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_numeric

_HEAD = rule("tokens.broken_head").finds
_HEAD_FULL = rule("tokens.broken_head_full").finds
_TAIL = rule("tokens.broken_tail").finds
_TAIL_COMMA = rule("tokens.broken_tail_comma").finds


class HasTokens(Protocol):
    tokens: list[Token]

    @property
    def middle(self) -> float: ...


def mend_broken(rows: Sequence[HasTokens]) -> None:
    """Join the two parts of each broken figure; the figure moves to the row that stands between them, if there is one."""
    for i, row in enumerate(rows):
        for head in list(row.tokens):
            if not (_HEAD(head.text) or _HEAD_FULL(head.text)):
                continue
            found = _tail(rows, i, head)
            if found is None:
                continue
            below, tail = found
            row.tokens.remove(head)
            below.tokens.remove(tail)
            whole = joined((head, tail))
            home = min((r for r in rows[i : rows.index(below) + 1]), key=lambda r: abs(r.middle - whole.box.middle))
            home.tokens.append(whole)
            home.tokens.sort(key=lambda token: token.box.x0)


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
