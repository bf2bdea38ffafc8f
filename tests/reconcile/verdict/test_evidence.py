"""What speaks for each attribute of a row, and the word of trust that follows."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.model import Candidate, Extraction, LabelledSheet, Match, Source, Trust, Usage
from extractor.normalise import label_sheets, load_taxonomy
from extractor.reconcile import reconcile
from extractor.reconcile.verdict.evidence import lone_blanks
from tests.reconcile.build import BALANCE, CURRENT, FILING, PRIOR, K, codes, labelled, run, statement, whole


def _words(extraction: Extraction, attribute: str, sheet: int = 0) -> set[Source]:
    return {getattr(fact, attribute) for fact in extraction.facts if fact.sheet == sheet and fact.value is not None}


def test_a_filing_that_adds_up_is_sound() -> None:
    facts = run(*whole()).facts
    assert {fact.trust for fact in facts} == {Trust.SOUND}
    assert {fact.period_evidence for fact in facts if fact.sheet == 0} == {Source.HEADER}
    assert {fact.unit_evidence for fact in facts} == {Source.CAPTION}
    assert {fact.basis_evidence for fact in facts} == {Source.TITLE}


def test_a_period_by_the_cover_alone_is_said_so_and_one_by_nothing_is_loud() -> None:
    named = run(statement(K.BALANCE_SHEET, BALANCE, headers=("前期末", "当期末")))
    assert _words(named, "period_evidence") == {Source.COVER}
    bare = run(statement(K.BALANCE_SHEET, BALANCE, headers=("金額", "金額")))
    assert _words(bare, "period_evidence") == {Source.DEFAULT}
    assert all("period_unclear" in fact.findings and fact.trust is not Trust.SOUND for fact in bare.facts)


def test_heads_of_two_columns_swapped_are_loud() -> None:
    balance, *rest = whole()
    turned = replace(
        balance,
        columns=tuple(
            replace(column, label=other.label, period=other.period)
            for column, other in zip(balance.columns, reversed(balance.columns), strict=True)
        ),
    )
    assert all(fact.trust is not Trust.SOUND for fact in run(turned, *rest).facts if fact.sheet == 0)


def test_a_statement_that_ends_on_another_day_than_the_cover_is_loud() -> None:
    early = tuple(replace(p, end=p.end.replace(year=p.end.year - 1)) for p in (PRIOR, CURRENT))
    moved = run(statement(K.BALANCE_SHEET, BALANCE, columns=early))
    assert all("period_unclear" in fact.findings for fact in moved.facts)


def test_the_same_key_with_two_values_is_loud_on_both_rows() -> None:
    again = statement(K.BALANCE_SHEET, BALANCE.replace("土地 | 1,500 |", "土地 | 1,600 |"))
    facts = [fact for fact in run(*whole(), again).facts if fact.label == "土地" and fact.column == 0]
    assert ["key_twice" in fact.findings for fact in facts] == [True, True]


def test_two_statements_of_one_basis_with_other_figures_are_doubtful_as_a_whole() -> None:
    changed = BALANCE
    for old, new in (("土地 | 1,500 |", "土地 | 1,600 |"), ("売掛金 | 2,300", "売掛金 | 2,301")):
        changed = changed.replace(old, new)
    few = run(*whole(), statement(K.BALANCE_SHEET, changed))
    assert "basis_unclear" not in codes(few)
    other = statement(K.BALANCE_SHEET, re.sub(r",(\d)(\d)", r",\2\1", BALANCE))
    assert "basis_unclear" in codes(run(*whole(), other))
    assert "basis_unclear" not in codes(run(*whole(), statement(K.BALANCE_SHEET, BALANCE)))


def test_a_blank_among_figures_of_a_summary_is_doubtful() -> None:
    """A row with more blanks, and blanks below each other, are the table's own."""

    def doubtful(text: str) -> bool:
        return bool(lone_blanks(labelled(statement(K.FINANCIAL_SUMMARY, text))))

    assert doubtful("総資産 | 8,000 | 8,500\n自己資本比率 | | 50.1\n純資産 | 4,000 | 4,300")
    assert not doubtful("総資産 | 8,000 | 8,500\n自己資本比率 | － | 50.1\n純資産 | 4,000 | 4,300")
    assert not doubtful("総資産 | 8,000 | 8,500\n自己資本比率 | | 50.1\n純資産 | | 4,300")
    assert not doubtful("総資産 | 8,000 | 8,500\n自己資本比率 | | \n純資産 | 4,000 | 4,300")


def test_figures_before_a_correction_give_way_to_the_corrected_ones() -> None:
    heads = ("（訂正前）2022年3月31日", "（訂正後）2022年3月31日")
    text = BALANCE.replace("2,411", "2,301")
    extraction = run(statement(K.BALANCE_SHEET, text, columns=(PRIOR, PRIOR), headers=heads))
    assert {(fact.column, fact.version) for fact in extraction.facts} == {(1, "after")}
    assert "superseded" in codes(extraction)
    alone = run(statement(K.BALANCE_SHEET, BALANCE, headers=(heads[0], "2023年3月31日")))
    assert {(fact.column, fact.version) for fact in alone.facts} == {(0, "before"), (1, None)}


def test_an_item_whose_wording_fits_several_is_ambiguous() -> None:
    entries = list(labelled(*whole()))
    for method, element, margin, source in (
        ("section", "jppfs_cor:BuildingsNet", 0.5, Source.AMBIGUOUS),
        ("section", "jppfs_cor:CashAndDeposits", 0.5, Source.AMBIGUOUS),
        ("section", "jppfs_cor:BuildingsNet", 3.0, Source.SECTION),
        ("section", "jppfs_cor:CashAndDeposits", 3.0, Source.SECTION),
        ("structure", "jppfs_cor:CashAndDeposits", 0.3, Source.AMBIGUOUS),
        ("alias", "jppfs_cor:BuildingsNet", 3.0, Source.AMBIGUOUS),
        ("alias", "jppfs_cor:CashAndDeposits", 3.0, Source.LABEL),
        ("wording", "jppfs_cor:CashAndDeposits", 0.1, Source.AMBIGUOUS),
        ("exact", "jppfs_cor:BuildingsNet", 0.1, Source.LABEL),
    ):
        matches = {**entries[0].matches, 9: Match("buildings", element, method, margin=margin)}
        facts = reconcile(FILING, (replace(entries[0], matches=matches), *entries[1:]), {}).facts
        assert {fact.item_evidence for fact in facts if fact.sheet == 0 and fact.line == 9} == {source}


def test_a_dash_among_figures_that_nothing_proves_is_not_sound() -> None:
    """Rows of another table under a statement whose end was not seen: no sum reaches a dash, so it is as good as what
    stands around it."""
    below = "\nSoftware rented out | 41 | 57\nDeposits lent | - | -\nGoods on loan | 23 | 35\n"
    within = BALANCE.replace("    その他 |", "    前渡金 | - | -\n    その他 |")
    facts = run(*whole(balance=within + below)).facts
    trusts = {fact.label: fact.trust for fact in facts if fact.value is None and fact.sheet == 0}
    assert trusts == {"前渡金": Trust.SOUND, "Deposits lent": Trust.DOUBTFUL}


def test_a_wording_that_few_filers_use_so_is_ambiguous() -> None:
    entries = list(labelled(*whole()))
    many, few, none = Usage(40, 0, 0, 60), Usage(4, 0, 0, 9), Usage(0, 0, 0, 0)
    for match, source in (
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=none), Source.LABEL),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=none, model=False), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=few, model=False), Source.LABEL),
        (Match("m", "jppfs_cor:MaterialsCA", "alias", margin=3.0, usage=none), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "alias", margin=3.0, usage=few), Source.LABEL),
        (Match("m", "jppfs_cor:MaterialsCA", "section", margin=3.0, usage=none), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "section", margin=3.0, usage=few), Source.SECTION),
        (Match("m", "jppfs_cor:MaterialsCA", "section", margin=3.0, usage=few, trade=True), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "section", margin=0.1, usage=few), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "section", margin=0.1, usage=many), Source.SECTION),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=Usage(6, 2, 0, 9)), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=Usage(40, 2, 0, 60)), Source.LABEL),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=Usage(0, 2, 0, 60)), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=0.5, usage=Usage(4, 0, 3, 60, 3)), Source.AMBIGUOUS),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=Usage(4, 0, 3, 60, 3)), Source.LABEL),
        (Match("m", "jppfs_cor:MaterialsCA", "exact", margin=3.0, usage=Usage(4, 0, 30, 60)), Source.LABEL),
    ):
        matches = {**entries[0].matches, 9: match}
        facts = reconcile(FILING, (replace(entries[0], matches=matches), *entries[1:]), {}).facts
        assert {fact.item_evidence for fact in facts if fact.sheet == 0 and fact.line == 9} == {source}, match


def test_an_item_that_only_its_place_makes_one_of_a_trade_is_ambiguous_in_the_general_form() -> None:
    entries = list(labelled(*whole()))
    match = Match("m", "jppfs_cor:SecuritiesAssetsBNK", "section", margin=3.0, usage=Usage(40, 0, 0, 60), trade=True)
    for industry, source in (("cai", Source.AMBIGUOUS), ("bnk", Source.SECTION)):
        made = replace(entries[0], matches={**entries[0].matches, 9: match}, industry=industry)
        facts = reconcile(FILING, (made, *entries[1:]), {}).facts
        assert {fact.item_evidence for fact in facts if fact.sheet == 0 and fact.line == 9} == {source}


def test_a_line_of_a_trade_is_what_it_says_in_a_statement_that_keeps_the_form_of_the_trade() -> None:
    entries = list(labelled(*whole()))
    own = Match("deposits", "jppfs_cor:DepositsBNK", "exact", margin=3.0, usage=Usage(0, 0, 0, 0), trade=True)
    rest = replace(own, item="other_liabilities_bnk")
    numbers = [line.number for line in entries[0].sheet.lines if not line.heading]
    for match, count, source in (
        (own, 12, Source.LABEL),
        (own, 3, Source.AMBIGUOUS),
        (rest, 12, Source.AMBIGUOUS),
        (replace(own, model=False), 12, Source.AMBIGUOUS),
    ):
        form = {number: replace(own, item=f"form_{number}") for number in numbers[:count]}
        made = replace(entries[0], matches={**entries[0].matches, **form, 9: match})
        facts = reconcile(FILING, (made, *entries[1:]), {}).facts
        assert {fact.item_evidence for fact in facts if fact.sheet == 0 and fact.line == 9} == {source}, (match, count)


def test_an_alias_of_a_common_item_is_borne_out_by_an_official_sum() -> None:
    entries = list(label_sheets(tuple(whole()), FILING, load_taxonomy()))
    label = "現金及び預金"
    number = next(line.number for line in entries[0].sheet.lines if line.label == label)
    for users, source in ((40, Source.OFFICIAL_SUM), (5, Source.AMBIGUOUS)):
        match = replace(entries[0].matches[number], method="alias", usage=Usage(0, 0, 0, users))
        made = replace(entries[0], matches={**entries[0].matches, number: match})
        facts = reconcile(FILING, (made, *entries[1:]), {}).facts
        assert {f.item_evidence for f in facts if f.sheet == 0 and f.line == number} == {source}


def _sources(text: str, at: str = "balance") -> dict[str, Source]:
    facts = reconcile(FILING, label_sheets(tuple(whole(**{at: text})), FILING, load_taxonomy()), {}).facts
    sheet = {"balance": 0, "equity": 2}[at]
    return {fact.label: fact.item_evidence for fact in facts if fact.sheet == sheet and fact.value is not None}


def test_a_total_that_adds_up_what_belongs_to_another_is_ambiguous() -> None:
    assert _sources(BALANCE)["流動資産合計"] is Source.OFFICIAL_SUM
    swapped = BALANCE.replace("流動資産合計", "*").replace("固定資産合計", "流動資産合計").replace("*", "固定資産合計")
    found = _sources(swapped)
    assert {found["流動資産合計"], found["固定資産合計"]} == {Source.AMBIGUOUS}


def test_a_label_that_names_an_item_where_it_cannot_stand_is_ambiguous() -> None:
    entries = list(labelled(*whole()))
    for score, source in ((1.0, Source.AMBIGUOUS), (0.7, Source.NONE)):
        refused = Match(None, None, None, candidates=(Candidate("goodwill", "jppfs_cor:Goodwill", score),))
        matches = {**entries[0].matches, 9: refused}
        facts = reconcile(FILING, (replace(entries[0], matches=matches), *entries[1:]), {}).facts
        assert {fact.item_evidence for fact in facts if fact.sheet == 0 and fact.line == 9} == {source}


def test_two_columns_of_one_period_are_loud_unless_they_never_meet_in_a_row() -> None:
    heads = (PRIOR, CURRENT, PRIOR, CURRENT)
    apart = "売上高 | 900 | 950 | |\n営業利益 | 121 | 242 | |\n１株当たり当期純利益 | | | 8.10 | 9.20"
    met = apart.replace("| 121 | 242 | |", "| 121 | 242 | 33 | 44")
    for text, said in ((apart, False), (met, True)):
        found = run(statement(K.INCOME_STATEMENT, text, columns=heads)).findings
        assert any("two of its columns" in finding.message for finding in found) is said


def test_a_payment_that_comes_in_is_ambiguous() -> None:
    for element, figure, source in (
        ("PurchaseOfIntangibleAssetsInvCF", "△120", Source.LABEL),
        ("PurchaseOfIntangibleAssetsInvCF", "120", Source.AMBIGUOUS),
        ("PurchaseOfIntangibleAssetsInvCF", "0", Source.LABEL),
        ("ProceedsFromSalesOfIntangibleAssetsInvCF", "120", Source.LABEL),
        ("ProceedsFromSalesOfIntangibleAssetsInvCF", "△120", Source.AMBIGUOUS),
    ):
        sheet = statement(K.CASH_FLOWS, f"有形固定資産の取得による支出 | {figure} | {figure}")
        entry = LabelledSheet(sheet, {1: Match("flow", f"jppfs_cor:{element}", "exact", margin=3.0)})
        assert {fact.item_evidence for fact in reconcile(FILING, [entry], {}).facts} == {source}, (element, figure)


OTHERS = """
当期首残高 | 3,000 | 3,520 | △40 | 15 | 6,495
当期変動額
  剰余金の配当 |  | △60 |  |  | △60
  親会社株主に帰属する当期純利益 |  | 538 |  |  | 538
  自己株式の取得 |  |  | △7 |  | △7
  株主資本以外の項目の当期変動額（純額） |  |  |  | 4 | 4
  当期変動額合計 | － | 478 | △7 | 4 | 475
当期末残高 | 3,000 | 3,998 | △47 | 19 | 6,970
"""
PARTS = ("株主資本/資本金", "株主資本/利益剰余金", "株主資本/自己株式", "その他/その他有価証券評価差額金", "純資産合計")


def test_a_change_in_a_component_that_its_item_never_changes_is_ambiguous() -> None:
    def found(text: str) -> dict[str, Source]:
        equity = statement(K.CHANGES_IN_EQUITY, text, columns=(CURRENT,), components=PARTS)
        sheets = (*whole()[:2], equity)
        facts = reconcile(FILING, label_sheets(sheets, FILING, load_taxonomy()), {}).facts
        return {fact.label: fact.item_evidence for fact in facts if fact.sheet == 2 and fact.value}

    one, two = "親会社株主に帰属する当期純利益", "自己株式の取得"
    right = found(OTHERS)
    assert right[one] is not Source.AMBIGUOUS
    assert right[two] is not Source.AMBIGUOUS
    swapped = found(OTHERS.replace(one, "*").replace(two, one).replace("*", two))
    assert {swapped[one], swapped[two]} == {Source.AMBIGUOUS}


def test_a_deduction_that_is_added_is_ambiguous_and_so_is_what_stands_beside_it() -> None:
    right = _sources(BALANCE)
    assert right["貸倒引当金"] is Source.OFFICIAL_SUM
    swapped = BALANCE.replace("    その他 | 140 | 98\n    貸倒引当金 |", "    貸倒引当金 | 140 | 98\n    その他 |", 1)
    assert swapped != BALANCE
    found = _sources(swapped)
    assert {found["貸倒引当金"], found["売掛金"]} == {Source.AMBIGUOUS}
