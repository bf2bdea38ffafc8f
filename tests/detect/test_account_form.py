"""Assets on the left and what they are owed to on the right: two tables beside each other are read one after the
other."""

from __future__ import annotations

from decimal import Decimal

from extractor import pipeline
from extractor.detect.beside import halves
from extractor.model import Page, Region, StatementKind
from tests.detect.test_tables import FILING, read, rows
from tests.support.pages import page, span_over

DATES = "|130 2021年３月31日|210 2022年３月31日|420 2021年３月31日|500 2022年３月31日\n"
LEFT = ["|40 資産の部", "|50 現金及び預金>180 1,100>260 1,200", "|50 売掛金>180 2,100>260 2,200"]
LEFT += ["|50 商品>180 3,000>260 3,100", "|50 土地>180 4,000>260 4,000", "|40 資産合計>180 10,200>260 10,500"]
RIGHT = ["|310 負債の部", "|320 買掛金>470 3,100>550 3,200", "|320 借入金>470 1,100>550 1,200"]
RIGHT += ["|310 純資産の部", "|320 資本金>470 6,000>550 6,100", "|310 負債純資産合計>470 10,200>550 10,500"]


def test_the_right_half_follows_the_left_one() -> None:
    made = page(DATES + "\n".join(a + b for a, b in zip(LEFT, RIGHT, strict=True)))
    (sheet,) = read(made)
    assert [line.label for line in sheet.lines][:3] == ["資産の部", "現金及び預金", "売掛金"]
    assert [line.label for line in sheet.lines][6:8] == ["負債の部", "買掛金"]
    assert rows(sheet)["買掛金"] == [Decimal(3100), Decimal(3200)]
    assert len(sheet.columns) == 2


def test_words_behind_the_figures_are_no_second_table() -> None:
    made = page(
        "|300 2021年３月31日|420 2022年３月31日\n"
        + "\n".join(
            f"|40 科目その{name}>370 1,10{at}>490 1,20{at}|500 注{name}" for at, name in enumerate("一二三四五六")
        )
    )
    (sheet,) = read(made)
    assert len(sheet.lines) == 6


def test_other_statements_are_not_cut() -> None:
    made = page(DATES + "\n".join(a + b for a, b in zip(LEFT, RIGHT, strict=True)))
    found = read(made, StatementKind.INCOME_STATEMENT)
    assert not found or "買掛金" not in rows(found[0])


def test_the_last_rows_on_a_further_page_are_cut_where_the_page_before_was() -> None:
    left = [*LEFT[:5], "|50 のれん>180 1,000>260 1,000"]
    right = [*RIGHT[:5], "|320 剰余金>470 1,000>550 1,100"]
    first = page(DATES + "\n".join(a + b for a, b in zip(left, right, strict=True)))
    second = page(LEFT[5] + "|310 繰延負債>470 2,100>550 2,200\n" + RIGHT[5], 2)
    span = span_over(StatementKind.BALANCE_SHEET, Region(1, 0, 842), Region(2, 0, 842))
    (sheet,) = pipeline.read(FILING, (span,), {1: first, 2: second})
    found = [line.label for line in sheet.lines]
    assert found.index("資産合計") < found.index("負債の部") < found.index("繰延負債") < found.index("負債純資産合計")
    assert rows(sheet)["繰延負債"] == [Decimal(2100), Decimal(2200)]
    assert len(sheet.columns) == 2


def test_a_further_page_with_words_across_the_cut_is_one_table() -> None:
    first = page(DATES + "\n".join(a + b for a, b in zip(LEFT, RIGHT, strict=True)))
    text = "|40 潜在株式調整後一株当たりの当期純利益その他の長い名称の科目>470 2,100>550 2,200"
    second = page(text, 2)
    parts, edge = halves(first, Region(1, 0, 842))
    assert len(parts) == 2
    assert halves(second, Region(2, 0, 842), edge) == ((second,), None)


def test_labels_of_the_right_half_in_two_rows_with_their_amounts_between() -> None:
    left = "\n".join(f"|40 科目その{n}>180 1,{k}00>260 1,{k}50" for k, n in enumerate("一二三四五六七八"))
    tops = [f"|310 長い名称の{n}\n>470 2,{k}00>550 2,{k}50\n|310 である科目" for k, n in enumerate("一二三四五")]
    body = page(left, first=80.0)
    right = page("\n".join(tops), first=80.0, pitch=6.0)
    head = page(DATES)
    made = Page(1, 595, 842, (*head.words, *body.words, *right.words), reader="test")
    parts, _ = halves(made, Region(1, 0, 842))
    assert len(parts) == 2


def test_heads_of_two_periods_mark_no_second_table() -> None:
    made = page("|300 前事業年度|420 当事業年度\n" * 3 + "|40 売掛金>370 1,100>490 1,200\n" * 6)
    assert len(halves(made, Region(1, 0, 842))[0]) == 1


def test_labels_set_letter_by_letter_begin_the_second_table() -> None:
    wide = {
        "負債の部": "|310 負|330 債|350 の|370 部",
        "買掛金": "|320 買|345 掛|370 金",
        "借入金": "|320 借|345 入|370 金",
    }
    wide |= {"純資産の部": "|310 純|325 資|340 産|355 の|370 部", "資本金": "|320 資|345 本|370 金"}
    right = [row.split(">")[0].split(" ", 1)[1] for row in RIGHT[:5]]
    rows_ = [wide[name] + row[len(row.split(">")[0]) :] for name, row in zip(right, RIGHT, strict=False)]
    made = page(DATES + "\n".join(a + b for a, b in zip(LEFT, [*rows_, RIGHT[5]], strict=True)))
    (sheet,) = read(made)
    assert [line.label for line in sheet.lines][6:8] == ["負債の部", "買掛金"]
    assert rows(sheet)["資本金"] == [Decimal(6000), Decimal(6100)]


def test_notes_right_of_amounts_are_not_where_the_second_labels_begin() -> None:
    noted = [row + "|275 4、12" if ">260" in row and "合計" not in row else row for row in LEFT]
    made = page(DATES + "\n".join(a + b for a, b in zip(noted, RIGHT, strict=True)))
    parts, edge = halves(made, Region(1, 0, 842))
    assert len(parts) == 2
    assert edge is not None
    assert 295 < edge < 310


def test_a_dash_before_the_next_row_of_a_label_belongs_to_the_right_half() -> None:
    """A dash alone there is an empty cell of the left half."""
    right = ["|310 Liabilities", "|310 Accounts payable", "|310 -|316 trade>470 3,100>550 3,200"]
    right += [f"|316 {name}>470 1,100>550 1,200" for name in ("Borrowings", "Bonds", "Provisions")]
    made = page("\n".join(a + b for a, b in zip(LEFT, right, strict=True)))
    parts, _ = halves(made, Region(1, 0, 842))
    assert ["-" in [word.text for word in part.words] for part in parts] == [False, True]
    made = page(
        "\n".join(
            a + b for a, b in zip(LEFT, [*right[:2], "|300 -|316 trade>470 3,100>550 3,200", *right[3:]], strict=True)
        )
    )
    parts, _ = halves(made, Region(1, 0, 842))
    assert ["-" in [word.text for word in part.words] for part in parts] == [True, False]
