"""What the wording of a row says about its part in a sum: total, result, cost, "thereof". The words:
schemas/lexicon/roles.toml."""

from __future__ import annotations

from functools import lru_cache

from extractor.model import StatementKind
from extractor.notation.lexicon import rules
from extractor.notation.text import label_key

_R = rules("roles")
SIGNED = (StatementKind.INCOME_STATEMENT, StatementKind.COMPREHENSIVE_INCOME)


@lru_cache(maxsize=16384)
def is_total(label: str) -> bool:
    """Whether the row sums up others."""
    key = label_key(label)
    said = _R["total"].finds(key) or _R["total_start"].finds(key)
    return said and not _R["no_total"].finds(key) and not _soft_net(key)


def _soft_net(key: str) -> bool:
    """A net amount closes a gross amount and its depreciation where these are printed; by itself it promises no sum."""
    return _R["net_end"].finds(key) and not _R["grand"].finds(key)


@lru_cache(maxsize=16384)
def is_result(label: str, kind: StatementKind) -> bool:
    """Whether the row follows from what stands above it: a profit, a flow of an activity, a balance."""
    key = label_key(label)
    if kind in SIGNED:
        return _R["result_income"].finds(key) and not _R["no_result"].finds(key)
    if kind is StatementKind.CASH_FLOWS:
        return _R["result_cash"].finds(key) and not _R["no_result_cash"].finds(key)
    if kind is StatementKind.CHANGES_IN_EQUITY:
        return _R["result_equity"].finds(key)
    return _R["net_end"].finds(key)


@lru_cache(maxsize=16384)
def swings(label: str) -> bool:
    """Rows that are added in one statement and taken off in the next: closing inventories, transfers, gains or
    losses."""
    key = label_key(label)
    return _R["swings"].finds(key) and not _R["swings_not"].finds(key)


@lru_cache(maxsize=16384)
def nature(label: str) -> int:
    """-1: a cost, subtracted where it is printed positive; +1: a gain or a profit; 0: the wording does not tell."""
    key = _R["either"].pattern.sub("", label_key(label))
    if _R["provision"].finds(key):
        return -1
    if swings(label):
        return 0
    if _R["release"].finds(key) and not _R["release_not"].finds(key):
        return 1
    if _R["cost"].finds(key):
        return -1
    return 1 if _R["gain"].finds(key) else 0


@lru_cache(maxsize=16384)
def is_aside(label: str) -> bool:
    """Whether the row is a part of the one above, printed beside the sum."""
    return _R["aside"].finds(label_key(label))


@lru_cache(maxsize=16384)
def is_memo(label: str) -> bool:
    """A total on the way that the statement does not add on: insurers' cash flows of operations and investment
    together."""
    return _R["memo"].finds(label_key(label))


@lru_cache(maxsize=4096)
def is_position(label: str) -> bool:
    """A component of equity that usually sums others: equity of the owners, net assets."""
    key = label_key(label)
    return _R["position"].finds(key) and not _R["no_result"].finds(key)


@lru_cache(maxsize=4096)
def is_share(label: str) -> bool:
    """An attribution of profit: it may close the statement, or open the list of who gets what."""
    return _R["share"].finds(label_key(label))


@lru_cache(maxsize=4096)
def family(label: str) -> str:
    """Which result a row is, or attributes: profit after tax, or comprehensive income."""
    key = label_key(label)
    if _R["comprehensive"].finds(key):
        return "" if _R["other_comprehensive"].finds(key) else "comprehensive"
    return "profit" if _R["profit_ja"].finds(key) or _R["profit_en"].finds(key) else ""


@lru_cache(maxsize=4096)
def is_cost_total(label: str) -> bool:
    """The cost of sales: it follows from the rows above it where these are printed, and stands alone where not."""
    return _R["cost_total"].finds(label_key(label))
