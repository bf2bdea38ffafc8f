"""Labels printed in Japanese with their English behind: which rows are one label."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.detect.blocks import Block
from extractor.detect.notes import TokenRow
from extractor.notation.lexicon import rule
from extractor.notation.rows import join_words
from extractor.notation.text import fold, is_cjk

_LATIN = rule("lines.latin").finds
SEVERAL = 3  # labels in both languages: fewer say nothing
IN_BOTH = 0.5  # of the rows that begin in Japanese: so many end in English, or the next one does, in such a table
GLUED = 2.0  # what it costs to cut a label that surely goes on
NEVER = float("inf")


def in_both(blocks: Sequence[Block]) -> bool:
    """Whether the table prints its labels in Japanese and in English behind it: many that begin in the one end in the
    other, in their row or in the next."""
    begun = ended = 0
    for block in blocks:
        words = [fold(join_words([w for t in row.label for w in t.words])) for row in block.body if row.label]
        for text, after in zip(words, (*words[1:], ""), strict=False):
            if is_cjk(text[:1]):
                begun += 1
                ended += bool(_LATIN(text) or (_LATIN(after) and not is_cjk(after[:1])))
    return ended >= max(SEVERAL, IN_BOTH * begun)


def translated(upper: TokenRow, lower: TokenRow, text: str, edge: float) -> float | None:
    """What it costs to cut where labels are printed in both languages: much above English, which ends a label, and
    between Japanese and Japanese where the first fills its column and has no English yet. Below English, Japanese
    begins another label. None: other things tell."""
    if not (upper.label and lower.label) or (upper.values and lower.values):
        return None
    rest = fold(lower.label[0].text)
    if abs(lower.label[0].box.x0 - upper.label[0].box.x0) > 2.5 * upper.row.size or len(text) < 2:
        return None
    if is_cjk(rest[:1]):
        if _LATIN(text):
            return NEVER if text[-1:].isascii() and text[-1:].isalpha() else None
        return GLUED if upper.label[-1].box.x1 > edge - 1.3 * upper.row.size else None
    return GLUED if rest[:1].isascii() and rest[:1].isalpha() else None
