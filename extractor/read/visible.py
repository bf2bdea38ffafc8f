"""Which glyphs of the text layer a person sees on the page, and which stand upright among the others.

A text layer may hold glyphs that are not shown: invisible or transparent ones, white on white, clipped, outside the
crop box, in a layer that is switched off, under a later shape or image. What a glyph's own attributes do not tell is
asked of a small picture of the page: where a glyph stands and nothing is drawn, nobody can read it.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as c

from extractor.errors import FindingCode
from extractor.model import Box, Remark, Severity
from extractor.read.drawing import View, address
from extractor.read.glyphs import DIGITS, REPLACEMENT, Glyphs, median, word_ends
from extractor.read.shapes import doubted
from extractor.read.stacked import overprinted, painted_over, repeats, shades, stacked

PIXELS = 2.0  # of the picture, a point
FINE = 3.0  # likewise where the shapes of digits are compared
LEGIBLE = 3.0  # pixels of a glyph's height: the picture of a page that is too large tells nothing
LARGEST = 2400  # pixels of the picture's longer side
SAMPLES = ((4, 5), (7, 9))  # points across and down of a glyph's box that are looked at
CONTRAST = 20  # of 255, between paper and glyph: less cannot be read
EDGE = 12  # points beyond the page's edge at which a word still belongs to what is shown
TINY = 0.25  # of the page's usual glyph height
SLIM = 0.4  # of its height: the width of letters such as t and f
LARGE = 2.2  # likewise: where it is pale besides, a mark across the page
PALE = 100  # of 255: the luminance from which large text is pale
MOST_DOUBTS = 3  # digits drawn as others are a fault of a font, not of one place
MOST_REMARKS = 12  # of one kind on a page: beyond, one speaks for all
UNDRAWN = 0.5  # of a page's glyphs: where so many have no ink, its fonts cannot be drawn here

Mask = npt.NDArray[np.bool_]
Image = npt.NDArray[np.uint8]

# Letters of one stroke: the ideograph one, both long vowel marks, slim Latin ones.
_SLIM = frozenset({0x4E00, 0x30FC, 0xFF70, *map(ord, "Iilj")})
_pointer, _int = ctypes.c_void_p, ctypes.c_int
_mode_of = address(c.FPDFTextObj_GetTextRenderMode, _int, _pointer)
_fill_of = address(c.FPDFPageObj_GetFillColor, _int, _pointer, _pointer, _pointer, _pointer, _pointer)
_angle_at = address(c.FPDFText_GetCharAngle, ctypes.c_float, _pointer, _int)
_font_of = address(c.FPDFTextObj_GetFont, _pointer, _pointer)
_font_name = address(c.FPDFFont_GetBaseFontName, ctypes.c_size_t, _pointer, ctypes.c_char_p, ctypes.c_size_t)
_INVISIBLE = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_STROKED = (
    c.FPDF_TEXTRENDERMODE_STROKE,
    c.FPDF_TEXTRENDERMODE_FILL_STROKE,
    c.FPDF_TEXTRENDERMODE_STROKE_CLIP,
    c.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The glyphs that are shown, and what was left out."""

    glyphs: Glyphs
    remarks: tuple[Remark, ...]


def quarter_turns(textpage: Any, glyphs: Glyphs) -> tuple[npt.NDArray[np.float64], int]:
    """The angle of each glyph, clockwise in degrees, and the quarter turns after which most of them stand upright."""
    firsts, inverse = _objects(glyphs)
    page = ctypes.cast(textpage, _pointer).value
    angles = [_angle_at(page, at) for at in glyphs.places[firsts].tolist()]
    degrees = np.degrees(np.nan_to_num(np.asarray(angles, np.float64)))[inverse] if angles else np.zeros(0)
    turns = np.bincount(np.round(degrees / 90).astype(np.int64) % 4, minlength=4) if len(degrees) else np.zeros(4)
    return degrees, -int(np.argmax(turns)) % 4


def see(page: Any, view: View, glyphs: Glyphs, degrees: npt.NDArray[np.float64], fonts: set[bytes]) -> Seen:
    """The upright glyphs that the page shows, each once. ``view`` turns the page as most of its glyphs stand.

    ``fonts``: names of the document's fonts whose digits were compared before; the page's are added.
    """
    if not len(glyphs):
        return Seen(glyphs, ())
    looks = _looks(glyphs)
    aside = _aside(glyphs, degrees, view, looks)
    new = _new_digits(glyphs, fonts)
    image, scale = picture(page, view, FINE if new.any() else PIXELS)
    told = image is not None and scale * median(glyphs.heights) >= LEGIBLE
    unshown, bare, drawn = _hidden(view, glyphs, looks, image if told else None, scale)
    unshown |= painted_over(page, view, glyphs, bare & ~aside)
    hidden, told = ~aside & unshown, told and drawn
    shown = ~aside & ~hidden
    twice = stacked(glyphs, shown)
    hidden &= ~repeats(glyphs, hidden, shown)
    cut = shown & ((glyphs.boxes[:, 0] > view.width) | (glyphs.boxes[:, 2] < 0))
    under, over = overprinted(glyphs, shown & ~twice, shades(page, view, glyphs, shown & ~twice))
    kept = shown & ~twice & ~under
    named = np.zeros(len(glyphs), bool)
    new &= kept
    if new.any() and image is not None:
        named[new] = doubted(glyphs.only(new), image, scale)
    unseen = Remark(FindingCode.TEXT_HIDDEN, Severity.WARNING, "no picture tells which glyphs the page shows")
    remarks = (
        *([] if told else [unseen]),
        *_said(
            FindingCode.TEXT_DOUBTED,
            Severity.WARNING,
            "the page draws {} here, and its font names no character for it",
            glyphs,
            kept & (glyphs.codes == REPLACEMENT),
        ),
        *_said(
            FindingCode.TEXT_DOUBTED,
            Severity.WARNING,
            "the page draws other digits than the text layer says: {}",
            glyphs,
            named,
            most=MOST_DOUBTS,
        ),
        *_said(
            FindingCode.TEXT_HIDDEN,
            Severity.WARNING,
            "the text layer holds {} here, which the page does not show",
            glyphs,
            hidden | under,
        ),
        *_said(
            FindingCode.TEXT_HIDDEN,
            Severity.WARNING,
            "{} runs over the edge of the page; the text layer's glyphs are read",
            glyphs,
            cut,
        ),
        *_said(
            FindingCode.TEXT_ASIDE, Severity.INFO, "{} stands slanted or large and pale; it is not read", glyphs, aside
        ),
        *_said(FindingCode.TEXT_OVERPRINTED, Severity.WARNING, "{} is printed over other characters", glyphs, over),
    )
    return Seen(glyphs.only(kept), remarks)


@dataclass(frozen=True, slots=True)
class _Looks:
    invisible: Mask  # drawn with nothing
    pale: Mask


def _objects(glyphs: Glyphs) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The first glyph of each run of one text object, and for each glyph its run."""
    change = np.concatenate(([True], np.diff(glyphs.objects) != 0)) if len(glyphs) else np.zeros(0, bool)
    return np.flatnonzero(change), np.cumsum(change) - 1


def _looks(glyphs: Glyphs) -> _Looks:
    firsts, inverse = _objects(glyphs)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    places = [ctypes.addressof(part) for part in (red, green, blue, alpha)]
    invisible, pale = [], []
    for item in glyphs.objects[firsts].tolist():
        mode = _mode_of(item) if item else 0
        known = bool(item) and _fill_of(item, *places)
        luminance = 0.3 * red.value + 0.59 * green.value + 0.11 * blue.value if known else 0.0
        opacity = alpha.value if known else 255
        invisible.append(mode in _INVISIBLE or (opacity == 0 and mode not in _STROKED))
        pale.append(255 - (255 - luminance) * opacity / 255 >= PALE or mode in _STROKED)
    return _Looks(np.asarray(invisible, bool)[inverse], np.asarray(pale, bool)[inverse])


def _new_digits(glyphs: Glyphs, known: set[bytes]) -> Mask:
    """Digits in a font whose name is new, or that shares its name with another font of the page: their shapes are worth
    a look. ``known``: names, to which the page's are added."""
    digits = DIGITS.among(glyphs.codes)
    items = set(glyphs.objects[digits].tolist()) - {0}
    fonts = {item: _font_of(item) for item in items}
    names = {font: _name_of(font) for font in set(fonts.values()) if font}
    shared = Counter(names.values())
    new = {font for font, name in names.items() if name not in known or shared[name] > 1}
    known.update(names.values())
    if not new:
        return np.zeros(len(glyphs), bool)
    firsts, inverse = _objects(glyphs)
    of_new = [fonts.get(item) in new for item in glyphs.objects[firsts].tolist()]
    chosen: Mask = digits & np.asarray(of_new, bool)[inverse]
    return chosen


def _name_of(font: int) -> bytes:
    name = ctypes.create_string_buffer(128)
    _font_name(font, name, len(name))
    return name.value


def _aside(glyphs: Glyphs, degrees: npt.NDArray[np.float64], view: View, looks: _Looks) -> Mask:
    """Glyphs that stand at an angle to the others, and large pale ones: marks across the page."""
    off = np.abs((degrees + 90 * view.rotation + 180) % 360 - 180)
    found: Mask = (off > 10) | ((glyphs.heights > LARGE * median(glyphs.heights)) & looks.pale)
    return found


def _hidden(view: View, glyphs: Glyphs, looks: _Looks, image: Image | None, scale: float) -> tuple[Mask, Mask, bool]:
    """Glyphs that the page does not show; those of them in whose place it shows nothing; and whether its picture could
    tell, which it cannot where most are not drawn: their font is broken, or all of the page is covered or switched
    off."""
    none = np.zeros(len(glyphs), bool)
    x0, top, x1, bottom = glyphs.boxes.T
    across, down = (x0 + x1) / 2, (top + bottom) / 2
    height = bottom - top
    outside = (across < 0) | (across > view.width) | (down < 0) | (down > view.height)
    hidden: Mask = looks.invisible | (outside & ~_over_the_edge(glyphs, view, outside))
    tall = _tall(glyphs)
    hidden |= tall & (height < TINY * median(height))
    if image is None:
        return hidden, none, False
    drawn = _ink(glyphs, image, scale)
    tested = tall & ~hidden & ~outside
    bare = tested & ~drawn
    if bare.any():
        bare &= ~_slim_beside(glyphs, drawn)
    if bare.sum() > UNDRAWN * max(int(tested.sum()), 1):
        return hidden, none, False
    _, inverse = _objects(glyphs)
    of_object = np.bincount(inverse, weights=tested), np.bincount(inverse, weights=bare)
    gone = (of_object[0] > 0) & (of_object[0] == of_object[1])
    found: Mask = hidden | bare | (gone[inverse] & ~drawn)
    return found, bare, True


def _slim_beside(glyphs: Glyphs, drawn: Mask) -> Mask:
    """Slim letters within a word whose neighbours are drawn: a viewer may set a "t" beside its box by half its width,
    and nobody hides one letter of a word."""
    x0, top, x1, bottom = glyphs.boxes.T
    slim = (x1 - x0 < SLIM * (bottom - top)) & ~DIGITS.among(glyphs.codes)
    beside = np.zeros(len(glyphs), bool)
    within = ~word_ends(glyphs)
    beside[1:] |= within & drawn[:-1]
    beside[:-1] |= within & drawn[1:]
    found: Mask = slim & beside
    return found


def _over_the_edge(glyphs: Glyphs, view: View, outside: Mask) -> Mask:
    """Glyphs of words that run over the page's edge, and marks just beyond it: cut there, a figure would be read as
    another."""
    if not outside.any():
        return outside
    word = np.concatenate(([0], np.cumsum(word_ends(glyphs))))
    inside: Mask = (np.bincount(word, weights=~outside) > 0)[word]
    x0, top, x1, bottom = glyphs.boxes.T
    level = (top + bottom > 0) & (top + bottom < 2 * view.height)
    near: Mask = level & (x0 > -EDGE) & (x1 < view.width + EDGE)
    begun: Mask = (np.bincount(word, weights=near) > 0)[word]  # a word is kept or left out as a whole
    kept: Mask = inside | (begun & level)
    return kept


@lru_cache(maxsize=65536)
def _is_tall(code: int) -> bool:
    char = chr(code)
    return (char.isalnum() and code not in _SLIM) or char in "△▲"


def _tall(glyphs: Glyphs) -> Mask:
    """Glyphs whose ink stands in the middle of their box; points, commas and dashes may miss it."""
    return np.fromiter(map(_is_tall, glyphs.codes.tolist()), bool, len(glyphs))


def _ink(glyphs: Glyphs, image: Image, scale: float) -> Mask:
    """Whether the picture of the page shows anything in the middle of each glyph's box."""
    found = np.zeros(len(glyphs), bool)
    for samples in SAMPLES:  # a few points tell of most glyphs
        left = np.flatnonzero(~found)
        if not len(left):
            break
        found[left] = _contrast(glyphs.boxes[left], image, scale, *samples) >= CONTRAST
    return found


def _contrast(
    boxes: npt.NDArray[np.float64], image: Image, scale: float, columns: int, rows: int
) -> npt.NDArray[np.int64]:
    """The difference between the lightest and the darkest of some points in the middle of each box."""
    x0, top, x1, bottom = boxes.T
    across = np.linspace(0.2, 0.8, columns)
    down = np.linspace(0.2, 0.88, rows)
    xs = np.clip((x0[:, None] + (x1 - x0)[:, None] * across) * scale, 0, image.shape[1] - 1).astype(np.int64)
    ys = np.clip((top[:, None] + (bottom - top)[:, None] * down) * scale, 0, image.shape[0] - 1).astype(np.int64)
    sample = image.ravel()[(ys[:, :, None] * image.shape[1] + xs[:, None, :]).reshape(len(boxes), -1)]
    found: npt.NDArray[np.int64] = sample.max(axis=1).astype(np.int64) - sample.min(axis=1)
    return found


def picture(page: Any, view: View, pixels: float) -> tuple[Image | None, float]:
    """The page in greys as ``view`` turns it, and its pixels a point. None: it has no area, or cannot be drawn."""
    longer = max(view.width, view.height)
    if not 1 <= longer < 1e5 or min(view.width, view.height) < 1:
        return None, 0.0
    scale = min(pixels, LARGEST / longer)
    width, height = max(int(view.width * scale), 1), max(int(view.height * scale), 1)
    image = np.full((height, width), 255, np.uint8)
    bitmap = c.FPDFBitmap_CreateEx(width, height, c.FPDFBitmap_Gray, image.ctypes.data, width)
    if not bitmap:
        return None, 0.0
    turns = (view.rotation - view.shown) % 4
    c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turns, c.FPDF_GRAYSCALE | c.FPDF_ANNOT)
    c.FPDFBitmap_Destroy(bitmap)
    return image, scale


# ---------------------------------------------------------------- what is said


def _said(
    code: FindingCode, severity: Severity, message: str, glyphs: Glyphs, which: Mask, most: int = MOST_REMARKS
) -> Iterator[Remark]:
    """A remark for each run of glyphs; where there are many, one for the page."""
    if not which.any():
        return
    at = np.flatnonzero(which)
    boxes = glyphs.boxes[at]
    breaks = (np.diff(at) > 1) | (np.abs(np.diff(boxes[:, 1])) > 0.5 * (boxes[:-1, 3] - boxes[:-1, 1]))
    runs = np.split(at, np.flatnonzero(breaks) + 1)
    if len(runs) > most:
        sample = "".join(map(chr, glyphs.codes[at[:30]].tolist()))
        yield Remark(code, severity, message.format(f"{len(at)} glyphs ({sample!r} ...)"))
        return
    for run in runs:
        text = "".join(map(chr, glyphs.codes[run].tolist()))
        x0, top = glyphs.boxes[run, :2].min(axis=0).tolist()
        x1, bottom = glyphs.boxes[run, 2:].max(axis=0).tolist()
        yield Remark(code, severity, message.format(repr(text[:60])), Box(x0, top, x1, bottom))
