"""Dates and periods as filings print them: Western and era years, half and full width, ranges, month spans.

Libraries for era dates stumble over inner blanks and mixed widths; the table of eras is four lines.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extractor.model import Period

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_JA_DATE = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和)\s*(?P<era_year>\d{1,2}|元)|(?P<year>\d{4}))\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日|\s*(?P<last>末)日?)?"
)
_EN_DATE = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s*(?P<day>\d{{1,2}})\s*(?:,|\s)\s*(?P<year>\d{{4}})|\b(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})\.?,?\s+(?P<year2>\d{{4}})",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})")
_WORD_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_EN_SPAN = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(_WORD_NUMBERS)})[\s-]*months?\b|\b(?P<year>(?:fiscal\s+)?years?|fiscal period|term)\b|\b(?P<half>half[\s-]*year|interim period|first half)\b|\b(?P<quarter>quarter)\b",
    re.IGNORECASE,
)
_JA_SPAN = re.compile(r"(?P<n>\d{1,2})\s*(?:か|ヶ|ヵ|カ|ケ|箇|個)?月間|(?P<year>[1一]?年間|[1一]年度)")
_FROM = re.compile(r"(?:自|\bfrom|\bbeginning(?:\s+on)?)\s*$", re.IGNORECASE)
_ENDED = re.compile(r"終了|\bend(?:ed|ing)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateToken:
    value: date
    start: int
    end: int


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))


def _safe(year: int, month: int, day: int) -> date | None:
    if not (1868 <= year <= 2200 and 1 <= month <= 12):
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1])) if 1 <= day <= 31 else None


def dates_in(text: str) -> list[DateToken]:
    """All full dates, in the order in which they are printed."""
    text = normal(text)
    found: list[DateToken] = []
    for match in _JA_DATE.finditer(text):
        if match["day"] is None and match["last"] is None:
            continue
        value = _safe(_year(match), int(match["month"]), int(match["day"] or 31))
        if value:
            found.append(DateToken(value, *match.span()))
    for match in _EN_DATE.finditer(text):
        month = _MONTHS[(match["month"] or match["month2"]).lower()]
        value = _safe(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"]))
        if value:
            found.append(DateToken(value, *match.span()))
    if not found:
        for match in _ISO_DATE.finditer(text):
            value = _safe(int(match["year"]), int(match["month"]), int(match["day"]))
            if value:
                found.append(DateToken(value, *match.span()))
    return sorted(found, key=lambda token: token.start)


def month_in(text: str) -> date | None:
    """The last day of the first month that stands without a day: 2019年３月, 令和元年５月."""
    for match in _JA_DATE.finditer(normal(text)):
        if match["day"] is None and match["last"] is None and not match.string[match.end() :].lstrip()[:1].isdigit():
            return _safe(_year(match), int(match["month"]), 31)
    return None


def _year(match: re.Match[str]) -> int:
    return (
        int(match["year"])
        if match["year"]
        else ERAS[match["era"]] + (1 if match["era_year"] == "元" else int(match["era_year"]))
    )


def months_before(end: date, months: int) -> date:
    """The first day of the span of so many months that ends on ``end``."""
    return _moved(end + timedelta(days=1), -months)


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def span_months(text: str) -> int | None:
    """Length in months that the words name: "Three Months Ended", "６か月間", "１年間", "Fiscal year"."""
    text = normal(text)
    match = _JA_SPAN.search(text)
    if match:
        return int(match["n"]) if match["n"] else 12
    match = _EN_SPAN.search(text)
    if match is None:
        return None
    if match["n"]:
        word = match["n"].lower()
        return _WORD_NUMBERS[word] if word in _WORD_NUMBERS else int(word)
    if match["half"]:
        return 6
    return 3 if match["quarter"] else 12


_RANGE = re.compile(
    r"自.*至|から|[~～〜]|\bfrom\b.*\b(?:to|through|until)\b|\b(?:to|through)\b|\d\s*[-–—]\s*[A-Za-z\d]",
    re.IGNORECASE | re.DOTALL,
)


def _is_range(text: str, start: date, end: date) -> bool:
    """Two dates are a range where the words say so, or where they span whole months; two starts side by side are none."""
    if not start < end or (end - start).days >= 800:
        return False
    whole = (end + timedelta(days=1)).day == start.day and (end - start).days > 25
    return whole or bool(_RANGE.search(normal(text)))


@lru_cache(maxsize=4096)
def period_in(text: str, *, instant: bool) -> Period | None:
    """The period that a header or subtitle names in full.

    Two dates are a range; one date is an instant where ``instant`` holds, else the end of the span whose length the
    words name. None: the text names no full date, or a single date of a flow without a length.
    """
    found = dates_in(text)
    if not found:
        return None
    if instant:
        return Period(None, found[-1].value)
    if normal(text).count("自") > 1:
        return None  # the headers of two columns
    if len(found) >= 2 and _is_range(text, found[0].value, found[1].value):
        return Period(found[0].value, found[1].value)
    if len(found) >= 2 and len({token.value for token in found}) > 1:
        return None  # the dates of several columns
    months = span_months(text)
    if months and (_ENDED.search(normal(text)) or months < 12 or re.search(r"year", text, re.IGNORECASE)):
        return span_of(text, months)
    return None


def span_of(text: str, months: int) -> Period | None:
    """The span of so many months that ends on the text's last date; that begins on it where the words say so (自 2023年１月１日)."""
    found = dates_in(text)
    if not found:
        return None
    day = found[-1].value
    begins = _FROM.search(normal(text)[: found[-1].start])
    return Period(day, _moved(day, months) - timedelta(days=1)) if begins else Period(months_before(day, months), day)


def shift_years(value: date, years: int) -> date:
    year = value.year + years
    last = calendar.monthrange(year, value.month)[1]
    month_end = value.day == calendar.monthrange(value.year, value.month)[1]
    return date(year, value.month, last if month_end else min(value.day, last))
