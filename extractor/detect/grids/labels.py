"""Labels of rows: which column of text names them, which texts name the groups that they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.grids.certainty import is_spread
from extractor.detect.grids.matrix import Cell, Matrix, text_of
from extractor.detect.grids.pieces import LINE_GAP, Piece, text_lines
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil
from extractor.notation.text import is_cjk, squeeze
from extractor.notation.units import unit_word

_IN_BRACKETS, _LISTED = rule("grids.in_brackets").finds, rule("grids.listed").finds
ROOM = 3.0  # of the glyph size: a line that leaves so much room was not broken
SLACK = 0.1  # of the glyph size: figures stand so much nearer to the middle of their label
INNER = 0.4  # of the glyph size: lines of a cell that start further right are of a lower level
NAMED = 0.6  # of the rows that the fullest column of text names
LEAST, MOST = 2, 16  # characters before a figure in its cell that name it
TELLING = 0.5  # of the texts of a column that names rows: so many differ
MANY = 3  # rows: of fewer a column may say the same
INDENT = 0.6  # of the glyph size: labels that start further right are of a lower level


def name_column(matrix: Matrix, body: int, figures: Sequence[int]) -> int:
    """The column of text that names the rows: the first that says something of most of them, and not again and again
    the same. Columns left of it name groups."""
    single: dict[int, list[str]] = defaultdict(list)
    merged: dict[int, list[str]] = defaultdict(list)
    for r in range(body, len(matrix.rows)):
        if not any(cell.figures and cell.top == r for cell in matrix.by_row[r]):
            continue
        for cell in matrix.by_row[r]:
            if cell.top == r and cell.left < figures[0] and cell.whole:
                named = single if cell.bottom - cell.top == 1 else merged
                for c in range(cell.left, min(cell.right, figures[0])):
                    named[c].append(cell.whole)
    named = single or merged
    most = max((len(said) for said in named.values()), default=0)
    full = sorted(c for c, said in named.items() if len(said) >= NAMED * most)
    telling = [c for c in full if len(set(named[c])) >= TELLING * len(named[c])]
    return next(iter(telling if telling and most >= MANY else full), 0)


@dataclass(slots=True)
class Section:
    """A label without figures that groups the rows below it. ``inner``: a row below it was set further right;
    ``wide``: its cell reaches over the columns of figures; ``spread``: its words stand far apart."""

    x0: float
    text: str
    inner: bool = False
    wide: bool = False
    spread: bool = False


def into_sections(sections: list[Section], cells: Sequence[Cell], first: int) -> None:
    """Rows of a label alone, which follow each other: each groups the rows below that are set further right, or that
    follow at its level. ``first``: the first column of figures.

    Of titles drawn over the whole table that follow each other, the later are parts of the first."""
    titles = [(cell, lines) for cell in cells for lines in _titles(cell)]
    wide = [cell.walled and cell.right > first for cell, _ in titles]
    for k, (_, lines) in enumerate(titles):
        x0, room = lines[0].box.x0, INDENT * lines[0].size
        open_now = [section for section in sections if section.x0 < x0 - room or (section.wide and not wide[k])]
        same = [section for section in sections if section.wide and abs(section.x0 - x0) < room]
        if wide[k] and k and wide[k - 1]:
            open_now += same
        elif wide[k]:
            open_now += same[: max(len(same) - sum(wide[k:]), 0)]
        sections[:] = [*open_now, Section(x0, text_of(lines), wide=wide[k], spread=is_spread(lines))]


def _titles(cell: Cell) -> list[list[Piece]]:
    """The lines of a cell, those of one title together: two lines with numbers of a list are two titles."""
    out: list[list[Piece]] = []
    for line in text_lines(cell.pieces):
        if out and not (_LISTED(text_of(line)) and _LISTED(text_of(out[-1]))):
            out[-1].extend(line)
        else:
            out.append(line)
    return out if cell.whole else []


def leave_sections(sections: list[Section], x0: float, size: float, group: float | None) -> None:
    """Before a row whose label begins at ``x0``: a section ends where a row stands further left, or at its own level
    behind rows that were set further right. ``group``: where the text begins that opens a group of rows with this one,
    left of the label; no section within the group before goes on."""
    while group is not None and sections and not sections[-1].wide and sections[-1].x0 > group + INDENT * size:
        sections.pop()
    for section in sections:
        section.inner |= x0 > section.x0 + INDENT * size
    while sections and not sections[-1].wide:
        last = sections[-1]
        if x0 > last.x0 + INDENT * size or (x0 >= last.x0 - INDENT * size and not last.inner):
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
    if before and (label is None or is_nil(label.whole)):
        label = before.pop()  # a total: its name stands in the column of the groups
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


def within(cell: Cell, label: Cell) -> bool:
    """Whether a cell covers fewer rows than the label does: the label is that of a group."""
    return cell.bottom - cell.top < label.bottom - label.top


def inner_label(cells: Sequence[Cell], r: int, first: int) -> list[str]:
    """The text that all figures of a row have before them in their cells: 当社従業員 339 | 当社従業員 395."""
    told = [cell for cell in cells if cell.top == r and cell.left >= first and cell.figures]
    texts = {squeeze(cell.text) for cell in told if cell.pieces[0].figure is None}
    named = len(told) > 1 and len(texts) == 1 and all(cell.pieces[0].figure is None for cell in told)
    if not named or unit_word(told[0].text) is not None:
        return []
    return [told[0].text] if LEAST <= len(next(iter(texts))) < MOST else []


def group_begins(cells: Sequence[Cell], r: int, label: Cell) -> float | None:
    """Where a text begins that opens a group with this row, left of its label's column."""
    return min(
        (cell.box.x0 for cell in cells if cell.top == r and cell.right <= label.left and cell.whole), default=None
    )


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
        if not below and not (named and lower[0].box.top - upper[0].box.bottom > LINE_GAP * size):
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
