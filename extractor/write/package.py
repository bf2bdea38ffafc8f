"""An extraction as a package of Parquet bytes, ready to commit. The same extraction gives the same bytes."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractor.model import Extraction, Filing, Finding, Proof, Severity, ValueState
from extractor.write.contract import OTHER_TABLES, load_contracts
from extractor.write.lake.parquet import encode
from extractor.write.lake.records import Figures, Package, Part
from extractor.write.tables import build_tables

if TYPE_CHECKING:
    import pyarrow as pa


def pack(extraction: Extraction, input_sha256: str) -> Package:
    """Builds the tables, holds each against its contract and encodes it."""
    tables, findings = build_tables(extraction)
    filing = extraction.filing
    return Package(
        filing_id=filing.filing_id,
        source_file=filing.source_file,
        input_sha256=input_sha256,
        fiscal_year=filing.fiscal_year or 0,
        parts=tuple(_part(name, table) for name, table in tables.items() if table.num_rows),
        figures=_figures(extraction, findings),
        findings=findings,
        term=_term(filing),
        amends=filing.amends,
    )


def _term(filing: Filing) -> str | None:
    company = filing.edinet_code or filing.securities_code or filing.company_name
    if not (company and filing.document_type and filing.fiscal_year):
        return None
    return "/".join(
        (
            company,
            filing.document_type.value,
            str(filing.fiscal_year),
            filing.fiscal_period or "",
            filing.language.value,
        )
    )


def _part(name: str, table: pa.Table) -> Part:
    import pyarrow as pa

    sink = io.BytesIO()
    encode(pa.Table.from_arrays(table.columns, schema=load_contracts()[name].described()), sink)
    data = sink.getvalue()
    return Part(name, table.num_rows, data, hashlib.sha256(data).hexdigest())


def _figures(extraction: Extraction, findings: tuple[Finding, ...]) -> Figures:
    facts = [fact for fact in extraction.facts if fact.value_state is not ValueState.BLANK]
    proofs = Counter(fact.proof for fact in facts if fact.value_state is ValueState.NUMBER)
    others = Counter(fact.proof for fact in extraction.other if fact.value_state is ValueState.NUMBER)
    return Figures(
        pages=extraction.filing.pages,
        statement_pages=len({region.page for entry in extraction.sheets for region in entry.sheet.span.regions}),
        second_read=len(extraction.second_read),
        statements=tuple(sorted({fact.statement.value for fact in facts})),
        cells=sum(proofs.values()),
        proved=proofs[Proof.PROVED],
        tied=proofs[Proof.TIED],
        unproved=proofs[Proof.UNPROVED],
        contradicted=proofs[Proof.CONTRADICTED],
        lines=len({(fact.sheet, fact.statement, fact.line) for fact in facts}),
        unmapped=len(extraction.unmapped),
        findings=_counted(f for f in findings if f.statement != OTHER_TABLES),
        other_tables=len({fact.table for fact in extraction.other}),
        other_cells=sum(others.values()),
        other_proved=others[Proof.PROVED],
        other_tied=others[Proof.TIED],
        other_unproved=others[Proof.UNPROVED],
        other_contradicted=others[Proof.CONTRADICTED],
        other_findings=_counted(f for f in findings if f.statement == OTHER_TABLES),
    )


def _counted(findings: Iterable[Finding]) -> dict[str, int]:
    """By code; information left out."""
    return dict(sorted(Counter(str(f.code) for f in findings if f.severity is not Severity.INFO).items()))
