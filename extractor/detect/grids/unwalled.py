"""Rows of a region without walls -> a matrix: columns by the figures' right edges and by gaps between texts, heads by
what stands over the columns, lines by the rows that belong together."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.blocks import Block, TokenRow
from extractor.detect.columns import Band, find_bands, share_room
from extractor.detect.grids.matrix import APART, Cell, Matrix
from extractor.detect.grids.pieces import Piece, pieces_of
from extractor.detect.lines import lines_of
from extractor.detect.tokens import Kind, Token
from extractor.model import Rule
from extractor.notation.rows import Row

LEADING = 0.4  # of the rows with figures: where so many have two texts before the figures there are two columns
ROOM = 0.35  # of the glyph size: figures of other rows may be so much wider


@dataclass(slots=True)
class OpenRow:
    """A row of the page as pieces."""

    row: Row
    pieces: list[Piece]

    @property
    def figures(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.figure is not None]

    @property
    def numbers(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.figure is not None and piece.figure.number]

    @property
    def middle(self) -> float:
        return self.row.box.middle


def open_row(row: Row) -> OpenRow:
    """The row with its pieces."""
    return OpenRow(row, pieces_of(row))


def open_matrix(page: int, rows: Sequence[OpenRow], rules: Sequence[Rule], plain: bool) -> Matrix | None:
    """The matrix of a run of rows; None where no figure stands in it."""
    start = next((k for k, row in enumerate(rows) if row.numbers), None)
    if start is None:
        return None
    head, body = list(rows[:start]), list(rows[start:])
    tokens = [[_token(piece) for piece in row.figures] for row in body]
    bands = find_bands(tokens)
    if not bands:
        return None
    edges = _edges(body, bands)
    labels = len(edges) - len(bands) - 1  # columns before the first figures
    share_room(bands, edges[labels], edges[-1])
    groups = _lines(page, head, body, bands, rules, edges[labels], plain)
    head, section = _sections(head, edges[labels])
    cells = _heads(head, edges, labels, rules)
    count = len(head)
    spans = [(row.row.box.top, row.row.box.bottom) for row in head]
    for group in [*([row] for row in section), *groups]:
        spans.append((group[0].row.box.top, group[-1].row.box.bottom))
        found: dict[tuple[int, int], Cell] = {}
        for row in group:
            for piece in row.pieces:
                at = _place(piece, edges, labels, bool(row.figures))
                if at not in found:
                    found[at] = Cell(len(spans) - 1, len(spans), *at, [])
                found[at].pieces.append(piece)
        cells.extend(found.values())
    return Matrix(page, spans, edges, cells, heads=count).settle()


def _token(piece: Piece) -> Token:
    kind = Kind.NUMBER if piece.figure and piece.figure.number else Kind.NIL
    words = tuple(word for token in piece.tokens for word in token.words)
    return Token(kind, piece.text, piece.box, piece.size, words)


def _edges(body: Sequence[OpenRow], bands: Sequence[Band]) -> list[float]:
    """The columns' edges: texts before the figures, then a column for each band."""
    size = body[0].row.size
    left = min(row.row.box.x0 for row in body)
    right = max(row.row.box.x1 for row in body)
    between = []
    for a, b in itertools.pairwise(bands):
        between.append((a.x1 + b.x0) / 2 if b.x0 > a.x1 else max(b.x1 - 4 * size, (a.x1 + b.x1) / 2))
    first = bands[0].x0 - ROOM * size
    texts = [
        [piece for piece in row.pieces if piece.figure is None and piece.box.x0 < first] for row in body if row.figures
    ]
    inner: list[float] = []
    if sum(len(found) > 1 for found in texts) >= max(2, LEADING * len(texts)):
        inner = _gutters([piece for found in texts if len(found) > 1 for piece in found], first, size)
    start = [left - 1] if left < first - 1 else []
    return [*start, *inner, first, *between, max(right, bands[-1].x1) + 1]


def _gutters(pieces: Sequence[Piece], limit: float, size: float) -> list[float]:
    out: list[float] = []
    reach = None
    for piece in sorted(pieces, key=lambda p: p.box.x0):
        if reach is not None and piece.box.x0 - reach >= APART * size and piece.box.x0 < limit:
            out.append(piece.box.x0 - 0.4 * size)
        reach = max(reach or 0.0, piece.box.x1)
    return out


def _lines(
    page: int,
    head: Sequence[OpenRow],
    body: Sequence[OpenRow],
    bands: list[Band],
    rules: Sequence[Rule],
    limit: float,
    plain: bool,
) -> list[list[OpenRow]]:
    """The body's rows, those of one line together."""
    by_row = {id(row.row): row for row in body}
    made = []
    for row in body:
        label = [t for piece in row.pieces if piece.figure is None for t in piece.tokens]
        values = [_token(piece) for piece in row.figures]
        made.append(TokenRow(row.row, [*label, *values], label=label, values=values))
    left = min(row.row.box.x0 for row in [*head, *body])
    block = Block(page, [], made, bands, None, left, limit, tuple(rules), wraps=not plain)
    return [[by_row[id(part.row)] for part in line.rows] for line in lines_of(block)]


def _sections(head: Sequence[OpenRow], limit: float) -> tuple[list[OpenRow], list[OpenRow]]:
    """Rows over the figures that are heads, and those below them that only name a group of rows."""
    last = max((k for k, row in enumerate(head) if any(p.box.centre > limit for p in row.pieces)), default=-1)
    return list(head[: last + 1]), list(head[last + 1 :])


def _place(piece: Piece, edges: Sequence[float], labels: int, figured: bool) -> tuple[int, int]:
    last = len(edges) - 1
    if piece.figure is not None:
        c = bisect_right(edges, piece.box.x1 - 0.3 * min(piece.size, piece.box.width)) - 1
        c = min(max(c, labels), last - 1)
        return c, c + 1
    lo = min(max(bisect_right(edges, piece.box.x0 + 0.3 * piece.size) - 1, 0), last - 1)
    if lo < labels:
        return lo, lo + 1
    if figured:
        return lo, lo + 1
    return lo, min(max(bisect_right(edges, piece.box.x1 - 0.3 * piece.size), lo + 1), last)


def _heads(head: Sequence[OpenRow], edges: Sequence[float], labels: int, rules: Sequence[Rule]) -> list[Cell]:
    """The heads' cells: each piece over the columns that it spans."""
    lines = [rule.box for rule in rules if rule.horizontal]
    columns = list(zip(edges[labels:], edges[labels + 1 :], strict=False))
    cells: list[Cell] = []
    for k, row in enumerate(head):
        below = [piece for other in head[k + 1 :] for piece in other.pieces]
        by_place: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        for piece in row.pieces:
            if labels and piece.box.centre < edges[labels] and piece.box.x1 < columns[0][0] + 2 * piece.size:
                by_place[0, 1].append(piece)
                continue
            lo, hi = piece.box.x0, piece.box.x1
            under = [
                box
                for box in lines
                if box.x0 <= lo + 2 and box.x1 >= hi - 2 and -2 <= box.middle - piece.box.bottom < 0.9 * piece.size
            ]
            narrow = min(under, key=lambda box: box.width, default=None)
            if narrow is not None and narrow.width < 0.95 * (edges[-1] - edges[0]):
                lo, hi = narrow.x0, narrow.x1
            over = [labels + c for c, (x0, x1) in enumerate(columns) if min(x1, hi) - max(x0, lo) > 0.35 * (x1 - x0)]
            if len(over) > 1 and narrow is None and not _spreads(piece, below):
                over = []
            if not over:
                centre = piece.box.centre
                over = [labels + min(range(len(columns)), key=lambda c: abs(sum(columns[c]) / 2 - centre))]
            by_place[over[0], over[-1] + 1].append(piece)
        for (lo_c, hi_c), found in by_place.items():
            cells.append(Cell(k, k + 1, lo_c, hi_c, found))
    return cells


def _spreads(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether two pieces stand below a piece: then it is the head of both."""
    return sum(min(p.box.x1, piece.box.x1) - max(p.box.x0, piece.box.x0) > 1 for p in below) > 1
