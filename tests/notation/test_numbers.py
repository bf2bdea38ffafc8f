"""Figures, as printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import ValueState
from extractor.notation.numbers import (
    figure_mark,
    is_nil,
    is_numeric,
    looks_numeric,
    lost_bracket,
    numbers_in,
    parse_amount,
)

WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@given(st.integers(0, 10**15), st.sampled_from(["{}", "△{}", "▲{}", "-{}", "−{}", "({})", "（{}）"]), st.booleans())
def test_every_way_to_print_a_figure(number: int, form: str, wide: bool) -> None:
    body = f"{number:,}".translate(WIDE) if wide else f"{number:,}"
    amount = parse_amount(form.format(body))
    assert amount.state is ValueState.NUMBER
    assert amount.value == (number if form == "{}" else -number)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1,896,921", "-1896921"),
        ("269円76銭", "269.76"),
        ("＋489", "489"),
        ("∇12", "-12"),
        ("60.12円", "60.12"),
        ("50銭", "0.5"),
        ("12.3％", "12.3"),
        ("[94,974]", "94974"),
        ("△0", "0"),
        ("¥1,234", "1234"),
        (".5", "0.5"),
        ("∆1,234", "-1234"),
        ("Δ12", "-12"),
        ("⊿12", "-12"),
        ("▼3", "-3"),
        ("‒1", "-1"),
        ("ー98", "-98"),
        ("﹣5", "-5"),
        ("⁻12", "-12"),
        ("1,234-", "-1234"),
        ("△(1,234)", "-1234"),
        ("¥△1,234", "-1234"),
        ("△¥1,234", "-1234"),
        ("(¥1,234)", "-1234"),
        ("<98>", "-98"),
        ("〈1,234〉", "-1234"),
    ],
)
def test_figures_with_something_about_them(text: str, value: str) -> None:
    assert parse_amount(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["－", "-", "―", "‐", "— ", "ー", "○", "N/A", "n.a.", "(－)"])
def test_a_dash_is_nil_and_not_zero(text: str) -> None:
    assert is_nil(text)
    assert parse_amount(text).state is ValueState.NIL
    assert parse_amount(text).value is None


def test_blank_zero_and_illegible_are_three_more_things() -> None:
    assert [parse_amount(text).state for text in ("", "0", "1,2x4")] == [
        ValueState.BLANK,
        ValueState.NUMBER,
        ValueState.ILLEGIBLE,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1,23",
        "12,34,567",
        "1,009,26",
        "12,",
        "第1四半期",
        "2020年",
        "※1",
        "1-2",
        "()",
        "31²",
        "9" * 19,  # no amount has so many digits
        "②",
        "2020-",
        "1-",
        "--5",
        "△-5",
        "((5)",
        "△+1",
        "(+5)",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert not is_numeric(text)


def test_a_bracket_without_its_partner_is_told() -> None:
    assert lost_bracket("(1,896,921")
    assert not lost_bracket("(1,896,921)")


def test_two_cells_that_touch_are_two_figures() -> None:
    assert numbers_in("△1,009,262△1,976,672") == ["△1,009,262", "△1,976,672"]
    assert numbers_in("12,335,035 (33,728)") == ["12,335,035", "(33,728)"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [("31²", "31"), ("1,234*1", "1,234"), ("5,278※７", "5,278"), ("△884（注２）", "△884"), ("―※1", "―")],
)
def test_a_note_mark_that_touches_its_figure(text: str, figure: str) -> None:
    at = figure_mark(text)
    assert at is not None
    assert text[:at] == figure


@pytest.mark.parametrize("text", ["(884)", "資産※1", "1,234", "※７ 5,278"])
def test_what_holds_no_mark_behind_a_figure(text: str) -> None:
    assert figure_mark(text) is None


def test_a_date_with_points_is_made_of_no_figures() -> None:
    assert not looks_numeric("2021.3.31")
    assert looks_numeric("1,234.51,300.2")
