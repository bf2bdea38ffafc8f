"""The walk over the rows of candidate pages: each row goes to the table that is open, opens one, or closes it.

Three states: closed (no table is open), open (rows are taken), paused (a sentence interrupted the table; rows are
passed over until one shows that it goes on). One handler a kind of row, tried in the order of ``_HANDLERS``; the first
that takes the row ends its walk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from extractor.model import Page, StatementKind
from extractor.notation.dates import period_in
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil, is_numeric
from extractor.notation.rows import Row, join_words, rows_of
from extractor.notation.text import fold, is_cjk, squeeze
from extractor.notation.units import UnitCaption, title_alone, unit_caption, unit_words, without_unit
from extractor.segment.content import kind_at_head, kind_by_content
from extractor.segment.drafts import Draft, figures
from extractor.segment.openings import Opener
from extractor.segment.outline import Outline
from extractor.segment.titles import (
    HEAD_LINES,
    Title,
    closes_balance_sheet,
    ends_statement,
    is_prose,
    period_subtitle,
    statement_title,
)

K = StatementKind
_NOTES = rule("headers.notes")
_CONTINUED = rule("titles.continued")
_RUNS_ON = rule("headings.runs_on")
_COMPREHENSIVE = rule("titles.comprehensive")
_DATED = rule("headings.dated_word")
_BREAKDOWN = rule("headings.breakdown")
APART = 1.5  # of the glyph size: a gap that parts a title from the unit on its row
CLOSE = 3.0  # of the glyph size: a caption that belongs to the title below it is hardly further away
_CAPTION_LINES = 2  # of a unit in a narrow cell
_CLEARLY_OPEN = 4  # rows with figures after which another statement's first lines open that statement


class State(Enum):
    """Whether a table takes rows."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A row with what every handler asks of it."""

    page: Page
    rows: Sequence[Row]  # of the page
    position: int
    text: str  # without a unit caption at its end
    unit: UnitCaption | None
    figures: int

    @property
    def row(self) -> Row:
        return self.rows[self.position]

    @property
    def rest(self) -> list[Row]:
        return list(self.rows[self.position :])


@dataclass
class Walk:
    """Where the walk stands, and the tables that it has found, in printed order."""

    openers: Sequence[Opener]
    drafts: list[Draft] = field(default_factory=list)
    state: State = State.CLOSED
    context: bool | None = None  # consolidated by the last heading or title that said so
    outline: Outline = field(default_factory=Outline)
    untitled: bool = False  # whether a statement may open at the head of the page at hand without a title

    @property
    def current(self) -> Draft:
        """The table that is open or paused."""
        return self.drafts[-1]

    def pass_over(self, text: str) -> None:
        """A page with text is left out: nothing goes on, but its headings count."""
        self.state = State.CLOSED
        self._heed(lambda: self.outline.pass_over(text, begun=bool(self.drafts)))

    def heed(self, line: str) -> None:
        """Take note of a line that may head a section."""
        self._heed(lambda: self.outline.read(line, begun=bool(self.drafts)))

    def _heed(self, read: Callable[[], None]) -> None:
        before = self.outline.consolidated
        read()
        if self.outline.consolidated is not before:
            self.context = self.outline.consolidated

    def take(self, page: Page, *, untitled: bool = False) -> None:
        """Hand each row of the next page to its table. ``untitled``: a statement may open at its head without a
        title."""
        self.untitled = untitled
        rows = rows_of(page.words)
        for position, row in enumerate(rows):
            text, unit = without_unit(row.text)
            seen = _Seen(page, rows, position, text, unit, figures(row))
            any(handler(self, seen) for handler in _HANDLERS)

    def open(self, draft: Draft) -> None:
        """The draft is the table that takes the following rows."""
        self.drafts.append(draft)
        self.state = State.OPEN


def _by_title(walk: Walk, seen: _Seen) -> bool:
    """The title of a statement."""
    title = statement_title(seen.text) if seen.figures <= 1 else None
    unit, text = seen.unit, seen.text
    if title is None and seen.figures <= 1 and unit_words(text) is not None:
        text, unit = _parted(seen.row)
        title = statement_title(text) if unit else None
    if title is None or _is_column_header(title, seen, walk.drafts):
        return False
    if not walk.outline.admits(seen.text):
        walk.state = State.CLOSED  # another company's, or of a discussion
        return True
    if title.consolidated is not None:
        walk.context = title.consolidated
    if _is_continued(title, seen, walk.drafts):
        walk.state = State.OPEN
        return True
    unit = unit or _caption_above(walk, seen)
    draft = Draft(title.kinds[0], title.text, title.consolidated, title.ifrs_wording, unit=unit)
    draft.marked = text.strip() != title.text
    draft.section, draft.context = walk.outline.consolidated, walk.context
    walk.open(draft)
    return True


def _is_continued(title: Title, seen: _Seen, drafts: Sequence[Draft]) -> bool:
    """Whether the title says that the statement above goes on: （続き）, continued."""
    if not drafts or not _CONTINUED.finds(squeeze(seen.text)):
        return False
    above = drafts[-1]
    same_basis = title.consolidated in (None, above.consolidated)
    return above.kind is title.kinds[0] and same_basis and above.figures > 0


def _parted(row: Row) -> tuple[str, UnitCaption | None]:
    """A row without the unit at its end, in brackets or apart from the rest, and that unit: "Balance Sheets (Millions
    of yen)"."""
    for k in range(1, len(row.words)):
        left, right = row.words[k - 1], row.words[k]
        if right.text[0] in "([（〔［" or right.box.x0 - left.box.x1 > APART * right.size:
            unit = unit_caption(join_words(row.words[k:]))
            if unit is not None:
                return join_words(row.words[:k]), unit
    bare = title_alone(row.text)
    return bare, unit_caption(row.text.strip()[len(bare) :]) if bare != row.text.strip() else None


def _ends_label(seen: _Seen, above: Row) -> bool:
    """Whether a unit above a title ends the label in the row over it: "(yen)" below "Basic earnings per share"."""
    over = seen.rows[seen.position - 2] if seen.position > 1 else None
    if over is None or abs(over.box.x0 - above.box.x0) > 1:
        return False
    return above.box.top - over.box.bottom < seen.row.box.top - above.box.bottom


def _caption_above(walk: Walk, seen: _Seen) -> UnitCaption | None:
    """The unit caption that stands just above a title, and belongs to what the title heads."""
    if seen.position == 0:
        return None
    above = seen.rows[seen.position - 1]
    unit = unit_caption(above.text)
    if unit is None or seen.row.box.top - above.box.bottom > CLOSE * seen.row.size or _ends_label(seen, above):
        return None
    if walk.drafts and walk.drafts[-1].rows[-1:] == [above]:
        walk.drafts[-1].give_back()
    return unit


def _is_column_header(title: Title, seen: _Seen, drafts: Sequence[Draft]) -> bool:
    """In the notes a statement's name heads columns (連結貸借対照表 over 計上額): bare, and after the real, numbered
    title."""
    if seen.row.text.strip() != title.text or not is_cjk(title.text):
        return False
    apart = seen.row.box.x0 > 0.45 * seen.page.width
    return apart or any(draft.kind in title.kinds and draft.marked for draft in drafts)


def _by_opener(walk: Walk, seen: _Seen) -> bool:
    """The title of another kind of table."""
    if seen.figures > 1 or walk.outline.foreign:
        return False
    for opener in walk.openers:
        if (opening := opener.opens(seen.text)) is not None:
            walk.open(Draft(opening.kind, opening.title, opening.consolidated, False, opener=opener))
            return True
    return False


def _section(walk: Walk, seen: _Seen) -> bool:
    """The heading of a section says whose statements follow; the row may end the statement above besides."""
    walk.heed(seen.text.strip())
    return False


def _closed(walk: Walk, seen: _Seen) -> bool:
    """No table is open: one may open without a title in text, and on a page that was kept because its title was
    lost."""
    if walk.state is not State.CLOSED:
        return False
    guess = None
    if seen.page.plain and seen.figures == 0:
        guess = kind_by_content(seen.rest)
    elif seen.position == 0 and walk.untitled:
        guess = kind_at_head(list(seen.rows))
        guess = None if guess is K.INCOME_STATEMENT else guess  # sales head tables of every kind
    if guess is None:
        return True
    walk.open(Draft(guess, "", None, False, section=walk.outline.consolidated, context=walk.context))
    return False


def _end(walk: Walk, seen: _Seen) -> bool:
    """A heading of something that is no statement, or that its kind of table knows as its end."""
    if seen.figures:
        return False
    opener = walk.current.opener
    below = walk.state is State.OPEN and walk.current.balanced and _BREAKDOWN.finds(squeeze(seen.text))
    known = below or (opener is not None and opener.closes(seen.text))
    if not known and (not ends_statement(seen.text) or _heads_notes(walk, seen) or _goes_on(seen)):
        return False
    walk.state = State.CLOSED
    return True


def _goes_on(seen: _Seen) -> bool:
    """Whether the row above cannot end a label: "accounting policies" below "changes in" heads nothing."""
    above = (row.text for row in reversed(seen.rows[max(seen.position - 2, 0) : seen.position]))
    label = next((text for text in above if any(map(str.isalpha, text))), "")  # its figures may stand between
    return _RUNS_ON.finds(fold(label))


def _heads_notes(walk: Walk, seen: _Seen) -> bool:
    """ "Notes" on a row of its own among the heads is the head of the column of notes."""
    said = [word.text for word in seen.row.words]
    if any(_NOTES.finds(squeeze(text)) for text in said) and sum(map(_DATED.finds, said)) > 1:
        return True  # beside the heads of two periods
    if not _NOTES.finds(squeeze(seen.text)):
        return False
    beside = seen.rows[max(seen.position - 1, 0) : seen.position + 2]
    # heads of several lines stand right of it, the year on the last of them
    heads = [row for row in seen.rows[seen.position + 1 :][:HEAD_LINES] if row.box.x0 > seen.row.box.x1]
    dated = any(_DATED.finds(word.text) for row in (*beside, *heads) for word in row.words)
    return dated or (walk.state is not State.CLOSED and not walk.current.figures)


def _untitled_below(above: Draft, kind: K) -> Draft:
    """A statement without a title of its own: what its heads do not say, the one above says."""
    return Draft(kind, "", above.consolidated, above.ifrs, section=above.section, context=above.context)


def _by_page_head(walk: Walk, seen: _Seen) -> bool:
    """At the head of a page another statement begins whose title was lost: its heads or its first lines tell."""
    if seen.position or seen.page.plain or walk.state is not State.OPEN or walk.current.figures < _CLEARLY_OPEN:
        return False
    if ends_statement(seen.text):
        return False
    above = walk.current
    guess = kind_at_head(list(seen.rows)) if above.opener is None else None
    if guess is None or guess is above.kind or (guess is K.COMPREHENSIVE_INCOME and _COMPREHENSIVE.finds(above.title)):
        return False
    draft = _untitled_below(above, guess)
    draft.unit = _caption_on_page_before(above)
    walk.open(draft)
    return False


def _caption_on_page_before(above: Draft) -> UnitCaption | None:
    """The unit on a page that holds nothing else: it belongs to the table that the next page begins with."""
    if len(above.bands) < 2 or len(above.bands[-1][1]) > _CAPTION_LINES:
        return None
    unit = unit_caption(join_words([word for row in above.bands[-1][1] for word in row.words]))
    if unit is not None:
        above.give_back_page()
    return unit


def _prose(walk: Walk, seen: _Seen) -> bool:
    """A sentence or a footnote interrupts the table."""
    if not is_prose(seen.text) or not (seen.figures <= 2 or walk.current.balanced):
        return False
    walk.state = State.PAUSED
    return True


def _balance(walk: Walk, seen: _Seen) -> bool:
    """The last total of a balance sheet; the row itself is still one of its rows."""
    if walk.current.kind is K.BALANCE_SHEET and seen.figures > 0 and closes_balance_sheet(seen.text):
        walk.current.balanced = True
    return False


def _next_by_content(walk: Walk, seen: _Seen) -> bool:
    """In text the next statement may begin without a title."""
    if seen.page.plain and seen.figures == 0 and walk.current.figures >= _CLEARLY_OPEN:
        guess = kind_by_content(seen.rest)
        if guess is not None and guess is not walk.current.kind:
            walk.open(_untitled_below(walk.current, guess))
    return False


def _subtitle(walk: Walk, seen: _Seen) -> bool:
    """A period's own table within a statement: 前連結会計年度（自…至…） above each block of an equity statement."""
    if (seen.figures and not _pieces_of_dates(seen.row)) or not _is_subtitle(seen, walk.current):
        return False
    above = walk.current
    period = period_in(seen.text, instant=above.kind is K.BALANCE_SHEET)
    if above.figures >= 2:
        walk.open(
            Draft(
                above.kind, above.title, above.consolidated, above.ifrs, period=period, subtitle=seen.text, heir=above
            )
        )
    else:
        above.period = period or above.period
        above.subtitle = seen.text
        walk.state = State.OPEN
    walk.current.add(seen.page.number, seen.row)
    return True


def _pieces_of_dates(row: Row) -> bool:
    """Whether the row's figures may all be days and years, set apart from the words between them."""
    return all(len(word.text) <= 4 for word in row.words if is_numeric(word.text) or is_nil(word.text))


def _is_subtitle(seen: _Seen, current: Draft) -> bool:
    """Equity statements come one period a table; other statements only where a bracketed period heads a table of its
    own."""
    if not period_subtitle(seen.row.text) or seen.row.box.x0 > 0.5 * seen.page.width:
        return False
    if current.kind is K.CHANGES_IN_EQUITY:
        return True
    return current.kind is not K.BALANCE_SHEET and seen.row.text.strip()[:1] in "【（(["


def _paused(walk: Walk, seen: _Seen) -> bool:
    """After a sentence the table goes on at a unit caption, at a head that its kind knows, or with figures on a further
    page; a balance sheet that has come to its last total does not."""
    if walk.state is not State.PAUSED:
        return False
    draft = walk.current
    anew = draft.opener is not None and seen.figures == 0 and draft.opener.resumes(seen.text)
    on_next_page = bool(draft.bands) and draft.bands[-1][0] != seen.page.number and seen.figures > 0
    if draft.balanced or (seen.unit is None and not anew and not on_next_page):
        return True
    walk.state = State.OPEN
    return False


def _row(walk: Walk, seen: _Seen) -> bool:
    """A row of the table."""
    walk.current.add(seen.page.number, seen.row)
    return True


_HANDLERS: tuple[Callable[[Walk, _Seen], bool], ...] = (
    _by_title,
    _by_opener,
    _section,
    _closed,
    _by_page_head,
    _end,
    _prose,
    _balance,
    _next_by_content,
    _subtitle,
    _paused,
    _row,
)
