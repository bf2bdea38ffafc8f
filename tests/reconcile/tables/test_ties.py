"""Figures of other tables that a statement or another table prints again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.model import Box, Extraction, Fact, Proof, StatementKind, Unit, ValueState
from extractor.model.other import OtherTable
from extractor.reconcile.tables import judge_tables
from tests.support.other import LAST, MONEY, THIS, filing, other_table


def printed(label: str, value: int, statement: StatementKind, *, end: date = THIS.end) -> Fact:
    """A figure of a statement in thousands of yen."""
    return Fact(
        statement, True, 1, 0, None, label, None, None, None, None, None, None, "", None, end, None, None,
        Decimal(value), Unit.THOUSAND_YEN, f"{value:,}", 1000, ValueState.NUMBER, 1, Box(0, 0, 1, 1), "made",
        Proof.PROVED,
    )  # fmt: skip


CASH = printed("現金及び預金", 8_241_337, StatementKind.BALANCE_SHEET)
SALES = printed("売上高", 54_200_912, StatementKind.INCOME_STATEMENT)


def proofs(*tables: OtherTable, facts: tuple[Fact, ...] = (CASH, SALES)) -> dict[str, Proof]:
    rows, *_ = judge_tables(tables, Extraction(filing(), facts, (), (), (), ()))
    return {row.reported_text: row.proof for row in rows}


def test_millions_tie_to_thousands_under_the_same_words() -> None:
    assert proofs(other_table("|金額\n現金及び預金勘定|8,241")) == {"8,241": Proof.TIED}


def test_the_same_amount_under_other_words_is_no_tie() -> None:
    assert proofs(other_table("|金額\n貸倒引当金|8,241")) == {"8,241": Proof.UNPROVED}


def test_the_same_words_at_another_date_are_no_tie() -> None:
    table = other_table("|金額\n現金及び預金|8,241")
    measures = {place: replace(measure, period=LAST) for place, measure in table.measures.items()}
    assert proofs(replace(table, measures=measures)) == {"8,241": Proof.UNPROVED}


def test_another_unit_is_no_tie() -> None:
    table = other_table("|金額\n現金及び預金|8,241")
    measures = {place: replace(measure, scale=1000) for place, measure in table.measures.items()}
    assert proofs(replace(table, measures=measures)) == {"8,241": Proof.UNPROVED}


def test_the_segments_together_are_the_revenue_and_one_of_them_is_not() -> None:
    text = "|報告セグメント > 製品|連結財務諸表計上額\n外部顧客への売上高|{}|{}"
    assert proofs(other_table(text.format("9,100", "54,200")))["54,200"] is Proof.TIED
    assert proofs(other_table(text.format("54,200", "9,100")))["54,200"] is Proof.UNPROVED


def test_headings_name_a_total_without_words_of_its_own() -> None:
    table = other_table("|当連結会計年度\n普通預金|7,900\n合計|8,241", headings=("現金及び預金",))
    assert proofs(table)["8,241"] is Proof.TIED


def test_round_figures_tie_nothing() -> None:
    cash = printed("現金及び預金", 8_200_000, StatementKind.BALANCE_SHEET)
    assert proofs(other_table("|金額\n現金及び預金|8,200"), facts=(cash,)) == {"8,200": Proof.UNPROVED}


def test_two_tables_print_the_same_figure() -> None:
    one = other_table("|金額\n製品保証引当金|4,517", number=1)
    other = other_table("|当期末残高\n製品保証引当金|4,517", number=2)
    assert proofs(one, other, facts=()) == {"4,517": Proof.TIED}
    apart = other_table("|当期末残高\n賞与引当金|4,517", number=2)
    assert proofs(one, apart, facts=()) == {"4,517": Proof.UNPROVED}


def test_a_closing_balance_comes_back_as_an_opening_one() -> None:
    before = other_table("|建物\n期末残高|4,517", number=1)
    after = other_table("|建物\n期首残高|4,517", number=2)
    measures = {place: replace(measure, period=LAST) for place, measure in before.measures.items()}
    assert proofs(replace(before, measures=measures), after, facts=()) == {"4,517": Proof.TIED}


def codes(table: OtherTable, facts: tuple[Fact, ...]) -> set[str]:
    rows, *_ = judge_tables([replace(table, name="NotesMade")], Extraction(filing(), facts, (), (), (), ()))
    return {code for row in rows for code in row.findings}


def test_a_carrying_amount_under_another_name_is_a_finding() -> None:
    cash = printed("現金及び預金", 8_241_337, StatementKind.BALANCE_SHEET)
    thousands = replace(MONEY, scale=1000)
    text = "|連結貸借対照表計上額\n{}|8,241,337"
    assert codes(other_table(text.format("営業債権"), measure=thousands), (cash,)) == {"tie_elsewhere"}
    assert codes(other_table(text.format("現金及び預金"), measure=thousands), (cash,)) == set()


def test_another_unit_than_the_statements_is_a_finding() -> None:
    assert codes(other_table("|金額\n短期貸付金|312"), (CASH,)) == {"unit_differs"}
    assert codes(other_table("|金額\n短期貸付金|312", measure=replace(MONEY, scale=1000)), (CASH,)) == set()


def test_a_tied_cell_has_the_item_of_its_line() -> None:
    cash = replace(CASH, item="cash_and_deposits", element="jppfs_cor:CashAndDeposits")
    table = other_table("|金額\n現金及び預金勘定|8,241\n預入期間が三か月を超える定期預金|△120")
    rows, *_ = judge_tables([table], Extraction(filing(), (cash,), (), (), (), ()))
    assert [row.item for row in rows] == ["cash_and_deposits", None]


TWO = "|金額\n現金及び預金|8,241\n売上高|54,200"


def test_ties_prove_a_unit_that_nothing_prints() -> None:
    bare = replace(MONEY, unit=None, scale=1)
    rows, *_ = judge_tables([other_table(TWO, measure=bare)], Extraction(filing(), (CASH, SALES), (), (), (), ()))
    assert {(row.unit, row.reported_scale, str(row.unit_from)) for row in rows} == {("thousand_yen", 1_000_000, "tie")}
    assert {row.proof for row in rows} == {Proof.TIED}
    one, *_ = judge_tables(
        [other_table("|金額\n現金及び預金|8,241", measure=bare)], Extraction(filing(), (CASH,), (), (), (), ())
    )
    assert one[0].unit is None


def test_ties_in_another_unit_speak_against_the_printed_one() -> None:
    thousands = replace(MONEY, scale=1000)
    assert "unit_contradicted" in codes(other_table(TWO, measure=thousands), (CASH, SALES))
    assert "unit_contradicted" not in codes(other_table(TWO), (CASH, SALES))


def test_what_only_one_of_the_two_prints_counts_for_nothing() -> None:
    cash = replace(printed("現金及び預金", 23_000, StatementKind.BALANCE_SHEET), reported_scale=1_000_000)
    thousands = replace(MONEY, scale=1000)
    assert proofs(other_table("|金額\n現金及び預金|22,823", measure=thousands), facts=(cash,)) == {
        "22,823": Proof.UNPROVED
    }
