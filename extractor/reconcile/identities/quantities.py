"""What a cell measures, by its wording: the same name wherever filings print the same amount twice.

``revenue`` of a summary is the income statement's first line; the closing balance of an equity component is a balance-sheet line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from extractor.model import LabelledSheet, Standard, StatementKind, StatementSpan, SummaryPart
from extractor.notation.dates import dates_in, normal
from extractor.notation.text import label_key
from extractor.notation.units import without_remarks
from extractor.reconcile.identities.line_roles import family
from extractor.reconcile.values.dating import is_balance
from extractor.reconcile.values.figure import Figure, Key

K = StatementKind
_POSITION = (K.BALANCE_SHEET, K.CHANGES_IN_EQUITY, K.FINANCIAL_SUMMARY)
_INCOME = (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME, K.FINANCIAL_SUMMARY)
_STANDARDS = {
    Standard.JGAAP: re.compile(r"日本(?:会計)?基準|j-?gaap", re.IGNORECASE),
    Standard.USGAAP: re.compile(r"米国(?:会計)?基準|u\.?s\.? ?gaap", re.IGNORECASE),
    Standard.IFRS: re.compile(r"国際(?:会計|財務報告)基準|ifrs", re.IGNORECASE),
}
_PROFIT_JA = r"(?:(?:当期|四半期|中間|中間\(当期\))純?|純)(?:利益|損失|損益)(?:又は(?:当期|四半期|中間)?純?損失)?"
_LOSS = r"(?:\(△\)|\(△損失\)|\(損失\)|\(△は損失\)|\(損失△\)|\(loss\)|\(loss\(-\)\))?"

_WORDING: tuple[tuple[str, tuple[StatementKind, ...], re.Pattern[str]], ...] = tuple(
    (name, kinds, re.compile(pattern))
    for name, kinds, pattern in (
        ("total_assets", _POSITION, r"^(?:連結)?(?:総資産額?|資産の?部?合計|資産総額)$|^totalassets$"),
        (
            "net_assets",
            _POSITION,
            r"^(?:連結)?(?:純資産額?|純資産の?部?合計|資本合計(?:\(純資産\))?|資本の部合計)$|^total(?:netassets|equity)$|^netassets$",
        ),
        (
            "liabilities_and_equity",
            (K.BALANCE_SHEET,),
            r"^負債(?:及び|、|および|・)?(?:純資産|資本)の?部?合計$|^totalliabilitiesand(?:netassets|equity|shareholders'?equity)$",
        ),
        ("liabilities", (K.BALANCE_SHEET,), r"^負債の?部?合計$|^totalliabilities$"),
        (
            "shareholders_equity",
            (K.BALANCE_SHEET, K.CHANGES_IN_EQUITY),
            r"^株主資本合計$|^totalshareholders'?equity$|^投資主資本合計$",
        ),
        (
            "owners_equity",
            _POSITION,
            r"^(?:親会社の所有者|当社の所有者|親会社所有者|親会社株主)に帰属する(?:持分|株主資本)(?:合計|額)?$|^(?:total)?equityattributabletoownersof(?:the)?(?:parent|company)(?:company)?$|^親会社の所有者に帰属する資本合計$",
        ),
        (
            "revenue",
            _INCOME,
            r"^(?:連結)?(?:売上高|営業収益|売上収益|経常収益|収益|収益合計|営業収益合計|売上収益合計|売上高合計|純売上高|完成工事高|営業収入|正味収入保険料)$|^(?:netsales|revenues?|operatingrevenues?|sales|totalrevenues?)$",
        ),
        (
            "gross_profit",
            _INCOME,
            rf"^(?:売上|営業|完成工事)総(?:利益|損失|損益)(?:又は(?:売上|営業)総損失)?{_LOSS}$|^grossprofit{_LOSS}$",
        ),
        (
            "operating_profit",
            _INCOME,
            rf"^(?:連結)?営業(?:利益|損失|損益)(?:又は営業損失)?{_LOSS}$|^operating(?:profit|income|loss){_LOSS}$",
        ),
        (
            "ordinary_profit",
            _INCOME,
            rf"^(?:連結)?経常(?:利益|損失|損益)(?:又は経常損失)?{_LOSS}$|^ordinary(?:profit|income|loss){_LOSS}$",
        ),
        (
            "pretax_profit",
            (*_INCOME, K.CASH_FLOWS),
            rf"^(?:継続事業からの)?(?:税引前|税金等調整前)[^1一]*(?:利益|損失|損益){_LOSS}$|^(?:net)?(?:profit|income|loss){_LOSS}before(?:income)?tax(?:es)?(?:andotheradjustments)?$",
        ),
        (
            "owners_profit",
            (*_INCOME, K.CHANGES_IN_EQUITY),
            rf"^(?:親会社株主|親会社の所有者|当社株主|当社の所有者)に帰属する{_PROFIT_JA}(?:又は.*)?{_LOSS}$|^{_PROFIT_JA}{_LOSS}\((?:親会社|当社)の(?:所有者|株主)に帰属\)$|^(?:net)?(?:profit|income|loss){_LOSS}attributabletoownersof(?:the)?parent$",
        ),
        (
            "profit",
            (*_INCOME, K.CHANGES_IN_EQUITY, K.CASH_FLOWS),
            rf"^(?:連結)?{_PROFIT_JA}{_LOSS}$|^(?:net)?(?:profit|income|loss){_LOSS}(?:fortheperiod|fortheyear)?$",
        ),
        (
            "owners_comprehensive",
            _INCOME,
            r"^(?:親会社株主|親会社の所有者|当社株主|当社の所有者)に(?:帰属する|係る)(?:当期|四半期|中間)?包括利益(?:合計)?$|^(?:当期|四半期|中間)?包括利益\((?:親会社|当社)の(?:所有者|株主)に帰属\)$|^comprehensiveincome,?attributabletoownersof(?:the)?parent$",
        ),
        (
            "comprehensive_income",
            (*_INCOME, K.CHANGES_IN_EQUITY),
            rf"^(?:連結)?(?:当期|四半期|中間)?包括利益(?:合計額?)?(?:又は包括損失)?{_LOSS}$|^(?:total)?comprehensiveincome{_LOSS}(?:fortheperiod|fortheyear)?$",
        ),
        (
            "other_comprehensive_income",
            (K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME),
            r"^(?:税引後)?その他の包括利益(?:合計|\(税引後\)|,税引後|、税引後)?$|^(?:total)?othercomprehensiveincome(?:\(loss\))?(?:,netoftax)?$",
        ),
        (
            "operating_cash",
            (K.CASH_FLOWS, K.FINANCIAL_SUMMARY),
            r"^営業活動によるキャッシュ・フロー(?:合計)?$|^netcash(?:flows?)?(?:providedby|from|\(usedin\)|usedin|providedby\(usedin\))*operatingactivities$|^cashflowsfrom(?:\(usedin\))?operatingactivities$",
        ),
        (
            "investing_cash",
            (K.CASH_FLOWS, K.FINANCIAL_SUMMARY),
            r"^投資活動によるキャッシュ・フロー(?:合計)?$|^netcash(?:flows?)?(?:providedby|from|\(usedin\)|usedin|providedby\(usedin\))*investingactivities$|^cashflowsfrom(?:\(usedin\))?investingactivities$",
        ),
        (
            "financing_cash",
            (K.CASH_FLOWS, K.FINANCIAL_SUMMARY),
            r"^財務活動によるキャッシュ・フロー(?:合計)?$|^netcash(?:flows?)?(?:providedby|from|\(usedin\)|usedin|providedby\(usedin\))*financingactivities$|^cashflowsfrom(?:\(usedin\))?financingactivities$",
        ),
        (
            "cash",
            (K.CASH_FLOWS, K.FINANCIAL_SUMMARY),
            r"^(?:現金及び現金同等物|現金および現金同等物|資金)の?(?:期首|四半期末|中間期末|期末|中間期末\(期末\))(?:\(期末\))?(?:残高|高)$|^現金及び現金同等物$|^cashandcashequivalents,?at(?:the)?(?:beginning|end)of(?:the)?(?:period|year|quarter)$|^cashandcashequivalents,(?:beginning|end)of.*$",
        ),
    )
)
# Where two cells of one name, date and basis differ, one of them is wrong.
FIRM = frozenset(name for name, _, _ in _WORDING) - {
    "liabilities_and_equity",
    "revenue",
    "other_comprehensive_income",
    "profit",
}
# A wording that the patterns do not know, and whose item the taxonomy does.
_ITEMS = {
    "assets": "total_assets",
    "net_assets": "net_assets",
    "equity_attributable_to_owners_of_parent": "owners_equity",
    "operating_income": "operating_profit",
    "ordinary_income": "ordinary_profit",
    "profit_loss_attributable_to_owners_of_parent": "owners_profit",
    "comprehensive_income": "comprehensive_income",
    "comprehensive_income_attributable_to_owners_of_the_parent": "owners_comprehensive",
    "total_dividends": "dividends",
    "net_cash_provided_by_used_in_operating_activities": "operating_cash",
    "net_cash_provided_by_used_in_investment_activities": "investing_cash",
    "net_cash_provided_by_used_in_financing_activities": "financing_cash",
}
_FLOWS = {  # of equity, by the component whose row it is
    ("profit", "net_assets"): "profit",
    ("profit", "owners_equity"): "owners_profit",
    ("comprehensive_income", "net_assets"): "comprehensive_income",
    ("comprehensive_income", "owners_equity"): "owners_comprehensive",
}
_VAGUE = re.compile(r"^(?:その他|others?|other,net|合計|小計|計|total|資産|負債|うち.*|\(.*\))$")


@lru_cache(maxsize=32768)
def named(label: str, kind: StatementKind) -> str | None:
    """The quantity that a label of a statement names, or None."""
    key = without_remarks(label_key(label)).replace("〃", "")
    key = re.sub(r"^[ivxⅰ-ⅻ0-9]+[.．、]?(?=[^0-9])", "", key) if kind is not K.FINANCIAL_SUMMARY else key
    for name, kinds, pattern in _WORDING:
        if kind in kinds and pattern.search(key):
            return name
    return None


def quantities(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> dict[Key, str]:
    """A name for each money cell whose wording is not vague; equity cells are named by component or by row."""
    out: dict[Key, str] = {}
    for key, figure in figures.items():
        if not figure.measure.money or figure.period is None:
            continue
        span = labelled[key[0]].sheet.span
        if span.part is SummaryPart.FORECAST:
            continue  # what is expected proves nothing
        name = _equity(figure) if span.kind is K.CHANGES_IN_EQUITY else _row(labelled[key[0]], figure)
        if name:
            out[key] = name + _by_another_standard(figure, span)
    return out


def _row(entry: LabelledSheet, figure: Figure) -> str | None:
    line, kind = figure.line, entry.sheet.span.kind
    above = entry.sheet.line(line.parent).label if line.parent else ""
    item = entry.matches[line.number].item if line.number in entry.matches else None
    if kind is K.BALANCE_SHEET and CASH_HELD.match(label_key(line.label)):
        return "cash"
    return (
        _owners(line.label, above, kind) or named(line.label, kind) or _ITEMS.get(item or "") or plain(line.label, kind)
    )


def _by_another_standard(figure: Figure, span: StatementSpan) -> str:
    """Selected financial data show a year twice where the standard changed: 日本基準 beside 国際会計基準. Such amounts need not be equal."""
    if span.kind is not K.FINANCIAL_SUMMARY:
        return ""
    said = next(
        (standard for standard, words in _STANDARDS.items() if words.search(figure.column.label)), span.standard
    )
    return "" if said is span.standard else f"@{said}"


# The balance sheet's cash is the cash flows' where no deposit is long and no overdraft counts: a tie if they agree, no clash if not.
CASH_HELD = re.compile(
    r"^(?:現金及び預金|現金及び現金同等物|現金・預金|現金預け金|現金及び預け金|cashanddeposits|cashandcashequivalents)$"
)
_OWNERS = re.compile(r"^(?:親会社の所有者|当社の所有者|親会社株主|当社株主|ownersof(?:the)?parent)$")


@lru_cache(maxsize=4096)
def _owners(label: str, heading: str, kind: StatementKind) -> str | None:
    """The owners' row of an attribution, named by its heading."""
    if kind not in _INCOME or not heading or not _OWNERS.search(label_key(label)):
        return None
    return {"profit": "owners_profit", "comprehensive": "owners_comprehensive"}.get(family(heading))


def plain(label: str, kind: StatementKind) -> str | None:
    name = named(label, kind)
    if name:
        return name
    key = label_key(label)
    return None if not key or _VAGUE.match(key) else f"={key}"


def _equity(figure: Figure) -> str | None:
    component = figure.column.component_label
    assert figure.period is not None
    if figure.period.instant:
        if not is_balance(figure.line.label) and not dates_in(normal(figure.line.label)):
            return None  # the effect of a change in accounting is no balance
        return plain(component, K.BALANCE_SHEET) if component else None
    row = named(figure.line.label, K.CHANGES_IN_EQUITY)
    if row == "owners_profit":
        return row
    return _FLOWS.get((row or "", named(component, K.BALANCE_SHEET) or "")) if component else None
