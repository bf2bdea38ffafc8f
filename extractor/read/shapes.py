"""Digits as they are drawn against digits as the text layer names them.

A font's table of characters can name another digit than the one it draws. Each digit of a page is cut out of the page's
picture, scaled to a small grid and compared with the digits that pdfium draws in three plain fonts of its own, and with
the other digits of the page. Fonts that are not embedded draw frames here (read/fonts.py), which resemble no digit and
say nothing.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as c

from extractor.read.glyphs import Glyphs

WIDE, HIGH = 9, 13  # cells of the grid that a digit is scaled to
SAMPLES = (18, 28)  # points of a glyph's box, across and down, that are looked at
INK = 0.3  # of the darkest point: from here on a point is ink
LIKE = 0.78  # correlation with a model from which a shape is that digit
APART = 0.25  # by which another digit must be nearer than the one that is named
FAIRLY_LIKE, FAR_APART = 0.72, 0.3  # less alike will do where the named digit is far from it
MEAN_LIKE, MEAN_APART = 0.68, 0.2  # likewise of the mean shape of all glyphs of one character, which has less noise
ENOUGH = 4  # glyphs of one character for a mean
_PIXELS = 24.0  # of a model's glyph height

Grid = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]


def doubted(glyphs: Glyphs, image: Image, scale: float) -> npt.NDArray[np.bool_]:
    """Digits of the page that are drawn as another digit than the text layer says."""
    digits = _digits(glyphs.codes)
    at = np.flatnonzero(digits >= 0)
    wrong = np.zeros(len(glyphs), bool)
    if not len(at):
        return wrong
    shapes, clear = _shapes(glyphs.boxes[at], image, scale)
    named = digits[at]
    alike = [clear & (named == digit) for digit in range(10)]
    many = [digit for digit in range(10) if alike[digit].sum() >= ENOUGH]
    means = [_unit(shapes[alike[digit]].mean(axis=0, keepdims=True)) for digit in many]
    likeness = _likeness(np.concatenate([shapes, *means]))
    each = likeness[: len(at)]
    wrong[at] = clear & (_another(each, named, LIKE, APART) | _another(each, named, FAIRLY_LIKE, FAR_APART))
    of_mean = _another(likeness[len(at) :], np.asarray(many, np.int64), MEAN_LIKE, MEAN_APART)
    for digit, another in zip(many, of_mean.tolist(), strict=True):
        wrong[at[alike[digit]]] |= another
    return wrong


def _another(likeness: Grid, named: npt.NDArray[np.int64], like: float, apart: float) -> npt.NDArray[np.bool_]:
    """Whether a shape is clearly another digit than the named one.

    Some fonts' 1 has the foot and the flag of a 4, and a round shape whose inner stroke is lost in a small picture is a
    0.
    """
    best = likeness.argmax(axis=1)
    most = likeness.max(axis=1)
    own = np.take_along_axis(likeness, named[:, None], axis=1)[:, 0]
    found: npt.NDArray[np.bool_] = (
        (most > like) & (most - own > apart) & ~((named == 1) & (best == 4)) & ((best != 0) | (most > LIKE))
    )
    return found


def _digits(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The digit that each character is, full-width ones too; -1: none."""
    plain = np.where((codes >= 0xFF10) & (codes <= 0xFF19), codes - 0xFF10 + 0x30, codes)
    return np.where((plain >= 0x30) & (plain <= 0x39), plain - 0x30, -1)


def _shapes(boxes: npt.NDArray[np.float64], image: Image, scale: float) -> tuple[Grid, npt.NDArray[np.bool_]]:
    """Each box's ink cut to its edges and scaled to the grid, as unit vectors; and whether it holds any that can be
    compared."""
    x0, top, x1, bottom = boxes.T
    across, down = (np.arange(0.5, n) / n for n in SAMPLES)
    xs = np.clip((x0[:, None] + (x1 - x0)[:, None] * across) * scale, 0, image.shape[1] - 1).astype(np.int64)
    ys = np.clip((top[:, None] + (bottom - top)[:, None] * down) * scale, 0, image.shape[0] - 1).astype(np.int64)
    seen = image[ys[:, :, None], xs[:, None, :]].astype(np.float32)
    low, high = seen.min(axis=(1, 2)), seen.max(axis=(1, 2))
    ink = (high[:, None, None] - seen) / np.maximum(high - low, 1)[:, None, None]
    dark = ink.mean(axis=(1, 2)) > 0.5  # light glyphs on a dark ground
    ink[dark] = 1 - ink[dark]
    ink[ink.min(axis=2) > INK] = 0  # a drawn line through the box
    solid = ink > INK
    rows, columns = solid.any(axis=2), solid.any(axis=1)
    first_row, last_row = rows.argmax(axis=1), rows.shape[1] - rows[:, ::-1].argmax(axis=1)
    first, last = columns.argmax(axis=1), columns.shape[1] - columns[:, ::-1].argmax(axis=1)
    ratio = (
        (last - first) * (x1 - x0) / SAMPLES[0] / np.maximum((last_row - first_row) * (bottom - top) / SAMPLES[1], 1e-6)
    )
    clear = rows.any(axis=1) & (high - low > 60) & (ratio < 1.0)
    # a slim shape is a 1: it is not blown up, but stands in the middle of a digit's usual width
    slim = ratio < 0.42
    centre, half = (first + last) / 2, np.where(slim, 0.55, ratio) / np.maximum(ratio, 1e-6) * (last - first) / 2
    gx = (centre[:, None] - half[:, None] + 2 * half[:, None] * (np.arange(WIDE) + 0.5) / WIDE).astype(np.int64)
    gy = (first_row[:, None] + (last_row - first_row)[:, None] * (np.arange(HIGH) + 0.5) / HIGH).astype(np.int64)
    outside = (gx < 0) | (gx >= SAMPLES[0])
    gx, gy = np.clip(gx, 0, SAMPLES[0] - 1), np.clip(gy, 0, SAMPLES[1] - 1)
    grid = np.take_along_axis(np.take_along_axis(ink, gy[:, :, None], axis=1), gx[:, None, :], axis=2)
    grid = np.where(outside[:, None, :], 0, grid).reshape(len(boxes), -1)
    return _unit(grid), clear


def _unit(grid: Grid) -> Grid:
    level = grid - grid.mean(axis=1, keepdims=True)
    found: Grid = level / np.maximum(np.linalg.norm(level, axis=1, keepdims=True), 1e-9)
    return found


def _likeness(shapes: Grid) -> Grid:
    """For each shape its correlation with the nearest model of each digit: rows of ten."""
    # a product by BLAS starts threads, which then wait for the next one in a busy loop
    found: Grid = np.einsum("ij,kj->ik", shapes, models()).reshape(len(shapes), -1, 10).max(axis=1)
    return found


@lru_cache(maxsize=1)
def models() -> Grid:
    """The ten digits in each of pdfium's own fonts, as unit vectors, ten rows a font."""
    fonts = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier", b"Courier-Bold")
    document = c.FPDF_CreateNewDocument()
    page = c.FPDFPage_New(document, 0, 40.0 * 10, 40.0 * len(fonts))
    boxes = []
    for row, name in enumerate(fonts):
        font = c.FPDFText_LoadStandardFont(document, name)
        for digit in range(10):
            item = c.FPDFPageObj_CreateTextObj(document, font, _PIXELS)
            said = (ctypes.c_ushort * 2)(0x30 + digit, 0)
            c.FPDFText_SetText(item, said)
            x, y = 40.0 * digit + 5, 40.0 * row + 10
            c.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, y)
            c.FPDFPage_InsertObject(page, item)
            boxes.append((x, 40.0 * len(fonts) - y - _PIXELS, x + 0.6 * _PIXELS, 40.0 * len(fonts) - y + 0.2 * _PIXELS))
    c.FPDFPage_GenerateContent(page)
    image = np.full((40 * len(fonts), 400), 255, np.uint8)
    bitmap = c.FPDFBitmap_CreateEx(400, 40 * len(fonts), c.FPDFBitmap_Gray, image.ctypes.data, 400)
    c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 400, 40 * len(fonts), 0, c.FPDF_GRAYSCALE)
    c.FPDFBitmap_Destroy(bitmap)
    c.FPDF_ClosePage(page)
    c.FPDF_CloseDocument(document)
    return _shapes(np.asarray(boxes), image, 1.0)[0]
