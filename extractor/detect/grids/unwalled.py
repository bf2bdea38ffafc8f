"""Rows of a region without walls -> a matrix: columns by the figures' right edges and by gaps between texts, heads by
what stands over the columns, lines by the rows that belong together."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.blocks import LABEL_SHARE, Block
from extractor.detect.columns import Band, find_bands, share_room
from extractor.detect.grids.bands import Strip, cut_between
from extractor.detect.grids.matrix import APART, Cell, Matrix
from extractor.detect.grids.pieces import LINE_GAP, Piece, clear_between, pieces_of, split_at
from extractor.detect.grids.slots import Level, ends_of, levels_of, over, over_run
from extractor.detect.lines import lines_of
from extractor.detect.notes import TokenRow
from extractor.detect.tokens import Kind, Token
from extractor.model import Rule
from extractor.notation.dates import dates_in, period_in
from extractor.notation.lexicon import rule
from extractor.notation.rows import Row
from extractor.notation.text import fold, squeeze

_NOTE = rule("grids.note_mark_ends").finds
_DATED = rule("grids.dated").finds
_TERM = rule("outline.term").finds
_TERM_EN = rule("outline.term_en").finds

LINES = 3  # of the heads may stand between a mark and its number, at other heights
BELOW = 1.8  # of the glyph size: the line below
OVER = 4.0  # of the glyph size: a note's number stands so near under the middle of its mark
LEADING = 0.4  # of the rows with figures: where so many have two texts before the figures there are two columns
WHOLE = 0.97  # of the table's width: a line so wide belongs to no cell
SLACK = 0.6  # of the glyph size: so far from the middle of its columns a head may stand
FILLED = 0.6  # of the rows of a band: so many have a text before it in a column of texts
LONG = 4  # characters: units and marks are shorter
ACROSS = 0.8  # of the table's width: a line so long is drawn under all heads
HALF = 1.4  # of the glyph size: figures of one line that stand at several heights are no further apart
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
    start = next((k for k, row in enumerate(rows) if row.numbers and not _numbers_notes(rows, k)), None)
    if start is None:
        return None
    while start and rows[start - 1].figures and not rows[start - 1].numbers:
        start -= 1  # dashes alone
    head, body = list(rows[:start]), list(rows[start:])
    tokens = [[_token(piece) for piece in row.figures] for row in body]
    bands = find_bands(tokens)
    if not bands:
        return None
    levels = levels_of(rules, rows[0].row.box.top, rows[-1].row.box.bottom + rows[-1].row.size)
    edges = _edges(body, bands, levels, [piece for row in head for piece in row.pieces])
    labels = bisect_right(edges, (bands[0].x0 + bands[0].x1) / 2) - 1  # columns before the first figures
    left = min(row.row.box.x0 for row in rows)
    while head and _names_period(head, left + LABEL_SHARE * (edges[labels] - left), edges[-1]):
        head.pop(0)
    share_room(bands, edges[labels], edges[-1])
    head, section = _sections(head, edges[labels], _under(levels, head, body[0], edges))
    groups = _lines(page, head, [*section, *body], bands, rules, edges, labels, plain)
    cells = _heads(head, edges, labels, [lv for lv in levels if lv.y < body[0].row.box.middle])
    count = len(head)
    spans = [(row.row.box.top, row.row.box.bottom) for row in head]
    for group in groups:
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


def _edges(
    body: Sequence[OpenRow], bands: Sequence[Band], levels: Sequence[Level], heads: Sequence[Piece]
) -> list[float]:
    """The columns' edges: the ends of lines drawn cell by cell, gaps between texts before the figures, and between the
    figures of two bands."""
    size = body[0].row.size
    left = min(row.row.box.x0 for row in body)
    right = max(row.row.box.x1 for row in body)
    figures = [piece for row in body for piece in row.figures]
    texts = [piece for row in body for piece in row.pieces if piece.figure is None]
    ends = [x for x in ends_of(levels, figures, texts) if left + size < x < right - size / 2]
    between = []
    for a, b in itertools.pairwise(bands):
        column = _texts_between(body, a, b)
        if column is not None and not any(a.x1 < x < b.x0 for x in ends):
            between += column
        elif not any(a.x0 < x < b.x1 for x in ends):
            between.append(clear_between(a.x1, b.x0, heads) if b.x0 > a.x1 else max(b.x1 - 4 * size, (a.x1 + b.x1) / 2))
    first = bands[0].x0 - ROOM * size
    if any(x <= bands[0].x0 + 1 for x in ends):
        start = [left - 1]
    else:
        named = [[p for p in row.pieces if p.figure is None and p.box.x0 < first] for row in body if row.figures]
        inner: list[float] = []
        if sum(len(found) > 1 for found in named) >= max(2, LEADING * len(named)):
            inner = _gutters([piece for found in named if len(found) > 1 for piece in found], first, size)
        start = [*([left - 1] if left < first - 1 else []), *inner, first]
    return [*start, *sorted([*ends, *between]), max(right, bands[-1].x1) + 1]


def _texts_between(body: Sequence[OpenRow], left: Band, right: Band) -> list[float] | None:
    """The edges of a column of texts between two bands of figures, which most rows of the right one have; None: there
    is none."""
    rows = [row for row in body if any(right.x0 <= p.box.x1 <= right.x1 + 1 for p in row.figures)]
    texts = [[p for p in row.pieces if p.figure is None and left.x1 < p.box.x0 and p.box.x1 < right.x0] for row in rows]
    found = [piece for row in texts for piece in row]
    if (
        len(rows) < 2
        or sum(map(bool, texts)) < FILLED * len(rows)
        or sum(len(p.text) for p in found) < LONG * len(rows)
    ):
        return None
    start, end = min(p.box.x0 for p in found), max(p.box.x1 for p in found)
    return [(left.x1 + start) / 2, (end + right.x0) / 2]


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
    edges: Sequence[float],
    labels: int,
    plain: bool,
) -> list[list[OpenRow]]:
    """The body's rows, those of one line together."""
    limit = edges[labels]
    if labels > 1 and not plain:
        return [part for group in _by_figures(body, edges) for part in _outdented(group, limit)]
    by_row = {id(row.row): row for row in body}
    made, beside = [], []
    for row in body:
        label = [t for piece in row.pieces if piece.figure is None and piece.box.x0 < limit for t in piece.tokens]
        values = [_token(piece) for piece in row.figures]
        if not label and not values:
            beside.append(row)
            continue
        made.append(TokenRow(row.row, [*label, *values], label=label, values=values))
    left = min(row.row.box.x0 for row in [*head, *body])
    block = Block(page, [], made, bands, None, left, limit, tuple(rules), wraps=not plain)
    groups = [[by_row[id(part.row)] for part in line.rows] for line in lines_of(block)]
    for row in beside:
        nearest = min(groups, key=lambda group: min(abs(other.middle - row.middle) for other in group))
        nearest.append(row)
    return [part for group in groups for part in _outdented(sorted(group, key=lambda row: row.middle), limit)]


def _outdented(group: Sequence[OpenRow], limit: float) -> list[list[OpenRow]]:
    """The rows of a line; those below its figures that begin further left than its label are the next line's heading:
    no text goes on left of where it began."""
    last = max((k for k, row in enumerate(group) if row.figures), default=len(group))
    starts = [
        row.pieces[0].box.x0 for row in group[: last + 1] if row.pieces[0].box.x0 < limit and not row.pieces[0].figure
    ]
    for k in range(last + 1, len(group)):
        if starts and group[k].pieces[0].box.x0 < min(starts) - SLACK * group[k].row.size:
            return [list(group[:k]), list(group[k:])]
    return [list(group)]


def _by_figures(body: Sequence[OpenRow], edges: Sequence[float]) -> list[list[OpenRow]]:
    """The body's rows by the lines of figures: with several columns of broken texts a line ends where fewest words
    stand across. Figures in brackets under others are no line of their own."""
    strips = [Strip(k, tuple(row.pieces)) for k, row in enumerate(body)]
    lines: list[tuple[float, float]] = []  # heights of the first and the last strip of each line
    ends: list[Strip] = []  # the last strip of each line
    for strip in strips:
        if not strip.leads:
            continue
        if ends and _one_line(ends[-1], strip, edges[1]):
            ends[-1] = Strip(strip.row, (*ends[-1].pieces, *strip.pieces))
            lines[-1] = lines[-1][0], strip.middle
            continue
        lines.append((strip.middle, strip.middle))
        ends.append(strip)
    cuts = [cut_between(upper, lower, strips) for (_, upper), (lower, _) in itertools.pairwise(lines)]
    groups: list[list[OpenRow]] = [[] for _ in lines]
    for row in body:
        groups[bisect_right(cuts, row.middle)].append(row)
    out: list[list[OpenRow]] = []
    for group in groups:
        first = next((k for k, row in enumerate(group) if len(row.pieces) > 1), 0)
        while first and group[first].row.box.top - group[first - 1].row.box.bottom < LINE_GAP * group[first].row.size:
            first -= 1
        out.extend([[row] for row in group[:first]])
        out.append(group[first:])
    return [group for group in out if group]


def _one_line(upper: Strip, lower: Strip, named: float) -> bool:
    """Whether two rows of figures are one line set at two heights: no figure of the one stands under one of the other,
    and not both begin with a name (a text left of ``named``)."""
    size = lower.pieces[0].size
    begun = [
        piece for strip in (upper, lower) for piece in strip.pieces if piece.figure is None and piece.box.x0 < named
    ]
    reach = size if len({piece.box.middle for piece in begun}) > 1 else HALF * size
    under = any(a.box.x0 < b.box.x1 and b.box.x0 < a.box.x1 for a in upper.numbers for b in lower.numbers)
    return lower.middle - upper.numbers[-1].box.middle < reach and not under


def _numbers_notes(rows: Sequence[OpenRow], k: int) -> bool:
    """Whether all numbers of a row are those of notes, broken from the marks above them: (注) over 4."""
    marks = [piece for row in rows[max(k - LINES, 0) : k] for piece in row.pieces if _NOTE(squeeze(piece.text))]
    return all(len(piece.text) <= 2 and any(_just_below(mark, piece) for mark in marks) for piece in rows[k].numbers)


def _just_below(mark: Piece, piece: Piece) -> bool:
    apart = abs(mark.box.centre - piece.box.centre) < OVER * piece.size
    return apart and 0 < piece.box.middle - mark.box.middle < BELOW * piece.size


def _names_period(head: Sequence[OpenRow], limit: float, right: float) -> bool:
    """Whether the first row over the heads says the period of the whole table: one period, and it begins over the
    labels, or ends where the table ends, above the row that has a head for each column."""
    row, text = head[0], head[0].row.text
    heads = len(head[1].pieces) if len(head) > 1 else 0
    closes = row.row.box.x1 > right - row.row.size and len(row.pieces) == 1 and heads > 1
    if not (row.row.box.x0 <= limit or closes) or not (_TERM(squeeze(text)) or _TERM_EN(fold(text))):
        return False
    period = period_in(text, instant=False)
    return len(dates_in(text)) < 2 or (period is not None and period.start is not None)


def _under(levels: Sequence[Level], head: Sequence[OpenRow], first: OpenRow, edges: Sequence[float]) -> float | None:
    """The height of the line drawn under the heads, from one side of the table to the other."""
    width = edges[-1] - edges[0]
    return max(
        (
            level.y
            for level in levels
            if head
            and head[0].middle < level.y < first.middle
            and sum(x1 - x0 for x0, x1 in level.parts) >= ACROSS * width
        ),
        default=None,
    )


def _sections(head: Sequence[OpenRow], limit: float, under: float | None) -> tuple[list[OpenRow], list[OpenRow]]:
    """Rows over the figures that are heads, and those below them that only name a group of rows, or are the first
    lines of labels. ``under``: where a line is drawn under the heads."""
    if under is not None:
        below = [k for k, row in enumerate(head) if row.middle > under and row.pieces[0].box.x1 < limit]
        if below and head[below[0] - 1].middle < under:
            return list(head[: below[0]]), list(head[below[0] :])
    left = min((row.row.box.x0 for row in head), default=0.0)
    edge = left + LABEL_SHARE * (limit - left)
    last = max(
        (
            k
            for k, row in enumerate(head)
            if any(p.box.centre > limit or (p.box.x1 > limit and p.box.x0 > edge) for p in row.pieces)
        ),
        default=-1,
    )
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


def _heads(head: Sequence[OpenRow], edges: Sequence[float], labels: int, levels: Sequence[Level]) -> list[Cell]:
    """The heads' cells: each piece over the columns that it spans."""
    columns = list(itertools.pairwise(edges[labels:]))
    rows = [[part for piece in row.pieces for part in split_at(piece, edges[labels:])] for row in head]
    cells: list[Cell] = []
    for k, pieces in enumerate(rows):
        below = [piece for other in rows[k + 1 :] for piece in other]
        by_place: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        dated = any(_DATED(squeeze(piece.text)) for piece in pieces)
        if len(pieces) == labels + len(columns) and labels and not dated:  # one for each column, in their order
            cells.extend(Cell(k, k + 1, c, c + 1, [piece]) for c, piece in enumerate(pieces))
            continue
        for piece in pieces:
            drawn = over_run(piece, pieces, below, levels) or over(piece, levels)
            if drawn is not None and drawn[1] - drawn[0] >= WHOLE * (edges[-1] - edges[0]):
                drawn = None
            if drawn is None:
                drawn = _over_several(piece, pieces, rows[k + 1 :], len(columns))
            by_place[_home(piece, drawn, edges, labels, columns, below)].append(piece)
        for (first, last), found in by_place.items():
            cells.append(Cell(k, k + 1, first, last, found))
    return cells


def _over_several(
    piece: Piece, row: Sequence[Piece], below: Sequence[Sequence[Piece]], columns: int
) -> tuple[float, float] | None:
    """From the first to the last of an even number of innermost heads over whose middle a piece stands, where no line
    is drawn; None: it stands over one column."""
    leaves = next((found for found in below if len(found) == columns), [])
    at = row.index(piece)
    lower = row[at - 1].box.centre if at else float("-inf")
    upper = row[at + 1].box.centre if at + 1 < len(row) else float("inf")
    near = [leaf for leaf in leaves if lower < leaf.box.centre < upper]
    best: tuple[float, float] | None = None
    for first in range(len(near)):
        for last in range(first + 1, len(near), 2):
            x0, x1 = near[first].box.x0, near[last].box.x1
            middle = abs((x0 + x1) / 2 - piece.box.centre) < SLACK * piece.size
            if middle and x0 < piece.box.x0 + piece.size and (best is None or x1 - x0 > best[1] - best[0]):
                best = x0, x1
    return best


def _home(
    piece: Piece,
    drawn: tuple[float, float] | None,
    edges: Sequence[float],
    labels: int,
    columns: Sequence[tuple[float, float]],
    below: Sequence[Piece],
) -> tuple[int, int]:
    """The columns that a piece of a head stands over."""
    lo, hi = drawn or (piece.box.x0, piece.box.x1)
    middle = (lo + hi) / 2
    if labels and middle < edges[labels] and hi < columns[0][0] + 2 * piece.size and (drawn or hi <= columns[0][0]):
        c = min(max(bisect_right(edges, middle) - 1, 0), labels - 1)
        return c, c + 1
    under = [labels + c for c, (x0, x1) in enumerate(columns) if min(x1, hi) - max(x0, lo) > 0.35 * (x1 - x0)]
    if len(under) > 1 and drawn is None and not _spreads(piece, below):
        under = []
    if not under:
        under = [labels + min(range(len(columns)), key=lambda c: abs(sum(columns[c]) / 2 - piece.box.centre))]
    return under[0], under[-1] + 1


def _spreads(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether two pieces stand below a piece: then it is the head of both."""
    return sum(min(p.box.x1, piece.box.x1) - max(p.box.x0, piece.box.x0) > 1 for p in below) > 1
