"""What is not known to be of a row, column and unit is not proved, though it adds up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model import Extraction, Proof
from extractor.model.other import OtherTable, Saying
from extractor.reconcile.tables import judge_tables
from tests.support.other import MONEY, filing, other_table

TEXT = "|{}|乙\n{}|4,120|3,377\n役務|1,205|8,468\n合計|5,325|11,845"


def first(table: OtherTable) -> tuple[Proof, set[str]]:
    """Proof and codes of the first figure."""
    facts, *_ = judge_tables([replace(table, name="NotesMade")], Extraction(filing(), (), (), (), (), ()))
    return facts[0].proof, set(facts[0].findings)


@pytest.mark.parametrize(
    ("head", "label", "codes"),
    [
        ("甲", "製品", set()),
        ("甲", "", {"label_unclear"}),
        ("甲", "製" * 70, {"label_unclear"}),
        ("甲", "（国内）", {"label_unclear"}),
        ("甲", "製品に係る", {"label_unclear"}),
        ("甲", "売上高外部顧客への売上高", {"label_unclear"}),
        ("甲", "売上高 > 外部顧客への売上高", set()),
        ("甲", "エ", {"label_unclear"}),
        ("甲", "計", set()),
        ("甲", "－", {"label_unclear"}),
        ("甲", "確定給付制度債務の変動：期首残高", {"label_unclear"}),
        ("甲", "製品（国内", {"label_unclear"}),
        ("甲", "製品（国内）", set()),
        ("乙", "製品", {"header_unread"}),
        ("", "製品", {"header_unread"}),
        ("当期 > 至 2022年３月31日)", "製品", {"header_unread"}),
        ("自 2021年４月１日", "製品", {"header_unread"}),
        ("（自 2021年４月１日 至 2022年３月31日）", "製品", set()),
        ("2022年９月期 > 2021年９月期", "製品", {"header_unread"}),
        ("2021年４月１日～2022年３月31日", "製品", set()),
    ],
)
def test_heads_and_labels_that_are_not_whole_prove_nothing(head: str, label: str, codes: set[str]) -> None:
    proof, found = first(other_table(TEXT.format(head, label)))
    assert found == codes
    assert proof is (Proof.UNPROVED if codes else Proof.PROVED)


def test_a_figure_without_unit_is_not_proved() -> None:
    table = other_table(TEXT.format("甲", "製品"), measure=replace(MONEY, unit=None, scale=1))
    assert first(table) == (Proof.UNPROVED, {"unit_unclear"})


def test_rows_with_the_label_of_their_group_alone_are_not_proved() -> None:
    text = "|甲|乙\n資産|4,120|3,377\n資産|1,205|8,468\n資産 > 合計|5,325|11,845"
    assert first(other_table(text)) == (Proof.UNPROVED, {"label_unclear"})
    once = "|甲|乙\n資産|4,120|3,377\n資産 > 土地|1,205|8,468\n合計|5,325|11,845"
    assert first(other_table(once)) == (Proof.PROVED, set())


def broken(table: OtherTable, label: str, lines: tuple[str, ...], unsure: str = "") -> OtherTable:
    """The table with the first row's label read from these lines."""
    first_row = replace(table.grid.rows[0], path=(label,), lines=lines, unsure=unsure)
    return replace(table, grid=replace(table.grid, rows=(first_row, *table.grid.rows[1:])))


def test_a_label_of_lines_that_are_labels_by_themselves_is_not_clear() -> None:
    table = other_table(TEXT.format("甲", "製品") + "\n製品|1|2")
    assert first(broken(table, "製品役務", ("製品", "役務"))) == (Proof.UNPROVED, {"label_unclear"})
    assert first(broken(table, "製品の部", ("製品", "の部"))) == (Proof.PROVED, set())
    again = other_table(TEXT.format("甲", "製品") + "\n製品|1|2\n製品役務|3|4")
    assert first(broken(again, "製品役務", ("製品", "役務"))) == (Proof.PROVED, set())


def test_a_label_that_may_not_be_whole_on_the_page_proves_nothing() -> None:
    table = broken(other_table(TEXT.format("甲", "製品")), "製品", (), "its figures stand at several heights")
    assert first(table) == (Proof.UNPROVED, {"label_unclear"})


def test_a_cell_with_two_figures_proves_nothing() -> None:
    table = other_table(TEXT.format("甲", "製品"))
    row = table.grid.rows[0]
    twice = replace(row, cells=(*row.cells, replace(row.cells[0])))
    found = first(replace(table, grid=replace(table.grid, rows=(twice, *table.grid.rows[1:]))))
    assert found == (Proof.UNPROVED, {"cell_split"})


def test_a_unit_lent_by_the_table_before_proves_nothing() -> None:
    table = other_table(TEXT.format("甲", "製品"), measure=replace(MONEY, unit_from=Saying.BEFORE))
    assert first(table) == (Proof.UNPROVED, {"unit_unclear"})


def test_a_figure_without_period_says_so() -> None:
    table = other_table(TEXT.format("甲", "製品"), measure=replace(MONEY, period=None, period_from=Saying.NONE))
    assert first(table) == (Proof.PROVED, {"period_unclear"})


def test_a_day_over_a_column_beside_a_torn_period_is_not_its_own() -> None:
    heads = "|前期（自 > 甲|2021年４月１日 > 乙|至 > 丙|2022年３月31日） > 丁"
    text = f"{heads}\n製品|4,120|3,377|11|12\n役務|1,205|8,468|13|14\n合計|5,325|11,845|24|26"
    facts, *_ = judge_tables([replace(other_table(text), name="NotesMade")], Extraction(filing(), (), (), (), (), ()))
    assert all("header_unread" in fact.findings for fact in facts)
    sound = text.replace("前期（自 > ", "").replace("至 > ", "").replace("31日）", "31日").replace("乙", "甲 > 乙")
    facts, *_ = judge_tables([replace(other_table(sound), name="NotesMade")], Extraction(filing(), (), (), (), (), ()))
    assert not any("header_unread" in fact.findings for fact in facts)


def test_a_head_that_breaks_off_or_says_a_unit_alone_is_not_read() -> None:
    rows = "商品|4,120|3,377\n役務|1,205|8,468\n合計|5,325|11,845"
    heads = "|For the three months ended|For the three months ended June 30, 2020"
    assert first(other_table(f"{heads}\n{rows}")) == (Proof.UNPROVED, {"header_unread"})
    assert first(other_table(f"|Thousands of yen|March 31, 2020\n{rows}")) == (Proof.UNPROVED, {"header_unread"})
    assert first(other_table(f"|千株|百万円\n{rows}"))[0] is Proof.PROVED
