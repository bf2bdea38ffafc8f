"""What is not known to be of a row, column and unit is not proved, though it adds up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model import Extraction, Proof
from extractor.model.other import OtherTable
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
