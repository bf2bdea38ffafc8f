"""Other tables as rows of typed ones, by their heads and labels; what does not fit stays outside."""

from __future__ import annotations

from dataclasses import replace

from extractor.model import Extraction
from extractor.model.other import Measured, OtherTable, Saying
from extractor.reconcile.tables import judge_tables
from tests.support.other import THIS, filing, other_table

Row = dict[str, str | None]
OPEN = Measured(None, 1, Saying.NONE, None, Saying.NONE)


def typed(table: OtherTable) -> list[tuple[str, str, Row]]:
    """Typed table, glyphs and dimensions of each row."""
    _, rows, _, _ = judge_tables([table], Extraction(filing(), (), (), (), (), ()))
    return [(row.table, row.fact.reported_text, dict(row.dimensions)) for row in rows]


def codes(table: OtherTable) -> set[str]:
    *_, findings = judge_tables([table], Extraction(filing(), (), (), (), (), ()))
    return {str(finding.code) for finding in findings}


def test_segments_with_adjustment_and_consolidated_amount() -> None:
    text = """
|報告セグメント > 製品|報告セグメント > 計|調整額|連結財務諸表計上額
外部顧客への売上高|41|60|-|60
計|45|66|△6|60
セグメント利益|7|9|△2|7"""
    rows = typed(other_table(text, typed="segments"))
    assert len(rows) == 12
    assert rows[0] == ("segments", "41", {"segment": "製品", "role": "segment", "measure": "revenue_external"})
    assert [row["role"] for _, _, row in rows[:4]] == ["segment", "reportable_total", "adjustment", "consolidated"]
    assert [row["measure"] for _, _, row in rows[4:8]] == ["revenue"] * 4
    assert {row["measure"] for _, _, row in rows[8:]} == {"profit"}


def test_segments_down_the_page() -> None:
    text = "|売上高|営業利益\n製品|41|7\nその他|19|2"
    rows = typed(other_table(text, typed="segments"))
    assert [(row["segment"], row["role"], row["measure"]) for _, _, row in rows] == [
        ("製品", "segment", "revenue"),
        ("製品", "segment", "profit"),
        ("その他", "other", "revenue"),
        ("その他", "other", "profit"),
    ]


def test_other_income_below_the_profit_is_no_revenue_of_a_segment() -> None:
    text = "|製品|連結\n売上高 > 外部売上高|41|60\n売上高 > その他の収益|2|3\nセグメント利益|7|9\nその他の収益|-|4"
    rows = [(row["measure"], text) for _, text, row in typed(other_table(text, typed="segments"))]
    assert [measure for measure, _ in rows] == ["revenue_external"] * 2 + ["revenue_other"] * 2 + ["profit"] * 2


def test_a_line_with_a_name_of_its_own_is_not_the_measure_of_its_group() -> None:
    text = "|製品|連結\n売上高 > 外部売上高|41|60\n売上高 > 金融費用|2|3\n売上高 > 合計|43|63"
    rows = typed(other_table(text, typed="segments"))
    assert [row["measure"] for _, _, row in rows] == ["revenue_external"] * 2 + ["revenue"] * 2


def test_a_total_before_the_rest_is_that_of_the_reportable_segments() -> None:
    text = "|製品|役務|計|その他|合計|連結\n外部顧客への売上高|41|2|43|7|50|50"
    roles = [row["role"] for _, _, row in typed(other_table(text, typed="segments"))]
    assert roles == ["segment", "segment", "reportable_total", "other", "total", "consolidated"]
    text = "|製品|役務|計|調整額\n外部顧客への売上高|41|2|43|7"
    assert [row["role"] for _, _, row in typed(other_table(text, typed="segments"))][2] == "total"


def test_major_customers_are_no_segments() -> None:
    assert not typed(other_table("|売上高\n甲商事|41\n乙商店|19", typed="segments"))


def test_roles_in_heads_that_are_broken_with_a_hyphen() -> None:
    text = "|Products|Adjust-ments|Consoli-dated\nSales to external customers|41|△2|39"
    rows = typed(other_table(text, typed="segments"))
    assert [row["role"] for _, _, row in rows] == ["segment", "adjustment", "consolidated"]


def test_fair_values_by_class_and_level() -> None:
    text = "|時価 > レベル１|時価 > レベル２|時価 > 合計\n投資有価証券 > 株式|41|-|41"
    rows = typed(other_table(text, typed="fair_values"))
    assert [(row["class"], row["level"], row["measure"]) for _, _, row in rows] == [
        ("株式", "1", "fair"),
        ("株式", "2", "fair"),
        ("株式", "total", "fair"),
    ]
    text = "|連結貸借対照表計上額|時価|差額\n長期借入金|41|40|△1"
    rows = typed(other_table(text, typed="fair_values"))
    assert [row["measure"] for _, _, row in rows] == ["carrying", "fair", "difference"]
    assert {row["level"] for _, _, row in rows} == {None}


def test_any_table_may_be_a_roll_forward() -> None:
    text = "|建物|土地\n2021年４月１日残高|84|33\n取得|12|8\n2022年３月31日残高|96|41"
    rows = typed(other_table(text))
    assert [(row["class"], row["movement"], row["role"]) for _, _, row in rows[::2]] == [
        ("建物", "2021年４月１日残高", "opening"),
        ("建物", "取得", "movement"),
        ("建物", "2022年３月31日残高", "closing"),
    ]
    assert {name for name, _, _ in rows} == {"rollforwards"}
    assert typed(other_table("|2021年３月31日|2022年３月31日\n建物|84|96")) == []


def test_earnings_for_one_share_and_what_is_part_of_them() -> None:
    text = """
|当連結会計年度
１株当たり当期純利益（円）|29.17
親会社株主に帰属する当期純利益（百万円）|41
普通株式の期中平均株式数（株）|120
潜在株式調整後１株当たり当期純利益 > （うち新株予約権）|3"""
    rows = typed(other_table(text, typed="eps", measure=OPEN))
    assert [row["measure"] for _, _, row in rows] == ["eps_basic", "profit", "shares_average"]


def test_employees_in_brackets_are_temporary() -> None:
    rows = typed(other_table("|従業員数（人）\n製品|41\n役務|（7）", typed="employees", measure=OPEN))
    assert [(row["group"], row["measure"]) for _, _, row in rows] == [("製品", "count"), ("役務", "temporary")]


def test_a_name_without_its_heads_is_a_finding() -> None:
    table = other_table("|１年以内|１年超\n預金|41|-", typed="fair_values", name="NotesFinancialInstruments")
    assert typed(table) == []
    assert codes(table) == {"type_unclear"}


def test_unknown_headings_are_a_finding() -> None:
    assert codes(other_table("|金額\n預金|41")) == {"heading_unknown"}
    assert codes(other_table("|金額\n預金|41", name="NotesDeposits")) == set()


def test_securities_against_their_cost_are_no_fair_values() -> None:
    text = "|連結貸借対照表計上額|取得原価|差額\n株式|41|40|1"
    assert typed(other_table(text, typed="fair_values")) == []


def test_kinds_of_holders_are_no_major_shareholders() -> None:
    text = "|所有株式数（千株）|割合（％）\n甲信託銀行|41|3.2"
    rows = typed(other_table(text, typed="shareholders", measure=OPEN))
    assert [(row["holder"], row["measure"]) for _, _, row in rows] == [
        ("甲信託銀行", "shares"),
        ("甲信託銀行", "ratio"),
    ]
    assert (
        typed(
            other_table(
                "|金融機関|個人その他\n株主数（人）|4|7\n所有株式数（単元）|41|12", typed="shareholders", measure=OPEN
            )
        )
        == []
    )


def test_the_pay_of_temporary_employees_is_no_number_of_them() -> None:
    percent = Measured("percent", 1, Saying.CELL, THIS, Saying.CAPTION)
    assert not typed(other_table("|臨時雇用者\n当社|69.1\n子会社|57.4", measure=percent, typed="employees"))


def test_pay_of_officers_by_class_and_kind() -> None:
    text = """
|報酬等の総額|報酬等の種類別の総額 > 固定報酬|報酬等の種類別の総額 > 業績連動型株式報酬|対象となる役員の員数(名)
取締役(社外取締役を除く)|41|30|11|3
社外役員|7|7|-|2"""
    table = other_table(text, typed="officers_pay")
    counted = {
        place: Measured("persons", 1, Saying.COLUMN, None, Saying.NONE) if place[1] == 3 else measure
        for place, measure in table.measures.items()
    }
    rows = typed(replace(table, measures=counted))
    assert [(row["officer"], row["measure"]) for _, _, row in rows[:4]] == [
        ("取締役(社外取締役を除く)", "total"),
        ("取締役(社外取締役を除く)", "fixed"),
        ("取締役(社外取締役を除く)", "shares"),
        ("取締役(社外取締役を除く)", "count"),
    ]
    assert {name for name, _, _ in rows} == {"officers_pay"}


def test_how_the_pay_of_officers_is_computed_is_no_pay() -> None:
    table = other_table("|基本報酬|賞与\n会長|41|19\n社長|30|11", typed="officers_pay")
    assert typed(table) == []
    assert "type_unclear" in codes(table)


def test_the_amount_of_one_kind_of_pay_is_no_total() -> None:
    text = "|報酬等の総額|基本報酬 > 総額|賞与 > 総額\n取締役|41|30|11"
    rows = typed(other_table(text, typed="officers_pay"))
    assert [row["measure"] for _, _, row in rows] == ["total", "fixed", "bonus"]


def test_a_figure_of_another_unit_is_no_measure() -> None:
    table = other_table("|当期\n希薄化後1株当たり当期利益|296,833\n基本的1株当たり当期利益|168", typed="eps")
    per_share = Measured("yen_per_share", 1, Saying.ROW, None, Saying.NONE)
    rows = typed(replace(table, measures={**table.measures, (2, 0): per_share}))
    assert [(text, row["measure"]) for _, text, row in rows] == [("168", "eps_basic")]


def test_what_the_head_says_more_tells_figures_of_one_measure_apart() -> None:
    table = other_table("|平均年間給与 > 男性|平均年間給与 > 女性\n１級|41|19\n２級|30|11", typed="employees")
    assert [row["group"] for _, _, row in typed(table)] == ["１級 > 男性", "１級 > 女性", "２級 > 男性", "２級 > 女性"]


def test_carrying_amounts_alone_are_no_fair_values() -> None:
    table = other_table("|帳簿価額|１年以内\n社債|41|19\n借入金|30|11", typed="fair_values")
    assert typed(table) == []


def test_the_total_over_levels_is_of_the_measure_that_stands_over_them() -> None:
    text = "|貸借対照表計上額 > レベル１|貸借対照表計上額 > レベル２|貸借対照表計上額 > 合計\n株式|41|19|60"
    rows = [(row["level"], row["measure"]) for _, _, row in typed(other_table(text, typed="fair_values"))]
    assert rows == [("1", "carrying"), ("2", "carrying"), ("total", "carrying")]


def test_what_is_left_to_be_done_is_no_revenue_and_sales_are_no_segment() -> None:
    text = "|売上高（百万円）\n製品|41\n役務|19"
    (first, _) = typed(other_table(text, typed="revenue_breakdown"))
    assert first[2]["segment"] is None
    left = other_table(text, typed="revenue_breakdown", headings=("８．売上収益", "(2) 履行義務"))
    assert typed(left) == []


def test_segments_that_are_groups_of_rows_beside_years() -> None:
    text = """
|2021年度|2022年度
売上高： > 製品： > 外部顧客に対するもの|41|30
売上高： > 製品： > セグメント間取引|2|1
売上高： > 製品： > 計|43|31
売上高： > 役務： > 外部顧客に対するもの|19|11
売上高： > 連結合計|60|41"""
    rows = [(row["segment"], row["measure"]) for _, _, row in typed(other_table(text, typed="segments"))]
    assert rows[::2] == [
        ("製品：", "revenue_external"),
        ("製品：", "revenue_intersegment"),
        ("製品：", "revenue"),
        ("役務：", "revenue_external"),
        ("連結合計", "revenue"),
    ]


def test_a_total_behind_the_adjustment_is_not_that_of_the_reportable_segments() -> None:
    text = "|甲 > 製品|甲 > 小計|甲 > 消去|甲 > 合計\n外部顧客への売上高|41|60|5|65\nセグメント利益|7|9|1|10"
    roles = [row["role"] for _, _, row in typed(other_table(text, typed="segments"))]
    assert roles[:4] == ["segment", "reportable_total", "adjustment", "total"]
