"""Pages whose text stands a little askew, as the text layer of a scan does: all glyphs are turned back by one angle.

Rows of a table that rise by half a line from label to figure would be read as other rows.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractor.read.glyphs import Glyphs, median

LEAST = 0.1  # degrees: over the width of a page a line rises by one point
WITHIN = 0.5  # degrees: so near the usual tilt, or twice it
AGREE = 0.8  # of the glyphs


def tilt_of(degrees: npt.NDArray[np.float64]) -> float:
    """By how much most of the glyphs stand off the nearest quarter turn, clockwise in degrees; 0: not, or not alike."""
    if not len(degrees):
        return 0.0
    off = (degrees + 45) % 90 - 45
    tilt = median(off)
    alike = np.abs(off - tilt) < max(WITHIN, abs(tilt) / 10)
    return tilt if abs(tilt) > LEAST and alike.mean() >= AGREE else 0.0


def straightened(glyphs: Glyphs, tilt: float, width: float, height: float) -> Glyphs:
    """The glyphs turned back about the middle of the page, each in an upright box of its own size."""
    angle = np.radians(tilt)
    sine, cosine = np.sin(angle), np.cos(angle)
    x0, top, x1, bottom = glyphs.boxes.T
    across, down = (x0 + x1) / 2 - width / 2, (top + bottom) / 2 - height / 2
    x, y = across * cosine + down * sine + width / 2, down * cosine - across * sine + height / 2
    wide, high, lean = x1 - x0, bottom - top, abs(sine)
    shape = np.cos(2 * angle)  # the boxes are those around leaning rectangles
    half = np.maximum((wide * cosine - high * lean) / shape, 0.1) / 2
    tall = np.maximum((high * cosine - wide * lean) / shape, 0.1) / 2
    return replace(glyphs, boxes=np.stack((x - half, y - tall, x + half, y + tall), axis=1))
