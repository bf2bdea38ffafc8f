"""A filing's trades, told by its own labels: banks, insurers, railways and others have items that nobody else uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.model import Sheet, Standard, StatementKind
from extractor.normalise.items import GENERAL
from extractor.normalise.labels import key
from extractor.normalise.taxonomy import Taxonomy
from extractor.notation.lexicon import rules

ENOUGH = 2.0
_STATEMENTS = {StatementKind.BALANCE_SHEET: "bs", StatementKind.INCOME_STATEMENT: "pl", StatementKind.CASH_FLOWS: "cf"}
_NAMES = {rule.value: rule for rule in rules("trades").values()}  # labels that name their trade: 海運業未払金


def evidence(sheets: Iterable[Sheet], taxonomy: Taxonomy) -> dict[tuple[str, str], frozenset[str]]:
    """(statement, label) -> the trades that alone explain it."""
    wanted = [sheet for sheet in sheets if sheet.span.standard is Standard.JGAAP and sheet.span.kind in _STATEMENTS]
    if not wanted:
        return {}
    labels = taxonomy.trade_labels(wanted[0].span.language)
    printed = {(_STATEMENTS[sheet.span.kind], key(line.label)) for sheet in wanted for line in sheet.lines}
    return {where: labels[where] for where in sorted(printed) if where in labels}


def find_industries(sheets: Iterable[Sheet], taxonomy: Taxonomy) -> tuple[str, ...]:
    """The trades of a group of sheets, the main one first (GENERAL for commerce and industry).

    A trade counts if two labels speak for it alone (a label shared by n trades speaks with 1/n of a voice), or one that
    names the trade itself.
    """
    found = evidence(sheets, taxonomy)
    trades: list[str] = []
    while found:
        voices: dict[str, float] = defaultdict(float)
        for names in found.values():
            for name in names:
                voices[name] += 1 / len(names)
        best = min(voices, key=lambda name: (-voices[name], name))
        if voices[best] < ENOUGH:
            break
        trades.append(best)
        found = {where: names for where, names in found.items() if best not in names}
    main = trades[:1] or [GENERAL]
    named = [
        name
        for (_, label), names in found.items()
        for name in sorted(names)
        if name in _NAMES and _NAMES[name].finds(label)
    ]
    return tuple(dict.fromkeys((*main, *trades, *named)))
