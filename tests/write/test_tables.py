"""Tables fit their contracts; what does not fit becomes a finding and nothing else is lost; equal extractions give
equal bytes."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model import Extraction, Finding, Severity, StatementKind, Unit, ValueState
from extractor.write import pack
from extractor.write.contract import STATEMENTS, TABLES, load_contracts
from extractor.write.tables import build_tables
from tests.extractions import extraction, fact, filing

COLUMNS = """
filing_id source_file company_name securities_code edinet_code fiscal_period document_type accounting_standard language statement consolidated
line depth parent_line label note item element match_method match_score match_margin column_label period_start period_end component component_label
value unit reported_text reported_scale value_state page x0 top x1 bottom reader proof findings
period_evidence unit_evidence basis_evidence item_evidence trust headings version sheet column
"""


def _read(package: object, table: str) -> pa.Table:
    (part,) = (part for part in package.parts if part.table == table)  # type: ignore[attr-defined]
    return pq.read_table(io.BytesIO(part.data))


@pytest.mark.parametrize("table", STATEMENTS)
def test_statement_tables_have_the_columns_that_readers_rely_on(table: str) -> None:
    contract = load_contracts()[table]
    assert [field.name for field in contract.stored] == COLUMNS.split()
    schema = contract.arrow()
    kinds = {
        "value": pa.decimal128(24, 3),
        "line": pa.int32(),
        "depth": pa.int16(),
        "match_score": pa.float32(),
        "period_end": pa.date32(),
        "findings": pa.list_(pa.string()),
    }
    assert {name: schema.field(name).type for name in kinds} == kinds
    assert contract.arrow(partitions=True).field("fiscal_year").type == pa.int16()


def test_a_cell_comes_back_as_it_went_in() -> None:
    table = _read(pack(extraction(), "ab" * 32), "balance_sheet")
    assert table.schema.equals(load_contracts()["balance_sheet"].arrow())
    row = table.to_pylist()[0]
    assert row["value"] == Decimal("1234567.890")
    assert (row["company_name"], row["label"], row["note"]) == ("東西工業株式会社", "現金及び預金", "※1")
    assert (row["period_start"], row["period_end"]) == (None, date(2021, 3, 31))
    assert (row["x0"], row["top"], row["x1"], row["bottom"]) == (300.5, 100.25, 360.0, 110.0)
    nil = table.to_pylist()[1]
    assert (nil["value"], nil["value_state"]) == (None, "nil")


def test_other_tables_carry_what_the_rooms_found() -> None:
    found = Finding(
        "sum_fails",
        Severity.WARNING,
        "off by 1",
        page=4,
        statement="balance_sheet",
        sheet=0,
        line=2,
        column=1,
        next_command="extractor explain",
    )
    package = pack(extraction(findings=(found,)), "ab" * 32)
    (finding,) = _read(package, "findings").to_pylist()
    assert (finding["code"], finding["severity"], finding["page"], finding["next_command"]) == (
        "sum_fails",
        "warning",
        4,
        "extractor explain",
    )
    (check,) = _read(package, "checks").to_pylist()
    assert (check["check"], check["verdict"], check["low"], check["high"]) == (
        1,
        "holds",
        Decimal("2.5"),
        Decimal("3.5"),
    )
    assert check["members"] == [
        {"sheet": 0, "line": 1, "column": 0, "weight": 1, "value": Decimal(3), "sign_evidence": "printed"}
    ]
    (unmapped,) = _read(package, "unmapped").to_pylist()
    assert unmapped["values"] == ["12", "－"]
    assert unmapped["candidates"][0] == {"item": "other", "element": "jppfs_cor:Other", "score": 61.5}
    assert [claim["fate"] for claim in _read(package, "ledger").to_pylist()] == ["cell", "furniture"]


def test_tables_without_rows_make_no_file() -> None:
    tables = {part.table for part in pack(extraction(), "ab" * 32).parts}
    assert tables == {"balance_sheet", "cash_flows", "unmapped", "checks", "ledger"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"value": Decimal("0.12345")}, "value"),
        ({"value": Decimal(10) ** 22}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"label": None}, "label: is missing"),
        ({"unit": "bushels"}, "unit: bushels is not one of"),
        ({"depth": 40000}, "depth"),
        ({"page": "three"}, "page"),
    ],
)
def test_a_row_that_does_not_fit_becomes_a_finding_and_the_others_stay(changes: dict[str, object], why: str) -> None:
    tables, findings = build_tables(extraction(facts=(fact(1), fact(2, **changes), fact(3))))
    assert tables["balance_sheet"]["line"].to_pylist() == [1, 3]
    (finding,) = findings
    assert finding.code == "contract"
    assert finding.severity is Severity.ERROR
    assert why in finding.message
    assert tables["findings"]["message"].to_pylist() == [finding.message]


def test_a_row_that_fits_makes_no_finding() -> None:
    _, findings = build_tables(extraction(facts=(fact(1, Decimal("1.1230000")), fact(2, unit=Unit.PERCENT))))
    assert findings == ()


def test_a_finding_that_does_not_fit_is_told_in_its_turn() -> None:
    tables, findings = build_tables(extraction(findings=(Finding("sum_fails", "grave", "?"),)))  # type: ignore[arg-type]
    assert tables["findings"].num_rows == 0
    assert [finding.code for finding in findings] == ["sum_fails", "contract"]


def test_rows_are_in_the_order_of_print_whatever_order_they_come_in() -> None:
    facts = [fact(line, column=column) for line in (1, 2) for column in (0, 1)]
    ordered = pack(extraction(facts=tuple(facts)), "ab" * 32)
    assert pack(extraction(facts=tuple(reversed(facts))), "ab" * 32) == ordered


def test_an_unknown_fiscal_year_is_partition_zero() -> None:
    assert pack(extraction(filing(fiscal_year=None)), "ab" * 32).fiscal_year == 0


def test_figures_count_what_is_printed() -> None:
    facts = (
        fact(1),
        fact(2, proof="tied"),
        fact(3, proof="contradicted"),
        fact(4, proof="unproved"),
        fact(5, None),
        fact(6, None, value_state=ValueState.BLANK),
    )
    found = (Finding("sum_fails", Severity.WARNING, "?"), Finding("rounding_inferred", Severity.INFO, "?"))
    figures = pack(extraction(facts=facts, findings=found), "ab" * 32).figures
    assert (figures.cells, figures.proved, figures.tied, figures.contradicted, figures.unproved) == (4, 1, 1, 1, 1)
    assert (figures.lines, figures.unmapped, figures.findings) == (5, 1, {"sum_fails": 1})
    assert figures.statements == ("balance_sheet",)


amounts = st.decimals(min_value=-(10**20), max_value=10**20, places=3, allow_nan=False, allow_infinity=False)
labels = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    facts = tuple(
        fact(
            line,
            draw(st.none() | amounts),
            label=draw(labels),
            statement=draw(st.sampled_from(StatementKind)),
            note=draw(st.none() | labels),
            unit=draw(st.sampled_from(Unit)),
            findings=tuple(draw(st.lists(st.sampled_from(["sum_fails", "unmapped"]), max_size=2))),
        )
        for line in range(1, draw(st.integers(0, 8)) + 1)
    )
    return replace(extraction(), facts=facts)


@given(extractions())
@settings(max_examples=40, deadline=None)
def test_every_value_survives_and_bytes_are_a_function_of_the_extraction(made: Extraction) -> None:
    package = pack(made, "ab" * 32)
    assert pack(made, "ab" * 32) == package
    for part in package.parts:
        assert hashlib.sha256(part.data).hexdigest() == part.sha256
        assert pq.read_metadata(io.BytesIO(part.data)).num_rows == part.rows
    stored = [
        row
        for table in TABLES[:6]
        if any(p.table == table for p in package.parts)
        for row in _read(package, table).to_pylist()
    ]
    assert sorted((row["line"], row["value"], row["label"]) for row in stored if row["value"] is not None) == sorted(
        (f.line, f.value, f.label) for f in made.facts if f.value is not None
    )
    assert len(stored) == len(made.facts)


def test_the_next_command_names_the_file() -> None:
    found = Finding("unmapped", Severity.WARNING, "?", next_command="extractor page FILE 3")
    tables, _ = build_tables(extraction(filing(source_file="a b/c.pdf"), findings=(found,)))
    assert tables["findings"]["next_command"].to_pylist() == ["extractor page 'a b/c.pdf' 3"]
