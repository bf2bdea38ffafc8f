"""The page as pdfium shows it: from user space to points from the top left, and its drawn lines."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as c

from extractor.model import Box, Rule

# Paths thinner than this are drawn lines; thicker fills are shading.
RULE_WIDTH = 3.0  # points: borders are drawn up to so thick
MAX_PATHS = 20_000
PICTURE = 0.15  # of a page: pictures this large may be text
DRAWING = 150  # shapes: text whose letters are drawn has a shape for each
SCAN = 0.6  # of a page: a picture this large may be a scan with a text layer behind it
MAX_SEGMENTS = 400  # of one path: more are a picture

Edge = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_pointer, _int = ctypes.c_void_p, ctypes.c_int


def address(function: Any, result: Any, *arguments: Any) -> Any:
    """A pdfium function that takes and gives addresses as plain numbers: making a pointer object for each call costs
    more than the call, and so does letting go of the interpreter's lock."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


object_at = address(c.FPDFPage_GetObject, _pointer, _pointer, _int)
_inner_at = address(c.FPDFFormObj_GetObject, _pointer, _pointer, ctypes.c_ulong)
type_of = address(c.FPDFPageObj_GetType, _int, _pointer)
_bounds_at = address(c.FPDFPageObj_GetBounds, _int, _pointer, _pointer, _pointer, _pointer, _pointer)
_matrix_of = address(c.FPDFPageObj_GetMatrix, _int, _pointer, _pointer)
_mode_of = address(c.FPDFPath_GetDrawMode, _int, _pointer, _pointer, _pointer)
_segments_of = address(c.FPDFPath_CountSegments, _int, _pointer)
_segment_at = address(c.FPDFPath_GetPathSegment, _pointer, _pointer, _int)
_point_of = address(c.FPDFPathSegment_GetPoint, _int, _pointer, _pointer, _pointer)
_kind_of = address(c.FPDFPathSegment_GetType, _int, _pointer)
_closes = address(c.FPDFPathSegment_GetClose, _int, _pointer)
# What these functions write into. A process reads one page at a time: pdfium is not thread-safe.
_floats = (ctypes.c_float * 4)()
_ints = (ctypes.c_int * 2)()
_numbers = (ctypes.c_float * 6)()  # FS_MATRIX: a to f
_FLOATS = [ctypes.addressof(_floats) + 4 * k for k in range(4)]
_INTS = [ctypes.addressof(_ints) + 4 * k for k in range(2)]
_NUMBERS = ctypes.addressof(_numbers)


class View:
    """From PDF user space to points from the top left of the page as it is read.

    ``turns``: quarter turns clockwise from user space to reading position; without it, as many as the page's /Rotate
    says.
    """

    def __init__(self, page: Any, turns: int | None = None) -> None:
        self.shown = int(c.FPDFPage_GetRotation(page)) % 4
        self.rotation = self.shown if turns is None else turns % 4
        width, height = float(c.FPDF_GetPageWidthF(page)), float(c.FPDF_GetPageHeightF(page))
        self.width, self.height = (height, width) if (self.rotation - self.shown) % 2 else (width, height)
        box = c.FS_RECTF()  # the crop box within the media box, inherited or the page's own
        found = c.FPDF_GetPageBoundingBox(page, box)
        self.left, self.bottom = (float(box.left), float(min(box.bottom, box.top))) if found else (0.0, 0.0)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        left, right, bottom, top = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        if self.rotation == 0:
            return Box(left, self.height - top, right, self.height - bottom)
        if self.rotation == 1:
            return Box(bottom, left, top, right)
        if self.rotation == 2:
            return Box(self.width - right, bottom, self.width - left, top)
        return Box(self.width - top, self.height - right, self.width - bottom, self.height - left)

    def boxes(self, rects: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Rows of left, top, right, bottom in user space, as pdfium counts them, to rows of x0, top, x1, bottom."""
        found = rects.astype(np.float64)
        left, top, right, bottom = found[:, 0], found[:, 1], found[:, 2], found[:, 3]
        left, right, bottom, top = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        if self.rotation == 0:
            columns = (left, self.height - top, right, self.height - bottom)
        elif self.rotation == 1:
            columns = (bottom, left, top, right)
        elif self.rotation == 2:
            columns = (self.width - right, bottom, self.width - left, top)
        else:
            columns = (self.width - top, self.height - right, self.width - bottom, self.height - left)
        return np.stack(columns, axis=1)


def rules_of(page: Any, view: View) -> tuple[tuple[Rule, ...], tuple[Box, ...]]:
    """Drawn lines (strokes, thin fills and the edges of thin closed paths), and shading: filled rectangles."""
    out: list[Rule] = []
    shades: list[Box] = []
    place = ctypes.cast(page, _pointer).value
    for i in range(min(c.FPDFPage_CountObjects(page), MAX_PATHS)):
        item = object_at(place, i)
        kind = type_of(item)
        if kind == c.FPDF_PAGEOBJ_PATH:
            out.extend(_path_rules(item, view, shades))
        elif kind == c.FPDF_PAGEOBJ_FORM:
            outer = matrix_of(item)
            for k in range(min(c.FPDFFormObj_CountObjects(ctypes.cast(item, c.FPDF_PAGEOBJECT)), MAX_PATHS)):
                inner = _inner_at(item, k)
                if type_of(inner) == c.FPDF_PAGEOBJ_PATH:
                    out.extend(_path_rules(inner, view, shades, outer))
    return tuple(out), tuple(dict.fromkeys(shades))


def matrix_of(item: int) -> Matrix:
    """From the object's own space to that of what holds it. ``item``: the object's address."""
    if not _matrix_of(item, _NUMBERS):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    first, second, third, fourth, fifth, sixth = _numbers
    return (first, second, third, fourth, fifth, sixth)


def _path_rules(item: int, view: View, shades: list[Box], outer: Matrix | None = None) -> list[Rule]:
    """The lines of a path; a filled rectangle is added to ``shades``."""
    if not _mode_of(item, *_INTS):
        return []
    fill, stroke = _ints
    count = _segments_of(item)
    if count > MAX_SEGMENTS or not (stroke or fill):
        return []
    if not stroke and outer is None and (found := _filled(item, view, shades, closed=count == 5)) is not None:
        return found
    points, edges = _outline(item, count, [matrix_of(item)] + ([outer] if outer else []))
    if not points:
        return []
    if not stroke:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= RULE_WIDTH:
            return [Rule(view.box(min(xs), min(ys), max(xs), max(ys)))] if max(wide, high) > RULE_WIDTH else []
        if count == 5:
            shades.append(view.box(min(xs), min(ys), max(xs), max(ys)))
            return []
    out = []
    for x0, y0, x1, y1 in edges:
        if abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5:
            box = view.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if max(box.width, box.height) > RULE_WIDTH:
                out.append(Rule(box))
    return out


def bounds_of(item: int) -> Edge | None:
    """Left, bottom, right and top of an object in user space; None: it has none."""
    if not _bounds_at(item, *_FLOATS):
        return None
    left, bottom, right, top = _floats
    return left, bottom, right, top


def _filled(item: int, view: View, shades: list[Box], *, closed: bool) -> list[Rule] | None:
    """What a fill says by its bounds alone: a thin one is a line, a closed one shading. None: its outline must tell."""
    edges = bounds_of(item)
    if edges is None:
        return None
    left, bottom, right, top = edges
    wide, high = right - left, top - bottom
    if wide > RULE_WIDTH and high > RULE_WIDTH:
        if closed:
            shades.append(view.box(left, bottom, right, top))
        return [] if closed else None
    if wide <= RULE_WIDTH and high <= RULE_WIDTH:
        return []
    return [Rule(view.box(left, bottom, right, top))]


def _outline(item: int, count: int, matrices: list[Matrix]) -> tuple[list[tuple[float, float]], list[Edge]]:
    """The points of a path in user space, and its straight edges."""
    edges: list[Edge] = []
    points: list[tuple[float, float]] = []
    start = here = (0.0, 0.0)
    px_at, py_at = _FLOATS[:2]
    for k in range(count):
        segment = _segment_at(item, k)
        if not _point_of(segment, px_at, py_at):
            continue
        px, py = _floats[0], _floats[1]
        for a, b, cc, d, e, f in matrices:
            px, py = a * px + cc * py + e, b * px + d * py + f
        points.append((px, py))
        kind = _kind_of(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = here = (px, py)
        else:
            if kind == c.FPDF_SEGMENT_LINETO:
                edges.append((*here, px, py))
            here = (px, py)
        if _closes(segment) and here != start:
            edges.append((*here, *start))
            here = start
    return points, edges


def shown_instead(page: Any, view: View) -> str | None:
    """What a page with hardly any text shows: a clause, or None where it shows nothing much."""
    area, shapes = 0.0, 0
    for i in range(min(c.FPDFPage_CountObjects(page), MAX_PATHS)):
        item = c.FPDFPage_GetObject(page, i)
        kind = c.FPDFPageObj_GetType(item)
        if kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM, c.FPDF_PAGEOBJ_SHADING):
            area += _area(item)
        shapes += kind == c.FPDF_PAGEOBJ_PATH
    if area > PICTURE * view.width * view.height:
        return "it shows a picture and hardly any text"
    return "it shows drawings and hardly any text" if shapes > DRAWING else None


def has_large_picture(page: Any, view: View) -> bool:
    """Whether a picture fills most of the page, as in a scan: what text it holds may not be seen."""
    count = c.FPDFPage_CountObjects(page)
    for i in {*range(min(count, 4)), *range(max(count - 4, 0), count)}:
        item = c.FPDFPage_GetObject(page, i)
        if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_IMAGE and _area(item) > SCAN * view.width * view.height:
            return True
    return False


def _area(item: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0
    return max(right.value - left.value, 0.0) * max(top.value - bottom.value, 0.0)
