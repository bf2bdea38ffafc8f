"""How filers use the items, and what usage.csv may hold."""

from __future__ import annotations

import csv
from pathlib import Path

from extractor.model import Filing, StatementKind
from extractor.normalise import label_sheets, load_taxonomy
from extractor.normalise.items import Row
from extractor.normalise.usage import usage_of
from extractor.resources import schema_path
from tests.support.sheets import sheet

K = StatementKind


def _row(item: str, statement: str) -> Row:
    rows = load_taxonomy().rows("jgaap")
    return next(row for row in rows if row.item == item and row.statement == statement and row.kind == "line")


def test_a_usual_wording_has_many_filers_and_a_strange_one_none() -> None:
    row = _row("cash_and_deposits", "bs")
    usual, strange = usage_of("現金及び預金", row, K.BALANCE_SHEET), usage_of("金庫の中身", row, K.BALANCE_SHEET)
    assert usual is not None
    assert strange is not None
    assert usual.filers > 50 > usual.own
    assert strange.filers == 0
    assert strange.users == usual.users > 50


def test_an_english_official_label_counts_as_the_japanese_one() -> None:
    row = _row("cash_and_deposits", "bs")
    english = usage_of(row.en, row, K.BALANCE_SHEET)
    assert english is not None
    assert english.filers == english.users > 50


def test_the_elements_that_an_english_label_names_besides_count_by_their_users() -> None:
    row, other = _row("cash_and_deposits", "bs"), _row("merchandise_and_finished_goods", "bs")
    apart, beside = (usage_of(row.en, row, K.BALANCE_SHEET, [(other, near)]) for near in (False, True))
    assert apart is not None
    assert beside is not None
    assert apart.others == beside.others == beside.beside > 10
    assert apart.beside == 0


def test_a_label_that_filers_keep_for_elements_of_their_own_says_so() -> None:
    with schema_path("taxonomy", "usage.csv").open(encoding="utf-8", newline="") as lines:
        kept = [line for line in csv.DictReader(lines) if line["label"] and not line["element"]]
    assert kept
    assert all(int(line["own"]) >= 2 and line["filers"] == "0" for line in kept)
    label = next(line["label"] for line in kept if (line["standard"], line["statement"]) == ("jgaap", "bs"))
    found = usage_of(label, _row("cash_and_deposits", "bs"), K.BALANCE_SHEET)
    assert found is not None
    assert found.own >= 2 > found.filers


def test_an_alias_of_the_user_needs_no_other_filers(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("label,item\n金庫の中身,cash_and_deposits\n", encoding="utf-8")
    made = sheet("資産の部\n  流動資産\n    金庫の中身 | 7\n    売掛金 | 2\n    流動資産合計 | 9")
    matches = label_sheets((made,), Filing("0", "test.pdf"), load_taxonomy((own,)))[0].matches
    assert (matches[3].item, matches[3].usage) == ("cash_and_deposits", None)
    assert matches[4].usage is not None


def test_summaries_are_not_counted() -> None:
    assert usage_of("現金及び預金", _row("cash_and_deposits", "bs"), K.FINANCIAL_SUMMARY) is None


def test_no_line_speaks_of_a_single_company() -> None:
    with schema_path("taxonomy", "usage.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["element"]:
                assert int(line["filers"]) >= (3 if line["label"] else 2)
                assert line["element"].startswith(("jppfs_cor:", "jpigp_cor:"))
            else:
                assert int(line["own"]) >= 2
