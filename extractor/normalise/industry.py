"""A filing's trades, told by its own labels: banks, insurers, railways and others have items that nobody else uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.model import Language, Sheet, Standard, StatementKind
from extractor.normalise.labels import key
from extractor.normalise.taxonomy import GENERAL, Taxonomy

_STATEMENTS = {StatementKind.BALANCE_SHEET: ("bs",), StatementKind.INCOME_STATEMENT: ("pl",), StatementKind.CASH_FLOWS: ("cf",)}


def evidence(sheets: Iterable[Sheet], taxonomy: Taxonomy) -> dict[str, float]:
    """Industry -> how many of the sheets' labels only it explains (a label shared by n trades counts 1/n)."""
    labels: dict[tuple[str, str], set[str]] = {}
    scores: dict[str, float] = defaultdict(float)
    sheets = [sheet for sheet in sheets if sheet.span.standard is Standard.JGAAP and sheet.span.kind in _STATEMENTS]
    if not sheets:
        return scores
    language = sheets[0].span.language
    labels = _trade_labels(taxonomy, language)
    seen: set[tuple[str, str]] = set()
    for sheet in sheets:
        for line in sheet.lines:
            for statement in _STATEMENTS[sheet.span.kind]:
                where = (statement, key(line.label))
                if where in labels and where not in seen:
                    seen.add(where)
                    for industry in labels[where]:
                        scores[industry] += 1 / len(labels[where])
    return scores


def _trade_labels(taxonomy: Taxonomy, language: Language) -> dict[tuple[str, str], set[str]]:
    general: set[tuple[str, str]] = set()
    trades: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in taxonomy.rows("jgaap"):
        if row.kind == "component" or row.statement not in ("bs", "pl", "cf"):
            continue
        for industry in [GENERAL] if GENERAL in row.industries else sorted(row.industries):
            for label in row.labels(language, industry):
                where = (row.statement, key(label))
                if industry == GENERAL:
                    general.add(where)
                else:
                    trades[where].add(industry)
    return {where: names for where, names in trades.items() if where not in general}


def find_industries(sheets: Iterable[Sheet], taxonomy: Taxonomy) -> tuple[str, ...]:
    """The trades of a group of sheets, the main one first; empty for commerce and industry."""
    scores = evidence(sheets, taxonomy)
    ranked = sorted(scores, key=lambda industry: (-scores[industry], industry))
    return tuple(industry for industry in ranked[:1] if scores[industry] >= 1.0)
