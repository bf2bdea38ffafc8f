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

SHARE = 0.5  # numbers for each text in a column of figures
NAMED = 0.6  # of the rows that the fullest column of text names
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
    name = _name_column(matrix, body, figures)
    heads = [_head(matrix, range(body))]
    carried: dict[int, str] = {}
    drafts: list[Draft] = []
    section: list[tuple[float, str]] = []
    pending: list[int] = []  # rows of text that may be a head that starts again
    for r in range(body, len(matrix.rows)):
        cells = matrix.by_row[r]
        if not cells:
            continue
        if any(cell.figures and cell.top == r and cell.right > figures[0] for cell in cells):
            if pending:
                heads.append(_head(matrix, pending))
                pending, section = [], []
            draft = _draft(matrix, r, figures, name, carried, section, len(heads) - 1)
            if draft is not None:
                drafts.append(draft)
            continue
        own = [cell for cell in cells if cell.top == r]
        if _is_head_again(own, figures) or (pending and not own):
            pending.append(r)
        elif own and own[0].left < figures[0]:
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
    """The columns with numbers, but not those in which a text only happens to be one."""
    numbers: dict[int, int] = defaultdict(int)
    dashes: dict[int, int] = defaultdict(int)
    texts: dict[int, int] = defaultdict(int)
    for r in range(body, len(matrix.rows)):
        for cell in matrix.by_row[r]:
            if cell.top != r:
                continue
            column = cell.right - 1
            if any(piece.figure and piece.figure.number for piece in cell.figures):
                numbers[column] += 1
            elif cell.figures:
                dashes[column] += 1
            elif cell.text and cell.right - cell.left == 1:
                texts[column] += 1
    solid = {c for c, count in numbers.items() if count > SHARE * texts[c]}
    first = min(solid, default=0)
    return sorted(c for c in {*solid, *dashes} if c in solid or (c > first and dashes[c] > SHARE * texts[c]))


def _name_column(matrix: Matrix, body: int, figures: Sequence[int]) -> int:
    """The column of text that names the rows: the first that says something of most of them. Columns left of it name
    groups."""
    named: dict[int, int] = defaultdict(int)
    for r in range(body, len(matrix.rows)):
        if any(cell.figures and cell.top == r for cell in matrix.by_row[r]):
            for cell in matrix.by_row[r]:
                if cell.top == r and cell.left < figures[0] and cell.text:
                    named[cell.left] += 1
    most = max(named.values(), default=0)
    return min((c for c, count in named.items() if count >= NAMED * most), default=0)


def _head(matrix: Matrix, rows: Sequence[int] | range) -> Head:
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


def _is_head_again(cells: Sequence[Cell], figures: Sequence[int]) -> bool:
    """Whether a row without figures stands as a head over the columns of figures."""
    over = [cell for cell in cells if cell.right > figures[0] and cell.left >= figures[0]]
    covered = {c for cell in over for c in range(cell.left, cell.right) if c in figures}
    return len(covered) >= max(1, 0.5 * len(figures)) and (len(covered) > 1 or len(figures) == 1)


def _into(section: list[tuple[float, str]], cell: Cell) -> None:
    """A row of a label alone: it groups the rows below that are set further right, or that follow at its level."""
    x0 = cell.box.x0
    size = cell.pieces[0].size
    while section and section[-1][0] >= x0 - INDENT * size:
        section.pop()
    if cell.whole:
        section.append((x0, cell.whole))


def _draft(
    matrix: Matrix,
    r: int,
    figures: Sequence[int],
    name: int,
    carried: dict[int, str],
    section: list[tuple[float, str]],
    heads: int,
) -> Draft | None:
    cells = matrix.by_row[r]
    texts = [cell for cell in cells if cell.left < figures[0] and cell.whole]
    values: list[tuple[int, Piece, bool]] = []
    attributes: list[tuple[int, str]] = []
    box: Box | None = None
    figures_of = set(figures)
    for cell in cells:
        if cell.left < figures[0]:
            continue
        if cell.figures and cell.top == r and not figures_of.isdisjoint(range(cell.left, cell.right)):
            column = max((c for c in range(cell.left, cell.right) if c in figures), default=cell.right - 1)
            for k, piece in enumerate(cell.figures):
                assert piece.figure is not None
                values.append((column, piece, k > 0 and piece.figure.bracketed))
                box = box.union(piece.box) if box else piece.box
        elif cell.whole:
            attributes.append((cell.left, cell.whole))
    if not values or box is None:
        return None
    label, groups, others = _label(texts, name, carried)
    if label is not None:
        size = values[0][1].size
        while section and label.box.x0 < section[-1][0] - INDENT * size:
            section.pop()
        box = box.union(label.box)
    path = [text for _, text in section]
    return Draft([*path, *groups], label.whole if label else "", [*others, *attributes], values, heads, len(path), box)


def _label(
    texts: Sequence[Cell], name: int, carried: dict[int, str]
) -> tuple[Cell | None, list[str], list[tuple[int, str]]]:
    """The cell that names the row, the texts of the groups that it stands in, and the texts beside it."""
    label = next((cell for cell in texts if cell.left <= name < cell.right), None)
    before = [cell for cell in texts if cell.left < name and cell is not label]
    after = [cell for cell in texts if cell.left > name and cell is not label]
    if label is None and before:
        label = before.pop()
    for cell in before:
        for column in [c for c in carried if c >= cell.left]:
            del carried[column]
        carried[cell.left] = cell.whole
    left = label.left if label else name
    for column in [c for c in carried if c >= left]:
        del carried[column]
    return label, [carried[c] for c in sorted(carried)], [(cell.left, cell.whole) for cell in after]


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
