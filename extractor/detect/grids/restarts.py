"""Heads that start again inside a table, and rows of texts that only look like heads."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.detect.grids.matrix import Cell, Matrix
from extractor.notation.lexicon import rule
from extractor.notation.text import fold, squeeze

_LABELS = rule("headers.label_column").finds
_SAME = rule("grids.same_as_left").finds
_SENTENCE = rule("grids.sentence").finds
MIDDLE = 2.0  # points: a head stands so near the middle of its cell
COVERED = 0.5  # of the columns of figures: heads stand over so many


class Restarts:
    """Asks of rows without figures whether they are heads. ``body``: the first row below the table's first heads;
    ``figures``: the columns of figures."""

    def __init__(self, matrix: Matrix, body: int, figures: Sequence[int]) -> None:
        self._edges = matrix.edges
        self._figures = figures
        cells = [cell for r in range(body) for cell in matrix.by_row[r] if cell.top == r and cell.whole]
        self._stubs = {squeeze(cell.whole) for cell in cells if cell.left < figures[0]}
        self._heads = {(cell.left, squeeze(cell.whole)) for cell in cells if cell.left >= figures[0]}

    def covers(self, cells: Sequence[Cell]) -> bool:
        """Whether the texts of a row stand over the columns of figures, as heads do."""
        first = self._figures[0]
        over = [cell for cell in cells if cell.left >= first or 0 < cell.left < first < cell.right]
        covered = {c for cell in over for c in range(cell.left, cell.right) if c in self._figures}
        count = len(self._figures)
        return len(covered) >= max(1, COVERED * count) and (len(covered) > 1 or count == 1)

    def is_head(self, cells: Sequence[Cell]) -> bool:
        """Whether a row of texts is a head that starts again; one with a label of its own is a head only where the
        label or the texts are those of the first heads, or all stand in the middle of their cells as heads do."""
        if not self.covers(cells):
            return False
        over = [cell for cell in cells if cell.left >= self._figures[0] and cell.whole]
        stubs = [cell for cell in cells if cell.left < self._figures[0] and cell.whole]
        if not stubs or any(squeeze(cell.whole) in self._stubs or _LABELS(fold(cell.whole)) for cell in stubs):
            return True
        texts = [squeeze(cell.whole) for cell in over]
        if any((cell.left, text) in self._heads for cell, text in zip(over, texts, strict=True)):
            return True
        if any(_SAME(text) or _SENTENCE(text) for text in texts) or not all(cell.walled for cell in [*stubs, *over]):
            return not any(cell.walled for cell in over) and not any(_SAME(text) for text in texts)
        return all(self._in_middle(cell) for cell in [*stubs, *over])

    def _in_middle(self, cell: Cell) -> bool:
        left, right = self._edges[cell.left], self._edges[cell.right]
        return abs((left + right) / 2 - cell.box.centre) < MIDDLE
