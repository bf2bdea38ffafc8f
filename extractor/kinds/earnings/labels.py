"""The summary pages of earnings reports: canonical items without elements, because the exchange's own elements are not
the taxonomy's.

What the securities report's summary has too is read by the ladder; ``schemas/taxonomy/earnings.csv`` names the rest.
Rates of change and forecasts get no item: nobody who asks for an item may take them for a result. ``method`` says why a
line has none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from extractor.model import LabelledSheet, Line, Match, SummaryPart
from extractor.normalise.labels import key
from extractor.notation.lexicon import rule
from extractor.notation.text import fold
from extractor.resources import taxonomy_table

FORECAST, RATE, ALIAS = "forecast", "rate", "alias"
_RATES = rule("earnings.rate_label").finds


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
    if line.unit_text in ("%", "％") and _RATES(key(line.label)):
        return Match(None, None, RATE, heading=match.heading)
    if match.item is None and not line.heading:
        said = fold(line.label).lower()
        for pattern, item in _wordings().get(part, ()):
            if pattern.fullmatch(said) or pattern.fullmatch(said.replace(" ", "")):
                return replace(match, item=item, element=None, method=ALIAS, score=0.98, margin=0.0)
    return replace(match, element=None)


@cache
def _wordings() -> dict[SummaryPart, tuple[tuple[re.Pattern[str], str], ...]]:
    """part -> wordings with their items, in the order of the file."""
    out: dict[SummaryPart, list[tuple[re.Pattern[str], str]]] = {}
    for part, label, item in taxonomy_table(
        "earnings.csv", lambda row: (SummaryPart(row["part"]), re.compile(row["label"]), row["item"])
    ):
        out.setdefault(part, []).append((label, item))
    return {part: tuple(found) for part, found in out.items()}
