"""Labels of rows: which column of text names them, which texts name the groups that they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.grids.matrix import Cell, Matrix, text_of
from extractor.detect.grids.pieces import Piece, text_lines
from extractor.notation.lexicon import rule
from extractor.notation.text import is_cjk, squeeze

_IN_BRACKETS = rule("grids.in_brackets").finds
ROOM = 3.0  # of the glyph size: a line that leaves so much room was not broken
SLACK = 0.1  # of the glyph size: figures stand so much nearer to the middle of their label
CLOSE = 0.7  # of the glyph size: lines of one text have no more between them
INNER = 0.4  # of the glyph size: lines of a cell that start further right are of a lower level
NAMED = 0.6  # of the rows that the fullest column of text names
INDENT = 0.6  # of the glyph size: labels that start further right are of a lower level


def name_column(matrix: Matrix, body: int, figures: Sequence[int]) -> int:
    """The column of text that names the rows: the first that says something of most of them. Columns left of it name
    groups."""
    single: dict[int, int] = defaultdict(int)
    merged: dict[int, int] = defaultdict(int)
    for r in range(body, len(matrix.rows)):
        if not any(cell.figures and cell.top == r for cell in matrix.by_row[r]):
            continue
        for cell in matrix.by_row[r]:
            if cell.top == r and cell.left < figures[0] and cell.whole:
                named = single if cell.bottom - cell.top == 1 else merged
                for c in range(cell.left, min(cell.right, figures[0])):
                    named[c] += 1
    named = single or merged
    most = max(named.values(), default=0)
    return min((c for c, count in named.items() if count >= NAMED * most), default=0)


@dataclass(slots=True)
class Section:
    """A label without figures that groups the rows below it. ``inner``: a row below it was set further right."""

    x0: float
    text: str
    inner: bool = False


def into_section(sections: list[Section], cell: Cell) -> None:
    """A row of a label alone: it groups the rows below that are set further right, or that follow at its level."""
    x0 = cell.box.x0
    size = cell.pieces[0].size
    while sections and sections[-1].x0 >= x0 - INDENT * size:
        sections.pop()
    if cell.whole:
        sections.append(Section(x0, cell.whole))


def leave_sections(sections: list[Section], x0: float, size: float) -> None:
    """Before a row whose label begins at ``x0``: a section ends where a row stands further left, or at its own level
    behind rows that were set further right."""
    while sections:
        last = sections[-1]
        if x0 > last.x0 + INDENT * size:
            for section in sections:
                section.inner = True
            return
        if x0 >= last.x0 - INDENT * size and not last.inner:
            return
        sections.pop()


def label_of(
    texts: Sequence[Cell], name: int, first: int, carried: dict[int, str]
) -> tuple[Cell | None, list[str], list[tuple[int, str]]]:
    """The cell that names the row, the texts of the groups that it stands in, and the texts beside it.
    ``first``: the first column of figures."""
    label = next((cell for cell in texts if cell.left <= name < cell.right), None)
    before = [cell for cell in texts if cell.left < name and cell is not label]
    after = [cell for cell in texts if cell.left > name and cell is not label]
    if label is None and before:
        label = before.pop()
    elif label is None and after and after[0].right >= first:
        label = after.pop(0)  # set further right than the others
    for cell in before:
        for column in [c for c in carried if c >= cell.left]:
            del carried[column]
        carried[cell.left] = cell.whole
    left = label.left if label else name
    for column in [c for c in carried if c >= left]:
        del carried[column]
    return label, [carried[c] for c in sorted(carried)], [(cell.left, cell.whole) for cell in after]


def label_parts(cell: Cell, edges: Sequence[float], middle: float) -> list[str]:
    """What a label's cell says: the groups that its first lines name, and the label.

    The figures stand beside the middle of the label: a line above it names a group where it is in brackets, or short
    and over lines that are set further right. ``middle``: the figures' height."""
    lines = text_lines(cell.pieces)
    if len(lines) < 2:
        return [cell.whole]
    out: list[str] = []
    own = lines
    right = edges[cell.right]
    while len(own) > 1:
        upper, lower = own[0], own[1]
        text, size = text_of(upper), upper[0].size
        named = _IN_BRACKETS(squeeze(text)) and not _IN_BRACKETS(squeeze(text_of(lower)))
        below = _beside(own[1:], middle) < _beside(own, middle) - SLACK * size
        if not below and not (named and lower[0].box.top - upper[0].box.bottom > CLOSE * size):
            break
        indented = cell.walled and lower[0].box.x0 - upper[0].box.x0 > INNER * size
        word = lower[0].tokens[0].words[0]  # a line of Latin words is broken where the next one leaves no room
        room = ROOM * size if is_cjk(word.text) else max(ROOM * size, word.box.width)
        if not named and not (indented and upper[-1].box.x1 < right - room):
            break
        out.append(text)
        own = own[1:]
    return [*out, text_of([piece for line in own for piece in line])]


def _beside(lines: Sequence[Sequence[Piece]], middle: float) -> float:
    """How far from the middle of the lines the figures stand."""
    return abs((lines[0][0].box.middle + lines[-1][0].box.middle) / 2 - middle)
