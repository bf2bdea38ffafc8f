"""The summary pages of earnings reports: canonical items without elements, because the exchange's own elements are not the taxonomy's.

Rates of change and forecasts get no item: nobody who asks for an item may take them for a result. ``method`` says why a line has none.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.model import LabelledSheet, Line, Match, SummaryPart
from extractor.normalise.labels import key

FORECAST, RATE = "forecast", "rate"
_RATES = ("増減率", "前期比", "前年同期比", "change")


def label_part(labelled: LabelledSheet) -> LabelledSheet:
    """The labelled sheet of a summary part, as the ladder read it, without elements and without items that mislead."""
    part = labelled.sheet.span.part
    if part is None:
        return labelled
    matches = {line.number: _match(line, labelled.matches[line.number], part) for line in labelled.sheet.lines}
    return replace(labelled, matches=matches, arcs=())


def _match(line: Line, match: Match, part: SummaryPart) -> Match:
    if part is SummaryPart.FORECAST:
        return Match(None, None, FORECAST, heading=match.heading)
    if line.unit_text in ("%", "％") and key(line.label).endswith(_RATES):
        return Match(None, None, RATE, heading=match.heading)
    return replace(match, element=None)
