"""Walks the rows of the candidate pages and cuts them into statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from extractor.model import Filing, Language, Page, Period, Region, Standard, StatementKind, StatementSpan
from extractor.notation.dates import period_in
from extractor.notation.numbers import is_nil, is_numeric
from extractor.notation.rows import Row, rows_of
from extractor.notation.text import is_cjk
from extractor.notation.units import UnitCaption, unit_caption, without_unit
from extractor.segment.content import kind_by_content
from extractor.segment.openings import Opener, Opening
from extractor.segment.titles import (
    Title,
    closes_balance_sheet,
    ends_statement,
    is_prose,
    period_subtitle,
    statement_title,
)
from extractor.segment.triage import candidate_pages

K = StatementKind
STATEMENTS = "statements"  # the kind whose titles this room knows itself


class Readable(Protocol):
    """What segment needs of an open document."""

    @property
    def name(self) -> str: ...

    @property
    def page_count(self) -> int: ...

    def text(self, number: int) -> str: ...

    def page(self, number: int) -> Page: ...


@dataclass
class _Draft:
    kind: StatementKind
    title: str
    consolidated: bool | None
    ifrs: bool
    bands: list[tuple[int, list[Row]]] = field(default_factory=list)  # page, rows
    period: Period | None = None
    subtitle: str = ""
    paused: bool = False
    unit: UnitCaption | None = None  # printed on the title's row
    balanced: bool = (
        False  # a balance sheet whose last total was seen: a footnote below it may print figures of its own
    )
    marked: bool = False  # the title stood under a numbering or in brackets
    opener: Opener | None = None  # None: a statement
    heir: _Draft | None = None  # the table of the same statement above, whose unit holds on

    def add(self, page: int, row: Row) -> None:
        if not self.bands or self.bands[-1][0] != page:
            self.bands.append((page, []))
        self.bands[-1][1].append(row)

    @property
    def rows(self) -> list[Row]:
        return [row for _, rows in self.bands for row in rows]

    @property
    def figures(self) -> int:
        return sum(1 for row in self.rows if figures(row))


def figures(row: Row) -> int:
    return sum(1 for word in row.words if is_numeric(word.text) or is_nil(word.text))


def find_tables(
    document: Readable, filing: Filing, texts: Mapping[int, str], openers: Sequence[Opener]
) -> tuple[StatementSpan, ...]:
    """The statements of the filing, and the tables of the kinds whose titles are given, in printed order.

    Text without titles is cut by content: a table that opens with assets is a balance sheet whatever stands above it.
    """
    reasons = candidate_pages(texts, openers)
    if not reasons and document.page_count <= 4:
        reasons = dict.fromkeys(texts, "short")  # a page or two out of a filing
    drafts: list[_Draft] = []
    current: _Draft | None = None
    context: bool | None = None  # consolidated or not, from the heading above
    last = 0
    for number in sorted(reasons):
        if any(texts[between].strip() for between in range(last + 1, number)):
            current = None
        last = number
        page = document.page(number)
        current, context = _walk(page, current, context, drafts, openers)
    return tuple(_finish(draft, filing) for draft in drafts if _is_table(draft))


def _walk(
    page: Page, current: _Draft | None, context: bool | None, drafts: list[_Draft], openers: Sequence[Opener]
) -> tuple[_Draft | None, bool | None]:
    """Hand each row of a page to the statement it belongs to. Returns the statement that is open at the page's end."""
    rows = rows_of(page.words)
    for position, row in enumerate(rows):
        text, unit = without_unit(row.text)
        counted = figures(row)
        title = statement_title(text) if counted <= 1 else None
        if title is not None and not _is_column_header(title, row, page, drafts):
            if title.consolidated is not None:
                context = title.consolidated
            current = _open(title, text, context, drafts)
            current.unit = unit
            continue
        opener, opening = _opened(text, openers) if counted <= 1 else (None, None)
        if opening is not None:
            current = _Draft(opening.kind, opening.title, opening.consolidated, False, opener=opener)
            drafts.append(current)
            continue
        if re.search(r"^\W*(?:[0-9０-９]+|[（(][0-9０-９]+[)）])?\W*【?財務諸表等?】?$", text.strip()):
            context = False
        elif re.search(r"【?(?:要約)?(?:四半期|中間)?連結財務諸表等?】?$", text.strip()):
            context = True
        if current is None:
            guess = kind_by_content(rows[position:]) if page.plain and counted == 0 else None
            if guess is None:
                continue
            current = _Draft(guess, "", context if context is not None else True, False)
            drafts.append(current)
        if counted == 0 and ends_statement(text):
            current = None
            continue
        if is_prose(text) and (counted <= 2 or current.balanced):
            current.paused = True
            continue
        current.balanced = current.balanced or (
            current.kind is K.BALANCE_SHEET and counted > 0 and closes_balance_sheet(text)
        )
        if page.plain and counted == 0 and current.figures >= 4:
            guess = kind_by_content(rows[position:])
            if guess is not None and guess is not current.kind:
                current = _Draft(guess, "", current.consolidated, current.ifrs)
                drafts.append(current)
        if counted == 0 and _is_subtitle(row, current, page):
            current = _subtitle(text, current, drafts)
            current.add(page.number, row)
            continue
        if current.paused:
            anew = current.opener is not None and counted == 0 and current.opener.resumes(text)
            if unit is None and not anew and not (current.bands and current.bands[-1][0] != page.number and counted):
                continue
            current.paused = False
        current.add(page.number, row)
    return current, context


def _opened(text: str, openers: Sequence[Opener]) -> tuple[Opener, Opening] | tuple[None, None]:
    for opener in openers:
        opening = opener.opens(text)
        if opening is not None:
            return opener, opening
    return None, None


def _is_column_header(title: Title, row: Row, page: Page, drafts: list[_Draft]) -> bool:
    """In the notes a statement's name heads columns ("連結貸借対照表" over "計上額"): bare, and after the real, numbered title."""
    if row.text.strip() != title.text or not is_cjk(title.text):
        return False
    return row.box.x0 > 0.45 * page.width or any(draft.kind in title.kinds and draft.marked for draft in drafts)


def _open(title: Title, text: str, context: bool | None, drafts: list[_Draft]) -> _Draft:
    kind = title.kinds[0]
    consolidated = title.consolidated
    if (
        consolidated is None
    ):  # a Japanese title of a consolidated statement says so; an English one may leave it to the heading above
        consolidated = context if not is_cjk(title.text) else False
    draft = _Draft(kind, title.text, consolidated, title.ifrs_wording, marked=text.strip() != title.text)
    drafts.append(draft)
    return draft


def _is_subtitle(row: Row, current: _Draft, page: Page) -> bool:
    """Equity statements come one period a table; other statements only where a bracketed period heads a table of its own."""
    if not period_subtitle(row.text) or row.box.x0 > 0.5 * page.width:
        return False
    return current.kind is K.CHANGES_IN_EQUITY or (
        current.kind is not K.BALANCE_SHEET and row.text.strip()[:1] in "【（(["
    )


def _subtitle(text: str, current: _Draft, drafts: list[_Draft]) -> _Draft:
    """A period's own table within a statement: 前連結会計年度（自…至…） above each block of an equity statement."""
    instant = current.kind is K.BALANCE_SHEET
    period = period_in(text, instant=instant)
    if current.figures >= 2:
        fresh = _Draft(
            current.kind, current.title, current.consolidated, current.ifrs, period=period, subtitle=text, heir=current
        )
        drafts.append(fresh)
        return fresh
    current.period = period or current.period
    current.subtitle = text
    current.paused = False
    return current


def _is_table(draft: _Draft) -> bool:
    return draft.figures >= 3


def _finish(draft: _Draft, filing: Filing) -> StatementSpan:
    regions = []
    for number, rows in draft.bands:
        if rows:
            regions.append(Region(number, min(row.box.top for row in rows), max(row.box.bottom for row in rows)))
    captions = tuple(row.text for row in draft.rows[:12] if not figures(row))
    unit = _unit(draft)
    consolidated = True if draft.consolidated is None else draft.consolidated
    ifrs = draft.ifrs or (filing.standard is Standard.IFRS and consolidated)
    standard = (
        Standard.IFRS
        if ifrs
        else (Standard.USGAAP if filing.standard is Standard.USGAAP and consolidated else Standard.JGAAP)
    )
    return StatementSpan(
        kind=draft.kind,
        title=draft.title or draft.kind.replace("_", " "),
        consolidated=consolidated,
        standard=standard,
        language=filing.language,
        regions=tuple(regions),
        scale=unit.scale if unit else None,
        currency=unit.currency if unit else "JPY",
        rounding=filing.rounding,
        caption_period=draft.period,
        captions=captions,
        family=draft.opener.family if draft.opener else STATEMENTS,
    )


def _unit(draft: _Draft | None) -> UnitCaption | None:
    while draft is not None:
        if draft.unit is not None:
            return draft.unit
        for row in draft.rows:
            if (found := _unit_of(row)) is not None:
                return found
        draft = draft.heir
    return None


def _unit_of(row: Row) -> UnitCaption | None:
    return unit_caption(row.text) or next((found for word in row.words if (found := unit_caption(word.text))), None)


def completed(filing: Filing, spans: tuple[StatementSpan, ...]) -> Filing:
    """What the statements themselves say where the cover is silent."""
    if (
        filing.language is Language.EN
        and any(span.standard is Standard.IFRS for span in spans)
        and filing.standard is Standard.JGAAP
    ):
        filing = replace(filing, standard=Standard.IFRS)
    return filing
