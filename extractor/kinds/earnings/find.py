"""The summary pages of an earnings report (決算短信): results, financial position, cash flows, dividends, forecast,
shares.

Their headings are prescribed by the exchange: １．…の連結業績（自～至） over （１）連結経営成績, （２）連結財政状態;
２．配当の状況; ３．…業績予想; （３）発行済株式数.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from extractor.model import (
    DocumentType,
    Filing,
    Page,
    Period,
    Region,
    Source,
    StatementKind,
    StatementSpan,
    SummaryPart,
)
from extractor.notation.lexicon import Rule, rules
from extractor.notation.numbers import has_digit
from extractor.notation.rows import Row, rows_of
from extractor.notation.terms import MOVED, reported_period
from extractor.notation.text import squeeze
from extractor.notation.units import unit_words

FIRST_PAGES = 4  # the summary is the first one or two pages, behind a cover at most
P = SummaryPart
_R = rules("earnings")
_PARTS: tuple[tuple[SummaryPart, Rule], ...] = tuple(
    (SummaryPart(rule.value), rule) for name, rule in _R.items() if name.startswith("part.")
)
_LEAST_PARTS = 3  # that an English release without a cover names


class Readable(Protocol):
    """A document whose pages can be read."""

    def page(self, number: int) -> Page: ...


@dataclass
class _Section:
    part: SummaryPart
    heading: str
    captions: tuple[str, ...]
    consolidated: bool | None  # None: neither heading nor title says it
    reported: Period | None
    rows: list[tuple[int, Row]] = field(default_factory=list)


def summary_pages(filing: Filing, texts: Mapping[int, str]) -> tuple[int, ...]:
    """The first pages of an earnings report that say that they hold its summary."""
    if filing.document_type not in (DocumentType.EARNINGS, None):
        return ()
    hints = {
        number: set(_R["hint"].pattern.findall(squeeze(texts[number]).lower()))
        for number in sorted(texts)[:FIRST_PAGES]
    }
    if filing.document_type is None and len(set().union(*hints.values())) < _LEAST_PARTS:
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
    group = not others or any(span.consolidated for span in others)
    return tuple(span for section in _sections(pages) if (span := _span(section, filing, group)) is not None)


def _sections(pages: list[Page]) -> Iterator[_Section]:
    scope, current = "", None
    moved = MOVED.search("".join(squeeze(row.text) for page in pages for row in rows_of(page.words)))
    notes = (moved.group(),) if moved else ()
    whole: bool | None = None
    for page in pages:
        for row in rows_of(page.words):
            text = squeeze(row.text)
            if _R["report_title"].finds(text) and not has_period(text):
                whole = not _R["report_of_company"].finds(text)
            bare = _R["remark_on_rates"].pattern.sub("", text)
            if _R["scope"].finds(bare) and not _R["expected"].finds(bare):
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
            if _R["end"].finds(text) and not _R["term_named"].finds(text):
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
    """Whether a heading names the term that it is about."""
    return _R["period_said"].finds(text)


def _part(bare: str) -> SummaryPart | None:
    if len(bare) > 110 or bare.endswith("。"):
        return None
    for part, rule in _PARTS:
        if rule.finds(bare):
            if part is P.FORECAST and (_R["revised"].finds(bare) or not has_digit(bare)):
                continue
            return part
    return None


def _basis(part: SummaryPart, heading: str, scope: str, whole: bool | None) -> bool | None:
    """Consolidated or not: dividends and shares are the company's own. ``whole``: what the report's title says."""
    if part in (P.DIVIDENDS, P.SHARES):
        return False
    for text in (heading, scope):
        if _R["company"].finds(text):
            return False
        if _R["group"].finds(text):
            return True
    return whole


def _span(section: _Section, filing: Filing, group: bool) -> StatementSpan | None:
    """The section as a span. ``group``: the basis of one that does not say its own."""
    figured = [k for k, (_, row) in enumerate(section.rows) if sum(1 for word in row.words if has_digit(word.text)) > 1]
    if not figured:
        return None
    rows = section.rows[: figured[-1] + 3]  # a label may run on below the last figure, over two rows
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
            consolidated=group if section.consolidated is None else section.consolidated,
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
        basis_source=Source.DEFAULT if section.consolidated is None else None,
    )
