"""Where the tables of a page are: lattices, and runs of rows with figures between prose, headings and gaps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.grids.lattice import Lattice, lattices
from extractor.detect.grids.unwalled import OpenRow, open_row
from extractor.model import Page, Region, Word
from extractor.notation.lexicon import rule
from extractor.notation.rows import rows_of
from extractor.notation.text import squeeze
from extractor.notation.units import unit_caption

_SENTENCE = rule("grids.sentence").finds
_OPENS = rule("grids.opens").finds
_CLOSING = (")", "）", "］", "]", "〕")
GAP = 1.2  # of the glyph size: figures stand so far from the text before them
NEXT = 0.8  # of the glyph size: texts stand so far behind the figures of a column
WORDY = 30  # characters of a row: a longer one in which figures stand close to words is prose
FAR = 2.6  # of the glyph size: rows further apart are of two tables
NARROW = 3.0  # of the glyph size: so far left of its figures a head may end
TITLE = 6.0  # of the glyph size: a numbered heading begins further left of the figures
WIDE = 10.0  # of the glyph size: so far left of its figures a head may begin
HEADED = 0.5  # of a row's figures: with so many texts over them a head has begun again
TAIL = 0.15  # of the glyph size: a text that stands so tight under the last figures is the rest of their label
PARTING = 0.8  # of the glyph size: so much more than the usual gap parts two tables
LONG = 0.6  # of the page's text: a text that is wider is prose
BARE = 5  # characters: (百万円); a longer caption says 単位 too
MOST_HEADS = 16  # rows over the first figures


@dataclass(frozen=True, slots=True)
class WalledRegion:
    """A lattice with the words within it and beside it."""

    lattice: Lattice
    words: tuple[Word, ...]


def regions_on(page: Page, taken: Sequence[Region]) -> tuple[list[WalledRegion], list[list[OpenRow]]]:
    """The lattices with figures, and the runs of rows outside of them."""

    def free(y: float) -> bool:
        return not any(region.top - 1 <= y <= region.bottom + 1 for region in taken)

    words = [word for word in page.words if free(word.box.middle)]
    walled: list[WalledRegion] = []
    for lattice in lattices(page.rules):
        if not lattice.walled or not free((lattice.box.top + lattice.box.bottom) / 2):
            continue
        box = lattice.box
        inside = [w for w in words if box.contains_point(w.box.centre, w.box.middle)]
        if len(inside) < 2:
            continue
        beside = [w for w in words if box.top < w.box.middle < box.bottom and not box.x0 <= w.box.centre <= box.x1]
        walled.append(WalledRegion(lattice, (*inside, *beside)))
    gone = {id(word) for region in walled for word in region.words}
    rest = [open_row(row) for row in rows_of(word for word in words if id(word) not in gone)]
    breaks = [region.lattice.box.top for region in walled] + [region.top for region in taken]
    return walled, _runs(rest, breaks)


def _runs(rows: Sequence[OpenRow], breaks: Sequence[float]) -> list[list[OpenRow]]:
    if not rows:
        return []
    left, right = min(row.row.box.x0 for row in rows), max(row.row.box.x1 for row in rows)
    width = right - left
    kinds = _kinds(rows, width)
    out: list[list[OpenRow]] = []
    k = 0
    while k < len(rows):
        if kinds[k] != "figures":
            k += 1
            continue
        start = k
        end = k + 1
        last = k
        while end < len(rows):
            if kinds[end] == "prose" or _apart(rows[end - 1], rows[end], breaks):
                break
            if kinds[end] == "figures":
                last = end
            elif _captions(rows[end], right):
                break
            end += 1
        top = start
        while top > 0 and start - top < MOST_HEADS:
            above = rows[top - 1]
            if kinds[top - 1] != "text" or _apart(above, rows[top], breaks) or _captions(above, right):
                break
            if out and any(above is row for row in out[-1]):
                break
            top -= 1
        while last + 1 < len(rows) and kinds[last + 1] == "text" and _tail(rows[last], rows[last + 1], right):
            last += 1
        for part in _parted(rows[top : last + 1]):
            run = list(part)
            while run and not run[0].numbers and not _heads(run):
                run.pop(0)
            if _is_table(run):
                out.append(run)
        k = last + 1
    return out


def _kinds(rows: Sequence[OpenRow], width: float) -> list[str]:
    kinds = [_kind(row, width) for row in rows]
    for k, (upper, lower) in enumerate(itertools.pairwise(rows), 1):
        if kinds[k - 1] != "figures" and len(upper.row.text) > WORDY and _goes_on(upper, lower):
            kinds[k] = "prose"
    return kinds


def _goes_on(upper: OpenRow, lower: OpenRow) -> bool:
    """Whether a row that is nothing but a figure is the last word of the prose above it."""
    alone = len(lower.pieces) == 1 and len(lower.figures) == 1
    begins = any(abs(lower.row.box.x0 - token.box.x0) < lower.row.size for token in upper.pieces[0].tokens[:2])
    return alone and begins and lower.row.box.top - upper.row.box.bottom < FAR * lower.row.size


def _tail(upper: OpenRow, lower: OpenRow, right: float) -> bool:
    """Whether a row of text is the rest of a label whose figures stand beside its middle."""
    tight = lower.row.box.top - upper.row.box.bottom < TAIL * lower.row.size
    return tight and not _OPENS(squeeze(lower.row.text)) and not _captions(lower, right)


def _parted(rows: Sequence[OpenRow]) -> list[Sequence[OpenRow]]:
    """A run cut where a table ends and another begins: at a numbered heading, or after a gap, with heads over the
    columns below it."""
    gaps = sorted(b.row.box.top - a.row.box.bottom for a, b in itertools.pairwise(rows))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    figures = [k for k, row in enumerate(rows) if row.numbers]
    out: list[Sequence[OpenRow]] = []
    start = 0
    for last, following in itertools.pairwise(figures):
        if following - last < 2 or last < start:
            continue
        between = rows[last + 1 : following]
        edge = min(piece.box.x0 for piece in rows[following].figures)
        heads = [p.box for row in between for p in row.pieces if p.box.centre > edge - p.size]
        figured = rows[following].figures
        under = sum(any(box.x0 < p.box.x1 and box.x1 > p.box.x0 - p.size for box in heads) for p in figured)
        over = under >= HEADED * len(figured)
        numbered = _OPENS(squeeze(between[0].row.text))
        gap = max(rows[k + 1].row.box.top - rows[k].row.box.bottom for k in range(last, following))
        if over and (numbered or gap > usual + PARTING * rows[last].row.size):
            out.append(rows[start : last + 1])
            start = last + 1
    return [*out, rows[start:]]


def _kind(row: OpenRow, width: float) -> str:
    """figures, prose or text."""
    text = squeeze(row.row.text)
    figures = list(row.figures)
    if _SENTENCE(text) and not figures:
        return "prose"
    widest = max((p.box.width for p in row.pieces if p.figure is None), default=0.0)
    if widest > LONG * width and len(text) > WORDY:
        return "prose"
    if not figures:
        return "text"
    if _SENTENCE(text):
        return "prose"
    at = row.pieces.index(figures[0])
    if at == 0 and len(row.pieces) > 1 and row.pieces[1].figure is None and len(figures) == 1:
        return "text"  # a number that opens a heading
    apart = [_stands_apart(row, k) for k, piece in enumerate(row.pieces) if piece.figure is not None]
    if not any(apart):
        return "text"
    if 2 * sum(apart) < len(apart) and len(text) > 2 * WORDY:
        return "prose"
    return "figures"


def _stands_apart(row: OpenRow, k: int) -> bool:
    """Whether a figure has room to the texts beside it, as in a column."""
    piece, size = row.pieces[k], row.row.size
    before = row.pieces[k - 1] if k else None
    after = row.pieces[k + 1] if k + 1 < len(row.pieces) else None
    return (before is None or before.figure is not None or piece.box.x0 - before.box.x1 >= GAP * size) and (
        after is None or after.figure is not None or after.box.x0 - piece.box.x1 >= NEXT * size
    )


def _apart(upper: OpenRow, lower: OpenRow, breaks: Sequence[float]) -> bool:
    gap = lower.row.box.top - upper.row.box.bottom
    if gap > FAR * max(upper.row.size, lower.row.size):
        return True
    return any(upper.middle < y < lower.middle for y in breaks)


def _captions(row: OpenRow, right: float) -> bool:
    """Whether a row is the caption of a table's unit; units over columns are none. ``right``: where the page's text
    ends."""
    text = squeeze(row.row.text)
    several = len(row.pieces) > 1 and squeeze(row.pieces[0].text)[-1:] in _CLOSING
    if several or text[:1] not in ("(", "（", "［", "[", "〔") or unit_caption(row.row.text) is None:
        return False
    return len(text) > BARE or row.row.box.x1 > right - 2 * row.row.size


def _heads(run: Sequence[OpenRow]) -> bool:
    """Whether the first row stands over figures below it."""
    first = run[0]
    figures = [piece for row in run for piece in row.figures]
    if not figures:
        return False
    edge = min(piece.box.x0 for piece in figures)
    over = [
        piece
        for piece in first.pieces
        if piece.box.x1 > edge - NARROW * piece.size and piece.box.x0 > edge - WIDE * piece.size
    ]
    title = over and over[0].box.x0 < edge - TITLE * over[0].size and _OPENS(squeeze(over[0].text))
    return bool(over) and not title


def _is_table(run: Sequence[OpenRow]) -> bool:
    numbers = sum(len(row.numbers) for row in run)
    return numbers >= 2 or (numbers == 1 and len(run) > 1 and not run[0].numbers)
