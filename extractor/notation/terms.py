"""Terms: the periods that earnings reports name without dates: 2023年３月期第２四半期, 2022年12月期2Q, 通期,
第２四半期（累計）.

The term's name holds the month in which the fiscal year ends; the first and the last day follow from the reported
period.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extractor.model import Period
from extractor.notation.dates import ERAS, dates_in, months_before, period_in
from extractor.notation.text import squeeze

_YEAR = r"(?:(?P<year>(?:19|20)\d\d)|(?P<era>平成|令和)(?P<era_year>\d{1,2}|元))年"
_PART = (
    r"第?(?P<quarter>[1-4])(?:四半期|Q)(?:連結)?(?:累計期間|会計期間|\(累計\)|累計)?(?:\(中間期\))?"
    r"|(?P<half>\(?中間(?:会計)?期(?:間)?\)?)"
)
# Written without blanks, width folded.
_JA = re.compile(
    rf"{_YEAR}(?:(?P<month>\d{{1,2}})月期|度)(?:{_PART})?(?P<forecast>\((?:予想|計画|修正予想|業績予想)\))?"
    rf"|通期(?P<f2>\(予想\))?|{_PART.replace('quarter', 'q2').replace('half', 'h2')}"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = rf"{_MONTH}\.?\d{{1,2}},(?:19|20)\d\d"
_EN = re.compile(
    r"(?P<words>(?:(?:for)?the)?(?:(?P<months>three|six|nine|twelve|3|6|9|12)-?months?|(?:fiscal)?year|fy"
    r"|first(?:half|quarter)|half-?year|second-?quarter|third-?quarter)end(?:ed|ing)|asof|asat|at)"
    rf"(?P<day>{_DAY})(?P<forecast>\((?:forecasts?|projections?)\))?"
    rf"|(?P<full>full-?(?:fiscal)?year|annual)(?P<f2>\((?:forecasts?|projections?)\))?",
    re.IGNORECASE,
)
_SPAN_WORDS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "3": 3, "6": 6, "9": 9, "12": 12}


@dataclass(frozen=True, slots=True)
class Term:
    """A named period. ``month_end``: of the fiscal year, or of the period itself where ``dated``; None: the year of the
    heading above.

    ``year``: of 2022年度, a year without its month, whose end only the heading above can tell.
    """

    month_end: date | None
    months: int | None  # from the year's start; None: the whole year or term
    forecast: bool
    dated: bool  # an English term with its own last day
    end: int  # where the words end
    year: int | None = None


@lru_cache(maxsize=8192)
def term_at(text: str, start: int = 0) -> Term | None:
    """The term that begins at this place of a text without blanks and with folded width."""
    match = _JA.match(text, start)
    if match is not None:
        quarter, half = match["quarter"] or match["q2"], match["half"] or match["h2"]
        months = 3 * int(quarter) if quarter else 6 if half else None
        month_end = None
        year = None
        if match["year"] or match["era"]:
            year = (
                int(match["year"])
                if match["year"]
                else ERAS[match["era"]] + (1 if match["era_year"] == "元" else int(match["era_year"]))
            )
        if match["month"] and year is not None:
            if not 1 <= int(match["month"]) <= 12:
                return None
            month_end, year = _last_day(year, int(match["month"])), None
        return Term(
            month_end,
            months if months != 12 else None,
            bool(match["forecast"] or match["f2"]),
            False,
            match.end(),
            year,
        )
    english = _EN.match(text, start)
    if english is None:
        return None
    forecast = bool(english["forecast"] or english["f2"])
    if english["full"]:
        return Term(None, None, forecast, False, english.end())
    day = dates_in(re.sub(r"([A-Za-z])\.?(\d)", r"\1 \2", english["day"]).replace(",", ", "))
    if not day:
        return None
    words = english["words"].lower()
    months = _SPAN_WORDS.get((english["months"] or "").lower()) or (
        0
        if words in ("asof", "asat", "at")
        else 12
        if ("year" in words and "half" not in words) or words.startswith("fy")
        else 6
        if "half" in words
        else 3
    )
    return Term(day[0].value, months, forecast, True, english.end())


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heading over a table of terms says: the period that it names, by dates and as a term, and how far apart
    the closings of the books lie."""

    reported: Period | None
    term: Term | None = None
    length: int = 12  # months; 6 for funds that close their books twice a year
    moved: tuple[date, date] | None = (
        None  # first and last day of the short year after which the books close on another date
    )


# 2021年12月期より決算期(事業年度の末日)を3月31日から12月31日に変更
MOVED = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月期(?:より|から)、?決算[期日](?:\([^()]{0,12}\))?"
    r"を(?P<old>\d{1,2})月(?P<day>\d{1,2})日から\d{1,2}月\d{1,2}日に変更"
)


def _short_year(text: str) -> tuple[date, date] | None:
    found = MOVED.search(squeeze(text))
    if found is None or not 1 <= int(found["month"]) <= 12 or not 1 <= int(found["old"]) <= 12:
        return None
    last = _last_day(int(found["year"]), int(found["month"]))
    year = last.year - (int(found["old"]) >= last.month)
    month = int(found["old"])
    closed = date(year, month, min(int(found["day"]), _last_day(year, month).day))
    return closed + timedelta(days=1), last


def heading_of(text: str, reported: Period | None = None, notes: str = "") -> Heading:
    """A heading such as １．2023年３月期第２四半期の連結業績（2022年４月１日～2022年９月30日）. ``reported``: the
    period where it names none.

    ``notes``: what the page says besides, of a change of the closing date.
    """
    squeezed = squeeze(text)
    found = re.search(r"(?:\d{4}|(?:平成|令和)(?:\d{1,2}|元))年(?:\d{1,2}月期|度)", squeezed)
    term = term_at(squeezed, found.start()) if found else None
    period = reported_period(text) or reported
    half = (
        term is not None
        and term.months is None
        and period is not None
        and period.start is not None
        and round((period.end - period.start).days / 30.44) == 6
    )
    return Heading(period, term, 6 if half else 12, _short_year(notes))


def period_of(term: Term, heading: Heading) -> Period | None:
    """First and last day of a term, under the heading that fixes the day on which terms end. None where neither names a
    year."""
    reported, known = heading.reported, heading.term
    if term.dated and term.month_end is not None:
        return (
            Period(months_before(term.month_end, term.months), term.month_end)
            if term.months
            else Period(None, term.month_end)
        )
    if (term.year is None and term.month_end is None) or (
        known is not None and (term.year, term.month_end) == (known.year, known.month_end)
    ):
        if reported is None or reported.start is None:
            return None
        if (known is not None and term.months == known.months) or (
            term.months is None and (known is None or known.months is None)
        ):
            return reported  # also where the year is irregular: the heading knows its days
        if term.months is not None:
            return Period(reported.start, _day(_months_after(reported.start, term.months), reported))
        if term.month_end is not None:
            return Period(reported.start, _day(term.month_end, reported))
        return Period(reported.start, _day(_months_after(reported.start, 12), reported))
    year_end = term.month_end or _named_year(term, heading)
    if year_end is None:
        return None
    year_end = _day(year_end, reported)
    short = heading.moved is not None and heading.moved[1] == term.month_end
    start = heading.moved[0] if short and heading.moved else months_before(year_end, heading.length)
    return Period(start, year_end if term.months is None else _day(_months_after(start, term.months), reported))


def _named_year(term: Term, heading: Heading) -> date | None:
    """The last month's end of 2021年度 under a heading for 2022年度."""
    if (
        heading.term is None
        or heading.term.year is None
        or term.year is None
        or heading.reported is None
        or heading.reported.start is None
    ):
        return None
    end = _months_after(heading.reported.start, 12)
    return _last_day(end.year + term.year - heading.term.year, end.month)


def _day(month_end: date, reported: Period | None) -> date:
    """The last day of the term: the day of the month on which the reported period ends, where that is no month's
    end."""
    if reported is None or reported.end == _last_day(reported.end.year, reported.end.month):
        return month_end
    return month_end.replace(day=min(reported.end.day, month_end.day))


def _months_after(start: date, months: int) -> date:
    """The last day of the month in which a span of so many months from ``start`` ends."""
    last = start - timedelta(days=1)
    index = last.year * 12 + last.month - 1 + months
    return _last_day(index // 12, index % 12 + 1)


def reported_period(text: str) -> Period | None:
    """The period in a heading: （2022年4月1日～2022年9月30日）, for the six months ended September 30, 2022."""
    dates = dates_in(text)
    if len(dates) >= 2 and dates[0].value < dates[1].value:
        return Period(dates[0].value, dates[1].value)
    return period_in(text, instant=False)
