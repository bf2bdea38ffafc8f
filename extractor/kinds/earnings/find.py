"""The summary pages of an earnings report (決算短信): results, financial position, cash flows, dividends, forecast,
shares.

Their headings are prescribed by the exchange: １．…の連結業績（自～至） over （１）連結経営成績, （２）連結財政状態;
２．配当の状況; ３．…業績予想; （３）発行済株式数.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from extractor.model import DocumentType, Filing, Page, Period, Region, StatementKind, StatementSpan, SummaryPart
from extractor.notation.numbers import has_digit
from extractor.notation.rows import Row, rows_of
from extractor.notation.terms import MOVED, reported_period
from extractor.notation.text import squeeze
from extractor.notation.units import unit_words

FIRST_PAGES = 4  # the summary is the first one or two pages, behind a cover at most
P = SummaryPart
_HINT = re.compile(
    r"経営成績|財政状態|運用状況|発行済(?:株式|投資口)|operatingresults|resultsofoperations|financialposition|sharesoutstanding|outstandingshares|issuedshares",
    re.IGNORECASE,
)
_NUMBER = r"^(?:[(]?[0-9]{1,2}[.)]{1,2}|[0-9]{1,2}(?=[^0-9])|[■□◆◇●○])?"
_WHOSE = r"(?:連結|個別|単体|非連結|四半期|中間)*"
_GAAP = r"(?:\((?:IFRS|日本基準|国際会計基準|累計|中間期|参考)\))*"
_PARTS: tuple[tuple[SummaryPart, re.Pattern[str]], ...] = tuple(
    (part, re.compile(_NUMBER + pattern, re.IGNORECASE))
    for part, pattern in (
        (P.FORECAST, r".{0,60}(?:業績|運用状況|収支|配当|分配金?)の?予想(?:\(.*|及び.*|について)?$"),
        (P.FORECAST, r".{0,20}(?:月期|年度)\(.*\)(?:及び.*)?の(?:運用状況|業績)?(?:の予想)?$"),
        (P.RESULTS, rf"{_WHOSE}(?:経営成績|運用状況){_GAAP}$"),
        (P.POSITION, rf"{_WHOSE}(?:財政状態|資産の状況){_GAAP}$"),
        (P.CASH_FLOWS, rf"{_WHOSE}キャッシュ・?フロー(?:の状況)?{_GAAP}$"),
        (P.DIVIDENDS, r"(?:配当|分配|分配金)の?状況.{0,12}$"),
        (P.SHARES, r"発行済(?:株式|投資口)の?(?:総数|総口数|数)?(?:\(.{2,8}\))?$"),
        (
            P.FORECAST,
            r"(?:consolidated|non-?consolidated)?.{0,24}(?:forecasts?|outlook|projections?)(?:for|of)?.{0,60}$",
        ),
        (P.RESULTS, r"(?:consolidated|non-?consolidated)?(?:operatingresults|resultsofoperations)(?:\(.{3,40}\))?$"),
        (P.POSITION, r"(?:consolidated|non-?consolidated)?financial(?:positions?|conditions?)(?:\(.{3,40}\))?$"),
        (P.CASH_FLOWS, r"(?:consolidated|non-?consolidated)?(?:statementsof)?cashflows?(?:\(.{3,40}\))?$"),
        (P.DIVIDENDS, r"(?:statusof|cash)?dividends?(?:\(.{3,40}\))?$"),
        (
            P.SHARES,
            r"(?:numberof)?(?:outstanding|issued)?shares(?:outstanding|issued|(?:issuedand)?outstanding)?(?:\(.{3,40}\))?$",
        ),
    )
)
_SCOPE = re.compile(
    rf"{_NUMBER}(?:.{{0,30}}(?:月期|年度).{{0,14}}の{_WHOSE}(?:業績|運用、?資産の状況|運用状況)\(.*|(?:consolidated|non-?consolidated)?(?:financial)?(?:results|highlights)forthe.*)$",
    re.IGNORECASE,
)
_END = re.compile(
    r"^※(?:注記|特記|その他|四半期決算|中間決算|決算|業績予想|この|本)|注記事項|会計方針の変更|子会社の異動|特有の会計処理|特記事項|決算短信は|changesin|applicationof|^\*|qualitativeinformation|^others?$|個別業績の概要",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\((?:[^()]{0,24})(?:%|百分率)表示.*$|(?:%|百分率)表示は.*$|\((?:percentages?|%).*$", re.IGNORECASE
)


class Readable(Protocol):
    def page(self, number: int) -> Page: ...


@dataclass
class _Section:
    part: SummaryPart
    heading: str
    captions: tuple[str, ...]
    consolidated: bool
    reported: Period | None
    rows: list[tuple[int, Row]] = field(default_factory=list)


def summary_pages(filing: Filing, texts: Mapping[int, str]) -> tuple[int, ...]:
    """The first pages of an earnings report that say that they hold its summary."""
    if filing.document_type not in (DocumentType.EARNINGS, None):
        return ()
    hints = {number: set(_HINT.findall(squeeze(texts[number]).lower())) for number in sorted(texts)[:FIRST_PAGES]}
    if filing.document_type is None and len(set().union(*hints.values())) < 3:
        return ()  # an English release without a cover names its parts at least
    return tuple(number for number, said in hints.items() if said and any(map(str.isdigit, texts[number])))


def summary_spans(
    document: Readable, filing: Filing, texts: Mapping[int, str], others: Sequence[StatementSpan]
) -> tuple[StatementSpan, ...]:
    """One span for each part of the summary. ``others``: the statements already found, whose regions are theirs."""
    numbers = summary_pages(filing, texts)
    if not numbers:
        return ()
    taken = {region.page for span in others for region in span.regions}
    pages = [document.page(number) for number in numbers if number not in taken]
    return tuple(span for section in _sections(pages) if (span := _span(section, filing)) is not None)


def _sections(pages: list[Page]) -> Iterator[_Section]:
    scope, current = "", None
    moved = MOVED.search("".join(squeeze(row.text) for page in pages for row in rows_of(page.words)))
    notes = (moved.group(),) if moved else ()
    whole = True
    for page in pages:
        for row in rows_of(page.words):
            text = squeeze(row.text)
            if re.search(r"決算短信|financialresults|earnings", text, re.IGNORECASE) and not has_period(text):
                whole = not re.search(r"非連結|REIT|個別|non-?consolidated", text, re.IGNORECASE)
            bare = _REMARK.sub("", text)
            if _SCOPE.match(bare) and "予想" not in bare:
                scope, current = row.text, None
                continue
            part = _part(bare)
            if part is P.SHARES and current is not None and current.part is P.SHARES:
                part = None  # "Number of shares outstanding" heads a fact of it
            if part is not None:
                if current is not None:
                    yield current
                stated = row.text if part is P.FORECAST else scope
                captions = (stated, row.text) if stated != row.text else (row.text,)
                current = _Section(
                    part,
                    row.text.strip(),
                    (*captions, *notes),
                    _basis(part, bare, squeeze(scope), whole),
                    reported_period(stated),
                )
                continue
            if _END.search(text) and not re.search(r"(?:月期|年度)\D", text):
                if current is not None:
                    yield current
                current = None
            elif current is not None:
                if (
                    current.part is P.FORECAST
                    and not current.rows
                    and current.reported is None
                    and (found := reported_period(current.heading + row.text))
                ):
                    current.reported = found
                current.rows.append((page.number, row))
    if current is not None:
        yield current


def has_period(text: str) -> bool:
    return bool(re.search(r"業績\(|～|~", text))


def _part(bare: str) -> SummaryPart | None:
    if len(bare) > 110 or bare.endswith("。"):
        return None
    for part, pattern in _PARTS:
        if pattern.match(bare):
            if part is P.FORECAST and ("修正" in bare or "revision" in bare.lower() or not has_digit(bare)):
                continue
            return part
    return None


def _basis(part: SummaryPart, heading: str, scope: str, whole: bool) -> bool:
    """Consolidated or not: dividends and shares are the company's own."""
    if part in (P.DIVIDENDS, P.SHARES):
        return False
    for text in (heading, scope):
        if re.search(r"個別|単体|非連結|non-?consolidated", text, re.IGNORECASE):
            return False
        if re.search(r"連結|consolidated", text, re.IGNORECASE):
            return True
    return whole


def _span(section: _Section, filing: Filing) -> StatementSpan | None:
    figured = [k for k, (_, row) in enumerate(section.rows) if sum(1 for word in row.words if has_digit(word.text)) > 1]
    if not figured:
        return None
    rows = section.rows[: figured[-1] + 2]  # a label may run on below the last figure
    regions = []
    for number in dict.fromkeys(number for number, _ in rows):
        mine = [row for page, row in rows if page == number]
        regions.append(Region(number, min(row.box.top for row in mine), max(row.box.bottom for row in mine)))
    unit = next(
        (found for _, row in rows if not has_digit(row.text) and (found := unit_words(row.text)) and found.scale > 1),
        None,
    )
    return replace(
        StatementSpan(
            kind=StatementKind.FINANCIAL_SUMMARY,
            title=section.heading,
            consolidated=section.consolidated,
            standard=filing.standard,
            language=filing.language,
            regions=tuple(regions),
            scale=unit.scale if unit else 1,
            currency=unit.currency if unit else "JPY",
            rounding=filing.rounding,
            caption_period=section.reported or filing.current,
            captions=section.captions,
        ),
        part=section.part,
    )
