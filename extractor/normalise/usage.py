"""How filers use the items: ``schemas/taxonomy/usage.csv``, counted from filings whose tags are known.

An official wording names an official item, and still a filer may mean one of its own by it. How often others mean the
item by that wording says how far the wording alone is to be believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from extractor.model import Language, StatementKind, Usage
from extractor.normalise.items import Row
from extractor.normalise.labels import key, wording
from extractor.notation.text import is_cjk
from extractor.resources import taxonomy_table

GROUPS = {
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
    """``by_label``: (standard, statement, key of a label) -> its elements; ``by_wording``: likewise, of the label that
    most filers use; ``by_element``: (statement, element) -> filers."""

    by_label: Mapping[tuple[str, str, str], _Counts]
    by_wording: Mapping[tuple[str, str, str], _Counts]
    by_element: Mapping[tuple[str, str], int]


def usage_of(label: str, row: Row, kind: StatementKind, others: Iterable[tuple[Row, bool]] = ()) -> Usage | None:
    """How many filers mean the row by the label, or by another label of the same wording, and how many use the row at
    all. ``others``: the rows that the wording names besides, and whether each could stand in the same place. None: a
    table that was not counted."""
    group = GROUPS.get(kind)
    if group is None:
        return None
    table, said = _table(), wording(label)[0]
    users = table.by_element.get((group, row.element), 0)
    labels = [key(label)]
    english = not is_cjk(label)
    official = list(row.labels(Language.EN, row.industries)) if english else [row.ja]
    if any(said == wording(text)[0] for text in official):
        labels.append(key(row.ja))  # few filings are in English: the official labels of an element say the same
    found = [table.by_label.get((row.standard, group, text), {}) for text in labels]
    found.append(table.by_wording.get((row.standard, group, said), {}))
    counts = max(found, key=lambda counts: counts.get(row.element, _NOBODY)[0])
    filers = counts.get(row.element, _NOBODY)[0]
    own = max((own for meant in (found[0], counts) for _, own in meant.values()), default=0)
    rivals = {element: count for element, (count, _) in counts.items()}
    near = {other.element for other, beside in others if beside} - {row.element}
    if english and len(labels) > 1:  # who writes English takes the official label of the element that is meant
        filers = max(filers, users)
        for other, _ in others:
            rivals[other.element] = max(rivals.get(other.element, 0), table.by_element.get((group, other.element), 0))
    rivals.pop(row.element, None)
    beside = max((rivals.get(element, 0) for element in near), default=0)
    return Usage(filers, own, max(rivals.values(), default=0), users, beside)


@cache
def _table() -> _Table:
    """The file as it is. Raises ConfigurationError that names it."""
    by_label: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    by_wording: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    by_element: dict[tuple[str, str], int] = {}
    for row, counts in taxonomy_table("usage.csv", lambda row: (row, (int(row["filers"]), int(row["own"])))):
        standard, statement, element = row["standard"], row["statement"], row["element"]
        if row["label"]:
            by_label[standard, statement, row["label"]][element] = counts
            alike = by_wording[standard, statement, row["wording"]]
            alike[element] = max(counts, alike.get(element, _NOBODY))
        else:
            by_element[statement, element] = counts[0]
    return _Table(by_label, by_wording, by_element)
