"""Unit and period of the figures of other tables: the nearest voice wins, and what nothing says stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractor.model import Box, DocumentType, Filing, Period, Region, ValueState
from extractor.model.other import Grid, GridCell, GridColumn, GridRow, Measured, Saying, Standing, Walls
from extractor.model.table import Amount
from extractor.reconcile.values.measuring import measured, second_measures, units_disagree
from extractor.reconcile.values.naming import Calendar, named_period

BOX = Box(0, 0, 1, 1)
YEAR = Period(date(2021, 10, 1), date(2022, 9, 30))
ANNUAL = Filing("f" * 16, "f.pdf", current=YEAR, fiscal_period="FY", fiscal_year_end=YEAR.end, term_number=41)
HALF = Filing(
    "f" * 16, "f.pdf", current=Period(date(2021, 10, 1), date(2022, 3, 31)), fiscal_period="Q2",
    fiscal_year_end=date(2022, 9, 30),
)  # fmt: skip


def _one(
    column: tuple[str, ...] = (),
    row: tuple[str, ...] = ("品目",),
    text: str = "1,230",
    *,
    captions: tuple[str, ...] = (),
    headings: tuple[str, ...] = (),
    filing: Filing = ANNUAL,
) -> Measured:
    digits = "".join(char for char in text if char.isdigit() or char == ".")
    cell = GridCell(0, Amount(Decimal(digits), ValueState.NUMBER, text), text, BOX, 1)
    grid = Grid(
        (Region(1, 0, 9),), (GridColumn(0, column),), (GridRow(1, row, 0, (cell,), 1, BOX),), Walls.NONE, "test"
    )
    return measured(filing, grid, Standing(headings, captions, None, "notes"))[1, 0]


@pytest.mark.parametrize(
    ("column", "row", "text", "captions", "unit", "scale", "said"),
    [
        ((), ("品目",), "1,230", ("（単位：千円）",), "thousand_yen", 1_000, Saying.CAPTION),
        (("金額(百万円)",), ("品目",), "1,230", ("（単位：千円）",), "thousand_yen", 1_000_000, Saying.COLUMN),
        (("金額(百万円)",), ("株式数(千株)",), "1,230", (), "shares", 1_000, Saying.ROW),
        (("金額",), ("品目",), "12.3％", ("（単位：千円）",), "percent", 1, Saying.CELL),
        (("金額",), ("品目",), "1,230億円", (), "thousand_yen", 100_000_000, Saying.CELL),
        ((), ("１株当たり配当額（円）",), "12", (), "yen_per_share", 1, Saying.ROW),
        ((), ("配当金の総額（円）",), "1,230", (), "thousand_yen", 1, Saying.ROW),
        (("構成比",), ("品目",), "12.3", ("（単位：百万円）",), "percent", 1, Saying.COLUMN),
        (("従業員数（人）",), ("東都支店",), "123", (), "persons", 1, Saying.COLUMN),
        ((), ("米ドル",), "1,230", ("（単位：百万円）",), "thousand_yen", 1_000_000, Saying.CAPTION),
        (("帳簿価額",), ("青空工業㈱",), "1,230", ("（単位：百万円）",), "thousand_yen", 1_000_000, Saying.CAPTION),
        (("", "Millions of yen"), ("Land",), "1,230", (), "thousand_yen", 1_000_000, Saying.COLUMN),
        ((), ("品目",), "1,230", (), None, 1, Saying.NONE),
        ((), ("品目",), "1,230.5", ("（単位：千円）",), "thousand_yen", 1_000, Saying.CAPTION),
    ],
)
def test_a_unit_is_taken_from_the_nearest_voice(
    column: tuple[str, ...],
    row: tuple[str, ...],
    text: str,
    captions: tuple[str, ...],
    unit: str | None,
    scale: int,
    said: Saying,
) -> None:
    found = _one(column, row, text, captions=captions)
    assert (found.unit, found.scale, found.unit_from) == (unit, scale, said)


@pytest.mark.parametrize(
    ("column", "row", "captions", "start", "end"),
    [
        (("当連結会計年度",), ("品目",), (), date(2021, 10, 1), date(2022, 9, 30)),
        (("前連結会計年度末",), ("品目",), ("当連結会計年度",), None, date(2021, 9, 30)),
        (("前連結会計年度",), ("期首残高",), (), None, date(2020, 9, 30)),
        (("金額",), ("前事業年度",), (), date(2020, 10, 1), date(2021, 9, 30)),
        (("第40期",), ("品目",), (), date(2020, 10, 1), date(2021, 9, 30)),
        (("９月30日に終了した１年間", "2021年"), ("品目",), (), date(2020, 10, 1), date(2021, 9, 30)),
        (("金額",), ("品目",), ("当連結会計年度（2022年９月30日）",), None, date(2022, 9, 30)),
        (("金額",), ("品目",), ("2022年９月30日現在の残高は、次のとおりであります。",), None, date(2022, 9, 30)),
        (("2021年９月期",), ("品目",), (), date(2020, 10, 1), date(2021, 9, 30)),
    ],
)
def test_a_period_is_dated_by_the_filing(
    column: tuple[str, ...], row: tuple[str, ...], captions: tuple[str, ...], start: date | None, end: date
) -> None:
    assert _one(column, row, captions=captions).period == Period(start, end)


@pytest.mark.parametrize(
    ("column", "row"),
    [(("前期比",), ("品目",)), (("金額",), ("税引前当期純利益",)), (("１年以内",), ("品目",))],
)
def test_wordings_that_only_sound_like_periods_date_nothing(column: tuple[str, ...], row: tuple[str, ...]) -> None:
    assert _one(column, row).period is None


def test_a_quarterly_report_counts_from_its_own_period() -> None:
    def ends(head: str) -> Period | None:
        return _one((head,), filing=HALF).period

    assert ends("前第２四半期連結累計期間") == Period(date(2020, 10, 1), date(2021, 3, 31))
    assert ends("当第２四半期連結会計期間") == Period(date(2022, 1, 1), date(2022, 3, 31))
    assert ends("2020年度第２四半期") == Period(date(2020, 10, 1), date(2021, 3, 31))
    assert ends("2020年度") == Period(date(2020, 10, 1), date(2021, 9, 30))
    assert ends("前連結会計年度") == Period(date(2020, 10, 1), date(2021, 9, 30))


def _rows(*labels: str, column: tuple[str, ...] = (), captions: tuple[str, ...] = ()) -> list[Period | None]:
    cell = GridCell(0, Amount(Decimal(5), ValueState.NUMBER, "5"), "5", BOX, 1)
    rows = tuple(GridRow(k, (label,), 0, (cell,), 1, BOX) for k, label in enumerate(labels, 1))
    grid = Grid((Region(1, 0, 9),), (GridColumn(0, column),), rows, Walls.NONE, "test")
    found = measured(ANNUAL, grid, Standing((), captions, None, "notes"))
    return [found[row.number, 0].period for row in rows]


def test_the_unit_of_the_first_row_holds_below_it() -> None:
    cells = [GridCell(0, Amount(Decimal(5), ValueState.NUMBER, text), text, BOX, 1) for text in ("5百万円", "5", "5")]
    rows = tuple(GridRow(k, ("品目",), 0, (cell,), 1, BOX) for k, cell in enumerate(cells, 1))
    grid = Grid((Region(1, 0, 9),), (GridColumn(0, ()),), rows, Walls.NONE, "test")
    found = measured(ANNUAL, grid, Standing((), (), None, "notes"))
    assert {(each.unit, each.scale) for each in found.values()} == {("thousand_yen", 1_000_000)}
    found = measured(ANNUAL, grid, Standing((), ("（単位：千円）",), None, "notes"))
    assert (found[2, 0].unit, found[2, 0].scale) == ("thousand_yen", 1_000)


def test_rows_between_two_balances_are_what_happened_between_them() -> None:
    found = _rows("2021年９月30日残高", "取得", "処分", "2022年９月30日残高", "うち遊休")
    day = Period(None, date(2021, 9, 30)), Period(None, date(2022, 9, 30))
    assert found == [day[0], YEAR, YEAR, day[1], None]


def test_a_schedule_counts_from_the_period_over_it() -> None:
    assert _rows("土地", column=("当期首残高",)) == [Period(None, date(2021, 9, 30))]
    assert _rows(
        "土地", column=("当期首残高",), captions=("前連結会計年度（自 2020年10月１日 至 2021年９月30日）",)
    ) == [Period(None, date(2020, 9, 30))]


def test_a_line_that_names_two_periods_dates_no_figure() -> None:
    further = "当連結会計年度の内訳"
    assert _rows(
        "土地", captions=(further, "前連結会計年度末及び当連結会計年度末の内訳は、次のとおりであります。")
    ) == [None]
    assert _rows(
        "土地", captions=("前連結会計年度末の比較は、変更後の区分による数値を用いて行っております。", further)
    ) == [YEAR]


def test_the_form_prescribes_the_day_of_some_sections() -> None:
    filing = replace(ANNUAL, document_type=DocumentType.ANNUAL)
    headings = ("第３【設備の状況】", "２【主要な設備の状況】", "(1) 提出会社")
    found = _one(("帳簿価額",), headings=headings, filing=filing)
    assert (found.period, found.period_from) == (Period(None, YEAR.end), Saying.HEADING)
    assert _one(("帳簿価額",), captions=("2022年11月30日現在",), headings=headings, filing=filing).period == Period(
        None, date(2022, 11, 30)
    )
    assert _one(("帳簿価額",), headings=headings, filing=HALF).period is None
    assert _one(("予定額",), headings=("３【設備の新設、除却等の計画】",), filing=filing).period is None


def _headed(*heads: str) -> list[Period | None]:
    """The periods of columns with these heads, in a table over which nothing is said."""
    cells = tuple(GridCell(k, Amount(Decimal(5), ValueState.NUMBER, "5"), "5", BOX, 1) for k in range(len(heads)))
    columns = tuple(GridColumn(k, (head,)) for k, head in enumerate(heads))
    grid = Grid((Region(1, 0, 9),), columns, (GridRow(1, ("品目",), 0, cells, 1, BOX),), Walls.NONE, "test")
    found = measured(ANNUAL, grid, Standing((), (), None, "front"))
    return [found[1, k].period for k in range(len(heads))]


def test_a_change_is_of_the_later_period() -> None:
    assert _headed("前連結会計年度", "当連結会計年度", "増減率(％)", "備考")[1:] == [YEAR, YEAR, None]


def test_of_two_periods_that_end_on_one_day_a_change_is_of_the_first_printed() -> None:
    """Run after run: the order of a set is another in every process."""
    day = Period(None, YEAR.end)
    assert _headed("当連結会計年度", "当連結会計年度末", "増減率(％)") == [YEAR, day, YEAR]
    assert _headed("当連結会計年度末", "当連結会計年度", "増減率(％)") == [day, YEAR, day]


def test_months_are_a_range() -> None:
    assert _rows("土地", column=("2022年度（2021年10月～2022年９月）",)) == [YEAR]


def test_two_periods_in_one_line_are_none() -> None:
    assert named_period(Calendar.of(ANNUAL), "前連結会計年度及び当連結会計年度における内訳") is None


def test_captions_that_disagree_are_told() -> None:
    assert units_disagree(Standing((), ("（単位：千円）", "（単位：百万円）"), None, "notes"))
    assert not units_disagree(Standing((), ("（単位：千円）", "（千円）"), None, "notes"))


def _grid(column: tuple[str, ...], *texts: str, bracketed: str = "") -> Grid:
    """A row for each text, in one column; ``bracketed``: a second figure in the first cell."""
    cells = [GridCell(0, _amount(text), text, BOX, 1) for text in texts]
    rows = [GridRow(k, ("品目",), 0, (cell,), 1, BOX) for k, cell in enumerate(cells, 1)]
    if bracketed:
        second = GridCell(0, _amount(bracketed), bracketed, BOX, 1, bracketed=True)
        rows[0] = replace(rows[0], cells=(*rows[0].cells, second))
    return Grid((Region(1, 0, 9),), (GridColumn(0, column),), tuple(rows), Walls.NONE, "test")


def _amount(text: str) -> Amount:
    digits = "".join(char for char in text if char.isdigit() or char == ".")
    return Amount(Decimal(digits), ValueState.NUMBER, text)


def test_a_single_figure_with_decimals_is_no_amount_in_millions() -> None:
    standing = Standing((), ("（単位：百万円）",), None, "notes")
    found = measured(ANNUAL, _grid((), "1,230", "30.6", "877"), standing)
    assert [found[row, 0].unit for row in (1, 2, 3)] == ["thousand_yen", None, "thousand_yen"]
    found = measured(ANNUAL, _grid((), "1,230.5", "30.6", "877.0"), standing)
    assert {found[row, 0].unit for row in (1, 2, 3)} == {"thousand_yen"}


def test_the_unit_of_the_table_before_is_said_to_be_its() -> None:
    standing = Standing((), (), None, "notes", before=("（単位：百万円）",))
    assert measured(ANNUAL, _grid((), "1,230"), standing)[1, 0].unit_from is Saying.BEFORE


@pytest.mark.parametrize(
    ("head", "unit", "scale"),
    [("土地（面積千㎡）", "area", 1000), ("土地 (面積㎡)", "area", 1), ("土地（百万円）", None, 0), ("土地", None, 0)],
)
def test_a_second_figure_has_the_unit_that_the_head_names_in_brackets(head: str, unit: str | None, scale: int) -> None:
    grid = _grid(("帳簿価額（百万円）", head), "1,230", bracketed="(85)")
    measures = measured(ANNUAL, grid, Standing((), (), None, "front"))
    second = second_measures(grid, measures)
    assert measures[1, 0].unit == "thousand_yen"
    assert ((second[1, 0].unit, second[1, 0].scale) if second else (None, 0)) == (unit, scale)


def test_the_first_day_over_a_column_beside_a_closing_balance_is_its_own() -> None:
    cells = tuple(GridCell(k, _amount("12"), "12", BOX, 1) for k in range(2))
    columns = (GridColumn(0, ("2021年10月１日",)), GridColumn(1, ("2022年９月30日",)))
    standing = Standing((), ("当連結会計年度（自 2021年10月１日 至 2022年９月30日）",), None, "notes")
    grid = Grid((Region(1, 0, 9),), columns, (GridRow(1, ("品目",), 0, cells, 1, BOX),), Walls.NONE, "test")
    found = measured(ANNUAL, grid, standing)
    assert found[1, 0].period == Period(None, date(2021, 10, 1))
    alone = replace(grid, columns=(columns[0], GridColumn(1, ("金額",))))
    assert measured(ANNUAL, alone, standing)[1, 0].period == YEAR


def test_where_heads_start_again_the_period_over_the_table_is_not_taken() -> None:
    standing = Standing((), ("前事業年度（2021年９月30日）",), None, "notes")
    grid = _grid(("金額",), "1,230", "310")
    again = replace(grid, rows=(grid.rows[0], replace(grid.rows[1], heads=1)))
    found = measured(ANNUAL, again, standing)
    assert (found[1, 0].period, found[2, 0].period) == (Period(None, date(2021, 9, 30)), None)


@pytest.mark.parametrize("head", [("Three months ended",), ("Thousands of yen",)])
def test_the_line_over_the_table_dates_no_column_whose_own_day_is_lost(head: tuple[str, ...]) -> None:
    columns = (GridColumn(0, ("March 31, 2022",)), GridColumn(1, head))
    cells = tuple(GridCell(k, Amount(Decimal(41), ValueState.NUMBER, "41"), "41", BOX, 1) for k in range(2))
    grid = Grid((Region(1, 0, 9),), columns, (GridRow(1, ("Goods",), 0, cells, 1, BOX),), Walls.NONE, "test")
    found = measured(ANNUAL, grid, Standing((), ("March 31, 2022",), None, "notes"))
    assert [found[1, column].period_from for column in range(2)] == [Saying.COLUMN, Saying.NONE]


def test_a_table_among_footnotes_has_not_the_day_of_its_section() -> None:
    standing = Standing(("（６）【大株主の状況】",), (), None, "front", ("2022年９月30日現在",))
    annual = replace(ANNUAL, document_type=DocumentType.ANNUAL)
    grid = _grid(("所有株式数",), "1,230", "310")
    assert measured(annual, grid, standing)[1, 0].period == Period(None, YEAR.end)
    assert measured(annual, grid, replace(standing, aside=True))[1, 0].period is None
    dated = replace(standing, terms=("2022年９月30日現在",))
    assert measured(annual, grid, dated)[1, 0].period == Period(None, YEAR.end)
    assert measured(annual, grid, replace(dated, aside=True))[1, 0].period is None


def test_the_day_in_a_column_of_its_own_dates_no_row() -> None:
    cell = GridCell(0, Amount(Decimal(41), ValueState.NUMBER, "41"), "41", BOX, 1)
    row = GridRow(1, ("甲㈱", "第１回社債", "2009年７月20日"), 0, (cell,), 1, BOX, (("発行年月日", "2009年７月20日"),))
    grid = Grid((Region(1, 0, 9),), (GridColumn(0, ("利率(％)",)),), (row,), Walls.NONE, "test")
    standing = Standing((), ("当事業年度（2022年９月30日）",), None, "back")
    assert measured(ANNUAL, grid, standing)[1, 0].period == Period(None, date(2022, 9, 30))


def test_net_assets_of_a_share_are_of_the_last_day() -> None:
    assert _one(("当事業年度",), ("１株当たり純資産額",), "12.30").period == Period(None, YEAR.end)
    assert _one(("当事業年度",), ("１株当たり当期純利益",), "12.30").period == YEAR


def test_a_head_that_names_two_scales_gives_no_unit() -> None:
    assert _one(("配当金の総額 １株当たり配当額 (百万円) (円)",)).unit is None


def test_a_period_broken_over_two_levels_is_one() -> None:
    head = ("前事業年度", "(自 2020年10月１日", "至 2021年９月30日)")
    assert _one(head).period == Period(date(2020, 10, 1), date(2021, 9, 30))
    assert _one(("前事業年度", "2021年９月30日")).period == Period(None, date(2021, 9, 30))


def test_a_second_figure_that_prints_its_unit_leaves_the_first_its_own() -> None:
    standing = Standing((), ("（単位：百万円）",), None, "front")
    grid = _grid(("当期",), "2,134", bracketed="（3.7％）")
    grid = replace(grid, rows=(replace(grid.rows[0], path=("純利益（同率）",)),))
    first = measured(ANNUAL, grid, standing)
    assert first[1, 0].unit == "thousand_yen"
    assert second_measures(grid, first)[1, 0].unit == "percent"


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("第41期", date(2021, 10, 1), date(2022, 9, 30)),
        ("第40期第２四半期連結累計期間", date(2020, 10, 1), date(2021, 3, 31)),
        ("第41期第２四半期連結会計期間", date(2022, 1, 1), date(2022, 3, 31)),
        ("第41期中間連結会計期間", date(2021, 10, 1), date(2022, 3, 31)),
    ],
)
def test_a_part_of_a_numbered_term(name: str, start: date, end: date) -> None:
    calendar = Calendar.of(replace(HALF, term_number=41))
    assert named_period(calendar, name) == Period(start, end)


def test_what_was_expected_at_the_beginning_is_of_the_whole_year() -> None:
    assert _one(("2022年９月期期首予想",)).period == YEAR


def test_a_change_is_of_the_period_beside_it_though_a_line_over_the_table_names_one() -> None:
    heads = ("2020年９月期", "2021年９月期", "増減率（％）", "2022年９月期", "増減率（％）")
    cells = tuple(GridCell(k, _amount("12"), "12", BOX, 1) for k in range(5))
    columns = tuple(GridColumn(k, (head,)) for k, head in enumerate(heads))
    grid = Grid((Region(1, 0, 9),), columns, (GridRow(1, ("収益",), 0, cells, 1, BOX),), Walls.NONE, "test")
    found = measured(ANNUAL, grid, Standing((), ("2020年９月期",), None, "front"))
    assert [found[1, k].period.end.year for k in range(5) if found[1, k].period] == [2020, 2021, 2021, 2022, 2022]
