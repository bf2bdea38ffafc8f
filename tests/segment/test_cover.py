"""What the first pages tell of a filing."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.model import DocumentType, Filing, Period
from extractor.segment.cover import read_cover


def _amends(first_page: str) -> bool:
    return read_cover(Filing("f" * 16, "f.pdf"), {1: first_page}).amends


@pytest.mark.parametrize(
    "text",
    [
        "【表紙】\n【提出書類】 四半期報告書の訂正報告書",
        "訂正四半期報告書\n（第12期第１四半期）",
        "（訂正・数値データ訂正）「2023年３月期 第２四半期決算短信〔日本基準〕（連結）」の一部訂正について",
        "(訂正) 2023年３月期 決算短信",
        "(Correction) Consolidated Financial Results for the Six Months Ended September 30, 2022",
        "Amendment to the Annual Securities Report",
    ],
)
def test_an_amendment_says_so(text: str) -> None:
    assert _amends(text)


@pytest.mark.parametrize(
    "text",
    [
        "四半期報告書\n（第12期第１四半期）\n会計方針の変更・会計上の見積りの変更・修正再表示",
        "Annual Securities Report\nThe Company applied the amendments to IAS 12.",
        "直近に公表されている業績予想からの修正の有無：有",
    ],
)
def test_a_change_or_a_revision_is_none(text: str) -> None:
    assert not _amends(text)


def _read(*pages: str) -> Filing:
    return read_cover(Filing("f" * 16, "f.pdf"), dict(enumerate(pages, 1)))


def test_the_title_of_an_earnings_report_tells_its_term_whatever_the_table_of_forecasts_says() -> None:
    filing = _read(
        "第２四半期(累計) 3,300 △15.6\n通期 7,650 4.3\n2023年８月期 決算短信〔日本基準〕(非連結)\n"
        "上 場 会 社 名 見本商事株式会社 上場取引所 東\nコ ー ド 番 号 9 8 7 6 URL\n"
        "１．2023年８月期の業績（2022年８月21日～2023年８月20日）"
    )
    assert (filing.fiscal_period, filing.document_type) == ("FY", DocumentType.EARNINGS)
    assert filing.current == Period(date(2022, 8, 21), date(2023, 8, 20))
    assert (filing.company_name, filing.securities_code) == ("見本商事株式会社", "9876")


@pytest.mark.parametrize(
    ("title", "label", "end"),
    [
        ("2023年３月期 第２四半期決算短信〔ＩＦＲＳ〕（連結）", "Q2", date(2022, 9, 30)),
        ("令和5年3月期 第2四半期（中間期）決算短信〔日本基準〕（連結）", "H1", date(2022, 9, 30)),
        ("2023年12月期 第３四半期決算短信〔日本基準〕（連結）", "Q3", date(2023, 9, 30)),
        ("Consolidated Financial Results for the Six Months Ended September 30, 2022", "Q2", date(2022, 9, 30)),
        ("Results for the Six Months Ended September 30, 2021 and 2022", "Q2", date(2022, 9, 30)),
        ("Financial Results for the First Quarter of the Fiscal Year Ending March 31, 2023", "Q1", date(2022, 6, 30)),
        ("Consolidated Financial Report for the Fiscal Year Ended\nMarch 31, 2022", "FY", date(2022, 3, 31)),
    ],
)
def test_titles_tell_the_term(title: str, label: str, end: date) -> None:
    filing = _read(title)
    assert (filing.fiscal_period, filing.current and filing.current.end) == (label, end)


def test_a_quarterly_report_runs_from_the_start_of_the_year() -> None:
    filing = _read(
        "【提出書類】 四半期報告書\n【四半期会計期間】 第29期第３四半期(自 2022年10月１日 至 2022年12月31日)"
    )
    assert filing.fiscal_period == "Q3"
    assert filing.current == Period(date(2022, 4, 1), date(2022, 12, 31))
    assert filing.fiscal_year_end == date(2023, 3, 31)


def test_without_a_cover_the_balance_sheet_dates_the_filing() -> None:
    filing = _read("(1) Quarterly Balance Sheets\n(Thousands of yen)\nAs of December 31, 2021 As of September 30, 2022")
    assert (filing.fiscal_period, filing.current) == ("Q3", Period(date(2022, 1, 1), date(2022, 9, 30)))


@pytest.mark.parametrize(
    ("pages", "standard"),
    [
        (
            ("2023年３月期 決算短信〔日本基準〕（連結）", "当社は国際財務報告基準（IFRS）の適用を検討しております。"),
            "jgaap",
        ),
        (("2023年３月期 決算短信〔ＩＦＲＳ〕（連結）", "（１）連結貸借対照表"), "ifrs"),
        (("2023年３月期 決算短信〔米国基準〕（連結）", "(1) 連結財政状態計算書"), "usgaap"),
        (
            ("【提出書類】 有価証券報告書", "①【連結貸借対照表】", "関連会社の要約連結財政状態計算書は次のとおり"),
            "jgaap",
        ),
        (("【提出書類】 四半期報告書", "（１）【要約四半期財政状態計算書】"), "ifrs"),
        (
            (
                "【提出書類】 有価証券報告書",
                "当社の連結財務諸表は、規則第95条の規定により、米国において一般に公正妥当と認められる会計基準に"
                "準拠して作成しております。",
                "①【連結貸借対照表】",
            ),
            "usgaap",
        ),
        (("Consolidated Financial Results [Japanese GAAP]", "An associate prepares statements under IFRS."), "jgaap"),
        (("(1) Condensed Statement of Financial Position",), "ifrs"),
    ],
)
def test_the_standard_is_what_the_filing_says_of_itself(pages: tuple[str, ...], standard: str) -> None:
    assert _read(*pages).standard == standard


def test_names_set_with_blanks_between_letters() -> None:
    assert _read("上場会社名 見 本 金 庫 上場取引所 東").company_name == "見本金庫"
    assert _read("上場会社名 株式会社 見本銀行 上場取引所 東").company_name == "株式会社 見本銀行"
    assert _read("SAMPLE GROUP CO., LTD.\nConsolidated Financial Results").company_name == "SAMPLE GROUP CO., LTD."


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("上場会社名 見本鉱業株式会社 上場取引所 東\nコード番号 9713ＵＲＬ https://", "見本鉱業株式会社", "9713"),
        (
            "上 場 会 社 名 見 本 製 鋼 株 式 会  上 場 取 引\n社 所\nコ ー ド 番 号98760 URL https://",
            "見本製鋼株式会社",
            "9876",
        ),
        (
            "決算短信(REIT)\n不動産投資信託証券発行\n見本ファンド投資法人  上場取引所 東\n者名\nコード番号 9953 URL\n"
            "資産運用会社名  株式会社見本マネジメント",
            "見本ファンド投資法人",
            "9953",
        ),
        (
            "2022年10月28日\n株式会社見本製作所\n執行役社長 見本 太郎\n(コード番号：9501)\n2023年3月期 決算短信",
            "株式会社見本製作所",
            "9501",
        ),
        ("上場会社名 見本株式会社\nコード番号 98765", "見本株式会社", "98765"),
    ],
)
def test_name_and_code(text: str, name: str, code: str) -> None:
    filing = read_cover(Filing("f" * 16, "f.pdf"), {1: text})
    assert (filing.company_name, filing.securities_code) == (name, code)
