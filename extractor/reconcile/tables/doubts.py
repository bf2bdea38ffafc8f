"""Rows and columns of another table of which it is not clear what they are of.

A sum proves digits, wherever they stand. So a figure is proved only where its row has a label, its column a head that
was read whole, and its unit is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.errors import FindingCode as Code
from extractor.model.other import GridColumn, GridRow, OtherTable
from extractor.notation.lexicon import rules
from extractor.notation.quantities import names_two_scales, says_unit_alone
from extractor.notation.text import fold, label_key

_T = rules("other_tables")
LONGEST = 60  # characters of a label: longer ones are several rows' labels in one
SHORTEST = 3  # characters of a label: beside single kana so short ones are parts of a word, too
Place = tuple[int | None, int | None]  # row, column; None: all of them


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels and groups of all tables of a filing, as keys. ``whole``: those printed on one line somewhere."""

    whole: frozenset[str]
    every: frozenset[str]

    @classmethod
    def of(cls, tables: Iterable[OtherTable]) -> Labels:
        """Those of these tables."""
        whole: set[str] = set()
        every: set[str] = set()
        for row in (row for table in tables for row in table.grid.rows):
            keys = [label_key(part) for part in row.path]
            every.update(keys)
            whole.update(keys[:-1] if row.lines else keys)
        return cls(frozenset(whole - {""}), frozenset(every - {""}))


def doubts_of(table: OtherTable, known: Labels) -> Iterator[tuple[Code, str, Place]]:
    """What is not clear of a table, where. ``known``: the labels of the filing's tables."""
    grid = table.grid
    times = Counter(row.path for row in grid.rows)
    groups = {row.path[:depth] for row in grid.rows for depth in range(1, len(row.path))}
    spaced = any(_T["one_kana"].finds(label_key(row.label)) for row in grid.rows)
    for row in grid.rows:
        if spaced and len(label_key(row.label)) <= SHORTEST:
            yield Code.LABEL_UNCLEAR, f"row {row.number} has a part of a label: {row.label}", (row.number, None)
        elif times[row.path] > 1 and row.path in groups:
            why = f"row {row.number} has the label of its group alone: {row.label}"
            yield Code.LABEL_UNCLEAR, why, (row.number, None)
        elif why := _of_row(row, len(grid.rows)) or _of_lines(row, known):
            yield Code.LABEL_UNCLEAR, why, (row.number, None)
        yield from _of_cells(row)
    heads = Counter(column.path for column in grid.columns)
    torn = any(_half_range(column) for column in grid.columns)
    worded = any(column.path and not says_unit_alone(column.path) for column in grid.columns)
    for column in grid.columns:
        if heads[column.path] > 1 and column.path:
            yield Code.HEADER_UNREAD, f"several columns have the head {column.label}", (None, column.index)
        elif why := _of_column(column, len(grid.columns)):
            yield Code.HEADER_UNREAD, why, (None, column.index)
        elif worded and column.path and says_unit_alone(column.path):
            why = f"the head of column {column.index + 1} says the unit alone: {column.label}"
            yield Code.HEADER_UNREAD, why, (None, column.index)
        elif torn and any(_T["date_alone"].finds(label_key(level)) for level in column.path[:-1]):
            why = f"the head of column {column.index + 1} may hold a part of another's period: {column.label}"
            yield Code.HEADER_UNREAD, why, (None, column.index)


def _of_row(row: GridRow, rows: int) -> str:
    keys = [label_key(part) for part in row.path]
    if rows > 1 and not (keys and keys[-1]):
        return f"row {row.number} has no label"
    if any((len(key) > LONGEST and not key.isascii()) or _T["two_labels"].finds(key) for key in keys):
        return f"row {row.number} may hold the labels of several rows"
    leaf = keys[-1] if keys else ""
    if row.label and not _T["says"].finds(leaf):
        return f"row {row.number} has a label without a word: {row.label}"
    if leaf.count("(") != leaf.count(")") or _T["label_part"].finds(leaf):
        return f"row {row.number} has a part of a label: {row.label}"
    return ""


def _of_lines(row: GridRow, known: Labels) -> str:
    """What the page shows of a label, and what its lines say elsewhere: two that are labels by themselves may be
    two."""
    if row.lines and label_key(row.label) in known.whole:
        return ""
    if row.unsure:
        return f"the label of row {row.number} may not be whole: {row.unsure}"
    if row.lines:
        for at in range(1, len(row.lines)):
            if all(label_key("".join(part)) in known.every for part in (row.lines[:at], row.lines[at:])):
                return f"row {row.number} may hold the labels of several rows"
    return ""


def _of_cells(row: GridRow) -> Iterator[tuple[Code, str, Place]]:
    """Cells that hold several figures side by side or one under the other."""
    figures = Counter(cell.column for cell in row.cells if cell.amount.value is not None and not cell.bracketed)
    for column, count in figures.items():
        if count > 1:
            yield Code.CELL_SPLIT, f"a cell of row {row.number} holds {count} figures", (row.number, column)


def _of_column(column: GridColumn, columns: int) -> str:
    key = label_key("".join(column.path))
    if columns > 1 and not key:
        return f"column {column.index + 1} has no head"
    if key.count("(") != key.count(")"):
        return f"the head of column {column.index + 1} is not whole: {column.label}"
    if any(map(names_two_scales, column.path)):
        return f"the head of column {column.index + 1} names two units: {column.label}"
    if _half_range(column):
        return f"the head of column {column.index + 1} names half of a period: {column.label}"
    whole = _T["range_begins"].finds(key) or _T["range_sign"].finds(key)
    if len(set(_T["year_month"].pattern.findall(key))) > (2 if whole else 1):
        return f"the head of column {column.index + 1} names several dates: {column.label}"
    return ""


def _half_range(column: GridColumn) -> bool:
    """Whether a head names where a period begins and not where it ends, or the reverse."""
    if _T["breaks_off"].finds(fold(" ".join(column.path))):
        return True
    keys = [label_key(level) for level in (*column.path, "".join(column.path))]
    return any(map(_T["range_begins"].finds, keys)) != any(map(_T["range_ends"].finds, keys))
