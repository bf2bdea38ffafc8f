"""The sums of another table, down its columns and along its rows: subtotals, totals, roll-forwards.

Nothing is known of such a table but its figures and its wording, so a sum counts only where it outweighs coincidence:
by decimal orders, over all columns in which it holds, less what was tried. A column that repeats another one, and one
in which the total has a single part, are no witnesses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.model import Check, Rounding, StatementKind
from extractor.notation.lexicon import rules
from extractor.notation.text import label_key
from extractor.reconcile.identities.line_roles import is_aside, is_result, is_total, nature
from extractor.reconcile.identities.rounding import bounds
from extractor.reconcile.identities.sum_parts import Row, Rule, Sum
from extractor.reconcile.identities.sum_search import find_sums
from extractor.reconcile.tables.figures import Face, Place

ENOUGH = 3.0  # decimal orders
TRIALS = 4_000_000  # rows squared times columns: longer lists are not searched for sums
MISFIT = 2.0  # what a column in which the sum fails takes away
STATEMENT = "other_tables"
_T = rules("other_tables")


@dataclass(frozen=True, slots=True)
class Found:
    """A sum down the columns of a face, or along its rows. ``places``: those columns, or rows; ``heading``: the
    wording says that the total is one."""

    face: Face
    across: bool
    sum: Sum
    places: tuple[int, ...]
    heading: bool
    rounding: Rounding

    def cell(self, place: int, key: int) -> Place:
        return (place, key) if self.across else (key, place)

    def total(self, place: int) -> Place:
        return self.cell(place, self.sum.total)

    def terms(self, place: int) -> list[tuple[Place, int]]:
        return [(self.cell(place, term.key), term.weight) for term in self.sum.terms]

    def parts(self, place: int) -> list[int]:
        """What is added up there, with its sign; dashes and blanks left out."""
        return [weight * self.face.whole(cell) for cell, weight in self.terms(place) if self.face.live(cell)]

    def check(self, place: int, holds: bool) -> Check:
        parts, step = self.parts(place), self.face.step
        low, high = bounds(
            self.rounding, self.face.exact, sum(part >= 0 for part in parts), sum(part <= 0 for part in parts)
        )
        total = self.face.member(self.total(place))
        return Check(
            "across" if self.across else "structure",
            STATEMENT,
            total,
            tuple(self.face.member(cell, weight) for cell, weight in self.terms(place) if self.face.shown(cell)),
            (sum(parts) + low) * step,
            (sum(parts) + high) * step,
            total.value,
            holds,
            holds or self.whole_fails(place),
        )

    def whole_fails(self, place: int) -> bool:
        """Whether a failure there speaks against the figures: by its name the total is one, every part is printed, and
        the sum holds twice elsewhere, there too with every part printed."""
        if not self.heading or self.face.unit == "percent" or not self._full(place):
            return False  # rates of change stand beside shares that add up, and do not
        held = (other for other, verdict in zip(self.places, self.sum.holds, strict=True) if verdict)
        return sum(map(self._full, held)) >= 2

    def _full(self, place: int) -> bool:
        return all(self.face.shown(cell) for cell, _ in self.terms(place))


def sums_of(face: Face, rounding: Rounding) -> Iterator[Found]:
    """The sums that outweigh coincidence."""
    rule = Rule(rounding, face.exact)
    for across in (False, True):
        keys, crossing = (face.columns, face.rows) if across else (face.rows, face.columns)
        if len(keys) < 2 or len(keys) ** 2 * len(crossing) > TRIALS:
            continue
        places = tuple(row.number for row in face.rows) if across else tuple(column.index for column in face.columns)
        rows = list(_across(face, places) if across else _down(face, places))
        named = {row.key for row in rows if row.total or row.result}
        for found in find_sums(rows, rule, signed=not across or any(row.result for row in rows)).sums:
            one = Found(face, across, found, places, found.total in named, rounding)
            if _weight(one, len(rows)) >= ENOUGH:
                yield one


def _down(face: Face, places: Sequence[int]) -> Iterator[Row]:
    last: tuple[str, ...] = ()
    for row in face.rows:
        if row.path[:-1] != last and row.path[:-1]:
            yield Row(-1, (), (), (), heading=True, depth=max(0, row.depth - 1))
        last = row.path[:-1]
        at = [(row.number, place) for place in places]
        yield Row(
            row.number,
            [face.whole(place) for place in at],
            [face.live(place) for place in at],
            [face.shown(place) for place in at],
            depth=row.depth,
            total=is_total(row.label),
            result=is_result(row.label, StatementKind.CHANGES_IN_EQUITY),
            nature=-1 if _T["decrease"].finds(label_key(row.label)) else nature(row.label),
            aside=is_aside(row.label),
        )


def _across(face: Face, places: Sequence[int]) -> Iterator[Row]:
    last: tuple[str, ...] = ()
    for column in face.columns:
        if column.path[:-1] != last and column.path[:-1]:
            yield Row(-1, (), (), (), heading=True)
        last = column.path[:-1]
        label = label_key(column.path[-1]) if column.path else ""
        at = [(place, column.index) for place in places]
        yield Row(
            column.index,
            [face.whole(place) for place in at],
            [face.live(place) for place in at],
            [face.shown(place) for place in at],
            total=bool(column.path) and is_total(column.path[-1]),
            result=_T["closing"].finds(label),
            nature=-1 if _T["decrease"].finds(label) else 0,
        )


def _roundness(witness: Sequence[int]) -> int:
    """The power of ten that all the figures are multiples of: 10,000 and 10,000 are 20,000 as 1 and 1 are 2."""
    whole = math.gcd(*witness)
    return 10 ** (len(str(whole)) - len(str(whole).rstrip("0"))) if whole else 1


def _weight(found: Found, rows: int) -> float:
    """Decimal orders by which the sum outweighs coincidence."""
    evidence = 0.0
    seen: set[tuple[int, ...]] = set()
    for place, holds in zip(found.places, found.sum.holds, strict=True):
        if holds is None:
            continue
        if not holds:
            evidence -= MISFIT
            continue
        total, parts = found.face.whole(found.total(place)), [part for part in found.parts(place) if part]
        witness = (total, *parts)
        if len(parts) < 2 or not total or witness in seen:
            continue
        seen.add(witness)
        width = 1 if found.face.exact else len(parts)
        evidence += max(0.0, math.log10(max(map(abs, witness)) / _roundness(witness) / width))
    if found.heading:
        return evidence
    turned = sum(term.weight < 0 for term in found.sum.terms)
    return evidence - math.log10(rows) - turned * math.log10(2)
