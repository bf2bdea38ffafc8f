"""The dividends of a year: the sum of its dates. Of a year that is running, some dates are results and some are
expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from extractor.model import Check, LabelledSheet, SummaryPart, ValueState
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key
from extractor.reconcile.identities.checks import between
from extractor.reconcile.ratios.operands import ANNUAL, PER_SHARE
from extractor.reconcile.values.figure import Figure, Key

_DATE = rule("earnings.dividend_date").finds


def find_dividends(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> Iterator[Check]:
    """The totals that are the sum of their dates."""
    parts: dict[date, list[Figure]] = defaultdict(list)
    totals: list[tuple[date, Figure]] = []
    for key, figure in figures.items():
        if (
            labelled[key[0]].sheet.span.part not in (SummaryPart.DIVIDENDS, SummaryPart.FORECAST)
            or figure.measure.unit not in PER_SHARE
        ):
            continue
        if figure.period is None or figure.cell.amount.state is not ValueState.NUMBER:
            continue
        label = label_key(figure.line.label)
        if ANNUAL.finds(label):
            totals.append((figure.period.end, figure))
        elif _DATE(label):
            parts[figure.period.end].append(figure)
    for end, total in totals:
        same = [part for part in parts[end] if part.key[0] == total.key[0] and part.key[2] == total.key[2]]
        mixed = {label_key(part.line.label): part for part in parts[end] if part.key[0] != total.key[0]} | {
            label_key(part.line.label): part for part in same
        }
        for members in (list(mixed.values()), same):
            value = sum((member.amount or Decimal(0) for member in members), Decimal(0))
            if members and value == total.amount:
                yield between("structure:dividends", labelled, total, members, value, value)
                break
