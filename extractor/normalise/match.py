"""The ladder's first rungs: which rows of the taxonomy a printed label can mean, each with the price of believing
it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def guesses(label: str, heading: bool, pool: Pool, fuzzy: bool = True) -> list[Guess]:
    """What a line can be by its wording, the best price for each row."""
    found: dict[int, Guess] = {}

    def add(row: Row, method: str, cost: float, score: float) -> None:
        if (row.kind == "heading") != heading or row.kind == "component":
            return
        cost += _bias(row, pool)
        known = found.get(id(row))
        if known is None or cost < known.cost:
            found[id(row)] = Guess(row, method, cost, score)

    folded = key(label)
    said, total = wording(label)
    bare = said in BARE_TOTALS or not folded
    for row in pool.by_key.get(folded, ()):
        if not bare or key(row.ja) == folded or key(row.en) == folded:
            add(row, EXACT, 0.0, 1.0)
    for text in (folded, said):
        for _, row in pool.by_alias.get(text, ()):
            add(row, ALIAS, 0.05 if text == folded else 0.15, 0.98)
    for row in pool.by_wording.get(said, ()) if not bare or said in SUBTOTALS else ():
        add(row, WORDING, 0.3 + (0.5 if total and not has_parts(row, pool) else 0.0), 0.95)
    if pool.kind is StatementKind.CHANGES_IN_EQUITY and is_balance(label):
        for row in pool.rows:
            if row.period == "instant" and row.model and not row.section:
                plain = row.item != BALANCE and not _RESTATED.finds(folded)
                add(row, STRUCTURE, 0.1 + (PLAIN if plain else 0.0), 0.95)
    if pool.kind is StatementKind.CASH_FLOWS and pool.standard is not Standard.JGAAP and not found:
        for text in cash_flow_wordings(said):
            for row in pool.by_wording.get(text, ()):
                add(row, WORDING, 0.45, 0.9)
    if not found and not bare and pool.standard is not Standard.JGAAP:
        for row in pool.by_gist.get(gist(label), ()):
            if any(polarity.compatible(said, wording(text)[0]) for text in row.labels(pool.language, pool.industries)):
                add(row, WORDING, 0.6, 0.9)
    if bare and not heading:
        for row in pool.closers:
            add(row, STRUCTURE, 0.3, 0.8)
    if not found and fuzzy and not heading:
        for row, score in resembling(label, pool, floor=floor_of(pool)):
            add(row, FUZZY, 1.0 + (100.0 - score) / 10.0, score / 100.0)
    return sorted(found.values(), key=lambda guess: (guess.cost, guess.row.order))


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
