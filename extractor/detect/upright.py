"""Words set from top to bottom beside the rows of a table: 資産の部 along the assets. They are no part of any row."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.model import Word
from extractor.notation.text import is_cjk

FEWEST = 3  # glyphs of such a word
STEP = 2.0  # of the glyph size: the glyphs stand closer
MARGIN = 1.5  # of the glyph size: what stands beside them stands further away


def without_upright(words: Sequence[Word]) -> list[Word]:
    """The words without glyphs that stand one below the other, left of everything else, across the rows.

    First letters of spaced labels stand so too, but each has its row: of an upright word at least one glyph stands
    between the rows, and the labels stand clear of it.
    """
    glyphs = [word for word in words if len(word.text) == 1 and is_cjk(word.text)]
    if len(glyphs) < FEWEST:
        return list(words)
    edge = min(glyph.box.x0 for glyph in glyphs)
    column = sorted((g for g in glyphs if g.box.x0 - edge < 1.0), key=lambda g: g.box.middle)
    inside = {id(glyph) for glyph in column}
    size = column[0].size
    rest = [word for word in words if id(word) not in inside]
    if len(column) < FEWEST or any(word.box.x0 < column[0].box.x1 + MARGIN * size for word in rest):
        return list(words)
    close = sum(b.box.middle - a.box.middle < STEP * size for a, b in itertools.pairwise(column))
    alone = any(all(abs(word.box.middle - glyph.box.middle) > 0.42 * size for word in rest) for glyph in column)
    return rest if alone and close >= FEWEST - 1 else list(words)
