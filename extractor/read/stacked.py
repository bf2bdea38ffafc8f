"""Glyphs that stand in one place: drawn twice for weight, printed over each other, or painted over."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as c

from extractor.model import Box
from extractor.read.drawing import MAX_PATHS, View, bounds_of, object_at, type_of
from extractor.read.glyphs import DIGITS, Glyphs, median

STACKED = 0.3  # of a glyph's width and height: the same character so near is drawn twice
COVERED = 0.7  # of a glyph's width and height: different characters so near are printed over each other
PAINTED = 0.05  # of the glyphs below a shape: where so many show nothing, it hides the others too
FEW = 3  # fewer tell nothing
THIN = 3.0  # points: a drawn line covers no text

Mask = npt.NDArray[np.bool_]


def _near(glyphs: Glyphs, chosen: Mask, share: float, *, alike: bool) -> tuple[npt.NDArray[np.int64], ...]:
    """Pairs (earlier, later) of chosen glyphs whose boxes begin within ``share`` of a glyph of each other; ``alike``:
    of one character."""
    at = np.flatnonzero(chosen)
    x0, top = glyphs.boxes[at, 0], glyphs.boxes[at, 1]
    width = np.maximum(glyphs.boxes[at, 2] - x0, 0.1)
    height = np.maximum(glyphs.boxes[at, 3] - top, 0.1)
    band = max(median(height), 0.1) if len(at) else 1.0
    found = np.zeros(0, np.int64)
    for shift in (0.0, 0.5):  # of a band, so that no pair is parted by its edge in both
        row = np.floor(top / band + shift)
        order = np.lexsort((x0, row))
        one, two = order[:-1], order[1:]
        if not ((row[one] == row[two]) & (x0[two] - x0[one] < share * width[one])).any():
            continue  # on nearly every page glyphs stand one behind the other
        if alike:
            order = np.lexsort((x0, row, glyphs.codes[at]))
            one, two = order[:-1], order[1:]
        near = (row[one] == row[two]) & (x0[two] - x0[one] < share * np.minimum(width[one], width[two]))
        near &= np.abs(top[one] - top[two]) < share * np.minimum(height[one], height[two])
        same = glyphs.codes[at][one] == glyphs.codes[at][two]
        near &= same if alike else ~same
        ends = at[one[near]], at[two[near]]
        found = np.concatenate((found, np.minimum(*ends) * len(glyphs) + np.maximum(*ends)))
    found = np.asarray(sorted(set(found.tolist())), np.int64)  # np.unique loads numpy's masked arrays
    return found // max(len(glyphs), 1), found % max(len(glyphs), 1)


def stacked(glyphs: Glyphs, shown: Mask) -> Mask:
    """Later copies of a glyph that is drawn several times for weight or by an overprint."""
    twice = np.zeros(len(glyphs), bool)
    one, two = _near(glyphs, shown, STACKED, alike=True)
    twice[two] = True
    letters = ~DIGITS.among(glyphs.codes[two]) & _of_one_shape(glyphs, one, two)
    twice[two[letters]] = False
    return twice


def repeats(glyphs: Glyphs, hidden: Mask, shown: Mask) -> Mask:
    """Hidden glyphs that only repeat what is shown in the same place: nothing is kept from the reader."""
    found = np.zeros(len(glyphs), bool)
    if not hidden.any():
        return found
    one, two = _near(glyphs, hidden | shown, STACKED, alike=True)
    found[one[hidden[one] & shown[two]]] = True
    found[two[hidden[two] & shown[one]]] = True
    return found


@dataclass(frozen=True, slots=True)
class _Shade:
    order: int  # of the object on the page
    box: Box


def shades(page: Any, view: View, glyphs: Glyphs, shown: Mask) -> Sequence[_Shade] | None:
    """Filled shapes and images in the order of drawing, where different glyphs share places; None: none do."""
    one, two = _near(glyphs, shown, 1 - COVERED, alike=False)
    return None if _of_one_shape(glyphs, one, two).all() else _drawn(page, view)[1]


def _drawn(page: Any, view: View) -> tuple[dict[int, int], list[_Shade]]:
    """Each text object's place in the order of drawing, and all else that is drawn."""
    order_of: dict[int, int] = {}
    found = []
    place = ctypes.cast(page, ctypes.c_void_p).value
    for order in range(min(c.FPDFPage_CountObjects(page), MAX_PATHS)):
        item = object_at(place, order)
        if type_of(item) == c.FPDF_PAGEOBJ_TEXT:
            order_of[item] = order
        elif edges := bounds_of(item):
            found.append(_Shade(order, view.box(*edges)))
    return order_of, found


def painted_over(page: Any, view: View, glyphs: Glyphs, hidden: Mask) -> Mask:
    """The other glyphs of texts of which some show nothing, where something painted later lies over them: what is seen
    in their place is not theirs."""
    found = np.zeros(len(glyphs), bool)
    if hidden.sum() < FEW:
        return found
    order_of, others = _drawn(page, view)
    across, down = glyphs.boxes[:, [0, 2]].mean(axis=1), glyphs.boxes[:, [1, 3]].mean(axis=1)
    gone = np.flatnonzero(hidden)
    for shade in others:
        box = shade.box
        if min(box.width, box.height) < THIN or _within(box, across[gone], down[gone]).sum() < FEW:
            continue
        at = np.flatnonzero(_within(box, across, down))
        below = at[[order_of.get(item, shade.order) < shade.order for item in glyphs.objects[at].tolist()]]
        if hidden[below].sum() >= max(PAINTED * len(below), FEW):
            found[below] = ~hidden[below]
    return found


def _within(box: Box, across: npt.NDArray[np.float64], down: npt.NDArray[np.float64]) -> Mask:
    found: Mask = (box.x0 < across) & (across < box.x1) & (box.top < down) & (down < box.bottom)
    return found


def overprinted(glyphs: Glyphs, shown: Mask, shades: Sequence[_Shade] | None) -> tuple[Mask, Mask]:
    """Glyphs under other characters: those that a shape between the two covers, and later ones that stand over what
    still shows."""
    under, over = np.zeros(len(glyphs), bool), np.zeros(len(glyphs), bool)
    if shades is None:
        return under, over
    one, two = _near(glyphs, shown, 1 - COVERED, alike=False)
    apart = ~_of_one_shape(glyphs, one, two)
    for first, second in zip(one[apart].tolist(), two[apart].tolist(), strict=True):
        x0, top, x1, bottom = glyphs.boxes[first].tolist()
        covered = any(shade.box.contains_point((x0 + x1) / 2, (top + bottom) / 2) for shade in shades)
        (under if covered else over)[first if covered else second] = True
    return under, over


def _of_one_shape(glyphs: Glyphs, one: npt.NDArray[np.int64], two: npt.NDArray[np.int64]) -> Mask:
    """Which pairs of neighbours of the text are letters of one ligature: a glyph whose code stands for several letters
    gives each of them the same box."""
    same = (glyphs.boxes[one] == glyphs.boxes[two]).all(axis=1) & (glyphs.objects[one] == glyphs.objects[two])
    found: Mask = same & (np.abs(glyphs.places[one] - glyphs.places[two]) == 1)
    return found
