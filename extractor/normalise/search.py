"""Items by label: for people who look one up, and for decisions on unmapped lines."""

from __future__ import annotations

from extractor.model import Language
from extractor.normalise import polarity
from extractor.normalise.items import Row
from extractor.normalise.labels import key, wording
from extractor.normalise.taxonomy import Taxonomy
from extractor.notation.text import is_cjk


def find(taxonomy: Taxonomy, text: str, limit: int = 20) -> list[tuple[Row, float]]:
    """Rows whose wording resembles the text, best first, one per item and standard. Score 0 to 100; 100 is the label
    itself."""
    from rapidfuzz import fuzz

    language = Language.JA if is_cjk(text) else Language.EN
    said, folded = wording(text)[0], key(text)
    best: dict[tuple[str, str, str], tuple[Row, float]] = {}
    for row in taxonomy.all_rows():
        if row.kind == "component":
            continue
        score = 100.0 if row.item == text or row.element.endswith(text) else 0.0
        for label in row.labels(language, row.industries):
            alike = fuzz.ratio(said, wording(label)[0])
            score = max(
                score, 100.0 if key(label) == folded else 0.0 if polarity.opposed(text, label) else min(alike, 99.0)
            )
        where = (row.item, row.standard, row.kind)
        if score >= 50 and (where not in best or best[where][1] < score):
            best[where] = (row, score)
    for alias in taxonomy.aliases:
        score = 99.5 if key(alias.label) == folded else 0.0
        for where, (row, known) in list(best.items()) if score else ():
            if row.item == alias.item and known < score:
                best[where] = (row, score)
        if score and not any(where[0] == alias.item for where in best):
            best.update(
                {
                    (row.item, row.standard, row.kind): (row, score)
                    for row in taxonomy.all_rows()
                    if row.item == alias.item
                }
            )
    return sorted(
        best.values(), key=lambda hit: (-hit[1], hit[0].statement == "note", not hit[0].model, hit[0].element)
    )[:limit]
