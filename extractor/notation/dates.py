"""Dates and periods as filings print them: Western and era years, half and full width, ranges, month spans.

The words stand in ``schemas/lexicon/periods.toml``; the grammar that joins them to dates is here. Libraries for era
dates stumble over inner blanks and mixed widths.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extractor.model import Period
from extractor.notation.lexicon import rule, table
from extractor.notation.text import fold

_TABLE = table("periods")
ERAS: dict[str, int] = {era["name"]: era["before"] for era in _TABLE["era"]}
_LETTERS: dict[str, int] = {era["letter"]: era["before"] for era in _TABLE["era"]}
_NUMBERS: dict[str, int] = _TABLE["numbers"]
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ERA_YEAR = rf"(?:{'|'.join(ERAS)})\s*(?:\d{{1,2}}|元)"
_ANY_YEAR = rf"(?:{_ERA_YEAR}|\d{{4}})"
# 2022年, 令和４年, 2022年（令和４年）, 令和４（2022）年; a year printed in both calendars must be one year
_JA_YEAR = (
    rf"(?P<one>{_ANY_YEAR})\s*年(?:\s*\(\s*(?P<two>{_ANY_YEAR})\s*年?\s*\))?"
    rf"|(?P<three>{_ANY_YEAR})\s*\(\s*(?P<four>{_ANY_YEAR})\s*年?\s*\)\s*年"
)
_JA_DATE = re.compile(rf"(?:{_JA_YEAR})\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日|\s*(?P<last>末)日?)?")
# R2.12.31, H31/3/31
_LETTER_DATE = re.compile(
    rf"(?<![A-Za-z\d])(?P<letter>[{''.join(_LETTERS)}])\s?(?P<year>\d{{1,2}})\s?[./-]\s?(?P<month>\d{{1,2}})\s?[./-]\s?(?P<day>\d{{1,2}})(?!\d)"
)
_EN_DATE = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:,|\s)\s*(?P<year>\d{{4}})(?!\d)"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?:of\s+)?|[-/])(?P<month2>{_MONTH})(?:\.?,?\s+|[-/])(?P<year2>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
# 30-Sep-22: the century is this one
_SHORT_DATE = re.compile(rf"\b(?P<day>\d{{1,2}})[-/](?P<month>{_MONTH})[-/'](?P<year>\d\d)(?!\d)", re.IGNORECASE)
# Apr. 2021 - Mar. 2022, April-September 2022
_MONTH_SPAN = re.compile(
    rf"\b(?P<first>{_MONTH})\.?(?:,?\s+(?P<since>(?:19|20)\d\d))?\s*(?:[-–—~～〜]|\bto\b|\bthrough\b)\s*"
    rf"(?P<last>{_MONTH})\.?,?\s+(?P<until>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# FY3/2023, FY 3/23: the year that ends in March
_YEAR_OF_MONTH = re.compile(r"\bFY\s?(?P<month>\d{1,2})/(?P<year>(?:20)?\d\d)(?![\d/])", re.IGNORECASE)
_ISO_DATE = re.compile(
    r"(?<![\d.,/])(?P<year>\d{4})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<day>\d{1,2})(?![\d,]|[./]\d)"
)
_EN_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*,?\s*\d{{4}})", re.IGNORECASE
)
_EN_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH})\b\.?,?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_JA_DAY = re.compile(r"(?:から|[~～〜-]|至)\s*(?:同年)?\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
_TO = re.compile(r"\s*(?:[-–—~～〜,]|to|through|until)\s*", re.IGNORECASE)
_AND_YEAR = re.compile(r"\s*(?:,|and|&|及び|、)\s*(?P<year>(?:19|20)\d\d)\b(?!\s*年)", re.IGNORECASE)
_LONE_YEAR = re.compile(r"(?<![\d,./])(?P<year>(?:19|20)\d\d)(?![\d,./])")
_FISCAL = re.compile(r"(?:FY|fiscal(?:\s+years?)?)\s*$", re.IGNORECASE)
_MONTHS_JA, _MONTHS_EN = rule("periods.months_ja").find, rule("periods.months_en").find
_HALF, _QUARTER, _YEAR = rule("periods.half").finds, rule("periods.quarter").finds, rule("periods.year").finds
_ON = rule("periods.on").finds
_AT_END = rule("periods.at_month").finds
_FROM, _ENDED, _RANGE = rule("periods.begins").finds, rule("periods.ended").finds, rule("periods.range").finds

_BEFORE = 60  # characters before a date in which the day may stand from which a period goes to it


@dataclass(frozen=True, slots=True)
class DateToken:
    """A date and the stretch of the text that prints it."""

    value: date
    start: int
    end: int


def normal(text: str) -> str:
    """The form in which dates are read; places of date tokens count in it."""
    return fold(text)


def _safe(year: int, month: int, day: int) -> date | None:
    if not (1868 <= year <= 2200 and 1 <= month <= 12):
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1])) if 1 <= day <= 31 else None


@lru_cache(maxsize=16384)
def _dates(text: str) -> tuple[DateToken, ...]:
    """Dates of a text whose width is folded, in printed order. A date that is told in two calendars and differs is
    none."""
    found = [*_japanese(text), *_english(text), *_short(text), *_lettered(text)]
    found = found or [*_numeric(text)] or [*_split(text)]
    return tuple(sorted(found, key=lambda token: token.start))


def dates_in(text: str) -> list[DateToken]:
    """All full dates, in the order in which they are printed.

    A year that one of two dates leaves to the other is theirs both: April 1 to September 30, 2022;
    2022年４月１日から９月30日; March 31,
    2024 and 2025. A day and a year that stand apart in a head are a date where each is the only one: "Six months ended
    September 30" over "2022".
    """
    return list(_dates(normal(text)))


def _token(year: int, month: int, day: int, span: tuple[int, int]) -> Iterator[DateToken]:
    value = _safe(year, month, day)
    if value:
        yield DateToken(value, *span)


def _japanese(text: str) -> Iterator[DateToken]:
    for match in _JA_DATE.finditer(text):
        year = _year(match)
        if year is None or (match["day"] is None and match["last"] is None):
            continue
        yield from _token(year, int(match["month"]), int(match["day"] or 31), match.span())
        short = _JA_DAY.match(text, match.end())
        if short:  # the last day of the same year, or of the next
            last = int(short["month"])
            yield from _token(year + (last < int(match["month"])), last, int(short["day"]), short.span())


def _english(text: str) -> Iterator[DateToken]:
    for match in _EN_DATE.finditer(text):
        month = _MONTHS[(match["month"] or match["month2"]).lower()]
        day, year, end = int(match["day"] or match["day2"]), int(match["year"] or match["year2"]), match.end()
        yield from _token(year, month, day, match.span())
        while (more := _AND_YEAR.match(text, end)) is not None:
            yield from _token(int(more["year"]), month, day, more.span())
            end = more.end()
        near = max(match.start() - _BEFORE, 0)
        for first in _EN_DAY.finditer(text, near, match.start()):  # April 1 to September 30, 2022
            if _TO.fullmatch(text, first.end(), match.start()):
                opening = _MONTHS[first["month"].lower()]
                yield from _token(year - (opening > month), opening, int(first["day"]), first.span())


def _short(text: str) -> Iterator[DateToken]:
    for match in _SHORT_DATE.finditer(text):
        month = _MONTHS[match["month"].lower()]
        yield from _token(2000 + int(match["year"]), month, int(match["day"]), match.span())


def _lettered(text: str) -> Iterator[DateToken]:
    for match in _LETTER_DATE.finditer(text):
        yield from _token(
            _LETTERS[match["letter"]] + int(match["year"]), int(match["month"]), int(match["day"]), match.span()
        )


def _numeric(text: str) -> Iterator[DateToken]:
    for match in _ISO_DATE.finditer(text):
        yield from _token(int(match["year"]), int(match["month"]), int(match["day"]), match.span())


def _split(text: str) -> Iterator[DateToken]:
    """A day without its year, and the only year of the text: September 30 … 2022. A fiscal year's name is no year of
    the calendar."""
    days = list(_EN_DAY.finditer(text))
    years = [match for match in _LONE_YEAR.finditer(text) if not _FISCAL.search(text[: match.start()])]
    if len(days) == 1 and len({match["year"] for match in years}) == 1:
        yield from _token(int(years[0]["year"]), _MONTHS[days[0]["month"].lower()], int(days[0]["day"]), days[0].span())


def month_end(year: str, month: str) -> date | None:
    """The last day of a month whose year and number are known as printed: 2023年 or 令和５年, 3."""
    ends = dates_in(f"{year}{month}月末日")
    return ends[0].value if ends else None


def range_words(text: str) -> tuple[int, int]:
    """How often a text says that a period begins (自) and that it ends (至): heads of several columns say it
    often."""
    return text.count("自"), text.count("至")


def month_in(text: str) -> date | None:
    """The last day of the first month that stands without a day: 2019年３月, 令和元年５月, March 2022."""
    text = normal(text)
    for match in _JA_DATE.finditer(text):
        year = _year(match)
        if (
            year is not None
            and match["day"] is None
            and match["last"] is None
            and not match.string[match.end() :].lstrip()[:1].isdigit()
        ):
            return _safe(year, int(match["month"]), 31)
    english = _EN_MONTH_YEAR.search(text)
    return _safe(int(english["year"]), _MONTHS[english["month"].lower()], 31) if english else None


def _year(match: re.Match[str]) -> int | None:
    """The year of a Japanese date; None where two calendars name two years."""
    years = {_western(text) for text in (match["one"], match["two"], match["three"], match["four"]) if text}
    return years.pop() if len(years) == 1 else None


def _western(text: str) -> int:
    for era, before in ERAS.items():
        if text.startswith(era):
            number = text[len(era) :].strip()
            return before + (1 if number == "元" else int(number))
    return int(text)


def months_before(end: date, months: int) -> date:
    """The first day of the span of so many months that ends on ``end``."""
    return _moved(end + timedelta(days=1), -months)


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def span_months(text: str) -> int | None:
    """Length in months that the words name: "Three Months Ended", "６か月間", "１年間", "Fiscal year". Months said
    outright come first."""
    text = normal(text)
    japanese = _MONTHS_JA(text)
    if japanese:
        return int(japanese["n"]) if japanese["n"] else 12
    named = named_months(text)
    if named is not None:
        return named
    if _HALF(text):
        return 6
    if _QUARTER(text):
        return 3
    return 12 if _YEAR(text) else None


def named_months(text: str) -> int | None:
    """The number of months that an English text says outright."""
    months = _MONTHS_EN(normal(text))
    if months is None:
        return None
    word = months["n"].lower()
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _is_range(text: str, start: date, end: date) -> bool:
    """Two dates are a range where the words say so, or where they span whole months; two starts side by side are
    none."""
    if not start < end or (end - start).days >= 800:
        return False
    whole = (end + timedelta(days=1)).day == start.day and (end - start).days > 25
    return whole or _RANGE(normal(text))


@lru_cache(maxsize=4096)
def period_in(text: str, *, instant: bool) -> Period | None:
    """The period that a header or subtitle names in full.

    Two dates are a range; one date is an instant where ``instant`` holds, else the end of the span whose length the
    words name. None: the text names no full date, or a single date of a flow without a length, or dates that contradict
    each other.
    """
    days = _days(text)
    if not days:
        return _of_months(normal(text), instant)
    if instant:
        return _instant(text, days)
    if normal(text).count("自") > 1:
        return None  # the headers of two columns
    if len(days) >= 2 and _is_range(text, days[0], days[1]):
        return _agreed(text, days)
    months = span_months(text)
    if len(days) > 1:  # the dates of several columns: a year beside them chooses
        day = _chosen(text, days)
        return Period(months_before(day, months), day) if day and months else None
    if months and (_ENDED(normal(text)) or months < 12 or _YEAR(normal(text))):
        return span_of(text, months)
    return None


def _of_months(text: str, instant: bool) -> Period | None:
    """The period that an English head names by months alone; None where a part of a year is named besides."""
    spans = list(_MONTH_SPAN.finditer(text))
    if len(spans) == 1:
        first, last = _MONTHS[spans[0]["first"].lower()], _MONTHS[spans[0]["last"].lower()]
        until = int(spans[0]["until"])
        since = int(spans[0]["since"] or until - (first > last))
        start, end = _safe(since, first, 1), _safe(until, last, 31)
        if start is None or end is None or not start < end or (end - start).days >= 800:
            return None
        return Period(None if instant else start, end)
    named, years = list(_EN_MONTH_YEAR.finditer(text)), list(_YEAR_OF_MONTH.finditer(text))
    if len(named) + len(years) != 1:
        return None
    if named:
        end = _safe(int(named[0]["year"]), _MONTHS[named[0]["month"].lower()], 31)
        months = span_months(text) if _ENDED(text) else None
        at_end = _AT_END(text)
    else:
        end = _safe(int(years[0]["year"][-2:]) + 2000, int(years[0]["month"]), 31)
        part = _HALF(text) or _QUARTER(text) or _MONTHS_EN(text)
        months, at_end = None if part else 12, not part
    if end is None or not (at_end if instant else months):
        return None
    return Period(None if instant else months_before(end, months or 0), end)


def _days(text: str) -> list[date]:
    """The different dates of a text, in printed order: a date in two calendars is one. A range after its own last day
    counts alone."""
    days = [token.value for token in dates_in(text)]
    if len(days) == 3 and days[0] == days[2]:  # year ended March 31, 2023 (April 1, 2022 - March 31, 2023)
        days = days[1:]
    return list(dict.fromkeys(days))


def _instant(text: str, days: Sequence[date]) -> Period | None:
    """The day of a balance. A first day is the opening balance of what follows, that is, the balance of the day
    before."""
    if len(days) == 1:
        day: date | None = days[0]
    elif len(days) == 2 and _is_range(text, days[0], days[1]):
        day = days[1]
    else:
        day = _chosen(text, days)
    if day is None:
        return None
    return Period(None, day - timedelta(days=1) if day.day == 1 else day)


def _chosen(text: str, days: Sequence[date]) -> date | None:
    """The one of several dates whose year a head repeats below them: "As of March 31, 2024 and 2025" over "2025"."""
    text = normal(text)
    spans = [(token.start, token.end) for token in dates_in(text)]
    lone = {
        int(match["year"])
        for match in _LONE_YEAR.finditer(text)
        if not any(start <= match.start() < end for start, end in spans)
    }
    chosen = [day for day in days if day.year in lone]
    return chosen[0] if len(lone) == 1 and len(chosen) == 1 else None


def _agreed(text: str, days: Sequence[date]) -> Period | None:
    """First and last day, unless the words beside them name another length. No period ends on the first of a month: two
    such days are the beginnings of two columns whose heads ran into each other."""
    months = named_months(text)
    if len(days) > 2 or days[1].day == 1 or (months is not None and abs(_length(days[0], days[1]) - months) > 1):
        return None
    return Period(days[0], days[1])


def _length(start: date, end: date) -> int:
    return round((end - start).days / 30.44)


def span_of(text: str, months: int) -> Period | None:
    """The span of so many months that ends on the text's last date; that begins on it where the words say so (自
    2023年１月１日). None: the text names no date, or two first days, which are of two columns."""
    found = dates_in(text)
    if not found:
        return None
    day = found[-1].value
    text = normal(text)
    begins = _FROM(text[: found[-1].start]) or _ON(text[found[-1].end :])
    if not begins and day.day == 1:  # no period ends on the first of a month: a range that lost its other end
        if any(token.value != day for token in found):
            return None
        begins = True
    return Period(day, _moved(day, months) - timedelta(days=1)) if begins else Period(months_before(day, months), day)


def shift_years(value: date, years: int) -> date:
    """The same day in another year; the last day of a month stays the last."""
    year = value.year + years
    last = calendar.monthrange(year, value.month)[1]
    month_end = value.day == calendar.monthrange(value.year, value.month)[1]
    return date(year, value.month, last if month_end else min(value.day, last))
