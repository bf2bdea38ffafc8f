"""What one printed 1 is worth in a cell: thousands of its currency for money, its own unit for everything else.

A caption speaks for the table, a header for its column, the wording of a row for the row: the nearest voice wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractor.model import Cell, Column, Line, Sheet, StatementKind, Unit
from extractor.notation.lexicon import rule
from extractor.notation.text import fold, label_key
from extractor.notation.units import COUNT, PERCENT, SEN, SHARES, TIMES, bracketed_unit, unit_behind

THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Measure:
    """``factor`` turns the printed figure into the stored one; ``scale`` is the printed unit in yen (or shares)."""

    unit: Unit
    scale: int
    factor: Decimal

    @property
    def money(self) -> bool:
        return self.unit in _PER_SHARE_OF


_THOUSANDS = {"JPY": Unit.THOUSAND_YEN, "USD": Unit.THOUSAND_USD, "EUR": Unit.THOUSAND_EUR}
_PER_SHARE_OF = {
    Unit.THOUSAND_YEN: Unit.YEN_PER_SHARE,
    Unit.THOUSAND_USD: Unit.USD_PER_SHARE,
    Unit.THOUSAND_EUR: Unit.EUR_PER_SHARE,
}


def money(scale: int, currency: str) -> Measure:
    """Money of a currency (ISO 4217), in thousands of it. Raises KeyError for one that no unit of the contract
    names."""
    return Measure(_THOUSANDS[currency], scale, Decimal(scale) / THOUSAND)


def own(unit: Unit, scale: int = 1) -> Measure:
    """The measure of a figure in a unit of its own: what one printed 1 is worth, exact."""
    return Measure(unit, scale, Decimal(scale))


_OWN = {COUNT: Unit.COUNT, PERCENT: Unit.PERCENT, TIMES: Unit.TIMES}
_PER_SHARE = rule("measures.per_share").finds
_REMARK = rule("measures.per_share_remark").pattern
_PERCENT = rule("measures.percent").finds
_TIMES = rule("measures.times").finds
_SHARES, _COUNTED = rule("measures.shares").finds, rule("measures.counted_shares").finds
_PEOPLE = rule("measures.people").finds
_DIVIDEND = rule("measures.dividend").finds
_BASIS, _PART = rule("measures.per_share_basis").finds, rule("measures.per_share_part").finds
_TOTAL, _SHARE_COLUMN = rule("measures.total").finds, rule("measures.share_column").finds


def measure(sheet: Sheet, line: Line, column: Column, cell: Cell) -> Measure:
    """How to read the figure of one cell. Money where nothing says otherwise."""
    summary = sheet.span.kind is StatementKind.FINANCIAL_SUMMARY
    base = money(column.scale or sheet.span.scale or 1, column.currency or sheet.span.currency)
    heading = sheet.line(line.parent).label if line.parent else ""
    value = cell.amount.value
    decimals = value is not None and (value != value.to_integral_value() or (summary and "." in cell.amount.text))
    label = _REMARK.sub("", fold(line.label)) if _REMARK.search(fold(line.label)) else line.label
    row_says = (_said(f"({line.unit_text})") if line.unit_text else None) or _said(label)
    if row_says and (not row_says.money or row_says.scale > 1):
        return row_says
    if row_says and summary and line.unit_text:
        return _per_share(row_says)  # whoever prints 百万円 elsewhere in the table prints single yen for shares only
    printed = _beside_figure(cell.amount.text, decimals, base)
    words = _by_wording(label, heading, summary, base)
    if words is not None and (printed is None or printed.money):
        return words
    if printed is not None:
        return printed
    said = row_says or _said(column.label) or (_said(f"({column.unit_text})") if column.unit_text else None)
    if said and not said.money:
        return said
    header = _by_wording(column.label, "", summary, base) if summary or _share_column(column.label) else None
    if header is not None and not (said and said.money and said.scale > 1):
        return header
    if said is not None:
        if decimals and (said.scale == 1 or _PER_SHARE(label_key(heading))):
            return _per_share(base)
        return said
    if decimals and base.scale <= 1_000_000:  # no filer prints fractions of a yen, a thousand or a million
        return _per_share(base)
    return base


def _beside_figure(text: str, decimals: bool, base: Measure) -> Measure | None:
    """The unit that the cell itself prints behind its figure: 711.84円, 1,000株, 12.3％."""
    word = unit_behind(text)
    if word is None:
        return None
    if word.kind in _OWN:
        return own(_OWN[word.kind])
    if word.kind == SHARES:
        return own(Unit.SHARES, word.scale)
    if word.kind == SEN or decimals:
        return _per_share(base)
    return money(word.scale, word.currency)


def _per_share(base: Measure) -> Measure:
    return own(_PER_SHARE_OF.get(base.unit, Unit.YEN_PER_SHARE))


def _said(text: str) -> Measure | None:
    """The unit that a label or header prints in brackets."""
    word = bracketed_unit(text) if text else None
    if word is None:
        return None
    if word.kind in _OWN:
        return own(_OWN[word.kind])
    if word.kind == SHARES:
        return own(Unit.SHARES, word.scale)
    if word.kind == SEN or (word.scale == 1 and _PER_SHARE(label_key(text))):
        return _per_share(money(1, word.currency or "JPY"))
    return money(word.scale, word.currency)


@lru_cache(maxsize=16384)
def _by_wording(label: str, heading: str, summary: bool, base: Measure) -> Measure | None:
    key = label_key(label)
    if _PER_SHARE(key) and not (_BASIS(key) and _SHARES(key)):
        return _per_share(base)
    if summary:
        for says, unit in (
            (_TIMES, Unit.TIMES),
            (_PERCENT, Unit.PERCENT),
            (_PEOPLE, Unit.COUNT),
            (_SHARES, Unit.SHARES),
        ):
            if says(key):
                return own(unit)
        if _DIVIDEND(key):
            return _per_share(base)
    elif _SHARES(key) and not _COUNTED(key):
        return own(Unit.SHARES)
    if heading and _PER_SHARE(label_key(heading)) and not _TOTAL(key):
        return _per_share(base)
    if _PART(key):
        return _per_share(base)
    return None


def _share_column(label: str) -> bool:
    return bool(label) and _SHARE_COLUMN(label)
