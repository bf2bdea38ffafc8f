"""Dates and periods, as printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Period
from extractor.notation.dates import (
    ERAS,
    dates_in,
    month_in,
    months_before,
    period_in,
    shift_years,
    span_months,
    span_of,
)

FY = Period(date(2022, 4, 1), date(2023, 3, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("前連結会計年度(自 2022年４月１日至 2023年３月31日)", FY),
        ("（自　令和４年４月１日　至　令和５年３月31日）", FY),
        ("自平成28年４月１日至平成29年３月31日", Period(date(2016, 4, 1), date(2017, 3, 31))),
        ("Three Months Ended June 30, 2020", Period(date(2020, 4, 1), date(2020, 6, 30))),
        ("Nine months ended September 30, 2022", Period(date(2022, 1, 1), date(2022, 9, 30))),
        ("Fiscal year ended March 31, 2023", FY),
        ("From April 1, 2022 to March 31, 2023", FY),
        ("前連結会計年度（2023年３月31日に終了した１年間）", FY),
        ("前期（自 2021年9月1日 至 2022年2月28日）", Period(date(2021, 9, 1), date(2022, 2, 28))),
        ("第１期（自 2022年5月16日 至 2023年3月31日）", Period(date(2022, 5, 16), date(2023, 3, 31))),
        ("令和元年5月1日から令和元年12月31日", Period(date(2019, 5, 1), date(2019, 12, 31))),
        ("2021年７月１日から９月30日", Period(date(2021, 7, 1), date(2021, 9, 30))),
        ("2021年７月１日～2022年６月30日", Period(date(2021, 7, 1), date(2022, 6, 30))),
        (
            "自 2019年（平成31年）１月１日 至 2019年（令和元年）12月31日",
            Period(date(2019, 1, 1), date(2019, 12, 31)),
        ),
        ("From July 1 to December 31, 2021", Period(date(2021, 7, 1), date(2021, 12, 31))),
        ("October 1 – March 31, 2022", Period(date(2021, 10, 1), date(2022, 3, 31))),
        ("Six months ended September 30 2022", Period(date(2022, 4, 1), date(2022, 9, 30))),
        ("2022 Six months ended September 30", Period(date(2022, 4, 1), date(2022, 9, 30))),
        ("Years ended March 31, 2022 and 2023 2023", FY),
        ("Fiscal year ended March 31, 2023 (April 1, 2022 - March 31, 2023)", FY),
    ],
)
def test_a_printed_duration(text: str, period: Period) -> None:
    assert period_in(text, instant=False) == period


@pytest.mark.parametrize(
    "text",
    [
        "(自 2021年１月１日 (自 2022年１月１日",  # two columns' starts
        "2021年１月１日 2022年１月１日",  # the same without words
        "(自令和７年４月１日 (自令和８年４月１日 至令和７年９月30日",  # two columns in one
        "2022年９月30日",  # an end without a length
        "当第２四半期連結累計期間",
        "自 2022年４月１日 至 2021年３月31日",  # the last day before the first
        "Three months ended June 30, 2022 (From April 1 to December 31, 2022)",  # nine months
        "Years ended March 31, 2022 and 2023",  # two columns
        "前第３四半期累計期間（自令和２年10月１日至令和３年令和３年10月１日６月30日）",  # of two columns
    ],
)
def test_what_is_no_duration(text: str) -> None:
    assert period_in(text, instant=False) is None


def test_an_instant_is_the_last_date() -> None:
    assert period_in("前連結会計年度 (2022年３月31日)", instant=True) == Period(None, date(2022, 3, 31))
    assert period_in("As of December 31, 2021", instant=True) == Period(None, date(2021, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("（2019年（令和元年）12月31日）", date(2019, 12, 31)),
        ("R2.12.31", date(2020, 12, 31)),
        ("H31/3/31", date(2019, 3, 31)),
        ("2020.3.31", date(2020, 3, 31)),
        ("第84期末（2022年３月31日）", date(2022, 3, 31)),
        ("September30, 2022", date(2022, 9, 30)),
        ("31st March, 2022", date(2022, 3, 31)),
        ("As of March 31, 2021 and 2022 2022", date(2022, 3, 31)),
        ("移行日（2021年４月１日）", date(2021, 3, 31)),  # the opening balance of that day
    ],
)
def test_the_day_of_a_balance(text: str, day: date) -> None:
    assert period_in(text, instant=True) == Period(None, day)


@pytest.mark.parametrize(
    "text",
    [
        "2019年（令和３年）12月31日",  # two calendars that differ
        "As of March 31, 2021 As of September 30, 2021",  # two columns
        "FY2022 June 30",  # the name of a fiscal year is no year of the calendar
        "1.2.3",
    ],
)
def test_what_is_no_day_of_a_balance(text: str) -> None:
    assert period_in(text, instant=True) is None


def test_lengths_in_words() -> None:
    assert [
        span_months(text)
        for text in ("Six-month period", "９か月間", "１年間", "the fiscal year", "first half", "資産")
    ] == [6, 9, 12, 12, 6, None]


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_in_all_its_spellings(day: date) -> None:
    era = "令和" if day >= date(2019, 5, 1) else "平成"
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    spellings = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年 {day.month} 月 {day.day} 日".translate(wide),
        f"{era}{day.year - ERAS[era]}年{day.month}月{day.day}日",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    ]
    assert [[token.value for token in dates_in(text)] for text in spellings] == [[day]] * len(spellings)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 24))
def test_a_span_ends_where_it_was_told_to(start: date, months: int) -> None:
    first = start.replace(day=1)
    index = first.year * 12 + first.month - 1 + months
    end = date.fromordinal(date(index // 12, index % 12 + 1, 1).toordinal() - 1)
    assert months_before(end, months) == first


def test_a_year_earlier_keeps_the_month_end() -> None:
    assert shift_years(date(2024, 2, 29), -1) == date(2023, 2, 28)
    assert shift_years(date(2023, 2, 28), 1) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("第12期 2019年３月", date(2019, 3, 31)),
        ("令和元年５月期", date(2019, 5, 31)),
        ("2020 年 2 月", date(2020, 2, 29)),
        ("決算年月 平成 28 年 12 月", date(2016, 12, 31)),
        ("2019年３月20日", None),
        ("2019年13月", None),
        ("３月", None),
    ],
)
def test_a_month_without_a_day_ends_on_its_last(text: str, day: date | None) -> None:
    assert month_in(text) == day


def test_a_first_day_alone_begins_its_span_and_does_not_end_it() -> None:
    assert span_of("前第１四半期連結累計期間 (自 2023年１月１日", 3) == Period(date(2023, 1, 1), date(2023, 3, 31))
    assert span_of("当連結会計年度（自 令和４年４月１日", 12) == Period(date(2022, 4, 1), date(2023, 3, 31))
    assert span_of("至 2022年９月30日", 6) == Period(date(2022, 4, 1), date(2022, 9, 30))
    assert span_of("2019年10月１日から", 3) == Period(date(2019, 10, 1), date(2019, 12, 31))
    assert span_of("自 令和２年10月１日 至 令和３年３月１日月31日", 6) is None  # of heads that ran into each other
    assert span_of("当中間期", 6) is None


def test_a_first_of_the_month_alone_begins_a_period() -> None:
    """Half of a range whose other end stands in another column's head."""
    assert span_of("前中間連結会計期間 2018年４月１日", 6) == Period(date(2018, 4, 1), date(2018, 9, 30))
    assert span_of("2018年９月30日", 6) == Period(date(2018, 4, 1), date(2018, 9, 30))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Prior fiscal year (Apr. 2021 - Mar. 2022)", date(2021, 4, 1), date(2022, 3, 31)),
        ("April-September 2022", date(2022, 4, 1), date(2022, 9, 30)),
        ("October to March 2023", date(2022, 10, 1), date(2023, 3, 31)),
        ("Fiscal year ended March 2023", date(2022, 4, 1), date(2023, 3, 31)),
        ("FY3/2023", date(2022, 4, 1), date(2023, 3, 31)),
        ("FY 12/22", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_periods_named_by_months(text: str, start: date, end: date) -> None:
    assert period_in(text, instant=False) == Period(start, end)


@pytest.mark.parametrize("text", ["First quarter of FY3/2023", "Announced in March 2023", "March 2022 and March 2023"])
def test_months_that_name_no_period(text: str) -> None:
    assert period_in(text, instant=False) is None
    assert period_in(text, instant=True) is None


@pytest.mark.parametrize("text", ["As of the end of Sep. 2022", "September 2022", "30-Sep-22", "30-Sep-2022"])
def test_balances_dated_by_month_or_in_short(text: str) -> None:
    assert period_in(text, instant=True) == Period(None, date(2022, 9, 30))
