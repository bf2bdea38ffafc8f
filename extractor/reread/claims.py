"""The ledger of a page that another reader has read: its claims handed over to the first reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Box, Claim, Page, Sheet, Word
from extractor.notation.numbers import has_digit


def reclaim(sheets: Sequence[Sheet], page: Page) -> tuple[Sheet, ...]:
    """The sheets with their claims on ``page`` handed over to its words. A word that the other reader did not see stays
    unclaimed."""
    words = [word for word in page.words if has_digit(word.text)]
    return tuple(replace(sheet, claims=_handed(sheet.claims, words, page.number)) for sheet in sheets)


def _handed(claims: Sequence[Claim], words: Sequence[Word], number: int) -> tuple[Claim, ...]:
    free = [claim for claim in claims if claim.page == number]
    if not free:
        return tuple(claims)
    seen = tuple(free)
    out = [claim for claim in claims if claim.page != number]
    left_over: list[Word] = []
    for word in words:
        same = [
            claim for claim in free if claim.text == word.text and abs(claim.box.middle - word.box.middle) < word.size
        ]
        if same:
            nearest = min(
                same, key=lambda claim: abs(claim.box.x1 - word.box.x1) + abs(claim.box.middle - word.box.middle)
            )
            free.remove(nearest)
            out.append(replace(nearest, text=word.text, box=word.box))
        else:
            left_over.append(word)
    for word in left_over:  # the same place under another reading, or cut into other words
        over = next((claim for claim in seen if _meet(claim.box, word.box)), None)
        if over is not None:
            out.append(replace(over, text=word.text, box=word.box))
    return tuple(out)


def _meet(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0) and min(one.bottom, other.bottom) - max(
        one.top, other.top
    ) > 0.4 * min(one.height, other.height)
