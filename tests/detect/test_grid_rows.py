"""Rows of tables of notes: titles within a table, rows of texts, lines of one label, figures at several heights."""

from __future__ import annotations

from dataclasses import replace

from extractor.detect.grids import grids_on
from extractor.detect.grids.pieces import pieces_of
from extractor.model import Box, Page, Rule
from extractor.notation.rows import rows_of
from tests.detect.test_grids import read, said, walls
from tests.support.pages import page


def moved(drawn: Page, heights: dict[str, float]) -> Page:
    """The page with some of its words at other heights."""
    words = []
    for word in drawn.words:
        by = heights.get(word.text, 0.0)
        box = word.box
        words.append(replace(word, box=Box(box.x0, box.top + by, box.x1, box.bottom + by)))
    return replace(drawn, words=tuple(words))


def titled(titles: tuple[int, ...], rows: int) -> tuple[Rule, ...]:
    """Walls of three columns and rows of 12 points; those of ``titles`` have no walls between columns."""
    ys = [38 + 12.4 * k for k in range(rows + 1)]
    level = [Rule(Box(50, y, 400, y + 0.5)) for y in ys]
    outer = [Rule(Box(x, ys[0], x + 0.5, ys[-1])) for x in (50, 400)]
    inner = [Rule(Box(x, ys[k], x + 0.5, ys[k + 1])) for x in (200, 300) for k in range(rows) if k not in titles]
    return (*level, *outer, *inner)


def test_titles_over_the_whole_table_name_the_rows_below_them() -> None:
    drawn = page("""
| 60 区分 | 210 前期 | 310 当期
| 60 先物
| 60 長期
| 60 甲通貨 > 280 1,204 > 380 1,187
| 60 短期
| 60 甲通貨 > 280 310 > 380 295
| 60 差金
| 60 長期
| 60 乙通貨 > 280 41 > 380 39
""")
    grid = read(replace(drawn, rules=titled((1, 2, 4, 6, 7), 9)))
    assert [row.path for row in grid.rows] == [
        ("先物", "長期", "甲通貨"),
        ("先物", "短期", "甲通貨"),
        ("差金", "長期", "乙通貨"),
    ]
    assert [column.label for column in grid.columns] == ["前期", "当期"]


def test_two_numbered_titles_in_one_cell_are_two() -> None:
    drawn = page("""
| 60 年度 | 210 第1回 | 310 第2回
| 60 ② 規模
| 60 a. 個数
| 60 付与 > 280 1,204 > 380 1,187
""")
    level = [Rule(Box(50, y, 400, y + 0.5)) for y in (38, 50.5, 74.5, 87)]
    upright = [Rule(Box(x, a, x + 0.5, b)) for x in (200, 300) for a, b in ((38, 50.5), (74.5, 87))]
    outer = [Rule(Box(x, 38, x + 0.5, 87)) for x in (50, 400)]
    grid = read(replace(drawn, rules=(*level, *upright, *outer)))
    assert [row.path for row in grid.rows] == [("② 規模", "a. 個数", "付与")]


def test_a_row_of_texts_with_a_label_is_no_head() -> None:
    text = """
| 60 | 225 第1回 | 325 第2回
| 60 権利の数（個） > 280 31 > 380 52
| 60 株式の種類 | 210 普通株式 | 310 同左
| 60 株式の数（株） > 280 3,100 > 380 5,200
"""
    rules = walls((50, 200, 300, 400), (38, 50.5, 62.5, 74.5, 87))
    grid = read(replace(page(text), rules=rules))
    assert said(grid)[2:] == [("株式の数（株）", "第1回", "3,100"), ("株式の数（株）", "第2回", "5,200")]
    again = text.replace("| 60 株式の種類 | 210 普通株式 | 310 同左", "| 60 区分 | 225 第3回 | 325 第4回")
    grid = read(replace(page(again), rules=rules))
    assert said(grid)[2:] == [("株式の数（株）", "第3回", "3,100"), ("株式の数（株）", "第4回", "5,200")]


def test_figures_with_names_in_their_cells_share_the_label_beside_them() -> None:
    drawn = page("""
| 60 区分 | 210 第1回 | 310 第2回
| 60 対象者の区分及 | 205 従業員 > 290 31 | 305 従業員 > 390 52
| 60 び人数（名） | 205 役員 > 290 4 | 305 役員 > 390 6
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 75))))
    assert [row.path for row in grid.rows] == [
        ("対象者の区分及び人数（名）", "従業員"),
        ("対象者の区分及び人数（名）", "役員"),
    ]
    units = page("""
| 60 区分 | 210 １株利益 | 310 調整後
| 60 当期 | 205 円銭 > 290 31.12 | 305 円銭 > 390 30.08
""")
    grid = read(replace(units, rules=walls((50, 200, 300, 400), (38, 50.5, 75))))
    assert [row.path for row in grid.rows] == [("当期",)]
    bare = page("""
| 60 区分 | 210 第1回 | 310 第2回
| 60 所有している > 290 31 > 390 52
| 60 賃借している > 290 4 > 390 6
""")
    grid = read(replace(bare, rules=walls((50, 200, 300, 400), (38, 50.5, 75))))
    assert [row.label for row in grid.rows] == ["所有している", "賃借している"]


def test_a_label_between_two_lines_of_figures_is_of_both() -> None:
    drawn = page("""
| 60 種類 | 210 期首 | 310 増加
> 280 315 > 380 7,601
| 60 建物
> 380 1,395


> 280 42 > 380 910
| 60 土地
> 380 966
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 147))))
    assert [(row.label, [c.text for c in row.cells]) for row in grid.rows] == [
        ("建物", ["315", "7,601"]),
        ("建物", ["1,395"]),
        ("土地", ["42", "910"]),
        ("土地", ["966"]),
    ]


def test_figures_at_two_heights_of_an_open_row_are_one_row() -> None:
    drawn = page("""
| 50 会社 | 120 銘柄 | 220 前期 | 320 当期
| 50 当社 | 120 第1回 > 250 400 > 350 397
> 350 (397)

| 50 当社 | 120 第2回 > 250 500 > 350 498

| 50 当社 | 120 第3回 > 250 600 > 350 598
""")
    drawn = moved(drawn, {"397": -7.5, "(397)": -4.0})
    grid = read(drawn)
    assert [(row.path, [c.text for c in row.cells]) for row in grid.rows] == [
        (("当社", "第1回"), ["400", "397", "(397)"]),
        (("当社", "第2回"), ["500", "498"]),
        (("当社", "第3回"), ["600", "598"]),
    ]


def test_texts_between_blank_stripes_are_rows() -> None:
    drawn = page("""
| 60 年度 | 210 第1回 | 310 第2回
| 60 個数 | 210 9,200株 | 310 3,700株

| 60 条件 | 210 特になし | 310 同左
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 94))))
    assert said(grid) == [("個数", "第1回", "9,200株"), ("個数", "第2回", "3,700株")]


def test_a_range_is_no_figure() -> None:
    drawn = page("""
| 60 名称 | 210 残高 | 310 利率
| 60 甲 > 280 1,204 > 380 0.92
| 60 乙 > 280 3,310 | 330 0.15～0.42
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 62.5, 75))))
    assert [[c.text for c in row.cells] for row in grid.rows] == [["1,204", "0.92"], ["3,310"]]


def test_a_figure_that_ends_a_sentence_is_no_table() -> None:
    drawn = page("""
| 50 2 年率は契約の翌日から十年目までは1.80％、その後は国の債券の金利に次の率を加えたもの
| 50 ＋2.15％
| 50 3 年率は契約の翌日から五年目までは1.20％、その後は国の債券の金利に次の率を加えたもの
| 50 ＋2.50％
""")
    assert not grids_on(drawn, ())


def test_two_lists_beside_each_other_have_labels_of_their_own() -> None:
    text = """
| 130 前期 | 330 当期
| 50 (1) 北橋の工事 > 200 2,781 | 250 (1) 西門の工事 > 400 1,192
| 50 (2) 南橋の工事 > 200 1,384 | 250 (2) 東門の工事 > 400 706
"""
    assert said(read(page(text))) == [
        ("(1) 北橋の工事", "前期", "2,781"),
        ("(2) 南橋の工事", "前期", "1,384"),
        ("(1) 西門の工事", "当期", "1,192"),
        ("(2) 東門の工事", "当期", "706"),
    ]
    walled = text.replace("| 130 前期 | 330 当期", "| 60 科目 | 160 金額 | 260 科目 | 360 金額")
    grid = read(replace(page(walled), rules=walls((40, 150, 240, 350, 410), (38, 50.5, 62.5, 75))))
    assert [(row.label, [c.text for c in row.cells]) for row in grid.rows] == [
        ("(1) 北橋の工事", ["2,781"]),
        ("(2) 南橋の工事", ["1,384"]),
        ("(1) 西門の工事", ["1,192"]),
        ("(2) 東門の工事", ["706"]),
    ]
    attributes = walled.replace("260 科目 | 360 金額", "260 摘要 | 360 残高")
    grid = read(replace(page(attributes), rules=walls((40, 150, 240, 350, 410), (38, 50.5, 62.5, 75))))
    assert [(row.label, [c.text for c in row.cells]) for row in grid.rows] == [
        ("(1) 北橋の工事", ["2,781", "1,192"]),
        ("(2) 南橋の工事", ["1,384", "706"]),
    ]


def test_a_section_ends_behind_the_rows_of_its_inner_sections() -> None:
    drawn = page("""
| 60 区分 | 210 前期 | 310 当期
| 60 有価証券
| 70 満期のある債券
| 71 国債 > 280 1,204 > 380 1,187
| 60 貸付金 > 280 310 > 380 295
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 50.5, 62.5, 74.5, 86.5, 99))))
    assert [row.path for row in grid.rows] == [("有価証券", "満期のある債券", "国債"), ("貸付金",)]


def test_the_mark_for_the_same_unit_at_the_top_of_a_page() -> None:
    drawn = page("""
| 220 前期 | 320 当期
| 50 収益 > 250 41〃 > 350 39〃
| 50 費用 > 250 12〃 > 350 13〃
| 50 合計 > 250 53百万円 > 350 52百万円
""")
    grid = read(drawn)
    assert [cell.unit_text for row in grid.rows for cell in row.cells] == ["百万円"] * 6


def test_a_number_behind_a_latin_word_is_part_of_the_name() -> None:
    drawn = page("""
| 220 前期 | 320 当期
| 50 CAROL | 76 77 > 250 1,204 > 350 1,187
| 50 CAROL | 76 82 > 250 310 > 350 295
""")
    assert [row.label for row in read(drawn).rows] == ["CAROL 77", "CAROL 82"]
    last = page("| 50 CAROL | 76 77")
    assert [piece.text for piece in pieces_of(rows_of(last.words)[0])] == ["CAROL", "77"]


def test_a_line_under_the_heads_tells_them_from_the_first_lines_of_labels() -> None:
    drawn = page("""
| 220 前期 | 320 当期
| 50 東の町の土地
| 50 （売却済み） > 250 1,204 > 350 1,187
| 50 西の町の土地 > 250 310 > 350 295
""")
    grid = read(replace(drawn, rules=(Rule(Box(45, 50.5, 360, 51)),)))
    assert [column.label for column in grid.columns] == ["前期", "当期"]


def test_a_month_in_brackets_is_no_figure() -> None:
    drawn = page("""
| 60 部門 | 210 前期 | 310 当期
| 210 (2021.9) | 310 (2022.9)
| 60 建物 > 280 1,204 > 380 1,187
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300, 400), (38, 62.5, 75))))
    assert said(grid) == [("建物", "前期(2021.9)", "1,204"), ("建物", "当期(2022.9)", "1,187")]


def test_names_of_rows_that_go_on_from_the_page_before_take_turns() -> None:
    drawn = page("""
> 280 31,500 > 380 31,500
| 60 甲社
> 280 412 > 380 398
> 280 8,200 > 380 8,200
| 60 乙社
> 280 95 > 380 91
""")
    ys = (38, 75, 111)
    level = [Rule(Box(50, y, 400, y + 0.5)) for y in ys]
    level += [Rule(Box(200, y, 400, y + 0.5)) for y in (58, 94)]
    upright = [Rule(Box(x, ys[0], x + 0.5, ys[-1])) for x in (50, 200, 300, 400)]
    grid = read(replace(drawn, rules=(*level, *upright)))
    assert [[cell.column for cell in row.cells] for row in grid.rows] == [[0, 2], [1, 3]] * 2


def test_a_text_below_the_figures_and_left_of_their_label_is_a_heading() -> None:
    drawn = page("""
| 220 前期 | 320 当期
| 50 償却原価で測定
| 60 定期預金 > 250 1,204 > 350 1,187
| 90 小計 > 250 1,204 > 350 1,187
| 50 公正価値で測定する資産
| 60 株式 > 250 310 > 350 295
""")
    grid = read(drawn)
    assert [row.path for row in grid.rows] == [
        ("償却原価で測定", "定期預金"),
        ("償却原価で測定", "小計"),
        ("公正価値で測定する資産", "株式"),
    ]


def test_a_figure_in_a_sentence_is_none_and_one_with_its_unit_is() -> None:
    drawn = page("""
| 60 総会 | 210 毎年六月中
| 60 一単元の株式数 | 210 100株
| 60 優待 | 210 贈呈する商品は三種類の中から一つを選べ、次の額の品物（1,500円） | 512 及び割引券を贈呈
| 60 公告 | 210 電子公告
| 60 特典 | 210 なし
| 60 買取り | 210 無料
""")
    grid = read(replace(drawn, rules=walls((50, 200, 700), (38, 50.5, 62.5, 74.5, 86.5, 98.5, 111))))
    assert [(row.label, [c.text for c in row.cells]) for row in grid.rows] == [("一単元の株式数", ["100株"])]


def test_heads_that_are_as_many_as_the_columns_go_in_order() -> None:
    drawn = page("""
| 330 2031年3月31日現在
| 60 名称 | 130 従業員数(名) | 300 臨時従業員数(名)
| 50 北部門 > 290 － > 410 －
| 50 南部門 > 290 1,204 > 410 83
| 50 合計 > 290 1,204 > 410 83
""")
    grid = read(drawn)
    assert [column.label for column in grid.columns] == ["従業員数(名)", "臨時従業員数(名)"]
    assert [row.label for row in grid.rows] == ["北部門", "南部門", "合計"]


def test_a_head_over_the_middle_of_lines_drawn_cell_by_cell_is_of_all() -> None:
    drawn = page("""
| 248 事業別の売上

| 170 西部門 | 255 東部門 | 340 その他 | 425 合計
| 50 北の国 > 225 871 > 310 921 > 395 12 > 480 1,804
| 50 南の国 > 225 836 > 310 716 > 395 28 > 480 1,580
""")
    level = [Rule(Box(x, 57, x + 82, 57.5)) for x in (150, 234, 318)]
    level += [Rule(Box(x, 74, x + 82, 74.5)) for x in (150, 234, 318, 402)]
    grid = read(replace(drawn, rules=tuple(level)))
    assert [column.path for column in grid.columns] == [
        ("事業別の売上", "西部門"),
        ("事業別の売上", "東部門"),
        ("事業別の売上", "その他"),
        ("合計",),
    ]


def test_units_over_the_columns_are_no_caption_and_a_spaced_caption_is_one() -> None:
    text = """
| 210 一株配当 | 300 総額
| 218 （円） | 290 （百万円）
| 50 北会議 > 250 22 > 330 36,229
| 50 南会議 > 250 24 > 330 34,098
"""
    grid = read(page(text))
    assert [column.path for column in grid.columns] == [("一株配当",), ("総額",)]
    spaced = text.replace("| 218 （円） | 290 （百万円）", "| 250 （単位 | 290 百万円）").replace(
        "| 210", "| 50 次の | 210"
    )
    assert all("百万円" not in column.label for column in read(page(spaced)).columns)
