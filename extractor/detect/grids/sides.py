"""Tables that are set as two beside each other: labels and figures of one year, and right of them those of the next."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractor.detect.grids.matrix import Cell, Matrix
from extractor.model.other import Grid
from extractor.notation.numbers import is_nil
from extractor.notation.text import squeeze

NAMED = 0.6  # of the rows of figures that have a label
TELLING = 0.5  # of the labels that differ
LONG = 4  # characters: units and marks are shorter than labels


def sides(matrix: Matrix, body: int, figures: Sequence[int]) -> list[Matrix]:
    """The matrix, or its sides where columns of labels stand between the figures.

    A text between figures is a label where it has no head of its own: what stands over it stands over the figures
    right of it too, or over neither, or where the heads of the first side come again. ``body``: the first row below
    the heads."""
    starts = [0]
    gaps = [c for a, b in itertools.pairwise(figures) for c in range(a + 1, b)]
    for c in gaps:
        left = [f for f in figures if starts[-1] <= f < c]
        right = list(itertools.takewhile(lambda f, c=c: f not in gaps, [f for f in figures if f > c]))  # type: ignore[misc]
        if not left or not right:
            continue
        rows = min(_named(matrix, body, c, right), _named(matrix, body, starts[-1], left))
        if not rows or (
            rows == 1 and not (_heads(matrix, body, c) and not any(_heads(matrix, body, f) for f in right))
        ):
            continue
        if _under_one_head(matrix, body, c, right) or _heads_again(matrix, body, (starts[-1], c), figures[-1] + 1):
            starts.append(c)
    if len(starts) == 1:
        return [matrix]
    return [_side(matrix, body, lo, hi, figures) for lo, hi in itertools.pairwise([*starts, matrix.columns])]


def beside(grids: Sequence[Grid]) -> Grid:
    """The sides as one grid: the rows of the first, then those of the next, each with columns of its own."""
    out = grids[0]
    for grid in grids[1:]:
        shift, rows, heads = len(out.columns), len(out.rows), max(row.heads for row in out.rows) + 1
        columns = tuple(replace(column, index=column.index + shift) for column in grid.columns)
        moved = tuple(
            replace(
                row,
                number=row.number + rows,
                heads=row.heads + heads,
                cells=tuple(replace(cell, column=cell.column + shift) for cell in row.cells),
            )
            for row in grid.rows
        )
        out = replace(out, columns=(*out.columns, *columns), rows=(*out.rows, *moved))
    return out


def _named(matrix: Matrix, body: int, c: int, figures: Sequence[int]) -> int:
    """The rows of these figures; 0 where the texts of a column do not name most of them."""
    rows, texts = 0, []
    for r in range(body, len(matrix.rows)):
        cells = [cell for cell in matrix.by_row[r] if cell.top == r]
        if not any(cell.figures and figures[0] <= cell.right - 1 <= figures[-1] for cell in cells):
            continue
        rows += 1
        texts += [squeeze(cell.whole) for cell in cells if c <= cell.left < cell.right <= figures[0] and cell.text]
    texts = [text for text in texts if not is_nil(text)]
    long = sum(len(text) for text in texts) >= LONG * len(texts)
    telling = len(set(texts)) > TELLING * len(texts)
    return rows if len(texts) >= NAMED * rows and long and telling else 0


def _heads(matrix: Matrix, body: int, c: int) -> list[Cell]:
    return [cell for r in range(body) for cell in matrix.by_row[r] if cell.top == r and cell.left <= c < cell.right]


def _under_one_head(matrix: Matrix, body: int, c: int, figures: Sequence[int]) -> bool:
    """Whether what stands over the texts stands over the figures right of them too; without drawn lines a head stands
    in the middle of both."""
    over = {squeeze(cell.whole) for cell in _heads(matrix, body, c)}
    heads = [cell for f in figures for cell in _heads(matrix, body, f) if squeeze(cell.whole) not in over]
    if over or len(figures) > 1 or any(cell.walled for cell in heads):
        return not heads
    below = [cell for cell in matrix.cells if cell.top >= body]
    texts = [cell.box for cell in below if c <= cell.left < cell.right <= figures[0]]
    values = [cell.box for cell in below if cell.right - 1 == figures[0] and cell.figures]
    left, right = min(box.x0 for box in texts), max(box.x1 for box in values)
    own = (min(box.x0 for box in values) + right) / 2
    return all(abs(cell.box.centre - (left + right) / 2) < abs(cell.box.centre - own) for cell in heads)


def _heads_again(matrix: Matrix, body: int, first: tuple[int, int], end: int) -> bool:
    """Whether the innermost heads of the first side are those right of it."""
    lo, hi = first
    inner = [next((squeeze(cell.whole) for cell in reversed(_heads(matrix, body, c))), "") for c in range(lo, end)]
    width = hi - lo
    return width > 1 and any(inner) and inner[:width] == inner[width : 2 * width]


def _side(matrix: Matrix, body: int, lo: int, hi: int, figures: Sequence[int]) -> Matrix:
    """The columns from ``lo`` to ``hi``; a head over the labels alone is that of all of them where the figures have
    none, and so is a head that stands alone on its line, where no walls are drawn."""
    bare = not any(_heads(matrix, body, f) for f in figures if lo <= f < hi)
    lines = [[cell for cell in row if cell.left < hi and cell.right > lo] for row in matrix.by_row[:body]]
    single = [line[0] for line in lines if len(line) == 1] if any(len(line) > 1 for line in lines) else []
    middle = (matrix.edges[lo] + matrix.edges[hi]) / 2

    def spreads(cell: Cell) -> bool:
        own = (matrix.edges[cell.left] + matrix.edges[cell.right]) / 2
        return not cell.walled and abs(cell.box.centre - middle) < abs(cell.box.centre - own)

    alone = {id(cell) for cell in single if spreads(cell)}
    cells = []
    for cell in matrix.cells:
        left, right = max(cell.left, lo), min(cell.right, hi)
        if left >= right or (cell.left < lo and cell.top >= body):
            continue
        if cell.top < body and (bare or id(cell) in alone):
            left, right = lo, hi
        cells.append(replace(cell, left=left - lo, right=right - lo))
    return replace(matrix, edges=matrix.edges[lo : hi + 1], cells=cells, by_row=[]).settle()
