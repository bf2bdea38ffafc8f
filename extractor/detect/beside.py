"""A balance sheet in account form: assets on the left, what they are owed to on the right, each with labels and columns
of its own."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractor.detect.columns import is_note_head, is_note_text
from extractor.detect.tokens import Kind, Token, tokens_of
from extractor.model import Page, Region, Rule
from extractor.notation.rows import rows_of
from extractor.notation.text import fold, is_cjk

LEAST = 4  # amounts left of the second labels, and rows that go on with a label and an amount
SHARE = 0.3  # of the rows with amounts
NEXT_WORD = 0.7  # of the glyph size: words of a label stand no further apart
WORD = 4  # letters of a label; two where they are Japanese


def halves(page: Page, region: Region, before: float | None = None) -> tuple[tuple[Page, ...], float | None]:
    """The page's left and right half where the region sets two tables beside each other, else the page itself; and
    where it is cut, in points.

    ``before``: where the page before was cut. A page with the last few rows is cut there too, unless words cross it.
    """
    words = [word for word in page.words if region.top - 0.5 <= word.box.middle <= region.bottom + 0.5]
    rows = [tokens_of(row) for row in rows_of(words)]
    ends = sorted(token.box.x1 for row in rows for token in row if _amount(token))
    near = [[token for beside in rows[max(at - 1, 0) : at + 2] for token in beside] for at in range(len(rows))]
    alone = [label.box.x0 for row in rows if (label := _second_label(row, row, ends)) is not None]
    labels = (_second_label(row, beside, ends) for row, beside in zip(rows, near, strict=True))
    second = [label.box.x0 for label in labels if label is not None]
    figured = sum(any(_amount(token) for token in row) for row in rows)
    if len(second) >= max(LEAST, SHARE * figured):
        ends += (
            token.box.x1
            for row in rows
            for token, after in zip(row, (*row[1:], None), strict=True)
            if _beside_amount(token) and not _before_word(token, after)
        )
        start = min(alone or second)  # heads of columns may have amounts below them, and never beside them
        edge = (max(end for end in ends if end < start) + start) / 2
    elif before is not None and not any(word.box.x0 < before - 1 and word.box.x1 > before + 1 for word in words):
        edge = before
    else:
        return (page,), None
    right = tuple(word for word in page.words if word.box.centre > edge)
    left = tuple(word for word in page.words if word.box.centre <= edge)
    parts = (
        replace(page, words=left, rules=tuple(_clipped(rule, 0.0, edge) for rule in page.rules if rule.box.x0 < edge)),
        replace(
            page,
            words=right,
            rules=tuple(_clipped(rule, edge, page.width) for rule in page.rules if rule.box.x1 > edge),
        ),
    )
    return parts, edge


def _second_label(row: Sequence[Token], near: Sequence[Token], ends: Sequence[float]) -> Token | None:
    """The label right of a column of amounts that has an amount of its own, beside it or where its rows go on.
    ``near``: words of the row and its neighbours; ``ends``: right edges, ascending."""
    for at, token in enumerate(row):
        beyond = len(ends) >= LEAST and ends[LEAST - 1] < token.box.x0
        if beyond and _is_label(row[at:]) and any(_amount(t) and t.box.x0 > token.box.x1 for t in near):
            return token
    return None


def _is_label(tokens: Sequence[Token]) -> bool:
    """Whether the tokens begin with words, perhaps set letter by letter, and no currency before an amount."""
    words = "".join(token.text for token in itertools.takewhile(lambda token: token.kind is Kind.TEXT, tokens))
    if not any(map(str.isalpha, tokens[0].text)):
        return False  # the number of a note, before the label
    return sum(glyph.isalpha() for glyph in words) >= (2 if is_cjk(words[:1]) else WORD)


def _amount(token: Token) -> bool:
    return token.kind is Kind.NUMBER and "," in fold(token.text)


def _beside_amount(token: Token) -> bool:
    """What may stand right of the first table's amounts: the numbers of its notes, their head, dashes, marks."""
    return token.kind is not Kind.TEXT or is_note_text(token.text) or is_note_head(token.text)


def _before_word(token: Token, after: Token | None) -> bool:
    """Whether a dash begins the next row of a label: "- trade" below "Accounts payable"."""
    if after is None or token.kind is not Kind.NIL or after.kind is not Kind.TEXT or is_note_text(after.text):
        return False
    return after.box.x0 - token.box.x1 < NEXT_WORD * token.size


def _clipped(rule: Rule, x0: float, x1: float) -> Rule:
    return Rule(replace(rule.box, x0=max(rule.box.x0, x0), x1=min(rule.box.x1, x1)))
