"""Assets on the left and what they are owed to on the right: two tables beside each other are read one after the
other."""

from __future__ import annotations

from decimal import Decimal

from extractor.model import StatementKind
from tests.detect.test_tables import read, rows
from tests.support.pages import page

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
