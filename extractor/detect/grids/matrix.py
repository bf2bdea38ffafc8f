"""Words of a region, and the lattice around them if there is one -> a matrix of cells.

Walls decide. Where a walled row holds several lines of figures it is cut at their baselines, and where a cell holds two
figures side by side the figures' own right edges part the columns.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.detect.grids.bands import (
    Strip,
    are_labels,
    between_lines,
    figure_columns,
    names_inside,
    one_block,
    rows_between,
)
from extractor.detect.grids.lattice import Lattice, Span
from extractor.detect.grids.pieces import Piece, clear_between, pieces_of, split_at
from extractor.model import Box, Word
from extractor.notation.rows import make_row, rows_of
from extractor.notation.text import join_wrapped

BASELINE = 0.6  # of the glyph size: figures whose middles are closer stand on one line
FILLED = 0.6  # of the columns under a cell: with so many texts it is several heads
NAMED = 0.5  # of a column's lines of figures: with so many texts before them the column holds their labels too
APART = 1.0  # of the glyph size: texts with less between them are no columns


@dataclass(slots=True)
class Cell:
    """A cell of the matrix: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, the ends excluded."""

    top: int
    bottom: int
    left: int
    right: int
    pieces: list[Piece]
    walled: bool = False  # drawn lines or the only cell of its row: it reaches over all of its columns

    @property
    def figures(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.figure is not None]

    @property
    def text(self) -> str:
        """What it says that is no figure, its lines joined."""
        return text_of([piece for piece in self.pieces if piece.figure is None])

    @property
    def whole(self) -> str:
        """All that it says."""
        return text_of(self.pieces)

    @property
    def box(self) -> Box:
        box = self.pieces[0].box
        for piece in self.pieces[1:]:
            box = box.union(piece.box)
        return box


@dataclass(slots=True)
class Matrix:
    """Cells by row and column. ``rows``: top and bottom of each; ``edges``: one more than columns."""

    page: int
    rows: list[tuple[float, float]]
    edges: list[float]
    cells: list[Cell]
    heads: int | None = None  # rows of heads where geometry tells them; None: the figures tell
    cut: frozenset[int] | None = None  # rows that no drawn line parts from the next; None: all of them
    by_row: list[list[Cell]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.edges) - 1

    def settle(self) -> Matrix:
        """Sort the cells, and list them by the rows that they cover."""
        self.cells.sort(key=lambda cell: (cell.top, cell.left))
        self.by_row = [[] for _ in self.rows]
        for cell in self.cells:
            for r in range(cell.top, min(cell.bottom, len(self.rows))):
                self.by_row[r].append(cell)
        return self


def text_of(pieces: Sequence[Piece]) -> str:
    """The pieces' words, line by line."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.box.middle):
        if lines and piece.box.middle - lines[-1][-1].box.middle < BASELINE * min(piece.size, lines[-1][-1].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    said = []
    for line in lines:
        row = make_row([word for piece in line for token in piece.tokens for word in token.words])
        said.append(row.text)
    return join_wrapped(said)


def walled_matrix(page: int, words: Sequence[Word], lattice: Lattice) -> Matrix | None:
    """The matrix of a lattice. ``words``: those within it, and those that stand beside it on its rows."""
    lattice = _widened(lattice, words)
    strips = _strips(words, lattice)
    if not strips:
        return None
    edges = _edges(lattice, strips)
    columns = figure_columns(lattice, strips)
    rows, first = rows_between(lattice, strips, columns)
    named = names_inside(strips, columns)
    lines = sorted(strip.middle for found in strips.values() for strip in found if strip.leads)
    cells: list[Cell] = []
    for span, found in strips.items():
        left = bisect_right(edges, lattice.xs[span.left] + 0.1) - 1
        right = bisect_right(edges, lattice.xs[span.right] + 0.1) - 1
        cells.extend(_cut(found, span, left, right, edges, rows, first, lines, span.top in named))
    cut = frozenset(r for a, b in itertools.pairwise(first) if b - a > 1 for r in range(a, b))
    return Matrix(page, rows, edges, cells, cut=cut).settle()


def _widened(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with a column more where words stand left or right of it."""
    xs, cells = list(lattice.xs), list(lattice.cells)
    rows = len(lattice.ys) - 1
    left = [word for word in words if word.box.centre < xs[0]]
    right = [word for word in words if word.box.centre > xs[-1]]
    if left:
        xs.insert(0, min(word.box.x0 for word in left) - 1)
        cells = [Span(s.top, s.bottom, s.left + 1, s.right + 1) for s in cells]
        cells += [Span(r, r + 1, 0, 1) for r in range(rows)]
    if right:
        xs.append(max(word.box.x1 for word in right) + 1)
        cells += [Span(r, r + 1, len(xs) - 2, len(xs) - 1) for r in range(rows)]
    return Lattice(lattice.box, lattice.ys, tuple(xs), tuple(cells), lattice.joints)


def _strips(words: Sequence[Word], lattice: Lattice) -> dict[Span, list[Strip]]:
    home: dict[tuple[int, int], Span] = {}
    for span in lattice.cells:
        for r in range(span.top, span.bottom):
            for c in range(span.left, span.right):
                home[r, c] = span
    last_row, last_column = len(lattice.ys) - 2, len(lattice.xs) - 2
    out: dict[Span, list[Strip]] = defaultdict(list)
    for number, row in enumerate(rows_of(words)):
        cells: dict[Span, list[Word]] = defaultdict(list)
        for word in row.words:
            r = min(max(bisect_right(lattice.ys, word.box.middle) - 1, 0), last_row)
            c = min(max(bisect_right(lattice.xs, word.box.centre) - 1, 0), last_column)
            cells[home[r, c]].append(word)
        for span, found in cells.items():
            pieces = pieces_of(make_row(found))
            if pieces:
                out[span].append(Strip(number, tuple(pieces)))
    return out


def _edges(lattice: Lattice, strips: dict[Span, list[Strip]]) -> list[float]:
    """The columns' edges: the walls, and between figures that stand side by side in one cell."""
    edges = list(lattice.xs)
    for c in range(len(lattice.xs) - 1):
        inside = [
            (strip.row, piece)
            for span, found in strips.items()
            if span.left <= c < span.right
            for strip in found
            for piece in strip.numbers
            if lattice.xs[c] <= piece.box.centre < lattice.xs[c + 1]
        ]
        named = [
            strip
            for span, found in strips.items()
            if span.left <= c < span.right
            for strip in found
            if strip.numbers and strip.pieces[0].figure is None and strip.pieces[0].box.x0 < lattice.xs[c + 1]
        ]
        if inside and len(named) > 2 and len(named) >= NAMED * len({row for row, _ in inside}):
            start = min(piece.box.x0 for _, piece in inside)
            ends = [strip.pieces[0].box.x1 for strip in named if strip.pieces[0].box.x1 < start]
            texts = [piece for found in strips.values() for s in found for piece in s.pieces if piece.figure is None]
            edges.append(clear_between(max(ends, default=start - inside[0][1].size), start, texts))
        seen: dict[int, int] = defaultdict(int)
        for row, piece in inside:
            seen[row] += bool(piece.figure and not piece.figure.bracketed)
        if sum(count > 1 for count in seen.values()) * 2 <= len(seen):
            continue
        texts = [piece for found in strips.values() for s in found for piece in s.pieces if piece.figure is None]
        edges.extend(gaps_between(inside, texts))
    return sorted(edges)


def gaps_between(figures: Sequence[tuple[int, Piece]], texts: Sequence[Piece]) -> list[float]:
    """Where columns of figures part: between bands of right edges. ``figures``: each with its baseline's number."""
    groups: list[tuple[float, float]] = []
    for _, piece in sorted(figures, key=lambda pair: pair[1].box.x1):
        if groups and piece.box.x0 < groups[-1][1] - 0.5:
            groups[-1] = (min(groups[-1][0], piece.box.x0), max(groups[-1][1], piece.box.x1))
        else:
            groups.append((piece.box.x0, piece.box.x1))
    return [clear_between(left[1], right[0], texts) for left, right in itertools.pairwise(groups)]


def _cut(
    strips: Sequence[Strip],
    span: Span,
    left: int,
    right: int,
    edges: Sequence[float],
    rows: Sequence[tuple[float, float]],
    first: Sequence[int],
    lines: Sequence[float],
    named: bool,
) -> list[Cell]:
    """A walled cell as cells of the matrix: by row where its band was cut, by column where it holds several.
    ``named``: the figures of its band have texts of their own in their cells."""
    top, bottom = first[span.top], first[span.bottom]
    parted = _by_row(strips, top, bottom, rows)
    if any(strip.numbers for strip in strips):
        whole = bottom - top == 1 or sum(strip.leads for strip in strips) == 1 < span.bottom - span.top
    else:
        within = (top, top + 1) not in parted and (bottom - 1, bottom) not in parted  # one text in the middle
        text = within or not are_labels(strips, bottom - top, len(parted), lines)
        block = span.bottom - span.top > 1 or (len(parted) < bottom - top and one_block(strips))
        whole = bottom - top == 1 or (text and block) or named
        parted = parted if whole else _between_rows(parted, rows, lines)
    groups = {(top, bottom): list(strips)} if whole else parted
    out: list[Cell] = []
    for (lo, hi), found in groups.items():
        pieces = [piece for strip in found for piece in strip.pieces]
        if right - left == 1 or len({piece.box.x0 for piece in pieces}) == 1:
            out.append(Cell(lo, hi, left, right, pieces, walled=True))
        else:
            parts = [part for piece in pieces for part in split_at(piece, edges[left + 1 : right])]
            out.extend(_by_column(parts, lo, hi, left, right, edges))
    return out


def _by_row(
    strips: Sequence[Strip], top: int, bottom: int, rows: Sequence[tuple[float, float]]
) -> dict[tuple[int, int], list[Strip]]:
    groups: dict[tuple[int, int], list[Strip]] = defaultdict(list)
    starts = [rows[r][0] for r in range(top, bottom)]
    for strip in strips:
        r = top + min(max(bisect_right(starts, strip.middle) - 1, 0), bottom - top - 1)
        groups[r, r + 1].append(strip)
    return groups


def _between_rows(
    parted: dict[tuple[int, int], list[Strip]], rows: Sequence[tuple[float, float]], lines: Sequence[float]
) -> dict[tuple[int, int], list[Strip]]:
    """Labels by their rows; one that stands between two lines of figures is that of both."""
    top, bottom = min(parted)[0], max(parted)[1]
    heights = []
    for lo, hi in rows[top - 1 if top else 0 : bottom + 1]:
        within = lines[bisect_left(lines, lo) : bisect_left(lines, hi)]
        heights.append(sum(within) / len(within) if within else (lo + hi) / 2)
    out: dict[tuple[int, int], list[Strip]] = {}
    for place, found in parted.items():
        upper = between_lines(found[0], heights) if len(found) == 1 else None
        start = max(top - 1, 0) + upper if upper is not None else 0
        beside = {(start, start + 1), (start + 1, start + 2)} - {place}
        out[(start, start + 2) if upper is not None and beside.isdisjoint(parted) else place] = found
    return out


def _by_column(
    pieces: Sequence[Piece], top: int, bottom: int, left: int, right: int, edges: Sequence[float]
) -> list[Cell]:
    """Pieces of a cell over several columns: each in the columns that it stands over."""
    whole: list[Piece] = []
    if not any(piece.figure for piece in pieces):
        over, parts = _over_all(pieces, left, right, edges)
        if not _heads_of_columns(parts, left, right, edges):
            return [Cell(top, bottom, left, right, list(pieces), walled=True)]
        whole, pieces = over, parts
    out: dict[tuple[int, int], Cell] = {}
    for piece in pieces:
        at = _column(piece, edges, left, right)
        if at not in out:
            out[at] = Cell(top, bottom, *at, [])
        out[at].pieces.append(piece)
    return [*([Cell(top, bottom, left, right, whole, walled=True)] if whole else []), *out.values()]


def _over_all(
    pieces: Sequence[Piece], left: int, right: int, edges: Sequence[float]
) -> tuple[list[Piece], list[Piece]]:
    """The first lines of a cell that stand alone over several of its columns, and what stands below them."""
    ordered = sorted(pieces, key=lambda piece: (piece.box.middle, piece.box.x0))
    k = 0
    while k < len(ordered):
        lo, hi = _column(ordered[k], edges, left, right)
        alone = k + 1 == len(ordered) or ordered[k + 1].box.middle - ordered[k].box.middle > BASELINE * ordered[k].size
        if hi - lo < 2 or not alone:
            break
        k += 1
    return ordered[:k], ordered[k:]


def _heads_of_columns(pieces: Sequence[Piece], left: int, right: int, edges: Sequence[float]) -> bool:
    """Whether the texts of a cell over several columns are one for each column, where no wall parts them."""
    filled: set[int] = set()
    if all(len(piece.text) == 1 for piece in pieces):
        return False  # a word spaced out
    for piece in pieces:
        lo, hi = _column(piece, edges, left, right)
        if hi - lo > 1:
            return False
        filled.add(lo)
    return len(filled) > 1 and len(filled) >= FILLED * (right - left)


def _column(piece: Piece, edges: Sequence[float], left: int, right: int) -> tuple[int, int]:
    """The columns that a piece stands over: a figure in one, by its right end."""
    if piece.figure is not None:
        c = bisect_right(edges, piece.box.x1 - 0.3 * min(piece.box.width, piece.size)) - 1
        c = min(max(c, left), right - 1)
        return c, c + 1
    lo = min(max(bisect_right(edges, piece.box.x0 + 0.3 * piece.size) - 1, left), right - 1)
    hi = min(max(bisect_right(edges, piece.box.x1 - 0.3 * piece.size), lo + 1), right)
    return lo, hi
