"""By which accounting standard a filing is prepared. What is said of the filing itself outranks every mention in its
text.

In this order: the bracket of the title (〔ＩＦＲＳ〕), the prescribed heading over the balance sheet
(【連結財政状態計算書】 or 【連結貸借対照表】) together with the sentence that says how the statements are prepared, the
titles of the statements themselves. A standard that is only mentioned (a plan to adopt it, an affiliate that uses it)
decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from extractor.model import Standard, StatementKind
from extractor.notation.lexicon import Rule, rules
from extractor.notation.text import fold, squeeze
from extractor.segment.titles import bare_heading, statement_title

K = StatementKind
_C, _T = rules("cover"), rules("titles")
TITLE = 1500  # characters of the first page, without blanks, within which the title stands


def standard_of(first: str, texts: Mapping[int, str]) -> Standard:
    """The standard of the filing's consolidated statements, of its only ones where none are consolidated. ``first``:
    the cover without blanks."""
    said = [(found.start(), Standard(rule.value)) for rule in _brackets() if (found := rule.find(first[:TITLE]))]
    if said:
        return min(said)[1]
    sentence, headed = _sentence(texts), _heading(texts)
    if headed is Standard.IFRS:
        return Standard.IFRS
    if sentence is not None and (headed is not None or sentence is not Standard.JGAAP):
        return sentence
    if headed is not None:
        return headed
    return _by_titles(texts) or sentence or Standard.JGAAP


def _brackets() -> tuple[Rule, ...]:
    return _C["jgaap"], _C["ifrs"], _C["usgaap"]


def _sentence(texts: Mapping[int, str]) -> Standard | None:
    """How the statements are prepared: the first sentence that says so."""
    for number in sorted(texts):
        text = texts[number]
        found = _C["basis_sentence"].find(squeeze(text)) or _C["en_basis_sentence"].find(fold(text))
        if found is not None:
            return Standard(str(found.lastgroup))
    return None


def _heading(texts: Mapping[int, str]) -> Standard | None:
    """The prescribed heading over the first balance sheet: consolidated statements come before the company's own."""
    for number in sorted(texts):
        if "【" in texts[number] and (found := _C["balance_sheet_in_brackets"].find(squeeze(texts[number]))):
            return Standard(str(found.lastgroup))
    return None


def _by_titles(texts: Mapping[int, str]) -> Standard | None:
    """The standard whose wording the filing's own titles have: numbered ones before bare ones."""
    votes: Counter[tuple[bool, Standard]] = Counter(_title_votes(texts))
    for marked in (True, False):
        ifrs, jgaap = votes[marked, Standard.IFRS], votes[marked, Standard.JGAAP]
        if ifrs or jgaap:
            return Standard.IFRS if ifrs else Standard.JGAAP
    return None


def _title_votes(texts: Mapping[int, str]) -> Iterator[tuple[bool, Standard]]:
    for text in texts.values():
        for line in text.split("\n"):
            title = statement_title(line) if _T["hint"].finds(line) else None
            if title is None or title.consolidated is False:
                continue
            if title.ifrs_wording or K.BALANCE_SHEET in title.kinds:
                yield bare_heading(line)[0] != fold(line), Standard.IFRS if title.ifrs_wording else Standard.JGAAP
