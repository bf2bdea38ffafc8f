"""Which statement a table without a title is, by what its first lines say."""

from __future__ import annotations

from extractor.model import StatementKind
from extractor.notation.dates import dates_in
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil, is_numeric
from extractor.notation.rows import Row
from extractor.notation.text import squeeze

_SIGNS = tuple(rule(f"headings.opens_{kind}") for kind in ("cash_flows", "balance_sheet", "income"))
_DATED = rule("headings.dated_word")
_COMPONENT = rule("headings.component")
_COMPREHENSIVE = rule("headings.opens_comprehensive_income")
_LOOK = 8  # rows
_LOOK_FAR = 24  # rows of a head in narrow columns
_DATES = 2  # years or periods that the heads of a statement name at least
_COMPONENTS = 3  # of equity that make a head of its statement


def kind_by_content(rows: list[Row]) -> StatementKind | None:
    """The kind of the statement whose table opens with these rows: its head first, then a line that only it has.

    Only a table's very head counts: dates or periods in columns, then within a few rows the sign of the kind.
    """
    head = rows[:_LOOK]
    if not head or not _is_header(head[0]):
        return None
    return _signed(head[1:4])


def _signed(rows: list[Row]) -> StatementKind | None:
    """The kind whose first lines stand among the rows."""
    for sign in _SIGNS:
        if any(sign.finds(row.text.strip()) for row in rows):
            return StatementKind(sign.value)
    return None


def kind_at_head(rows: list[Row]) -> StatementKind | None:
    """The kind of the statement that begins at the head of a page whose title was lost; None where the head does not
    tell.

    Heads of columns stand above the first row with figures: components of equity, or dates over the first line of a
    statement.
    """
    first = next((k for k, row in enumerate(rows) if _figured(row)), None)
    if first is None or first > _LOOK_FAR:
        return None
    head = squeeze("".join(row.text for row in rows[:first]))
    if len({found.group() for found in _COMPONENT.pattern.finditer(head)}) >= _COMPONENTS:
        return StatementKind.CHANGES_IN_EQUITY
    if sum(_DATED.finds(word.text) for row in rows[:first] for word in row.words) < _DATES:
        return None
    said = squeeze("".join(row.text for row in rows[first : first + 3]))
    if _COMPREHENSIVE.finds(said):
        return StatementKind.COMPREHENSIVE_INCOME
    return _signed(rows[max(first - 2, 0) : first + 3])


def _figured(row: Row) -> bool:
    """Whether the row prints two amounts or more; the days and years of a head are none."""
    amounts = [word.text for word in row.words if is_numeric(word.text) and any(map(str.isdigit, word.text))]
    if sum("," in text for text in amounts) > 1:
        return True
    return len(amounts) > 1 and not any(map(_DATED.finds, amounts)) and not dates_in(row.text)


def _is_header(row: Row) -> bool:
    if any(is_numeric(word.text) or is_nil(word.text) for word in row.words):
        return False
    return sum(_DATED.finds(word.text) for word in row.words) >= _DATES
