"""Which period a filing reports on: its first and last day, the end of its fiscal year, and Q1, Q2, Q3, H1 or FY.

The title names the term (2023年３月期第２四半期, the six months ended …); a range of dates on the first pages that fits
it gives the days. A filing without a cover is dated by its balance sheet, which stands beside the one at the end of the
year before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractor.model import DocumentType, Period, StatementKind
from extractor.notation.dates import dates_in, month_end, months_before, shift_years
from extractor.notation.lexicon import rules, table
from extractor.notation.text import fold, squeeze
from extractor.segment.titles import statement_title

_C, _HINT = rules("cover"), rules("titles")["hint"]
_ORDINALS = {word: int(number) for number, words in table("cover")["ordinals"].items() for word in words}
_MONTHS = {word: int(number) for number, words in table("cover")["months"].items() for word in words}
_LENGTHS = {"Q1": 3, "Q2": 6, "H1": 6, "Q3": 9, "FY": 12}
_LABELS = {3: "Q1", 6: "Q2", 9: "Q3", 12: "FY"}
_HEAD_LINES = 30  # of a page with a balance sheet: its title and the heads of its columns
_YEAR_BY_DATES = 400  # days between the balance sheets of two years, at most


@dataclass(frozen=True, slots=True)
class CoverTerm:
    """``current``: from the start of the fiscal year. None: not printed."""

    current: Period | None = None
    year_end: date | None = None
    label: str | None = None


def term_of(first: str, kind: DocumentType | None, texts: Mapping[int, str]) -> CoverTerm:
    """The term that the cover names, else the one that the balance sheet's dates tell. ``first``: the first pages,
    width folded."""
    said = _by_title(first) if kind in (DocumentType.EARNINGS, None) else _by_form(first, kind)
    if said.current is None:
        shown = _by_balance_sheet(texts)
        if shown.current is None:
            shown = _by_flows(texts)
        if shown.current is not None and (said.label is None or _LENGTHS[said.label] == _months(shown.current)):
            return replace(shown, label=said.label or shown.label)
    return said


def _by_title(first: str) -> CoverTerm:
    """An earnings report, by its title."""
    squeezed = squeeze(first)
    title = _C["earnings_title"].find(squeezed)
    if title is None:
        return _by_english_title(first)
    label = _label(title["quarter"], title["part"])
    year_end = None
    if title["month"]:
        year_end = month_end(title["year"], title["month"])
    fitting = _fitting(_ranges(first), label, year_end)
    if fitting is not None:
        return CoverTerm(fitting, _year_end_of(fitting, label), label)
    if year_end is None:
        return CoverTerm(label=label)
    start = months_before(year_end, 12)
    return CoverTerm(Period(start, _months_on(start, _LENGTHS[label])), year_end, label)


def _label(ordinal: str | None, part: str) -> str:
    quarter = _ORDINALS[ordinal] if ordinal else None
    if _C["half"].finds(part):
        return "H1"
    return f"Q{quarter}" if quarter and quarter < 4 else "FY"


def _by_english_title(first: str) -> CoverTerm:
    """An English report, by its title: the day is the end of the period, or of the year whose quarter the title
    names."""
    text = fold(first)
    title = _C["en_title"].find(text)
    if title is None:
        return CoverTerm()
    day = dates_in(title["day"])
    if not day:
        return CoverTerm()
    end = day[0].value
    if title["later"]:  # the period before stands first: September 30, 2021 and 2022
        end = shift_years(end, int(title["later"]) - end.year)
    if title["ordinal"]:
        months = _ORDINALS[title["ordinal"].lower()] * _MONTHS[title["unit"].lower()]
    else:
        months = _MONTHS[(title["months"] or title["year"]).lower()]
    of_year = bool(title["ordinal"]) and "year" in title.group().lower()
    start = months_before(end, 12 if of_year else months)
    current = Period(start, _months_on(start, months))
    label = _LABELS[months]
    if months == 6 and _C["half"].finds(squeeze(title.group())):
        label = "H1"
    return CoverTerm(current, _year_end_of(current, label), label)


def _by_form(first: str, kind: DocumentType | None) -> CoverTerm:
    """A quarterly, semi-annual or annual report, by its cover: 第29期第３四半期（自…至…）."""
    if kind is DocumentType.QUARTERLY:
        found = _C["quarter"].find(squeeze(first)) or _C["en_quarter"].find(fold(first))
        label = f"Q{_ORDINALS[found['ordinal'].lower()]}" if found else None
    else:
        label = "H1" if kind is DocumentType.SEMIANNUAL else "FY"
    current = next(_ranges(first), None)
    if current is None or label is None:
        return CoverTerm(label=label)
    if label != "FY" and current.start and _months(current) in (3, 12):
        # the cover of a quarterly report prints the quarter's own dates, a semi-annual one's may print the year's
        year = current.start if _months(current) == 12 else months_before(current.end, _LENGTHS[label])
        current = Period(year, _months_on(year, _LENGTHS[label]))
    return CoverTerm(current, _year_end_of(current, label), label)


def _by_balance_sheet(texts: Mapping[int, str]) -> CoverTerm:
    """The two dates over the first balance sheet: the end of the year before, and the end of the period."""
    for number in sorted(texts):
        lines = [line for line in texts[number].split("\n") if line.strip()]
        at = next((k for k, line in enumerate(lines) if _heads_balance_sheet(line)), None)
        if at is None:
            continue
        days = sorted({token.value for token in dates_in(" ".join(lines[at + 1 : at + _HEAD_LINES]))})[-2:]
        if len(days) == 2 and (days[1] - days[0]).days < _YEAR_BY_DATES:
            current = Period(days[0] + timedelta(days=1), days[1])
            if (months := _months(current)) in _LABELS:
                return CoverTerm(current, _year_end_of(current, _LABELS[months]), _LABELS[months])
    return CoverTerm()


def _by_flows(texts: Mapping[int, str]) -> CoverTerm:
    """The longest flow that ends on the latest day named: six months ended …, where no balance sheet shows its
    dates."""
    spans: set[tuple[date, int]] = set()
    for text in texts.values():
        for found in _C["en_flow"].pattern.finditer(fold(text)):
            days = dates_in(found["day"] or found["day2"])
            spans.update((day.value, _MONTHS[(found["months"] or found["year"]).lower()]) for day in days)
    if not spans:
        return CoverTerm()
    end, months = max(spans)
    current = Period(months_before(end, months), end)
    return CoverTerm(current, _year_end_of(current, _LABELS[months]), _LABELS[months])


def _heads_balance_sheet(line: str) -> bool:
    title = statement_title(line) if _HINT.finds(line) else None
    return title is not None and StatementKind.BALANCE_SHEET in title.kinds


def _ranges(first: str) -> Iterator[Period]:
    """Ranges of dates in printed order."""
    found: list[re.Match[str]] = list(_C["from_to"].pattern.finditer(squeeze(first)))
    found += _C["en_from_to"].pattern.finditer(fold(first))
    for match in found:
        days = dates_in(f"{match['first'] or match['first2']} {match['last'] or match['last2']}")
        if len(days) == 2 and days[0].value < days[1].value:
            yield Period(days[0].value, days[1].value)


def _fitting(ranges: Iterator[Period], label: str, year_end: date | None) -> Period | None:
    """The first range that is of the title's length and ends in the month that the title names; a year may be
    irregular.

    Where the end of the year has moved, a part of the year ends in another month: then the first range within the year.
    """
    fitting = [period for period in ranges if label == "FY" or _months(period) == _LENGTHS[label]]
    if year_end is None:
        return next(iter(fitting), None)
    start = months_before(year_end, 12)
    expected = _months_on(start, _LENGTHS[label])
    for period in fitting:
        if (period.end.year, period.end.month) == (expected.year, expected.month):
            return period
    within = (period for period in fitting if period.start and start <= period.start < period.end < year_end)
    return next(within, None) if label != "FY" else None


def _year_end_of(current: Period, label: str) -> date:
    assert current.start is not None
    return current.end if label == "FY" else shift_years(current.start - timedelta(days=1), 1)


def _months(period: Period) -> int:
    assert period.start is not None
    return round((period.end - period.start).days / 30.44)


def _months_on(start: date, months: int) -> date:
    """The last day of the span of so many months that begins on ``start``."""
    before = start - timedelta(days=1)
    index = before.year * 12 + before.month - 1 + months
    first_after = date(index // 12, index % 12 + 1, 1)
    last = (first_after.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    month_end = (before + timedelta(days=1)).day == 1
    return last if month_end else first_after.replace(day=min(before.day, last.day))
