"""How filers use the items: ``schemas/taxonomy/usage.csv``, counted from filings whose tags are known.

An official wording names an official item, and still a filer may mean one of its own by it. How often others mean the
item by
that wording says how far the wording alone is to be believed.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractor.errors import ConfigurationError
from extractor.model import StatementKind, Usage
from extractor.normalise.items import Row
from extractor.normalise.labels import key
from extractor.resources import schema_path

_GROUPS = {
    StatementKind.BALANCE_SHEET: "bs",
    StatementKind.INCOME_STATEMENT: "pl",
    StatementKind.COMPREHENSIVE_INCOME: "pl",
    StatementKind.CHANGES_IN_EQUITY: "ss",
    StatementKind.CASH_FLOWS: "cf",
}
_Counts = Mapping[str, tuple[int, int]]  # element -> filers, filers with an element of their own
_NOBODY = (0, 0)


@dataclass(frozen=True, slots=True)
class _Table:
    """``by_wording``: (standard, statement, key of a label) -> its elements; ``by_element``: (statement, element) ->
    filers."""

    by_wording: Mapping[tuple[str, str, str], _Counts]
    by_element: Mapping[tuple[str, str], int]


def usage_of(label: str, row: Row, kind: StatementKind) -> Usage | None:
    """How many filers mean the row by the label, and how many use the row at all. None: a table that was not
    counted."""
    group = _GROUPS.get(kind)
    if group is None:
        return None
    table = _table()
    found = table.by_wording.get((row.standard, group, key(label)), {})
    japanese = table.by_wording.get((row.standard, group, key(row.ja)), {})
    if key(label) == key(row.en) and found.get(row.element, _NOBODY) < japanese.get(row.element, _NOBODY):
        found = japanese  # few filings are in English: the official labels of an element say the same
    filers, own = found.get(row.element, _NOBODY)
    others = max((count for element, (count, _) in found.items() if element != row.element), default=0)
    return Usage(filers, own, others, table.by_element.get((group, row.element), 0))


@cache
def _table() -> _Table:
    """The file as it is. Raises ConfigurationError that names it."""
    path = schema_path("taxonomy", "usage.csv")
    by_wording: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    by_element: dict[tuple[str, str], int] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            next(reader, None)
            for standard, statement, label, element, filers, own in reader:
                if label:
                    by_wording[standard, statement, label][element] = int(filers), int(own)
                else:
                    by_element[statement, element] = int(filers)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: {error}.", "restore the file, or make it with count_usage.py.") from error
    return _Table(by_wording, by_element)
