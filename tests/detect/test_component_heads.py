"""Heads of statements of changes in equity: on several floors, broken over rows, set to any side."""

from __future__ import annotations

from extractor.model import StatementKind
from tests.detect.test_tables import read
from tests.support.pages import page

BODY = "|40 当期首残高>220 1,000>300 2,000>380 30>460 3,030\n|40 当期純利益>220 －>300 7>380 －>460 7"


def components(head: str) -> list[str | None]:
    (sheet,) = read(page(head + BODY), StatementKind.CHANGES_IN_EQUITY)
    return [column.component_label for column in sheet.columns]


def test_heads_set_right_whose_last_letters_stand_alone() -> None:
    head = ">220 資本金>300 株主資本合>380 評価差額>460 純資産合\n>300 計>380 金>460 計\n"
    assert components(head) == ["資本金", "株主資本合計", "評価差額金", "純資産合計"]


def test_the_unit_over_the_labels_leaves_the_heads_beside_it() -> None:
    head = "|40 （単位：千円）>220 資本金>300 株主資本合>380 評価差額>460 純資産合\n>300 計>380 金>460 計\n"
    assert components(head) == ["資本金", "株主資本合計", "評価差額金", "純資産合計"]


def test_the_head_of_the_labels_is_no_component() -> None:
    head = "|80 科|140 目>220 資本金>300 利益剰余金>380 評価差額金>460 純資産合計\n"
    assert components(head) == ["資本金", "利益剰余金", "評価差額金", "純資産合計"]


def test_a_head_over_two_columns_stays_over_both() -> None:
    head = "|200 株主資本の部の各科目\n>220 資本金>300 利益剰余金>380 評価差額金>460 純資産合計\n"
    (sheet,) = read(page(head + BODY), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in sheet.columns] == ["資本金", "利益剰余金", "評価差額金", "純資産合計"]
    assert sheet.columns[0].header[0] == sheet.columns[1].header[0] == "株主資本の部の各科目"
