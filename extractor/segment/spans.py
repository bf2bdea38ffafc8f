"""Reads the candidate pages of a filing and cuts them into tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from extractor.model import Filing, Finding, Language, Page, Standard, StatementSpan
from extractor.segment.basis import settle, stated_on_cover
from extractor.segment.drafts import STATEMENTS, span_of
from extractor.segment.openings import Opener
from extractor.segment.outline import Outline
from extractor.segment.triage import UNTITLED, blank_pages, candidate_pages
from extractor.segment.walk import Walk

__all__ = ["STATEMENTS", "Readable", "completed", "find_tables"]
_COARSE = 100_000_000  # yen: statements are hardly printed in so large a unit
_AN_EXTRACT = 4  # pages: a file this short may be a page or two out of a filing


class Readable(Protocol):
    """What segment needs of an open document."""

    @property
    def name(self) -> str: ...

    @property
    def page_count(self) -> int: ...

    def text(self, number: int) -> str: ...

    def page(self, number: int) -> Page: ...

    def troubles(self) -> tuple[Finding, ...]: ...


def find_tables(
    document: Readable, filing: Filing, texts: Mapping[int, str], openers: Sequence[Opener]
) -> tuple[StatementSpan, ...]:
    """The statements of the filing, and the tables of the kinds whose titles are given, in printed order.

    Text without titles is cut by content: a table that opens with assets is a balance sheet whatever stands above it.
    """
    reasons = candidate_pages(texts, openers)
    if not reasons and document.page_count <= _AN_EXTRACT:
        reasons = dict.fromkeys(texts, "short")
    blank = blank_pages(texts)
    walk = Walk(openers, outline=Outline.of(texts))
    for number in sorted(texts):
        if number in reasons:
            walk.take(document.page(number), untitled=reasons[number] == UNTITLED)
        elif number not in blank:
            walk.pass_over(texts[number])
    drafts = [draft for draft in walk.drafts if draft.is_table]
    cover = stated_on_cover("\n".join(texts[number] for number in sorted(texts)[:1]))
    spans = tuple(span_of(draft, filing, basis) for draft, basis in zip(drafts, settle(drafts, cover), strict=True))
    return tuple(span for span in spans if not _of_discussion(span, spans))


def _of_discussion(span: StatementSpan, spans: Sequence[StatementSpan]) -> bool:
    """Whether a table titled like a statement comes before the statements, in a coarser unit than they all have, and
    one of its kind is among them: a discussion of the results shows it (連結損益計算書, 単位：億円)."""
    if span.family != STATEMENTS or span.scale is None or span.scale < _COARSE:
        return False
    later = spans[spans.index(span) + 1 :]
    statements = [other for other in later if other.family == STATEMENTS and other.scale is not None]
    again = any(other.kind is span.kind and other.consolidated is span.consolidated for other in statements)
    return again and all(span.scale > (other.scale or 0) for other in statements)


def completed(filing: Filing, spans: tuple[StatementSpan, ...]) -> Filing:
    """What the statements themselves say where the cover is silent."""
    said = filing.language is Language.EN and any(span.standard is Standard.IFRS for span in spans)
    return replace(filing, standard=Standard.IFRS) if said and filing.standard is Standard.JGAAP else filing
