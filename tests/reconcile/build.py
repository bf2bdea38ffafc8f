"""Statements written by hand for tests: one row a line, ``label | figure | figure``, indented by two blanks a level."""

from __future__ import annotations

from datetime import date

from extractor.kinds import KINDS
from extractor.model import (
    Box,
    Cell,
    Column,
    Extraction,
    Filing,
    LabelledSheet,
    Language,
    Line,
    Match,
    Page,
    Period,
    Region,
    Rounding,
    Sheet,
    Standard,
    StatementKind,
    StatementSpan,
    SummaryPart,
    Unit,
)
from extractor.notation.numbers import parse_amount
from extractor.reconcile import reconcile

K = StatementKind
BOX = Box(0, 0, 100, 10)
PRIOR, CURRENT = Period(date(2021, 4, 1), date(2022, 3, 31)), Period(date(2022, 4, 1), date(2023, 3, 31))
FILING = Filing("f" * 16, "f.pdf", "Example", rounding=Rounding.TRUNCATED, current=CURRENT)


TITLES = {
    K.BALANCE_SHEET: "貸借対照表",
    K.INCOME_STATEMENT: "損益計算書",
    K.COMPREHENSIVE_INCOME: "包括利益計算書",
    K.CHANGES_IN_EQUITY: "株主資本等変動計算書",
    K.CASH_FLOWS: "キャッシュ・フロー計算書",
    K.FINANCIAL_SUMMARY: "経営指標等",
}


def _title(kind: StatementKind, consolidated: bool) -> str:
    return ("連結" if consolidated else "") + TITLES[kind]


def _header(period: Period | None) -> str:
    """The head of a column as filings print it."""
    if period is None:
        return ""
    end = f"{period.end.year}年{period.end.month}月{period.end.day}日"
    return f"自{period.start.year}年{period.start.month}月{period.start.day}日 至{end}" if period.start else end


def statement(
    kind: StatementKind,
    text: str,
    *,
    scale: int | None = 1_000_000,
    columns: tuple[Period | None, ...] = (PRIOR, CURRENT),
    components: tuple[str, ...] = (),
    headers: tuple[str, ...] = (),
    consolidated: bool = True,
    rounding: Rounding = Rounding.TRUNCATED,
    standard: Standard = Standard.JGAAP,
    language: Language = Language.JA,
    page: int = 1,
    part: SummaryPart | None = None,
) -> Sheet:
    """A sheet. ``components`` makes it a statement of changes in equity of the first column's period."""
    span = StatementSpan(
        kind,
        _title(kind, consolidated),
        consolidated,
        standard,
        language,
        (Region(page, 0, 500),),
        scale,
        rounding=rounding,
        part=part,
        caption_period=columns[0] if components else None,
    )
    if kind is K.BALANCE_SHEET:
        columns = tuple(Period(None, period.end) if period else None for period in columns)
    made = (
        tuple(
            Column(k, name, tuple(name.split("/")), columns[0], component_label=name.split("/")[-1], scale=scale)
            for k, name in enumerate(components)
        )
        if components
        else tuple(
            Column(k, headers[k] if headers else _header(period), (), period, scale=scale)
            for k, period in enumerate(columns)
        )
    )
    lines: list[Line] = []
    headings: list[Line] = []
    for raw in text.strip("\n").splitlines():
        label, *figures = (part.strip() for part in raw.split("|"))
        depth = (len(raw) - len(raw.lstrip(" "))) // 2
        while headings and headings[-1].depth >= depth:
            headings.pop()
        top = 12 * len(lines)
        cells = tuple(
            Cell(k, parse_amount(figure), Box(200 + 60 * k, top, 250 + 60 * k, top + 10), page, "test")
            for k, figure in enumerate(figures)
        )
        line = Line(len(lines) + 1, label, depth, headings[-1].number if headings else None, None, cells, page, BOX)
        lines.append(line)
        if line.heading:
            headings.append(line)
    return Sheet(span, made, tuple(lines))


def labelled(*sheets: Sheet) -> tuple[LabelledSheet, ...]:
    """Every line mapped, so that nothing is said of labels."""
    return tuple(
        LabelledSheet(sheet, {line.number: Match(f"item_{line.number}", None, "exact") for line in sheet.lines})
        for sheet in sheets
    )


def run(*sheets: Sheet, filing: Filing = FILING, pages: dict[int, Page] | None = None) -> Extraction:
    return reconcile(
        filing,
        labelled(*sheets),
        pages or {},
        further=lambda entries, figures: (check for kind in KINDS for check in kind.check(entries, figures)),
    )


def codes(extraction: Extraction) -> set[str]:
    return {str(finding.code) for finding in extraction.findings}


def proofs(extraction: Extraction) -> dict[tuple[int, int, int], str]:
    return {
        (fact.sheet, fact.line, fact.column): fact.proof.value for fact in extraction.facts if fact.value is not None
    }


def units(extraction: Extraction) -> dict[int, Unit]:
    return {fact.line: fact.unit for fact in extraction.facts}


BALANCE = """
資産の部
  流動資産
    現金及び預金 | 1,200 | 1,350
    売掛金 | 2,300 | 2,411
    その他 | 140 | 98
    貸倒引当金 | △12 | △9
    流動資産合計 | 3,628 | 3,850
  固定資産
    建物 | 4,010 | 3,902
    土地 | 1,500 | 1,500
    固定資産合計 | 5,510 | 5,402
  資産合計 | 9,138 | 9,252
負債の部
  流動負債
    買掛金 | 1,718 | 1,604
    短期借入金 | 900 | 650
    流動負債合計 | 2,618 | 2,254
  負債合計 | 2,618 | 2,254
純資産の部
  株主資本
    資本金 | 3,000 | 3,000
    利益剰余金 | 3,520 | 3,998
    株主資本合計 | 6,520 | 6,998
  純資産合計 | 6,520 | 6,998
負債純資産合計 | 9,138 | 9,252
"""
INCOME = """
売上高 | 7,410 | 8,025
売上原価 | 5,020 | 5,310
売上総利益 | 2,390 | 2,715
販売費及び一般管理費 | 1,870 | 1,944
営業利益 | 520 | 771
営業外収益
  受取利息 | 12 | 14
  その他 | 31 | 25
  営業外収益合計 | 43 | 39
営業外費用
  支払利息 | 15 | 11
  その他 | 4 | 6
  営業外費用合計 | 19 | 17
経常利益 | 544 | 793
税金等調整前当期純利益 | 544 | 793
法人税、住民税及び事業税 | 170 | 251
法人税等調整額 | △6 | 4
法人税等合計 | 164 | 255
当期純利益 | 380 | 538
親会社株主に帰属する当期純利益 | 380 | 538
"""
EQUITY = """
当期首残高 | 3,000 | 3,520 | 6,520 | 6,520
当期変動額
  剰余金の配当 |  | △60 | △60 | △60
  親会社株主に帰属する当期純利益 |  | 538 | 538 | 538
  当期変動額合計 | － | 478 | 478 | 478
当期末残高 | 3,000 | 3,998 | 6,998 | 6,998
"""
COMPONENTS = ("株主資本/資本金", "株主資本/利益剰余金", "株主資本/株主資本合計", "純資産合計")


def whole(**changes: str) -> tuple[Sheet, Sheet, Sheet]:
    """A filing that adds up: balance sheet, income statement, changes in equity; ``changes`` replaces their texts."""
    return (
        statement(K.BALANCE_SHEET, changes.get("balance", BALANCE)),
        statement(K.INCOME_STATEMENT, changes.get("income", INCOME)),
        statement(K.CHANGES_IN_EQUITY, changes.get("equity", EQUITY), columns=(CURRENT,), components=COMPONENTS),
    )
