"""The guard against opposites: wordings that score high and mean the reverse.

A resemblance counts only between labels that stand on the same side of every pair in ``schemas/lexicon/polarity.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.normalise.labels import wording
from extractor.notation.lexicon import rule, table
from extractor.notation.text import fold, is_cjk

EITHER = 2  # the item is meant for both signs


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides that exclude each other. ``signed``: a two-sided label (利益（△損失）) is meant for both."""

    name: str
    one: re.Pattern[str]
    other: re.Pattern[str]
    signed: bool


def pairs_of(language: str) -> tuple[Pair, ...]:
    """The pairs of polarity.toml in one language (ja, en), in the file's order."""
    return tuple(
        Pair(entry["name"], re.compile(entry["one"]), re.compile(entry["other"]), bool(entry.get("signed")))
        for entry in table("polarity")["pair"]
        if entry["language"] == language
    )


_JA, _EN = pairs_of("ja"), pairs_of("en")
_TWO_SIDED = rule("polarity.two_sided")


@lru_cache(maxsize=65536)
def sides(label: str) -> tuple[int, ...]:
    """For each pair of the label's language +1, -1, 0 (neither or both) or EITHER."""
    japanese = is_cjk(label)
    said = wording(label)[0] if japanese else fold(label).lower()
    two_sided = _TWO_SIDED.finds(label)
    return tuple(
        EITHER if two_sided and pair.signed else bool(pair.one.search(said)) - bool(pair.other.search(said))
        for pair in (_JA if japanese else _EN)
    )


def opposed(label: str, other: str) -> bool:
    """Whether the two stand on opposite sides of some pair."""
    return is_cjk(label) == is_cjk(other) and any(a * b == -1 for a, b in zip(sides(label), sides(other), strict=True))


def compatible(label: str, other: str) -> bool:
    """Whether the two stand on the same side of every pair: what fuzzy matching demands."""
    return is_cjk(label) == is_cjk(other) and all(
        a == b or EITHER in (a, b) for a, b in zip(sides(label), sides(other), strict=True)
    )
