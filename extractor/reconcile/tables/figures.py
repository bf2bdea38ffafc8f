"""The figures of another table as whole numbers of the last printed digit, in one unit: what sums work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Member, Sign, ValueState
from extractor.model.other import GridCell, GridColumn, GridRow, OtherTable
from extractor.reconcile.values.measure import THOUSAND

Place = tuple[int, int]  # row number, column index
DIGITS = 18  # of a figure that takes part in sums and ties


@dataclass(frozen=True, slots=True)
class Face:
    """The cells of a table that share a unit and scale. ``digits``: decimals printed. Second figures of a cell, in
    brackets, are left out."""

    table: OtherTable
    rows: tuple[GridRow, ...]
    columns: tuple[GridColumn, ...]
    cells: Mapping[Place, GridCell]
    unit: str | None
    scale: int
    digits: int

    @property
    def exact(self) -> bool:
        """Whether a sum must hold to the last digit: things that are counted, and money to the last yen."""
        return self.scale == 1 and self.digits == 0 and self.unit is not None and self.unit != "percent"

    @property
    def step(self) -> Decimal:
        """One unit of the last printed digit, in the stored unit."""
        return factor(self.unit, self.scale).scaleb(-self.digits)

    def whole(self, place: Place) -> int:
        cell = self.cells.get(place)
        value = cell.amount.value if cell else None
        return 0 if value is None else int(value.scaleb(self.digits))

    def live(self, place: Place) -> bool:
        """Whether a number is printed."""
        cell = self.cells.get(place)
        return cell is not None and cell.amount.value is not None

    def shown(self, place: Place) -> bool:
        """Whether a number or a dash is printed. A dash in brackets stands beside a figure, and for none."""
        cell = self.cells.get(place)
        if cell is None or cell.amount.state is ValueState.BLANK:
            return False
        return cell.amount.value is not None or not opens_bracket(cell.text)

    def member(self, place: Place, weight: int = 1) -> Member:
        """Its part in an identity, in the stored unit; the table's number stands negative for its sheet."""
        evidence = Sign.PRINTED if weight > 0 else Sign.LABEL
        return Member(-self.table.number, *place, weight, self.whole(place) * self.step, evidence)


def factor(unit: str | None, scale: int) -> Decimal:
    """Stored units in one printed 1: money is kept in thousands of its currency."""
    return Decimal(scale) / (THOUSAND if is_money(unit) else 1)


def is_money(unit: str | None) -> bool:
    """Whether the unit is thousands of a currency."""
    return unit is not None and unit.startswith("thousand_")


def opens_bracket(text: str) -> bool:
    """Whether a cell prints its figure in brackets."""
    return text.startswith(("(", "（", "[", "［", "〔"))


def faces(table: OtherTable) -> list[Face]:
    """One for each unit and scale of the table."""
    by_unit: dict[tuple[str | None, int], dict[Place, GridCell]] = defaultdict(dict)
    for row in table.grid.rows:
        for cell in row.cells:
            if not cell.bracketed and _plausible(cell):
                measure = table.measures[row.number, cell.column]
                by_unit[measure.unit, measure.scale][row.number, cell.column] = cell
    return [_face(table, unit, scale, cells) for (unit, scale), cells in by_unit.items()]


def _plausible(cell: GridCell) -> bool:
    """Whether a figure has no more digits than the contract keeps: longer ones are strings of digits."""
    value = cell.amount.value
    return value is None or (value.is_finite() and len(value.as_tuple().digits) <= DIGITS and value.adjusted() < DIGITS)


def _face(table: OtherTable, unit: str | None, scale: int, cells: Mapping[Place, GridCell]) -> Face:
    numbers, indexes = {row for row, _ in cells}, {column for _, column in cells}
    rows = tuple(row for row in table.grid.rows if row.number in numbers)
    columns = tuple(column for column in table.grid.columns if column.index in indexes)
    return Face(table, rows, columns, cells, unit, scale, _decimals(cells.values()))


def _decimals(cells: Iterable[GridCell]) -> int:
    exponents = [cell.amount.value.as_tuple().exponent for cell in cells if cell.amount.value is not None]
    return max(0, min(4, max((-e for e in exponents if isinstance(e, int)), default=0)))
