"""Selected financial data (主要な経営指標等の推移): rows are items, columns the last five terms, units stand in a
column of their own.

The unit column is lifted off the page before it is read, so that labels stay as printed and wrapped labels stay whole;
each line gets its unit back.
A term's header names its last month only: the term begins where the one before it ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor.kinds.five_years.rows import all_bracketed, broken, settled, thereof_lines
from extractor.model import Box, Column, Finding, Language, Line, Page, Period, Region, Severity, Sheet, Word
from extractor.notation.dates import dates_in, month_in, months_before, normal
from extractor.notation.lexicon import rule, rules, table
from extractor.notation.numbers import has_digit, is_nil
from extractor.notation.rows import rows_of
from extractor.notation.text import fold, label_key, squeeze
from extractor.notation.units import is_unit_cell, without_unit_in_brackets

_R = rules("five_years")
_CORNER, _SHORT, _OPENING, _FROM_TO = (_R[name] for name in ("corner", "short_term", "opening", "from_to"))
_STAFF = _R["heads_of_staff"].finds
_PRICE, _DITTO = _R["share_price"].finds, _R["ditto"].finds
_PERSONS = str(table("five_years")["words"]["persons"])
_GROUPED, _UNIT_SAID = rule("tokens.grouped").finds, rule("texts.unit_said").finds
SAME = 3  # columns that say the same word


def without_units(page: Page, region: Region) -> tuple[Page, list[Word]]:
    """The page without the unit column and the corner words of a table in the region, and the units."""
    lifted: list[Word] = []
    dropped: set[int] = set()
    inside = [word for word in page.words if region.top - 0.5 <= word.box.middle <= region.bottom + 0.5]
    left = min((word.box.x0 for word in inside), default=0.0)
    begun = False  # whether figures stand above: what is between them heads no column
    for row in rows_of(inside):
        figure = next(
            (word.box.x0 for word in row.words if has_digit(word.text) and word.box.x0 > left + 60), float("inf")
        )
        if begun:
            dropped.update(id(word) for word in _same_in_each_column(row.words, left))
        begun = begun or any(_GROUPED(fold(word.text)) for word in row.words)
        for index, word in enumerate(row.words):
            alone = index == 0 or word.box.x0 - row.words[index - 1].box.x1 > 0.3 * word.size
            if _CORNER.finds(_squeezed([word])) and word.box.x0 < left + 0.35 * page.width:
                dropped.add(id(word))
            elif (
                alone
                and word.box.x0 > left + 12
                and id(word) not in dropped
                and not (index and _UNIT_SAID(row.words[index - 1].text))
            ):
                unit = next((run for n in (4, 3, 2, 1) if (run := row.words[index : index + n]) and _is_unit(run)), ())
                if unit and unit[-1].box.x1 < figure and (lifted or not _DITTO(_squeezed(unit))):
                    lifted.append(_one(unit) if not _DITTO(_squeezed(unit)) else _again(lifted[-1], unit))
                    dropped.update(id(part) for part in unit)
    if not lifted and not dropped:
        return page, []
    return replace(page, words=tuple(word for word in page.words if id(word) not in dropped)), lifted


def _same_in_each_column(words: Sequence[Word], left: float) -> list[Word]:
    """Words that a row repeats over its columns, above or beside the figures: 普通株式 in each of them."""
    room = [word for word in words if word.box.x0 > left + 60 and not has_digit(word.text) and not is_nil(word.text)]
    texts = [squeeze(word.text) for word in room]
    often = {text for text in texts if texts.count(text) >= SAME and text.isalpha()}
    often = {text for text in often if not is_unit_cell(text) and not _R["further"].finds(text)}
    return [word for word, text in zip(room, texts, strict=True) if text in often]


def _squeezed(words: Sequence[Word]) -> str:
    return squeeze("".join(word.text for word in words))


def _is_unit(words: Sequence[Word]) -> bool:
    """Whether words are a unit and nothing else, or the mark that repeats the one above."""
    text = _squeezed(words)
    return is_unit_cell(text) or _DITTO(text)


def _again(above: Word, words: Sequence[Word]) -> Word:
    """The unit above, in the place of the mark that repeats it."""
    return Word(above.text, words[0].box.union(words[-1].box), words[0].size)


def _one(words: Sequence[Word]) -> Word:
    """Words of one phrase as one: "(thousands of yen)"."""
    first, last = words[0], words[-1]
    return (
        first if first is last else Word(" ".join(word.text for word in words), first.box.union(last.box), first.size)
    )


def as_years(sheet: Sheet, lifted: Mapping[int, Sequence[Word]]) -> Sheet:
    """The sheet with each line's unit beside it and each column's term in days. ``lifted``: units by page."""
    lines = [_with_unit(line, lifted.get(line.page, ())) for line in sheet.lines]
    lines, place = _numbered(settled(lines))
    kept = [replace(finding, line=place.get(finding.line or 0)) for finding in sheet.findings]
    if sheet.span.language is Language.JA:
        lines = thereof_lines(lines)
    for above, k in zip(lines, range(1, len(lines)), strict=False):
        if not lines[k].label and lines[k].cells and lines[k].unit_text is None and all_bracketed(lines[k]):
            lines[k] = replace(lines[k], unit_text=above.unit_text or (_PERSONS if _STAFF(above.label) else None))
    nameless = {line.number for line in lines if line.cells and not line.label and line.unit_text is None}
    lines = [_priced(line, lines) if line.number in nameless else line for line in lines]
    findings = tuple(
        Finding(
            "row_split",
            Severity.WARNING,
            f"the label of this row was not read whole: {line.label!r}",
            line.page,
            sheet.span.kind,
            line=line.number,
        )
        for line in lines
        if line.cells and (broken(line.label) or line.number in nameless)
    )
    return _date_terms(replace(sheet, lines=tuple(lines), findings=(*kept, *findings)))


def _priced(line: Line, lines: Sequence[Line]) -> Line:
    """A second price in the cell of a highest or lowest price, with the unit of the row that it stands next to."""
    near = [
        other
        for other in lines[max(line.number - 2, 0) : line.number + 1]
        if other.page == line.page and other.cells and _PRICE(label_key(other.label))
    ]
    beside = min(near, key=lambda other: abs(other.cells[0].box.middle - line.cells[0].box.middle), default=None)
    return line if beside is None else replace(line, unit_text=beside.unit_text)


def _numbered(lines: Sequence[Line]) -> tuple[list[Line], dict[int, int]]:
    """The lines numbered anew, and the new number of each old one."""
    place = {line.number: number for number, line in enumerate(lines, 1)}
    return [replace(line, number=place[line.number], parent=place.get(line.parent or 0)) for line in lines], place


def _with_unit(line: Line, lifted: Sequence[Word]) -> Line:
    if not line.cells:
        return line
    mine = [word for word in lifted if line.box.top - 2 <= word.box.middle <= line.box.bottom + 2]
    if not mine and line.cells:
        figure = min(line.cells, key=lambda cell: cell.box.x0).box
        mine = [word for word in lifted if _level(word.box, figure)]
    if mine:
        middle = line.cells[0].box.middle
        unit = min(mine, key=lambda word: abs(word.box.middle - middle)).text
        return replace(line, unit_text=unit.strip("()（）[]〔〕 "))
    label, unit_text = without_unit_in_brackets(line.label)
    return replace(line, label=label, unit_text=unit_text) if unit_text else line


def _level(one: Box, other: Box) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.5 * min(one.height, other.height)


def _date_terms(sheet: Sheet) -> Sheet:
    """Columns whose header names a month get their first and last day."""
    ends: dict[int, date] = {}
    short: set[int] = set()
    for column in sheet.columns:
        if column.period is None and (end := _last_day(column.label)) is not None:
            ends[column.index] = end
            if _SHORT.finds(normal(column.label)):
                short.add(column.index)
    columns = [_dated(column, ends, short) for column in sheet.columns]
    return replace(sheet, columns=tuple(columns))


def _dated(column: Column, ends: Mapping[int, date], short: set[int]) -> Column:
    text = normal(column.label)
    days = dates_in(text)
    if column.period is None and _OPENING.finds(text) and days:
        return replace(
            column, period=Period(None, days[-1].value - timedelta(days=1))
        )  # the opening balance of that day
    end = ends.get(column.index)
    if end is None:
        span = _FROM_TO.find(text) if column.period is None else None
        between = dates_in(span.group()) if span else []
        return replace(column, period=Period(between[0].value, between[-1].value)) if len(between) == 2 else column
    if column.index in short:
        quarter = _SHORT.find(text)
        months = 3 * int(quarter["quarter"]) if quarter and quarter["quarter"] else 6
        return replace(column, period=Period(months_before(end, months), end))
    before = [other for index, other in ends.items() if index not in short and 80 < (end - other).days < 460]
    return replace(column, period=Period(max(before) + timedelta(days=1) if before else months_before(end, 12), end))


def _last_day(text: str) -> date | None:
    """The day on which the term of a header ends: 2019年３月, 2019年３月20日."""
    text = normal(text)
    days = dates_in(text)
    if days:
        return days[-1].value if len(days) == 1 and not _OPENING.finds(text) else None
    return month_in(text)
