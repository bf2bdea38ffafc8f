"""A head that is broken over several lines is one level; levels of their own stay."""

from __future__ import annotations

from tests.detect.test_grids import read
from tests.support.pages import page


def heads(text: str) -> list[tuple[str, ...]]:
    return [column.path for column in read(page(text)).columns]


def test_lines_as_long_as_the_column_are_one_level() -> None:
    text = """
| 200 ランドリ | 300 メディア
| 200 ー事業 | 300 広告 | 400 調整額
| 50 外部顧客への売上高 > 236 1,204 > 336 1,187 > 427 －
| 50 セグメント利益 > 236 3,310 > 336 3,305 > 427 △12
"""
    assert heads(text) == [("ランドリー事業",), ("メディア広告",), ("調整額",)]


def test_a_short_line_over_a_long_one_is_a_level() -> None:
    text = """
| 218 国内 | 318 海外
| 200 機器販売事業 | 300 保守点検事業
| 50 外部顧客への売上高 > 250 1,204 > 350 1,187
| 50 セグメント利益 > 250 3,310 > 350 3,305
"""
    assert heads(text) == [("国内", "機器販売事業"), ("海外", "保守点検事業")]


def test_dates_are_levels() -> None:
    text = """
| 200 前事業年度 | 300 当事業年度
| 200 2021年 | 300 2022年
| 50 外部顧客への売上高 > 250 1,204 > 350 1,187
| 50 セグメント利益 > 250 3,310 > 350 3,305
"""
    assert heads(text) == [("前事業年度", "2021年"), ("当事業年度", "2022年")]


def test_the_number_of_a_note_below_its_mark_is_no_figure() -> None:
    text = """
| 200 国内(注) | 300 海外
| 222 4 | 300 事業
| 50 外部顧客への売上高 > 250 1,204 > 350 1,187
| 50 セグメント利益 > 250 3,310 > 350 3,305
"""
    grid = read(page(text))
    assert [cell.text for row in grid.rows for cell in row.cells] == ["1,204", "1,187", "3,310", "3,305"]
