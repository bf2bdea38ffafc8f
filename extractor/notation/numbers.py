"""Numbers as filings print them: △ ▲ − - ( ) for negative, full width, dashes for nil, lost brackets.

The glyphs that say negative or nil stand in ``schemas/lexicon/signs.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from extractor.model import Amount, ValueState
from extractor.notation.lexicon import part, rule
from extractor.notation.text import squeeze

_BRACKETS = str.maketrans("〔〕〈〉", "[]<>")
DASH, NEGATIVE = part("dash"), part("negative")
_RAISED = re.compile(part("raised"))
_NIL = rule("signs.nil").finds
_FIGURE_MARK = rule("signs.figure_mark").find
_CURRENCY = r"(?:[¥￥\\$€]|US\$)?"
# 1,234 | 1234 | 1,234.56 | .5; thousands groups of three, or no groups at all
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
# △1,234 | (1,234) | ¥△1,234 | △¥1,234 | △(1,234) | (¥1,234) | <1,234> | 1,234-
# a sign is printed once; + says positive
_NUMBER = re.compile(
    rf"(?P<open>[(\[<]?)\s*(?P<sign>{NEGATIVE}?)(?P<plus>\+?)\s*{_CURRENCY}\s*(?P<late>{NEGATIVE}?)\s*"
    rf"(?P<inner>[(\[<]?)\s*{_CURRENCY}\s*"
    rf"(?P<body>{_PLAIN})\s*(?P<trail>(?<=\d){NEGATIVE}(?![\d\s(]*\d))?\s*(?P<close>[)\]>]{{0,2}})\s*"
    r"(?P<suffix>%|円(?:\s*(?P<sen>\d{1,2})\s*銭)?|銭|株|倍)?\s*(?P<last>[)\]>]?)"
)
_NUMERIC_CHARS = re.compile(rf"^(?:[\d,.+()\[\]<>\s¥$€%円銭株倍]|{NEGATIVE})+$")
_OPENING = {")": "(", ">": "<"}
_DOTTED = re.compile(r"\d\.\d+\.\d")
MOST_DIGITS = 18  # of a figure, with its decimals: no amount in yen has more, and the lake holds no larger ones
_ROUND = frozenset("(<")  # square brackets say "thereof"


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    """Width folded. Raised digits and those in circles are marks: they stay what they are, so that 31² is not 312."""
    if _RAISED.search(text):
        return "".join(char if _RAISED.match(char) else unicodedata.normalize("NFKC", char) for char in text).strip()
    return unicodedata.normalize("NFKC", text).translate(_BRACKETS).strip()


@lru_cache(maxsize=65536)
def _number(text: str) -> re.Match[str] | None:
    """The text as one number, signs and brackets as they can stand together: a sign once, brackets of one kind."""
    match = _NUMBER.fullmatch(_folded(text))
    if match is None or _RAISED.search(match["body"]) or sum(map(str.isdigit, match["body"])) > MOST_DIGITS:
        return None
    signs = [name for name in ("sign", "late", "trail") if match[name]]
    if match["plus"] and (signs or match["open"] or match["inner"] or match["close"]):
        return None
    if len(signs) > 1 or (match["open"] and match["inner"]) or (len(match["close"]) > 1):
        return None
    if match["last"] and (match["close"] or not match["suffix"] or not (match["open"] or match["inner"])):
        return None  # a bracket behind the unit closes the one before the figure: (45円20銭)
    if match["trail"] and not ("," in match["body"] or len(match["body"]) > 4):
        return None  # 2020- opens a range, 1- a list
    return match


@lru_cache(maxsize=65536)
def is_nil(text: str) -> bool:
    """A printed dash, a circle or N/A: nothing, said aloud."""
    return _NIL(squeeze(text))


def is_numeric(text: str) -> bool:
    """Whether the token as a whole is one number (signs, brackets and ％ allowed)."""
    return _number(text) is not None


def looks_numeric(text: str) -> bool:
    """Made of a number's glyphs only and holding a digit, well-formed or not."""
    folded = _folded(text)
    if _DOTTED.search(folded):
        return False  # 2021.3.31 is a date
    return bool(_NUMERIC_CHARS.match(folded)) and any(char.isdigit() for char in folded)


def parse_amount(text: str) -> Amount:
    """What a cell prints. A bracket that lost its partner still says negative (the caller reports it:
    ``lost_bracket``).

    Square brackets mean "thereof" in Japanese tables and carry no sign.
    """
    printed = text.strip()
    if not printed:
        return Amount(None, ValueState.BLANK, "")
    if is_nil(printed):
        return Amount(None, ValueState.NIL, printed)
    match = _number(printed)
    if match is None:
        return Amount(None, ValueState.ILLEGIBLE, printed)
    value = Decimal(match["body"].replace(",", ""))
    if match["sen"]:  # 269円76銭
        value += Decimal(match["sen"]) / 100
    elif match["suffix"] == "銭":
        value /= 100
    if (
        match["sign"]
        or match["late"]
        or match["trail"]
        or _ROUND & {match["open"], match["inner"], *_OPENING.get(match["close"], "")}
    ):
        value = -value
    return Amount(value, ValueState.NUMBER, printed)


def lost_bracket(text: str) -> bool:
    """Whether a figure has one of two brackets only."""
    folded = _folded(text)
    return (folded.count("(") != folded.count(")")) and looks_numeric(folded)


def numbers_in(text: str) -> list[str]:
    """The numbers that stand in one cell, for cells in which two were printed or merged."""
    return [match.group().strip() for match in _NUMBER.finditer(_folded(text))]


@lru_cache(maxsize=65536)
def has_digit(text: str) -> bool:
    """Whether any glyph is a digit, raised ones and those in circles among them."""
    return any(char.isdigit() for char in unicodedata.normalize("NFKC", text))


def figure_mark(text: str) -> int | None:
    """Where the note mark begins that touches the end of a figure (5,278※７, 31²), or None where there is no such
    mark."""
    found = _FIGURE_MARK(text)
    if found is None or not (is_numeric(found["figure"]) or is_nil(found["figure"])):
        return None
    return found.end("figure")
