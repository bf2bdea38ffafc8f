"""The order in which filers print items: ``schemas/taxonomy/order.csv``, counted from filings whose tags are known.

The model statements give an order too, and filers leave it wherever they see fit. What none of them ever prints the
other way round is another matter: two neighbours that stand so may have each other's label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from extractor.model import Match, Sheet
from extractor.normalise.labels import BARE_OTHERS, key
from extractor.normalise.surroundings import totals_above
from extractor.normalise.usage import GROUPS
from extractor.resources import taxonomy_table


def out_of_order(sheet: Sheet, matches: Mapping[int, Match]) -> frozenset[int]:
    """Numbers of the lines that stand right above or below one that all filers print the other way round. What is left
    over, その他, stands behind all that has a name. A total that is printed above its parts is in order there."""
    group = GROUPS.get(sheet.span.kind)
    if group is None:
        return frozenset()
    below = _below()
    lines = [line for line in sheet.lines if not line.heading]
    elements = [match.element if (match := matches.get(line.number)) else None for line in lines]
    often = Counter(elements)
    tops = totals_above(sheet)
    found: set[int] = set()
    for (one, above), (two, under) in pairwise(zip(lines, elements, strict=True)):
        known = above and under and often[above] == often[under] == 1 and tops.get(two.number) != one.number
        turned = known and above in below.get((group, under or ""), ())
        unnamed = two.number not in matches or matches[two.number].item is None
        if turned or (unnamed and key(one.label) in BARE_OTHERS):
            found |= {one.number, two.number}
    return frozenset(found)


@cache
def _below() -> Mapping[tuple[str, str], frozenset[str]]:
    """(statement, element) -> the elements that stand below it. Raises ConfigurationError that names the file."""
    return dict(
        taxonomy_table("order.csv", lambda row: ((row["statement"], row["above"]), frozenset(row["below"].split("|"))))
    )
