"""Amounts that are not equal but akin: what a balance sheet has in common with the flows of its period.

Retained earnings grow by about the profit; the tax payable is about the tax of the period; the balance of a component
of other comprehensive income moves by about what the statement of comprehensive income shows. None is exact, but over
the filings looked at each lies within a factor of 30, so that a factor of 1,000 stands out. It is a witness for units
only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median

from extractor.model import LabelledSheet, StatementKind
from extractor.notation.lexicon import rules
from extractor.notation.text import label_key
from extractor.reconcile.identities.quantities import CASH_HELD, named
from extractor.reconcile.values.figure import Figure, Key

K = StatementKind
NEAR = 1.4  # decimal orders: amounts that are akin
FAR = 1.6  # and amounts a thousandfold apart

_W = rules("wordings")
_FLOWS = (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME)

Row = dict[tuple[object, object], Decimal]  # amounts by start and end


def kinship(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> dict[tuple[int, int], Decimal]:
    """For each balance sheet and flow statement of one basis that share kin: 1, or the power of a thousand between
    them."""
    rows: dict[int, dict[int, Row]] = defaultdict(lambda: defaultdict(dict))
    for (sheet, line, _), figure in figures.items():
        if figure.amount is not None and figure.period is not None and figure.measure.money:
            rows[sheet][line].setdefault((figure.period.start, figure.period.end), abs(figure.amount))
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    loose: dict[tuple[int, int], list[float]] = defaultdict(list)
    kinds = {index: entry.sheet.span.kind for index, entry in enumerate(labelled)}
    for a, kind in kinds.items():
        if kind is not K.BALANCE_SHEET:
            continue
        balances = {_name(labelled[a], line, K.BALANCE_SHEET): row for line, row in reversed(rows[a].items())}
        for b, other in kinds.items():
            if labelled[a].sheet.span.consolidated != labelled[b].sheet.span.consolidated:
                continue
            if other in _FLOWS:
                flows = {_name(labelled[b], line, other): row for line, row in reversed(rows[b].items())}
                found[a, b] += _against_flows(balances, flows)
                loose[a, b] += _ratio(_latest(balances.get("total_assets")), _latest(flows.get("revenue")))
            elif other is K.CASH_FLOWS:
                cash = next((row for name, row in balances.items() if CASH_HELD.finds(name)), None)
                held = max(
                    (
                        amount
                        for line, row in rows[b].items()
                        if named(labelled[b].sheet.line(line).label, other) == "cash"
                        for amount in row.values()
                    ),
                    default=None,
                )
                found[a, b] += _ratio(max(cash.values()) if cash else None, held)
    out: dict[tuple[int, int], Decimal] = {}
    for pair in {**found, **loose}:
        factor = _factor(found[pair], loose[pair])
        if factor is not None:
            out[pair] = factor
    return out


def _name(entry: LabelledSheet, line: int, kind: StatementKind) -> str:
    label = entry.sheet.line(line).label
    return named(label, kind) or label_key(label)


def _against_flows(balances: Mapping[str, Row], flows: Mapping[str, Row]) -> list[float]:
    profit = _latest(flows.get("owners_profit")) or _latest(flows.get("profit"))
    whole = _latest(flows.get("comprehensive_income"))
    tax = next((_latest(row) for name, row in flows.items() if _W["tax"].finds(name)), None)
    out: list[float] = []
    for name, row in balances.items():
        if _W["retained"].finds(name):
            out += _ratio(_move(row), profit)
        elif _W["tax_due"].finds(name):
            out += _ratio(_latest(row), tax)
        elif name == "net_assets":
            out += _ratio(_move(row), whole or profit)
        elif name in flows and name not in ("total_assets", "revenue"):
            out += _ratio(_move(row), _latest(flows[name]))
    return out


def _latest(row: Row | None) -> Decimal | None:
    """The amount of the latest period, of the longest one where several end together."""
    if not row:
        return None
    end = max(str(key[1]) for key in row)
    return max(amount for key, amount in row.items() if str(key[1]) == end)


def _move(row: Row) -> Decimal | None:
    ordered = [amount for _, amount in sorted(row.items(), key=lambda item: str(item[0][1]))]
    return abs(ordered[-1] - ordered[-2]) if len(ordered) > 1 else None


def _ratio(a: Decimal | None, b: Decimal | None) -> list[float]:
    return [float((a / b).log10())] if a and b else []


def _factor(close: Sequence[float], loose: Sequence[float]) -> Decimal | None:
    if close:
        middle = median(close)
        if abs(middle) <= NEAR:
            return Decimal(1)
        if abs(middle) >= FAR and len(close) > 1:
            return Decimal(1000) ** round(middle / 3) if round(middle / 3) else None
        return None
    if loose:  # assets over revenue: from a third of a quarter's sales to a thousand times as much at a bank
        middle = median(loose)
        if -0.6 <= middle <= 2.0:
            return Decimal(1)
        if middle < -1.2:
            return Decimal("0.001")
    return None
