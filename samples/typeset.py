"""Typesets the sample filings and their expected values from ``figures/``: ``python -m samples.typeset``.

The first two print the published first-quarter figures of Internet Initiative Japan Inc. (fiscal year ending March
2021, IFRS) once in English and once in
Japanese; they are not the filings themselves. 架空精機 is a company of fiction, and its figures add up.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from samples.facts import EXPECTED, Head, Row, expected, printed, read_figures
from samples.press import Look, Press

HERE = Path(__file__).resolve().parent
EQUITY = (
    "ShareCapital",
    "CapitalSurplus",
    "RetainedEarnings",
    "OtherComponentsOfEquity",
    "TreasuryShares",
    "EquityAttributableToOwnersOfParent",
)
EQUITY_MEMBERS = (*EQUITY, "NonControllingInterests", "Equity")
Facts = list[dict[str, object]]


def write_expected(name: str, facts: Iterable[dict[str, object]]) -> None:
    with (HERE / "expected" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, EXPECTED, lineterminator="\n")
        writer.writeheader()
        writer.writerows(facts)


def over_two_pages(
    press: Press, rows: Sequence[Row], at: str, heads: tuple[Head, ...], look: Look, caption: str = ""
) -> Facts:
    """A balance sheet that turns the page before the line ``at``, with its caption and head repeated. Leaves the second
    page open."""
    split = next(number for number, row in enumerate(rows) if row.label == at)
    facts = [
        fact
        for fact in expected("bs", list(rows), heads, 1000, press.language, press.page)
        if int(str(fact["row"])) <= split
    ]
    press.table(rows[:split], heads, look)
    press.turn()
    if caption:
        press.caption(caption)
    press.table(rows[split:], heads, look)
    return facts + [
        fact
        for fact in expected("bs", list(rows), heads, 1000, press.language, press.page)
        if int(str(fact["row"])) > split
    ]


def equity_heads(labels: Sequence[str], members: Sequence[str], start: str, end: str) -> tuple[Head, ...]:
    return tuple(Head((label,), start, end, member) for label, member in zip(labels, members, strict=True))


# ---------------------------------------------------------------- IFRS, in English


def iij_english(folder: Path) -> Facts:
    tables = read_figures("iij_2020q1", "en")
    press = Press(folder / "iij_2020q1_en.pdf", "en", "Quarterly figures typeset in English")
    facts: Facts = []

    def statement(kind: str, rows: Sequence[Row], heads: tuple[Head, ...], look: Look) -> None:
        facts.extend(expected(kind, list(rows), heads, 1000, "en", press.page))
        press.table(rows, heads, look)

    press.y -= 160
    press.centred("Quarterly Securities Report", 20)
    press.centred("(The First Quarter of the 29th Business Term)", 12)
    press.centred("From April 1, 2020 to June 30, 2020", 12, 60)
    press.centred("Internet Initiative Japan Inc.", 16, 60)
    for line in (
        "[Document Filed] Quarterly Securities Report",
        "[Filing Date] August 14, 2020",
        "[Fiscal Year] The First quarter of the 29th business term (From April 1, 2020 to June 30, 2020)",
        "[Company Name in English] Internet Initiative Japan Inc.",
        "Typeset from published figures as a sample. This is not the filing.",
    ):
        press.text(line)
    press.turn()

    for line in ("PART 1 Information on the Company", "Item 1. Overview of the Company", "1 Selected Financial Data"):
        press.text(line, 11, bold=True)
    terms = (
        Head(("Three months", "ended", "June 30, 2019"), "2019-04-01", "2019-06-30"),
        Head(("Three months", "ended", "June 30, 2020"), "2020-04-01", "2020-06-30"),
        Head(("28th business", "term ended", "March 31, 2020"), "2019-04-01", "2020-03-31"),
    )
    units = {"JPY": "(thousands of yen)", "JPYPerShares": "(yen)", "pure": "(%)"}
    statement("summary", tables["summary"], terms, Look(8, 78, units=units, side=76, corner=("Fiscal year",)))
    press.text("All figures are based on the consolidated financial statements prepared in accordance with IFRS.", 8)
    press.turn()

    dates = (
        Head(("March 31, 2020", "Thousands of yen"), "", "2020-03-31"),
        Head(("June 30, 2020", "Thousands of yen"), "", "2020-06-30"),
    )
    quarters = (
        Head(("Three Months Ended", "June 30, 2019", "Thousands of yen"), "2019-04-01", "2019-06-30"),
        Head(("Three Months Ended", "June 30, 2020", "Thousands of yen"), "2020-04-01", "2020-06-30"),
    )
    plain = Look(8.5, 104, notes="column", note_head="Note")
    press.text("Item 4. Financial Information", 12, bold=True)
    press.text("1. Condensed Consolidated Financial Statements", 11, bold=True)
    press.text("(1) Condensed Consolidated Statements of Financial Position", 10, bold=True)
    facts += over_two_pages(press, tables["bs"], "Liabilities and Equity", dates, plain)
    press.turn()
    press.text("(2) Condensed Consolidated Statements of Profit or Loss", 10, bold=True)
    statement("pl", tables["pl"], quarters, plain)
    press.turn()
    press.text("(3) Condensed Consolidated Statements of Comprehensive Income", 10, bold=True)
    statement("ci", tables["ci"], quarters, plain)
    press.turn()
    labels = (
        "Share capital",
        "Share premium",
        "Retained earnings",
        "Other components of equity",
        "Treasury shares",
        "Total",
    )
    labels = (*labels, "Non-controlling interests", "Total equity")
    wide = Look(5.8, 46, grid=True, spans=(("Owners of the parent's shareholders' equity", 0, 6),))
    press.text("(4) Condensed Consolidated Statements of Changes in Shareholders' Equity", 10, bold=True)
    for table, year in (("ss_prior", 2019), ("ss_current", 2020)):
        press.text(f"Three months ended June 30, {year}", 9)
        press.caption("(Thousands of yen)", 7)
        statement("ss", tables[table], equity_heads(labels, EQUITY_MEMBERS, f"{year}-04-01", f"{year}-06-30"), wide)
    press.turn()
    press.text("(5) Condensed Consolidated Statements of Cash Flows", 10, bold=True)
    statement("cf", tables["cf"], quarters, replace(plain, size=7.5))
    press.turn()
    press.text("Notes to Condensed Consolidated Financial Statements", 11, bold=True)
    press.text(
        "The consolidated financial statements are presented in Japanese yen, and figures are rounded to the nearest "
        "thousand yen."
    )
    press.close()
    return facts


# ---------------------------------------------------------------- IFRS, in Japanese


def iij_japanese(folder: Path) -> Facts:
    tables = read_figures("iij_2020q1", "ja")
    running = ("株式会社インターネットイニシアティブ", "四半期報告書（見本）")
    press = Press(folder / "iij_2020q1_ja.pdf", "ja", "四半期の数値を組んだ見本", running)
    facts: Facts = []

    def statement(kind: str, rows: Sequence[Row], heads: tuple[Head, ...], look: Look) -> None:
        facts.extend(expected(kind, list(rows), heads, 1000, "ja", press.page))
        press.table(rows, heads, look)

    press.y -= 160
    press.centred("四半期報告書", 24)
    press.centred("（第29期第１四半期）", 12)
    press.centred("自　2020年４月１日　至　2020年６月30日", 12, 60)
    press.centred("株式会社インターネットイニシアティブ", 16, 60)
    for line in (
        "【提出書類】　　四半期報告書",
        "【提出日】　　　2020年８月14日",
        "【四半期会計期間】　第29期第１四半期（自　2020年４月１日　至　2020年６月30日）",
        "【会社名】　　　株式会社インターネットイニシアティブ",
        "公表された数値を組んだ見本であり、提出された報告書ではありません。",
    ):
        press.text(line)
    press.turn()

    for line in ("第一部【企業情報】", "第１【企業の概況】", "１【主要な経営指標等の推移】"):
        press.text(line, 11)
    quarter, months = "第１四半期連結累計期間", "自 2019年４月１日 至 2019年６月30日"
    terms = (
        Head(
            ("第28期", "第１四半期", "連結累計期間", "自 2019年４月１日", "至 2019年６月30日"),
            "2019-04-01",
            "2019-06-30",
        ),
        Head(
            ("第29期", "第１四半期", "連結累計期間", "自 2020年４月１日", "至 2020年６月30日"),
            "2020-04-01",
            "2020-06-30",
        ),
        Head(("第28期", "", "", "自 2019年４月１日", "至 2020年３月31日"), "2019-04-01", "2020-03-31"),
    )
    units = {"JPY": "（千円）", "JPYPerShares": "（円）", "pure": "（％）"}
    statement(
        "summary",
        tables["summary"],
        terms,
        Look(8.5, 92, grid=True, units=units, side=52, corner=("回次", "", "", "会計期間")),
    )
    press.text(
        "（注）上記指標は、国際会計基準（ＩＦＲＳ）により作成した要約四半期連結財務諸表及び連結財務諸表に基づいております。",
        8,
    )
    press.turn()

    dates = (
        Head(("前連結会計年度", "（2020年３月31日）"), "", "2020-03-31"),
        Head(("当第１四半期", "連結会計期間", "（2020年６月30日）"), "", "2020-06-30"),
    )
    quarters = (
        Head((f"前{quarter}", "（自　2019年４月１日", "至　2019年６月30日）"), "2019-04-01", "2019-06-30"),
        Head((f"当{quarter}", "（自　2020年４月１日", "至　2020年６月30日）"), "2020-04-01", "2020-06-30"),
    )
    plain = Look(8.5, 118, notes="column", note_head="注記")
    press.text("第４【経理の状況】", 11)
    press.text("１【要約四半期連結財務諸表】", 10)
    press.text("(1)【要約四半期連結財政状態計算書】", 10, after=2)
    press.caption("（単位：千円）")
    facts += over_two_pages(press, tables["bs"], "負債及び資本", dates, plain, "（単位：千円）")
    press.turn()
    press.text("(2)【要約四半期連結損益計算書及び要約四半期連結包括利益計算書】", 10)
    press.text("【要約四半期連結損益計算書】", 10, after=2)
    press.caption("（単位：千円）")
    statement("pl", tables["pl"], quarters, plain)
    press.turn()
    press.text("【要約四半期連結包括利益計算書】", 10, after=2)
    press.caption("（単位：千円）")
    statement("ci", tables["ci"], quarters, plain)
    press.turn()
    labels = (
        "資本金",
        "資本剰余金",
        "利益剰余金",
        "その他の資本の構成要素",
        "自己株式",
        "合計",
        "非支配持分",
        "資本合計",
    )
    wide = Look(6.2, 47, grid=True, spans=(("親会社の所有者に帰属する持分", 0, 6),))
    press.text("(3)【要約四半期連結持分変動計算書】", 10)
    for table, when, year in (("ss_prior", "前", 2019), ("ss_current", "当", 2020)):
        press.text(f"{when}{quarter}（{months.replace('2019', str(year))}）", 9, after=2)
        press.caption("（単位：千円）", 7)
        statement("ss", tables[table], equity_heads(labels, EQUITY_MEMBERS, f"{year}-04-01", f"{year}-06-30"), wide)
    press.turn()
    press.text("(4)【要約四半期連結キャッシュ・フロー計算書】", 10, after=2)
    press.caption("（単位：千円）")
    statement("cf", tables["cf"], quarters, replace(plain, size=7))
    press.turn()
    press.text("【要約四半期連結財務諸表注記】", 10)
    press.text("要約四半期連結財務諸表は日本円で表示しており、千円未満を四捨五入して記載しております。")
    press.close()
    return facts


# ---------------------------------------------------------------- J-GAAP, a company of fiction

JGAAP_EQUITY = ("資本金", "資本剰余金", "利益剰余金", "自己株式", "株主資本合計")
JGAAP_OTHER = (
    "その他有価証券評価差額金",
    "為替換算調整勘定",
    "退職給付に係る調整累計額",
    "その他の包括利益累計額合計",
    "非支配株主持分",
    "純資産合計",
)
JGAAP_MEMBERS = ("CapitalStock", "CapitalSurplus", "RetainedEarnings", "TreasuryStock", "ShareholdersEquity")
JGAAP_MEMBERS = (
    *JGAAP_MEMBERS,
    "ValuationDifferenceOnAvailableForSaleSecurities",
    "ForeignCurrencyTranslationAdjustment",
)
JGAAP_MEMBERS = (
    *JGAAP_MEMBERS,
    "RemeasurementsOfDefinedBenefitPlans",
    "ValuationAndTranslationAdjustments",
    "NonControllingInterests",
    "NetAssets",
)


def kakuu_annual(folder: Path) -> Facts:
    tables = read_figures("kakuu_2022fy", "ja")
    press = Press(
        folder / "kakuu_2022fy.pdf",
        "ja",
        "架空の有価証券報告書（見本）",
        ("架空精機株式会社", "有価証券報告書（見本）"),
    )
    facts: Facts = []

    def statement(
        kind: str,
        rows: Sequence[Row],
        heads: tuple[Head, ...],
        look: Look,
        scale: int = 1000,
        blocks: Sequence[range] = (),
    ) -> None:
        facts.extend(expected(kind, list(rows), heads, scale, "ja", press.page))
        for block in blocks or (range(len(heads)),):
            press.table(
                rows,
                heads,
                look if not blocks else replace(look, spans=look.spans[blocks.index(block) : blocks.index(block) + 1]),
                block,
            )

    press.y -= 140
    press.centred("有価証券報告書", 24)
    press.centred("（金融商品取引法第24条第１項に基づく報告書）", 10, 30)
    press.centred("事業年度　自　2021年４月１日", 12)
    press.centred("（第12期）　至　2022年３月31日", 12, 60)
    press.centred("架空精機株式会社", 16, 60)
    for line in (
        "【提出書類】　　有価証券報告書",
        "【根拠条文】　　金融商品取引法第24条第１項",
        "【提出日】　　　2022年６月24日",
        "【事業年度】　　第12期（自　2021年４月１日　至　2022年３月31日）",
        "【会社名】　　　架空精機株式会社",
        "実在しない会社の見本です。",
    ):
        press.text(line)
    press.turn()

    for line in ("第一部【企業情報】", "第１【企業の概況】", "１【主要な経営指標等の推移】", "(1) 連結経営指標等"):
        press.text(line, 10)
    terms = tuple(
        Head((f"第{year - 2010}期", f"{year}年３月"), f"{year - 1}-04-01", f"{year}-03-31")
        for year in range(2018, 2023)
    )
    units = {"JPY": "（百万円）", "JPYPerShares": "（円）", "pure": "（％）", "times": "（倍）", "count": "（名）"}
    statement(
        "summary",
        tables["summary"],
        terms,
        Look(8, 56, grid=True, units=units, side=52, corner=("回次", "決算年月")),
        scale=1_000_000,
    )
    press.turn()

    press.text("第５【経理の状況】", 11)
    press.text("１．連結財務諸表の作成方法について", 9)
    press.text(
        "当社の連結財務諸表は、連結財務諸表規則に基づいて作成しております。記載金額は千円未満を切り捨てて表示しております。",
        8,
    )
    press.turn()

    dates = (
        Head(("前連結会計年度", "（2021年３月31日）"), "", "2021-03-31"),
        Head(("当連結会計年度", "（2022年３月31日）"), "", "2022-03-31"),
    )
    years = (
        Head(("前連結会計年度", "（自　2020年４月１日", "至　2021年３月31日）"), "2020-04-01", "2021-03-31"),
        Head(("当連結会計年度", "（自　2021年４月１日", "至　2022年３月31日）"), "2021-04-01", "2022-03-31"),
    )
    striped = Look(9, 116, stripes=True, notes="mark")
    press.text("１【連結財務諸表等】", 11)
    press.text("(1)【連結財務諸表】", 10)
    press.text("①【連結貸借対照表】", 10, after=2)
    press.caption("（単位：千円）")
    facts += over_two_pages(press, tables["bs"], "負債の部", dates, striped, "（単位：千円）")
    press.turn()
    press.text("②【連結損益計算書及び連結包括利益計算書】", 10)
    press.text("【連結損益計算書】", 10, after=2)
    press.caption("（単位：千円）")
    statement("pl", tables["pl"], years, striped)
    press.turn()
    press.text("【連結包括利益計算書】", 10, after=2)
    press.caption("（単位：千円）")
    statement("ci", tables["ci"], years, striped)
    press.turn()
    grid = Look(7.5, 64, grid=True, spans=(("株主資本", 0, 5), ("その他の包括利益累計額", 0, 4)))
    for table, when, year in (("ss_prior", "前", 2021), ("ss_current", "当", 2022)):
        if when == "前":
            press.text("③【連結株主資本等変動計算書】", 10)
        press.text(f"{when}連結会計年度（自　{year - 1}年４月１日　至　{year}年３月31日）", 9, after=2)
        press.caption("（単位：千円）", 7)
        heads = equity_heads((*JGAAP_EQUITY, *JGAAP_OTHER), JGAAP_MEMBERS, f"{year - 1}-04-01", f"{year}-03-31")
        statement("ss", tables[table], heads, grid, blocks=(range(5), range(5, 11)))
        press.turn()
    press.text("④【連結キャッシュ・フロー計算書】", 10, after=2)
    press.caption("（単位：千円）")
    statement("cf", tables["cf"], years, striped)
    press.turn()
    press.text("【注記事項】", 10)
    press.text("（連結貸借対照表関係）", 9)
    press.text("※１　仕掛品には、受注損失引当金に対応する額が1,250千円含まれております。", 9)
    press.text("※２　担保に供している資産は、建物612,400千円及び土地804,000千円であります。", 9)
    press.turn()
    facts += kakuu_notes(press, tables, years, dates)
    press.close()
    return facts


def kakuu_notes(press: Press, tables: dict[str, list[Row]], years: tuple[Head, ...], dates: tuple[Head, ...]) -> Facts:
    """Tables of the notes and schedules: segments, fair values, earnings for one share, borrowings, allowances."""
    facts: Facts = []
    prior, current = years

    def table(rows: Sequence[Row], heads: tuple[Head, ...], look: Look) -> None:
        facts.extend(expected("note", list(rows), heads, 1000, "ja", press.page))
        press.table(rows, heads, look)

    def under(label: str, period: Head, instant: bool = False) -> Head:
        return Head((label,), "" if instant else period.start, period.end)

    press.text("（金融商品関係）", 9)
    press.text("金融商品の時価等に関する事項", 9)
    press.text("当連結会計年度（2022年３月31日）", 9, after=2)
    press.caption("（単位：千円）")
    labels = ("連結貸借対照表計上額", "時価", "差額")
    table(tables["fair"], tuple(under(label, current, True) for label in labels), Look(9, 92, grid=True))
    press.turn()

    press.text("（セグメント情報等）", 9)
    press.text("【セグメント情報】", 9)
    press.text("報告セグメントごとの売上高、利益、資産その他の項目の金額に関する情報", 9)
    segments = ("工作機械", "部品・保守", "計", "その他", "合計", "調整額", "連結財務諸表計上額")
    look = Look(7.5, 54, grid=True, spans=(("報告セグメント", 0, 3),))
    for name, period in (("seg_prior", prior), ("seg_current", current)):
        press.text("".join(period.lines), 9, after=2)
        press.caption("（単位：千円）")
        table(tables[name], tuple(under(label, period) for label in segments), look)
    press.turn()

    press.text("（１株当たり情報）", 9)
    table(tables["eps"], years, Look(9, 116, grid=True))
    press.text("（注）１株当たり当期純利益の算定上の基礎は、以下のとおりであります。", 9)
    table(tables["eps_base"], years, Look(9, 116, grid=True))
    press.turn()

    press.text("⑤【連結附属明細表】", 10)
    press.text("【借入金等明細表】", 9)
    balances = (under("当期首残高（千円）", dates[0], True), under("当期末残高（千円）", dates[1], True))
    table(tables["loans"], balances, Look(9, 92, grid=True))
    press.text("【引当金明細表】", 9)
    heads = (
        under("当期首残高（千円）", dates[0], True),
        under("当期増加額（千円）", current),
        under("当期減少額（千円）", current),
        under("当期末残高（千円）", dates[1], True),
    )
    table(tables["allowances"], heads, Look(9, 80, grid=True))
    return facts


def kakuu_text(folder: Path) -> Facts:
    """The next quarter of the same company as text, tables tab-separated."""
    tables = read_figures("kakuu_2023q1", "ja")
    dates = (
        Head(("前連結会計年度（2022年３月31日）",), "", "2022-03-31"),
        Head(("当第１四半期連結会計期間（2022年６月30日）",), "", "2022-06-30"),
    )
    quarters = (
        Head(("前第１四半期連結累計期間（自 2021年４月１日 至 2021年６月30日）",), "2021-04-01", "2021-06-30"),
        Head(("当第１四半期連結累計期間（自 2022年４月１日 至 2022年６月30日）",), "2022-04-01", "2022-06-30"),
    )
    parts = (
        ("(1)【四半期連結貸借対照表】", "bs", dates),
        (
            "(2)【四半期連結損益計算書及び四半期連結包括利益計算書】\n\n【四半期連結損益計算書】\n\n【第１四半期連結累計期間】",
            "pl",
            quarters,
        ),
        ("【四半期連結包括利益計算書】\n\n【第１四半期連結累計期間】", "ci", quarters),
    )
    lines = [
        "四半期報告書",
        "",
        "【提出書類】 四半期報告書",
        "",
        "【四半期会計期間】 第13期第１四半期（自 2022年４月１日 至 2022年６月30日）",
        "",
    ]
    lines += ["【会社名】 架空精機株式会社", "", "実在しない会社の見本です。", "", "第４【経理の状況】", ""]
    lines += ["記載金額は千円未満を切り捨てて表示しております。", "", "１【四半期連結財務諸表】", ""]
    facts: Facts = []
    for title, kind, heads in parts:
        rows = tables[kind]
        lines += [title, "", "（単位：千円）", "", "\t".join(["", *(head.lines[0] for head in heads)])]
        lines += ["\t".join([row.label, *(printed(value, "ja") for value in row.values)]) for row in rows]
        lines.append("")
        facts.extend(expected(kind, rows, heads, 1000, "ja", 0))
    (folder / "kakuu_2023q1.txt").write_text("\n".join(lines), encoding="utf-8")
    return facts


SAMPLES = {
    "iij_2020q1_en": iij_english,
    "iij_2020q1_ja": iij_japanese,
    "kakuu_2022fy": kakuu_annual,
    "kakuu_2023q1": kakuu_text,
}


def main(folder: Path = HERE) -> None:
    (HERE / "expected").mkdir(exist_ok=True)
    for name, make in SAMPLES.items():
        write_expected(name, make(folder))


if __name__ == "__main__":
    main()
