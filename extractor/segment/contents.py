"""Statements that the table of contents names and that were not found: their pages are missing, or were not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.errors import FindingCode
from extractor.model import Finding, Severity, StatementKind, StatementSpan
from extractor.notation.lexicon import rule
from extractor.segment.titles import Title, statement_title
from extractor.segment.triage import looks_like_contents

_LEADERS = rule("headings.leaders")
_FIRST = 12  # pages, among which the contents stand


def listed_and_lost(texts: Mapping[int, str], spans: Sequence[StatementSpan]) -> tuple[Finding, ...]:
    """A warning for each statement of the contents of which none was found; nothing where no statement was."""
    main = [span for span in spans if span.kind is not StatementKind.FINANCIAL_SUMMARY]
    if not main:
        return ()
    found = {(kind, span.consolidated) for span in main for kind in (span.kind, *_named(span.title))}
    titles = list(_listed(texts))
    groups = {kind for title in titles if title.consolidated for kind in title.kinds}
    lost = {}
    for title in titles:
        bases = {True, False} if title.consolidated is None else {title.consolidated}
        if title.consolidated is None and set(title.kinds) <= groups:
            bases = {False}  # listed besides the group's
        if title.kinds and not any((kind, basis) in found for kind in title.kinds for basis in bases):
            message = f"the table of contents names {title.text}, and none was found"
            lost[title.text] = Finding(
                FindingCode.STATEMENT_MISSING, Severity.WARNING, message, statement=title.kinds[0].value
            )
    return tuple(lost.values())


def _named(text: str) -> tuple[StatementKind, ...]:
    """The statements that a title covers: one of income and comprehensive income may be one table."""
    title = statement_title(text)
    return title.kinds if title else ()


def _listed(texts: Mapping[int, str]) -> Iterator[Title]:
    for number in sorted(texts)[:_FIRST]:
        lines = [line.strip() for line in texts[number].split("\n") if _LEADERS.finds(line)]
        if not looks_like_contents(lines):
            continue
        for line in lines:
            leaders = _LEADERS.find(line)
            title = statement_title(line[: leaders.start()].strip()) if leaders else None
            if title is not None:
                yield title
