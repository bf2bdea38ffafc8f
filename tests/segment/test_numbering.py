"""Printed page numbers tell that a page is missing; a further part counts from one again."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.model import Filing
from extractor.segment import page_gaps
from tests.support.pages import Pages, page


def _texts(*numbers: int | None) -> dict[int, str]:
    return {at: "本文\n" + (f"- {n} -" if n is not None else "終わり") for at, n in enumerate(numbers, 1)}


def test_a_number_left_out_is_a_page_missing() -> None:
    (finding,) = page_gaps(_texts(None, 1, 2, 3, 5, 6, 7, 8))
    assert "from 3 to 5" in finding.message


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 2, 3, 4, 5, 6),
        (1, 2, 3, 4, 5, 1, 2, 3),  # a further part
        (3, 9, 4, 12, 7, 2),  # figures at the foot of pages
        (1, 2, 4, 5),  # too few to tell
        (1, 2, 3, 4, None, 7, 8, 9),  # a page without a number between
    ],
)
def test_numbers_that_say_nothing(numbers: tuple[int | None, ...]) -> None:
    assert page_gaps(_texts(*numbers)) == ()


def test_a_gap_is_still_known_when_all_tables_are_found() -> None:
    numbers = (1, 2, 3, 5, 6, 7, 8)
    document = Pages(*(page(f"| 60 本文\n| 290 {printed}", at) for at, printed in enumerate(numbers, 1)))
    filing, _ = pipeline.find(document, Filing("x", "x"))
    assert [finding.code for finding in filing.unread] == [finding.code for finding in page_gaps(_texts(*numbers))]
