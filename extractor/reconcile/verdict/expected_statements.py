"""Statements that a filing of its form must hold and that were not read. What is due is data:
schemas/expected/statements.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.errors import ConfigurationError
from extractor.errors import FindingCode as Code
from extractor.model import (
    DocumentType,
    Filing,
    Finding,
    LabelledSheet,
    Language,
    Severity,
    Sheet,
    StatementKind,
    StatementSpan,
    SummaryPart,
)
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key
from extractor.reconcile.identities.quantities import named
from extractor.resources import schema_path

K = StatementKind
_SUMMARY = tuple(rule(f"expected.summary_{part}") for part in ("results", "position", "shares"))
_SHARES = _SUMMARY[-1]
_OWN = (K.BALANCE_SHEET.value, K.INCOME_STATEMENT.value)  # a filing prints both of the company itself, or neither


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the data: the filings it speaks of and the statements that are due."""

    forms: frozenset[str]
    periods: frozenset[str]
    standards: frozenset[str]
    due: tuple[str, ...]
    own: tuple[str, ...]  # of the company's own, beside those of the group
    example: Mapping[str, Any]

    def fits(self, form: str | None, period: str | None, standard: str) -> bool:
        """Whether the row speaks of such a filing; an empty set speaks of all."""
        return all(
            not known or value in known
            for known, value in ((self.forms, form), (self.periods, period), (self.standards, standard))
        )


@cache
def forms() -> tuple[Form, ...]:
    """The rows of schemas/expected/statements.toml, the first that fits decides. Raises ConfigurationError."""
    path = schema_path("expected", "statements.toml")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Form(
                frozenset(row.get("forms", ())),
                frozenset(row.get("periods", ())),
                frozenset(row.get("standards", ())),
                tuple(row["due"]),
                tuple(row.get("own", ())),
                row["example"],
            )
            for row in raw["form"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{path}: {error!r}.", "restore the file") from error


def missing(
    form: str | None, period: str | None, standard: str, found: Collection[str], *, own: bool = False
) -> list[str]:
    """What is due for such a filing and not among the statements found. ``own``: the company has no group;
    comprehensive income is not due."""
    row = next(row for row in forms() if row.fits(form, period, standard))
    return [due for due in row.due if due not in found and not (own and due == K.COMPREHENSIVE_INCOME)]


def of_statements(labelled: Sequence[LabelledSheet], filing: Filing) -> Iterator[Finding]:
    """What the form asks of the group's statements where there are any, else of the company's own."""
    main = [entry.sheet.span for entry in labelled if entry.sheet.span.kind is not K.FINANCIAL_SUMMARY]
    if not main:
        if labelled and filing.document_type:  # a summary, and none of the statements that it is of
            due = missing(filing.document_type.value, filing.fiscal_period, filing.standard.value, ())
            yield from (_said(kind, "consolidated or own", "") for kind in due)
        return
    group = [span for span in main if span.consolidated] or main
    basis = "consolidated" if group[0].consolidated else "own"
    form = filing.document_type.value if filing.document_type else None
    sheets = [entry.sheet for entry in labelled if entry.sheet.span in group]
    lost = missing(form, filing.fiscal_period, group[0].standard.value, _held(sheets), own=basis == "own")
    named = {finding.statement for finding in filing.unread if finding.code == Code.STATEMENT_MISSING}
    yield from (_said(kind, basis, _gaps(group)) for kind in lost if kind not in named)
    if filing.document_type is not None and len(main) == len(labelled):
        message = "no summary was read, and a filing of this form holds one"
        yield Finding(Code.STATEMENT_MISSING, Severity.WARNING, message, statement=K.FINANCIAL_SUMMARY.value)
    elif filing.document_type is DocumentType.EARNINGS or any(entry.sheet.span.part for entry in labelled):
        yield from _parts_of_summary(labelled, consolidated=basis == "consolidated")
    if basis == "consolidated" and filing.language is Language.JA:  # translations leave the own statements out
        others = [entry.sheet for entry in labelled if entry.sheet.span in main and not entry.sheet.span.consolidated]
        row = next(row for row in forms() if row.fits(form, filing.fiscal_period, group[0].standard.value))
        of_own = row.own or (_OWN if others else ())
        yield from (_said(kind, "own", "") for kind in of_own if kind not in _held(others))
        yield from _years(others, "own")
    if form is not None:
        yield from _years(sheets, basis)


def _parts_of_summary(labelled: Sequence[LabelledSheet], *, consolidated: bool) -> Iterator[Finding]:
    """Tables that the summary of an earnings report has and that were not read: a page of it is missing. Those of the
    company's own results do not stand for the group's."""
    sheets = [entry.sheet for entry in labelled if entry.sheet.span.kind is K.FINANCIAL_SUMMARY]
    for part in _SUMMARY:
        of_any = part is _SHARES or not consolidated
        labels = [
            label_key(line.label)
            for sheet in sheets
            if of_any or (sheet.span.consolidated and sheet.span.part is not SummaryPart.FORECAST)
            for line in sheet.lines
            if line.cells
        ]
        if not any(part.finds(label) for label in labels):
            message = f"the summary was read without {part.meaning}, which one of this form prints"
            yield Finding(Code.STATEMENT_MISSING, Severity.WARNING, message, statement=K.FINANCIAL_SUMMARY.value)


def _said(kind: str, basis: str, where: str) -> Finding:
    message = f"no {basis} {kind.replace('_', ' ')} was read, and a filing of this form holds one{where}"
    return Finding(Code.STATEMENT_MISSING, Severity.WARNING, message, statement=kind)


def _years(sheets: Sequence[Sheet], basis: str) -> Iterator[Finding]:
    """Changes in equity are printed for every period of the income statement, or for none."""
    ends = {
        kind: {
            column.period.end
            for sheet in sheets
            if sheet.span.kind is kind
            for column in sheet.columns
            if column.period
        }
        for kind in (K.INCOME_STATEMENT, K.CHANGES_IN_EQUITY)
    }
    for end in sorted(ends[K.INCOME_STATEMENT] - ends[K.CHANGES_IN_EQUITY] if ends[K.CHANGES_IN_EQUITY] else ()):
        message = f"no {basis} changes in equity to {end} were read, and the income statement has that period"
        yield Finding(Code.STATEMENT_MISSING, Severity.WARNING, message, statement=K.CHANGES_IN_EQUITY.value)


def _held(sheets: Sequence[Sheet]) -> set[str]:
    """The statements that the sheets hold: a combined statement of income and comprehensive income is both."""
    held = {sheet.span.kind.value for sheet in sheets}
    names = {
        sheet.span.kind: {named(line.label, sheet.span.kind) for line in sheet.lines}
        for sheet in sheets
        if sheet.span.kind in (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME)
    }
    if "comprehensive_income" in names.get(K.INCOME_STATEMENT, ()):
        held.add(K.COMPREHENSIVE_INCOME.value)
    if K.INCOME_STATEMENT not in names and names.get(K.COMPREHENSIVE_INCOME, set()) & {"revenue", "pretax_profit"}:
        held.add(K.INCOME_STATEMENT.value)
    return held


def _gaps(spans: Sequence[StatementSpan]) -> str:
    """The pages between the statements that were read, where the missing one may stand."""
    pages = sorted({region.page for span in spans for region in span.regions})
    between = [page for page in range(pages[0], pages[-1] + 2) if page not in pages] if pages else []
    return f"; pages not read near them: {', '.join(map(str, between[:12]))}" if between else ""
