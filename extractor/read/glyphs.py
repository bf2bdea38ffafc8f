"""The glyphs of a page in bulk: one array for each attribute, and words cut out of them.

The loose glyph box gives the advance width and the height of the line.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, fields
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as c

from extractor.model import Box, Word
from extractor.notation.text import as_drawn
from extractor.read.drawing import View, address

# A gap of this share of the font size ends a word; pdfium marks most of them with a blank of its own already.
WORD_GAP = 0.35
OWN_GAP = 0.12  # enough where pdfium saw a blank too
DOT_GAP = 0.5  # of the font size: so much blank a full-width dot has beside it
SPACED = 0.05  # of the font size: what glyphs stand apart more than their font has them is letter spacing
RUN = 4  # gaps of a run that tell its letter spacing
MAX_GLYPHS = 60_000
FAR_OFF = 1e5  # points: a glyph further away, or at no place, as damaged files have them, is off every page

_PLANE = 0x10000  # characters of the basic plane


class Chars:
    """A set of characters of the basic plane that is asked of many at once: ``np.isin`` sorts both sides each time."""

    def __init__(self, *codes: int) -> None:
        self._has = np.zeros(_PLANE + 1, bool)
        self._has[list(codes)] = True

    def among(self, codes: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of the codes, none of them negative, are in the set."""
        found: npt.NDArray[np.bool_] = self._has[np.minimum(codes, _PLANE)]
        return found


_DASHES = Chars(*map(ord, "-−–"))
_STICKY = Chars(*map(ord, "△▲▽▼∆Δ⊿▵(（-−–"))
_DOTS = Chars(0x30FB, 0xFF65)  # that part no words
_BLANKS = Chars(*range(0x21), 0xA0, 0x3000, 0xFFFE, 0xFFFF, 0x200B)
# Control characters that stand for no blanks: where a font names them for what it draws, its figures would vanish.
_CONTROLS = Chars(*range(0x01, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0))
DIGITS = Chars(*range(0x30, 0x3A), *range(0xFF10, 0xFF1A))
REPLACEMENT = 0xFFFD  # in place of what is drawn and has no character
SPECK = 0.5  # square points: a blank whose glyph covers more is none
_TORN_BY = 2  # pdfium's code for the hyphen that ends a line; it is drawn like any other

_pointer, _int = ctypes.c_void_p, ctypes.c_int
_unicode_at = address(c.FPDFText_GetUnicode, ctypes.c_uint, _pointer, _int)
_loose_box = address(c.FPDFText_GetLooseCharBox, _int, _pointer, _int, _pointer)
_object_at = address(c.FPDFText_GetTextObject, ctypes.c_size_t, _pointer, _int)
_unnamed_at = address(c.FPDFText_HasUnicodeMapError, _int, _pointer, _int)
_made_at = address(c.FPDFText_IsGenerated, _int, _pointer, _int)
_tight_box = address(c.FPDFText_GetCharBox, _int, _pointer, _int, *(_pointer,) * 4)
_font_of = address(c.FPDFTextObj_GetFont, _pointer, _pointer)
_embedded = address(c.FPDFFont_GetIsEmbedded, _int, _pointer)
_edges = (ctypes.c_double * 4)()  # what pdfium writes a glyph's box into; a process reads one page at a time
_EDGES = [ctypes.addressof(_edges) + 8 * k for k in range(4)]  # left, right, bottom, top


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Printed glyphs in the order of the text layer, as arrays of one length; blanks are left out and said by ``apart``
    and ``parted``."""

    codes: npt.NDArray[np.int64]  # characters; a pair of surrogates is one
    boxes: npt.NDArray[np.float64]  # x0, top, x1, bottom
    objects: npt.NDArray[np.int64]  # the text object that draws it; 0: none
    places: npt.NDArray[np.int64]  # index in pdfium's text page
    apart: npt.NDArray[np.int64]  # how many blanks of the filing's own stand before it, counted from the page's start
    parted: npt.NDArray[np.int64]  # likewise blanks that pdfium made

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def heights(self) -> npt.NDArray[np.float64]:
        found: npt.NDArray[np.float64] = self.boxes[:, 3] - self.boxes[:, 1]
        return found

    def only(self, chosen: npt.NDArray[Any]) -> Glyphs:
        return Glyphs(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def text(self) -> str:
        return as_drawn("".join(map(chr, self.codes.tolist())))


def read_glyphs(textpage: Any, view: View, nameless: npt.NDArray[np.bool_]) -> Glyphs:
    """The glyphs of a page, as many as are read. ``nameless``: as ``nameless_in`` gives it."""
    count = min(max(int(c.FPDFText_CountChars(textpage)), 0), MAX_GLYPHS)
    page = ctypes.cast(textpage, ctypes.c_void_p).value
    codes = np.fromiter(map(_unicode_at, repeat(page), range(count)), np.int64, count)
    rects = (c.FS_RECTF * max(count, 1))()
    first, step = ctypes.addressof(rects), ctypes.sizeof(c.FS_RECTF)
    found = np.fromiter(
        map(_loose_box, repeat(page), range(count), range(first, first + step * count, step)), np.int64, count
    )
    objects = np.fromiter(map(_object_at, repeat(page), range(count)), np.int64, count)
    boxes = np.frombuffer(rects, np.float32).reshape(-1, 4)[:count]
    boxes = np.clip(np.nan_to_num(boxes, nan=FAR_OFF, posinf=FAR_OFF, neginf=-FAR_OFF), -FAR_OFF, FAR_OFF)
    codes[(codes == _TORN_BY) & (found != 0)] = ord("-")
    blank = _BLANKS.among(codes)
    made = np.zeros(count, bool)
    unnamed = nameless.copy()
    for at in np.flatnonzero(blank).tolist():
        made[at] = bool(_made_at(page, at))
        unnamed[at] |= not made[at] and _draws(page, at, int(objects[at]))
    codes, halves = _paired(codes)
    codes = np.where((_CONTROLS.among(codes) | unnamed) & (objects != 0), REPLACEMENT, codes)
    blank &= codes != REPLACEMENT
    printed = ~blank & (found != 0)
    printed[halves] = False
    glyphs = Glyphs(
        codes, view.boxes(boxes), objects, np.arange(count), np.cumsum(blank & ~made), np.cumsum(blank & made)
    )
    return glyphs.only(printed)


def nameless_in(textpage: Any) -> npt.NDArray[np.bool_]:
    """Which glyphs of a page have no character: their font's table of characters leaves them out."""
    page = ctypes.cast(textpage, ctypes.c_void_p).value
    count = min(max(int(c.FPDFText_CountChars(textpage)), 0), MAX_GLYPHS)
    found: npt.NDArray[np.bool_] = np.fromiter(map(_unnamed_at, repeat(page), range(count)), np.int64, count) == 1
    return found


def _draws(page: int | None, at: int, item: int) -> bool:
    """Whether a blank of the text draws something: its font's table of characters names a glyph wrongly. The stand-in
    for fonts that are not embedded draws frames, and tells nothing."""
    if not item or not _tight_box(page, at, *_EDGES):
        return False
    left, right, bottom, top = _edges
    if not (right - left) * (top - bottom) > SPECK:
        return False
    font = _font_of(item)
    return bool(font) and _embedded(font) == 1


def _paired(codes: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of surrogates as one character in the first one's place, halves replaced; and the places of second ones."""
    high = (codes >= 0xD800) & (codes < 0xDC00)
    low = (codes >= 0xDC00) & (codes < 0xE000)
    if not (high.any() or low.any() or (codes > 0x10FFFF).any()):
        return codes, np.zeros(0, np.int64)
    first = np.flatnonzero(high[:-1] & low[1:])
    joined = codes.copy()
    joined[high | low | (codes > 0x10FFFF)] = REPLACEMENT
    joined[first] = 0x10000 + ((codes[first] - 0xD800) << 10) + (codes[first + 1] - 0xDC00)
    return joined, first + 1


def median(values: npt.NDArray[np.float64]) -> float:
    """Of one value at least. numpy's own loads its masked arrays first."""
    ordered = np.sort(values)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def words_of(glyphs: Glyphs) -> tuple[Word, ...]:
    """Glyphs joined into words: a blank, a gap, a step of the baseline or another size ends one."""
    if not len(glyphs):
        return ()
    starts = np.flatnonzero(np.concatenate(([True], word_ends(glyphs))))
    stops = np.append(starts[1:], len(glyphs))
    x0, top, x1, bottom = glyphs.boxes.T
    word = np.repeat(np.arange(len(starts)), stops - starts)
    heights = bottom - top
    by_height = heights[np.lexsort((heights, word))]
    columns = (
        np.minimum.reduceat(top, starts),
        np.maximum(x1[stops - 1], x0[stops - 1]),
        np.maximum.reduceat(bottom, starts),
        by_height[starts + (stops - starts) // 2],
        starts,
        stops,
    )
    text, edges = glyphs.text(), x0.tolist()
    return tuple(
        Word(text[start:stop], Box(edges[start], up, right, down), size, (*edges[start:stop], right))
        for up, right, down, size, start, stop in zip(*(column.tolist() for column in columns), strict=True)
    )


def spacing(gaps: npt.NDArray[np.float64], level: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How much wider than its advance each glyph is set, for each gap, in the glyph's size: what the gaps of its run
    have in common, or those of the page where the run is short; 0 where glyphs are set as their font has them.

    ``gaps``: between each glyph and the next, in glyph sizes. ``level``: whether both may be of one run.
    """
    if not level.any():
        return np.zeros(len(gaps))
    page = median(gaps[level])
    run = np.cumsum(~level)
    order = np.lexsort((np.where(level, gaps, np.inf), run))
    starts = np.flatnonzero(np.concatenate(([True], np.diff(run) > 0)))
    counts = np.bincount(run - run[0])
    within = counts - np.where(level[starts], 0, 1)  # gaps of the run, less the one that ends the run before
    own = gaps[order[starts + np.maximum(within - 1, 0) // 2]]
    wide = np.where(within >= RUN, own, page)
    found: npt.NDArray[np.float64] = np.repeat(np.where(wide > SPACED, wide, 0.0), counts)
    return found


def word_ends(glyphs: Glyphs) -> npt.NDArray[np.bool_]:
    """For each glyph but the first, whether it opens a new word: after a blank or a gap, on another baseline, or in
    another size."""
    x0, top, x1, bottom = glyphs.boxes.T
    heights = bottom - top
    size = np.maximum(heights[:-1], 1.0)
    gap = x0[1:] - x1[:-1]
    blank = np.diff(glyphs.apart) > 0
    parted = np.diff(glyphs.parted) > 0
    level = (np.abs(bottom[1:] - bottom[:-1]) <= 0.3 * size) & ~blank & (np.abs(gap) <= WORD_GAP * size)
    if (level & parted & (gap > OWN_GAP * size)).any():
        gap = gap - spacing(gap / size, level) * size
    apart = (gap > np.where(parted, OWN_GAP, WORD_GAP) * size) | (x0[1:] < x0[:-1] - 0.5 * size)
    ratio = heights[1:] / size
    other = (np.abs(bottom[1:] - bottom[:-1]) > 0.3 * size) | ~((ratio > 0.75) & (ratio < 1.34))
    # △ and brackets are often set in another font on another baseline: they belong to their number all the same
    middle = (top + bottom) / 2
    sticks = _STICKY.among(glyphs.codes[:-1]) & (np.abs(middle[1:] - middle[:-1]) < 0.5 * size)
    sticks &= (gap > -0.5 * size) & (gap <= WORD_GAP * size)
    sticks &= ~(_DASHES.among(glyphs.codes[:-1]) & apart)  # such a dash may be a nil of the column before
    dots = _DOTS.among(glyphs.codes)  # their boxes may be as narrow as their ink
    sticks |= (dots[:-1] | dots[1:]) & (np.abs(middle[1:] - middle[:-1]) < 0.5 * size) & (np.abs(gap) < DOT_GAP * size)
    found: npt.NDArray[np.bool_] = blank | ((apart | other) & ~sticks)
    return found
