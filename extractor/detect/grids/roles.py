"""A matrix of cells -> Grid: which rows are heads, which columns are labels, attributes and figures, which rows group
others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extractor.detect.grids.certainty import Labels
from extractor.detect.grids.drafts import Draft, Head, turns_of
from extractor.detect.grids.labels import (
    Section,
    group_begins,
    inner_label,
    into_sections,
    label_of,
    label_parts,
    leave_sections,
    name_column,
    within,
)
from extractor.detect.grids.levels import broken_levels
from extractor.detect.grids.matrix import Cell, Matrix
from extractor.detect.grids.pieces import Figure, Piece, figure_of
from extractor.detect.grids.restarts import Restarts
from extractor.detect.grids.sides import beside, sides
from extractor.model import Box, Region
from extractor.model.other import Grid, GridCell, GridColumn, GridRow, Walls
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil
from extractor.notation.text import squeeze
from extractor.notation.units import unit_caption, unit_word

_GROUPED = rule("grids.grouped").finds
_UNIT_LEVEL = rule("grids.unit_level").finds
_DITTO = rule("grids.ditto").finds
_SPAN = rule("grids.span_of_figures").finds

TALKATIVE = 8  # characters of text beside a number: so many name something else than an amount
SPREAD = "words of the group that it stands in are far apart"
PROSE = 40  # characters of text beside a number: it stands in a sentence
SHARE = 0.25  # numbers for each text in a column of figures; one with its unit counts twice


def grid_of(matrix: Matrix, walls: Walls, reader: str) -> Grid | None:
    """The matrix as a grid; None where no row of it holds a number."""
    body = _body(matrix)
    if body is None:
        return None
    figures = _figure_columns(matrix, body)
    if not figures:
        return None
    parts = sides(matrix, body, figures)
    if len(parts) > 1:
        found = [grid for part in parts if (grid := grid_of(part, walls, reader)) is not None]
        return beside(found) if found else None
    name = name_column(matrix, body, figures)
    heads = [_head(matrix, range(body))]
    labels = Labels(matrix, body, figures[0])
    shared = _shared_heads(matrix, body, name, figures[0])
    carried: dict[int, str] = {}
    drafts: list[Draft] = []
    section: list[Section] = []
    pending: list[int] = []  # rows of text that may be a head that starts again
    titles: list[Cell] = []  # labels alone since the last row of figures
    restarts = Restarts(matrix, body, figures)
    for r in range(body, len(matrix.rows)):
        cells = matrix.by_row[r]
        if not cells:
            continue
        if any(cell.figures and cell.top == r and cell.right > figures[0] for cell in cells):
            if pending:
                heads.append(_head(matrix, pending))
                pending, section = [], []
            into_sections(section, titles, figures[0])
            titles = []
            draft = _draft(matrix, r, figures, name, shared, carried, section, len(heads) - 1, labels)
            if draft is not None:
                drafts.append(draft)
            continue
        own = [cell for cell in cells if cell.top == r]
        if restarts.is_head(own) or (pending and not own):
            pending.append(r)
        elif not restarts.covers(own):
            titles += [cell for cell in own if cell.left < figures[0] and cell.bottom - cell.top == 1][:1]
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
    titles = [r for r in range(1, start) if _is_title(matrix.by_row[r], r, first)]
    if titles and any(cell.left >= first for r in range(titles[0]) for cell in matrix.by_row[r]):
        return titles[0]
    while start and all(
        cell.right <= first or (start > 1 and cell.left < first and cell.right > first and cell.walled)
        for cell in matrix.by_row[start - 1]
        if cell.top == start - 1
    ):
        start -= 1
    return start


def _is_title(cells: Sequence[Cell], r: int, first: int) -> bool:
    """Whether a row is nothing but a text in a cell over the labels and the figures."""
    return len(cells) == 1 and cells[0].top == r and cells[0].walled and cells[0].left < first < cells[0].right


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
            if cell.figures and cell.text and not _surely_figure(cell):
                texts[column] += 1
            elif any(piece.figure and piece.figure.number for piece in cell.figures):
                said = not cell.text and any(piece.figure and piece.figure.unit for piece in cell.figures)
                numbers[column] += 2 if said else 1
            elif cell.figures:
                dashes[column] += 1
            elif cell.text and cell.right - cell.left == 1:
                texts[column] += 1
    solid = {c for c, count in numbers.items() if count > SHARE * texts[c] and not _counts_rows(matrix, body, c)}
    first = min(solid, default=0)
    return sorted(c for c in {*solid, *dashes} if c in solid or (c > first and dashes[c] > SHARE * texts[c]))


def _counts_rows(matrix: Matrix, body: int, column: int) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3."""
    values = [
        piece.figure.amount.value
        for row, cells in enumerate(matrix.by_row)
        for cell in cells
        if row >= body and cell.top == row and cell.left == column
        for piece in cell.figures
        if piece.figure
    ]
    return len(values) > 1 and all(value is not None and abs(value) == k for k, value in enumerate(values, 1))


def _surely_figure(cell: Cell) -> bool:
    """Whether a cell of text and figure prints an amount rather than a name that holds a number, or a range."""
    if _SPAN(squeeze(cell.whole)) or len(cell.text) > PROSE:
        return False
    if figure_of(cell.whole) is not None:
        return True
    amounts = any("," in piece.text or "." in piece.text for piece in cell.figures)
    return (amounts and not (cell.walled and cell.left == 0)) or len(cell.text) < TALKATIVE


def _head(matrix: Matrix, rows: Sequence[int] | range) -> Head:
    paths: dict[int, list[str]] = defaultdict(list)
    boxes: dict[int, Box] = {}
    narrow: dict[int, int] = defaultdict(int)
    units: dict[int, str] = {}
    broken: dict[int, frozenset[int]] = {}
    for c in range(matrix.columns):
        seen: list[Cell] = []
        levels: list[Cell] = []
        for r in rows:
            for cell in matrix.by_row[r]:
                if cell.left <= c < cell.right and not any(cell is other for other in seen):
                    seen.append(cell)
        for cell in seen:
            text = cell.whole
            if not text:
                continue
            if len(seen) > 1 and _says_unit(text):
                units[c] = text
                continue
            paths[c].append(text)
            levels.append(cell)
            boxes[c] = boxes[c].union(cell.box) if c in boxes else cell.box
            narrow[c] = narrow[c] + 1 if cell.right - cell.left == 1 else 0
        broken[c] = broken_levels(levels)
    return Head({c: tuple(path) for c, path in paths.items()}, boxes, narrow, units, broken)


def _says_unit(text: str) -> bool:
    """Whether a level of a head says nothing but the unit."""
    return (
        _UNIT_LEVEL(squeeze(text))
        or unit_word(text) is not None
        or (text[:1] in "(（[［〔" and unit_caption(text) is not None)
    )


def _shared_heads(matrix: Matrix, body: int, name: int, first: int) -> int:
    """The column from which on texts stand under the head of the first figures: they belong to them, as their unit."""
    return min(
        (cell.left for r in range(body) for cell in matrix.by_row[r] if name < cell.left < first < cell.right),
        default=first,
    )


def _draft(
    matrix: Matrix,
    r: int,
    figures: Sequence[int],
    name: int,
    shared: int,
    carried: dict[int, str],
    section: list[Section],
    heads: int,
    labels: Labels,
) -> Draft | None:
    cells = matrix.by_row[r]
    over = [cell for cell in cells if 0 < cell.left < figures[0] < cell.right and cell.figures and not cell.text]
    texts = [cell for cell in cells if cell.left < figures[0] and cell.whole and cell not in over]
    values: list[tuple[int, Piece, bool]] = []
    attributes: list[tuple[int, str]] = []
    box: Box | None = None
    middles: list[float] = []  # of figures that stand alone in their cells
    figures_of = set(figures)
    for cell in cells:
        if cell.left < figures[0] and cell not in over:
            continue
        told = cell.figures and cell.top == r and (not cell.text or _surely_figure(cell))
        if told and not figures_of.isdisjoint(range(cell.left, cell.right)):
            column = max((c for c in range(cell.left, cell.right) if c in figures), default=cell.right - 1)
            middles.extend(piece.box.middle for piece in cell.figures if len(cell.pieces) == 1)
            for k, piece in enumerate(_with_unit(cell)):
                assert piece.figure is not None
                values.append((column, piece, k > 0 and piece.figure.bracketed))
                box = box.union(piece.box) if box else piece.box
        elif cell.whole:
            attributes.append((cell.left, cell.whole))
    if not values or box is None:
        return None
    label, groups, others = label_of(texts, name, figures[0], carried)
    if label is not None:
        size = values[0][1].size
        leave_sections(section, label.box.x0, size, group_begins(cells, r, label))
        box = box.union(label.box)
    inside = matrix.edges[max(carried) + 1] if groups else float("inf")  # sections of the rows of a group
    path = [part.text for part in section if part.x0 < inside]
    groups += [part.text for part in section if part.x0 >= inside]
    middle = sorted(middles)[len(middles) // 2] if middles else values[0][1].box.middle
    said = label_parts(label, matrix.edges, middle) if label else [""]
    own = len(said) - 1  # parts of the label's cell that name groups
    said += inner_label(cells, r, figures[0])
    inner = label is not None and any(label.left < cell.left and within(cell, label) for cell in texts)
    if groups or inner:  # only together do the texts before the figures tell the rows of a group apart
        said += [text for column, text in others if column < shared and not is_nil(text)]
    draft = Draft(
        [*path, *groups, *said[:-1]], said[-1], [*others, *attributes], values, heads, len(section), box, label
    )
    if label is not None:
        draft.lines = labels.lines(label, own)
        spread = SPREAD if any(part.spread for part in section) else ""
        draft.unsure = labels.doubt(label, own, [piece for _, piece, _ in values]) or spread
    return draft


def _with_unit(cell: Cell) -> list[Piece]:
    """The cell's figures; a single one with the unit that the cell prints on a line of its own, or with the digits
    before it that had no room on its line: 1,532,44 over 9."""
    figures = cell.figures
    if len(figures) == 1 and len(cell.pieces) > 1:
        squeezed = squeeze(cell.whole)
        text = squeezed if _GROUPED(squeezed) else cell.whole
        whole = figure_of(text)
        if whole is not None and (whole.unit or text == squeezed):
            return [replace(figures[0], text=text, figure=whole, box=cell.box)]
    return figures


def _unit(figure: Figure, column: int, above: dict[int, str | None]) -> str | None:
    """The unit that a figure prints; where it prints the mark for the same, that of the figure above."""
    if figure.unit and not _DITTO(figure.unit):
        above[column] = figure.unit
    return above.get(column) if figure.unit else None


def _below(drafts: Sequence[Draft], index: dict[tuple[int, int, int], int]) -> dict[int, str | None]:
    """The unit of columns that begin with the mark for the same, at the top of a page: the only one printed below."""
    printed: dict[int, list[str]] = defaultdict(list)
    for draft in drafts:
        for column, piece, _ in draft.cells:
            if piece.figure is not None and piece.figure.unit:
                printed[index[draft.heads, column, draft.turn]].append(piece.figure.unit)
    own = {column: {unit for unit in found if not _DITTO(unit)} for column, found in printed.items()}
    return {c: next(iter(own[c])) for c, found in printed.items() if _DITTO(found[0]) and len(own[c]) == 1}


def _grid(matrix: Matrix, drafts: Sequence[Draft], heads: Sequence[Head], walls: Walls, reader: str) -> Grid:
    turns = turns_of(drafts, heads)
    used = sorted({(draft.heads, column, draft.turn) for draft in drafts for column, _, _ in draft.cells})
    index = {key: k for k, key in enumerate(used)}
    columns = tuple(
        GridColumn(k, heads[h].path(c, turn, turns), heads[h].boxes.get(c), heads[h].units.get(c))
        for (h, c, turn), k in index.items()
    )
    rows = []
    units = _below(drafts, index)  # of the last figure of each column that prints one
    for number, draft in enumerate(drafts, 1):
        path = [*draft.groups, *([draft.label] if draft.label or draft.groups else [])]
        rows.append(
            GridRow(
                number,
                tuple(path),
                draft.depth,
                tuple(
                    GridCell(
                        index[draft.heads, column, draft.turn],
                        piece.figure.amount,
                        piece.text,
                        piece.box,
                        matrix.page,
                        _unit(piece.figure, index[draft.heads, column, draft.turn], units),
                        bracketed,
                    )
                    for column, piece, bracketed in draft.cells
                    if piece.figure is not None
                ),
                matrix.page,
                draft.box,
                tuple((" > ".join(heads[draft.heads].paths.get(c, ())), text) for c, text in draft.attributes),
                draft.heads,
                draft.lines,
                draft.unsure,
            )
        )
    region = Region(matrix.page, matrix.rows[0][0], matrix.rows[-1][1])
    return Grid((region,), columns, tuple(rows), walls, reader)
