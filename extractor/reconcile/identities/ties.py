"""The same amount printed twice: between statements, with the summary, from one column to the next; across units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from extractor.model import Check, LabelledSheet, StatementKind, ValueState
from extractor.reconcile.identities.checks import between
from extractor.reconcile.identities.quantities import FIRM
from extractor.reconcile.values.figure import Figure, Key

Place = tuple[bool, str, str, date | None, date]  # consolidated, unit, quantity, period
SIGNIFICANT = 100  # printed units: smaller amounts meet by accident


def groups(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], names: Mapping[Key, str]
) -> dict[Place, list[Key]]:
    """Number cells by what they measure, for whom and when."""
    out: dict[Place, list[Key]] = defaultdict(list)
    for key, name in names.items():
        figure = figures[key]
        if figure.cell.amount.state is ValueState.NUMBER and figure.period is not None:
            out[
                labelled[key[0]].sheet.span.consolidated,
                figure.measure.unit.value,
                name,
                figure.period.start,
                figure.period.end,
            ].append(key)
    return out


def agree(a: Figure, b: Figure, factor: Decimal = Decimal(1), *, signed: bool = True) -> bool:
    """Whether the two printed figures can be one amount (the second times ``factor``), each within its last digit."""
    if a.amount is None or b.amount is None:
        return False
    left, right = a.amount, b.amount * factor
    if not signed:
        left, right = abs(left), abs(right)
    coarse: Decimal = max(a.step, b.step * factor)
    return abs(left - right) < coarse if a.step != b.step * factor else left == right


def find_ties(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], found: Mapping[Place, Sequence[Key]]
) -> list[Check]:
    """A check for every pair of cells of one quantity; of plain wordings only those that agree."""
    checks: list[Check] = []
    for (_, _, name, _, _), keys in found.items():
        if len(keys) < 2:
            continue
        firm = name in FIRM
        for i, one in enumerate(keys):
            for other in keys[i + 1 :]:
                a, b = figures[one], figures[other]
                if one[0] == other[0] and not _apart(labelled[one[0]], one, other):
                    continue
                holds = agree(a, b, signed=not name.startswith("="))
                held = name == "cash" and StatementKind.BALANCE_SHEET in (
                    labelled[one[0]].sheet.span.kind,
                    labelled[other[0]].sheet.span.kind,
                )
                if not holds and (not firm or held or _opening(labelled, a) or _opening(labelled, b)):
                    continue
                if (
                    not firm
                    and name.startswith("=")
                    and abs(a.value or Decimal(0)) < SIGNIFICANT
                    and abs(b.value or Decimal(0)) < SIGNIFICANT
                    and not _same_section(labelled, one, other)
                ):
                    continue
                checks.append(_tie(name, labelled, a, b, holds))
    return checks


def _opening(labelled: Sequence[LabelledSheet], figure: Figure) -> bool:
    """An opening balance may be restated: that it differs from the balance printed before contradicts nothing."""
    if (
        labelled[figure.key[0]].sheet.span.kind is not StatementKind.CHANGES_IN_EQUITY
        or figure.period is None
        or figure.column.period is None
    ):
        return False
    return figure.column.period.start is not None and figure.period.end < figure.column.period.start


def _apart(entry: LabelledSheet, one: Key, other: Key) -> bool:
    """Two cells of one sheet are two witnesses if they stand in different lines and columns, as cash at the end and at
    the beginning."""
    return one[1] != other[1] and one[2] != other[2]


def _same_section(labelled: Sequence[LabelledSheet], one: Key, other: Key) -> bool:
    kinds = {labelled[one[0]].sheet.span.kind, labelled[other[0]].sheet.span.kind}
    return kinds == {StatementKind.BALANCE_SHEET, StatementKind.CHANGES_IN_EQUITY}


def _tie(name: str, labelled: Sequence[LabelledSheet], a: Figure, b: Figure, holds: bool) -> Check:
    coarse = max(a.step, b.step)
    value = b.amount or Decimal(0)
    kind = (
        "summary"
        if StatementKind.FINANCIAL_SUMMARY in (labelled[a.key[0]].sheet.span.kind, labelled[b.key[0]].sheet.span.kind)
        else "tie"
    )
    return between(f"{kind}:{name}", labelled, a, [b], value - coarse, value + coarse, holds=holds)
