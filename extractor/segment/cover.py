"""What the cover and the first pages say: who files what, and in which language. The period: ``term``; the standard:
``standard``."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from string import ascii_letters

from extractor.model import DocumentType, Filing, Language, Rounding
from extractor.notation.lexicon import rules
from extractor.notation.text import fold, is_cjk, squeeze
from extractor.segment.standard import standard_of
from extractor.segment.term import term_of

_C = rules("cover")
_COVER_PAGES = 3
_COVER_LEAST = 600  # characters: a text has no pages, and its cover may fall into many short parts
_SAMPLE = 200_000  # characters that tell the language
_CJK_SHARE = 0.25  # of Latin letters: with more Japanese characters than this a filing is Japanese
_TITLE_AMENDS = 1500  # characters within which a correction calls itself one
_NAMES = 30  # lines within which a release names its company
_CODE = 4  # places of a securities code
_TYPES = ("quarterly_report", "semiannual_report", "annual_report", "earnings")


def read_cover(filing: Filing, texts: Mapping[int, str]) -> Filing:
    """The filing with what its first pages tell. Nothing is guessed: what is not printed stays None."""
    first = _folded(_beginning(texts))
    everything = "".join(texts.values())
    language = _language(everything[:_SAMPLE])
    kind = _document_type(squeeze(first))
    term = term_of(first, kind, texts)
    code = _C["code"].find(first)
    edinet = _C["edinet"].find(first)
    return replace(
        filing,
        company_name=_name(first),
        securities_code=_code(code["code"]) if code else None,
        edinet_code=edinet.group() if edinet else None,
        document_type=kind,
        standard=standard_of(squeeze(first), texts),
        language=language,
        rounding=_rounding(squeeze(everything)),
        amends=_C["amends"].finds(first[:_TITLE_AMENDS]),
        pages=len(texts),
        current=term.current,
        fiscal_year_end=term.year_end,
        fiscal_year=term.year_end.year if term.year_end else None,
        fiscal_period=term.label,
        term_number=_term_number(squeeze(first)),
    )


def _beginning(texts: Mapping[int, str]) -> str:
    parts: list[str] = []
    for number in sorted(texts):
        if len(parts) >= _COVER_PAGES and sum(map(len, parts)) >= _COVER_LEAST:
            break
        parts.append(texts[number])
    return "\n".join(parts)


def _term_number(first: str) -> int | None:
    found = _C["term_number"].find(first)
    return int(found["number"]) if found else None


def _folded(text: str) -> str:
    """Width folded, blanks single, lines kept."""
    return "\n".join(" ".join(line.split()) for line in unicodedata.normalize("NFKC", text).split("\n"))


def _language(sample: str) -> Language:
    japanese = len(_C["kana"].pattern.findall(sample))
    letters = sum(map(sample.count, ascii_letters))
    return Language.JA if japanese >= _CJK_SHARE * max(letters, 1) else Language.EN


def _document_type(first: str) -> DocumentType | None:
    """By the label of the cover, by the title of an earnings report, else by the first kind that is named. ``first``:
    without blanks."""
    said = _C["filed_document"].find(first)
    if said is not None:
        return DocumentType(str(said.lastgroup))
    if _C["earnings_title"].finds(first) or _C["earnings_report"].finds(first[:600]):
        return DocumentType.EARNINGS  # its first page also names the date of the securities report
    named = next((DocumentType(_C[name].value) for name in _TYPES if _C[name].finds(first)), None)
    return DocumentType.EARNINGS if named is None and _C["earnings_annex"].finds(first) else named


def _code(printed: str) -> str:
    """In four places: the fifth is 0 for shares of the common kind, and left out elsewhere."""
    code = squeeze(printed)
    return code[:_CODE] if len(code) > _CODE and code.endswith("0") else code


def _name(first: str) -> str | None:
    """Behind its label; on a first page without one, the line that is a company's name."""
    found = _C["name"].find(first) or _C["en_name"].find(first)
    if found is None:
        lines = [fold(line) for line in first.split("\n") if line][:_NAMES]
        rules = (_C["corporation"], _C["en_corporation"])
        found = next((match for rule in rules for line in lines if (match := rule.find(line))), None)
    if found is None:
        return None
    name = _without_spacing(found["name"].strip(" ]】"))
    return f"{name}{_C['cut_name'].value}" if _C["cut_name"].finds(name) else name


def _without_spacing(name: str) -> str:
    """A name set with blanks between its letters, without them: 見 本 銀 行."""
    parts = name.split()
    spaced = len(parts) > 2 and all(len(part) == 1 for part in parts) and is_cjk(name)
    return "".join(parts) if spaced else name


def _rounding(text: str) -> Rounding:
    cut, half = (len(_C[name].pattern.findall(text)) for name in ("truncated", "rounded"))
    if cut == half:
        return Rounding.UNKNOWN
    return Rounding.TRUNCATED if cut > half else Rounding.ROUNDED
