"""The analyst's view: one figure of several by rule, costs of one sign, the latest filing current."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor import resources
from extractor.errors import ConfigurationError
from extractor.model import Extraction, Fact, Proof, Standard, StatementKind
from extractor.write import open_lake, pack
from extractor.write.lake.concepts import load_concepts
from extractor.write.lake.query import connect
from tests.extractions import extraction, fact, filing

INCOME, SUMMARY, SHEET = StatementKind.INCOME_STATEMENT, StatementKind.FINANCIAL_SUMMARY, StatementKind.BALANCE_SHEET
YEAR = {"period_start": date(2020, 4, 1), "period_end": date(2021, 3, 31)}
CONSOLIDATED_IDS = ("0" * 16, "1" * 16, "2" * 16)


def flow(line: int, item: str, value: int, statement: StatementKind = INCOME, **changes: Any) -> Fact:
    text = {"label": item, "reported_text": f"{value:,}", "reported_scale": 1000}
    return fact(line, Decimal(value), statement=statement, item=item, **{**YEAR, **text, **changes})


def balance(line: int, item: str, value: int, statement: StatementKind = SHEET, **changes: Any) -> Fact:
    return flow(line, item, value, statement, **{"period_start": None, **changes})


def lake_of(tmp_path: Path, *extractions: Extraction) -> Any:
    lake = open_lake(str(tmp_path / "lake"))
    lake.prepare()
    for one in extractions:
        lake.commit(pack(one, one.filing.filing_id * 4), (one.filing.source_file,), {})
    return connect(str(tmp_path / "lake"))


def test_one_figure_of_several(tmp_path: Path) -> None:
    facts = (
        flow(1, "net_sales", 1_234_567),
        flow(2, "operating_revenue", 1_300_000),  # a later alternative of the concept
        flow(
            1, "net_sales", 1_234_000, SUMMARY, reported_scale=1_000_000, proof=Proof.UNPROVED
        ),  # agrees as far as it goes
        flow(3, "operating_income", 90_000),
        flow(2, "operating_income", 80_000, SUMMARY),  # does not
        balance(1, "assets", 5_000_000, SUMMARY, reported_scale=1_000_000),
    )
    connection = lake_of(tmp_path, extraction(facts=facts))
    rows = connection.sql("select concept, value, statement, others, conflicts from facts order by concept").fetchall()
    assert rows == [
        ("assets", Decimal(5_000_000), "financial_summary", 0, 0),
        ("operating_profit", Decimal(90_000), "income_statement", 1, 1),
        ("revenue", Decimal(1_234_567), "income_statement", 2, 0),
    ]


def test_a_filing_is_of_one_standard(tmp_path: Path) -> None:
    """Five-year tables show the years before a change of standards by both."""
    jgaap = {"element": "jpcrp_cor:NetSalesSummaryOfBusinessResults", "statement": SUMMARY}
    ifrs = {"element": "jpcrp_cor:RevenueIFRSSummaryOfBusinessResults", "statement": SUMMARY}
    facts = (
        flow(1, "net_sales", 1_111, **jgaap),
        flow(2, "revenue", 1_000, **ifrs),
        flow(3, "net_sales", 900, period_start=date(2019, 4, 1), period_end=date(2020, 3, 31), **jgaap),
    )
    question = "select value::int, others, conflicts from facts where concept = 'revenue' order by period_end"
    of_ifrs = extraction(filing(standard=Standard.IFRS), facts)
    assert lake_of(tmp_path, of_ifrs).sql(question).fetchall() == [(900, 0, 0), (1_000, 0, 0)]
    of_jgaap = extraction(filing(), facts)
    assert lake_of(tmp_path / "jgaap", of_jgaap).sql(question).fetchall() == [(900, 0, 0), (1_111, 0, 0)]


def test_costs_have_one_sign_and_sums_are_made(tmp_path: Path) -> None:
    facts = (
        flow(1, "cost_of_sales", -700),
        flow(2, "income_before_income_taxes", 100),
        flow(3, "income_taxes", -30),
        flow(4, "profit_loss", 70),
        balance(1, "notes_receivable_trade", 40),
        balance(2, "accounts_receivable_trade", 60, proof=Proof.UNPROVED),
        balance(3, "treasury_stock", -5),
    )
    gain = tuple(
        flow(line, item, value, period_start=date(2019, 4, 1), period_end=date(2020, 3, 31))
        for line, item, value in (
            (2, "income_before_income_taxes", 100),
            (3, "income_taxes", 20),  # a credit, printed without a sign
            (4, "profit_loss", 120),
        )
    )
    connection = lake_of(tmp_path, extraction(facts=(*facts, *gain)))
    said = dict(connection.sql("select concept, value::int from facts where period_end = '2021-03-31'").fetchall())
    assert (said["cost_of_sales"], said["income_taxes"], said["treasury_stock"], said["receivables"]) == (
        700,
        30,
        5,
        100,
    )
    assert connection.sql("select proof from facts where concept = 'receivables'").fetchall() == [("unproved",)]
    taxes = "select income_taxes::int, months from wide where period_end = '2020-03-31'"
    assert connection.sql(taxes).fetchall() == [(-20, 12)]


def test_forecasts_components_and_other_units_are_no_facts(tmp_path: Path) -> None:
    facts = (
        flow(1, "net_sales", 10, SUMMARY, component="forecast"),
        flow(2, "operating_income", 10, unit="percent"),
        balance(1, "assets", 10, period_start=date(2020, 4, 1)),  # a balance is no flow
    )
    assert lake_of(tmp_path, extraction(facts=facts)).sql("select * from facts").fetchall() == []


def test_the_latest_filing_is_current(tmp_path: Path) -> None:
    one, two, three = CONSOLIDATED_IDS
    first = extraction(filing(one, "a.pdf"), (flow(1, "net_sales", 100),))
    mended = extraction(filing(two, "b.pdf", amends=True), (flow(1, "net_sales", 110),))
    next_year = extraction(
        filing(three, "c.pdf", fiscal_year=2022),
        (
            flow(1, "net_sales", 200, period_start=date(2021, 4, 1), period_end=date(2022, 3, 31)),
            flow(1, "net_sales", 120, SUMMARY),
        ),
    )
    connection = lake_of(tmp_path, first, mended, next_year)
    rows = "select source_file, value::int, is_current from facts where period_end = '2021-03-31' order by source_file"
    assert connection.sql(rows).fetchall() == [("a.pdf", 100, False), ("b.pdf", 110, True), ("c.pdf", 120, False)]
    rows = "select source_file, revenue::int from wide where is_current order by period_end"
    assert connection.sql(rows).fetchall() == [("b.pdf", 110), ("c.pdf", 200)]


def test_balances_stand_beside_the_flows_of_their_day(tmp_path: Path) -> None:
    facts = (
        flow(1, "net_sales", 100),
        flow(1, "net_sales", 30, period_start=date(2021, 1, 1)),
        balance(1, "assets", 500),
        balance(1, "assets", 400, period_end=date(2020, 3, 31)),
    )
    rows = lake_of(tmp_path, extraction(facts=facts)).sql(
        "select months, revenue::int, assets::int from wide order by period_end, months desc"
    )
    assert rows.fetchall() == [(None, None, 400), (12, 100, 500), (3, 30, 500)]


def test_a_broken_table_of_concepts_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "concepts.csv"
    path.write_text("concept,items,statements,sign,unit,period\nx,y,z,upside_down,money,instant\n", encoding="utf-8")
    monkeypatch.setattr(resources, "schema_path", lambda *_: path)
    load_concepts.cache_clear()
    with pytest.raises(ConfigurationError, match=r"concepts.csv: x: sign upside_down"):
        load_concepts()
    load_concepts.cache_clear()


@pytest.mark.parametrize("row", ["x,y,z,plain", "x,y,z,plain,money,instant,more"])
def test_a_row_of_other_columns_than_the_head_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    path = tmp_path / "concepts.csv"
    path.write_text(f"concept,items,statements,sign,unit,period\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(resources, "schema_path", lambda *_: path)
    with pytest.raises(ConfigurationError, match=r"concepts.csv: a row of other columns than the head: x, y, z, plain"):
        resources.taxonomy_table("concepts.csv", dict)
