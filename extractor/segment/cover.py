"""What the cover and the first pages say: who files what, for which period, by which standard."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from extractor.model import DocumentType, Filing, Language, Period, Rounding, Standard
from extractor.notation.dates import dates_in, months_before, period_in, shift_years

_AMENDS = re.compile(
    r"【提出書類】[^\n]*訂正|報告書の訂正報告書|訂正(?:有価証券|四半期|半期|中間)|\(訂正[)・、]|一部訂正|^\W*(?:amendment|correction|amended|corrected)\b|\((?:amend(?:ment|ed)|correct(?:ion|ed))\)",
    re.IGNORECASE | re.MULTILINE,
)
_COVER_PAGES = 3
_CODE = re.compile(
    r"(?:コード番号|証券コード|Code\s*(?:number|No\.?)?|Securities\s+code|Stock\s+code)\s*[:：]?\s*(?P<code>[0-9][0-9A-Z]{3}[0-9]?)\b",
    re.IGNORECASE,
)
_EDINET = re.compile(r"\bE[0-9]{5}\b")
_NAME_JA = re.compile(
    r"(?:【会社名】|上\s*場\s*会\s*社\s*名|会\s*社\s*名|不動産投資信託証券発行者名|【ファンド名】|【発行者名】)\s*[:：]?\s*(?P<name>[^\n]{2,60}?)(?:\s{2,}|上場取引所|\n|$)"
)
_NAME_EN = re.compile(
    r"(?:Company\s+name(?:\s+in\s+English)?\]?|\[Company Name(?: in English)?\]|Name of (?:listed )?company|Listed company name)\s*[:：]?\s*(?P<name>[^\n]{2,80})",
    re.IGNORECASE,
)
_TERM_JA = re.compile(r"自\s*(?P<a>[^至\n]{6,20})\s*至\s*(?P<b>[^)）\n]{6,20})")
_TANSHIN = re.compile(
    r"(?P<year>(?:\d{4}|(?:平成|令和)\s*\d{1,2}|令和元)\s*年)\s*(?P<month>\d{1,2})\s*月期(?P<rest>[^\n]{0,40})"
)
_QUARTER = re.compile(
    r"第\s*([1-4一二三四])\s*四半期|(?:the\s+)?(first|second|third|1st|2nd|3rd)\s+quarter|\bQ([1-4])\b|([123])Q\b",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"中間(?:決算|連結|会計|期)|半期報告書|semi-?annual|interim|half[\s-]*year|first half", re.IGNORECASE
)
_IFRS = re.compile(
    r"〔\s*IFRS\s*〕|\[\s*IFRS\s*\]|\(\s*IFRS\s*\)|国際会計基準に準拠|国際会計基準\(以下|連結財政状態計算書|連結持分変動計算書|International Financial Reporting Standards|statements? of financial position",
    re.IGNORECASE,
)
_USGAAP = re.compile(
    r"〔\s*米国(?:会計)?基準\s*〕|米国において一般に(?:公正妥当と)?認め|米国会計(?:基準|原則)に(?:基づ|準拠)(?!.*子会社)|U\.?S\.? GAAP\]|\(U\.?S\.? GAAP\)"
)


def read_cover(filing: Filing, texts: Mapping[int, str]) -> Filing:
    """The filing with what its first pages tell. Nothing is guessed: what is not printed stays None."""
    first = unicodedata.normalize("NFKC", "\n".join(texts[n] for n in sorted(texts)[:_COVER_PAGES]))
    first = re.sub(r"[ \t]+", " ", first)
    early = unicodedata.normalize("NFKC", "\n".join(texts[n] for n in sorted(texts)[:10]))
    everything = "".join(texts.values())
    sample = everything[:200_000]
    cjk = sum(1 for char in sample if "぀" <= char <= "鿿")
    letters = sum(1 for char in sample if char.isascii() and char.isalpha())
    language = Language.JA if cjk >= 0.25 * max(letters, 1) else Language.EN
    kind = _document_type(first)
    current, year_end, label = _period(first, kind)
    code, name = _CODE.search(first), (_NAME_JA.search(first) or _NAME_EN.search(first))
    edinet = _EDINET.search(first)
    return replace(
        filing,
        company_name=name["name"].strip(" ]】") if name else None,
        securities_code=code["code"] if code else None,
        edinet_code=edinet.group() if edinet else None,
        document_type=kind,
        standard=_standard(early, everything),
        language=language,
        rounding=_rounding(everything),
        amends=bool(_AMENDS.search(first[:1500])),
        pages=len(texts),
        current=current,
        fiscal_year_end=year_end,
        fiscal_year=year_end.year if year_end else None,
        fiscal_period=label,
    )


def _document_type(text: str) -> DocumentType | None:
    squeezed = re.sub(r"\s", "", text)
    if re.search(r"決算短信", squeezed[:600]):
        return DocumentType.EARNINGS  # its first page also names the date of the securities report
    for pattern, kind in (
        (r"四半期報告書|QuarterlySecuritiesReport|QuarterlyReport", DocumentType.QUARTERLY),
        (r"半期報告書|Semi-?annualSecuritiesReport|Semi-?annualReport", DocumentType.SEMIANNUAL),
        (r"有価証券報告書|AnnualSecuritiesReport", DocumentType.ANNUAL),
        (r"決算短信|FinancialResults|EarningsReport|ConsolidatedFinancialReport", DocumentType.EARNINGS),
    ):
        if re.search(pattern, squeezed, re.IGNORECASE):
            return kind
    return None


def _standard(early: str, everything: str) -> Standard:
    if re.search(r"連結財政状態計算書|連結持分変動計算書|statements? of financial position", everything, re.IGNORECASE):
        return Standard.IFRS
    if _USGAAP.search(early):
        return Standard.USGAAP
    if _IFRS.search(early):
        return Standard.IFRS
    return Standard.JGAAP


def _rounding(text: str) -> Rounding:
    folded = re.sub(r"\s", "", text)
    cut = len(
        re.findall(
            r"(?:百万円|千円|円|単位)?未満(?:の端数)?(?:は|を)?(?:全て)?切り?捨て|切捨て表示|roundeddown|truncat|rounding.?down",
            folded,
            re.IGNORECASE,
        )
    )
    half = len(re.findall(r"四捨五入|roundedto(?:the)?nearest|roundedoff", folded, re.IGNORECASE))
    if cut == half:
        return Rounding.UNKNOWN
    return Rounding.TRUNCATED if cut > half else Rounding.ROUNDED


def _period(text: str, kind: DocumentType | None) -> tuple[Period | None, date | None, str | None]:
    """The reported period, the end of the fiscal year, and Q1..FY as the cover prints them."""
    squeezed = re.sub(r"\s+", " ", text)
    quarter = _QUARTER.search(squeezed[:4000])
    label = None
    if quarter:
        word = next(group for group in quarter.groups() if group).lower()
        number = {
            "一": 1,
            "二": 2,
            "三": 3,
            "四": 4,
            "first": 1,
            "second": 2,
            "third": 3,
            "1st": 1,
            "2nd": 2,
            "3rd": 3,
        }.get(word) or int(word)
        label = f"Q{number}" if number < 4 else "FY"
    elif kind is DocumentType.SEMIANNUAL or _HALF.search(squeezed[:3000]):
        label = "H1"
    elif kind in (DocumentType.ANNUAL, DocumentType.EARNINGS):
        label = "FY"
    months = {"Q1": 3, "Q2": 6, "H1": 6, "Q3": 9, "FY": 12}.get(label or "")
    term = _TERM_JA.search(squeezed) or re.search(
        r"(?i)from (?P<a>[A-Z][a-z]+ \d{1,2}, \d{4}) (?:to|through|-) (?P<b>[A-Z][a-z]+ \d{1,2}, \d{4})", squeezed
    )
    current = period_in(term.group(), instant=False) if term else None
    tanshin = _TANSHIN.search(squeezed)
    year_end = None
    if tanshin and kind is DocumentType.EARNINGS:
        ends = dates_in(f"{tanshin['year']}{tanshin['month']}月末日")
        year_end = ends[0].value if ends else None
    if current and current.start and year_end is None:
        if label == "FY" or months is None:
            year_end = current.end
        else:
            year_end = shift_years(date.fromordinal(current.start.toordinal() - 1), 1)
    if current is None and year_end and months:
        start = months_before(year_end, 12)
        end = date.fromordinal(start.toordinal() - 1)
        current = Period(start, year_end if months == 12 else _add_months(end, months))
    return current, year_end, label


def _add_months(end: date, months: int) -> date:
    import calendar

    index = end.year * 12 + end.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
