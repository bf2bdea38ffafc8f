"""Normal forms of text, as one ladder, and the note marks of labels.

Each form folds what the one above it still keeps; all are idempotent. ``FORMS`` names them for the lexicon:

=========  ============================================================================================
printed    as the page has it
folded     width folded (NFKC), runs of white space one blank: sentences, English heads, dates
squeezed   the same without blanks: Japanese heads and terms, which filers space as they like
key        a label as matching compares it: without note marks and case, brackets and dashes of one kind
=========  ============================================================================================

Two further steps need words of the field and stand in ``normalise/labels.py``: ``wording`` (synonyms, spellings) and
``gist``.
NFKC turns ① and ※１ into digits, so marks come off before it where they matter. It leaves △ ▲ − ― ー alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

# ※１ ※1,※2 *1 (注)１ （注１） (Note 5) ①; a mark never holds a figure of the table
_MARK_JA = (
    r"[※*＊][\s　]*[0-9０-９]*(?:[-－ー][0-9０-９]+)?"
    r"(?:[\s　]*[,、，・．.\s　][\s　]*(?:[※*＊][\s　]*)?[0-9０-９]{1,2}(?![0-9０-９]|[,，][0-9０-９]{3}))*"
)
_MARK_NOTE = (
    r"[（(][\s　]*(?:注|Note|note|Notes)[\s　]*[0-9０-９]*"
    r"(?:[\s　]*[,、，・][\s　]*(?:注)?[\s　]*[0-9０-９]+)*[\s　]*[)）]"
    r"(?:[\s　]*[0-9０-９]{1,2}(?:[\s　]*[,、，][\s　]*[0-9０-９]{1,2})*(?![0-9０-９]|[,，.][0-9０-９]))?"
    r"[,、，]?"
)
# （注16及び18）, (注記番号14): numbers of notes in brackets of their own
_MARK_BRACKETED = (
    r"[（(][\s　]*注(?:記)?(?:番号)?[\s　]*[0-9０-９]{1,2}"
    r"(?:[\s　]*(?:及び|および|[,、，・])[\s　]*[0-9０-９]{1,2})*[\s　]*[)）]"
)
_MARK = re.compile(rf"{_MARK_BRACKETED}|[（(][\s　]*{_MARK_JA}[\s　]*[)）]|{_MARK_JA}|{_MARK_NOTE}|[①-⑳]")
_LEAD = re.compile(
    r"^[\s　]*注(?:記)?[\s　]*[0-9０-９]{1,2}(?:[\s　]*[.．、,，)）][\s　]*[0-9０-９]{0,2})*(?=[^0-9０-９])"
)
_SPACES = re.compile(r"[\s　]+")
_CJK = re.compile(r"[぀-ヿ㐀-鿿豈-﫿＀-ﾟ]")


# Radicals that fonts name instead of the ideograph that is drawn. NFKC folds the Kangxi block only, and two of it to
# old forms.
IDEOGRAPHS = str.maketrans(
    {
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
        **dict(
            zip(
                "⼾⻁⻄⻆⻑⻒⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲⺠⺟⺡⺩⻌⻖⻗⻙⻚⻜⻢⻦",
                "戸虎西角長長青食骨鬼麦黄斉歯竜亀民母水王辶阜雨韋頁飛馬鳥",
                strict=True,
            )
        ),
    }
)


_RADICALS = re.compile(f"[{''.join(map(chr, IDEOGRAPHS))}]")


# Parts of Latin ligatures (fi, fl, ti) whose two bytes stand the wrong way round in a font's table: U+6600 for f.
_SWAPPED = re.compile("(?<=[A-Za-z])[昀椀氀琀]+|[昀椀氀琀]+(?=[a-z])")


def as_drawn(text: str) -> str:
    """The characters that the glyphs draw, one for one: ideographs for radicals, letters for ligatures coded the wrong
    way round."""
    if _RADICALS.search(text):  # few texts hold one, and looking for it is much faster than translating
        text = text.translate(IDEOGRAPHS)
    return _SWAPPED.sub(lambda found: "".join(chr(ord(char) >> 8) for char in found.group()), text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """NFKC with runs of white space as one blank; note marks must be off before."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """Width folded, blanks gone: the form in which headings and terms are recognised."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def split_marks(text: str) -> tuple[str, str | None]:
    """The text without its note marks, and the marks joined by a comma (None: no marks)."""
    lead = _LEAD.match(text)
    body = text[lead.end() :] if lead else text
    marks = [lead.group().strip()] if lead else []
    marks += [match.group().strip(" 　,、，") for match in _MARK.finditer(body)]
    if not marks:
        return text.strip(), None
    return _SPACES.sub(" ", _MARK.sub(" ", body)).strip(), ",".join(marks)


def is_cjk(text: str) -> bool:
    """Whether a text holds Japanese characters."""
    return bool(_CJK.search(text))


def join_wrapped(parts: list[str]) -> str:
    """Parts of a wrapped label: joined without a blank in Japanese, with one in English (the hyphen of a torn word
    swallows it)."""
    out = ""
    for part in (p.strip() for p in parts):
        if not part:
            continue
        torn = out.endswith("-") and not out.endswith(" -")
        if not out or is_cjk(out[-1]) or is_cjk(part[0]) or torn or out[-1] in "（(" or part[0] in "）)":
            out += part
        else:
            out += " " + part
    return out


@lru_cache(maxsize=65536)
def label_key(text: str) -> str:
    """A label as matching compares it: marks, spaces, width and case gone, brackets and dashes of one kind."""
    said = _key(text)
    while (barer := _key(said)) != said:  # a mark may only show when another one is gone
        said = barer
    return said


def _key(text: str) -> str:
    bare, _ = split_marks(text)
    bare = unicodedata.normalize("NFKC", bare)
    bare = _SPACES.sub("", bare).lower()
    bare = bare.translate(_KEY_TABLE)
    return bare


_KEY_TABLE = str.maketrans(
    {
        "▲": "△",
        "−": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "‐": "-",
        "［": "[",
        "］": "]",
        "〔": "(",
        "〕": ")",
        "，": ",",
        "､": "、",
        "･": "・",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
    }
)

FORMS: Mapping[str, Callable[[str], str]] = {
    "printed": str,
    "folded": fold,
    "squeezed": squeeze,
    "key": label_key,
}
