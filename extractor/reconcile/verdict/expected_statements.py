"""Statements that a filing of its form must hold and that were not read. What is due is data:
schemas/expected/statements.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.errors import ConfigurationError
from extractor.errors import FindingCode as Code
from extractor.model import Filing, Finding, LabelledSheet, Severity, StatementKind, StatementSpan
from extractor.resources import schema_path

K = StatementKind


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the data: the filings it speaks of and the statements that are due, each with its alternatives."""

    forms: frozenset[str]
    periods: frozenset[str]
    standards: frozenset[str]
    due: tuple[tuple[str, ...], ...]
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
                tuple(tuple(due.split("|")) for due in row["due"]),
                row["example"],
            )
            for row in raw["form"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{path}: {error!r}.", "restore the file") from error


def missing(form: str | None, period: str | None, standard: str, found: Sequence[str]) -> list[str]:
    """What is due for such a filing and not among the statements found, by its first name."""
    row = next(row for row in forms() if row.fits(form, period, standard))
    return [due[0] for due in row.due if not set(due) & set(found)]


def of_statements(labelled: Sequence[LabelledSheet], filing: Filing) -> Iterator[Finding]:
    """What the form asks of the group's statements where there are any, else of the company's own."""
    main = [entry.sheet.span for entry in labelled if entry.sheet.span.kind is not K.FINANCIAL_SUMMARY]
    if not main:
        return
    group = [span for span in main if span.consolidated] or main
    basis = "consolidated" if group[0].consolidated else "own"
    form = filing.document_type.value if filing.document_type else None
    for kind in missing(form, filing.fiscal_period, group[0].standard.value, [span.kind.value for span in group]):
        words = kind.replace("_", " ")
        message = f"no {basis} {words} was read, and a filing of this form holds one{_gaps(group)}"
        yield Finding(Code.STATEMENT_MISSING, Severity.WARNING, message, statement=kind)


def _gaps(spans: Sequence[StatementSpan]) -> str:
    """The pages between the statements that were read, where the missing one may stand."""
    pages = sorted({region.page for span in spans for region in span.regions})
    between = [page for page in range(pages[0], pages[-1] + 2) if page not in pages] if pages else []
    return f"; pages not read near them: {', '.join(map(str, between[:12]))}" if between else ""
