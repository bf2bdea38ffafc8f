"""The column of note numbers beside the labels: its room, from its head or from what stands in it.

A page may hold several tables, each with its notes elsewhere, and a table may go on over the page without its heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.detect.columns import is_note_head, is_note_text
from extractor.detect.tokens import Kind, Token
from extractor.model import Box
from extractor.notation.lexicon import rule
from extractor.notation.rows import Row
from extractor.notation.text import fold

HEAD_LINES = 4.0  # of the glyph size: how far above its next line a head's line may stand, past lines of neighbours
FAR_IN = 8.0  # of the glyph size: no label begins so far right of the others
_YEAR, _DAY_PIECE = rule("headers.year").finds, rule("headers.day_piece").finds
_AMOUNT, _WITH_UNIT = rule("tokens.grouped").finds, rule("tokens.with_unit").finds


@dataclass(slots=True)
class TokenRow:
    """A row of the page as tokens, sorted into label, note numbers and figures."""

    row: Row
    tokens: list[Token]
    label: list[Token] = field(default_factory=list)
    values: list[Token] = field(default_factory=list)
    notes: list[Token] = field(default_factory=list)
    room: tuple[float, float] | None = None  # of the notes column

    @property
    def middle(self) -> float:
        return self.row.box.middle

    @property
    def level(self) -> float:
        """The middle of the label, which does not shift where figures are set in another font; of the row where none
        stands."""
        return self.label[0].box.middle if self.label else self.middle


def note_rooms(rows: Sequence[TokenRow], noted: bool) -> None:
    """Give each row the room of its notes column: below a head the head's room, up to the next table's heads.

    ``noted``: an earlier part of the statement has such a column, so rows above any head may go on in it.
    """
    heads: list[int] = []
    for i, row in enumerate(rows):  # of the words among one table's heads the first
        if note_band([row]) and not (heads and _heads_from(rows, i) <= heads[-1]):
            heads.append(i)
    starts = [_heads_from(rows, i) for i in heads]
    for i, end in zip(heads, (*starts[1:], len(rows)), strict=False):
        room = note_band(rows[i:end])
        for row in rows[i:end]:
            row.room = room
    if noted:
        above = rows[: starts[0]] if heads else rows
        room = _notes_by_place(above)
        for row in above:
            row.room = room


def _heads_from(rows: Sequence[TokenRow], at: int) -> int:
    """The first of the rows right above that hold no amounts: there the heads begin."""
    while at and not any(
        token.kind is Kind.NUMBER and not _YEAR(token.text) and not _DAY_PIECE(token.text)
        for token in rows[at - 1].tokens
    ):
        at -= 1
    return at


def _notes_by_place(rows: Sequence[TokenRow]) -> tuple[float, float] | None:
    """The room between labels and amounts, or right of all amounts, where nothing but numbers of notes stands; None:
    something else does."""
    tokens = [token for row in rows for token in row.tokens]
    amounts = [t for t in tokens if t.kind is Kind.NUMBER and _AMOUNT(fold(t.text)) and not _WITH_UNIT(fold(t.text))]
    edge = min((t.box.x0 for t in amounts), default=0.0)
    words = [t for t in tokens if _WITH_UNIT(fold(t.text)) or (t.kind is Kind.TEXT and not is_note_text(t.text))]
    labels = max((t.box.x1 for t in words if t.box.x1 <= edge), default=0.0)
    found = [t for t in tokens if labels < t.box.x0 and t.box.x1 <= edge and t.kind is not Kind.NIL]
    if found and all(is_note_text(token.text) or token.kind is Kind.MARK for token in found):
        return min(t.box.x0 for t in found) - 0.5 * found[0].size, edge - 0.3 * found[0].size
    end = max((t.box.x1 for t in amounts), default=0.0)
    beyond = [t for t in tokens if t.box.x0 > end and t.kind is not Kind.NIL]
    if not amounts or not beyond or not all(is_note_text(t.text) or t.kind is Kind.MARK for t in beyond):
        return None
    return min(t.box.x0 for t in beyond) - 0.3 * beyond[0].size, max(t.box.x1 for t in beyond) + beyond[0].size


def note_band(rows: Sequence[TokenRow]) -> tuple[float, float] | None:
    """The room of the notes column, from its header word."""
    start = min((token.box.x0 for row in rows for token in row.tokens), default=0.0)
    for row in rows:
        if any(token.kind is Kind.NUMBER and _AMOUNT(fold(token.text)) for token in row.tokens):
            continue
        for i, token in enumerate(row.tokens):
            if not is_note_head(token.text):
                continue
            end = i + 1  # "Note No." is two words
            if end < len(row.tokens) and is_note_head(token.text + row.tokens[end].text):
                end += 1
            before, after = row.tokens[i - 1] if i else None, row.tokens[end] if end < len(row.tokens) else None
            head = token.box.union(row.tokens[end - 1].box)
            alone = before is None and head.x0 - start > FAR_IN * token.size
            if (before and head.x0 - before.box.x1 < token.size) or (
                after and after.box.x0 - head.x1 < token.size and not alone
            ):
                continue  # a word of a label: "Notes and accounts receivable"
            left, right = head.x0 - 1.3 * token.size, head.x1 + 1.3 * token.size
            return left, max(right, _amounts_from(rows, head) - 0.3 * token.size)
    return None


def _amounts_from(rows: Sequence[TokenRow], head: Box) -> float:
    """Where the amounts right of the notes' head begin, or the head over them: notes stand anywhere up to there."""
    beside = [row for row in rows if abs(row.middle - head.middle) < HEAD_LINES * row.row.size]
    over = (t for row in beside for t in row.tokens if t.kind is Kind.TEXT or _YEAR(t.text))
    heads = (t.box.x0 for t in over if t.box.x0 > head.x1)
    starts = (t.box.x0 for row in rows for t in row.tokens if t.kind is Kind.NUMBER and not is_note_text(t.text))
    return min((x0 for x0 in (*starts, *heads) if x0 > head.centre), default=0.0)
