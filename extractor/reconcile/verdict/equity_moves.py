"""Changes in equity in columns that their item does not change: dividends in capital stock, profit in a reserve of
other comprehensive income. The sums of the statement hold all the same; the label is another line's, or the head of the
column another column's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from extractor.model import LabelledSheet, StatementKind
from extractor.notation.lexicon import table
from extractor.reconcile.values.figure import NO_MATCH, Figure, Key

_GROUPS: Mapping[str, Sequence[str]] = table("attributes")["component_groups"]
_NEVER: Mapping[str, tuple[str, ...]] = {
    item: tuple(one for part in parts for one in _GROUPS.get(part, (part,)))
    for item, parts in table("attributes")["never_changes"].items()
}


def misplaced(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> frozenset[tuple[int, int]]:
    """Lines (sheet, line) of statements of changes in equity that print an amount, not zero, where their item has
    none."""
    out: set[tuple[int, int]] = set()
    for key, figure in figures.items():
        entry = labelled[key[0]]
        if entry.sheet.span.kind is not StatementKind.CHANGES_IN_EQUITY or not figure.value:
            continue
        item = entry.matches.get(key[1], NO_MATCH).item
        component = entry.components.get(key[2], NO_MATCH).item
        if item and component and _never(item, component):
            out.add(key[:2])
    return frozenset(out)


@lru_cache(maxsize=4096)
def _never(item: str, component: str) -> bool:
    parts = next((parts for known, parts in _NEVER.items() if fnmatchcase(item, known)), ())
    return any(fnmatchcase(component, part) for part in parts)
