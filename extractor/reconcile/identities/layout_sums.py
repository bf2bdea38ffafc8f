"""The sums of a sheet, down its columns and, for changes in equity, across its components."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.model import Line, Rounding, Sheet, StatementKind, ValueState
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key
from extractor.reconcile.identities.line_roles import (
    SIGNED,
    family,
    is_aside,
    is_cost_total,
    is_memo,
    is_position,
    is_result,
    is_share,
    is_total,
    nature,
    swings,
)
from extractor.reconcile.identities.sum_parts import Outcome, Row, Rule
from extractor.reconcile.identities.sum_search import find_sums
from extractor.reconcile.values.dating import is_balance
from extractor.reconcile.values.figure import Figure, Key


@dataclass(frozen=True, slots=True)
class Table:
    """The money of a sheet in whole units of the last printed digit, in columns of one unit.

    ``carried``: blank cells of a restated opening balance, which stands where it prints nothing for what the row above
    it says.
    """

    index: int
    sheet: Sheet
    lines: tuple[int, ...]
    columns: tuple[int, ...]
    cells: Mapping[tuple[int, int], Figure]
    digits: int  # decimals printed in money columns
    exact: bool  # printed to the last yen
    carried: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    # what was asked before: the same cells and rows are asked under each rounding rule
    _wholes: dict[tuple[int, int], int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _rows: dict[str, list[Row]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def unit(self) -> Decimal:
        """One unit of the last printed digit, in the stored unit."""
        return next(iter(self.cells.values())).measure.factor.scaleb(-self.digits)

    def whole(self, line: int, column: int) -> int:
        place = (line, column)
        found = self._wholes.get(place)
        if found is None:
            figure = self.cells.get(self.carried.get(place, place))
            value = figure.value if figure else None
            found = self._wholes[place] = 0 if value is None else int(value.scaleb(self.digits))
        return found

    def rows(self, name: str, build: Callable[[], list[Row]]) -> list[Row]:
        """The rows of that name, built when they are first asked."""
        if name not in self._rows:
            self._rows[name] = build()
        return self._rows[name]

    def live(self, line: int, column: int) -> bool:
        figure = self.cells.get(self.carried.get((line, column), (line, column)))
        return figure is not None and figure.cell.amount.state is ValueState.NUMBER

    def shown(self, line: int, column: int) -> bool:
        figure = self.cells.get(self.carried.get((line, column), (line, column)))
        return figure is not None and figure.cell.amount.state is not ValueState.BLANK

    def printed(self, line: int, column: int) -> bool:
        return (line, column) not in self.carried and self.live(line, column)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a table, down its columns or across its components, under a rounding rule."""

    table: Table
    outcome: Outcome
    rounding: Rounding
    across: bool = False


def read_structure(table: Table, rounding: Rounding) -> list[Reading]:
    """The sums that the layout shows: down the lines, and across the columns of changes in equity."""
    readings = [Reading(table, down(table, rounding), rounding)]
    if table.sheet.span.kind is StatementKind.CHANGES_IN_EQUITY:
        readings.append(Reading(table, across(table, rounding), rounding, across=True))
    return readings


def tables_of(index: int, sheet: Sheet, figures: Mapping[Key, Figure]) -> list[Table]:
    """One table for each group of columns in one currency and scale. Rows that are no money are left out."""
    groups: dict[tuple[str, int], list[int]] = {}
    cells: dict[tuple[str, int], dict[tuple[int, int], Figure]] = {}
    for (at, line, column), figure in figures.items():
        if at != index or not figure.measure.money:
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
        tables.append(
            Table(index, sheet, lines, tuple(sorted(columns)), found, digits, unit[1] == 1, _carried(sheet, found))
        )
    return tables


_RESTATED = rule("roles.restated_opening")


def _carried(sheet: Sheet, cells: Mapping[tuple[int, int], Figure]) -> dict[tuple[int, int], tuple[int, int]]:
    out: dict[tuple[int, int], tuple[int, int]] = {}
    if sheet.span.kind is not StatementKind.CHANGES_IN_EQUITY:
        return out
    opening: int | None = None
    for line in sheet.lines:
        if line.heading:
            continue
        if opening is not None and _RESTATED.finds(label_key(line.label)) and is_balance(line.label):
            for column in sheet.columns:
                figure, above = cells.get((line.number, column.index)), cells.get((opening, column.index))
                if (
                    figure is not None
                    and figure.cell.amount.state is ValueState.BLANK
                    and above is not None
                    and above.value is not None
                ):
                    out[line.number, column.index] = (opening, column.index)
        elif opening is None:
            opening = line.number
    return out


def down(table: Table, rounding: Rounding) -> Outcome:
    """The sums down the lines of a table."""
    rows = table.rows("down", lambda: _rows_down(table))
    signed = table.sheet.span.kind in SIGNED
    sparse = table.sheet.span.kind is StatementKind.CHANGES_IN_EQUITY
    rule = Rule(rounding, table.exact, _style(rows) if signed else 0, sparse)
    return find_sums(rows, rule, signed=signed, carry=True)


def _rows_down(table: Table) -> list[Row]:
    kept = set(table.lines)
    return [_row(table, line, line.number in kept) for line in table.sheet.lines if line.heading or line.number in kept]


def _style(rows: Sequence[Row]) -> int:
    """1: this statement prints its costs positive, -1: negative; 0: it does either, or prints too few to tell."""
    signs = [
        1 if value > 0 else -1 for row in rows if row.nature < 0 and not row.share for value in row.values if value
    ]
    most = max(signs.count(1), signs.count(-1))
    return 0 if len(signs) < 4 or most < 0.8 * len(signs) else 1 if signs.count(1) == most else -1


def _row(table: Table, line: Line, kept: bool) -> Row:
    kind = table.sheet.span.kind
    number = line.number
    columns = table.columns if kept else ()
    above = table.sheet.line(line.parent).label if line.parent else ""
    result = is_result(line.label, kind)
    own = nature(line.label) if not result or is_cost_total(line.label) else 1
    share = kind in SIGNED and (is_share(line.label) or bool(above and is_share(above)))
    return Row(
        key=number,
        values=[table.whole(number, c) for c in columns],
        live=[table.live(number, c) for c in columns],
        shown=[table.shown(number, c) for c in columns],
        depth=line.depth,
        total=is_total(line.label),
        result=result,
        owed=result and own >= 0 and kind is not StatementKind.BALANCE_SHEET and not is_share(line.label),
        family=family(line.label if is_share(line.label) or not share else above) if kind in SIGNED else "",
        share=share,
        nature=own or (nature(above) if above and not swings(line.label) else 0),
        aside=is_aside(line.label),
        memo=is_memo(line.label),
        heading=line.heading,
    )


def across(table: Table, rounding: Rounding) -> Outcome:
    """Changes in equity: the components of each row, with the headings of the column heads as sections."""
    rows = table.rows("across", lambda: _rows_across(table))
    return find_sums(rows, Rule(rounding, table.exact, sparse=True), heads=False)


def _rows_across(table: Table) -> list[Row]:
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
    return rows
