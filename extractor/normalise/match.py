"""The ladder's first rungs: which rows of the taxonomy a printed label can mean, each with the price of believing it."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import Language
from extractor.normalise import polarity
from extractor.normalise.labels import key, wording
from extractor.normalise.taxonomy import Pool, Row

BARE_TOTALS = frozenset(("合計", "計", "小計", "総計", "total", "subtotal", "sub total"))
EXACT, ALIAS, WORDING, STRUCTURE, FUZZY = "exact", "alias", "wording", "structure", "fuzzy"
FUZZY_FLOOR, FUZZY_MARGIN = 88.0, 4.0


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
    for row in pool.by_key.get(folded, ()):
        add(row, EXACT, 0.0, 1.0)
    for text in (folded, said):
        for _, row in pool.by_alias.get(text, ()):
            add(row, ALIAS, 0.05 if text == folded else 0.15, 0.98)
    for row in pool.by_wording.get(said, ()):
        add(row, WORDING, 0.3 + (0.5 if total and not has_parts(row, pool) else 0.0), 0.95)
    if said in BARE_TOTALS and not heading:
        for row in pool.rows:
            if row.closes:
                add(row, STRUCTURE, 0.3, 0.8)
    if not found and fuzzy and not heading:
        for row, score in resembling(label, pool):
            add(row, FUZZY, 1.0 + (100.0 - score) / 10.0, score / 100.0)
    return sorted(found.values(), key=lambda guess: (guess.cost, guess.row.order))


def has_parts(row: Row, pool: Pool) -> bool:
    return row.closes or (*row.section, row.item) in pool.parents


def _bias(row: Row, pool: Pool) -> float:
    """A filer of a trade uses the trade's own items first; what the model statement shows is likelier than what only the long list has."""
    bias = 0.0 if row.model else 0.02
    if id(row) in pool.spare:
        bias += 0.8
    elif row.standard == "jgaap" and row.statement != "summary" and pool.industry not in row.industries:
        bias += 0.4
    return bias


def resembling(label: str, pool: Pool, limit: int = 8, floor: float = FUZZY_FLOOR) -> list[tuple[Row, float]]:
    """Rows whose wording resembles the label's and stands on the same side of every opposite. 0 to 100."""
    from rapidfuzz import fuzz, process

    said = wording(label)[0]
    if len(said) < 4 or pool.language is Language.EN and len(said) < 8:
        return []
    hits = process.extract(said, list(pool.by_wording), scorer=fuzz.ratio, score_cutoff=floor, limit=limit)
    out = []
    for text, score, _ in hits:
        if polarity.compatible(said, text):
            out += [(row, score) for row in pool.by_wording[text] if row.kind == "line"]
    return out
