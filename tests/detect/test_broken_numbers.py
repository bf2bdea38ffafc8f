"""A number that had no room on its line is one figure; two figures of a cell are not joined."""

from __future__ import annotations

from dataclasses import replace

from tests.detect.test_grids import read, said, walls
from tests.support.pages import page


def test_digits_below_a_number_that_is_cut_are_its_rest() -> None:
    drawn = page("""
| 60 区分 | 202 前期
| 60 甲 | 202 1,532,44
> 238 9
| 60 乙 | 202 3,310
""")
    grid = read(replace(drawn, rules=walls((50, 200, 240), (38, 50.5, 74.5, 87))))
    assert said(grid) == [("甲", "前期", "1,532,449"), ("乙", "前期", "3,310")]


def test_a_whole_number_over_another_is_not_joined() -> None:
    drawn = page("""
| 60 区分 | 202 前期
| 60 甲 > 238 1,532
> 238 449
| 60 乙 > 238 3,310
""")
    grid = read(replace(drawn, rules=walls((50, 200, 240), (38, 50.5, 74.5, 87))))
    assert "1,532,449" not in [text for _, _, text in said(grid)]
