"""What the filing does not say and its figures do: the rounding rule, and the unit of a table without a caption."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.model import Filing, LabelledSheet, Rounding
from extractor.reconcile.identities.layout_sums import Reading, Table
from extractor.reconcile.identities.quantities import quantities
from extractor.reconcile.identities.rounding import allows
from extractor.reconcile.identities.ties import groups
from extractor.reconcile.scale.votes import weigh
from extractor.reconcile.values.figure import Figure, Key
from extractor.reconcile.values.measure import money

SCALES = (1, 1_000, 1_000_000)
CLEAR = 3  # sums more that one rule explains than the other


@dataclass(frozen=True, slots=True)
class RoundingNote:
    """The rule used, whether the filing stated it, and how many sums break either rule. ``apart``: the rule of the
    company's own statements, where their sums obey another one than the group's."""

    used: Rounding
    stated: Rounding
    against_truncation: int
    against_rounding: int
    apart: Rounding | None = None

    @property
    def inferred(self) -> bool:
        return self.used is not self.stated

    def of(self, consolidated: bool) -> Rounding:
        """The rule of the statements of this basis."""
        return self.used if consolidated or self.apart is None else self.apart


def infer_rounding(
    filing: Filing, tables: Sequence[tuple[Table, Rounding]], read: Callable[[Table, Rounding], list[Reading]]
) -> tuple[list[Reading], RoundingNote]:
    """Readings of all tables under the stated rule; under the other one, or under none, where the sums contradict
    it. A group that reports by another standard than the company itself may round by another rule."""
    stated = next((said for _, said in tables if said is not Rounding.UNKNOWN), filing.rounding)
    free = [read(table, Rounding.UNKNOWN) for table, _ in tables]
    breaches = {
        rule: [
            (table.sheet.span.consolidated, _breaches(found, rule))
            for (table, _), found in zip(tables, free, strict=True)
        ]
        for rule in (Rounding.TRUNCATED, Rounding.ROUNDED)
    }

    def count(rule: Rounding, bases: Collection[bool]) -> int:
        return sum(number for basis, number in breaches.get(rule, ()) if basis in bases)

    def counts(*bases: bool) -> tuple[int, int]:
        return count(Rounding.TRUNCATED, bases), count(Rounding.ROUNDED, bases)

    used = _rule(stated, *counts(True, False))
    note = RoundingNote(used, stated, *counts(True, False))
    group, own = (_rule(Rounding.UNKNOWN, *counts(basis)) for basis in (True, False))
    if Rounding.UNKNOWN not in (group, own) and group is not own:
        note = RoundingNote(group, stated, *counts(True), own)
    out: list[Reading] = []
    for at, ((table, _), found) in enumerate(zip(tables, free, strict=True)):
        rule = note.of(table.sheet.span.consolidated)
        if rule is Rounding.UNKNOWN:
            out += found
        elif breaches[rule][at][1]:  # sums that keep a rule are those found under it: only other tables are read again
            out += read(table, rule)
        else:
            out += [replace(reading, rounding=rule) for reading in found]
    return out, note


def _rule(stated: Rounding, cut: int, half: int) -> Rounding:
    """The rule that sums obey of which ``cut`` break truncation and ``half`` rounding."""
    if half - cut >= CLEAR and half >= 3 * cut:
        return Rounding.TRUNCATED
    if cut - half >= CLEAR and cut >= 3 * half:
        return Rounding.ROUNDED
    kept = stated is not Rounding.UNKNOWN and (cut if stated is Rounding.TRUNCATED else half) == 0
    return stated if kept else Rounding.UNKNOWN


def _breaches(readings: Sequence[Reading], rule: Rounding) -> int:
    """Sums that hold with either rule allowed and break this one."""
    count = 0
    for reading in readings:
        if reading.table.exact:
            continue
        places = reading.table.lines if reading.across else reading.table.columns
        for found in reading.outcome.sums:
            for k, (place, holds) in enumerate(zip(places, found.holds, strict=True)):
                if not holds:
                    continue
                cells = [(place, term.key) if reading.across else (term.key, place) for term in found.terms_at(k)]
                parts = [
                    term.weight * reading.table.whole(*cell)
                    for term, cell in zip(found.terms_at(k), cells, strict=True)
                    if reading.table.live(*cell)
                ]
                at = (place, found.total) if reading.across else (found.total, place)
                total = reading.table.whole(*at)
                if not allows(
                    rule,
                    False,
                    total - sum(parts),
                    sum(part >= 0 for part in parts),
                    sum(part <= 0 for part in parts),
                    total,
                    reading.table.live(*at),
                ):
                    count += 1
    return count


def infer_scales(
    labelled: Sequence[LabelledSheet], by_sheet: Mapping[int, Mapping[Key, Figure]]
) -> tuple[dict[Key, Figure], dict[int, int | None]]:
    """All figures, and for each sheet without a unit caption the scale that the captioned tables prove (None: nothing
    proves one).

    A table without a caption is tried in yen, thousands and millions; the unit in which its figures come back elsewhere
    is its own.
    """
    figures: dict[Key, Figure] = {}
    bare: list[int] = []
    for index, mine in by_sheet.items():
        span = labelled[index].sheet.span
        if span.scale is None and any(_unsaid(f) for f in mine.values()):
            bare.append(index)
        else:
            figures.update(mine)
    scales: dict[int, int | None] = {}
    for index in bare:
        fits = [scale for scale in SCALES if _proved(labelled, figures, index, _rescaled(by_sheet[index], scale))]
        scales[index] = fits[0] if len(fits) == 1 else None
    for index in bare:
        figures.update(_rescaled(by_sheet[index], scales[index] or 1))
    return {key: figures[key] for index in by_sheet for key in by_sheet[index]}, scales


def _unsaid(figure: Figure) -> bool:
    """An amount for whose unit neither caption, nor column, nor row speaks."""
    return (
        figure.measure.money
        and figure.measure.factor == Decimal("0.001")
        and figure.column.scale is None
        and figure.line.unit_text is None
    )


def _proved(
    labelled: Sequence[LabelledSheet], known: Mapping[Key, Figure], index: int, tried: Mapping[Key, Figure]
) -> bool:
    together = {**known, **tried}
    return weigh(labelled, together, groups(labelled, together, quantities(labelled, together)))[index].proved


def _rescaled(figures: Mapping[Key, Figure], scale: int) -> dict[Key, Figure]:
    return {
        key: replace(figure, measure=money(scale, figure.column.currency)) if _unsaid(figure) else figure
        for key, figure in figures.items()
    }
