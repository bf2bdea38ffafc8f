"""A statement of changes in equity with its components one below the other is turned: components become columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.model import Period, StatementKind
from tests.detect.test_tables import read
from tests.support.pages import page

HEADS = (
    "|280 前事業年度|400 当事業年度\n"
    "|280 (自 2020年４月１日|400 (自 2021年４月１日\n|280 至 2021年３月31日)|400 至 2022年３月31日)\n"
)
COMPONENT = "|40 {}\n|50 当期首残高>370 {}>490 {}\n|50 当期変動額\n|60 {}>370 {}>490 {}\n|50 当期末残高>370 {}>490 {}\n"
DOWN = (
    HEADS
    + COMPONENT.format("資本金", 100, 101, "新株の発行", 1, 2, 101, 103)
    + COMPONENT.format("利益剰余金", 50, 57, "当期純利益", 7, 9, 57, 66)
    + COMPONENT.format("純資産合計", 150, 158, "当期変動額合計", 8, 11, 158, 169)
)


def test_components_become_columns_and_each_period_a_sheet() -> None:
    prior, current = read(page(DOWN), StatementKind.CHANGES_IN_EQUITY)
    assert [column.component_label for column in current.columns] == ["資本金", "利益剰余金", "純資産合計"]
    assert prior.columns[0].period == Period(date(2020, 4, 1), date(2021, 3, 31))
    assert [line.label for line in current.lines][:2] == ["当期首残高", "当期変動額"]
    opening = {cell.column: cell.amount.value for cell in current.lines[0].cells}
    assert opening == {0: Decimal(101), 1: Decimal(57), 2: Decimal(158)}
    (profit,) = [line for line in current.lines if line.label == "当期純利益"]
    assert [cell.amount.value for cell in profit.cells] == [None, Decimal(9), None]  # blank where it is not printed


def test_components_as_columns_stay() -> None:
    made = page(
        "|280 資本金|400 利益剰余金\n|40 当期首残高>370 100>490 50\n|40 当期変動額\n|50 当期純利益>370 -> 490 7\n"
        "|40 当期末残高>370 100>490 57"
    )
    (sheet,) = read(made, StatementKind.CHANGES_IN_EQUITY, period=Period(date(2021, 4, 1), date(2022, 3, 31)))
    assert [column.component_label for column in sheet.columns] == ["資本金", "利益剰余金"]
    assert len(sheet.lines) == 4


def test_a_total_below_the_last_closing_balance_is_no_part_of_that_component() -> None:
    made = page(DOWN + "|40 資本の総計>370 300>490 320\n")
    _, current = read(made, StatementKind.CHANGES_IN_EQUITY)
    (line,) = [line for line in current.lines if line.label == "資本の総計"]
    (cell,) = [cell for cell in line.cells if cell.amount.value is not None]
    assert current.columns[cell.column].component_label == "資本の総計"
