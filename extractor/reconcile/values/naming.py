"""Periods that a text names: by dates, or from where the filing stands (前連結会計年度, 第84期)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extractor.model import Filing, Period
from extractor.notation.dates import dates_in, month_in, months_before, period_in, shift_years
from extractor.notation.lexicon import Rule, rule, rules, table
from extractor.notation.terms import Heading, period_of, term_at
from extractor.notation.text import FORMS, squeeze

_T = rules("terms")
_NAMES = tuple(
    rule for rule in _T.values() if rule.value and rule.value["of"] not in ("opening", "closing", "closes", "code")
)
_OPENING, _CLOSING = _T["opening"].finds, _T["closing"].finds
_CLOSES = _T["closes"].finds
_LEAF, _NUMBER, _CODE = _T["leaf"].finds, _T["leaf_number"].finds, _T["quarter_code"].find
_LEAF_OF = _T["leaf_of"].finds
_TERM = rule("periods.term").find
_KANJI: str = table("outline")["numerals"]["kanji"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that a filing's names of periods count from. ``year``: the fiscal year that it is of or that it stands
    in; ``number``: that of the year among all of the company's terms."""

    current: Period
    year: Period
    number: int | None = None

    @classmethod
    def of(cls, filing: Filing) -> Calendar | None:
        """None where the cover says neither the period nor the year's last day."""
        current, end = filing.current, filing.fiscal_year_end
        if current is not None and current.start is not None and filing.fiscal_period not in (None, "FY"):
            return cls(current, Period(current.start, _after(current.start, 12)), filing.term_number)
        if current is not None and current.start is not None:
            return cls(current, current, filing.term_number)
        if end is None:
            return None
        year = Period(months_before(end, 12), end)
        return cls(year, year, filing.term_number)

    def span(self, months: int | None, years: int) -> Period:
        """So many months from the first day of the year, so many years later; None: the whole year."""
        assert self.year.start is not None
        start, end = self.year.start, self.year.end if months is None else _after(self.year.start, months)
        return Period(shift_years(start, years), shift_years(end, years))


def _after(start: date, months: int) -> date:
    """The last day of so many months from ``start``."""
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1) - _DAY + timedelta(days=start.day - 1)


def named_period(calendar: Calendar | None, text: str) -> Period | None:
    """The one period that a text names; None: it names none, or several."""
    found = named_periods(calendar, text)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=32768)
def named_periods(calendar: Calendar | None, text: str) -> tuple[Period, ...]:
    """The periods that a text names; several days that are no range are as many balances."""
    text = _completed(text)
    months = _T["month_range"].find(squeeze(text))
    if months is not None:
        period = _of_months(months["first"], (months["year"] or months["first"][:5]) + months["last"])
        return (period,) if period else ()
    days = list(dict.fromkeys(token.value for token in dates_in(text)))
    if days:
        period = _dated(text, days)
        return (period,) if period else tuple(Period(None, day) for day in days)
    squeezed = squeeze(text)
    if calendar is None or not squeezed:
        return ()
    term = _TERM(squeezed)
    if term is not None:
        period = _balanced(squeezed, _of_term(calendar, squeezed, term.start()))
        return (period,) if period else ()
    found: list[Period] = []
    for name in _NAMES:
        period = _named(calendar, name, FORMS[name.form](text))
        if period is not None and period not in found:
            found.append(period)
            if name.value["of"] in ("quarter", "named", "calendar", "month"):
                break
    return tuple(period for each in found if (period := _balanced(squeezed, each)) is not None)


def _of_months(first: str, last: str) -> Period | None:
    """From the first day of one month to the last day of another."""
    start, end = month_in(first), month_in(last)
    return Period(start.replace(day=1), end) if start is not None and end is not None and start < end else None


def _completed(text: str) -> str:
    """A day and the one year that stands apart from it, as one date: ３月31日に終了した１年間 over 2023年."""
    squeezed = squeeze(text)
    day, year = _T["day_alone"].find(squeezed), _T["year_apart"].find(squeezed)
    if day is None or year is None or dates_in(text):
        return text
    return f"{year['year']}{day['day']}{day['rest'] or ''}"


def _dated(text: str, days: list[date]) -> Period | None:
    period = period_in(text, instant=False)
    if period is not None:
        return period
    return Period(None, days[0]) if len(days) == 1 else None


def _balanced(text: str, period: Period | None) -> Period | None:
    """The period, or the day at its beginning or end where the text speaks of a balance."""
    if period is None or period.start is None:
        return period
    if _OPENING(text):
        return Period(None, period.start - _DAY)
    return Period(None, period.end) if _CLOSING(text) else period


def _of_term(calendar: Calendar, text: str, at: int) -> Period | None:
    term = term_at(text, at)
    return None if term is None else period_of(term, Heading(calendar.current))


def _named(calendar: Calendar, name: Rule, text: str) -> Period | None:
    match = name.find(text)
    if match is None:
        return None
    years, kind, groups = name.value["years"], name.value["of"], match.groupdict()
    quarter = groups.get("quarter")
    if kind in ("period", "quarter"):
        return _part(calendar, years, kind, _number(quarter) if quarter else None)
    if kind == "year":
        return calendar.span(None, years)
    if kind == "number":
        return None if calendar.number is None else _of_number(calendar, groups)
    if kind == "month":
        end = month_in(text)
        return None if end is None else _ending(calendar, end)
    assert calendar.year.start is not None
    if kind == "named":
        months = 3 * int(quarter) if quarter else None
        return calendar.span(months, int(groups["year"]) - calendar.year.start.year)
    whole = (calendar.year.start.month, calendar.year.start.day) == (1, 1)
    return calendar.span(None, int(groups["year"]) - calendar.year.start.year) if whole else None


def _of_number(calendar: Calendar, said: dict[str, str | None]) -> Period:
    """A term by its number, or the part of it that is named: 第123期第２四半期連結会計期間."""
    years = int(said["number"] or 0) - (calendar.number or 0)
    quarter = said["quarter"]
    if quarter is None and said["half"] is None:
        return calendar.span(None, years)
    whole = calendar.span(3 * _number(quarter) if quarter else 6, years)
    alone = quarter is not None and said["alone"] is not None
    return Period(months_before(whole.end, 3), whole.end) if alone else whole


def _number(text: str) -> int:
    return _KANJI.index(text) + 1 if text in _KANJI else int(text)


def _part(calendar: Calendar, years: int, kind: str, quarter: int | None) -> Period | None:
    """A part of a year: what the filing reports on, or up to the end of a quarter."""
    whole = calendar.current if quarter is None else calendar.span(3 * quarter, 0)
    start = months_before(whole.end, 3) if kind == "quarter" else whole.start
    return Period(shift_years(start, years) if start else None, shift_years(whole.end, years))


def _ending(calendar: Calendar, end: date) -> Period:
    """The term that ends in the month of ``end``: a year where it is the last month of one, else a balance."""
    if end.month == calendar.year.end.month:
        if not _is_month_end(calendar.year.end):
            end = end.replace(day=calendar.year.end.day)
        return Period(months_before(end, 12), end)
    return Period(None, end)


def _is_month_end(day: date) -> bool:
    return (day + _DAY).day == 1


def names_its_period(label: str) -> bool:
    """Whether a row's label is the name of a period, and not of a line that speaks of one."""
    squeezed = squeeze(label)
    return bool(squeezed) and (_LEAF(squeezed) or _NUMBER(squeezed) or _LEAF_OF(squeezed))


def at_end_of(label: str, period: Period) -> Period:
    """The period of a row or column: the day before it for an opening balance, its last day for a closing one."""
    squeezed = squeeze(label)
    if period.start is None or not squeezed or (_OPENING(squeezed) and _CLOSES(squeezed)):
        return period
    if _OPENING(squeezed):
        return Period(None, period.start - _DAY)
    return Period(None, period.end) if _CLOSING(squeezed) else period


def is_relative(label: str) -> bool:
    """Whether a head counts from the period of its own table: 当期首残高, 期末残高."""
    return _T["own_period"].finds(squeeze(label))


def yearly_periods(calendar: Calendar | None, labels: tuple[str, ...]) -> dict[str, Period]:
    """Heads that are years and nothing else, 2023年 beside 2024年: the fiscal years that end in them, where the latest
    is the reported one."""
    found = {label: int(match["year"]) for label in labels if (match := _T["year_alone"].find(squeeze(label)))}
    if calendar is None or len(set(found.values())) < 2 or max(found.values()) != calendar.year.end.year:
        return {}
    return {label: calendar.span(None, year - calendar.year.end.year) for label, year in found.items()}


def coded_periods(calendar: Calendar | None, labels: tuple[str, ...]) -> dict[str, Period]:
    """Periods of heads such as 1Q19, 1Q20 or FY2022: where the latest of them is the reported one by its number, which
    tells whether years are called by their first or their last day."""
    found = {label: match for label in labels if (match := _CODE(label.strip())) is not None}
    if calendar is None or not found or calendar.year.start is None:
        return {}
    years = {label: int(match["year"]) % 100 for label, match in found.items()}
    latest = max(years.values())
    if latest not in (calendar.year.start.year % 100, calendar.year.end.year % 100):
        return {}
    return {
        label: calendar.span(3 * int(match["quarter"]) if match["quarter"] else None, years[label] - latest)
        for label, match in found.items()
    }
