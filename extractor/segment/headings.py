"""The headings of a filing over all its pages, as a tree, and what stands over a place on a page.

The rows that stand in no table are read once, from the first page to the last. A numbered row is the sibling of the
open heading whose number it follows, else its style tells how deep it is; the heading over the notes keeps its notes
below it although they are numbered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.model import Filing, Language, Page, Region, Standard
from extractor.model.other import Standing
from extractor.notation.dates import dates_in
from extractor.notation.lexicon import rules
from extractor.notation.rows import Row, join_words, rows_of
from extractor.notation.text import fold, is_cjk, join_wrapped, squeeze
from extractor.notation.units import unit_caption, without_unit
from extractor.segment.drafts import figures
from extractor.segment.marks import (
    DECIMAL,
    LEAF,
    LEAF_RANK,
    LONGEST,
    NOTE,
    NOTED,
    NOTES,
    NOTES_RANK,
    NUMBER,
    Mark,
    follows,
    is_sentence,
    is_term,
    later,
    mark_of,
    named_basis,
    numbered_note,
    ordinal,
)
from extractor.segment.outline import DOTTED
from extractor.segment.titles import bare_heading

_O, _H = rules("outline"), rules("headings")
_CAPTIONS = 8  # lines over a table that are kept
_HEAD = 3  # first rows of a table among which a caption may stand
_SURE = 6  # rank of headings that no table has among its rows
_LEADING = 4  # first rows of a table among which headings may stand
_SLACK = 2.5  # glyphs that a full line may lack of the right margin
_WRAPPED = 3  # lines of a heading
_LOST = 2  # one note's heading may be unread


@dataclass(frozen=True, slots=True)
class Node:
    """An open heading. ``x0``: its left edge."""

    mark: Mark
    text: str
    x0: float
    term: bool = False  # a period that dates what stands below it, and heads nothing


@dataclass
class _Walk:
    """The open headings, outermost first, and what was printed since the last one or the last table."""

    language: Language
    international: bool = False  # notes by IFRS or US-GAAP are numbered
    path: list[Node] = field(default_factory=list)
    left: dict[str, tuple[list[Node], Node]] = field(default_factory=dict)  # by style: the last one and those above it
    firsts: dict[str, list[Node]] = field(default_factory=dict)  # by text: what stood above the first of a bare list
    lines: list[str] = field(default_factory=list)
    before: tuple[str, ...] = ()  # captions of the table before, under the same heading
    footnote: float | None = None  # left edge of the footnotes of the table above, within them
    noted: int = 0  # number of the last footnote
    dated: bool = False  # it names a day
    topic: str = ""  # within the notes: what the last numbered or marked line says that heads nothing
    consolidated: bool | None = None
    part: str = "front"

    def begin(self) -> None:
        """Behind a table of contents the filing begins anew."""
        self.path, self.left, self.firsts, self.lines, self.before = [], {}, {}, [], ()

    def mark(self, text: str) -> Mark | None:
        """The mark of a heading, as far as it can be one here: notes may be numbered as footnotes are, and within
        parts (3.1) only where that part is at hand."""
        note = numbered_note(text) if self.part == "notes" else None
        if note is not None and note.number is not None:
            last = NOTED in self.left and self.left[NOTED][1].mark.number
            if 0 < note.number - (last or 0) <= _LOST and (last or self.path[-1].mark.style == NOTES):
                return note
        mark = mark_of(text)
        part = _O["number_of_part"].find(text.strip()) if mark is not None and mark.style == DECIMAL else None
        number = ordinal(part["number"]) if part else None
        at_hand = any((held.mark.style, held.mark.number) == (NUMBER, number) for held in self.path)
        return mark if part is None or at_hand else None

    def open(self, node: Node) -> None:
        """A heading: those that it ends are closed."""
        if node.mark.style == NOTE and self._is_part(squeeze(node.text)):
            node = replace(node, mark=Mark(LEAF, LEAF_RANK, None))
        above = self._above(node)
        self.path = [*above, node]
        self.footnote = None
        if (
            node.term and above and (above[-1].mark.rank > NOTES_RANK or above[-1].mark.style == NOTE)
        ):  # a numbered heading below it is dated by it
            node = replace(node, mark=Mark(LEAF, above[-1].mark.rank + 0.5, None))
            self.path[-1] = node
        if node.term:
            self.lines.append(node.text)
            return
        if node.mark.rank <= NOTES_RANK:
            self.left.clear()
        if node.mark.number == 1:
            self.firsts.setdefault(squeeze(node.text), above)
        self.left[node.mark.style] = (above, node)
        self.lines, self.before = [], ()
        self.topic = self.topic if node.mark.style == LEAF else ""
        self._settle(node)

    def _above(self, node: Node) -> list[Node]:
        mark, floor = node.mark, self._floor()
        if node.term:
            dated = [k for k, held in enumerate(self.path) if held.term]
            beside = dated and later(node.text, self.path[dated[-1]].text)
            return self.path[: dated[-1]] if beside or (self.path[-1:] and self.path[-1].term) else list(self.path)
        if mark.style == NOTES:
            return [held for held in self.path if held.mark.rank < NOTES_RANK or held.mark.number is not None]
        if mark.rank < NOTES_RANK:
            return [held for held in self.path if held.mark.rank < mark.rank and held.mark.style != NOTES]
        followed = [k for k, held in enumerate(self.path) if follows(mark, held.mark)]
        if len(followed) > 1:  # the number fits within the notes and outside them: by the margin
            followed = sorted(followed, key=lambda k: (abs(self.path[k].x0 - node.x0) > _SLACK * 4, -k))[:1]
        if followed:
            inner = [k for k, held in enumerate(self.path) if k > followed[0] and _is_beside(held, node)]
            outside = inner and abs(self.path[followed[0]].x0 - node.x0) > _SLACK * 4  # one of its own list is left out
            return self.path[: inner[-1] if outside else followed[0]]
        if mark.style in self.left and follows(mark, self.left[mark.style][1].mark):
            return list(self.left[mark.style][0])
        if mark.number == 1 and squeeze(node.text) in self.firsts:
            return list(self.firsts[squeeze(node.text)])  # what came before was a list of the notes
        if mark.number == 1 and len(self.path) > floor:
            return list(self.path)  # the first of a list within the innermost heading
        if mark.style == "roman" and floor and [held.mark.style for held in self.path[floor:][:1]] == ["number"]:
            floor += 1  # a part of the numbered note at hand
        cut = next((k for k in range(floor, len(self.path)) if self.path[k].mark.rank >= mark.rank), len(self.path))
        return self.path[:cut]

    def _floor(self) -> int:
        """Where the headings begin that are numbered anew: behind the heading over the notes."""
        return next((k + 1 for k, held in reversed([*enumerate(self.path)]) if held.mark.style == NOTES), 0)

    def _is_part(self, text: str) -> bool:
        """Whether what looks like a note of its own is a part of the one at hand."""
        if _O["remark"].finds(text) and any(
            held.mark.style == NOTE and _O["statement_note"].finds(squeeze(held.text)) for held in self.path
        ):
            return True
        floor = self._floor()
        noted = any(held.mark.style == NOTED for held in self.path[floor : floor + 1])
        return noted or (self._numbered() and not _O["relation"].finds(text))

    def _numbered(self) -> bool:
        """Whether the notes at hand are numbered, so that a text in brackets is a part of one and no note."""
        floor = self._floor()
        if self.international and self.consolidated is not False:
            return True
        return 0 < floor < len(self.path) and self.path[floor].mark.style in (NUMBER, NOTED)

    def _settle(self, node: Node) -> None:
        """Whose figures follow, and in which part of the filing."""
        text = squeeze(bare_heading(node.text)[0])
        whole = squeeze(node.text)
        if _H["own_statements"].finds(text) or _H["group_statements"].finds(text):
            self.consolidated, self.part = _H["group_statements"].finds(text), "statements"
        elif node.mark.rank == 0 and node.mark.number == 1:
            self.part, self.consolidated = "front", None  # what came before was a list of contents
        elif node.mark.style == NOTE and self.part == "statements":
            self.part = "notes"
        elif node.mark.style == NOTES:
            self.part = "notes"
            self.consolidated = named_basis(whole, self.consolidated)
        elif _H["accounts_chapter"].finds(whole) or _O["english_accounts"].finds(text):
            self.part, self.consolidated = "statements", None
        elif _H["other_chapter"].finds(whole) or (node.mark.style == "item" and self.part != "front"):
            self.part, self.consolidated = "back" if self.part in ("statements", "notes") else self.part, None
        elif self.part == "notes" and not {NOTES, NOTE} & {held.mark.style for held in self.path}:
            self.part = "back" if node.mark.rank > NOTES_RANK else "statements"

    def standing(self, caption: Sequence[str]) -> Standing:
        """Of a table that begins here; ``caption``: lines printed within its first rows."""
        headings = tuple(node.text for node in self.path if not node.term)
        terms = tuple(node.text for node in self.path if node.term)
        captions = (*self.lines[-_CAPTIONS:], *caption)
        basis = self.consolidated
        for node in self.path:
            basis = named_basis(squeeze(node.text), basis)
        topics = (self.topic,) if self.topic else ()
        aside = self.dated and self.footnote is not None and not captions
        out = Standing(headings, captions, basis, self.part, self.before, terms, topics, aside)
        self.before = (*self.before, *captions)
        self.lines, self.footnote = [], None
        self.firsts.clear()
        return out


def standings(
    filing: Filing, pages: Iterable[Page], tables: Sequence[tuple[Region, ...]], statements: Sequence[Region]
) -> tuple[Standing, ...]:
    """For each table (its regions, in printed order) the headings that it stands under and the captions over it.

    ``pages``: all pages of the filing, in order; ``statements``: where its statements stand.
    """
    walk = _Walk(filing.language, filing.standard is not Standard.JGAAP)
    found: dict[int, Standing] = {}
    for page in pages:
        here = [
            (region, index) for index, regions in enumerate(tables) for region in regions if region.page == page.number
        ]
        stated = [region for region in statements if region.page == page.number]
        _take(walk, page, here, stated, found)
    nothing = Standing((), (), None, walk.part)
    return tuple(found.get(index, nothing) for index in range(len(tables)))


def _take(
    walk: _Walk,
    page: Page,
    tables: Sequence[tuple[Region, int]],
    statements: Sequence[Region],
    found: dict[int, Standing],
) -> None:
    """Read the rows of a page; what begins a table is noted in ``found``."""
    rows = rows_of(page.words)
    if sum(_O["contents"].finds(squeeze(row.text)) for row in rows) >= DOTTED:
        walk.begin()
        return
    waiting = sorted(tables, key=lambda entry: entry[0].top)
    free = [row for row in rows if not _within(row, [region for region, _ in tables])]
    margin = max((row.box.x1 for row in free), default=0.0)
    for position, row, wrapped in _lines(page, free, margin):
        while waiting and waiting[0][0].top <= row.box.middle:
            _begin(walk, rows, waiting.pop(0), found)
        if _within(row, statements):
            _stated(walk, row)
        else:
            _read(walk, page, free[position], wrapped)
    for entry in waiting:
        _begin(walk, rows, entry, found)


def _within(row: Row, regions: Sequence[Region]) -> bool:
    return any(region.top <= row.box.middle <= region.bottom for region in regions)


def _begin(walk: _Walk, rows: Sequence[Row], entry: tuple[Region, int], found: dict[int, Standing]) -> None:
    region, index = entry
    if index in found:
        return
    inside = [row for row in rows if region.top <= row.box.middle <= region.bottom]
    inside = inside[_headed(walk, inside) :]
    found[index] = walk.standing([row.text for row in inside[:_HEAD] if _is_caption(row)])
    for row in inside:  # headings of tables that were not told apart: they count for the next one
        text = _text(row)
        mark = walk.mark(text)
        if mark is not None and mark.rank <= _SURE and not figures(row) and not is_sentence(text):
            walk.open(Node(mark, text.strip(), row.box.x0))


def _headed(walk: _Walk, rows: Sequence[Row]) -> int:
    """Open the headings that the first rows of a table's region are; how many these are."""
    for count, row in enumerate(rows[:_LEADING]):
        text = _text(row)
        mark = walk.mark(text)
        if figures(row) or is_term(text) or len(text) > LONGEST:
            return count
        marked = _O["footnote"].finds(fold(text)) if mark is None else mark.style == LEAF
        if marked and walk.part == "notes":
            walk.topic = text.strip()
        elif mark is None or mark.style in (LEAF, "letter") or is_sentence(text):
            return count
        else:
            walk.open(Node(mark, text.strip(), row.box.x0))
    return 0


def _is_caption(row: Row) -> bool:
    return unit_caption(row.text) is not None or is_term(row.text)


def _lines(page: Page, rows: Sequence[Row], margin: float) -> Iterator[tuple[int, Row, str]]:
    """The rows with their text; a numbered row that fills its line comes with the lines on which it goes on."""
    position = 0
    while position < len(rows):
        row, text = rows[position], _text(rows[position])
        taken = 1
        if not page.plain and (mark_of(text) is not None or _O["footnote"].finds(fold(text))):
            while taken <= _WRAPPED and position + taken < len(rows):
                last, after = rows[position + taken - 1], rows[position + taken]
                if last.box.x1 < margin - _SLACK * last.size or not _goes_on(row, last, after):
                    break
                text = join_wrapped([text, after.text])
                taken += 1
        yield position, row, text
        position += taken


def _text(row: Row) -> str:
    """The row's text; the blank behind a number that begins it, which a Japanese text would swallow, stays."""
    first, rest = row.words[0], row.words[1:]
    if not rest or len(first.text) > 3 or rest[0].box.x0 - first.box.x1 < 0.3 * first.size:
        return row.text
    return f"{first.text} {join_words(rest)}"


def _goes_on(first: Row, last: Row, after: Row) -> bool:
    """Whether a row is the rest of the heading that fills the row above."""
    near = after.box.top - last.box.bottom < 1.2 * last.size
    starts = first.box.x0 - 2 * first.size <= after.box.x0 <= first.box.x0 + 6 * first.size
    if is_term(after.text):
        return False
    return near and starts and mark_of(after.text) is None and unit_caption(after.text) is None and figures(after) < 2


def _stated(walk: _Walk, row: Row) -> None:
    """A row of a statement: only a heading of the form is one there."""
    text = _text(row)
    mark = mark_of(text)
    if mark is not None and ("【" in text or mark.style == NOTES):
        walk.open(Node(mark, text.strip(), row.box.x0))


def _read(walk: _Walk, page: Page, row: Row, text: str) -> None:
    """A row outside of tables: a heading, a footnote, or a line that may caption the next table."""
    head, _ = without_unit(text)
    mark = walk.mark(head)
    if is_term(head) and len(head) <= LONGEST:
        mark = mark if mark is not None and mark.style != LEAF else Mark(LEAF, LEAF_RANK, None)
        walk.open(Node(mark, head.strip(), row.box.x0, term=True))
        if head != text:
            walk.lines.append(text[len(head) :].strip())
        return
    if mark is not None and _is_heading(walk, page, row, head, mark):
        walk.open(Node(mark, head.strip(), row.box.x0))
        if head != text:
            walk.lines.append(text[len(head) :].strip())
        return
    footnote = _O["footnote"].find(fold(text))
    if walk.part == "notes" and (footnote or mark) and (_O["introduces"].finds(squeeze(text)) or not is_sentence(text)):
        walk.topic = text.strip()
    if footnote is not None:
        walk.footnote, walk.noted, walk.dated = row.box.x0, ordinal(footnote["number"]) or 1, False
    elif walk.footnote is not None and _is_caption(row):
        walk.footnote = None
    if walk.footnote is None:
        _line(walk, row, text)
    walk.dated = walk.footnote is not None and (walk.dated or bool(dates_in(text)))


def _line(walk: _Walk, row: Row, text: str) -> None:
    """A line that is no numbered heading; in English a line of capitalised words heads the tables below it."""
    if walk.language is Language.EN and _titled(row, text):
        walk.open(Node(Mark(LEAF, LEAF_RANK, None), text.strip(), row.box.x0))
    else:
        walk.lines.append(text.strip())


def _titled(row: Row, text: str) -> bool:
    said = fold(text)
    return not is_cjk(said) and figures(row) == 0 and not _is_caption(row) and _O["english_title"].finds(said)


def _is_heading(walk: _Walk, page: Page, row: Row, text: str, mark: Mark) -> bool:
    if mark.rank < NOTES_RANK or mark.style == NOTES:
        return len(text) <= LONGEST
    if len(text) > LONGEST or figures(row) > 1 or is_sentence(text) or row.box.x0 > 0.5 * page.width:
        return False
    if mark.style == LEAF and unit_caption(text) is not None:
        return False
    return not _is_footnote(walk, row, mark)


def _is_footnote(walk: _Walk, row: Row, mark: Mark) -> bool:
    """Whether a numbered row goes on with the footnotes of the table above."""
    if walk.footnote is None or mark.style not in ("number", "behind", "parenthesis"):
        return False
    if any(follows(mark, held.mark) for held in walk.path):
        return False
    counted = mark.number == walk.noted + 1
    walk.noted += counted
    return counted or row.box.x0 > walk.footnote + row.size


def _is_beside(held: Node, node: Node) -> bool:
    """Whether a heading stands at the margin of one with a later number of its style."""
    near = held.mark.style == node.mark.style and abs(held.x0 - node.x0) <= _SLACK * 4
    return near and (held.mark.number or 0) < (node.mark.number or 0)
