"""Every row of schemas/expected/statements.toml finds in its example what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.errors import FindingCode as Code
from extractor.model import Sheet, SummaryPart
from extractor.reconcile.verdict.expected_statements import Form, forms, missing
from tests.reconcile.build import K, run, statement, whole


@pytest.mark.parametrize("row", forms(), ids=[f"form {k}" for k in range(len(forms()))])
def test_a_form_says_what_is_missing(row: Form) -> None:
    shown = row.example
    assert row.fits(shown["form"], shown["period"], shown["standard"])
    assert missing(shown["form"], shown["period"], shown["standard"], shown["found"]) == shown["missing"]
    assert missing(shown["form"], shown["period"], shown["standard"], [*shown["found"], *shown["missing"]]) == []


def _parts(*summaries: Sheet) -> list[str]:
    """What is missing of the summary of a filing whose cover was lost."""
    found = run(*whole(), *summaries).findings
    return [
        finding.message for finding in found if finding.code == Code.STATEMENT_MISSING and "summary" in finding.message
    ]


def _summary(text: str, part: SummaryPart, *, consolidated: bool) -> Sheet:
    return statement(K.FINANCIAL_SUMMARY, text, part=part, consolidated=consolidated)


def test_the_company_s_own_results_do_not_stand_for_those_of_the_group() -> None:
    """The first page of the summary is lost: the second prints shares and the company's own results."""
    shares = _summary("期末発行済株式数 | 12,300 | 12,300", SummaryPart.SHARES, consolidated=False)
    own = _summary(
        "売上高 | 810 | 907\n経常利益 | 61 | 77\n総資産 | 1,830 | 1,911", SummaryPart.RESULTS, consolidated=False
    )
    group = replace(own, span=replace(own.span, consolidated=True))
    forecast = replace(group, span=replace(group.span, part=SummaryPart.FORECAST))
    assert len(_parts(shares, own)) == len(_parts(shares, own, forecast)) == 2
    assert _parts(shares, group) == []


def test_of_the_company_itself_both_balance_sheet_and_income_statement_are_due() -> None:
    """Where a filing prints one of its own statements beside those of its group, whatever its form."""
    own = [replace(entry, span=replace(entry.span, consolidated=False)) for entry in whole()]
    group = [replace(entry, span=replace(entry.span, consolidated=True)) for entry in whole()]

    def lost(*sheets: Sheet) -> list[str | None]:
        return [found.statement for found in run(*group, *sheets).findings if "no own" in found.message]

    assert K.BALANCE_SHEET.value not in (*lost(), *lost(*own))
    kept = [entry for entry in own if entry.span.kind is not K.BALANCE_SHEET]
    assert K.BALANCE_SHEET.value in lost(*kept)
