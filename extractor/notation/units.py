"""Unit captions: what one printed unit is worth, and in which currency."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# no filing reports in 万円: where it stands, it is the rest of a torn 百万円
_JA_SCALE = {"": 1, "千": 1_000, "百万": 1_000_000, "億": 100_000_000, "十億": 1_000_000_000}
_EN_SCALE = {
    "": 1,
    "thousand": 1_000,
    "thousands": 1_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "billion": 1_000_000_000,
    "billions": 1_000_000_000,
}
_CURRENCY = {
    "円": "JPY",
    "ドル": "USD",
    "米ドル": "USD",
    "ユーロ": "EUR",
    "yen": "JPY",
    "jpy": "JPY",
    "dollar": "USD",
    "dollars": "USD",
    "usd": "USD",
}
_JA = re.compile(r"(?P<scale>百万|十億|千|億|(?<!万))(?P<currency>円|米ドル|ドル|ユーロ)")
_EN = re.compile(
    r"\b(?:(?P<scale>thousands?|millions?|billions?)\s*(?:of\s*)?)?(?:japanese\s+|u\.?s\.?\s*)?(?P<currency>yen|jpy|dollars?|usd)\b|\b(?:jpy|¥)\s*(?P<scale2>thousands?|millions?|billions?)",
    re.IGNORECASE,
)
# A caption speaks of nothing but the unit; a sentence that mentions yen is none.
_CAPTION_JA = re.compile(
    r"^(?:金額)?[（(〔\[]?(?:単位|金額単位)?[:：;\s]*(?:百万|十億|千|億|)(?:円|米ドル|ドル)(?:[、,及び\s]*(?:百万|十億|千|)(?:円|米ドル|ドル|株|％|%))*[、,\s]*(?:未満切捨て?|未満四捨五入)?[)）〕\]]?$"
)
_CAPTION_IN_ROW = re.compile(r"[（(〔\[]?\s*(?:金額)?単位\s*[:：;]?\s*[^)）〕\]]{1,16}[)）〕\]]?")
_CAPTION_EN = re.compile(
    r"^\W*(?:amounts?\s+(?:are\s+)?|figures\s+|unit\s*:?\s*|in\s+|expressed\s+in\s+|rounded\s+)*(?:(?:thousands?|millions?|billions?)\s*(?:of\s*)?)?(?:japanese\s+|u\.?s\.?\s*)?(?:yen|jpy|dollars?|usd)(?:\s*(?:thousands?|millions?|billions?))?(?:[,;\s]+(?:unless|except|rounded|with|fractional|truncated).*)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class UnitCaption:
    """``scale``: units of the currency in one printed 1."""

    scale: int
    currency: str
    text: str


@lru_cache(maxsize=8192)
def unit_caption(text: str) -> UnitCaption | None:
    """The unit that a caption names, or None where the text is no unit caption.

    Takes ``（単位：百万円）``, ``(Millions of yen)``, ``Thousands of yen``, ``(千円)``; with several units the first one counts.
    """
    folded = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    squeezed = folded.replace(" ", "")
    inner = _CAPTION_IN_ROW.search(squeezed)
    if inner or (len(squeezed) <= 24 and _CAPTION_JA.match(squeezed)):
        found = _JA.search(inner.group() if inner else squeezed)
        if found:
            return UnitCaption(_JA_SCALE[found["scale"]], _CURRENCY[found["currency"]], text.strip())
    if len(folded) <= 90 and _CAPTION_EN.match(folded):
        return unit_words(folded)
    return None


_TRAILING = re.compile(r"[（(〔\[]\s*(?:金額)?単位\s*[:：;]?[^)）〕\]]{1,12}[)）〕\]]\s*$")


def without_unit(text: str) -> tuple[str, UnitCaption | None]:
    """A title without the unit caption that stands on its row, and that caption; a row that is nothing but a caption keeps it."""
    found = _TRAILING.search(text)
    if found is None:
        return text, unit_caption(text)
    return text[: found.start()].strip() or text, unit_caption(found.group())


@lru_cache(maxsize=8192)
def unit_words(text: str) -> UnitCaption | None:
    """The first money unit that the words name anywhere: for headers such as ``金額(百万円)`` or ``(thousands of yen)``."""
    folded = unicodedata.normalize("NFKC", text)
    found = _EN.search(folded)
    if found:
        scale = (found["scale"] or found["scale2"] or "").lower()
        return UnitCaption(_EN_SCALE[scale], _CURRENCY[(found["currency"] or "jpy").lower()], text.strip())
    found = _JA.search(folded.replace(" ", ""))
    if found:
        return UnitCaption(_JA_SCALE[found["scale"]], _CURRENCY[found["currency"]], text.strip())
    return None
