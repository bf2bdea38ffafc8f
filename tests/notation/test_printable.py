"""What is written out or marked before it reaches a terminal, a table or a spreadsheet, and that nothing is lost."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.notation.printable import as_csv_text, from_csv_text, name_of, printable, stored_name


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        (b"plain.pdf", "plain.pdf"),
        ("決算.pdf".encode(), "決算.pdf"),
        (b"\x8c\x88.pdf", r"\x8c\x88.pdf"),
        (rb"a\x8c.pdf", r"a\\x8c.pdf"),  # a name that only looks escaped
    ],
)
def test_names_that_are_no_utf8_are_kept_whole(raw: bytes, stored: str) -> None:
    assert stored_name(os.fsdecode(raw)) == stored
    assert os.fsencode(name_of(stored)) == raw


@given(st.binary(min_size=1, max_size=30))
def test_every_name_comes_back(raw: bytes) -> None:
    stored = stored_name(os.fsdecode(raw))
    stored.encode()
    assert os.fsencode(name_of(stored)) == raw


def test_nothing_steers_a_terminal() -> None:
    assert printable("a\x1b[31mred\x9b\u202etxt\r\n") == r"a\x1b[31mred\x9b\u202etxt\x0d\x0a"
    assert printable("one\ntwo\x07", lines=True) == "one\ntwo\\x07"
    assert printable(os.fsdecode(b"\xff.pdf")) == r"\xff.pdf"
    assert printable("資産合計　△1,234 − ー") == "資産合計　△1,234 − ー"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "'=1", "''-x", "＝1+1"])
def test_formulas_are_marked_and_unmarked(text: str) -> None:
    assert as_csv_text(text) == "'" + text
    assert from_csv_text(as_csv_text(text)) == text


@pytest.mark.parametrize("text", ["-123", "-1,234.5", "+3.2%", "-", "－", "'quoted'", "資産 = 負債", ""])
def test_what_is_no_formula_stays(text: str) -> None:
    assert as_csv_text(text) == text
    assert from_csv_text(text) == text


@given(st.text("'=+-@ab1", max_size=8))
def test_marks_are_taken_off_again(text: str) -> None:
    assert from_csv_text(as_csv_text(text)) == text
