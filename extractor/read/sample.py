"""What a few glyphs of a page say of all before its text is read: that they stand sideways, mirrored or too small."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Self

import pypdfium2.raw as c

from extractor.read.glyphs import MAX_GLYPHS

SAMPLED = 12  # glyphs across the page
SLANT = 0.1  # radians: pdfium then breaks lines in the wrong places
SMALLEST = 0.5  # points of a glyph's height: less cannot be seen
MIRRORED = "its text is mirrored"
TOO_SMALL = "its text is too small to be seen"


@dataclass(frozen=True, slots=True)
class Sample:
    """``turned``: some glyphs stand sideways or slanted; ``illegible``: why most cannot be read, a clause; ``more``:
    glyphs beyond those that are read."""

    turned: bool = False
    illegible: str | None = None
    more: int = 0

    @classmethod
    def of(cls, textpage: Any) -> Self:
        """Of a page of pdfium's text."""
        count = int(c.FPDFText_CountChars(textpage)) if textpage else 0
        if count <= 0:
            return cls()
        at = sorted(
            {*range(0, count, max(count // SAMPLED, 1)), *range(min(3, count)), *range(max(count - 3, 0), count)}
        )
        turned = any(abs(c.FPDFText_GetCharAngle(textpage, i)) > SLANT for i in at)
        shapes = [shape for shape in (_shape(textpage, i) for i in at) if shape is not None]
        illegible = None
        if sum(area < 0 for area, _ in shapes) > len(shapes) / 2:
            illegible = MIRRORED
        elif sum(height < SMALLEST for _, height in shapes) > len(shapes) / 2:
            illegible = TOO_SMALL
        return cls(turned, illegible, max(count - MAX_GLYPHS, 0))


def _shape(textpage: Any, at: int) -> tuple[float, float] | None:
    """The area that the glyph's matrix gives the unit square, negative where it mirrors, and its box's height; None: a
    blank."""
    matrix, box = c.FS_MATRIX(), c.FS_RECTF()
    if c.FPDFText_GetUnicode(textpage, at) <= 0x20 or not c.FPDFText_GetMatrix(textpage, at, matrix):
        return None
    if not c.FPDFText_GetLooseCharBox(textpage, at, ctypes.byref(box)):
        return None
    return matrix.a * matrix.d - matrix.b * matrix.c, max(abs(box.top - box.bottom), abs(box.right - box.left))
