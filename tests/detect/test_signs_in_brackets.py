"""A minus in brackets before a figure is its sign; a dash in brackets under a figure is a second figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.detect.grids.pieces import figure_of
from tests.detect.test_grids import read
from tests.support.pages import page


@pytest.mark.parametrize(("text", "value"), [("（－）53", -53), ("(△)1,204", -1204), ("（－ ）3", -3), ("53", 53)])
def test_a_sign_in_brackets(text: str, value: int) -> None:
    figure = figure_of(text)
    assert figure is not None
    assert figure.amount.value == Decimal(value)


def test_numbers_in_brackets_before_a_figure_are_no_sign() -> None:
    assert figure_of("(1)53") is None


def test_on_a_page() -> None:
    grid = read(
        page("""
| 220 時価 | 320 差額
| 50 債券 > 250 1,204 | 323 （－） > 350 53
| 50 株式 > 250 3,310 > 350 5,263
""")
    )
    assert [cell.amount.value for row in grid.rows for cell in row.cells] == [1204, -53, 3310, 5263]
