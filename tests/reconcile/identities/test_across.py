"""Two filings of one company in a lake: what the later one prints for the earlier period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractor.errors import FindingCode
from extractor.examine.across import Difference, across
from extractor.model import DocumentType, Period, StatementKind
from extractor.reconcile.tables import judge_tables
from extractor.write import open_lake, pack
from extractor.write.lake.query import connect, query
from tests.reconcile.build import BALANCE, FILING, K, run, statement
from tests.support.other import other_table

EARLY = (Period(date(2020, 4, 1), date(2021, 3, 31)), Period(date(2021, 4, 1), date(2022, 3, 31)))


def _row(text: str) -> str:
    """Current figures := the prior ones of ``BALANCE``, prior figures := anything that adds up: the same."""
    return "\n".join(
        " | ".join([*line.split(" | ")[:2], line.split(" | ")[1]]) if " | " in line else line
        for line in text.splitlines()
    )


def _commit(
    lake: Path,
    first: str,
    second: str,
    *,
    same_term: bool = False,
    amends: tuple[int, ...] = (),
    others: Sequence[str] = (),
) -> None:
    store = open_lake(str(lake))
    store.prepare()
    for number, (text, columns) in enumerate(
        ((first, EARLY), (second, EARLY if same_term else (EARLY[1], Period(date(2022, 4, 1), date(2023, 3, 31)))))
    ):
        year = 2022 + (0 if same_term else number)
        filing = replace(
            FILING,
            filing_id=f"{number}" * 16,
            source_file=f"{number}.pdf",
            edinet_code="E00001",
            fiscal_year=year,
            fiscal_period="FY",
            document_type=DocumentType.ANNUAL,
            amends=number in amends,
        )
        extraction = run(statement(K.BALANCE_SHEET, text, columns=columns), filing=filing)
        if others:
            facts, *_ = judge_tables([other_table(others[number], name="NotesInventories")], extraction)
            extraction = replace(extraction, other=facts)
        store.commit(pack(extraction, f"{number}" * 64), (filing.source_file,), {})


def test_equal_figures_are_no_difference(tmp_path: Path) -> None:
    _commit(tmp_path, _row(BALANCE), BALANCE)
    summary = across(str(tmp_path))
    assert summary.compared > 15
    assert summary.differences == ()


def test_a_figure_that_adds_up_in_both_filings_was_restated(tmp_path: Path) -> None:
    restated = (
        _row(BALANCE)
        .replace("建物 | 4,010 | 4,010", "建物 | 4,000 | 4,000")
        .replace("土地 | 1,500 | 1,500", "土地 | 1,510 | 1,510")
    )
    _commit(tmp_path, restated, BALANCE)
    found = across(str(tmp_path)).differences
    assert {difference.verdict for difference in found} == {Difference.RESTATED}
    assert {(difference.earlier_value, difference.later_value) for difference in found} == {
        (4_000_000, 4_010_000),
        (1_510_000, 1_500_000),
    }
    assert Difference.RESTATED == FindingCode.RESTATED
    assert found[0].statement == StatementKind.BALANCE_SHEET


def test_a_figure_that_does_not_add_up_in_one_of_them_contradicts(tmp_path: Path) -> None:
    _commit(tmp_path, _row(BALANCE).replace("建物 | 4,010 | 4,010", "建物 | 4,010 | 4,910"), BALANCE)
    (found,) = across(str(tmp_path)).differences
    assert found.verdict is Difference.CONTRADICTED
    assert (found.earlier, found.later) == ("0.pdf", "1.pdf")


def test_two_filings_of_one_term_are_an_amendment(tmp_path: Path) -> None:
    amended = BALANCE.replace("建物 | 4,010 | 3,902", "建物 | 4,010 | 3,900").replace(
        "土地 | 1,500 | 1,500", "土地 | 1,500 | 1,502"
    )
    _commit(tmp_path, BALANCE, amended, same_term=True)
    assert {difference.verdict for difference in across(str(tmp_path)).differences} == {Difference.AMENDED}
    assert {difference.superseded for difference in across(str(tmp_path)).differences} == {
        None
    }  # neither says that it amends


@pytest.mark.parametrize("amendment", [0, 1])
def test_an_amendment_supersedes_its_original_and_both_stay(amendment: int, tmp_path: Path) -> None:
    amended = BALANCE.replace("建物 | 4,010 | 3,902", "建物 | 4,010 | 3,900").replace(
        "土地 | 1,500 | 1,500", "土地 | 1,500 | 1,502"
    )
    _commit(tmp_path, BALANCE, amended, same_term=True, amends=(amendment,))
    found = across(str(tmp_path)).differences
    assert {(difference.superseded, difference.later) for difference in found} == {
        (f"{1 - amendment}.pdf", f"{amendment}.pdf")
    }
    rows = query(
        connect(str(tmp_path)), "select source_file, amends, superseded_by from filings order by 1"
    ).to_pylist()
    assert [row["amends"] for row in rows] == [amendment == 0, amendment == 1]
    assert [row["superseded_by"] for row in rows] == [
        None if number == amendment else f"{amendment}.pdf" for number in (0, 1)
    ]


INVENTORIES = "|当連結会計年度\n商品|4,117\n貯蔵品|2,308\n仕掛品|1,909\n合計|8,334"


def test_figures_of_other_tables_are_compared_by_name_and_labels(tmp_path: Path) -> None:
    later = INVENTORIES.replace("当連結", "前連結").replace("4,117", "4,107").replace("2,308", "2,318")
    _commit(tmp_path, _row(BALANCE), BALANCE, others=(INVENTORIES, later))
    found = across(str(tmp_path)).differences
    assert {(difference.statement, difference.verdict) for difference in found} == {
        ("other_tables", Difference.RESTATED)
    }
    assert {(difference.name, difference.earlier_value) for difference in found} == {
        ("NotesInventories: 商品", 4_117_000),
        ("NotesInventories: 貯蔵品", 2_308_000),
    }


def test_figures_of_other_tables_that_nothing_proves_are_not_compared(tmp_path: Path) -> None:
    _commit(tmp_path, _row(BALANCE), BALANCE, others=(INVENTORIES, INVENTORIES.replace("4,117", "4,107")))
    assert across(str(tmp_path)).differences == ()


def test_labels_that_stand_twice_in_a_filing_are_not_compared(tmp_path: Path) -> None:
    twice = INVENTORIES + "\n商品|4,118\n貯蔵品|2,309\n仕掛品|1,908\n合計|8,335"
    _commit(tmp_path, _row(BALANCE), BALANCE, others=(INVENTORIES, twice))
    assert across(str(tmp_path)).differences == ()
