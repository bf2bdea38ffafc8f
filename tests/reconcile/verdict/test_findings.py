"""Every finding code has one small input that triggers it, and one near it that must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from extractor.errors import FindingCode as Code
from extractor.model import (
    Box,
    CalculationArc,
    Extraction,
    Fact,
    Finding,
    LabelledSheet,
    Match,
    Page,
    Reading,
    Remark,
    Rounding,
    Severity,
    Sheet,
    Standard,
    SummaryPart,
    Word,
)
from extractor.reconcile import reconcile
from tests.reconcile.build import BALANCE, EQUITY, FILING, INCOME, K, codes, labelled, run, statement, whole

Make = Callable[[], Extraction]
READ = (
    Code.TEXT_HIDDEN,
    Code.TEXT_ASIDE,
    Code.TEXT_OVERPRINTED,
    Code.TEXT_DOUBTED,
    Code.PAGE_CUT,
)  # said by read/ of a page
SILENT = ROUND = FILING


def _filing(**changes: str) -> Make:
    return lambda: run(*whole(**changes))


def _first(change: Callable[[Sheet], Sheet]) -> Make:
    def make() -> Extraction:
        balance, *rest = whole()
        return run(change(balance), *rest)

    return make


def _carrying(code: Code) -> Make:
    """What the rooms before report is carried on, with its sheet."""
    return _first(
        lambda sheet: replace(sheet, findings=(Finding(code, Severity.WARNING, "said before", 1, None, None, 3, 0),))
    )


def _remarked(code: Code, row: int, severity: Severity = Severity.WARNING) -> Make:
    """The reader noticed something beside the row of the balance sheet."""

    def make() -> Extraction:
        entries = labelled(*whole())
        place = entries[0].sheet.line(row).box
        page = Page(entries[0].sheet.line(row).page, 595, 842, (), remarks=(Remark(code, severity, "seen", place),))
        return reconcile(FILING, entries, {page.number: page})

    return make


def _unread(code: Code) -> Make:
    filing = replace(FILING, unread=(Finding(code, Severity.WARNING, "said by the reader", 3),))
    return lambda: reconcile(filing, labelled(*whole()), {})


def _unread(code: Code) -> Make:
    """The reader says something of the file."""
    filing = replace(FILING, unread=(Finding(code, Severity.WARNING, "said by the reader", 3),))
    return lambda: reconcile(filing, labelled(*whole()), {})


def _mapped(change: Callable[[LabelledSheet], LabelledSheet]) -> Make:
    def make() -> Extraction:
        first, *rest = labelled(*whole())
        return reconcile(FILING, (change(first), *rest), {})

    return make


def _summed(total: int) -> Make:
    """The official parts of current assets, given to the total that stands in this line."""
    return _mapped(lambda entry: replace(entry, arcs=tuple(CalculationArc(total, part, 1) for part in range(3, 7))))


def _twice(amends: bool) -> Make:
    return lambda: run(*whole(), *whole(), filing=replace(FILING, amends=amends))


def _equity_mapped(match: Match) -> Make:
    def make() -> Extraction:
        *first, last = labelled(*whole())
        return reconcile(FILING, (*first, replace(last, components={0: match})), {})

    return make


def _paged(text: str) -> Make:
    word = Word(text, Box(10, 20, 40, 30), 10)
    return lambda: run(*whole(), pages={1: Page(1, 600, 800, (word,))})


def _read_twice(balance: str) -> Make:
    def make() -> Extraction:
        sheet, *rest = whole(balance=balance)
        line = sheet.line(4)
        cell = replace(line.cells[1], others=(Reading("another", "2,417"),))
        lines = (*sheet.lines[:3], replace(line, cells=(line.cells[0], cell)), *sheet.lines[4:])
        return run(replace(sheet, lines=lines), *rest)

    return make


def _undated() -> Extraction:
    balance, *rest = whole()
    bare = replace(balance.columns[0], label="金額", header=("金額",), period=None)
    return run(replace(balance, columns=(bare, balance.columns[1])), *rest)


def _grown(rate: str) -> Make:
    return lambda: run(
        statement(
            K.FINANCIAL_SUMMARY, f"売上高 | 7,410 | 8,025\n売上高 対前期増減率 | － | {rate}", part=SummaryPart.RESULTS
        )
    )


ALONE = "\n".join(f"項目{k} | {1_000 + 137 * k} | {1_313 + 91 * k}" for k in range(4))
MANY = [1_003 + 611 * k for k in range(12)]


def _cut(kept: int) -> Make:
    """Twelve members whose total exceeds their printed sum by so many units: possible up to eleven, likely at six."""
    rows = "\n".join(f"  項目{k} | {value:,} | {value + 7:,}" for k, value in enumerate(MANY))
    text = f"資産の部\n{rows}\n  資産合計 | {sum(MANY) + kept:,} | {sum(MANY) + 7 * 12 + 6:,}"
    return lambda: run(statement(K.BALANCE_SHEET, text))


def _unstated(kept: int) -> Make:
    """Three sums that truncation explains and rounding does not."""
    rows = "".join(
        f"部門{k}\n"
        + "".join(f"  項目{k}{n} | {1_000 + 97 * n + 31 * k:,} | {2_000 + 89 * n + 37 * k:,}\n" for n in range(5))
        + _sum(k, kept)
        for k in range(3)
    )
    filing = replace(FILING, rounding=Rounding.UNKNOWN)
    return lambda: run(statement(K.BALANCE_SHEET, rows, rounding=Rounding.UNKNOWN), filing=filing)


def _sum(k: int, kept: int) -> str:
    left, right = (
        sum(base + step * n + add * k for n in range(5)) for base, step, add in ((1_000, 97, 31), (2_000, 89, 37))
    )
    return f"  部門{k}合計 | {left + kept:,} | {right + kept:,}\n"


CASES: dict[Code, tuple[Make, Make]] = {
    Code.HEADER_UNREAD: (_undated, _filing()),
    Code.ROW_SPLIT: (_carrying(Code.ROW_SPLIT), _filing()),
    Code.CELL_SPLIT: (_carrying(Code.CELL_SPLIT), _filing()),
    Code.ILLEGIBLE: (_carrying(Code.ILLEGIBLE), _filing()),
    Code.BRACKET_LOST: (_carrying(Code.BRACKET_LOST), _filing()),
    Code.READERS_DIFFER: (_read_twice(BALANCE.replace("2,411", "2,417")), _read_twice(BALANCE)),
    Code.UNIT_UNCLEAR: (lambda: run(statement(K.BALANCE_SHEET, ALONE)), _filing()),
    Code.UNIT_CONTRADICTED: (_first(lambda sheet: _rescaled(sheet, 1_000)), _filing()),
    Code.SUM_FAILS: (_filing(balance=BALANCE.replace("2,411", "2,711")), _filing()),
    Code.SUM_STRAINED: (_cut(11), _cut(6)),
    Code.TIE_FAILS: (_filing(equity=EQUITY.replace("3,520 | 6,520 | "
    "6,520", "3,921 | 6,921 | 6,921").replace("3,998 | 6,998 | 6,998", "4,399 | 7,399 | 7,399")), _filing()),
    Code.RATIO_FAILS: (_grown("8.5"), _grown("8.3")),
    Code.TOTAL_UNPLACED: (_filing(income=INCOME.replace("営業利益 | 520 | 771", "営業利益 | 2,871 | 911")), _filing()),
    Code.TOTAL_MISSING: (_filing(balance=BALANCE.replace("    固定資産合計 | 5,510 | 5,402\n", "")), _filing()),
    Code.CELL_MISSING: (_filing(balance=BALANCE.replace("    売掛金 | 2,300 | "
    "2,411", "    売掛金 | | 2,300")), _filing(balance=BALANCE.replace("    売掛金 | 2,300 | 2,411", "    売掛金 | － | 2,300"))),
    Code.MEMBER_MISSING: (_filing(balance=BALANCE.replace("    売掛金 | 2,300 | 2,411\n", "")), _filing()),
    Code.UNREACHED: (_filing(balance=BALANCE.replace("    資本金 |", "    出資金 | 77 | 79\n    資本金 |")), _filing()),
    Code.SIGN_UNCLEAR: (_filing(balance=BALANCE.replace("△9", "9")), _filing()),
    Code.ROUNDING_INFERRED: (_unstated(4), _unstated(0)),
    Code.UNMAPPED: (_mapped(lambda entry: replace(entry, matches={**entry.matches, 3: Match(None, None, None)})), _filing()),
    Code.COMPONENT_UNMAPPED: (_equity_mapped(Match(None, None, None)), _equity_mapped(Match("share_capital", None, "exact"))),
    Code.LABEL_OVERRULED: (
        lambda: run(statement(K.COMPREHENSIVE_INCOME, "当期純利益 | 380 | 538\n為替換算調整勘定 | 25 | 41\nその他の包括利益合計 | 405 | 579")),
        lambda: run(statement(K.COMPREHENSIVE_INCOME, "当期純利益 | 380 | 538\n為替換算調整勘定 | 25 | 41\n包括利益 | 405 | 579")),
    ),
    Code.PERIOD_UNCLEAR: (lambda: run(statement(K.BALANCE_SHEET, BALANCE, headers=("2021年3月31日", "2022年3月31日")), *whole()[1:]), _filing()),
    Code.BASIS_UNCLEAR: (lambda: run(statement(K.BALANCE_SHEET, BALANCE.replace("  純資産合計", "  非支配株主持分 | － | －\n  純資産合計"), consolidated=False), *whole()[1:]), lambda: run(statement(K.BALANCE_SHEET, BALANCE, consolidated=False), *whole()[1:])),
    Code.STATEMENT_UNCLEAR: (_filing(income=INCOME + "営業活動によるキャッシュ・フロー | 1 | 2\n配当金の支払による支出 | 1 | 2"), _filing(income=INCOME + "営業活動によるキャッシュ・フロー | 1 | 2")),
    Code.STANDARD_UNCLEAR: (_first(lambda sheet: replace(sheet, span=replace(sheet.span, standard=Standard.IFRS))), _filing()),
    Code.STATEMENT_BROKEN: (_filing(balance=BALANCE.replace("2,411", "2,911").replace("1,604", "1,904").replace("3,998 | 6", "3,118 | 6").replace("3,902", "3,202").replace("98", "78").replace("2,300", "2,900").replace("1,718", "1,118").replace("4,010", "4,810")), _filing()),
    Code.SUPERSEDED: (_twice(True), _twice(False)),
    Code.LABEL_UNCLEAR: (_filing(balance=BALANCE.replace("売掛金 "
    "|", "売掛金<sup>1</sup> |")), _filing(balance=BALANCE.replace("売掛金 |", "売掛金IFRS |"))),
    Code.KEY_TWICE: (lambda: run(*whole(), statement(K.BALANCE_SHEET, BALANCE.replace("売掛金 | 2,300", "売掛金 | 2,301"))), lambda: run(*whole(), statement(K.BALANCE_SHEET, BALANCE))),
    Code.ITEM_CONTRADICTED: (_summed(12), _summed(7)),
    Code.TOKEN_UNCLAIMED: (_paged("1,234"), _paged("※３")),
    **{code: (_remarked(code, row=1), _filing()) for code in READ},
    **{code: (_unread(code), _filing()) for code in (Code.PAGE_UNREAD, Code.NEEDS_OCR, Code.FILE_MENDED)},
    Code.STATEMENT_MISSING: (lambda: run(*whole()[1:]), _filing()),
}  # fmt: skip


def _rescaled(sheet: Sheet, scale: int) -> Sheet:
    columns = tuple(replace(column, scale=scale) for column in sheet.columns)
    return replace(sheet, span=replace(sheet.span, scale=scale), columns=columns)


@pytest.mark.parametrize("code", CASES, ids=str)
def test_a_code_is_said_where_it_must_be_and_not_beside_it(code: Code) -> None:
    trigger, neighbour = CASES[code]
    assert code in codes(trigger())
    assert code not in codes(neighbour())


def test_a_filing_that_adds_up_says_nothing() -> None:
    extraction = run(*whole())
    assert codes(extraction) == set()
    assert {fact.proof.value for fact in extraction.facts if fact.value is not None} == {"proved"}


def test_the_codes_of_other_rooms_are_the_only_ones_left() -> None:
    elsewhere = {Code.CONTRACT, Code.RESTATED, Code.CONTRADICTED_ACROSS}  # the write room, and the check over a lake
    of_tables = {Code.HEADING_UNKNOWN, Code.TABLE_CUT, Code.TYPE_UNCLEAR, Code.UNIT_DIFFERS, Code.TIE_ELSEWHERE}
    assert set(Code) - set(CASES) == elsewhere | of_tables


def test_a_statement_that_was_found_and_not_read_is_said() -> None:
    sheets = whole()
    flows = statement(K.CASH_FLOWS, "減価償却費 | 1 | 2", page=9).span
    spans = (*(sheet.span for sheet in sheets), flows)
    said = [f for f in reconcile(FILING, labelled(*sheets), {}, spans).findings if f.code == Code.STATEMENT_MISSING]
    assert [(finding.page, finding.statement) for finding in said] == [(9, "cash_flows")]


def test_findings_stand_on_the_cells_that_they_speak_of() -> None:
    extraction = run(*whole(balance=BALANCE.replace("2,411", "2,711")))
    loud = {(fact.sheet, fact.line, fact.column) for fact in extraction.facts if fact.findings}
    assert (0, 4, 1) in loud
    assert all(sheet == 0 and column == 1 for sheet, _, column in loud)


def test_a_unit_that_nothing_proves_gives_no_amounts() -> None:
    balance = _rescaled(statement(K.BALANCE_SHEET, ALONE), 1)
    bare = replace(
        balance,
        span=replace(balance.span, scale=None),
        columns=tuple(replace(column, scale=None) for column in balance.columns),
    )
    facts: tuple[Fact, ...] = run(bare).facts
    assert all(fact.value is None and fact.reported_text for fact in facts)


def test_a_table_without_a_caption_takes_the_unit_that_the_others_prove() -> None:
    balance, *rest = whole()
    bare = replace(
        balance,
        span=replace(balance.span, scale=None),
        columns=tuple(replace(column, scale=None) for column in balance.columns),
    )
    facts = [fact for fact in run(bare, *rest).facts if fact.sheet == 0]
    assert {fact.reported_scale for fact in facts} == {1_000_000}
    assert next(fact.value for fact in facts if fact.label == "資産合計") == 9_138_000
