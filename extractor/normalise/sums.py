"""What the official sums say of a sheet: which lines add up to which, and which label the figures refuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import permutations

from extractor.model import CalculationArc, Line, Sheet, ValueState
from extractor.normalise.taxonomy import Pool, Row

MAX_STEPS = 4  # unprinted sums between a line and its printed total


def arcs(rows: Mapping[int, Row], pool: Pool) -> tuple[CalculationArc, ...]:
    """Each mapped line with the nearest total that the sheet prints."""
    printed: dict[str, list[int]] = defaultdict(list)
    for number, row in rows.items():
        printed[row.item].append(number)
    out = []
    for number, row in rows.items():
        found = nearest_total(row, printed, pool)
        if found is not None:
            item, weight = found
            out.append(CalculationArc(_close_to(number, printed[item]), number, weight))
    return tuple(out)


def nearest_total(row: Row, printed: Mapping[str, list[int]], pool: Pool) -> tuple[str, int] | None:
    """The printed total that is fewest sums away, with the product of the weights."""
    level, seen = [(row, 1)], {row.item}
    for _ in range(MAX_STEPS):
        above: list[tuple[Row, int]] = []
        for part, weight in level:
            for item, share in parents(part, pool):
                if item in seen:
                    continue
                if item in printed:
                    return item, weight * share
                seen.add(item)
                above += [(total, weight * share) for total in pool.by_item.get(item, ()) if total.kind == "line"][:1]
        level = above
    return None


def parents(row: Row, pool: Pool) -> Iterator[tuple[str, int]]:
    """The official sums that the row is part of; where none is given, the total of its section, signed by debit and credit."""
    if row.totals:
        yield from row.totals
        return
    if row.home:
        total = next((other for other in pool.by_item.get(row.home[-1], ()) if other.kind == "line"), None)
        if total is not None and total.item != row.item:
            yield total.item, -1 if row.balance and total.balance and row.balance != total.balance else 1


def _close_to(number: int, totals: list[int]) -> int:
    """Totals stand after their parts; where the item is printed twice the next one is meant."""
    return min(totals, key=lambda total: (total < number, abs(total - number)))


def overruled(sheet: Sheet, rows: Mapping[int, Row], claims: Mapping[str, Mapping[int, Row]], pool: Pool) -> dict[int, Row]:
    """Lines whose figures are another sum than their label says, and the lines that their labels meant: line -> row.

    ``claims``: item -> the lines whose wording names it. Certain only: two lines of different figures claim an item, and in every column
    one of them is the official sum of the other and the other printed parts, two or more of them and none of them nothing.
    """
    printed: dict[str, int] = {}
    for number, row in rows.items():
        printed.setdefault(row.item, number)
    out: dict[int, Row] = {}
    for item, lines in claims.items():
        for number, other in permutations(lines, 2):
            if number in out or _values(sheet.line(number)) == _values(sheet.line(other)):
                continue
            for total in _sums_with(item, pool):
                parts = [
                    (other if part == item else printed[part], weight)
                    for part, weight in pool.parts_of.get(total.item, {}).items()
                    if part == item or part in printed
                ]
                if len(parts) > 1 and number not in dict(parts) and _is_sum(sheet.line(number), [(sheet.line(part), weight) for part, weight in parts]):
                    out[number] = total
                    if rows.get(other) is None or rows[other].item != item:
                        out[other] = lines[other]
    return out


def _sums_with(item: str, pool: Pool) -> Iterator[Row]:
    for row in pool.by_item.get(item, ()):
        for total, _ in row.totals:
            yield from (other for other in pool.by_item.get(total, ()) if other.kind == "line")


def _values(line: Line) -> dict[int, Decimal]:
    return {cell.column: cell.amount.value for cell in line.cells if cell.amount.state is ValueState.NUMBER and cell.amount.value is not None}


def _is_sum(line: Line, parts: list[tuple[Line, int]]) -> bool:
    """In every column where the line has a figure; each printed figure may be off by less than one unit."""
    figures = _values(line)
    read = [(_values(part), weight) for part, weight in parts]
    if not figures or any(not all(values.get(column) for values, _ in read) for column in figures):
        return False
    slack = Decimal(len(parts) + 1)
    return all(
        abs(sum((values[column] * weight for values, weight in read), Decimal(0)) - figure) <= slack and abs(figure) > slack
        for column, figure in figures.items()
    )
