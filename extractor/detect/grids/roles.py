"""A matrix of cells -> Grid: which rows are heads, which columns are labels, attributes and figures, which rows group
others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.detect.grids.matrix import Cell, Matrix
from extractor.detect.grids.pieces import Piece
from extractor.model import Box, Region
from extractor.model.other import Grid, GridCell, GridColumn, GridRow, Walls

INDENT = 0.6  # of the glyph size: labels that start further right are of a lower level


@dataclass(slots=True)
class Head:
    """A head over columns, for the rows below it. ``paths``: its levels by column of the matrix."""

    paths: dict[int, tuple[str, ...]]
    boxes: dict[int, Box]


@dataclass(slots=True)
class Draft:
    """A row of figures before it is numbered."""

    groups: list[str]
    label: str
    attributes: list[tuple[int, str]]
    cells: list[tuple[int, Piece, bool]]
    heads: int
    depth: int
    box: Box
    own: list[str] = field(default_factory=list)


def grid_of(matrix: Matrix, walls: Walls, reader: str) -> Grid | None:
    """The matrix as a grid; None where no row of it holds a number."""
    body = _body(matrix)
    if body is None:
        return None
    figures = _figure_columns(matrix, body)
    if not figures:
        return None
    labels = _label_columns(matrix, body, figures)
    heads = [_head(matrix, range(body), figures, labels)]
    drafts: list[Draft] = []
    section: list[tuple[float, str]] = []
    pending: list[int] = []  # rows of text that may be a head that starts again
    for r in range(body, len(matrix.rows)):
        cells = matrix.by_row[r]
        if not cells:
            continue
        if any(cell.figures and cell.top == r for cell in cells):
            if pending:
                heads.append(_again(matrix, pending, figures, labels, heads[-1]))
                pending, section = [], []
            draft = _draft(matrix, r, figures, labels, section, len(heads) - 1)
            if draft is not None:
                drafts.append(draft)
            continue
        own = [cell for cell in cells if cell.top == r]
        if _is_head_again(own, figures, labels) or (pending and not own):
            pending.append(r)
        elif own and own[0].left <= max(labels, default=0):
            _into(section, own[0])
    if not drafts:
        return None
    return _grid(matrix, drafts, heads, walls, reader)


def _body(matrix: Matrix) -> int | None:
    """The first row with a number."""
    if matrix.heads is not None:
        return matrix.heads
    for r, cells in enumerate(matrix.by_row):
        if any(piece.figure and piece.figure.number for cell in cells if cell.top == r for piece in cell.figures):
            start = r
            break
    else:
        return None
    while start and _figures_only_nil(matrix.by_row[start - 1], start - 1):
        start -= 1
    # rows between the heads and the first figures that only name a group
    first = min((cell.left for cell in matrix.by_row[start] if cell.figures), default=1)
    while start and all(cell.right <= first for cell in matrix.by_row[start - 1] if cell.top == start - 1):
        start -= 1
    return start


def _figures_only_nil(cells: Sequence[Cell], r: int) -> bool:
    return any(cell.figures for cell in cells if cell.top == r)


def _figure_columns(matrix: Matrix, body: int) -> list[int]:
    found = {
        c
        for row in matrix.by_row[body:]
        for cell in row
        if cell.figures
        for c in range(cell.left, cell.right)
        if cell.right - cell.left == 1 or c == cell.right - 1
    }
    numbers = {
        cell.right - 1
        for row in matrix.by_row[body:]
        for cell in row
        if any(piece.figure and piece.figure.number for piece in cell.figures)
    }
    return sorted(c for c in found if c in numbers or c > min(numbers, default=0))


def _label_columns(matrix: Matrix, body: int, figures: Sequence[int]) -> list[int]:
    """The columns of text before the first column of figures."""
    return list(range(figures[0]))


def _head(matrix: Matrix, rows: Sequence[int] | range, figures: Sequence[int], labels: Sequence[int]) -> Head:
    paths: dict[int, list[str]] = defaultdict(list)
    boxes: dict[int, Box] = {}
    for c in range(matrix.columns):
        seen: list[Cell] = []
        for r in rows:
            for cell in matrix.by_row[r]:
                if cell.left <= c < cell.right and not any(cell is other for other in seen):
                    seen.append(cell)
        for cell in seen:
            text = cell.whole
            if not text:
                continue
            paths[c].append(text)
            boxes[c] = boxes[c].union(cell.box) if c in boxes else cell.box
    return Head({c: tuple(path) for c, path in paths.items()}, boxes)


def _is_head_again(cells: Sequence[Cell], figures: Sequence[int], labels: Sequence[int]) -> bool:
    """Whether a row without figures stands as a head over the columns of figures."""
    over = [cell for cell in cells if cell.right > figures[0] and cell.left >= figures[0]]
    covered = {c for cell in over for c in range(cell.left, cell.right) if c in figures}
    return len(covered) >= max(1, 0.5 * len(figures)) and (len(covered) > 1 or len(figures) == 1)


def _again(matrix: Matrix, rows: Sequence[int], figures: Sequence[int], labels: Sequence[int], before: Head) -> Head:
    return _head(matrix, rows, figures, labels)


def _into(section: list[tuple[float, str]], cell: Cell) -> None:
    """A row of a label alone: it groups the rows below that are set further right, or that follow at its level."""
    x0 = cell.box.x0
    size = cell.pieces[0].size
    while section and section[-1][0] >= x0 - INDENT * size:
        section.pop()
    if cell.whole:
        section.append((x0, cell.whole))


def _draft(
    matrix: Matrix, r: int, figures: Sequence[int], labels: Sequence[int], section: list[tuple[float, str]], heads: int
) -> Draft | None:
    cells = matrix.by_row[r]
    texts = [cell for cell in cells if cell.left < figures[0] and cell.whole]
    values: list[tuple[int, Piece, bool]] = []
    attributes: list[tuple[int, str]] = []
    box: Box | None = None
    for cell in cells:
        if cell.left < figures[0]:
            continue
        if cell.figures and cell.top == r:
            column = max((c for c in range(cell.left, cell.right) if c in figures), default=cell.right - 1)
            plain = False
            for piece in cell.figures:
                assert piece.figure is not None
                second = plain and piece.figure.bracketed
                values.append((column, piece, second or (piece.figure.bracketed and len(cell.figures) > 1)))
                plain = True
                box = box.union(piece.box) if box else piece.box
        elif cell.text:
            attributes.append((cell.left, cell.text))
    if not values or box is None:
        return None
    label, groups, others = _label(texts, r, matrix)
    attributes = [*others, *attributes]
    x0 = min((cell.box.x0 for cell in texts), default=None)
    size = values[0][1].size
    if label is not None and x0 is not None:
        while section and x0 < section[-1][0] - INDENT * size:
            section.pop()
        box = box.union(label.box)
    path = [text for _, text in section]
    return Draft([*path, *groups], label.whole if label else "", attributes, values, heads, len(path), box)


def _label(texts: Sequence[Cell], r: int, matrix: Matrix) -> tuple[Cell | None, list[str], list[tuple[int, str]]]:
    """The cell that names the row, the texts of the groups that it stands in, and the texts beside it."""
    if not texts:
        return None, [], []
    groups = [cell for cell in texts if cell.bottom - cell.top > 1]
    single = [cell for cell in texts if cell.bottom - cell.top == 1]
    if single:
        label = single[0]
        before = [cell for cell in groups if cell.left < label.left]
        after = [cell for cell in texts if cell.left > label.left]
    else:
        label = max(groups, key=lambda cell: (-(cell.bottom - cell.top), -cell.left))
        before = [cell for cell in groups if cell.left < label.left]
        after = [cell for cell in groups if cell.left > label.left]
    return label, [cell.whole for cell in before], [(cell.left, cell.whole) for cell in after]


def _grid(matrix: Matrix, drafts: Sequence[Draft], heads: Sequence[Head], walls: Walls, reader: str) -> Grid:
    used = sorted({(draft.heads, column) for draft in drafts for column, _, _ in draft.cells})
    index = {key: k for k, key in enumerate(used)}
    columns = tuple(GridColumn(k, heads[h].paths.get(c, ()), heads[h].boxes.get(c)) for (h, c), k in index.items())
    rows = []
    for number, draft in enumerate(drafts, 1):
        path = [*draft.groups, *([draft.label] if draft.label or draft.groups else [])]
        rows.append(
            GridRow(
                number,
                tuple(path),
                draft.depth,
                tuple(
                    GridCell(
                        index[draft.heads, column],
                        piece.figure.amount,
                        piece.text,
                        piece.box,
                        matrix.page,
                        piece.figure.unit,
                        bracketed,
                    )
                    for column, piece, bracketed in draft.cells
                    if piece.figure is not None
                ),
                matrix.page,
                draft.box,
                tuple((" > ".join(heads[draft.heads].paths.get(c, ())), text) for c, text in draft.attributes),
                draft.heads,
            )
        )
    region = Region(matrix.page, matrix.rows[0][0], matrix.rows[-1][1])
    return Grid((region,), columns, tuple(rows), walls, reader)
