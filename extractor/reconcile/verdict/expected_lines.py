"""Totals that a statement owes and does not print. Figures that still add up hide a row that was lost; its place shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.model import Language, Line, Sheet, Standard, StatementKind, ValueState
from extractor.notation.text import label_key
from extractor.reconcile.identities.line_roles import is_result, is_total
from extractor.reconcile.identities.quantities import named
from extractor.reconcile.values.dating import is_balance

K = StatementKind
# headings that no total answers: breakdowns, attributions, classes of other comprehensive income, per-share amounts
_FREE = re.compile(
    r"内訳|帰属|に係る|振り?替|調整|株当たり|その他利益剰余金|評価・換算|引当金$|breakdown|attributable|reclassified|pershare|adjust"
)
_ACTIVITY = re.compile(r"(営業|投資|財務)活動|(operating|investing|financing)activities")
# sections whose total is printed even where it repeats a single line
_ALWAYS = re.compile(
    r"^(?:特別(?:利益|損失)|営業外(?:収益|費用)|(?:流動|固定)(?:資産|負債)|extraordinary(?:income|loss(?:es)?)|non-?operating(?:income|expenses?)|(?:non-?)?current(?:assets|liabilities))$"
)
_NUMBERING = re.compile(r"^[ivxⅰ-ⅻ0-9]+[.．、)]?(?=[^0-9])|^[(（〔［\[][^)）]{1,2}[)）〕］\]]")


def owed(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """The heading (None: the statement) and what is missing."""
    yield from _sections(sheet)
    yield from _results(sheet)
    if sheet.span.kind is K.BALANCE_SHEET:
        yield from _nets(sheet)
    if sheet.span.kind is K.CHANGES_IN_EQUITY:
        yield from _restated(sheet)


def blanks(sheet: Sheet) -> Iterator[tuple[Line, int]]:
    """Lines and columns that are blank in a table that otherwise leaves no cell blank: a figure moved or was lost.

    Equity statements leave cells blank as they please, and so do tables with columns for details and totals.
    """
    rows = [line for line in sheet.lines if not line.heading]
    if sheet.span.kind is K.CHANGES_IN_EQUITY or len(rows) < 6:
        return
    found = [(line, cell.column) for line in rows for cell in line.cells if cell.amount.state is ValueState.BLANK]
    if len({line.number for line, _ in found}) <= 1:
        yield from found


def _sections(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """Headings with figures below them and no total of their name; a lone figure's heading counts where the statement totals others like it."""
    under: dict[int, int] = {}
    for row in sheet.lines:
        above = row.parent
        while above and not row.heading:
            under[above] = under.get(above, 0) + 1
            above = sheet.line(above).parent
    answered: list[bool] = []
    silent: list[Line] = []
    for line in sheet.lines:
        core = (
            _core(line.label)
            if line.heading and under.get(line.number, 0) > (0 if _ALWAYS.search(label_key(line.label)) else 1)
            else ""
        )
        if not core or _FREE.search(core):
            continue
        found = any(_answers(core, row, sheet.span.kind) for row in sheet.lines[line.number :] if not row.heading)
        answered.append(found)
        if not found:
            silent.append(line)
    if len(silent) <= max(1, len(answered) // 3):  # a statement that leaves most sections without totals owes none
        for line in silent:
            yield line, f"{line.label}: the section prints no total"


def _core(label: str) -> str:
    key = _NUMBERING.sub("", label_key(label)).replace("の部", "")
    activity = _ACTIVITY.search(key)
    return activity.group() if activity else key.strip(":：()[]")


def _answers(core: str, row: Line, kind: StatementKind) -> bool:
    key = label_key(row.label).replace("の部", "")
    if not (is_total(row.label) or is_result(row.label, kind) or key == core):
        return False
    bare = re.sub(r"合計(?:額)?|小計|計$|total", "", key).strip(",()")
    if core.endswith(("変動額", "変動額等")):
        return "変動額" in bare
    return (
        bare == core
        or (kind is not K.BALANCE_SHEET and core in bare)
        or (("及び" in core or "and" in core) and core in bare)
    )


def _nets(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """Where assets are printed gross, less depreciation, net: every depreciation is followed by its net amount, or none is."""
    printed = [line for line in sheet.lines if not line.heading]
    pairs = [
        (line, after)
        for line, after in pairwise(printed)
        if re.match(r"減価償却累計額$|accumulateddepreciation$", label_key(line.label))
    ]
    bare = [line for line, after in pairs if not re.search(r"純額|,net", label_key(after.label))]
    if len(bare) == 1 and len(pairs) > 2:
        yield bare[0], f"{bare[0].label}: no net amount follows"


def _restated(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """The effect of a change in accounting is followed by the opening balance that reflects it."""
    printed = [line for line in sheet.lines if not line.heading]
    for at, line in enumerate(printed[:4]):
        if (
            re.search(r"累積的影響額|cumulativeeffect", label_key(line.label))
            and at
            and not any(is_balance(after.label) for after in printed[at + 1 : at + 3])
        ):
            yield line, f"{line.label}: no restated opening balance follows"


def _results(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    kind, span = sheet.span.kind, sheet.span
    printed = [line for line in sheet.lines if not line.heading]
    names = {named(line.label, kind) for line in printed}
    keys = [label_key(line.label) for line in printed]

    def has(pattern: str) -> bool:
        return any(re.search(pattern, key) for key in keys)

    if kind is K.BALANCE_SHEET and {"total_assets", "net_assets"} & names:
        for name, words in (
            ("total_assets", "total assets"),
            ("net_assets", "net assets"),
            ("liabilities_and_equity", "liabilities and net assets"),
        ):
            if name not in names and not any(_loosely(name, key) for key in keys):
                yield None, f"the balance sheet prints no total of {words}"
    elif kind is K.INCOME_STATEMENT and span.standard is Standard.JGAAP:
        if "ordinary_profit" in names and "gross_profit" in names and "operating_profit" not in names:
            yield None, "ordinary profit without operating profit"
        if (
            has(r"^売上原価(?:合計)?$|^costofsales$")
            and has(r"^販売費及び一般管理費(?:合計)?$|^selling")
            and "gross_profit" not in names
        ):
            yield None, "cost of sales and administrative expenses without gross profit"
        if "operating_profit" in names and "pretax_profit" in names and "ordinary_profit" not in names:
            yield None, "operating profit and profit before taxes without ordinary profit"
        if has(r"^法人税|^incometaxes"):
            if "pretax_profit" not in names and not has(r"税引前|before"):
                yield None, "income taxes without profit before taxes"
            if "profit" not in names and not has(
                r"^(?:当期|四半期|中間)純|^profit|^netincome|^netprofit|^netloss|剰余"
            ):
                yield None, "income taxes without profit"
        if (
            "owners_profit" in names
            and "profit" not in names
            and not has(r"^(?:当期|四半期|中間|少数).*(?:利益|損失|損益)")
        ):
            yield None, "profit of the owners without profit"
        if span.language is Language.JA:
            if has(r"^法人税等調整額") and not any(
                re.search(r"^法人税等(?:合計|計)?$|^法人税、住民税及び事業税等?(?:合計)?$", key)
                and key != "法人税、住民税及び事業税"
                for key in keys
            ):
                yield None, "current and deferred taxes without their total"
            if span.consolidated and "profit" in names and "owners_profit" not in names and not has(r"帰属|少数株主"):
                yield None, "consolidated profit without the owners' part"
    elif kind is K.INCOME_STATEMENT:
        if has(r"^法人所得税|^incometax") and not has(
            r"^(?:当期|四半期|中間)?(?:純)?(?:利益|損失|損益)|^profit|^net(?:income|loss)"
        ):
            yield None, "income taxes without profit"
        if (
            has(r"^売上原価(?:合計)?$|^(?:total)?costofsales$")
            and has(r"^販売費及び一般管理費|^selling,general")
            and "gross_profit" not in names
        ):
            yield None, "cost of sales and administrative expenses without gross profit"
    elif kind is K.CASH_FLOWS:
        if (
            span.standard is Standard.JGAAP
            and has(r"法人税等の(?:支払|還付|納付)|^incometaxes.*paid")
            and not has(r"小計|subtotal")
        ):
            yield None, "operating cash flows without their subtotal"
        if has(r"期首残高|beginning") != has(r"末残高|endof"):
            yield None, "cash at one end of the period only"
        if has(r"末残高|endof") and not has(
            r"(?:現金|資金).*(?:増減|増加|減少)|net(?:increase|decrease|change).*cash|(?:increase|decrease|change)incash"
        ):
            yield None, "cash at the ends of the period without its change"
    elif kind is K.CHANGES_IN_EQUITY and len(printed) > 3 and any(column.component_label for column in sheet.columns):
        if not is_balance(printed[0].label) and not re.search(r"^\d{4}年", label_key(printed[0].label)):
            yield None, "changes in equity without their opening balance"
        if (
            "profit" in names
            and any(_OTHER.search(key) for key in keys)
            and not any(_COMPREHENSIVE.search(key) and not _OTHER.search(key) for key in keys)
        ):
            yield None, "profit and other comprehensive income without comprehensive income"
        if has(r"期首") and not has(r"末残高|期末"):
            yield None, "changes in equity without their closing balance"
        if (
            sum(
                is_balance(line.label) or bool(re.search(r"^\d{4}年\d+月\d+日", label_key(line.label)))
                for line in printed
            )
            < 2
        ):
            yield None, "changes in equity without a balance at both ends"
    elif kind is K.COMPREHENSIVE_INCOME:
        yield from _comprehensive(sheet, keys)


_PROFIT = re.compile(
    r"純(?:利益|損失|損益)|(?:当期|四半期|中間|期)(?:利益|損失|損益)|損益調整前|profit|netincome|netloss|^net|^loss"
)
_COMPREHENSIVE = re.compile(r"包括(?:利益|損失)|comprehensive(?:income|loss)")
_OTHER = re.compile(r"その他の?包括|othercomp")


def _comprehensive(sheet: Sheet, keys: list[str]) -> Iterator[tuple[Line | None, str]]:
    """Profit, other comprehensive income and its total, comprehensive income: each of them is printed."""
    whole = [
        key for key in keys if _COMPREHENSIVE.search(key) and not re.search(r"係る|帰属|attributable|reclass", key)
    ]
    if not any(not _OTHER.search(key) for key in whole):
        yield None, "no line of comprehensive income"
    if keys and not _PROFIT.search(_OTHER.sub("", keys[0])):
        yield None, "comprehensive income does not begin with the profit"
    parts = [key for key in keys if not _COMPREHENSIVE.search(key) and not _PROFIT.search(key)]
    if len(parts) > 1 and not any(
        _OTHER.search(key) and not re.search(r"持分|通じて|share|through", key) for key in keys
    ):
        yield None, "other comprehensive income without its total"
    classes = [
        line
        for line in sheet.lines
        if line.heading and re.search(r"振り?替.*項目$|reclassified", label_key(line.label))
    ]
    closed = [key for key in keys if re.search(r"項目(?:の)?(?:合計|計)$|total.*reclassified", key)]
    if len(classes) == 2 and len(closed) == 1:
        yield None, "one class of other comprehensive income without its total"


def _loosely(name: str, key: str) -> bool:
    words = {
        "total_assets": r"^(?:資産の?部?(?:合計|計)|totalassets)",
        "net_assets": r"^(?:(?:純資産|資本|持分|投資主|会員).*(?:合計|計)$|total.*(?:equity|netassets)$)",
        "liabilities_and_equity": r"^負債.*(?:純資産|資本|持分|会員).*(?:合計|計)$|^totalliabilitiesand",
    }
    return bool(re.search(words[name], key))
