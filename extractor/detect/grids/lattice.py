"""Drawn lines -> lattices: connected lines, and the cells that they wall off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Box, Rule

SNAP = 2.6  # points: lines closer than this are one
TOUCH = 3.0  # points: how far from each other lines may end and still meet
SHORT = 3.0  # points: shorter lines are ticks
COVERS = 0.6  # of a cell's side: a line that covers less does not close it


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line: ``at`` is its place across, ``start`` and ``end`` along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Span:
    """A cell: rows and columns from the first to the one behind the last."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """Connected lines. ``ys`` and ``xs``: where rows and columns end, in points; ``cells`` cover all of it."""

    box: Box
    ys: tuple[float, ...]
    xs: tuple[float, ...]
    cells: tuple[Span, ...]
    joints: tuple[tuple[float, float, float], ...] = ()  # height, start and end of each level line as it was drawn

    @property
    def walled(self) -> bool:
        """Whether lines between columns are drawn."""
        return len(self.xs) > 2


def lattices(rules: Sequence[Rule]) -> list[Lattice]:
    """The page's groups of connected lines, top to bottom; lines that touch no other are none."""
    level = _lines([(r.box.middle, r.box.x0, r.box.x1) for r in rules if r.horizontal])
    upright = _lines([(r.box.centre, r.box.top, r.box.bottom) for r in rules if not r.horizontal])
    groups = _connected(level, upright)
    drawn = [(r.box.middle, r.box.x0, r.box.x1) for r in rules if r.horizontal and r.box.width >= SHORT]
    found = []
    for levels, uprights in groups:
        if len(levels) < 2 or not uprights:
            continue
        made = _lattice(levels, uprights)
        if made is not None:
            box = made.box
            joints = tuple(
                (y, x0, x1)
                for y, x0, x1 in drawn
                if box.top - SNAP <= y <= box.bottom + SNAP and x1 > box.x0 and x0 < box.x1
            )
            found.append(Lattice(box, made.ys, made.xs, made.cells, joints))
    return sorted(found, key=lambda lattice: (lattice.box.top, lattice.box.x0))


def _lines(parts: Sequence[tuple[float, float, float]]) -> list[Line]:
    """Pieces of lines put together where they lie on one line and meet."""
    out: list[Line] = []
    for group in _clusters(sorted(parts)):
        at = sum(part[0] for part in group) / len(group)
        start, end = None, 0.0
        for _, lo, hi in sorted(group, key=lambda part: part[1]):
            if start is None:
                start, end = lo, hi
            elif lo <= end + TOUCH:
                end = max(end, hi)
            else:
                out.append(Line(at, start, end))
                start, end = lo, hi
        if start is not None:
            out.append(Line(at, start, end))
    return [line for line in out if line.end - line.start >= SHORT]


def _clusters(parts: Sequence[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    out: list[list[tuple[float, float, float]]] = []
    for part in parts:
        if out and part[0] - out[-1][0][0] <= SNAP:
            out[-1].append(part)
        else:
            out.append([part])
    return out


def _connected(level: Sequence[Line], upright: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Lines that meet, directly or over others."""
    parent = list(range(len(level) + len(upright)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for i, line in enumerate(level):
        for j, wall in enumerate(upright, len(level)):
            if line.start - TOUCH <= wall.at <= line.end + TOUCH and wall.start - TOUCH <= line.at <= wall.end + TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, line in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(line)
    for j, wall in enumerate(upright, len(level)):
        groups.setdefault(root(j), ([], []))[1].append(wall)
    return list(groups.values())


def _places(values: Sequence[float]) -> list[float]:
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= SNAP:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(group) / len(group) for group in out]


def _lattice(levels: Sequence[Line], uprights: Sequence[Line]) -> Lattice | None:
    xs = _places([line.at for line in uprights])
    ys = _places([line.at for line in levels])
    left, right = min(line.start for line in levels), max(line.end for line in levels)
    top, bottom = min(line.start for line in uprights), max(line.end for line in uprights)
    xs = [*([left] if left < xs[0] - 3 * SNAP else []), *xs, *([right] if right > xs[-1] + 3 * SNAP else [])]
    ys = [*([top] if top < ys[0] - 3 * SNAP else []), *ys, *([bottom] if bottom > ys[-1] + 3 * SNAP else [])]
    if len(xs) < 2 or len(ys) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    below = [[False] * columns for _ in range(rows + 1)]
    for line in levels:
        at = _nearest(ys, line.at)
        for c in range(columns):
            if _covered(xs[c], xs[c + 1], line):
                below[at][c] = True
    beside = [[False] * (columns + 1) for _ in range(rows)]
    for line in uprights:
        at = _nearest(xs, line.at)
        for r in range(rows):
            if _covered(ys[r], ys[r + 1], line):
                beside[r][at] = True
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(ys), tuple(xs), tuple(_cells(below, beside)))


def _covered(lo: float, hi: float, line: Line) -> bool:
    return min(hi, line.end) - max(lo, line.start) >= COVERS * (hi - lo)


def _nearest(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda k: abs(places[k] - value))


def _cells(below: Sequence[Sequence[bool]], beside: Sequence[Sequence[bool]]) -> list[Span]:
    """Cells as rectangles; what is walled off in another shape is cut into its rows."""
    rows, columns = len(beside), len(below[0])
    group = [[-1] * columns for _ in range(rows)]
    members: list[list[tuple[int, int]]] = []
    for r in range(rows):
        for c in range(columns):
            if group[r][c] >= 0:
                continue
            members.append([])
            stack = [(r, c)]
            group[r][c] = len(members) - 1
            while stack:
                i, j = stack.pop()
                members[-1].append((i, j))
                for k, m, wall in (
                    (i, j + 1, beside[i][j + 1]),
                    (i, j - 1, beside[i][j]),
                    (i + 1, j, below[i + 1][j]),
                    (i - 1, j, below[i][j]),
                ):
                    if not wall and 0 <= k < rows and 0 <= m < columns and group[k][m] < 0:
                        group[k][m] = len(members) - 1
                        stack.append((k, m))
    out: list[Span] = []
    for cells in members:
        top, bottom = min(i for i, _ in cells), max(i for i, _ in cells) + 1
        left, right = min(j for _, j in cells), max(j for _, j in cells) + 1
        if len(cells) == (bottom - top) * (right - left):
            out.append(Span(top, bottom, left, right))
            continue
        for i in range(top, bottom):
            run = sorted(j for k, j in cells if k == i)
            start = run[0]
            for j, following in zip(run, [*run[1:], None], strict=True):
                if following != j + 1:
                    out.append(Span(i, i + 1, start, j + 1))
                    start = following if following is not None else start
    return sorted(out, key=lambda span: (span.top, span.left))
