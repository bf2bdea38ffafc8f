"""The Python API: typed objects and frames, the same as the command line shows."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import extractor as ex
from extractor.errors import InputError, UsageError
from tests.examine.lakes import commit

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def filing() -> ex.Filing:
    return ex.read(SAMPLES / "kakuu_2022fy.pdf", second_readers=False)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> ex.Lake:
    path = tmp_path_factory.mktemp("api") / "lake"
    commit(path, SAMPLES / "kakuu_2022fy.pdf", SAMPLES / "kakuu_2023q1.txt")
    return ex.Lake(path)


def test_importing_is_quick() -> None:
    code = (
        "import sys, extractor as ex; dir(ex); print({'pandas', 'pyarrow', 'duckdb', 'pypdfium2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        ex.nothing  # noqa: B018


def test_a_filing_and_its_statements(filing: ex.Filing) -> None:
    assert filing.about["fiscal_year"] == 2022
    assert filing.about["document_type"] == "annual_report"
    kinds = [statement.kind for statement in filing.statements]
    assert kinds[0] == "financial_summary"
    assert {"balance_sheet", "income_statement", "cash_flows"} <= set(kinds)
    with pytest.raises(UsageError, match=r"no balance_sheet.*its statements"):
        filing.statement("balance_sheet", consolidated=False)


def test_frames_have_real_types(filing: ex.Filing) -> None:
    sheet = filing.statement("balance_sheet")
    exact, quick = sheet.frame(), sheet.frame(numbers="float")
    assert isinstance(exact.value.dropna().iloc[0], Decimal)
    assert quick.value.dtype == "float64"
    assert exact.period_end.dtype.kind == "M"
    assert set(exact.fiscal_year) == {2022}
    assert [float(value) for value in exact.value.dropna()] == list(quick.value.dropna())
    with pytest.raises(UsageError, match='"decimal" or "float"'):
        sheet.frame(numbers="int")  # type: ignore[arg-type]


def test_a_statement_as_printed(filing: ex.Filing) -> None:
    table = filing.statement("balance_sheet").table()
    assert list(table.columns) == ["2021-03-31", "2022-03-31"]
    assert table.xs("assets", level="item")["2022-03-31"].iloc[0] == Decimal("13071829")
    equity = filing.statement("changes_in_equity").table(numbers="float")
    assert "自己株式" in equity.columns
    assert (equity.dtypes == "float64").all()
    assert len(set(equity.columns)) == len(equity.columns)


def test_html_shows_marks_and_pages(filing: ex.Filing) -> None:
    page = filing.statement("balance_sheet")._repr_html_()
    assert "✓" in page
    assert 'title="thousand_yen, page 4, proved"' in page
    assert page.count("<img") in (0, 2)  # none where the machine cannot draw the page
    assert "<img" not in filing._repr_html_()


def test_labels_cannot_leave_their_cell() -> None:
    from extractor.api import in_html

    assert in_html('<script>"') == "&lt;script&gt;&quot;"


def test_explain_goes_back_to_page_and_checks(filing: ex.Filing, lake: ex.Lake) -> None:
    found = filing.explain("assets", statement="balance_sheet", period="2022")
    assert len(found) == 1
    assert "proof     proved" in str(found[0])
    same = lake.explain("kakuu_2022fy.pdf", "assets", statement="balance_sheet", period="2022", source=SAMPLES)
    assert str(same[0]) == str(found[0])
    with pytest.raises(UsageError, match="no cell fits"):
        filing.explain("nonsense")


def test_a_lake_answers(lake: ex.Lake) -> None:
    assert set(lake.filings().fiscal_period) == {"FY", "Q1"}
    assert isinstance(lake.wide().revenue.dropna().iloc[0], Decimal)
    assert lake.wide(numbers="float").revenue.dtype == "float64"
    assert set(lake.statement("cash_flows").statement) == {"cash_flows"}
    assert len(lake.sql("select 1 as one")) == 1
    with pytest.raises(UsageError, match="no such statement"):
        lake.statement("poems")
    with pytest.raises(InputError, match="no committed filing"):
        ex.Lake("/nowhere/at/all").filings()


def test_a_filing_of_the_lake_is_that_of_its_file(filing: ex.Filing, lake: ex.Lake) -> None:
    kept = lake.filing("kakuu_2022fy.pdf", source=SAMPLES)
    assert kept.path == SAMPLES / "kakuu_2022fy.pdf"
    for mine, theirs in zip(filing.statements, kept.statements, strict=True):
        assert mine.table().equals(theirs.table())
