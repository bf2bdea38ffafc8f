"""What the official sums say of a sheet: which lines add up to which, and which label the figures refuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import permutations

from extractor.model import CalculationArc, Line, Sheet, StatementKind, ValueState
from extractor.normalise import polarity
from extractor.normalise.items import Row
from extractor.normalise.pool import Pool
from extractor.notation.text import is_cjk

# Sums of few parts that every statement with these items keeps, whatever else it prints: total, parts with weights
KEY_SUMS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("assets", (("current_assets", 1), ("noncurrent_assets", 1))),
    ("liabilities", (("current_liabilities", 1), ("noncurrent_liabilities", 1))),
    ("net_assets", (("equity_attributable_to_owners_of_parent", 1), ("non_controlling_interests", 1))),
    ("liabilities_and_net_assets", (("liabilities", 1), ("net_assets", 1))),
    ("gross_profit", (("revenue", 1), ("cost_of_sales", -1))),
    ("gross_profit", (("net_sales", 1), ("cost_of_sales", -1))),
    ("gross_profit", (("total_revenue", 1), ("cost_of_sales", -1))),
    ("profit_loss", (("income_before_income_taxes", 1), ("income_taxes", -1))),
    (
        "profit_loss",
        (
            ("profit_loss_attributable_to_owners_of_parent", 1),
            ("profit_loss_attributable_to_non_controlling_interests", 1),
        ),
    ),
    ("comprehensive_income", (("profit_loss", 1), ("other_comprehensive_income", 1))),
    (
        "comprehensive_income",
        (
            ("comprehensive_income_attributable_to_owners_of_the_parent", 1),
            ("comprehensive_income_attributable_to_non_controlling_interests", 1),
        ),
    ),
)


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
    while level:
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
    """The official sums that the row is part of; where none is given, the total of its section, signed by debit and
    credit."""
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


def overruled(
    sheet: Sheet, rows: Mapping[int, Row], claims: Mapping[str, Mapping[int, Row]], pool: Pool
) -> dict[int, Row]:
    """Lines whose figures are another sum than their label says, and the lines that their labels meant: line -> row.

    ``claims``: item -> the lines whose wording names it. Certain only: two lines of different figures claim an item,
    and in every column one of them is the official sum of the other and the other printed parts, two or more of them
    and none of them nothing.
    """
    printed: dict[str, int] = {}
    for number, row in rows.items():
        printed.setdefault(row.item, number)
    out: dict[int, Row] = {}
    for item, lines in claims.items():
        for number, other in permutations(lines, 2):
            if number in out or figures(sheet.line(number)) == figures(sheet.line(other)):
                continue
            for total in _sums_with(item, pool):
                parts = [
                    (other if part == item else printed[part], weight)
                    for part, weight in pool.parts_of.get(total.item, {}).items()
                    if part == item or part in printed
                ]
                if (
                    len(parts) > 1
                    and number not in dict(parts)
                    and _is_sum(sheet.line(number), [(sheet.line(part), weight) for part, weight in parts])
                ):
                    out[number] = total
                    if rows.get(other) is None or rows[other].item != item:
                        out[other] = lines[other]
    return out


def completed(sheet: Sheet, rows: Mapping[int, Row], pool: Pool) -> dict[int, Row]:
    """Lines of no known wording that are the one missing part, or the total, of a key sum: line -> row.

    Certain only: one line of the sheet alone fits, in every column, with figures that are not nothing.
    """
    out: dict[int, Row] = {}
    free = [line for line in sheet.lines if line.number not in rows and len(figures(line)) > 1]
    sparse = sheet.span.kind is StatementKind.CHANGES_IN_EQUITY
    for total, parts in KEY_SUMS if free else ():
        known = {**rows, **out}
        printed: dict[str, int] = {}
        for number, row in sorted(known.items()):
            printed.setdefault(row.item, number)
        members = ((total, -1), *parts)
        missing = [(item, weight) for item, weight in members if item not in printed]
        if len(missing) != 1 or not pool.by_item.get(missing[0][0]):
            continue
        item, weight = missing[0]
        others = [(sheet.line(printed[name]), -weight * share) for name, share in members if name != item]
        fitting = [line for line in free if line.number not in out and _either_sign(line, others, sparse)]
        target = [row for row in pool.by_item[item] if row.kind == "line"]
        if (
            len(fitting) == 1
            and target
            and not polarity.opposed(fitting[0].label, target[0].ja if is_cjk(fitting[0].label) else target[0].en)
        ):
            out[fitting[0].number] = target[0]
    return out


def _either_sign(line: Line, others: list[tuple[Line, int]], sparse: bool) -> bool:
    """Costs are printed as positive or as negative amounts, each filer in its way."""
    flipped = [(other, -weight) for other, weight in others]
    return _is_sum(line, others, sparse) or _is_sum(line, flipped, sparse)


def _sums_with(item: str, pool: Pool) -> Iterator[Row]:
    for row in pool.by_item.get(item, ()):
        for total, _ in row.totals:
            yield from (other for other in pool.by_item.get(total, ()) if other.kind == "line")


def figures(line: Line) -> dict[int, Decimal]:
    """A line's printed numbers by column."""
    return {
        cell.column: cell.amount.value
        for cell in line.cells
        if cell.amount.state is ValueState.NUMBER and cell.amount.value is not None
    }


def _is_sum(line: Line, parts: list[tuple[Line, int]], sparse: bool = False) -> bool:
    """In every column where the line has a figure; each printed figure may be off by less than one unit.

    ``sparse``: equity statements print nothing where a component did not change; one column must have all parts.
    """
    own = {column: figure for column, figure in figures(line).items() if figure}
    read = [(figures(part), weight) for part, weight in parts]
    whole = [column for column in own if all(values.get(column) for values, _ in read)]
    if not whole or (len(whole) < len(own) and not sparse):
        return False
    slack = Decimal(len(parts) + 1)
    sums = {
        column: sum((values.get(column, Decimal(0)) * weight for values, weight in read), Decimal(0)) for column in own
    }
    return all(abs(sums[column] - figure) <= slack for column, figure in own.items()) and any(
        abs(own[column]) > slack for column in whole
    )
