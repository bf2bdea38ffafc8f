"""Other tables from a few lines of text, and invented ones by the dozen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.model import Amount, Box, Filing, Period, Region, ValueState
from extractor.model.other import (
    Grid,
    GridCell,
    GridColumn,
    GridRow,
    Measured,
    OtherTable,
    Saying,
    Standing,
    Walls,
)

THIS, LAST = Period(None, date(2022, 3, 31)), Period(None, date(2021, 3, 31))
BOX = Box(0, 0, 1, 1)
MONEY = Measured("thousand_yen", 1_000_000, Saying.CAPTION, THIS, Saying.CAPTION)


def other_table(
    text: str,
    *,
    number: int = 1,
    measure: Measured = MONEY,
    headings: Sequence[str] = (),
    captions: Sequence[str] = (),
    name: str | None = None,
    typed: str | None = None,
) -> OtherTable:
    """A table from lines of cells kept apart by ``|``: the heads, then rows of label and figures. ``>`` parts the
    levels of a label, ``-`` is a dash, nothing is a blank."""
    heads, *lines = (line.split("|") for line in text.strip().splitlines())
    columns = tuple(GridColumn(index, _path(head)) for index, head in enumerate(heads[1:]))
    rows = []
    for at, line in enumerate(lines, 1):
        path = _path(line[0])
        cells = tuple(_cell(column, words.strip()) for column, words in enumerate(line[1:]) if words.strip())
        rows.append(GridRow(at, path, max(0, len(path) - 1), cells, 1, BOX))
    grid = Grid((Region(1, 0, 1),), columns, tuple(rows), Walls.NONE, "made")
    measures = {(row.number, cell.column): measure for row in rows for cell in row.cells}
    standing = Standing(tuple(headings), tuple(captions), True, "notes")
    return OtherTable(number, grid, standing, name, typed, measures)


def _path(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(">") if part.strip())


def _cell(column: int, text: str) -> GridCell:
    value = None if text == "-" else Decimal(text.strip("（）").replace(",", "").replace("△", "-"))
    state = ValueState.NIL if value is None else ValueState.NUMBER
    return GridCell(column, Amount(value, state, text), text, BOX, 1, bracketed="（" in text)


def filing() -> Filing:
    return Filing("0" * 16, "made.pdf", "Made")


def shuffled(table: OtherTable, rng: random.Random) -> OtherTable:
    """The same table with its numbers in other places."""
    amounts = [cell.amount for row in table.grid.rows for cell in row.cells if cell.amount.value is not None]
    rng.shuffle(amounts)
    left = iter(amounts)
    rows = tuple(replace(row, cells=tuple(_with(cell, left) for cell in row.cells)) for row in table.grid.rows)
    return replace(table, grid=replace(table.grid, rows=rows))


def _with(cell: GridCell, left: Iterator[Amount]) -> GridCell:
    return cell if cell.amount.value is None else replace(cell, amount=next(left))


def invented(rng: random.Random, number: int) -> OtherTable:
    """Segments, or a roll-forward, or a list with subtotals; figures by chance, sums true."""
    return rng.choice((_segments, _rollforward, _subtotals))(rng, number)


def _segments(rng: random.Random, number: int) -> OtherTable:
    width = rng.randrange(3, 6)
    parts = [[rng.randrange(100, 90_000) for _ in range(width)] for _ in range(2)]
    heads = ["報告セグメント > 部門" + "甲乙丙丁戊"[at] for at in range(width)]
    lines = ["外部顧客への売上高", "セグメント間の内部売上高又は振替高"]
    rows = [[*row, sum(row), -(at * sum(row)), (1 - at) * sum(row)] for at, row in enumerate(parts)]
    rows.append([a + b for a, b in zip(*rows, strict=True)])
    text = ["|".join(["", *heads, "報告セグメント > 計", "調整額", "連結財務諸表計上額"])]
    text += [
        "|".join([label, *(f"{value:,}" if value else "-" for value in row)])
        for label, row in zip([*lines, "計"], rows, strict=True)
    ]
    return other_table("\n".join(text), number=number, headings=("セグメント情報",))


def _rollforward(rng: random.Random, number: int) -> OtherTable:
    columns = [[rng.randrange(500, 60_000), rng.randrange(10, 9_000), -rng.randrange(10, 4_000)] for _ in range(3)]
    columns.append([sum(row) for row in zip(*columns, strict=True)])
    labels = ["期首残高", "取得", "処分", "期末残高"]
    rows = list(zip(*([*column, sum(column)] for column in columns), strict=True))
    text = ["|建物|機械|土地|合計"]
    text += ["|".join([label, *(f"{value:,}" for value in row)]) for label, row in zip(labels, rows, strict=True)]
    return other_table("\n".join(text), number=number, headings=("有形固定資産",))


def _subtotals(rng: random.Random, number: int) -> OtherTable:
    groups = [[[rng.randrange(50, 30_000) for _ in range(2)] for _ in range(rng.randrange(2, 5))] for _ in range(2)]
    text, totals = ["|前連結会計年度|当連結会計年度"], []
    for at, group in enumerate(groups):
        text += [f"費目{'甲乙'[at]}{n}|{row[0]:,}|{row[1]:,}" for n, row in enumerate(group)]
        totals.append([sum(column) for column in zip(*group, strict=True)])
        text.append(f"小計|{totals[-1][0]:,}|{totals[-1][1]:,}")
    last = [sum(column) for column in zip(*totals, strict=True)]
    text.append(f"合計|{last[0]:,}|{last[1]:,}")
    return other_table("\n".join(text), number=number, headings=("販売費及び一般管理費",))
