"""A statement of changes in equity with its components one below the other is turned: components become columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.model import Period, StatementKind
from extractor.reconcile.values.dating import dated
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


NESTED = (
    HEADS
    + COMPONENT.format("資本金", 100, 101, "新株の発行", 1, 2, 101, 103)
    + "|40 累積的その他の包括利益\n"
    + "|48 為替換算調整額\n|56 当期首残高>370 30>490 33\n|56 当期純変動額>370 3>490 4\n|56 当期末残高>370 33>490 37\n"
    + "|48 年金債務\n|56 当期首残高>370 20>490 21\n|56 当期純変動額>370 1>490 2\n|56 当期末残高>370 21>490 23\n"
    + "|48 当期末残高>370 54>490 60\n"
    + "|40 資本の総計\n|48 当期末残高>370 155>490 163\n"
)


def test_a_second_closing_balance_is_the_groups_or_the_heading_s_above_it() -> None:
    _, current = read(page(NESTED), StatementKind.CHANGES_IN_EQUITY)
    closing = current.lines[-1]
    found = {current.columns[cell.column].component_label: cell.amount.value for cell in closing.cells}
    assert found == {
        "資本金": 103,
        "為替換算調整額": 37,
        "年金債務": 23,
        "累積的その他の包括利益": 60,
        "資本の総計": 163,
    }


def test_a_total_below_the_components_is_a_balance_and_a_list_below_it_is_none() -> None:
    below = "|40 持分合計>370 158>490 169\n|40 包括利益の帰属\n|50 非支配持分>370 8>490 11\n"
    _, current = read(page(DOWN + below), StatementKind.CHANGES_IN_EQUITY)
    periods = dated(current)
    found = {
        line.label: periods[line.number, cell.column]
        for line in current.lines
        for cell in line.cells
        if cell.amount.value is not None
    }
    assert found["持分合計"] == Period(None, date(2022, 3, 31))
    assert found["非支配持分"] == Period(date(2021, 4, 1), date(2022, 3, 31))
