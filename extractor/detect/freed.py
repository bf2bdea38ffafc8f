"""Numbers that are no figures: years that end a head, days and years that end a label, strokes like dashes, the dash
of a period that a head says."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Protocol

from extractor.detect.columns import is_note_head
from extractor.detect.tokens import Kind, Token
from extractor.notation.dates import dates_in
from extractor.notation.lexicon import rule
from extractor.notation.text import fold
from extractor.notation.units import unit_caption

YEAR_DIGITS = 4
HANGING = 1.5  # of the glyph size: how far a label's second line is set in or out
TIGHT = 0.7  # of the glyph size: a dash of a period stands no further behind its date
CROWD = 3  # labels that stand where a number does: it stands in their column
_LABEL_COLUMN = rule("headers.label_column").finds
_YEAR = rule("headers.year").finds
_DAY_PIECE = rule("headers.day_piece").finds


class SortedRow(Protocol):
    """A row of the page whose tokens are sorted into label and figures."""

    tokens: list[Token]
    label: list[Token]
    values: list[Token]


def free_years(rows: Sequence[SortedRow]) -> None:
    """A row of nothing but years is the tail of a header ("Nine months ended September 30," over "Notes 2021 2022"); so
    is one of dates with a dash right behind each, which go on below ("January 1, 2021 -" over "June 30, 2021")."""
    for row in rows:
        dashes = _dashes_of_dates(row.tokens)
        heads = all(
            is_note_head(token.text) or _LABEL_COLUMN(fold(token.text)) or _DAY_PIECE(token.text) or _YEAR(token.text)
            for token in row.label
        )
        heads = heads or unit_caption(" ".join(token.text for token in row.label)) is not None
        heads = heads or bool(dates_in(" ".join(token.text for token in row.tokens)))
        if (
            row.values
            and heads
            and all(token in dashes or _YEAR(token.text) or _DAY_PIECE(token.text) for token in row.values)
        ):
            row.label, row.values = [token for token in row.tokens if token in row.label or token in row.values], []


def _dashes_of_dates(tokens: Sequence[Token]) -> list[Token]:
    """The dashes that stand as near behind a year as words stand."""
    return [
        dash
        for year, dash in itertools.pairwise(tokens)
        if dash.kind is Kind.NIL and _YEAR(year.text) and dash.box.x0 - year.box.x1 < TIGHT * dash.size
    ]


def free_label_ends(rows: Sequence[SortedRow]) -> None:
    """A short bare number at the left edge of the label above, where other rows have their labels, is that label's end:
    "March 31," over "2019"; so is a stroke that looks like a dash: キャッシュ・フロ over ー. Between both may stand the
    row of the label's figures."""
    labels = [row.tokens[0].box for row in rows if row.tokens[0].kind is Kind.TEXT]
    for before, above, row in zip((*rows[:1], *rows), rows, rows[1:], strict=False):
        bare = len(row.tokens) == 1 and all(token.figure for token in above.tokens)
        first, head = row.tokens[0], (before if bare else above).tokens[0]
        if first not in row.values[:1] or (above.values and len(row.tokens) > 1):
            continue
        short = first.kind is Kind.NIL or (first.text.isdigit() and len(first.text) <= YEAR_DIGITS)
        under = head.kind is Kind.TEXT and abs(first.box.x0 - head.box.x0) < HANGING * first.size
        beside = sum(min(box.x1, first.box.x1) - max(box.x0, first.box.x0) > 0 for box in labels)
        if short and under and beside >= CROWD:
            row.label, row.values = [first, *row.label], row.values[1:]
