"""What a cell measures, by its wording: the same name wherever filings print the same amount twice.

``revenue`` of a summary is the income statement's first line; the closing balance of an equity component is a
balance-sheet line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from extractor.model import LabelledSheet, Standard, StatementKind, StatementSpan, SummaryPart
from extractor.notation.dates import dates_in, normal
from extractor.notation.lexicon import rules
from extractor.notation.text import label_key
from extractor.notation.units import without_remarks
from extractor.reconcile.identities.line_roles import family
from extractor.reconcile.values.dating import is_balance
from extractor.reconcile.values.figure import Figure, Key

K = StatementKind
_INCOME = (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME, K.FINANCIAL_SUMMARY)
_WORDING = tuple((name, frozenset(rule.value["kinds"]), rule) for name, rule in rules("quantities").items())
FIRM = frozenset(name for name, _, rule in _WORDING if rule.value["firm"])  # of two that differ one is wrong
_W = rules("wordings")
_STANDARDS = {standard: _W[standard.value] for standard in Standard}
# A wording that the patterns do not know, and whose item the taxonomy does.
_ITEMS = {
    "assets": "total_assets",
    "net_assets": "net_assets",
    "equity_attributable_to_owners_of_parent": "owners_equity",
    "operating_income": "operating_profit",
    "ordinary_income": "ordinary_profit",
    "profit_loss_attributable_to_owners_of_parent": "owners_profit",
    "comprehensive_income": "comprehensive_income",
    "comprehensive_income_attributable_to_owners_of_the_parent": "owners_comprehensive",
    "total_dividends": "dividends",
    "net_cash_provided_by_used_in_operating_activities": "operating_cash",
    "net_cash_provided_by_used_in_investment_activities": "investing_cash",
    "net_cash_provided_by_used_in_financing_activities": "financing_cash",
}
_FLOWS = {  # of equity, by the component whose row it is
    ("profit", "net_assets"): "profit",
    ("profit", "owners_equity"): "owners_profit",
    ("comprehensive_income", "net_assets"): "comprehensive_income",
    ("comprehensive_income", "owners_equity"): "owners_comprehensive",
}


@lru_cache(maxsize=32768)
def named(label: str, kind: StatementKind) -> str | None:
    """The quantity that a label of a statement names, or None."""
    key = _W["ditto"].pattern.sub("", without_remarks(label_key(label)))
    key = _W["roman_number"].pattern.sub("", key) if kind is not K.FINANCIAL_SUMMARY else key
    for name, kinds, wording in _WORDING:
        if kind in kinds and wording.finds(key):
            return name
    return None


def quantities(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> dict[Key, str]:
    """A name for each money cell whose wording is not vague; equity cells are named by component or by row."""
    out: dict[Key, str] = {}
    for key, figure in figures.items():
        if not figure.measure.money or figure.period is None:
            continue
        span = labelled[key[0]].sheet.span
        if span.part is SummaryPart.FORECAST:
            continue  # what is expected proves nothing
        name = _equity(figure) if span.kind is K.CHANGES_IN_EQUITY else _row(labelled[key[0]], figure)
        if name:
            out[key] = name + _by_another_standard(figure, span)
    return out


def _row(entry: LabelledSheet, figure: Figure) -> str | None:
    line, kind = figure.line, entry.sheet.span.kind
    above = entry.sheet.line(line.parent).label if line.parent else ""
    item = entry.matches[line.number].item if line.number in entry.matches else None
    if kind is K.BALANCE_SHEET and CASH_HELD.finds(label_key(line.label)):
        return "cash"
    return (
        _owners(line.label, above, kind) or named(line.label, kind) or _ITEMS.get(item or "") or plain(line.label, kind)
    )


def _by_another_standard(figure: Figure, span: StatementSpan) -> str:
    """Selected financial data show a year twice where the standard changed: 日本基準 beside 国際会計基準. Such amounts
    need not be equal."""
    if span.kind is not K.FINANCIAL_SUMMARY:
        return ""
    said = next(
        (standard for standard, words in _STANDARDS.items() if words.finds(label_key(figure.column.label))),
        span.standard,
    )
    return "" if said is span.standard else f"@{said}"


# The balance sheet's cash is the cash flows' where no deposit is long and no overdraft counts: a tie if they agree, no
# clash if not.
CASH_HELD = _W["cash_held"]


@lru_cache(maxsize=4096)
def _owners(label: str, heading: str, kind: StatementKind) -> str | None:
    """The owners' row of an attribution, named by its heading."""
    if kind not in _INCOME or not heading or not _W["owners"].finds(label_key(label)):
        return None
    return {"profit": "owners_profit", "comprehensive": "owners_comprehensive"}.get(family(heading))


def plain(label: str, kind: StatementKind) -> str | None:
    """The quantity that a label names, or the wording itself marked with =; None where it names nothing."""
    name = named(label, kind)
    if name:
        return name
    key = label_key(label)
    return None if not key or _W["vague"].finds(key) else f"={key}"


def _equity(figure: Figure) -> str | None:
    component = figure.column.component_label
    assert figure.period is not None
    if figure.period.instant:
        if not is_balance(figure.line.label) and not dates_in(normal(figure.line.label)):
            return None  # the effect of a change in accounting is no balance
        return plain(component, K.BALANCE_SHEET) if component else None
    row = named(figure.line.label, K.CHANGES_IN_EQUITY)
    if row == "owners_profit":
        return row
    return _FLOWS.get((row or "", named(component, K.BALANCE_SHEET) or "")) if component else None
