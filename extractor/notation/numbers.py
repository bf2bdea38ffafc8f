"""Numbers as filings print them: △ ▲ − - ( ) for negative, full width, dashes for nil, lost brackets."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from extractor.model import Amount, ValueState

_BRACKETS = str.maketrans("〔〕", "[]")
NIL = frozenset("-－−–—―‐ー─━_＿‒‑")
_NEGATIVE = r"△▲\-−–—―‐－"
# 1,234 | 1234 | 1,234.56 | .5; thousands groups of three, or no groups at all
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<open>[(\[]?)\s*(?P<sign>[{_NEGATIVE}]?)\s*[¥￥\\$]?\s*(?P<body>{_PLAIN})\s*(?P<close>[)\]]?)\s*(?P<suffix>%|円(?:\s*(?P<sen>\d{{1,2}})\s*銭)?|銭|株|倍)?"
)
_NUMERIC_CHARS = re.compile(rf"^[\d,.()\[\]\s{_NEGATIVE}¥$%円銭株倍]+$")


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("　", " ").translate(_BRACKETS).strip()


def is_nil(text: str) -> bool:
    """A printed dash: nothing, said aloud."""
    bare = text.replace(" ", "").replace("　", "")
    return bool(bare) and all(char in NIL for char in bare)


def is_numeric(text: str) -> bool:
    """Whether the token as a whole is one number (signs, brackets and ％ allowed)."""
    return _NUMBER.fullmatch(_folded(text)) is not None


def looks_numeric(text: str) -> bool:
    """Made of a number's glyphs only and holding a digit, well-formed or not."""
    folded = _folded(text)
    return bool(_NUMERIC_CHARS.match(folded)) and any(char.isdigit() for char in folded)


def parse_amount(text: str) -> Amount:
    """What a cell prints. A bracket that lost its partner still says negative (the caller reports it: ``lost_bracket``).

    Square brackets mean "thereof" in Japanese tables and carry no sign.
    """
    printed = text.strip()
    if not printed:
        return Amount(None, ValueState.BLANK, "")
    if is_nil(printed):
        return Amount(None, ValueState.NIL, printed)
    match = _NUMBER.fullmatch(_folded(printed))
    if match is None:
        return Amount(None, ValueState.ILLEGIBLE, printed)
    value = Decimal(match["body"].replace(",", ""))
    if match["sen"]:  # 269円76銭
        value += Decimal(match["sen"]) / 100
    elif match["suffix"] == "銭":
        value /= 100
    if match["sign"] or match["open"] == "(" or match["close"] == ")":
        value = -value
    return Amount(value, ValueState.NUMBER, printed)


def lost_bracket(text: str) -> bool:
    folded = _folded(text)
    return (folded.count("(") != folded.count(")")) and looks_numeric(folded)


def numbers_in(text: str) -> list[str]:
    """The numbers that stand in one cell, for cells in which two were printed or merged."""
    return [match.group().strip() for match in _NUMBER.finditer(_folded(text))]


def has_digit(text: str) -> bool:
    return any(char.isdigit() for char in _folded(text))
