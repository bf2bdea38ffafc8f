"""Sums of other tables: down, across, roll-forwards; what fails and what is no proof."""

from __future__ import annotations

from extractor.model import Extraction, Proof
from extractor.model.other import OtherFact, OtherTable
from extractor.reconcile.tables import judge_tables
from tests.support.other import filing, other_table


def judged(*tables: OtherTable) -> tuple[OtherFact, ...]:
    facts, *_ = judge_tables(tables, Extraction(filing(), (), (), (), (), ()))
    return facts


def proofs(*tables: OtherTable) -> dict[str, Proof]:
    return {fact.reported_text: fact.proof for fact in judged(*tables)}


SEGMENTS = """
|報告セグメント > 製品|報告セグメント > 役務|報告セグメント > 計|調整額|連結財務諸表計上額
外部顧客への売上高|41,207|12,993|54,200|-|54,200
セグメント間の内部売上高又は振替高|318|2,046|2,364|△2,364|-
計|41,525|15,039|56,564|△2,364|54,200
"""


def test_sums_run_down_and_across() -> None:
    assert set(proofs(other_table(SEGMENTS)).values()) == {Proof.PROVED, Proof.UNPROVED}
    assert [text for text, proof in proofs(other_table(SEGMENTS)).items() if proof is not Proof.PROVED] == ["-"]


def test_a_roll_forward_is_a_sum() -> None:
    table = other_table("|建物|機械\n期首残高|8,412|3,377\n取得|1,205|846\n減少額|△310|△95\n期末残高|9,307|4,128")
    assert set(proofs(table).values()) == {Proof.PROVED}


def test_what_fails_where_the_rest_sums_is_contradicted() -> None:
    text = "|甲|乙|丙\n製品|4,120|3,377|5,081\n役務|1,205|8,468|2,214\n合計|5,325|11,845|7,395"
    found = {fact.reported_text: fact for fact in judged(other_table(text))}
    assert found["7,395"].proof is Proof.CONTRADICTED
    assert found["7,395"].findings == ("heading_unknown", "sum_fails")
    assert found["5,325"].proof is Proof.PROVED


def test_a_blank_part_contradicts_nothing() -> None:
    text = "|甲|乙|丙\n製品|4,120|3,377|5,081\n役務|1,205|8,468|\n合計|5,325|11,845|7,395"
    found = {fact.reported_text: fact for fact in judged(other_table(text))}
    assert found["7,395"].proof is Proof.UNPROVED
    assert found["7,395"].findings == ("heading_unknown", "sum_fails")


def test_small_figures_prove_nothing_by_themselves() -> None:
    assert set(proofs(other_table("|人数\n男|4\n女|3\n全員|7")).values()) == {Proof.UNPROVED}


def test_millions_may_be_cut_and_single_yen_may_not() -> None:
    cut = other_table("|甲|乙\n製品|4,120|3,377\n役務|1,205|8,468\n合計|5,326|11,846")
    assert set(proofs(cut).values()) == {Proof.PROVED}
    counted = {place: type(measure)("shares", 1, *_rest(measure)) for place, measure in cut.measures.items()}
    exact = OtherTable(1, cut.grid, cut.standing, None, None, counted)
    assert set(proofs(exact).values()) == {Proof.UNPROVED}


def _rest(measure: object) -> tuple[object, ...]:
    return tuple(getattr(measure, name) for name in ("unit_from", "period", "period_from"))


def test_rates_of_change_contradict_nothing() -> None:
    text = "|甲|乙|丙\n製品|41.2|33.7|5.8\n役務|58.8|66.3|2.4\n合計|100.0|100.0|3.9"
    table = other_table(text)
    rates = {place: type(measure)("percent", 1, *_rest(measure)) for place, measure in table.measures.items()}
    assert Proof.CONTRADICTED not in proofs(OtherTable(1, table.grid, table.standing, None, None, rates)).values()


def test_a_row_without_label_makes_no_contradiction() -> None:
    text = "|甲|乙|丙\n製品|4,120|3,377|5,081\n|1,205|8,468|2,214\n合計|5,325|11,845|7,395"
    assert Proof.CONTRADICTED not in proofs(other_table(text)).values()


def test_strings_of_digits_and_endless_lists_are_left_alone() -> None:
    long = "9" * 400
    found = proofs(other_table(f"|甲|乙\n製品|{long}|3,377\n役務|1,205|8,468\n合計|{long}|11,845"))
    assert found[long] is Proof.UNPROVED
    rows = "\n".join(f"製品{number}|{number},120" for number in range(1, 3000))
    assert set(proofs(other_table(f"|甲\n{rows}")).values()) == {Proof.UNPROVED}


def test_round_figures_prove_as_little_as_small_ones() -> None:
    bonds = "|残高\n第１回社債|10,000\n第２回社債|10,000\n第３回社債|20,000\n第４回社債|15,000"
    assert set(proofs(other_table(bonds)).values()) == {Proof.UNPROVED}
    named = bonds.replace("10,000\n第２回", "12,345\n第２回").replace("20,000", "22,345")
    assert proofs(other_table(named))["22,345"] is Proof.PROVED
