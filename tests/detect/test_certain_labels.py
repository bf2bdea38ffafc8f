"""Labels that may be torn, or joined with others, are said to be so; whole ones are not."""

from __future__ import annotations

from dataclasses import replace

from tests.detect.test_grids import read, walls
from tests.support.pages import page


def doubts(text: str, pitch: float = 12.0) -> dict[str, bool]:
    """By label: whether it is doubted."""
    return {row.label: bool(row.unsure) for row in read(page(text, pitch=pitch)).rows}


def test_labels_on_the_lines_of_their_figures_are_certain() -> None:
    text = """
| 230 前期 | 330 当期
| 50 建物及び構築物 > 280 1,204 > 380 1,187
| 50 土地 > 280 3,310 > 380 3,305
| 50 合計 > 280 4,514 > 380 4,492
"""
    assert doubts(text) == {"建物及び構築物": False, "土地": False, "合計": False}


def test_a_cell_of_its_own_holds_a_whole_label() -> None:
    drawn = page("""
| 60 区分 | 210 前期
| 60 定期預金の預入に
| 60 係る支出 > 280 1,204
| 60 土地 > 280 3,310
""")
    grid = read(replace(drawn, rules=walls((50, 200, 300), (38, 50.5, 74.5, 87))))
    assert [(row.label, row.unsure) for row in grid.rows] == [("定期預金の預入に係る支出", ""), ("土地", "")]


def test_figures_at_several_heights_leave_it_open_which_line_is_theirs() -> None:
    drawn = page("""
| 60 事業所 | 160 土地 | 260 建物
| 60 甲倉庫 > 220 61,057
10
| 60 及び店舗 > 220 (31,057) > 320 822
| 60 乙店 > 220 1,310 > 320 77
> 220 (310)
""")
    grid = read(replace(drawn, rules=walls((50, 150, 230, 330), (38, 50.5, 120))))
    assert any(row.unsure for row in grid.rows if row.label.startswith(("甲", "及び")))


def test_lines_that_were_broken_at_the_end_of_their_column_are_one_label() -> None:
    text = """
| 60 項目 | 210 前期
| 60 土地 > 280 410
| 60 営業活動により得た資金
| 60 の増減額及び返済額 > 280 1,204
| 60 投資活動により得た資金 > 280 204
| 60 建物 > 280 310
"""
    assert doubts(text) == dict.fromkeys(
        ("土地", "営業活動により得た資金の増減額及び返済額", "投資活動により得た資金", "建物"), False
    )


def test_a_line_without_figures_at_the_end_of_its_column_may_be_a_part_of_the_label_below() -> None:
    drawn = page("""
| 60 項目 | 210 前期
| 60 土地 > 280 410
| 60 その他の包括利益を通じて
| 60 公正価値で測定する金融の > 280 1,204
| 60 資産
| 60 建物 > 280 310
| 60 備品 > 280 77
""")
    grid = read(replace(drawn, rules=walls((50, 172, 300), (38, 50.5, 123))))
    assert [row.label for row in grid.rows if row.unsure] == ["公正価値で測定する金融の"]


def test_lines_that_had_room_left_may_be_two_labels() -> None:
    text = """
| 60 項目 | 210 前期
| 60 土地及び建物の賃貸による収入 > 280 410
| 60 投資の資金
| 60 の減少 > 280 204
| 60 建物 > 280 310
"""
    assert doubts(text) == {"土地及び建物の賃貸による収入": False, "投資の資金の減少": True, "建物": False}


def test_a_line_set_a_little_further_right_may_go_on_the_one_above() -> None:
    text = """
| 230 前期 | 330 当期
| 50 投資の損益 > 280 1,204 > 380 1,187
| 50 甲への投資の契約に係る資産
| 55 関連損益 > 280 3,310 > 380 3,305
| 50 その他 > 280 77 > 380 81
| 50 乙に対する投資の実現の損益 > 280 204 > 380 187
"""
    assert {label for label, unsure in doubts(text).items() if unsure} == {"関連損益"}


def test_words_far_apart_are_those_of_two_columns() -> None:
    text = """
| 330 前期 | 430 当期
| 50 期首残高 > 380 1,204 > 480 1,187
| 50 増減額 | 150 取得 > 380 3,310 > 480 3,305
| 50 期末残高 （注）２ > 380 4,514 > 480 4,492
"""
    assert {label: unsure for label, unsure in doubts(text).items() if unsure} == {"増減額取得": True}


def test_rows_below_a_line_of_two_columns_are_doubted() -> None:
    text = """
| 330 前期 | 430 当期
| 50 甲社 | 150 東京都 > 380 1,204 > 480 1,187
| 50 乙商事 | 150 大阪市北区
| 60 中之島 > 380 3,310 > 480 3,305
"""
    assert doubts(text)["中之島"]
