"""Wordings: what two ways of printing the same label have in common.

``key`` folds what never carries meaning (width, spaces, note marks, case, brackets). ``wording`` goes on to what this
field says in several ways: period words, two-sided profit lines, sign remarks, enumerators, old characters and
okurigana in Japanese; number, articles and hyphens in English. Two labels with one wording are the same label; what is
an opposite must never share one (``polarity``). The words lie in ``schemas/lexicon``: labels.toml, synonyms.toml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractor.notation.lexicon import rules, table
from extractor.notation.text import fold, is_cjk, label_key, split_marks
from extractor.notation.units import without_remarks

_RULES = rules("labels")
_TABLE = table("labels")
_CHARACTERS = str.maketrans(dict(_TABLE["characters"]))
_SPELLING: Mapping[str, str] = _TABLE["spelling"]
_DROPPED = frozenset(_TABLE["dropped"]["en"])
BARE_TOTALS = frozenset(_TABLE["bare_totals"]["any"])  # labels that say only that something is summed
BARE_OTHERS = frozenset(_TABLE["bare_others"]["any"])  # labels that say only that something is left over
SUBTOTALS = frozenset(_TABLE["bare_totals"]["partial"])  # those that say it of a part: official labels of a few items


def _pattern(name: str) -> re.Pattern[str]:
    return _RULES[name].pattern


def _rewrites(prefix: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The synonyms whose names begin so: pattern and what it becomes, in the file's order."""
    return tuple((rule.pattern, rule.value) for name, rule in rules("synonyms").items() if name.startswith(prefix))


_ENUMERATOR, _UNIT, _WHOLE = _pattern("enumerator"), _pattern("unit_remark"), _pattern("whole_bracket")
_SIGN_REMARK, _OKURIGANA = _pattern("sign_remark"), _pattern("okurigana")
_PERIOD_WORD, _PERIOD_EDGE = _pattern("period_word"), _pattern("period_edge")
_CHANGE, _ONE_WAY, _AMOUNT, _TOTAL = _pattern("change"), _pattern("one_way"), _pattern("amount"), _pattern("total")
_PARTICLES = _pattern("particles")
_EN_REMARK, _EN_CHANGE, _EN_JOIN, _EN_WORD = map(_pattern, ("en_remark", "en_change", "en_join", "en_word"))
_EN_ENUMERATOR = _pattern("en_enumerator")
_REWRITES, _GIST, _EN_GIST = _rewrites("ja."), _rewrites("gist_ja."), _rewrites("gist_en.")
_INCREASE_OR_DECREASE, _CHANGED = str(_TABLE["change"]["ja"]), str(_TABLE["change"]["en"])
_TRAILING = str(_TABLE["trailing"]["any"])
_LEADING = str(_TABLE["leading"]["any"])
_AND = str(_TABLE["joint"]["ja"])
_PERIOD_ITSELF = str(_TABLE["period"]["ja"])


@lru_cache(maxsize=65536)
def key(label: str) -> str:
    """The label without what never carries meaning, and without enumerators and unit remarks. ``key(key(x)) ==
    key(x)``."""
    said = _bare(label)
    while (barer := _bare(said)) != said:
        said = barer
    return said


def _bare(label: str) -> str:
    folded = label_key(label).lstrip(_LEADING).rstrip(_TRAILING)
    bare = _UNIT.sub("", without_remarks(_ENUMERATOR.sub("", folded, count=1)))
    bare = _WHOLE.sub(r"\1", bare)
    return bare or folded


@lru_cache(maxsize=65536)
def wording(label: str) -> tuple[str, bool]:
    """What the label says, and whether it calls itself a total."""
    return _japanese(key(label)) if is_cjk(label) else _english(label)


@lru_cache(maxsize=65536)
def gist(label: str) -> str:
    """What is left of a wording without particles, 等 and 額, its joined parts in one order: 無形資産及びのれん,
    のれん及び無形資産.

    Too coarse where wordings are prescribed (J-GAAP); under IFRS filers choose their own.
    """
    said = wording(label)[0]
    if is_cjk(label):
        bare = _PARTICLES.sub("", said)
        for pattern, to in _GIST:
            bare = pattern.sub(to, bare)
        return _AND.join(sorted(part for part in bare.split(_AND) if part)) or said
    for pattern, to in _EN_GIST:
        said = pattern.sub(to, said)
    return " ".join(sorted(said.split())) or said


def _japanese(text: str) -> tuple[str, bool]:
    said = text.translate(_CHARACTERS)
    two_sided = _SIGN_REMARK.search(said) is not None
    said = _PERIOD_EDGE.sub(_PERIOD_ITSELF, said)
    said = _OKURIGANA.sub("", _PERIOD_WORD.sub("", _SIGN_REMARK.sub("", said)))
    for pattern, to in _REWRITES:
        said = pattern.sub(to, said)
    if two_sided:  # 減少(△増加) says what 増減額(△は増加) says
        said = _ONE_WAY.sub(_INCREASE_OR_DECREASE, said)
    said = _AMOUNT.sub("", _CHANGE.sub(_INCREASE_OR_DECREASE, said))
    total = _TOTAL.search(said)
    if total and total.start() > 0:
        return _AMOUNT.sub("", said[: total.start()]), True
    return said, total is not None


def _english(label: str) -> tuple[str, bool]:
    bare, _ = split_marks(label)
    said = without_remarks(_EN_ENUMERATOR.sub("", fold(bare).lower()))
    said = _EN_JOIN.sub("", _EN_REMARK.sub("", _EN_CHANGE.sub(_CHANGED, said)))
    words = [_singular(_SPELLING.get(word, word)) for word in _EN_WORD.findall(said)]
    total = bool(words) and words[0] == "total"
    kept = [word for word in words[total and len(words) > 1 :] if word not in _DROPPED]
    return " ".join(kept or words), total


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
