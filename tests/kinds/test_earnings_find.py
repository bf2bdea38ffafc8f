"""The parts of an earnings report's summary: found by their headings, dated and based by what stands above."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.model import DocumentType, Filing, Period, Source, StatementKind, SummaryPart
from extractor.notation.terms import heading_of, period_of, term_at
from extractor.pipeline import find
from tests.support.pages import Pages, page

P = SummaryPart
FRONT = """
| 190 2023年３月期 第２四半期決算短信〔日本基準〕（連結）
| 35 上場会社名 見本株式会社 | 300 コード番号 9999
| 430 （百万円未満切捨て）
| 35 １．2023年３月期第２四半期の連結業績（2022年４月１日～2022年９月30日）
| 44 （１）連結経営成績（累計） | 330 （％表示は、対前年同四半期増減率）
| 170 売上高 | 270 営業利益
> 200 百万円 > 240 ％ > 300 百万円 > 340 ％
| 40 2023年３月期第２四半期 > 200 65,140 > 240 12.0 > 300 3,120 > 340 △9.5
| 40 2022年３月期第２四半期 > 200 58,150 > 240 15.5 > 300 3,448 > 340 12.2
| 44 （２）連結財政状態
| 170 総資産 | 270 純資産
> 200 百万円 > 300 百万円
| 40 2023年３月期第２四半期 > 200 68,410 > 300 21,164
| 40 2022年３月期 > 200 70,745 > 300 20,149
| 35 ２．配当の状況
| 150 第２四半期末 | 260 期末
> 200 円銭 > 300 円銭
| 40 2022年３月期 > 200 10.00 > 300 12.00
| 40 2023年３月期 > 200 11.00
| 40 2023年３月期（予想） > 300 13.00
| 35 ３．2023年３月期の連結業績予想（2022年４月１日～2023年３月31日）
| 170 売上高
> 200 百万円 > 240 ％
| 40 通期 > 200 127,700 > 240 8.9
| 35 ※注記事項
| 44 （１）会計方針の変更：無
| 44 （２）発行済株式数（普通株式）
| 60 ① 期末発行済株式数 | 250 2023年３月期２Ｑ | 340 94,653,362株 | 420 2022年３月期 | 480 94,579,550株
| 60 ③ 期中平均株式数 | 250 2023年３月期２Ｑ | 340 94,600,266株 | 420 2022年３月期２Ｑ | 500 94,448,672株
| 35 ※四半期決算短信は公認会計士又は監査法人の四半期レビューの対象外です
"""


def test_each_part_has_its_heading_basis_and_period() -> None:
    filing, spans = find(Pages(page(FRONT)), Filing("x", "x"))
    half, year = Period(date(2022, 4, 1), date(2022, 9, 30)), Period(date(2022, 4, 1), date(2023, 3, 31))
    assert filing.fiscal_period == "Q2"
    assert [(span.part, span.consolidated, span.caption_period) for span in spans] == [
        (P.RESULTS, True, half),
        (P.POSITION, True, half),
        (P.DIVIDENDS, False, half),
        (P.FORECAST, True, year),
        (P.SHARES, False, half),
    ]
    assert {span.kind for span in spans} == {StatementKind.FINANCIAL_SUMMARY}
    assert spans[0].scale == 1_000_000


def test_a_page_that_only_speaks_of_results_is_no_summary() -> None:
    prose = "\n".join(
        [
            "| 35 2023年３月期 決算短信〔日本基準〕（連結）",
            "| 35 当期の経営成績は売上高127,700百万円となり、財政状態は改善しました。",
        ]
    )
    assert find(Pages(page(prose)), Filing("x", "x"))[1] == ()


def test_a_securities_report_has_no_such_pages() -> None:
    report = FRONT.replace("第２四半期決算短信〔日本基準〕（連結）", "四半期報告書").replace("※四半期決算短信は", "※")
    assert find(Pages(page(report)), Filing("x", "x"))[1] == ()


@pytest.mark.parametrize(
    ("heading", "words", "start", "end"),
    [
        (
            "2023年3月期第2四半期の連結業績(2022年4月1日～2022年9月30日)",
            "2023年3月期第2四半期",
            (2022, 4, 1),
            (2022, 9, 30),
        ),
        (
            "2023年3月期第2四半期の連結業績(2022年4月1日～2022年9月30日)",
            "2022年3月期第2四半期",
            (2021, 4, 1),
            (2021, 9, 30),
        ),
        ("2023年3月期第2四半期の連結業績(2022年4月1日～2022年9月30日)", "2022年3月期", (2021, 4, 1), (2022, 3, 31)),
        ("2023年3月期第2四半期の連結業績(2022年4月1日～2022年9月30日)", "2023年3月期2Q", (2022, 4, 1), (2022, 9, 30)),
        (
            "2022年8月期の運用、資産の状況(2022年3月1日～2022年8月31日)",
            "2022年2月期",
            (2021, 9, 1),
            (2022, 2, 28),
        ),  # books closed twice a year
        ("2022年度第2四半期の連結業績(2022年4月1日～2022年9月30日)", "2021年度", (2021, 4, 1), (2022, 3, 31)),
        (
            "2022年12月期第2四半期の連結業績(2022年4月1日～2022年9月30日)",
            "2022年12月期第2四半期",
            (2022, 4, 1),
            (2022, 9, 30),
        ),  # a short year
        ("令和5年5月期第1四半期の業績(令和4年5月21日～令和4年8月20日)", "令和4年5月期", (2021, 5, 21), (2022, 5, 20)),
        ("2023年8月期の業績予想(2022年9月1日～2023年8月31日)", "第2四半期(累計)", (2022, 9, 1), (2023, 2, 28)),
        ("2023年3月期の連結業績予想(2022年4月1日～2023年3月31日)", "通期", (2022, 4, 1), (2023, 3, 31)),
        ("for the Six Months Ended September 30, 2022", "SixmonthsendedSeptember30,2021", (2021, 4, 1), (2021, 9, 30)),
    ],
)
def test_terms_are_dated_by_their_heading(
    heading: str, words: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    term = term_at(words)
    assert term is not None
    assert term.end == len(words)
    assert period_of(term, heading_of(heading)) == Period(date(*start), date(*end))


def test_a_term_without_a_year_has_no_date_of_its_own() -> None:
    term = term_at("通期")
    assert term is not None
    assert period_of(term, heading_of("業績予想")) is None


def test_a_note_on_the_closing_date_makes_a_short_year() -> None:
    note = "(注)当社は、2021年12月期より決算期(事業年度の末日)を3月31日から12月31日に変更いたしました。"
    heading = heading_of("2022年12月期第3四半期の連結業績(2022年1月1日～2022年9月30日)", notes=note)
    short, before = term_at("2021年12月期"), term_at("2020年12月期")
    assert short is not None
    assert before is not None
    assert period_of(short, heading) == Period(date(2021, 4, 1), date(2021, 12, 31))
    assert period_of(before, heading) == Period(date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize("titled", [True, False])
def test_a_summary_whose_title_was_lost_does_not_say_whose_it_is(titled: bool) -> None:
    lost = FRONT.replace("連結", "") if titled else FRONT.split("\n", 2)[2].replace("連結", "")
    _, spans = find(Pages(page(lost)), Filing("x", "x", document_type=DocumentType.EARNINGS))
    said = {span.basis_source for span in spans if span.part in (P.RESULTS, P.POSITION)}
    assert said == {None if titled else Source.DEFAULT}
