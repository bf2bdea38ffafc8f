"""Totals that a statement owes and does not print. Figures that still add up hide a row that was lost; its place shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.model import Language, Line, Sheet, Standard, StatementKind
from extractor.notation.text import label_key
from extractor.reconcile.instants import is_balance
from extractor.reconcile.quantities import named
from extractor.reconcile.wording import is_result, is_total

K = StatementKind
# headings that no total answers: breakdowns, attributions, classes of other comprehensive income, per-share amounts
_FREE = re.compile(
    r"内訳|帰属|に係る|振り?替|調整|1株|一株|その他利益剰余金|その他の包括利益$|評価・換算|引当金$|breakdown|attributable|reclassified|pershare|adjust|othercomprehensiveincome"
)
_ACTIVITY = re.compile(r"(営業|投資|財務)活動|(operating|investing|financing)activities")
_NUMBERING = re.compile(r"^[ivxⅰ-ⅻ0-9]+[.．、)]?(?=[^0-9])|^[(（〔［\[][^)）]{1,2}[)）〕］\]]")


def owed(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """The heading (None: the statement) and what is missing."""
    yield from _sections(sheet)
    yield from _results(sheet)


def _sections(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """Headings with two figures and more under them, and no total of their name below."""
    answered: list[bool] = []
    silent: list[Line] = []
    for line in sheet.lines:
        if not line.heading or not line.label or sum(row.parent == line.number and not row.heading for row in sheet.lines) < 2:
            continue
        core = _core(line.label)
        if not core or _FREE.search(core):
            continue
        found = any(_answers(core, row, sheet.span.kind) for row in sheet.lines[line.number :] if not row.heading)
        answered.append(found)
        if not found:
            silent.append(line)
    if answered and len(silent) <= max(1, len(answered) // 3):  # a statement that leaves most sections without totals owes none
        for line in silent:
            yield line, f"{line.label}: the section prints no total"


def _core(label: str) -> str:
    key = _NUMBERING.sub("", label_key(label)).replace("の部", "")
    activity = _ACTIVITY.search(key)
    return activity.group() if activity else key.strip(":：")


def _answers(core: str, row: Line, kind: StatementKind) -> bool:
    key = label_key(row.label).replace("の部", "")
    return core in key and (is_total(row.label) or is_result(row.label, kind) or key == core)


def _results(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    kind, span = sheet.span.kind, sheet.span
    printed = [line for line in sheet.lines if not line.heading]
    names = {named(line.label, kind) for line in printed}
    keys = [label_key(line.label) for line in printed]
    if kind is K.BALANCE_SHEET and {"total_assets", "net_assets"} & names:
        for name, words in (("total_assets", "total assets"), ("net_assets", "net assets"), ("liabilities_and_equity", "liabilities and net assets")):
            if name not in names and not any(re.search(r"合計|total", key) and _loosely(name, key) for key in keys):
                yield None, f"the balance sheet prints no total of {words}"
    elif kind is K.INCOME_STATEMENT and span.standard is Standard.JGAAP:
        if "ordinary_profit" in names and "gross_profit" in names and "operating_profit" not in names:
            yield None, "ordinary profit without operating profit"
        if (
            any(re.search(r"^売上原価(?:合計)?$|^costofsales$", key) for key in keys)
            and any(re.search(r"^販売費及び一般管理費(?:合計)?$|^selling", key) for key in keys)
            and "gross_profit" not in names
        ):
            yield None, "cost of sales and administrative expenses without gross profit"
        if "operating_profit" in names and "pretax_profit" in names and "ordinary_profit" not in names:
            yield None, "operating profit and profit before taxes without ordinary profit"
        if any(re.search(r"^法人税|^incometaxes", key) for key in keys):
            if "pretax_profit" not in names and not any("税引前" in key or "before" in key for key in keys):
                yield None, "income taxes without profit before taxes"
            if not {"profit", "owners_profit"} & names:
                yield None, "income taxes without profit"
    elif kind is K.CASH_FLOWS:
        if (
            span.standard is Standard.JGAAP
            and any(re.search(r"法人税等の(?:支払|還付|納付)|^incometaxes.*paid", key) for key in keys)
            and not any(re.search(r"小計|subtotal", key) for key in keys)
        ):
            yield None, "operating cash flows without their subtotal"
        if any(re.search(r"期首残高|beginning", key) for key in keys) != any(re.search(r"末残高|endof", key) for key in keys):
            yield None, "cash at one end of the period only"
        if any(re.search(r"末残高|endof", key) for key in keys) and not any(
            re.search(r"(?:現金|資金).*(?:増減|増加|減少)|net(?:increase|decrease|change).*cash|(?:increase|decrease|change)incash", key) for key in keys
        ):
            yield None, "cash at the ends of the period without its change"
    elif kind is K.CHANGES_IN_EQUITY and len(printed) > 3 and any(column.component_label for column in sheet.columns):
        if not is_balance(printed[0].label) and not re.search(r"^\d{4}年", label_key(printed[0].label)):
            yield None, "changes in equity without their opening balance"
        if sum(is_balance(line.label) or bool(re.search(r"^\d{4}年\d+月\d+日", label_key(line.label))) for line in printed) < 2:
            yield None, "changes in equity without a balance at both ends"
    elif (
        kind is K.COMPREHENSIVE_INCOME
        and span.language is Language.JA
        and not any("包括利益" in key or "包括損失" in key for key in keys if not re.search(r"その他の包括|係る|帰属", key))
    ):
        yield None, "no line of comprehensive income"


def _loosely(name: str, key: str) -> bool:
    words = {
        "total_assets": r"資産|assets",
        "net_assets": r"純資産|資本|equity|netassets|会員",
        "liabilities_and_equity": r"負債.*(?:純資産|資本|会員)|liabilitiesand",
    }
    return bool(re.search(words[name], key))
