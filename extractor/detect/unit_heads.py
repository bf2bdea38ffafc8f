"""Units that head single columns: "Millions of yen" over two, "Thousands of U.S. dollars" over the third.

One unit for all columns is a caption and is read elsewhere; here are the heads of a table whose columns differ in their
units.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.detect.blocks import Block
from extractor.detect.notes import TokenRow
from extractor.detect.phrases import shared_out
from extractor.detect.tokens import Token
from extractor.model import Box
from extractor.notation.lexicon import rule
from extractor.notation.rows import join_words, make_row
from extractor.notation.text import fold, join_wrapped
from extractor.notation.units import UnitCaption, unit_caption

_BEGINS = rule("headers.unit_begins").finds
LOOSE = 0.6  # of the glyph size: words of one unit stand closer
NEXT_ROW = 2.2  # of the glyph size: the second line of a unit is no further below the first


@dataclass(frozen=True, slots=True)
class UnitHeads:
    """The unit of each band (None: no head speaks for it), and the block without the words that say so."""

    units: tuple[UnitCaption | None, ...]
    block: Block


@dataclass(frozen=True, slots=True)
class _Piece:
    tokens: tuple[Token, ...]
    box: Box  # of its first line
    last: Box  # of its last line
    text: str
    cut: bool = False  # the end of a line whose other words are no unit


def unit_heads(block: Block) -> UnitHeads | None:
    """The units over a block's bands, or None where its heads name one unit or none. One that begins behind other
    words of a head is the column's own all the same."""
    found = _units(block)
    if len({(unit.scale, unit.currency) for unit, _ in found}) < 2 and not any(piece.cut for _, piece in found):
        return None
    units: list[UnitCaption | None] = [None] * len(block.bands)
    for _, same_row in itertools.groupby(found, key=lambda pair: round(pair[1].box.top)):
        row = list(same_row)
        for k, unit in _shared_out(row, block).items():
            units[k] = unit
    used = {id(token) for _, piece in found for token in piece.tokens}
    return UnitHeads(
        tuple(units), replace(block, header=[bare for row in block.header if (bare := _without(row, used))])
    )


def _units(block: Block) -> list[tuple[UnitCaption, _Piece]]:
    """Every unit in the header and where it stands, from top to bottom; one broken over two rows is put together."""
    rows = [_pieces(row.tokens) for row in block.header]
    used: set[int] = set()
    out: list[tuple[UnitCaption, _Piece]] = []
    for at, row in enumerate(rows):
        for piece in row:
            if id(piece) in used:
                continue
            piece = _tail(piece, rows[at + 1 : at + 3])
            for lower in (at + 1, at + 2):
                rest = _rest(piece, rows[lower : lower + 2])
                if rest is not None:
                    used.add(id(rest))
                    text = join_wrapped([piece.text, rest.text])
                    piece = _Piece((*piece.tokens, *rest.tokens), piece.box, rest.last, text, piece.cut)
            unit = unit_caption(piece.text)
            if unit is not None:
                out.append((unit, piece))
    return out


def _tail(piece: _Piece, below: Sequence[Sequence[_Piece]]) -> _Piece:
    """The beginning of a unit that ends a line of a head, "March 31, 2024) Thousands of" over "yen", or the piece
    itself. It keeps the place of the line, under which the end of the unit stands."""
    if _BEGINS(fold(piece.text)) and _rest(piece, below) is None:
        for cut in range(1, len(piece.tokens)):
            tokens = piece.tokens[cut:]
            words = [word for token in tokens for word in token.words]
            part = replace(piece, tokens=tokens, text=join_words(words), cut=True)
            rest = _rest(part, below)
            if rest is not None and unit_caption(join_wrapped([part.text, rest.text])) is not None:
                return part
    return piece


def _rest(piece: _Piece, below: Sequence[Sequence[_Piece]]) -> _Piece | None:
    """The next line of a unit, under the one before: "U.S. dollars" under "Thousands of"."""
    if not _BEGINS(fold(piece.text)):
        return None
    size = piece.tokens[0].size
    for row in below:
        for other in row:
            near = other.box.middle - piece.last.middle < NEXT_ROW * size
            over = min(other.box.x1, piece.last.x1) - max(other.box.x0, piece.last.x0) > 0
            text = join_wrapped([piece.text, other.text])
            more = _BEGINS(fold(piece.tokens[0].text)) and _BEGINS(fold(text))
            if near and over and (unit_caption(text) or more):
                return other
    return None


def _pieces(tokens: Sequence[Token]) -> list[_Piece]:
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and token.box.x0 - groups[-1][-1].box.x1 < LOOSE * token.size:
            groups[-1].append(token)
        else:
            groups.append([token])
    out = []
    for group in groups:
        box = group[0].box
        for token in group[1:]:
            box = box.union(token.box)
        out.append(_Piece(tuple(group), box, box, join_words([word for token in group for word in token.words])))
    return out


def _shared_out(row: Sequence[tuple[UnitCaption, _Piece]], block: Block) -> dict[int, UnitCaption]:
    """The bands of each unit of a row. Units side by side share all bands in order, each standing over the middle of
    its own."""
    centres = [(band.x0 + band.x1) / 2 for band in block.bands]
    count = len(centres)
    if len(row) > count:
        return {}
    if len(row) == 1:
        unit, piece = row[0]
        over = [k for k, centre in enumerate(centres) if piece.box.x0 - 2 <= centre <= piece.box.x1 + 2]
        if piece.box.x0 < block.bands[0].lo or not over:
            over = list(range(count))
        return dict.fromkeys(over, unit)
    runs, _ = shared_out([piece.box.centre for _, piece in row], centres)
    return {k: unit for (unit, _), run in zip(row, runs, strict=True) for k in run}


def _without(row: TokenRow, used: set[int]) -> TokenRow | None:
    tokens = [token for token in row.tokens if id(token) not in used]
    if len(tokens) == len(row.tokens):
        return row
    words = [word for token in tokens for word in token.words]
    if not words:
        return None
    return replace(row, row=make_row(words), tokens=tokens, label=[t for t in row.label if id(t) not in used])
