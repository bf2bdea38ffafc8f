"""The period of each figure of another table: by its column, its row, the lines over the table, the headings."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from extractor.model import DocumentType, Filing, Period
from extractor.model.other import Grid, GridColumn, GridRow, Saying, Standing
from extractor.notation.lexicon import rule, rules
from extractor.notation.quantities import says_unit_alone
from extractor.notation.text import fold, is_cjk, join_wrapped, squeeze
from extractor.reconcile.values.naming import (
    Calendar,
    at_end_of,
    coded_periods,
    is_relative,
    named_period,
    named_periods,
    names_its_period,
    yearly_periods,
)

_T, _O = rules("terms"), rules("outline")
_BREAKS_OFF = rule("other_tables.breaks_off").finds
_HALF = rule("terms.half_range").finds
_SHORT = 32  # characters of a line that may be a caption although it is no sentence
_LINE = 25  # characters of a line that may go on in the next one
_DAY = timedelta(days=1)
Dated = tuple[Period, Saying]


@dataclass(frozen=True, slots=True)
class Periods:
    """What says of when a table's figures are. ``columns`` and ``rows``: by index and number."""

    around: Dated | None
    columns: dict[int, Period | None]
    rows: dict[int, Period | None]
    untold: frozenset[int] = frozenset()  # columns whose own period may be lost: no line over the table dates them

    @classmethod
    def of(cls, filing: Filing, grid: Grid, standing: Standing) -> Periods:
        """Of a table that stands there. Names of periods count from the filing's own."""
        calendar = Calendar.of(filing)
        heads = tuple(dict.fromkeys(level for column in grid.columns for level in column.path))
        known = coded_periods(calendar, heads) | yearly_periods(calendar, heads)
        around = _around(calendar, standing)
        unsaid = around is None and not standing.aside and not _several(calendar, standing)
        if unsaid and filing.document_type is DocumentType.ANNUAL:
            around = _prescribed(calendar, standing)
        columns = {column.index: _column(calendar, known, column) for column in grid.columns}
        apart = any(period is not None and not _counts(column) for column, period in _pairs(grid, columns))
        closed = around is not None and Period(None, around[0].end) in columns.values()
        for column, period in _pairs(grid, columns):
            columns[column.index] = _of_table(column, period, around, apart=apart, closed=closed)
        columns |= _changes(grid, columns)
        dated = any(columns.values())
        untold = frozenset(column.index for column in grid.columns if _is_untold(column, dated))
        return cls(around, columns, _between(grid, {row.number: _row(calendar, row) for row in grid.rows}), untold)

    def at(self, column: GridColumn, row: GridRow) -> tuple[Period | None, Saying]:
        """The period of a cell, and what says it."""
        of_column, of_row = self.columns[column.index], self.rows[row.number]
        if of_column is not None:
            return at_end_of(row.label, of_column), Saying.COLUMN
        if of_row is not None:
            return of_row, Saying.ROW
        if (
            self.around is None or column.index in self.untold or row.heads
        ):  # where the heads start again, a line that was lost may say another
            return None, Saying.NONE
        period, saying = self.around
        for label in (column.path[-1] if column.path else "", row.label):
            period = at_end_of(label, period)
        return period, saying


def _is_untold(column: GridColumn, dated: bool) -> bool:
    """Whether a head breaks off before its day, or says a unit alone beside heads of which some are ``dated``."""
    return bool(_BREAKS_OFF(fold(" ".join(column.path)))) or (dated and says_unit_alone(column.path))


def _pairs(grid: Grid, periods: dict[int, Period | None]) -> list[tuple[GridColumn, Period | None]]:
    return [(column, periods[column.index]) for column in grid.columns]


def _changes(grid: Grid, periods: dict[int, Period | None]) -> dict[int, Period | None]:
    """Columns of changes beside columns of two periods or more: a change is of the later one, or where two stand before
    it of the one beside it."""
    known = dict.fromkeys(filter(None, periods.values()))  # as printed: two may end on one day
    if len(known) < 2:
        return {}
    latest = max(known, key=lambda period: period.end)
    out: dict[int, Period | None] = {}
    before: list[Period] = []
    for column, period in _pairs(grid, periods):
        if period is not None:
            before.append(period)
        elif column.path and any(map(_T["change"].finds, map(squeeze, column.path))):
            two = before[-2:]
            out[column.index] = max(two, key=lambda each: each.end) if len(two) == 2 else latest
    return out


def _counts(column: GridColumn) -> bool:
    return any(is_relative(level) for level in column.path)


def _of_table(
    column: GridColumn, period: Period | None, around: Dated | None, *, apart: bool, closed: bool
) -> Period | None:
    """A head that counts from the table's own period, as the lines over the table date it. ``apart``: other columns are
    of periods of their own. The first day of that period in a head is a torn rest of the line over the table, unless
    another column is a balance at its last day (``closed``)."""
    if period is None or around is None or around[0].start is None:
        return period
    if _counts(column) and not apart:
        return at_end_of(column.path[-1], around[0])
    return None if period == Period(None, around[0].start) and not closed else period


def _column(calendar: Calendar | None, known: dict[str, Period], column: GridColumn) -> Period | None:
    joined = named_period(calendar, " ".join(column.path)) if len(column.path) > 1 else None
    for level in reversed(column.path):
        period = known.get(level) or named_period(calendar, level)
        if joined is not None and joined.start is not None and _HALF(squeeze(level)):
            period = joined  # from one level to another
        if period is not None:
            return at_end_of(column.path[-1], period)
    return joined


def _row(calendar: Calendar | None, row: GridRow) -> Period | None:
    """A text of a column with a head of its own, the day on which a bond was issued, dates no row."""
    texts = {text for head, text in row.attributes if head}
    for label in reversed(row.path):
        if label not in texts and names_its_period(label):
            period = named_period(calendar, label)
            if period is not None:
                return period
    return None


def _between(grid: Grid, dated: dict[int, Period | None]) -> dict[int, Period | None]:
    """Rows between the balances of two days are what happened between them."""
    balances = [(row.number, period) for row in grid.rows if (period := dated[row.number]) and period.instant]
    out = dict(dated)
    for (first, opening), (last, closing) in itertools.pairwise(balances):
        if opening.end < closing.end:
            flow = Period(opening.end + _DAY, closing.end)
            out.update({number: flow for number in range(first + 1, last) if number in out and out[number] is None})
    return out


def _around(calendar: Calendar | None, standing: Standing) -> Dated | None:
    """The nearest line that names a period; one that names several says that the table has several."""
    for texts, saying in (
        ([*_paragraphs(standing.captions)], Saying.CAPTION),
        *(() if standing.aside else _farther(standing)),
    ):
        periods = _nearest(calendar, texts)
        if periods:
            return (periods[0], saying) if len(periods) == 1 else None
    return None


def _farther(standing: Standing) -> Iterator[tuple[Sequence[str], Saying]]:
    """What dates the tables beside this one, too."""
    yield standing.terms, Saying.CAPTION
    yield standing.headings, Saying.HEADING
    yield [*_paragraphs(standing.before)], Saying.BEFORE


def _several(calendar: Calendar | None, standing: Standing) -> bool:
    """Whether the lines over the table name several periods: then none is the table's."""
    return len(_nearest(calendar, [*_paragraphs(standing.captions)])) > 1


def _prescribed(calendar: Calendar | None, standing: Standing) -> Dated | None:
    """The day or the year that the form prescribes for the figures of a section."""
    headings = [squeeze(heading) for heading in standing.headings]
    if calendar is None or not headings:
        return None
    if any(_T["prescribed_day"].finds(heading) for heading in headings):
        return Period(None, calendar.year.end), Saying.HEADING
    return (calendar.year, Saying.HEADING) if any(map(_T["prescribed_year"].finds, headings)) else None


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The lines, those of one sentence joined."""
    held = ""
    for line in lines:
        text = join_wrapped([held, line]) if held else line
        held = text if len(line) >= _LINE and is_cjk(line) and not line.rstrip().endswith(("。", ")", "）")) else ""
        if not held:
            yield text
    if held:
        yield held


def _nearest(calendar: Calendar | None, texts: Iterable[str]) -> tuple[Period, ...]:
    found = (_captioned(calendar, text) for text in reversed([*texts]))
    return next((periods for periods in found if periods), ())


@lru_cache(maxsize=8192)
def _captioned(calendar: Calendar | None, text: str) -> tuple[Period, ...]:
    """The periods of a line over a table. A sentence dates it where it introduces the table: by names, or by the day as
    of which it speaks."""
    squeezed = squeeze(text)
    named = len(squeezed) <= _SHORT or _O["term"].finds(squeezed) or _O["term_en"].finds(text)
    if not named and is_cjk(text) and not _O["introduces"].finds(squeezed):
        return ()
    day = _T["dated_sentence"].find(squeezed) if not named else None
    return named_periods(calendar, day["day"] if day is not None else text)
