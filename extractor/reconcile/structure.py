"""The sums of a sheet, down its columns and, for changes in equity, across its components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.model import Column, Line, Rounding, Sheet, StatementKind, ValueState
from extractor.reconcile.facts import Figure, Key
from extractor.reconcile.sums import Outcome, Row, Rule, find_sums
from extractor.reconcile.wording import is_aside, is_position, is_result, is_total, nature

SIGNED = (StatementKind.INCOME_STATEMENT, StatementKind.COMPREHENSIVE_INCOME)


@dataclass(frozen=True, slots=True)
class Table:
    """The money of a sheet in whole units of the last printed digit: ``cells[line][column]``, columns of one unit."""

    index: int
    sheet: Sheet
    lines: tuple[int, ...]
    columns: tuple[int, ...]
    cells: Mapping[tuple[int, int], Figure]
    digits: int  # decimals printed in money columns
    exact: bool

    def whole(self, line: int, column: int) -> int:
        figure = self.cells.get((line, column))
        value = figure.value if figure else None
        return 0 if value is None else int(value.scaleb(self.digits))

    def live(self, line: int, column: int) -> bool:
        figure = self.cells.get((line, column))
        return figure is not None and figure.cell.amount.state is ValueState.NUMBER

    def shown(self, line: int, column: int) -> bool:
        figure = self.cells.get((line, column))
        return figure is not None and figure.cell.amount.state is not ValueState.BLANK


def tables_of(index: int, sheet: Sheet, figures: Mapping[Key, Figure]) -> list[Table]:
    """One table for each group of columns in one currency and scale. Rows that are no money are left out."""
    groups: dict[tuple[str, int], list[int]] = {}
    cells: dict[tuple[str, int], dict[tuple[int, int], Figure]] = {}
    for (_, line, column), figure in figures.items():
        if not figure.measure.money:
            continue
        unit = (figure.measure.unit.value, figure.measure.scale)
        columns = groups.setdefault(unit, [])
        if column not in columns:
            columns.append(column)
        cells.setdefault(unit, {})[line, column] = figure
    tables = []
    for unit, columns in groups.items():
        found = cells[unit]
        exponents = [figure.value.as_tuple().exponent for figure in found.values() if figure.value is not None]
        digits = max((-e for e in exponents if isinstance(e, int)), default=0)
        digits = max(0, min(digits, 4))
        lines = tuple(sorted({line for line, _ in found}))
        tables.append(Table(index, sheet, lines, tuple(sorted(columns)), found, digits, unit[1] == 1))
    return tables


def down(table: Table, rounding: Rounding) -> Outcome:
    sheet = table.sheet
    kept = set(table.lines)
    rows = [_row(table, line, line.number in kept) for line in sheet.lines if line.heading or line.number in kept]
    return find_sums(rows, Rule(rounding, table.exact), signed=sheet.span.kind in SIGNED)


def _row(table: Table, line: Line, kept: bool) -> Row:
    kind = table.sheet.span.kind
    number = line.number
    columns = table.columns if kept else ()
    above = table.sheet.line(line.parent).label if line.parent else ""
    own = nature(line.label)
    return Row(
        key=number,
        values=[table.whole(number, c) for c in columns],
        live=[table.live(number, c) for c in columns],
        shown=[table.shown(number, c) for c in columns],
        depth=line.depth,
        total=is_total(line.label),
        result=is_result(line.label, kind),
        nature=own or (nature(above) if above else 0),
        aside=is_aside(line.label),
        heading=line.heading,
    )


def across(table: Table, rounding: Rounding) -> Outcome:
    """Changes in equity: the components of each row, with the headings of the column heads as sections."""
    rows: list[Row] = []
    lines = table.lines
    last: tuple[str, ...] = ()
    for index in table.columns:
        column = table.sheet.columns[index]
        section = column.header[:-1] if len(column.header) > 1 else ()
        if section != last and section:
            rows.append(Row(-1, (), (), (), heading=True))
        last = section
        label = column.component_label or column.label
        rows.append(
            Row(
                key=index,
                values=[table.whole(line, index) for line in lines],
                live=[table.live(line, index) for line in lines],
                shown=[table.shown(line, index) for line in lines],
                total=is_total(label),
                result=is_position(label),
            )
        )
    return find_sums(rows, Rule(rounding, table.exact), heads=False)


def captioned(columns: Sequence[Column]) -> bool:
    return any(column.component_label for column in columns)
