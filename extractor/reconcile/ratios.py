"""Identities of the summary tables: growth rates, equity ratio, amounts per share, payout, dividends of a year.

A ratio that follows from two printed amounts to its last digit vouches for itself, and for an amount in it where the ratio
has four digits and more. A ratio that does not follow contradicts nothing: filers use averages and bases that they do not print.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from extractor.model import Check, LabelledSheet, Member, StatementKind, SummaryPart, Unit, ValueState
from extractor.notation.text import label_key
from extractor.reconcile.facts import Figure, Key
from extractor.reconcile.quantities import named

K = StatementKind
HUNDRED = Decimal(100)
PRECISE = 1000  # a ratio of four digits and more sees the amounts behind it
Place = tuple[str, date | None, date]  # name and period

_CHANGE = re.compile(r"^(?P<base>.+?)\s*(?:対前.*|前年.*|前期.*)?増減率$")
_NAMES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("payout", r"配当性向|分配性向|payoutratio"),
        ("return", r"(?:自己資本|持分|株主資本).*利益率|returnonequity"),
        ("equity_ratio", r"(?:自己資本|株主資本|所有者帰属持分|持分)比率|equityratio"),
        ("own_equity", r"^(?:\(参考\))?自己資本$|^(?:\(reference\))?(?:owner'?s|shareholders'?)equity$"),
        ("bps", r"[1一]株当たりの?(?:純資産|親会社.*持分|当社.*持分|株主資本)|netassetspershare|bookvaluepershare"),
        ("dps", r"[1一]株当たり(?:年間)?配当(?:額|金)|dividendspershare"),
        ("diluted", r"(?:潜在|希薄).*[1一]株当たり|希薄化後|diluted"),
        ("eps", r"[1一]株当たり.*(?:利益|損失)|基本的|(?:profit|income|earnings|loss).*pershare|pershare.*(?:profit|income)|basic"),
        ("average_shares", r"期中平均株式数|期中平均投資口数|average(?:number).*(?:shares|units)"),
        ("issued", r"期末発行済|発行済株式総数|issuedshares|sharesissued"),
        ("treasury", r"期末自己株式|treasury"),
    )
)
_OTHER_EQUITY = re.compile(
    r"^(?:その他の包括利益累計額|評価・換算差額等)合計$|^total(?:accumulatedothercomprehensiveincome|valuationandtranslationadjustments)$"
)


def find_ratios(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> list[Check]:
    """The checks that hold; a ratio that does not follow is left out."""
    table = _Amounts(labelled, figures)
    found = [
        check for finder in (_growth, _equity_ratio, _own_equity, _per_share, _book_value, _payout, _return, _repeats, _same_ratio) for check in finder(table)
    ]
    return [*found, *_dividends(labelled, figures)]


class _Amounts:
    """Figures by name and period; consolidated ones before those of the company."""

    def __init__(self, labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> None:
        self.labelled, self.figures = labelled, figures
        self.by_place: dict[Place, list[Figure]] = defaultdict(list)
        self.by_name: dict[str, list[Figure]] = defaultdict(list)
        self.names: dict[Key, str] = {}
        for key, figure in figures.items():
            kind = labelled[key[0]].sheet.span.kind
            if figure.cell.amount.state is not ValueState.NUMBER or figure.period is None or kind is K.CHANGES_IN_EQUITY:
                continue
            name = _name(figure.line.label, kind, figure.measure.money) or (_basic(figure, labelled) if figure.measure.unit in _PER_SHARE else None)
            if name:
                self.names[key] = name
                self.by_name[name].append(figure)
                self.by_place[name, figure.period.start, figure.period.end].append(figure)

    def near(self, figure: Figure, name: str, *, flow: bool) -> Iterator[Figure]:
        """Figures of this name for the figure's period (or its last day), of the same basis first, the table's own first of all."""
        assert figure.period is not None
        start, end = (figure.period.start, figure.period.end) if flow else (None, figure.period.end)
        found = self.by_place.get((name, start, end), [])
        yield from sorted(found, key=lambda other: (other.key[0] != figure.key[0], self.consolidated(other) != self.consolidated(figure), other.key))

    def consolidated(self, figure: Figure) -> bool:
        return self.labelled[figure.key[0]].sheet.span.consolidated

    def named(self, name: str) -> Sequence[Figure]:
        return self.by_name.get(name, ())


_PER_SHARE = (Unit.YEN_PER_SHARE, Unit.USD_PER_SHARE)


@lru_cache(maxsize=16384)
def _name(label: str, kind: StatementKind, money: bool) -> str | None:
    key = re.sub(r"^[①-⑳\d][.．、)]?(?=期)|[(\[](?:円|%|倍|千株|株|百万円|千円|yen)[)\]]", "", label_key(label))
    if money:
        if kind is K.BALANCE_SHEET and _OTHER_EQUITY.search(key):
            return "other_equity"
        return "own_equity" if kind is K.FINANCIAL_SUMMARY and _NAMES[3][1].search(key) else named(label, kind)
    if kind not in (K.FINANCIAL_SUMMARY, K.INCOME_STATEMENT):
        return None
    if re.search(r"増減率$", key):
        return "change"
    return next((name for name, pattern in _NAMES if name != "own_equity" and pattern.search(key)), None)


def _basic(figure: Figure, labelled: Sequence[LabelledSheet]) -> str | None:
    """Per-share rows under their heading: "basic", "diluted"."""
    sheet = labelled[figure.key[0]].sheet
    above = label_key(sheet.line(figure.line.parent).label) if figure.line.parent else ""
    return "eps" if re.search(r"1株当たり|pershare", above) and "希薄" not in figure.line.label else None


def _ratio(name: str, table: _Amounts, derived: Figure, operands: Sequence[Figure], value: Decimal) -> Check | None:
    """The check, if the printed ratio is ``value`` to its last digit, however the filer rounds."""
    amount = derived.amount
    if amount is None or abs(value - amount) >= derived.step:
        return None
    members = [operand for operand in operands if abs(amount) / derived.step >= PRECISE]
    statement = table.labelled[derived.key[0]].sheet.span.kind.value
    parts = tuple(Member(*operand.key, 1, operand.amount or Decimal(0)) for operand in members)
    return Check(f"ratio:{name}", statement, Member(*derived.key, 1, amount), parts, value - derived.step, value + derived.step, amount, True)


def _growth(table: _Amounts) -> Iterator[Check]:
    for change in table.named("change"):
        found = _CHANGE.match(label_key(change.line.label))
        sheet = table.labelled[change.key[0]].sheet
        if found is None or change.period is None:
            continue
        row = next((line for line in sheet.lines if label_key(line.label) == found["base"] and not line.heading), None)
        now = table.figures.get((change.key[0], row.number, change.key[2])) if row else None
        if row is None or now is None or now.amount is None or now.period is None:
            continue
        name = table.names.get(now.key)
        earlier = [other for other in table.named(name or "") if other.period and _a_year_before(now, other.period.start, other.period.end)]
        for other in earlier:
            if other.amount and other.amount > 0 and table.consolidated(other) == table.consolidated(now):
                check = _ratio("growth", table, change, (), (now.amount / other.amount - 1) * HUNDRED)
                if check:
                    yield check
                    break


def _a_year_before(figure: Figure, start: date | None, end: date) -> bool:
    period = figure.period
    if period is None or period.start is None or start is None:
        return False
    return 350 < (period.end - end).days < 380 and abs((period.end - period.start).days - (end - start).days) < 5


def _equity_ratio(table: _Amounts) -> Iterator[Check]:
    for ratio in table.named("equity_ratio"):
        for assets in table.near(ratio, "total_assets", flow=False):
            if not assets.amount:
                continue
            equities = [e for name in ("own_equity", "owners_equity", "net_assets") for e in table.near(ratio, name, flow=False) if e.amount]
            checks = (
                _ratio("equity", table, ratio, (), (equity.amount or Decimal(0)) / assets.amount * HUNDRED)
                for equity in equities
                if table.consolidated(equity) == table.consolidated(assets)
            )
            check = next(filter(None, checks), None) or _from_parts(table, ratio, assets)
            if check:
                yield check
                break


def _from_parts(table: _Amounts, ratio: Figure, assets: Figure) -> Check | None:
    for base in table.near(ratio, "shareholders_equity", flow=False):
        other = next((o for o in table.near(base, "other_equity", flow=False) if o.key[0] == base.key[0]), None)
        total = (base.amount or Decimal(0)) + ((other.amount if other else None) or Decimal(0))
        check = _ratio("equity", table, ratio, (), total / (assets.amount or Decimal(1)) * HUNDRED)
        if check:
            return check
    return None


def _own_equity(table: _Amounts) -> Iterator[Check]:
    """Own capital = shareholders' equity + accumulated other comprehensive income of the balance sheet, to the last digit."""
    for own in table.named("own_equity"):
        for base in table.near(own, "shareholders_equity", flow=False):
            other = next((o for o in table.near(base, "other_equity", flow=False) if o.key[0] == base.key[0]), None)
            total = (base.amount or Decimal(0)) + ((other.amount if other else None) or Decimal(0))
            slack = max(own.step, base.step) + (base.step if other else Decimal(0))
            if own.amount is not None and abs(total - own.amount) < slack:
                parts = tuple(Member(*part.key, 1, part.amount or Decimal(0)) for part in (base, other) if part)
                yield Check(
                    "summary:own_equity", K.FINANCIAL_SUMMARY.value, Member(*own.key, 1, own.amount), parts, total - slack, total + slack, own.amount, True
                )
                break
        else:
            for twin in table.near(own, "owners_equity", flow=False):
                if twin.key != own.key and own.amount is not None and twin.amount is not None and abs(twin.amount - own.amount) < max(own.step, twin.step):
                    yield Check(
                        "summary:own_equity",
                        K.FINANCIAL_SUMMARY.value,
                        Member(*own.key, 1, own.amount),
                        (Member(*twin.key, 1, twin.amount),),
                        twin.amount,
                        twin.amount,
                        own.amount,
                        True,
                    )
                    break


def _per_share(table: _Amounts) -> Iterator[Check]:
    """Profit over the average number of shares; a forecast takes the average of the period or the shares outstanding."""
    for eps in table.named("eps"):
        profits = [p for name in ("owners_profit", "profit") for p in table.near(eps, name, flow=True) if p.amount]
        shares = [s for s in table.named("average_shares") if s.amount]
        outstanding = [
            (issued, treasury)
            for issued in table.named("issued")
            for treasury in table.near(issued, "treasury", flow=False)
            if treasury.key[0] == issued.key[0] and treasury.key[2] == issued.key[2]
        ]
        for profit in profits:
            by_average = next(filter(None, (_near_ratio(table, eps, profit, (share,), share.amount or Decimal(0)) for share in shares)), None)
            by_outstanding = next(filter(None, (_near_ratio(table, eps, profit, pair, _outstanding(*pair)) for pair in outstanding)), None)
            found = [check for check in (by_average, by_outstanding) if check]
            yield from found
            if found:
                break


def _outstanding(issued: Figure, treasury: Figure | None) -> Decimal:
    return (issued.amount or Decimal(0)) - ((treasury.amount if treasury else None) or Decimal(0))


def _book_value(table: _Amounts) -> Iterator[Check]:
    """Equity over the shares outstanding on the same day."""
    for book in table.named("bps"):
        equities = [e for name in ("own_equity", "owners_equity", "net_assets") for e in table.near(book, name, flow=False) if e.amount]
        for issued in table.near(book, "issued", flow=False):
            treasury = next((t for t in table.near(issued, "treasury", flow=False) if t.key[0] == issued.key[0]), None)
            shares = (issued, treasury) if treasury else (issued,)
            found = (_near_ratio(table, book, equity, shares, _outstanding(issued, treasury)) for equity in equities)
            check = next(filter(None, found), None)
            if check:
                yield check
                break


def _near_ratio(table: _Amounts, derived: Figure, whole: Figure, shares: tuple[Figure, ...], count: Decimal) -> Check | None:
    """An amount per share, with the room that the rounding of the whole leaves. Shares too few to be seen in it are no members."""
    if derived.amount is None or not whole.amount or count <= 0:
        return None
    value = whole.amount * 1000 / count
    room = derived.step + abs(value) * whole.step / abs(whole.amount)
    if abs(value - derived.amount) >= room or room * PRECISE > abs(derived.amount) * 3:
        return None
    parts = tuple(
        Member(*part.key, 1, part.amount or Decimal(0)) for part in (whole, *shares) if part is whole or (part.amount or Decimal(0)) * PRECISE >= count
    )
    statement = table.labelled[derived.key[0]].sheet.span.kind.value
    return Check("ratio:per_share", statement, Member(*derived.key, 1, derived.amount), parts, value - room, value + room, derived.amount, True)


def _payout(table: _Amounts) -> Iterator[Check]:
    for payout in table.named("payout"):
        pairs = (
            (d, e)
            for d in table.near(payout, "dps", flow=True)
            for e in table.near(payout, "eps", flow=True)
            if d.amount and e.amount and d.key[0] == payout.key[0] == e.key[0]
        )
        check = next(filter(None, (_ratio("payout", table, payout, (), (d.amount or Decimal(0)) / (e.amount or Decimal(1)) * HUNDRED) for d, e in pairs)), None)
        if check:
            yield check


def _return(table: _Amounts) -> Iterator[Check]:
    """Profit over the mean of equity at both ends of the year; equity as printed, or as assets times their equity ratio."""
    for back in table.named("return"):
        if back.period is None or back.period.start is None:
            continue
        profits = [p.amount for said in ("owners_profit", "profit") for p in table.near(back, said, flow=True) if p.key[0] == back.key[0] and p.amount]
        ends = _equities(table, back.key[0], back.period.end)
        starts = _equities(table, back.key[0], back.period.start - timedelta(days=1))
        tried = (
            _ratio("return", table, back, (), profit * 200 / (first + last))
            for profit in profits
            for first, last in zip(starts, ends, strict=True)
            if first and last
        )
        check = next(filter(None, tried), None)
        if check:
            yield check


def _equities(table: _Amounts, sheet: int, day: date) -> tuple[Decimal | None, ...]:
    """A table's equity on a day, three ways: owners' equity, net assets, assets by equity ratio."""

    def printed(name: str) -> Decimal | None:
        return next((figure.amount for figure in table.by_place.get((name, None, day), ()) if figure.key[0] == sheet), None)

    assets, ratio = printed("total_assets"), printed("equity_ratio")
    return printed("owners_equity"), printed("net_assets"), assets * ratio / HUNDRED if assets and ratio else None


def _repeats(table: _Amounts) -> Iterator[Check]:
    """Numbers of shares that stand unchanged in both columns."""
    for name in ("issued", "treasury"):
        rows: dict[tuple[int, int], list[Figure]] = defaultdict(list)
        for figure in table.named(name):
            rows[figure.key[0], figure.key[1]].append(figure)
        for found in rows.values():
            for one, other in pairwise(found):
                if one.value == other.value and abs(one.value or Decimal(0)) >= 1000:
                    yield Check(
                        "summary:shares",
                        K.FINANCIAL_SUMMARY.value,
                        Member(*one.key, 1, one.amount or Decimal(0)),
                        (Member(*other.key, 1, other.amount or Decimal(0)),),
                        other.amount or Decimal(0),
                        other.amount or Decimal(0),
                        one.amount or Decimal(0),
                        True,
                    )


def _same_ratio(table: _Amounts) -> Iterator[Check]:
    """Amounts per share that two tables print for one period."""
    for (name, _, _), found in table.by_place.items():
        if name not in ("eps", "diluted", "bps", "dps"):
            continue
        for one in found:
            twin = next(
                (
                    other
                    for other in found
                    if other.key[0] != one.key[0]
                    and other.amount == one.amount
                    and other.measure.unit is one.measure.unit
                    and table.consolidated(one) == table.consolidated(other)
                ),
                None,
            )
            if twin and one.amount:
                yield Check(
                    f"summary:{name}",
                    table.labelled[one.key[0]].sheet.span.kind.value,
                    Member(*one.key, 1, one.amount),
                    (Member(*twin.key, 1, one.amount),),
                    one.amount,
                    one.amount,
                    one.amount,
                    True,
                )


def _dividends(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> Iterator[Check]:
    """The dividends of a year are the sum of its dates; of a year that is running, some dates are results and some expected."""
    parts: dict[date, list[Figure]] = defaultdict(list)
    totals: list[Figure] = []
    for key, figure in figures.items():
        if (
            labelled[key[0]].sheet.span.part not in (SummaryPart.DIVIDENDS, SummaryPart.FORECAST)
            or figure.measure.unit not in _PER_SHARE
            or figure.period is None
        ):
            continue
        if figure.cell.amount.state is not ValueState.NUMBER:
            continue
        label = label_key(figure.line.label)
        if re.search(r"合計|^total|^annual", label):
            totals.append(figure)
        elif re.search(r"四半期末|中間期?末|^期末|quarter-?end|year-?end", label):
            parts[figure.period.end].append(figure)
    for total in totals:
        assert total.period is not None
        same = [part for part in parts[total.period.end] if part.key[0] == total.key[0] and part.key[2] == total.key[2]]
        mixed = {label_key(part.line.label): part for part in parts[total.period.end] if part.key[0] != total.key[0]} | {
            label_key(part.line.label): part for part in same
        }
        for members in (same, list(mixed.values())):
            value = sum((member.amount or Decimal(0) for member in members), Decimal(0))
            if members and total.amount is not None and value == total.amount:
                yield Check(
                    "structure:dividends",
                    K.FINANCIAL_SUMMARY.value,
                    Member(*total.key, 1, total.amount),
                    tuple(Member(*m.key, 1, m.amount or Decimal(0)) for m in members),
                    value,
                    value,
                    total.amount,
                    True,
                )
                break
