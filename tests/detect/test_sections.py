"""A label without figures groups the rows below it, until a row stands at its level behind rows set further right."""

from __future__ import annotations

from tests.detect.test_grids import read
from tests.support.pages import page


def paths(text: str) -> list[tuple[str, ...]]:
    return [row.path for row in read(page(text)).rows]


def test_a_row_at_the_level_of_the_group_leaves_it() -> None:
    text = """
| 220 前期 | 320 当期
| 50 備品 > 250 12 > 350 11
| 50 売上高
| 59 外部顧客への売上高 > 250 1,204 > 350 1,187
| 90 計 > 250 1,204 > 350 1,187
| 50 セグメント利益 > 250 310 > 350 305
"""
    assert paths(text) == [("備品",), ("売上高", "外部顧客への売上高"), ("売上高", "計"), ("セグメント利益",)]


def test_rows_at_the_level_of_the_group_stay_in_it_before_any_was_set_further_right() -> None:
    text = """
| 220 前期 | 320 当期
| 50 備品 > 250 12 > 350 11
| 50 売上高
| 50 外部顧客への売上高 > 250 1,204 > 350 1,187
| 50 内部売上高 > 250 33 > 350 35
"""
    assert paths(text) == [("備品",), ("売上高", "外部顧客への売上高"), ("売上高", "内部売上高")]


def test_a_row_at_the_level_of_the_outer_group_leaves_both() -> None:
    text = """
| 220 前期 | 320 当期
| 50 備品 > 250 12 > 350 11
| 50 海外貸付
| 59 法人向け
| 68 不動産業 > 250 1,204 > 350 1,187
| 68 商工業 > 250 33 > 350 35
| 50 買取債権 > 250 310 > 350 305
"""
    assert paths(text)[1:] == [("海外貸付", "法人向け", "不動産業"), ("海外貸付", "法人向け", "商工業"), ("買取債権",)]
