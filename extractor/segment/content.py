"""Which statement a table without a title is, by what its first lines say."""

from __future__ import annotations

from extractor.model import StatementKind
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil, is_numeric
from extractor.notation.rows import Row

_SIGNS = tuple(rule(f"headings.opens_{kind}") for kind in ("cash_flows", "balance_sheet", "income"))
_DATED = rule("headings.dated_word")
_LOOK = 8  # rows


def kind_by_content(rows: list[Row]) -> StatementKind | None:
    """The kind of the statement whose table opens with these rows: its head first, then a line that only it has.

    Only a table's very head counts: dates or periods in columns, then within a few rows the sign of the kind.
    """
    head = rows[:_LOOK]
    if not head or not _is_header(head[0]):
        return None
    for sign in _SIGNS:
        if any(sign.finds(row.text.strip()) for row in head[1:4]):
            return StatementKind(sign.value)
    return None


def _is_header(row: Row) -> bool:
    if any(is_numeric(word.text) or is_nil(word.text) for word in row.words):
        return False
    return sum(_DATED.finds(word.text) for word in row.words) >= 2
