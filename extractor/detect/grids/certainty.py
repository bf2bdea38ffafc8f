"""Whether a row's label is certainly whole and its own: what the page shows of it.

Sums prove figures, and no label. A label is certain where it stands on the line of its figures, or fills a cell of its
own between drawn lines; where its lines were broken because the column had no more room; and where no line above or
below it can be a part of it that went to another row.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.detect.grids.matrix import Cell, Matrix
from extractor.detect.grids.pieces import Piece, text_lines
from extractor.model import Box

ALIGNED = 0.45  # of the glyph size: a line of a label and its figures stand at one height
TIGHT = 0.35  # of the glyph size: broken lines of one text have no more between them
CLOSE = 0.9  # of the glyph size: and hardly ever more than so much
ROOM = 1.6  # of the glyph size: a line that leaves more room was not broken by the end of its column
LESS = 0.15  # of the glyph size: by so much broken lines stand closer than rows
LEVEL = 0.5  # points: figures whose middles are closer stand at one height
FEW = 0.5  # of the most figures that stand at one height: fewer make no row
INDENT = 0.3  # of the glyph size: lines of one text begin at one place
HANGING = 1.2  # of the glyph size: or the lines behind the first so much further right
BLANK = 1.5  # of the glyph size: with more between them two lines have an empty one there
SPREAD = 3.0  # of the glyph size: words of one label have no more between them
_BRACKETS = ("(", "（", "[", "［", "〔")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a cell of text. ``row``: the first row of its cell; ``full``: it reaches the end of its column;
    ``placed``: a row of figures stands at its height; ``broken``: its cell has more lines; ``spread``: words that stand
    far apart."""

    row: int
    box: Box
    size: float
    text: str
    full: bool
    placed: bool
    broken: bool
    spread: bool


class Labels:
    """The lines of text left of a matrix' figures, to ask of a row's label whether it is whole."""

    def __init__(self, matrix: Matrix, body: int, first: int) -> None:
        self._cut = matrix.cut
        self._lines: dict[int, list[TextLine]] = defaultdict(list)
        heights = sorted(
            piece.box.middle
            for cell in matrix.cells
            if cell.top >= body and cell.right > first
            for piece in cell.figures
        )
        cells = [cell for cell in matrix.cells if cell.left < first and cell.pieces]
        ends: dict[int, list[float]] = defaultdict(list)
        for cell in cells:
            if cell.top >= body:  # a head may be longer
                ends[cell.left] += [Box.around(piece.box for piece in pieces).x1 for pieces in text_lines(cell.pieces)]
        most = max((_near(heights, y, LEVEL) for y in heights), default=0)
        for cell in cells:
            wall = matrix.edges[cell.right] if cell.walled else None
            lines = text_lines(cell.pieces)
            for pieces in lines:
                box, size = Box.around(piece.box for piece in pieces), pieces[0].size
                text = "".join(piece.text for piece in pieces)
                full = _reaches(box.x1, ends[cell.left], wall, ROOM * size)
                placed = _near(heights, box.middle, ALIGNED * size) >= FEW * most
                self._lines[cell.left].append(
                    TextLine(cell.top, box, size, text, full, placed, len(lines) > 1, is_spread(pieces))
                )
        self._pitch: dict[int, float] = {}
        for left, found in self._lines.items():
            found.sort(key=lambda line: line.box.middle)
            gaps = (b.box.top - a.box.bottom for a, b in itertools.pairwise(found) if a.placed and b.placed)
            self._pitch[left] = min(gaps, default=float("inf"))

    def lines(self, cell: Cell, groups: int) -> tuple[str, ...]:
        """The lines of a broken label; nothing where it has one. ``groups``: so many of the cell's name groups."""
        own = [line.text for line in self._lines[cell.left] if line.row == cell.top][groups:]
        return tuple(own) if len(own) > 1 else ()

    def doubt(self, cell: Cell, groups: int, figures: Sequence[Piece]) -> str:
        """Why a label may be torn from a part of itself or joined with another; empty where nothing speaks for it.

        ``groups``: so many of its first lines name groups; ``figures``: of its row."""
        known = self._lines[cell.left]
        lines = [line for line in known if line.row == cell.top][groups:]
        if not lines:
            return ""
        size = lines[0].size
        if any(line.spread for line in lines):
            return "its words stand far apart"
        cut = self._cut is None or cell.top in self._cut
        leading = [piece for piece in figures if piece.figure is not None and not piece.figure.bracketed]
        heights = [piece.box.middle for piece in leading or figures]
        middle = (min(heights) + max(heights)) / 2
        if cut and max(heights) - min(heights) > ALIGNED * size:
            return "its figures stand at several heights"
        centred = abs((lines[0].box.top + lines[-1].box.bottom) / 2 - middle) < ALIGNED * size
        pitch = self._pitch[cell.left] - LESS * size
        if any(_apart(*pair, pitch, cell.walled and not cut, centred) for pair in itertools.pairwise(lines)):
            return "its lines may be those of several labels"
        if not cut:
            return ""
        if not centred and not any(abs(line.box.middle - y) < ALIGNED * size for line in lines for y in heights):
            return "its figures stand at another height"
        if any(_goes_on(*pair) for pair in self._beside(known, lines)):
            return "a line beside it may be a part of it"
        return ""

    def _beside(self, known: Sequence[TextLine], own: Sequence[TextLine]) -> Iterator[tuple[TextLine, TextLine]]:
        """The label's first line with the one above it, and its last with the one below: single lines of other rows,
        without figures."""
        first, last = known.index(own[0]), known.index(own[-1])
        if first and self._single(known[first - 1], own[0].row):
            yield known[first - 1], own[0]
        if last + 1 < len(known) and self._single(known[last + 1], own[0].row):
            yield own[-1], known[last + 1]

    def _single(self, line: TextLine, row: int) -> bool:
        return line.row != row and not line.placed and not line.broken


def _apart(upper: TextLine, lower: TextLine, pitch: float, alone: bool, centred: bool) -> bool:
    """Whether two lines of a label may be two labels. ``pitch``: between rows; ``alone``: they fill a cell between
    drawn lines; ``centred``: the figures stand at the middle of all lines."""
    gap = lower.box.top - upper.box.bottom
    level = abs(lower.box.x0 - upper.box.x0) < INDENT * upper.size
    if gap > BLANK * upper.size:
        return True
    if upper.full and gap < CLOSE * upper.size and (level or gap < pitch < float("inf")):
        return False
    if lower.text.startswith(_BRACKETS):
        return False
    if alone:
        return gap >= CLOSE * upper.size and not centred
    return not (centred and level and gap < TIGHT * upper.size)


def _goes_on(upper: TextLine, lower: TextLine) -> bool:
    """Whether a line may be the rest of the one above it."""
    begins = -INDENT * upper.size < lower.box.x0 - upper.box.x0 < HANGING * upper.size
    return upper.full and begins and lower.box.top - upper.box.bottom < CLOSE * upper.size


def is_spread(pieces: Sequence[Piece]) -> bool:
    """Whether words of a line stand as far apart as those of two columns: neither letters that are spaced out, nor
    what follows in brackets."""
    words = sorted((word for p in pieces for token in p.tokens for word in token.words), key=lambda word: word.box.x0)
    return any(
        right.box.x0 - left.box.x1 > SPREAD * left.size
        and len(left.text) + len(right.text) > 2
        and not right.text.startswith(_BRACKETS)
        for left, right in itertools.pairwise(words)
    )


def _reaches(x1: float, ends: Sequence[float], wall: float | None, room: float) -> bool:
    """Whether a line ends where its column does: at the drawn line, or where several of its lines end."""
    if wall is not None:
        return x1 > wall - room
    end = max(ends, default=x1)
    return x1 > end - room and sum(other > end - room for other in ends) > 1


def _near(heights: Sequence[float], y: float, room: float) -> int:
    """How many of the heights are so near."""
    return bisect_left(heights, y + room) - bisect_left(heights, y - room)
