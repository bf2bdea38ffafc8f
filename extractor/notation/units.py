"""Units: what one printed 1 is worth, and in which currency. The words stand in ``schemas/lexicon/units.toml``, their
grammar here.

Money is a scale and a currency: 百万円, 千米ドル, millions of yen, yen in millions, ¥ million, JPY mn, thousands of
U.S. dollars. A caption speaks of nothing but the unit, so that a sentence that mentions yen is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.notation.lexicon import table
from extractor.notation.text import fold, squeeze

MONEY, SEN, SHARES, COUNT, PERCENT, TIMES = "money", "sen", "shares", "count", "percent", "times"


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit as a cell of its own: ``kind`` is money, sen (yen and sen of one share), shares, count, percent or times.

    ``scale``: units of the currency, or shares, in one printed 1. ``currency`` (ISO 4217) is empty where the unit is no
    money.
    """

    kind: str
    scale: int = 1
    currency: str = ""


@dataclass(frozen=True, slots=True)
class UnitCaption:
    """``scale``: units of the currency in one printed 1."""

    scale: int
    currency: str
    text: str


def _words(entry: str, language: str, value: str) -> dict[str, Any]:
    rows = (row for row in table("units")[entry] if row["language"] == language)
    return {_bare(word): row[value] for row in rows for word in row["words"]}


def _bare(word: str) -> str:
    """A word as the tables know it: without blanks and the points of abbreviations, in lower case."""
    return re.sub(r"[\s.]", "", word).lower()


def _any_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first; blanks and points within them may be missing."""
    spelt = (
        re.escape(word).replace(r"\.", r"\.?\s?").replace(r"\ ", r"\s?")
        for word in sorted(words, key=len, reverse=True)
    )
    return "|".join(spelt)


def _spelt(entry: str, *languages: str) -> list[str]:
    return [word for row in table("units")[entry] if row["language"] in languages for word in row["words"]]


_SCALE: dict[str, int] = _words("scale", "ja", "value") | _words("scale", "en", "value") | {"": 1}
_CURRENCY: dict[str, str] = _words("currency", "ja", "code") | _words("currency", "en", "code")
_OTHER = {_bare(word): UnitWord(row["kind"], row["scale"]) for row in table("units")["other"] for word in row["words"]}
_SYMBOL = "".join(word for word in _spelt("currency", "en") if len(word) == 1)
_SHORT = _any_of(word for word in _spelt("scale", "en") if len(word) == 1)  # ¥m: only behind its currency
_EN_SCALE = _any_of(word for word in _spelt("scale", "en") if len(word) > 1)
_EN_CURRENCY = _any_of(_spelt("currency", "en"))
_EN_CURRENCY_WORD = _any_of(word for word in _spelt("currency", "en") if len(word) > 1)
# 百万円; no filing reports in 万円: where it stands, it is the rest of a torn 百万円
_JA_MONEY = (
    rf"(?P<ja_scale>{_any_of(_spelt('scale', 'ja'))}|(?<!万))(?P<ja_currency>{_any_of(_spelt('currency', 'ja'))})"
)
_APART = r"(?<![\d,.'])"  # the noughts of 1,000 yen are no scale
# millions of yen | yen in millions, ¥ million, JPY mn, yen (millions) | M yen | yen; BN$ are dollars of another country
_EN_MONEY = (
    rf"(?P<scale>{_APART}(?>{_EN_SCALE}))(?!(?<=[A-Za-z])\$)\s*(?:of\s*)?(?P<currency>{_EN_CURRENCY})"
    rf"|(?P<currency2>{_EN_CURRENCY})[\s,:]*(?:amounts?\s*)?(?:in\s*)?\(?\s*(?:in\s*)?(?P<scale2>(?>{_EN_SCALE}|{{short}}))\)?"
    rf"(?!\s*(?:of\b|{_EN_CURRENCY_WORD}))"
    rf"|(?P<scale3>(?<![A-Za-z0-9]){{short}})\s(?P<currency4>yen|jpy)(?![a-z])"
    rf"|(?P<currency3>{_EN_CURRENCY})"
)
_JA = re.compile(_JA_MONEY)
# in running words, where a unit ends with its word; and written without blanks, where the next unit may follow at once
_EN = re.compile(rf"(?<![A-Za-z])(?:{_EN_MONEY.format(short=_SHORT)})(?![a-z])", re.IGNORECASE)
_EN_TIGHT = re.compile(_EN_MONEY.format(short="(?!)").replace(r"of\b", "of"), re.IGNORECASE)
_OTHER_WORD = re.compile(_any_of(_spelt("other", "ja", "en", "any")), re.IGNORECASE)


def _money(found: re.Match[str]) -> tuple[int, str]:
    groups = found.groupdict()
    scale = groups.get("ja_scale") or groups.get("scale") or groups.get("scale2") or groups.get("scale3") or ""
    currency = next(
        text
        for name in ("ja_currency", "currency", "currency2", "currency3", "currency4")
        if (text := groups.get(name))
    )
    return _SCALE[_bare(scale)], _CURRENCY[_bare(currency)]


@lru_cache(maxsize=8192)
def unit_at(text: str, at: int = 0) -> tuple[UnitWord, int] | None:
    """The unit that begins at this place of a text without blanks and with folded width, and where it ends:
    百万円%百万円%円銭."""
    other = _OTHER_WORD.match(text, at)
    money = _JA.match(text, at) or _EN_TIGHT.match(text, at)
    if other is not None and (money is None or other.end() >= money.end()):
        return _OTHER[_bare(other.group())], other.end()
    return None if money is None else (UnitWord(MONEY, *_money(money)), money.end())


def unit_word(text: str) -> UnitWord | None:
    """The unit that the whole text names: 千円, "thousands of yen", 株, %, 倍. None where it holds anything else."""
    squeezed = squeeze(text)
    found = unit_at(squeezed)
    return found[0] if found and found[1] == len(squeezed) else None


_BEHIND = re.compile(r"[\d)]([^\d\s().,]{1,3})$")


@lru_cache(maxsize=8192)
def unit_behind(text: str) -> UnitWord | None:
    """The unit that a cell prints behind its figure: 711.84円, 12.3％, 1,000株, 269円76銭. None where it prints the
    figure only."""
    found = _BEHIND.search(squeeze(text))
    return unit_word(found[1]) if found else None


_IN_BRACKETS = re.compile(r"[(\[〔【](?:単位[:;]?)?(?:in)?([^()\[\]〔〕【】]{1,24})[)\]〕】]", re.IGNORECASE)


@lru_cache(maxsize=16384)
def bracketed_unit(text: str) -> UnitWord | None:
    """The unit that a label or header prints in brackets: 売上高（百万円）, "Net sales (thousands of yen)"; the last
    one where there are several."""
    words = (unit_word(inner) for inner in reversed(_IN_BRACKETS.findall(squeeze(text))))
    return next((word for word in words if word is not None), None)


_JA_UNIT = re.sub(r"\?P<\w+>", "?:", _JA_MONEY)
_JA_WORD = rf"(?:{_any_of(_spelt('other', 'ja', 'any'))}|{_JA_UNIT})"
# an amount's unit in running text, written without blanks: 30,123百万円, 1,000株
AMOUNT_UNIT = "|".join(
    (
        _JA_UNIT,
        *(word.replace(" ", "") for word in _spelt("other", "ja", "en") if _OTHER[_bare(word)] == UnitWord(SHARES)),
        re.sub(r"\?P<\w+>", "?:", _EN_TIGHT.pattern).replace(_APART, ""),
    )
)
_CELL = re.compile(rf"[(\[〔]?{_JA_WORD}[)\]〕]?|\((?P<english>[^()]+)\)")
_IN_JA_BRACKETS = re.compile(rf"[(（](?:単位[:：])?({_JA_WORD}|％)[)）]")


def is_unit_cell(text: str) -> bool:
    """Whether a text without blanks is a unit and nothing else, as in the unit column of five-year tables. English ones
    stand in brackets."""
    found = _CELL.fullmatch(text)
    return found is not None and (found["english"] is None or unit_word(found["english"]) is not None)


def without_unit_in_brackets(label: str) -> tuple[str, str | None]:
    """A Japanese label and the one unit that it prints in brackets: 売上高（百万円）. None where there is none, or more
    than one."""
    found = _IN_JA_BRACKETS.findall(label)
    return (_IN_JA_BRACKETS.sub("", label).strip(), found[0]) if len(found) == 1 else (label, None)


@lru_cache(maxsize=65536)
def without_remarks(text: str) -> str:
    """A label, width folded, without the units that it prints in brackets. Brackets that hold anything else stay."""
    return _IN_BRACKETS.sub(lambda found: "" if unit_word(found[1]) else found.group(), text)


# A caption speaks of nothing but the unit.
_EN_UNIT = re.sub(r"\?P<\w+>", "?:", _EN_MONEY.format(short=_SHORT))
_CAPTION_JA = re.compile(
    rf"^(?:金額)?[（(〔\[]?(?:単位|金額(?:単位)?)?[:：;\s]*{_JA_UNIT}(?:[、,及び\s]*(?:{_JA_UNIT}|株|％|%))*[、,\s]*(?:未満切捨て?|未満四捨五入)?[)）〕\]]?$"
)
_CAPTION_IN_ROW = re.compile(r"[（(〔\[]?\s*(?:金額)?単位\s*[:：;]?\s*[^)）〕\]]{1,16}[)）〕\]]?")
_CAPTION_EN = re.compile(
    r"^\W*(?:(?:(?:all|amounts?|figures|numbers|are|is|stated|shown|presented|expressed|reported|units?|currency|in|rounded)\b)[\s:;,.]*)*"
    rf"(?:{_EN_UNIT})(?![a-z])"
    r"(?:[,;/\s]*(?:%|shares))*(?:\)?[,;\s(]+(?:unless|except|rounded|with|fractional|truncated|amounts?|figures|notes?|unaudited)\b.*)?\W*$",
    re.IGNORECASE,
)
_BARE_SYMBOL = re.compile(rf"^\W*[{re.escape(_SYMBOL)}]\W*$")


@lru_cache(maxsize=8192)
def unit_caption(text: str) -> UnitCaption | None:
    """The unit that a caption names, or None where the text is no unit caption.

    Takes ``（単位：百万円）``, ``(Millions of yen)``, ``Thousands of yen``, ``(千円)``, ``(¥ million)``; with several
    units the first one counts. A currency sign alone is the sign of a figure.
    """
    folded = fold(text)
    squeezed = squeeze(text)
    if _ends_within_brackets(squeezed):
        return None
    inner = _CAPTION_IN_ROW.search(squeezed)
    if inner or (len(squeezed) <= 24 and _CAPTION_JA.match(squeezed)):
        found = _JA.search(inner.group() if inner else squeezed)
        if found:
            return UnitCaption(*_money(found), text.strip())
    if len(folded) <= 90 and _CAPTION_EN.match(folded) and not _BARE_SYMBOL.match(folded):
        return unit_words(folded)
    return None


def _ends_within_brackets(text: str) -> bool:
    """A closing bracket whose opening one is missing: 円） is the rest of 百万円）, and says nothing by itself."""
    return sum(text.count(mark) for mark in ")〕]") > sum(text.count(mark) for mark in "(〔[")


_TRAILING = re.compile(r"[（(〔\[［]\s*(?:金額)?単位\s*[:：;]?[^)）〕\]］]{1,12}[)）〕\]］]\s*$")
_LAST_BRACKET = re.compile(r"[（(\[][A-Za-z¥$€][^()（）\[\]]{2,40}[)）\]]\s*$")


def without_unit(text: str) -> tuple[str, UnitCaption | None]:
    """A title without the unit caption that stands on its row, and that caption; a row that is nothing but a caption
    keeps it."""
    found = _TRAILING.search(text)
    if found is not None:
        return text[: found.start()].strip() or text, unit_caption(found.group())
    bracket = _LAST_BRACKET.search(text)
    unit = unit_caption(bracket.group()) if bracket else None
    if bracket and unit and unit.scale > 1 and text[: bracket.start()].strip():
        return text[: bracket.start()].strip(), unit
    return text, unit_caption(text)


_AT_END = re.compile(rf"(?:[（(〔\[]\s*{_JA_UNIT}\s*[)）〕\]]|(?<=[\s】）)])(?:金額)?単位\s*[:：;]?\s*{_JA_UNIT})\s*$")


def title_alone(text: str) -> str:
    """A title without the unit that ends its row in any form: with the word for unit, in brackets, in English
    words."""
    bare = without_unit(text)[0]
    alone = _AT_END.sub("", bare).strip() or bare
    words = alone.split()
    ends = range(1, len(words)) if _EN.search(fold(alone)) else ()  # in English also in words, behind blanks
    return next((" ".join(words[:k]) for k in ends if unit_caption(" ".join(words[k:]))), alone)


@lru_cache(maxsize=8192)
def unit_words(text: str) -> UnitCaption | None:
    """The first money unit that the words name anywhere: for headers such as ``金額(百万円)`` or ``(thousands of
    yen)``."""
    folded = fold(text)
    found = _EN.search(folded) or _JA.search(squeeze(text))
    return UnitCaption(*_money(found), text.strip()) if found else None
