"""Tables of notes: walled and open, as text drawn by the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.detect.grids import grids_on, joined
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


def test_figures_in_brackets_stand_under_others_in_one_cell() -> None:
    drawn = page("""
| 60 名称 | 210 所有割合
| 60 甲社 > 280 80.0
> 280 (20.0)
| 60 乙社 > 280 100.0
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300), (38, 50.5, 74.5, 87))))
    assert said(grid) == [("甲社", "所有割合", "80.0"), ("甲社", "所有割合", "(20.0)"), ("乙社", "所有割合", "100.0")]
    assert [cell.bracketed for row in grid.rows for cell in row.cells] == [False, True, False]


def test_rows_of_one_label_take_turns_under_its_heads() -> None:
    drawn = page("""
| 210 株式数
| 60 銘柄
| 210 計上額
> 280 31,500
| 60 甲社
> 280 412
> 280 8,200
| 60 乙社
> 280 95
""")
    ys = (38, 62.5, 75, 98.5, 111, 134.5, 150)
    level = [Rule(Box(200, y, 300, y + 0.5)) for y in (56, 92, 128)]
    level += [Rule(Box(50, y, 300, y + 0.5)) for y in (38, 75, 111, 150)]
    upright = [Rule(Box(x, ys[0], x + 0.5, ys[-1])) for x in (50, 200, 300)]
    grid = read(replace(drawn, rules=(*level, *upright)))
    assert said(grid) == [
        ("甲社", "株式数", "31,500"),
        ("甲社", "計上額", "412"),
        ("乙社", "株式数", "8,200"),
        ("乙社", "計上額", "95"),
    ]


def test_lines_drawn_cell_by_cell_tell_the_columns() -> None:
    drawn = page("""
| 205 前連結 | 305 当連結
| 205 会計年度 | 305 会計年度
| 50 建物 > 290 1,204 > 390 1,187
| 50 土地 > 290 3,310 > 390 3,305
""")
    level = tuple(Rule(Box(x, 63, x + 90, 63.5)) for x in (200, 300))
    grid = read(replace(drawn, rules=level))
    assert [column.label for column in grid.columns] == ["前連結 > 会計年度", "当連結 > 会計年度"]


def test_a_group_beside_its_rows_is_in_their_paths() -> None:
    drawn = page("""
| 60 区分 | 130 種類 | 210 残高
| 130 建物 > 280 1,204
| 60 有形
| 130 土地 > 280 3,310
| 60 合計 > 280 4,514
""")
    rules = walls((50, 200, 300), (38, 50.5, 86.5, 99))
    inner = (Rule(Box(120, 38, 120.5, 86.5)), Rule(Box(120, 68.5, 300, 69)))
    grid = read(replace(drawn, rules=(*rules, *inner)))
    assert [row.path for row in grid.rows] == [("有形", "建物"), ("有形", "土地"), ("合計",)]


def test_a_unit_in_the_cell_is_kept_apart() -> None:
    drawn = page("""
| 60 区分 | 210 残高
| 60 建物 > 280 1,204百万円
| 60 土地 > 280 1兆7,135億円
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300), (38, 50.5, 62.5, 75))))
    assert [(str(c.amount.value), c.unit_text) for row in grid.rows for c in row.cells] == [
        ("1204", "百万円"),
        ("17135", "億円"),
    ]


def test_a_head_over_the_middle_of_two_columns_is_the_head_of_both() -> None:
    grid = read(
        page("""
| 236 前期 | 376 当期
| 205 取得 | 265 残高 | 345 取得 | 405 残高
| 50 建物 > 225 1,204 > 285 5,187 > 365 1,130 > 425 6,317
| 50 土地 > 225 3,310 > 285 9,305 > 365 2,200 > 425 9,999
""")
    )
    assert [column.path for column in grid.columns] == [
        ("前期", "取得"),
        ("前期", "残高"),
        ("当期", "取得"),
        ("当期", "残高"),
    ]


def test_a_list_of_numbers_is_no_table() -> None:
    drawn = page("""
| 60 １ | 120 設備の取得を伴う契約
| 60 ２ | 120 資金の借入を伴う契約
| 60 ３ | 120 その他の重要な契約
""")
    assert not grids_on(replace(drawn, rules=walls((50, 110, 300), (38, 50.5, 62.5, 75))), ())


def test_units_beside_dashes_and_marks_for_the_unit_above() -> None:
    drawn = page("""
| 60 区分 | 210 前期
| 60 建物 > 280 －百万円
| 60 土地 > 280 312〃
| 60 純資産額 > 280 1,234円56銭
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300), (38, 50.5, 62.5, 74.5, 87))))
    assert [(c.amount.value and str(c.amount.value), c.unit_text) for row in grid.rows for c in row.cells] == [
        (None, "百万円"),
        ("312", "百万円"),
        ("1234.56", "円"),
    ]


def test_a_dash_in_brackets_is_the_second_figure_of_its_cell() -> None:
    drawn = page("""
| 60 名称 | 210 面積 | 310 人員
| 60 甲店 > 280 1,204 > 380 31
> 280 (－) > 380 [5]
| 60 乙店 > 280 850 > 380 12
> 280 (－) > 380 [－]
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 99))))
    assert [row.path for row in grid.rows] == [("甲店",), ("乙店",)]


def test_a_period_over_the_whole_table_is_no_head_of_a_column() -> None:
    text = """
| 70 前連結会計年度(自 2021年4月1日 | 250 至 2022年3月31日)
| 205 期首 | 305 増加
| 50 建物 > 225 1,204 > 325 5,187
| 50 土地 > 225 3,310 > 325 9,305
"""
    assert [column.path for column in read(page(text)).columns] == [("期首",), ("増加",)]
    near_miss = text.replace("| 70 前連結会計年度(自 2021年4月1日 | 250 至", "| 190 2021年3月31日 | 290")
    assert [column.path[0] for column in read(page(near_miss)).columns] == ["2021年3月31日", "2022年3月31日)"]


def test_texts_behind_the_name_tell_the_rows_of_a_group_apart() -> None:
    drawn = page("""
| 60 方法 | 130 種類 | 210 対象 | 310 契約額
| 60 原則 | 130 米ドル | 210 売掛金 > 380 1,204
| 130 米ドル | 210 買掛金 > 380 3,310
""")
    inner = (Rule(Box(120, 62.5, 400, 63)),)
    rules = walls((50, 120, 200, 300, 400), (38, 50.5, 75))
    grid = read(replace(drawn, rules=(*rules, *inner)))
    assert [row.path for row in grid.rows] == [("原則", "米ドル", "売掛金"), ("原則", "米ドル", "買掛金")]
    assert grid.rows[0].attributes == (("対象", "売掛金"),)


def test_texts_behind_names_without_groups_are_attributes() -> None:
    drawn = page("""
| 60 名称 | 130 住所 | 310 資本金
| 60 甲社 | 130 東京都 > 380 1,204
| 60 乙社 | 130 東京都 > 380 3,310
""")
    grid = read(replace(drawn, rules=walls((50, 120, 300, 400), (38, 50.5, 62.5, 75))))
    assert [row.path for row in grid.rows] == [("甲社",), ("乙社",)]


def test_a_line_over_an_indented_label_beside_the_figures_names_a_group() -> None:
    text = """
| 60 区分 | 210 前期
| 60 売上高
| 66 外部顧客への > 280 1,204
| 66 売上高
| 60 利益 > 280 118
"""
    rules = walls((50, 200, 300), (38, 50.5, 86.5, 99))
    grid = read(_lowered(page(text), "1,204", 6, rules))
    assert [row.path for row in grid.rows] == [("売上高", "外部顧客への売上高"), ("利益",)]
    middle = read(replace(page(text), rules=rules))  # beside the middle of the cell: one label in three lines
    assert middle.rows[0].path == ("売上高外部顧客への売上高",)


def _lowered(drawn: Page, text: str, by: float, rules: tuple[Rule, ...]) -> Page:
    """The page with one of its words set lower."""
    words = []
    for word in drawn.words:
        box = word.box
        moved = replace(word, box=Box(box.x0, box.top + by, box.x1, box.bottom + by))
        words.append(moved if word.text == text else word)
    return replace(drawn, words=tuple(words), rules=rules)


def test_a_label_in_the_middle_of_its_rows_is_one_text() -> None:
    drawn = page("""
| 60 用途 | 130 種類 | 210 場所 | 310 件数
| 210 北 > 380 11
| 60 店舗 | 130 土地及び | 210 東 > 380 12
| 130 建物等 | 210 西 > 380 13
| 210 南 > 380 14
""")
    rules = walls((50, 120, 200, 300, 400), (38, 50.5, 99))
    inner = tuple(Rule(Box(200, y, 400, y + 0.5)) for y in (62.5, 74.5, 86.5))
    grid = read(replace(drawn, rules=(*rules, *inner)))
    assert [row.path[:2] for row in grid.rows] == [("店舗", "土地及び建物等")] * 4


def test_rows_under_a_shorter_column_are_cut_at_their_figures() -> None:
    drawn = page("""
| 60 区分 | 210 前期 | 310 現在価値
| 60 一年以内 > 280 1,204 > 380 1,100
| 60 小計 > 280 1,204 > 380 1,100
| 60 残存価値 > 280 310
| 60 控除 > 280 △12
""")
    level = [Rule(Box(50, y, x, y + 0.5)) for y, x in ((38, 400), (50.5, 400), (99, 300))]
    upright = [Rule(Box(x, 38, x + 0.5, y)) for x, y in ((50, 99), (200, 99), (300, 99), (400, 74.5))]
    part = Rule(Box(300, 74.5, 400, 75))
    grid = read(replace(drawn, rules=(*level, *upright, part)))
    assert [row.path for row in grid.rows] == [("一年以内",), ("小計",), ("残存価値",), ("控除",)]


def test_a_second_figure_in_brackets_without_a_gap() -> None:
    drawn = page("""
| 60 区分 | 210 第1回 | 310 第2回
| 60 新株予約権の数 | 210 1,204［310］ | 310 512［－］
| 60 株式の数 | 210 2,408(注)2 | 310 1,024
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 62.5, 75))))
    assert [[(c.text, c.bracketed) for c in row.cells] for row in grid.rows] == [
        [("1,204", False), ("［310］", True), ("512", False), ("［－］", True)],
        [("2,408(注)2", False), ("1,024", False)],
    ]


def test_rows_without_heads_right_under_a_table_belong_to_it() -> None:
    text = """
| 220 前期 | 320 当期
| 50 建物 > 250 1,204 > 350 1,187
| 50 土地 > 250 3,310 > 350 3,305
|
|
|
| 50 合計 > 250 4,514 > 350 4,492
"""
    (grid,) = joined(grids_on(page(text.replace("|\n", "\n")), ()))
    assert [row.label for row in grid.rows] == ["建物", "土地", "合計"]
    between = text.replace("|\n|\n|\n", "\n\n| 50 (2) 内訳\n\n", 1).replace("|\n", "\n")
    assert len(joined(grids_on(page(between), ()))) == 2


def test_a_name_over_several_rows_that_have_texts_of_their_own_is_that_of_a_group() -> None:
    drawn = page("""
| 60 区分 | 260 残高
| 60 甲先 > 330 365
| 60 乙先 | 120 乙の一 > 330 283
| 120 その他の乙 > 330 185
| 60 丙先 > 330 911
""")
    lines = [
        *(Rule(Box(50, y, 350, y + 0.5)) for y in (38, 50.5, 62.5, 87, 99)),
        Rule(Box(110, 74.5, 350, 75)),
        *(Rule(Box(x, 38, x + 0.5, 99)) for x in (50, 250, 350)),
        Rule(Box(110, 62.5, 110.5, 87)),
    ]
    grid = read(replace(drawn, rules=tuple(lines)))
    assert [row.path for row in grid.rows] == [("甲先",), ("乙先", "乙の一"), ("乙先", "その他の乙"), ("丙先",)]


def test_a_text_alone_beside_the_name_of_a_group_stands_below_it() -> None:
    drawn = page("""
| 60 事業 | 160 種類 | 310 金額
| 60 甲事業 | 155 有形固定資産
| 165 機械 > 390 1,638
| 165 備品 > 390 505
| 60 乙事業 | 155 無形資産
| 165 商標 > 390 882
""")
    lines = [
        *(Rule(Box(50, y, 400, y + 0.5)) for y in (38, 50.5, 87, 112)),
        *(Rule(Box(x, 38, x + 0.5, 112)) for x in (50, 150, 300, 400)),
    ]
    grid = read(replace(drawn, rules=tuple(lines)))
    assert [row.path for row in grid.rows] == [
        ("甲事業", "有形固定資産", "機械"),
        ("甲事業", "有形固定資産", "備品"),
        ("乙事業", "無形資産", "商標"),
    ]
