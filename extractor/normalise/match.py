"""The ladder's first rungs: which rows of the taxonomy a printed label can mean, each with the price of believing
it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractor.model import Language, Standard, StatementKind
from extractor.normalise import polarity
from extractor.normalise.items import Row
from extractor.normalise.labels import BARE_TOTALS, SUBTOTALS, gist, key, wording
from extractor.normalise.pool import Pool
from extractor.notation.lexicon import rule, table

EXACT, ALIAS, WORDING, SECTION, STRUCTURE, FUZZY, ARITHMETIC = (
    "exact",
    "alias",
    "wording",
    "section",
    "structure",
    "fuzzy",
    "arithmetic",
)
FUZZY_FLOOR = 95.0
BALANCE = "net_assets"  # the item of a balance of all equity
PLAIN = 0.6  # the price of another item for a balance that nothing says to be restated
_RESTATED = rule("labels.restated_balance")
_BALANCE, _BALANCE_EN = rule("labels.balance"), rule("labels.en_balance")
_DIRECTION, _NET_AT_END = rule("labels.direction"), rule("labels.net_at_end")
_FLOW_ENDS: Mapping[str, list[str]] = table("labels")["flow_ends"]


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """A row that a line may be. ``cost`` grows with doubt; ``score`` is what the wording alone is worth, 0 to 1."""

    row: Row
    method: str
    cost: float
    score: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A label in its normal forms. ``bare``: a total without a name, or nothing at all."""

    label: str
    key: str
    wording: str
    total: bool
    bare: bool


_Offer = tuple[Row, str, float, float]  # row, method, cost, score


def guesses(label: str, heading: bool, pool: Pool, fuzzy: bool = True) -> list[Guess]:
    """What a line can be by its wording, the best price for each row."""
    folded, (worded, total) = key(label), wording(label)
    said = _Said(label, folded, worded, total, worded in BARE_TOTALS or not folded)
    found: dict[int, Guess] = {}

    def add(offers: Iterable[_Offer]) -> None:
        for row, method, cost, score in offers:
            if (row.kind == "heading") != heading or row.kind == "component":
                continue
            cost += _bias(row, pool)
            known = found.get(id(row))
            if known is None or cost < known.cost:
                found[id(row)] = Guess(row, method, cost, score)

    add(_named(said, pool))
    if pool.kind is StatementKind.CHANGES_IN_EQUITY and is_balance(label):
        add(_balances(said, pool))
    if not found and pool.standard is not Standard.JGAAP:  # IFRS and US GAAP prescribe no wording
        if pool.kind is StatementKind.CASH_FLOWS:
            add(_flows(said, pool))
        if not found and not said.bare:
            add(_alike(said, pool))
    if said.bare and not heading:
        add((row, STRUCTURE, 0.3, 0.8) for row in pool.closers)
    if not found and fuzzy and not heading:
        near = resembling(label, pool, floor=floor_of(pool))
        add((row, FUZZY, 1.0 + (100.0 - score) / 10.0, score / 100.0) for row, score in near)
    return sorted(found.values(), key=lambda guess: (guess.cost, guess.row.order))


def _named(said: _Said, pool: Pool) -> Iterator[_Offer]:
    """By the official label, an alias, or another label of the same wording."""
    for row in pool.by_key.get(said.key, ()):
        if not said.bare or key(row.ja) == said.key or key(row.en) == said.key:
            yield row, EXACT, 0.0, 1.0
    for text in (said.key, said.wording):
        for _, row in pool.by_alias.get(text, ()):
            yield row, ALIAS, 0.05 if text == said.key else 0.15, 0.98
    if not said.bare or said.wording in SUBTOTALS:
        for row in pool.by_wording.get(said.wording, ()):
            yield row, WORDING, 0.3 + (0.5 if said.total and not has_parts(row, pool) else 0.0), 0.95


def _balances(said: _Said, pool: Pool) -> Iterator[_Offer]:
    """The balances of an equity statement, for a row that is one at a date."""
    for row in pool.rows:
        if row.period == "instant" and row.model and not row.section:
            plain = row.item != BALANCE and not _RESTATED.finds(said.key)
            yield row, STRUCTURE, 0.1 + (PLAIN if plain else 0.0), 0.95


def _flows(said: _Said, pool: Pool) -> Iterator[_Offer]:
    """The same flow with other words for its direction."""
    for text in cash_flow_wordings(said.wording):
        for row in pool.by_wording.get(text, ()):
            yield row, WORDING, 0.45, 0.9


def _alike(said: _Said, pool: Pool) -> Iterator[_Offer]:
    """Labels of the same gist, on the same side of every opposite."""
    for row in pool.by_gist.get(gist(said.label), ()):
        labels = row.labels(pool.language, pool.industries)
        if any(polarity.compatible(said.wording, wording(text)[0]) for text in labels):
            yield row, WORDING, 0.6, 0.9


def is_balance(label: str) -> bool:
    """Whether a row of the equity statement is a balance at a date."""
    folded = key(label)
    return _BALANCE.finds(folded) or _BALANCE_EN.finds(folded)


def cash_flow_wordings(said: str) -> Iterator[str]:
    """The same flow with and without the words for its direction: 有形固定資産の取得, 有形固定資産の取得による支出."""
    direction = _DIRECTION.find(said)
    stem = said[: direction.start()] if direction else said
    for end in _FLOW_ENDS[direction[1] if direction else "none"]:
        yield f"{stem}{end}"
    if stem:
        yield stem


def floor_of(pool: Pool) -> float:
    """J-GAAP's wording is prescribed: what resembles it and differs is usually the filer's own. IFRS prescribes items,
    not words."""
    japanese = pool.language is Language.JA
    if pool.standard is Standard.JGAAP:
        return 97.0 if japanese else 94.0
    return FUZZY_FLOOR if japanese else 90.0


def net_of(row: Row, pool: Pool) -> Row | None:
    """The (純額) row under a gross one: 建物 -> 建物（純額）, where its accumulated depreciation is an item too."""
    inside = pool.by_section.get((*row.section, row.item), ())
    if not any("depreciation" in part.item for part in inside):
        return None
    return next((part for part in inside if _NET_AT_END.finds(part.ja)), None)


def has_parts(row: Row, pool: Pool) -> bool:
    """Whether the item is a total, or a section that other items stand in."""
    return row.closes or (*row.section, row.item) in pool.parents


def _bias(row: Row, pool: Pool) -> float:
    """A filer of a trade uses the trade's own items first; what the model statement shows is likelier than what only
    the long list has."""
    bias = 0.0 if row.model else 0.02
    if id(row) in pool.spare:
        bias += 0.8
    elif row.statement == "summary":
        bias += 0.3 if row.standard != pool.standard else 0.0  # IFRS' and US GAAP's own, then what all share
    elif row.standard == "jgaap" and pool.trade:
        bias += 0.1 if id(row) in pool.outdone else 0.0 if row.industries & {pool.trade, pool.industry} else 0.4
    elif row.standard == "jgaap" and pool.industry not in row.industries:
        section = pool.hard_part(row.section)
        bias += 0.4 if section in pool.own_sections or section[-1:] in pool.own_totals else 2.0
    elif (
        row.standard == "ifrs"
        and row.section in (("assets",), ("liabilities_and_equity", "liabilities"))
        and not has_parts(row, pool)
        and row.kind == "line"
    ):
        bias += 0.5  # the statement in order of liquidity is rare
    return bias


def resembling(label: str, pool: Pool, limit: int = 8, floor: float = FUZZY_FLOOR) -> list[tuple[Row, float]]:
    """Rows whose wording resembles the label's and stands on the same side of every opposite. 0 to 100."""
    from rapidfuzz import fuzz, process

    said = wording(label)[0]
    if len(said) < (8 if pool.language is Language.EN else 4):
        return []
    hits = process.extract(said, list(pool.by_wording), scorer=fuzz.ratio, score_cutoff=floor, limit=limit)
    out = []
    for text, score, _ in hits:
        if polarity.compatible(said, text):
            out += [(row, score) for row in pool.by_wording[text] if row.kind == "line"]
    return out
