"""An extraction as Arrow tables that fit their contracts. A row that does not fit is left out and becomes a finding."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from extractor.errors import FindingCode
from extractor.model import Box, Check, Claim, Extraction, Fact, Filing, Finding, Member, Severity, UnmappedLine
from extractor.model.other import OtherFact
from extractor.write.contract import Contract, Field, arrow_type, load_contracts

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
_THOUSANDTH = Decimal("0.001")


def build_tables(extraction: Extraction) -> tuple[dict[str, pa.Table], tuple[Finding, ...]]:
    """The tables by name (empty ones too), and the findings, those of the contract included."""
    contracts = load_contracts()
    shared = _filing_row(extraction.filing)
    rows: dict[str, list[Row]] = {table: [] for table in contracts}
    facts = sorted(extraction.facts, key=lambda fact: (fact.statement, fact.sheet, fact.line, fact.column))
    for fact in facts:
        rows[fact.statement.value].append(_fact_row(fact))
    rows["other_tables"] += map(other_row, extraction.other)
    for typed in extraction.typed:
        rows[typed.table].append({**other_row(typed.fact), **dict(typed.dimensions)})
    rows["unmapped"] += map(_unmapped_row, extraction.unmapped)
    rows["checks"] += (_check_row(number, check) for number, check in enumerate(extraction.checks, 1))
    rows["ledger"] += map(_claim_row, extraction.ledger)

    source = extraction.filing.source_file
    findings = [_naming(finding, source) for finding in extraction.findings]
    tables = {}
    for name in [*(name for name in contracts if name != "findings"), "findings"]:
        if name == "findings":
            rows[name] += map(_finding_row, findings)
        tables[name], misfits = _fit(contracts[name], shared, rows[name], source)
        findings += misfits
    return tables, tuple(findings)


def _naming(finding: Finding, source: str) -> Finding:
    """The rooms know no path: where their next command says FILE, this is it."""
    command = finding.next_command
    return (
        replace(finding, next_command=re.sub(r"\bFILE\b", lambda _: shlex.quote(source), command))
        if command and "FILE" in command
        else finding
    )


# ---------------------------------------------------------------- rows


def _filing_row(filing: Filing) -> Row:
    return {
        "filing_id": filing.filing_id,
        "source_file": filing.source_file,
        "company_name": filing.company_name,
        "securities_code": filing.securities_code,
        "edinet_code": filing.edinet_code,
        "fiscal_period": filing.fiscal_period,
        "document_type": filing.document_type,
        "accounting_standard": filing.standard,
        "language": filing.language,
    }


def _fact_row(fact: Fact) -> Row:
    return {
        "statement": fact.statement,
        "consolidated": fact.consolidated,
        "line": fact.line,
        "depth": fact.depth,
        "parent_line": fact.parent_line,
        "label": fact.label,
        "note": fact.note,
        "item": fact.item,
        "element": fact.element,
        "match_method": fact.match_method,
        "match_score": fact.match_score,
        "match_margin": fact.match_margin,
        "column_label": fact.column_label,
        "period_start": fact.period_start,
        "period_end": fact.period_end,
        "component": fact.component,
        "component_label": fact.component_label,
        "value": _money(fact.value),
        "unit": fact.unit,
        "reported_text": fact.reported_text,
        "reported_scale": fact.reported_scale,
        "value_state": fact.value_state,
        "page": fact.page,
        **_edges(fact.box),
        "reader": fact.reader,
        "proof": fact.proof,
        "findings": list(fact.findings),
        "period_evidence": fact.period_evidence,
        "unit_evidence": fact.unit_evidence,
        "basis_evidence": fact.basis_evidence,
        "item_evidence": fact.item_evidence,
        "trust": fact.trust,
        "headings": list(fact.headings),
        "version": fact.version,
        "sheet": fact.sheet,
        "column": fact.column,
    }


def other_row(fact: OtherFact) -> Row:
    """A figure of another table as a row of ``other_tables``, without the filing's columns."""
    return {
        "table": fact.table,
        "table_name": fact.name,
        "heading_path": list(fact.headings),
        "heading": fact.headings[-1] if fact.headings else None,
        "caption": fact.caption,
        "part": fact.part,
        "consolidated": fact.consolidated,
        "row": fact.row,
        "row_label": fact.row_path[-1] if fact.row_path else "",
        "row_path": list(fact.row_path),
        "depth": fact.depth,
        "column": fact.column,
        "column_label": " > ".join(fact.column_path),
        "column_path": list(fact.column_path),
        "period_start": fact.period_start,
        "period_end": fact.period_end,
        "period_from": fact.period_from,
        "value": _money(fact.value),
        "unit": fact.unit,
        "unit_from": fact.unit_from,
        "reported_text": fact.reported_text,
        "reported_scale": fact.reported_scale,
        "value_state": fact.value_state,
        "attributes": [{"column": column, "text": text} for column, text in fact.attributes],
        "member": fact.member,
        "item": fact.item,
        "element": fact.element,
        "page": fact.page,
        **_edges(fact.box),
        "reader": fact.reader,
        "proof": fact.proof,
        "findings": list(fact.findings),
    }


def _unmapped_row(line: UnmappedLine) -> Row:
    return {
        "statement": line.statement,
        "consolidated": line.consolidated,
        "line": line.line,
        "label": line.label,
        "section": line.section,
        "parent_item": line.parent_item,
        "values": list(line.values),
        "page": line.page,
        **_edges(line.box),
        "candidates": [{"item": c.item, "element": c.element, "score": c.score} for c in line.candidates[:3]],
    }


def _check_row(number: int, check: Check) -> Row:
    return {
        "check": number,
        "kind": check.kind,
        "statement": check.statement,
        "sheet": check.total.sheet,
        "line": check.total.line,
        "column": check.total.column,
        "members": [_member(member) for member in check.members],
        "low": _money(check.low, ROUND_FLOOR),  # outwards: a ratio's bounds have no end of digits
        "high": _money(check.high, ROUND_CEILING),
        "found": _money(check.found),
        "verdict": "holds" if check.holds else "fails",
        "decisive": check.decisive,
    }


def _member(member: Member) -> Row:
    return {
        "sheet": member.sheet,
        "line": member.line,
        "column": member.column,
        "weight": member.weight,
        "value": _money(member.value),
        "sign_evidence": member.sign_evidence,
    }


def _claim_row(claim: Claim) -> Row:
    return {
        "page": claim.page,
        "text": claim.text,
        **_edges(claim.box),
        "fate": claim.fate,
    }


def _finding_row(finding: Finding) -> Row:
    return {
        "code": str(finding.code),
        "severity": finding.severity,
        "statement": finding.statement,
        "sheet": finding.sheet,
        "line": finding.line,
        "column": finding.column,
        "page": finding.page,
        "message": finding.message,
        "next_command": finding.next_command,
    }


def _edges(box: Box) -> Row:
    """The edges of a box, PDF points from the top left of the page."""
    return {"x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom}


def _money(value: Decimal | None, rounding: str | None = None) -> Decimal | None:
    """Three places where that loses nothing, or with ``rounding``; else as it is, and the contract will say so."""
    if value is None or not value.is_finite() or abs(value) >= 10**21:
        return value
    short = value.quantize(_THOUSANDTH, rounding)
    return short if rounding or short == value else value


# ---------------------------------------------------------------- the contract


def _fit(contract: Contract, shared: Row, rows: Sequence[Row], source: str) -> tuple[pa.Table, list[Finding]]:
    """The rows as a table of the contract's schema, without those that do not fit."""
    import pyarrow as pa

    schema = contract.arrow()
    if not rows:
        return schema.empty_table(), []
    misfits: dict[int, str] = {}
    columns: dict[str, list[Any]] = {}
    arrays = {}
    for field in contract.stored:
        values = [shared[field.name]] * len(rows) if field.name in shared else [row.get(field.name) for row in rows]
        columns[field.name] = values
        try:
            arrays[field.name] = pa.array(values, schema.field(field.name).type)
            wrong = (not field.null and None in values) or (field.values and not set(values) <= {*field.values, None})
        except (pa.ArrowException, TypeError, OverflowError, ValueError):
            wrong = True
        if wrong:
            for index, why in _wrong_values(field, values):
                misfits.setdefault(index, f"{field.name}: {why}")
    if misfits:
        keep = [index for index in range(len(rows)) if index not in misfits]
        arrays = {
            name: pa.array([values[i] for i in keep], schema.field(name).type) for name, values in columns.items()
        }
    table = pa.Table.from_arrays([arrays[name] for name in schema.names], schema=schema)
    return table, [_misfit(contract, rows[index], index, why, source) for index, why in sorted(misfits.items())]


def _wrong_values(field: Field, values: Iterable[Any]) -> Iterable[tuple[int, str]]:
    import pyarrow as pa

    kind = arrow_type(field.type)
    verdicts: dict[Any, str | None] = defaultdict(lambda: None)
    for index, value in enumerate(values):
        if value is None:
            if not field.null:
                yield index, "is missing"
            continue
        key = repr(value)
        if key not in verdicts:
            verdicts[key] = None
            try:
                pa.array([value], kind)
                if field.values and value not in field.values:
                    verdicts[key] = f"{value!s} is not one of {', '.join(field.values)}"
            except (pa.ArrowException, TypeError, OverflowError, ValueError):
                verdicts[key] = f"{value!s} is no {field.type}"
        why = verdicts[key]
        if why:
            yield index, why


def _misfit(contract: Contract, row: Row, index: int, why: str, source: str) -> Finding:
    printed = f" ({row['label']!r} {row.get('reported_text', '')})" if "label" in row else ""
    page = row.get("page")
    return Finding(
        FindingCode.CONTRACT,
        Severity.ERROR,
        f"row {index + 1} of {contract.table}{printed} does not fit its contract and was left out: {why}",
        page=page if isinstance(page, int) else None,
        statement=contract.table,
        line=row["line"] if isinstance(row.get("line"), int) else None,
        next_command=f"extractor page {source} {page}" if page else "extractor schema " + contract.table,
    )
