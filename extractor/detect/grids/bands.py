"""Walled bands -> rows: where a band without lines across holds several lines of figures, it is cut between them."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.grids.lattice import Lattice, Span
from extractor.detect.grids.pieces import LINE_GAP, Piece

FEW = 3  # rows: too few to tell by
LABELLED = 0.5  # of a cell's rows: with fewer lines beside their figures it is one text
ALIGNED = 0.25  # of the glyph size: a label and its figures stand on one line
SECTION = 0.8  # of the least step between lines of figures: a label so far from them is a row of its own
STEP = 0.5  # points
PAIRED = 0.8  # of the step to the next lines: two lines of figures so close are of one label between them
INNER = 2  # characters before a figure in its cell: fewer are a mark
SHARE = 0.7  # figures for each text that make a column one of figures


@dataclass(frozen=True, slots=True)
class Strip:
    """Pieces of one baseline within one walled cell."""

    row: int  # counts the region's baselines
    pieces: tuple[Piece, ...]

    @property
    def middle(self) -> float:
        return self.pieces[0].box.middle

    @property
    def leads(self) -> bool:
        """Whether it holds a figure that does not stand in brackets under another one."""
        return any(not piece.figure.bracketed for piece in self.pieces if piece.figure is not None)

    @property
    def numbers(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.figure is not None]


def figure_columns(lattice: Lattice, strips: dict[Span, list[Strip]]) -> set[int]:
    """The walled columns in which figures are as many as texts, below the heads."""
    begun = min((span.top for span, found in strips.items() if any(s.leads for s in found)), default=0)
    figures: dict[int, int] = defaultdict(int)
    texts: dict[int, int] = defaultdict(int)
    for span, found in strips.items():
        if span.top < begun:
            continue
        for strip in found:
            for c in range(span.left, span.right):
                if strip.numbers:
                    figures[c] += 1
                elif span.right - span.left == 1:
                    texts[c] += 1
    return {c for c, count in figures.items() if count >= texts[c] * SHARE}


def rows_between(
    lattice: Lattice, strips: dict[Span, list[Strip]], columns: set[int]
) -> tuple[list[tuple[float, float]], list[int]]:
    """The rows, and for each walled band the number of its first row (and of the row behind the last band).
    ``columns``: those of figures."""
    rows: list[tuple[float, float]] = []
    first: list[int] = []
    by_band: dict[int, list[tuple[Span, list[Strip]]]] = defaultdict(list)
    texts: dict[int, list[tuple[Span, list[Strip]]]] = defaultdict(list)  # of cells over several bands
    for span, found in strips.items():
        if span.bottom - span.top == 1:
            by_band[span.top].append((span, found))
        elif not any(strip.numbers for strip in found):
            for band, own in _by_band(lattice, span, found).items():
                texts[band].append((span, own))
        elif sum(strip.leads for strip in found) > 1:
            for band, own in _by_band(lattice, span, found).items():
                by_band[band].append((span, own))
    for band in range(len(lattice.ys) - 1):
        first.append(len(rows))
        top, bottom = lattice.ys[band], lattice.ys[band + 1]
        cells = by_band[band]
        lines = _baselines([found for span, found in cells if not columns.isdisjoint(range(span.left, span.right))])
        lines = _with_sections(lines, [*cells, *texts[band]])
        every = [strip for _, found in cells for strip in found]
        cuts = [cut_between(a, b, every) for a, b in itertools.pairwise(lines)] if lines else stripes(cells)
        rows.extend(zip([top, *cuts], [*cuts, bottom], strict=True))
    first.append(len(rows))
    return rows, first


def _by_band(lattice: Lattice, span: Span, strips: Sequence[Strip]) -> dict[int, list[Strip]]:
    """The strips of a cell that reaches over several bands, by the band in which they stand."""
    out: dict[int, list[Strip]] = defaultdict(list)
    for strip in strips:
        out[min(max(bisect_right(lattice.ys, strip.middle) - 1, span.top), span.bottom - 1)].append(strip)
    return out


def _baselines(cells: Sequence[Sequence[Strip]]) -> list[float]:
    """The heights of a band's lines of figures, by the cells that hold most of them; figures in brackets under others
    are no line of their own."""
    lines = [[strip.middle for strip in cell if strip.leads] for cell in cells]
    count = max((len(found) for found in lines), default=0)
    most = [found for found in lines if len(found) == count]
    return [sum(found[k] for found in most) / len(most) for k in range(count)] if count > 1 else []


def _with_sections(lines: list[float], cells: Sequence[tuple[Span, list[Strip]]]) -> list[float]:
    """The heights of a band's rows: of its lines of figures, and of labels without figures that stand as far from the
    line below as the lines of figures from each other. The labels are those of the cell of most lines."""
    named = [(len(found), -span.left, found) for span, found in cells if not any(strip.numbers for strip in found)]
    if len(lines) < 2 or not named:
        return lines
    first = max(named, key=lambda cell: cell[:2])[2]
    pitch = min(b - a for a, b in itertools.pairwise(lines))
    out = list(lines)
    for strip in first:
        size = strip.pieces[0].size
        at = bisect_right(lines, strip.middle)
        if strip.numbers or any(abs(strip.middle - y) < ALIGNED * size for y in _near(lines, strip.middle)):
            continue
        below = lines[at] - strip.middle if at < len(lines) else 0.0
        above = strip.middle - lines[at - 1] if at else pitch
        if below >= SECTION * pitch and above >= SECTION * pitch:
            out.append(strip.middle)
    return sorted(out)


def stripes(cells: Sequence[tuple[Span, list[Strip]]]) -> list[float]:
    """The heights at which a band of a single line of figures or none is blank from side to side, between rows that
    each have a text in the first cell and in another one."""
    if any(strip.numbers and not strip.leads for _, found in cells for strip in found):
        return []  # figures in brackets under others
    first = min((span.left for span, _ in cells), default=0)
    boxes = sorted(
        (
            (strip.pieces[0].box.top, strip.pieces[0].box.bottom, span.left, strip.pieces[0].size)
            for span, found in cells
            for strip in found
        ),
    )
    rows: list[tuple[float, float, set[int]]] = []
    for top, bottom, left, size in boxes:
        if rows and top - rows[-1][1] < LINE_GAP * size:
            rows[-1] = rows[-1][0], max(rows[-1][1], bottom), rows[-1][2] | {left}
        else:
            rows.append((top, bottom, {left}))
    if not all(first in columns and len(columns) > 1 for _, _, columns in rows):
        return []
    return [(upper[1] + lower[0]) / 2 for upper, lower in itertools.pairwise(rows)]


def between_lines(strip: Strip, lines: Sequence[float]) -> int | None:
    """Of a label that stands in the middle between two lines of figures, and not nearer to others, the number of the
    upper one. ``lines``: their heights."""
    at = bisect_right(lines, strip.middle)
    if not 0 < at < len(lines):
        return None
    upper, lower = lines[at - 1], lines[at]
    size = strip.pieces[0].size
    beside = [lines[at - 1] - lines[at - 2]] if at > 1 else []
    beside += [lines[at + 1] - lines[at]] if at + 1 < len(lines) else []
    middle = abs((upper + lower) / 2 - strip.middle) < ALIGNED * size
    return at - 1 if middle and beside and lower - upper < PAIRED * min(beside) else None


def names_inside(strips: dict[Span, list[Strip]], columns: set[int]) -> set[int]:
    """The bands in which each line of figures has a text of its own in the cell, before the figure: the label beside
    them is of all their lines. ``columns``: those of figures."""
    told: dict[int, list[bool]] = defaultdict(list)
    for span, found in strips.items():
        if columns.isdisjoint(range(span.left, span.right)) or span.bottom - span.top > 1:
            continue
        told[span.top] += [
            len(strip.pieces[0].text) >= INNER and strip.pieces[0].figure is None for strip in found if strip.leads
        ]
    return {band for band, named in told.items() if len(named) > 1 and all(named)}


def cut_between(upper: float, lower: float, strips: Sequence[Strip]) -> float:
    """The height between two lines of figures that fewest rows of words stand across."""
    boxes = [
        (strip.pieces[0].box.top, strip.pieces[0].box.bottom)
        for strip in strips
        if strip.pieces[0].box.bottom > upper and strip.pieces[0].box.top < lower
    ]
    steps = max(int((lower - upper) / STEP), 2)
    heights = [upper + (lower - upper) * k / steps for k in range(1, steps)]
    crossed = [sum(top < y < bottom for top, bottom in boxes) for y in heights]
    least = min(crossed)
    best = [y for y, count in zip(heights, crossed, strict=True) if count == least]
    return min(best, key=lambda y: abs(y - (upper + lower) / 2))


def are_labels(strips: Sequence[Strip], rows: int, filled: int, lines: Sequence[float]) -> bool:
    """Whether the lines of a cell over several rows are labels, one for each row, rather than one text. ``filled``:
    rows in which a line of it stands; ``lines``: the heights of the table's figures."""
    aligned = sum(
        any(abs(line - strip.middle) < ALIGNED * strip.pieces[0].size for line in _near(lines, strip.middle))
        for strip in strips
    )
    if rows <= FEW:
        return filled == len(strips) == rows and (not one_block(strips) or (aligned == rows and rows == FEW))
    return not one_block(strips) or (filled >= LABELLED * rows and aligned >= LABELLED * rows)


def _near(lines: Sequence[float], y: float) -> Sequence[float]:
    at = bisect_right(lines, y)
    return lines[max(at - 1, 0) : at + 1]


def one_block(strips: Sequence[Strip]) -> bool:
    """Whether the lines of a cell stand as close as those of one text do."""
    return all(
        lower.pieces[0].box.top - upper.pieces[0].box.bottom < LINE_GAP * lower.pieces[0].size
        for upper, lower in itertools.pairwise(strips)
    )
