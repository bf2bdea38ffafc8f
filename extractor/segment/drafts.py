"""A table in the making: the rows of one statement, and the span that they end as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model import Filing, Period, Region, Source, Standard, StatementKind, StatementSpan
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil, is_numeric
from extractor.notation.rows import Row
from extractor.notation.text import fold, squeeze
from extractor.notation.units import UnitCaption, unit_caption
from extractor.segment.openings import Opener

STATEMENTS = "statements"  # the kind whose titles this room knows itself
_CAPTION_ROWS = 12  # rows below a title among which captions are looked for
_FLOWS = rule("headings.flows_as_heads")
_UNIT_BEGINS = rule("headers.unit_begins")
_UNIT_LINES = 2  # lines that a unit broken in a narrow head takes above its last
HEAD_ROWS = 8  # rows below a title among which the heads of columns stand
_LEAST_FIGURES = 3  # rows with figures that make a table


def figures(row: Row) -> int:
    """Words of the row that are figures or stand for none."""
    return sum(1 for word in row.words if is_numeric(word.text) or is_nil(word.text))


@dataclass(frozen=True, slots=True)
class Basis:
    """Whose figures a table shows, and what says so."""

    consolidated: bool
    source: Source


@dataclass
class Draft:
    """What the walk over the rows collects under one title."""

    kind: StatementKind
    title: str
    consolidated: bool | None  # by the title
    ifrs: bool
    bands: list[tuple[int, list[Row]]] = field(default_factory=list)  # page, rows
    period: Period | None = None
    subtitle: str = ""
    unit: UnitCaption | None = None  # printed on the title's row
    balanced: bool = False  # the last total of a balance sheet was seen: a footnote below may print figures of its own
    marked: bool = False  # the title stood under a numbering or in brackets
    opener: Opener | None = None  # None: a statement
    section: bool | None = None  # consolidated by the section heading above
    context: bool | None = None  # consolidated by the last heading or title that said so
    heir: Draft | None = None  # the table of the same statement above, whose unit holds on
    figures: int = 0  # rows with figures

    def add(self, page: int, row: Row) -> None:
        """Take the row as the next one of the table."""
        if not self.bands or self.bands[-1][0] != page:
            self.bands.append((page, []))
        self.bands[-1][1].append(row)
        self.figures += figures(row) > 0

    def give_back(self) -> None:
        """The last row belongs to the next table."""
        self.figures -= figures(self.bands[-1][1].pop()) > 0

    def give_back_page(self) -> None:
        """Its last page belongs to the next table."""
        while self.bands[-1][1]:
            self.give_back()
        self.bands.pop()

    @property
    def rows(self) -> list[Row]:
        return [row for _, rows in self.bands for row in rows]

    @property
    def is_table(self) -> bool:
        return self.figures >= _LEAST_FIGURES and not self._heads_flows

    @property
    def _heads_flows(self) -> bool:
        """Whether the kinds of cash flows head columns, as on summary pages: no statement is set so."""
        rows = self.rows[:HEAD_ROWS] if self.kind is StatementKind.CASH_FLOWS and self.opener is None else []
        return _FLOWS.finds(squeeze("".join(row.text for row in rows if not figures(row))))


def span_of(draft: Draft, filing: Filing, basis: Basis) -> StatementSpan:
    """The finished draft: its regions, captions, unit, basis and standard."""
    regions = tuple(
        Region(number, min(row.box.top for row in rows), max(row.box.bottom for row in rows))
        for number, rows in draft.bands
        if rows
    )
    captions = tuple(row.text for row in draft.rows[:_CAPTION_ROWS] if not figures(row))
    unit = _unit(draft)
    return StatementSpan(
        kind=draft.kind,
        title=draft.title or draft.kind.replace("_", " "),
        consolidated=basis.consolidated,
        standard=_standard(draft, filing, basis.consolidated),
        language=filing.language,
        regions=regions,
        scale=unit.scale if unit else None,
        currency=unit.currency if unit else "JPY",
        rounding=filing.rounding,
        caption_period=draft.period,
        captions=captions,
        family=draft.opener.family if draft.opener else STATEMENTS,
        basis_source=basis.source,
    )


def _standard(draft: Draft, filing: Filing, consolidated: bool) -> Standard:
    """The title's own wording first; else consolidated statements follow the filing, the company's own ones are
    J-GAAP."""
    if draft.ifrs:
        return Standard.IFRS
    return filing.standard if consolidated else Standard.JGAAP


def _unit(draft: Draft | None) -> UnitCaption | None:
    while draft is not None:
        if draft.unit is not None:
            return draft.unit
        rows = draft.rows
        for at, row in enumerate(rows):
            if (found := _torn_unit(rows[max(at - _UNIT_LINES, 0) : at], row) or _unit_of(row)) is not None:
                return found
        draft = draft.heir
    return None


def _torn_unit(above: Sequence[Row], row: Row) -> UnitCaption | None:
    """The unit of a column's head that ends in this row: "Thousands of" over "yen"."""
    for word in row.words if unit_caption(row.words[-1].text) else ():
        over = [
            upper.text
            for other in above
            for upper in other.words
            if min(upper.box.x1, word.box.x1) - max(upper.box.x0, word.box.x0) > 0
        ]
        if _UNIT_BEGINS.finds(fold(" ".join(over))):
            found = (unit_caption(" ".join((*over[at:], word.text))) for at in range(len(over)))
            if (unit := next((unit for unit in found if unit), None)) is not None:
                return unit
    return None


def _unit_of(row: Row) -> UnitCaption | None:
    """The unit of a caption; or that of a word by itself, unless it is single yen (per share)."""
    units = (unit_caption(word.text) for word in row.words)
    return unit_caption(row.text) or next((unit for unit in units if unit and unit.scale > 1), None)
