"""Tables of notes: walled and open, as text drawn by the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.detect.grids import grids_on
from extractor.model import Box, Page, Rule
from extractor.model.other import Grid
from tests.support.pages import page


def walls(xs: Sequence[float], ys: Sequence[float]) -> tuple[Rule, ...]:
    """All lines of a grid."""
    level = [Rule(Box(xs[0], y, xs[-1], y + 0.5)) for y in ys]
    upright = [Rule(Box(x, ys[0], x + 0.5, ys[-1])) for x in xs]
    return (*level, *upright)


def read(found: Page) -> Grid:
    grids = grids_on(found, ())
    assert len(grids) == 1
    return grids[0]


def said(grid: Grid) -> list[tuple[str, str, str]]:
    """Label, head and text of each figure."""
    return [
        (" > ".join(row.path), grid.columns[cell.column].label, cell.text) for row in grid.rows for cell in row.cells
    ]


def test_a_walled_table_is_read_by_its_cells() -> None:
    drawn = page("""
| 60 区分 | 210 前期 | 310 当期
| 60 建物 > 280 1,204 > 380 1,187
| 60 土地 > 280 3,310 > 380 －
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 62.5, 75))))
    assert said(grid) == [
        ("建物", "前期", "1,204"),
        ("建物", "当期", "1,187"),
        ("土地", "前期", "3,310"),
        ("土地", "当期", "－"),
    ]


def test_an_open_table_is_read_between_prose() -> None:
    grid = read(
        page("""
| 50 当社グループの減価償却費は、次のとおりであります。
| 220 前期 | 320 当期
| 50 建物 > 250 1,204 > 350 1,187
| 50 土地 > 250 3,310 > 350 3,305
| 50 上記の金額には、撤去の費用を含めておりません。なお、見積りによるものを除いております。
""")
    )
    assert said(grid) == [
        ("建物", "前期", "1,204"),
        ("建物", "当期", "1,187"),
        ("土地", "前期", "3,310"),
        ("土地", "当期", "3,305"),
    ]


def test_prose_with_figures_is_no_table() -> None:
    assert not grids_on(
        page("""
| 50 当期の売上高は1,204百万円となり、営業利益は118百万円となりました。
| 50 この結果、従業員数は、前期末に比べて31名増加しております。
"""),
        (),
    )
