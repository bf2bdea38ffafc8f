"""What stands around a line and changes what its wording is worth: the time, the heading above, whether fixed assets
are printed net."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractor.model import Line, Sheet, Standard, StatementKind
from extractor.normalise.items import Row
from extractor.normalise.labels import BARE_OTHERS, BARE_TOTALS, key, wording
from extractor.normalise.match import Guess, guesses, net_of
from extractor.normalise.pool import Pool
from extractor.normalise.sums import figures
from extractor.notation.lexicon import rule
from extractor.notation.text import fold

PROFIT_AMENDED = date(2015, 6, 30)  # from here on 当期純利益 holds the minority's share; before, it was another element
_ACCUMULATED, _NET, _NET_AT_END = rule("labels.accumulated"), rule("labels.net"), rule("labels.net_at_end")
REFUNDS = (("income_taxes_paid_ope_cf", "income_taxes_refund_ope_cf"),)  # paid and refunded, IFRS
EXCHANGE = "effect_of_exchange_rate_change_on_cash_and_cash_equivalents"
CHANGE = "net_increase_decrease_in_cash_and_cash_equivalents"
CHANGE_BEFORE = f"{CHANGE}_before_effect_of_exchange_rate_changes"
_TAX_ON_OCI = rule("labels.tax_on_oci")
_OF_INCOME = (StatementKind.COMPREHENSIVE_INCOME, StatementKind.INCOME_STATEMENT)
_TERMS = {"current_assets", "noncurrent_assets", "current_liabilities", "noncurrent_liabilities"}
GROSS = 1.5  # the price of an amount before what is taken off, where nothing is
SURE = 0.5  # the price up to which a wording names its row
STRANGER = 2.5  # the price of a row of another section than the heading above names


def weighed(sheet: Sheet, options: list[list[Guess]], on: date | None, pool: Pool) -> list[list[Guess]]:
    """The guesses of each line with their prices as the sheet's time and neighbours have them. ``on``: the last day
    that the sheet speaks of."""
    options = [[_dated(guess, on) for guess in found if _fits(guess.row, sheet.span.kind)] for found in options]
    options = _in_fractions(sheet, _prefer_net(sheet, options, pool), pool)
    options = _by_tax(sheet, _by_liquidity(sheet, options))
    options = _under_heading(sheet, _not_gross(sheet, _after_exchange(sheet, options)), pool)
    return _without_a_form(sheet, options, pool) if pool.standard is Standard.USGAAP else options


def _in_fractions(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """Figures with decimals among whole amounts are of one share: no item of money. Below a heading that names the
    item, such as "Basic", the row's own label may repeat whose profit it is."""
    per_share = [not line.heading and _has_points(line) for line in sheet.lines]
    if sheet.span.kind is not StatementKind.INCOME_STATEMENT or 2 * sum(per_share) > len(per_share):
        return options
    out = []
    for above, found, fraction in zip((None, *sheet.lines), options, per_share, strict=False):
        if fraction:
            found = [guess for guess in found if guess.row.data != "monetary"]
            heading = key(above.label).rstrip("-:") if above is not None and above.heading and not found else ""
            named = guesses(heading, False, pool, fuzzy=False) if heading else []
            found = found or [guess for guess in named if guess.row.data == "perShare"]
        out.append(found)
    return out


def _has_points(line: Line) -> bool:
    """Whether all its figures print decimals."""
    texts = [cell.amount.text for cell in line.cells if cell.amount.value is not None]
    return bool(texts) and all("." in text for text in texts)


def _fits(row: Row, kind: StatementKind) -> bool:
    """Whether an item of the notes can stand on the face of a statement: no flow is a position, no position a flow."""
    if row.statement != "note":
        return True
    return row.period != ("duration" if kind is StatementKind.BALANCE_SHEET else "instant")


def _not_gross(sheet: Sheet, options: list[list[Guess]]) -> list[list[Guess]]:
    """An amount before deductions is printed above the one after them, with the same label: a label that stands once
    is no gross amount."""
    often = Counter(_gross_or_net(line) for line in sheet.lines if not line.heading)
    return [
        [replace(guess, cost=guess.cost + GROSS) if "gross" in guess.row.item.split("_") else guess for guess in found]
        if often[_gross_or_net(line)] == 1
        else found
        for line, found in zip(sheet.lines, options, strict=True)
    ]


def _gross_or_net(line: Line) -> str:
    return _NET_AT_END.pattern.sub("", key(line.label))


def _after_exchange(sheet: Sheet, options: list[list[Guess]]) -> list[list[Guess]]:
    """The change in cash without the effect of exchange rates stands above that effect; below it, or without it, all
    is in."""
    effects = [
        number
        for number, found in enumerate(options)
        if any(guess.row.item == EXCHANGE and guess.cost < SURE for guess in found) and not sheet.lines[number].heading
    ]
    last = max(effects, default=-1)
    return [
        [
            replace(guess, cost=guess.cost + GROSS)
            if guess.row.item == (CHANGE_BEFORE if number > last else CHANGE)
            else guess
            for guess in found
        ]
        for number, found in enumerate(options)
    ]


def _by_tax(sheet: Sheet, options: list[list[Guess]]) -> list[list[Guess]]:
    """Comprehensive income by IFRS is after tax; where a line takes the tax off, what stands above it is before tax."""
    if sheet.span.standard is Standard.JGAAP or sheet.span.kind not in _OF_INCOME:
        return options
    taxed = any(_TAX_ON_OCI.finds(key(line.label)) for line in sheet.lines if line.cells)
    unlikely = "_net_of_tax_" if taxed else "_before_tax_"
    return [
        [replace(guess, cost=guess.cost + GROSS) if unlikely in guess.row.item else guess for guess in found]
        for found in options
    ]


def _by_liquidity(sheet: Sheet, options: list[list[Guess]]) -> list[list[Guess]]:
    """A balance sheet by IFRS that parts nothing into current and non-current is in order of liquidity: of two items of
    one wording it has the one that belongs to no such part."""
    if sheet.span.kind is not StatementKind.BALANCE_SHEET or sheet.span.standard is not Standard.IFRS:
        return options
    if any(guess.row.item in _TERMS and guess.cost < SURE for found in options for guess in found):
        return options
    return [
        [
            replace(guess, cost=guess.cost + GROSS) if set(guess.row.section) & _TERMS and len(found) > 1 else guess
            for guess in found
        ]
        for found in options
    ]


def untold(options: list[list[Guess]]) -> frozenset[str]:
    """Items whose element the sheet does not tell: a payment without a line for the refund may be the net of both.

    Of the filers who print 法人所得税の支払額 alone about two in three mean the net, which has an element of its own.
    """
    printed = {guess.row.item for found in options for guess in found if guess.cost < SURE}
    return frozenset(paid for paid, refunded in REFUNDS if refunded not in printed)


def _dated(guess: Guess, on: date | None) -> Guess:
    """An element of another time is the dearer reading: not yet there, or long withdrawn."""
    if on is not None and on < PROFIT_AMENDED and guess.row.element == "jppfs_cor:ProfitLoss":
        return replace(guess, cost=guess.cost + 0.5)
    if not guess.row.known(on):
        return replace(guess, cost=guess.cost + 0.5)
    return replace(guess, cost=guess.cost + 0.3) if guess.row.withdrawn(on) else guess


def _under_heading(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """A line that is printed under a heading belongs to no other section: 減価償却費 under 営業原価 is not a selling
    expense."""
    out = []
    totals = totals_above(sheet)
    known: dict[int, set[tuple[str, ...]]] = {0: set()}
    for line, found in zip(sheet.lines, options, strict=True):
        above = 0 if line.heading else totals.get(line.number, line.parent) or 0
        if above not in known:
            known[above] = _named_by(sheet.line(above), pool)
        named = known[above]
        unnamed = key(line.label) in BARE_OTHERS  # what is left over of the heading, not of the whole statement
        out.append(
            [
                replace(guess, cost=guess.cost + STRANGER)
                if named and not ((guess.row.section or not unnamed) and _belongs(guess.row, named, pool))
                else guess
                for guess in found
            ]
        )
    return out


def _without_a_form(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """US GAAP prescribes no form, so 計 and その他 are what the heading above them names, and nothing without one."""
    out = []
    for line, found in zip(sheet.lines, options, strict=True):
        said = wording(line.label)[0]
        if line.heading or not (said in BARE_TOTALS or said in BARE_OTHERS or not said):
            out.append(found)
            continue
        heading = sheet.line(line.parent).label if line.parent else ""
        rows = (*pool.by_key.get(key(heading), ()), *pool.by_wording.get(wording(heading)[0], ())) if heading else ()
        named = {row.item for row in rows}
        out.append(
            [
                guess
                for guess in found
                if guess.row.item in named or (said in BARE_OTHERS and named & set(guess.row.section[-1:]))
            ]
        )
    return out


def totals_above(sheet: Sheet) -> dict[int, int]:
    """Line -> the total that is printed above it and opens its section: further left, and the sum of what stands below
    it."""
    out: dict[int, int] = {}
    for at, line in enumerate(sheet.lines):
        if line.heading or not line.cells:
            continue
        below = []
        for other in sheet.lines[at + 1 :]:
            if other.depth <= line.depth:
                break
            below.append(other)
        nearest = min((other.depth for other in below), default=0)
        parts = [other for other in below if other.depth == nearest and not other.heading]
        if len(parts) > 1 and _adds_up(line, parts):
            out.update((other.number, line.number) for other in below)
    return out


def _adds_up(total: Line, parts: Sequence[Line]) -> bool:
    """Whether the parts come to the total in each column, but for a unit of rounding for each part."""
    seen = False
    for column, value in figures(total).items():
        found = [amounts[column] for part in parts if (amounts := figures(part)).get(column) is not None]
        if value is None or not found:
            continue
        if abs(sum(found) - value) > len(found):
            return False
        seen = True
    return seen


def _named_by(heading: Line, pool: Pool) -> set[tuple[str, ...]]:
    """The sections that a heading's label can open."""
    return {(*row.section, row.item) for row in pool.by_key.get(key(heading.label), ()) if row.kind != "component"}


def _belongs(row: Row, named: set[tuple[str, ...]], pool: Pool) -> bool:
    """Whether the row's announced section is one of the named, lies in one or holds one."""
    inside = pool.hard_part(row.section)
    return any(inside[: len(section)] == section or section[: len(inside)] == inside for section in named) or (
        bool(inside) and any(section[-1] in pool.sums_above(row.item) for section in named)
    )


def _prefer_net(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """A balance sheet without accumulated depreciation prints fixed assets net, whether the label says so or not."""
    if sheet.span.kind is not StatementKind.BALANCE_SHEET or sheet.span.standard is not Standard.JGAAP:
        return options
    if any(
        _NET.finds(line.label)
        for line, found in zip(sheet.lines, options, strict=True)
        if any("property_plant_and_equipment" in guess.row.section for guess in found)
    ):
        return options
    if any(_ACCUMULATED.finds(fold(line.label)) for line in sheet.lines):
        return options
    out = []
    for found in options:
        nets = [
            replace(guess, row=net, cost=guess.cost - 0.6)
            for guess in found
            if (net := net_of(guess.row, pool)) is not None
        ]
        out.append(
            nets + [replace(guess, cost=guess.cost + 0.4) if net_of(guess.row, pool) else guess for guess in found]
        )
    return out
