"""The cells of the innermost heads: pieces of text that stand one below the other, one stack for each column.

Heads of a statement of changes in equity stand on several floors, wrap in narrow cells and are set to any side, so a
row by itself does not tell which word belongs to which column; the stacks of all rows together do, where there are as
many as columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.columns import Band
from extractor.detect.tokens import Token

PIECE = 0.6  # of the glyph size: words of one cell stand closer
AWAY = 1.5  # of the glyph size: how far from its column's room a stack may stand
FEWEST = 3  # columns: two are told apart by their rows alone
LINES, EDGE = 1.8, 0.3  # of the glyph size: lines of one head are no further apart, and aligned
FILLED = 0.5  # of the stacks that a row must have a piece of to be a row of innermost heads


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one row that stand close."""

    x0: float
    x1: float
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """The horizontal room of one column's innermost head."""

    x0: float
    x1: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


def pieces_of(tokens: Sequence[Token]) -> list[Piece]:
    """The row's words, those that stand close in one piece."""
    out: list[Piece] = []
    for token in tokens:
        if out and token.box.x0 - out[-1].x1 < PIECE * token.size:
            out[-1] = Piece(out[-1].x0, max(out[-1].x1, token.box.x1), (*out[-1].tokens, token))
        else:
            out.append(Piece(token.box.x0, token.box.x1, (token,)))
    return out


def find_slots(rows: Sequence[Sequence[Token]], bands: Sequence[Band]) -> tuple[list[Slot], int] | None:
    """The stack over each band, and the first row of innermost heads. None: no such stacks can be told."""
    if len(bands) < FEWEST:
        return None
    pieces = [pieces_of(row) for row in rows]
    stacks: list[Slot] = []
    for at, row in enumerate(pieces):
        for piece in row:
            if not _spans(piece, pieces[at + 1 :]):
                stacks = _stacked(stacks, piece)
    if len(stacks) != len(bands):
        return None
    for slot, band in zip(stacks, bands, strict=True):
        size = band.tokens[0].size
        if slot.x1 < band.lo - AWAY * size or slot.x0 > band.hi + AWAY * size:
            return None
    for at, row in enumerate(pieces):
        filled = {
            slot_of(token, stacks) for piece in row for token in piece.tokens if not _spans(piece, pieces[at + 1 :])
        }
        if len(filled) >= FILLED * len(stacks):
            while at and _goes_on_below(pieces[at - 1], pieces[at:]):
                at -= 1
            return stacks, at
    return None


def _goes_on_below(row: Sequence[Piece], below: Sequence[Sequence[Piece]]) -> bool:
    """Whether every piece of a row is the first line of a head that goes on right below it, as far as other heads' next
    lines are and at the same edge or around the same middle: where heads of unequal height end on one level, those of
    three lines begin above the others."""
    if not row or any(_spans(piece, below) for piece in row):
        return False
    steps = [step for at, line in enumerate(below) for piece in line if (step := _step(piece, below[at + 1 :]))]
    size = row[0].tokens[0].size
    step = min(steps, default=0.0) + 0.2 * size
    return step < LINES * size and all(0.0 < _step(piece, below) < step for piece in row)


def _step(piece: Piece, below: Sequence[Sequence[Piece]]) -> float:
    """How far below a piece the next line of its head stands, in points; 0: none does."""
    size = piece.tokens[0].size
    under = next(
        (other for line in below for other in line if min(piece.x1, other.x1) - max(piece.x0, other.x0) > 1.0), None
    )
    if under is None:
        return 0.0
    ends = abs(under.x0 - piece.x0), abs(under.x1 - piece.x1), abs(under.x0 + under.x1 - piece.x0 - piece.x1) / 2
    return under.tokens[0].box.middle - piece.tokens[0].box.middle if min(ends) < EDGE * size else 0.0


def slot_of(token: Token, slots: Sequence[Slot]) -> int:
    """The stack that a word belongs to: the one that it overlaps most, else the nearest."""
    return max(
        range(len(slots)),
        key=lambda k: (
            round(min(slots[k].x1, token.box.x1) - max(slots[k].x0, token.box.x0), 2),
            -abs(slots[k].centre - token.box.centre),
        ),
    )


def _spans(piece: Piece, below: Sequence[Sequence[Piece]]) -> bool:
    """Whether a piece stands over two pieces of one row below it."""
    return any(sum(min(piece.x1, p.x1) - max(piece.x0, p.x0) > 1.0 for p in row) > 1 for row in below)


def _stacked(stacks: Sequence[Slot], piece: Piece) -> list[Slot]:
    """The stacks with one more piece: in the stack that it overlaps, or as a stack of its own."""
    touched = [slot for slot in stacks if min(slot.x1, piece.x1) - max(slot.x0, piece.x0) > 1.0]
    joined = Slot(min([piece.x0, *(s.x0 for s in touched)]), max([piece.x1, *(s.x1 for s in touched)]))
    return sorted([*(slot for slot in stacks if slot not in touched), joined], key=lambda slot: slot.x0)
