"""The grammar of headings: which row is a statement's title, which ends a statement.

Japanese titles are built from few words (要約 四半期 連結 … 計算書) under a numbering (第一部, ２, （１）, ①, 【】); the grammar takes a
row only if the whole row is a title, so that a sentence or a note that mentions a statement is none. English titles vary
more and are matched by their nouns.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from extractor.model import StatementKind
from extractor.notation.dates import dates_in

K = StatementKind

_JA_PREFIX = r"(?:要約|簡易|比較|四半期|中間|期中|第[1-4一二三四]四半期|半期|半期報告書|連結|個別|単体|単独|親会社|当社|会社|当行|当金庫|比較|財務諸表|国際会計基準|国際会計基準に準拠した|IFRS|の|\s)*"
_JA_NOUN = {
    K.BALANCE_SHEET: r"貸借対照表|財政状態計算書|財政状態変動計算書",
    K.INCOME_STATEMENT: r"(?:純?損益|収益)(?:及び|および|並びに)(?:その他の|連結|四半期|中間|要約|期中)*(?:包括利益|剰余金)計算書|純?損益計算書|収支計算書",
    K.COMPREHENSIVE_INCOME: r"(?:その他の)?包括(?:利益|損益|利益\(損失\))計算書",
    K.CHANGES_IN_EQUITY: r"(?:株主資本等|純資産|社員資本等|投資主資本等|会員勘定等|出資者資本等|基金等|持分|株主持分|資本|株主資本|正味財産)(?:等)?変動計算書|(?:資本勘定|株主持分|資本|純資産)計算書",
    K.CASH_FLOWS: r"キャッシュ[・･･ ]?フロ[ーｰ―─-]計算書",
}
_JA_ANY = "|".join(f"(?P<{kind.name}>{noun})" for kind, noun in _JA_NOUN.items())
_JA_ONE = rf"{_JA_PREFIX}(?:{'|'.join(_JA_NOUN.values())})"
_JA_TITLE = re.compile(rf"^(?:{_JA_ONE})(?:(?:及び|および|並びに|ならびに|・|、|と|/)(?:{_JA_ONE}))*$")
_JA_KIND = re.compile(_JA_ANY)
_NUMBERING = re.compile(
    r"^(?:第?\s*[0-9一二三四五六七八九十]+\s*[部章節]|\(\s*[0-9一二三四五六七八九十ivx]+\s*\)|[0-9]{1,2}\s*[.)、]|[0-9]{1,2}(?:-[0-9]{1,2})+\.?|[IVXivx]{1,4}\s*[.)、]|[ⅠⅡⅢⅣⅤⅥ][.\s]?|[①-⑳]|[a-zA-Z][.)]|[ア-ン][.)]|[0-9]{1,2}(?:\s+|(?=【))|[■□◆◇●○・▼*]|-)\s*"
)
_TRAILER = re.compile(
    r"(?:\((?:続き|つづき|続|参考|未監査|unaudited|continued|第?[0-9]*四半期.*|.*期間|.*年度|単位.*|ifrs|日本基準|国際会計基準|注.*|要約)\)|続き|の状況)$",
    re.IGNORECASE,
)

_EN_WORDS = r"(?:(?:condensed|quarterly|interim|semi-?annual|half-?year(?:ly)?|annual|consolidated|non-?consolidated|unconsolidated|summary|summarized|comparative|unaudited|audited|the|of|parent|company|company's|first|second|third|quarter|half|six-?month|three-?month|nine-?month|fiscal|year|\(unaudited\))\s+)*"
_EN_NOUN = {
    K.BALANCE_SHEET: r"balance\s+sheets?|statements?\s+of\s+financial\s+(?:position|condition)",
    K.COMPREHENSIVE_INCOME: r"statements?\s+of\s+(?:other\s+)?comprehensive\s+(?:income|loss)(?:\s+\(loss\))?",
    K.CHANGES_IN_EQUITY: r"statements?\s+of\s+(?:changes?\s+in\s+)?(?:total\s+)?(?:net\s+assets|equity|shareholders['’]?\s+equity|stockholders['’]?\s+equity|owners['’]?\s+equity|unitholders['’]?\s+equity)",
    K.CASH_FLOWS: r"statements?\s+of\s+cash\s*flows?|cash\s*flows?\s+statements?",
    K.INCOME_STATEMENT: r"statements?\s+of\s+(?:income|operations|profits?\s+(?:or|and)\s+loss(?:es)?|earnings|income\s+and\s+retained\s+earnings)|income\s+statements?|profit\s+and\s+loss\s+statements?|statements?\s+of\s+profit",
}
_EN_ONE = rf"{_EN_WORDS}(?:{'|'.join(_EN_NOUN.values())})"
_EN_MORE = rf"(?:\s*(?:,|and|&|/)\s*(?:{_EN_ONE}|{_EN_WORDS}(?:other\s+)?comprehensive\s+(?:income|loss)|{_EN_WORDS}(?:income|profit|loss)))*"
_EN_TITLE = re.compile(rf"^(?P<core>(?:{_EN_ONE}){_EN_MORE})(?P<rest>.*)$", re.IGNORECASE)
_EN_REST = re.compile(
    r"^\W*(?:\(?(?:unaudited|continued|cont['’]?d|ifrs|j-?gaap|japanese gaap)\)?|[-–—,(\s]*(?:for\s+(?:the\s+)?)?(?:as\s+of|as\s+at|at|for\s+the|from|(?:\w+[\s-]+months?|(?:fiscal\s+)?years?|quarter|half)\s+end(?:ed|ing)).*|\W*)$",
    re.IGNORECASE,
)

# Rows that open something else: notes, schedules of costs, distributions, supplementary tables.
_END_JA = re.compile(
    r"注記事?項?$|注記\(|注解|継続企業の前提|会計方針の(?:変更|要約)|会計上の見積り|重要な後発事象|セグメント情報|関係\)?$|補足情報|補足説明|作成のための基本|追加情報|表示方法の変更"
    r"|財務諸表に関する|主な資産及び負債|監査報告|生産、受注|販売の状況|受注の状況|経営成績に関する|財政状態に関する|役員の異動|個別業績|参考情報|評価損益|財務諸表の?作成|参考資料|四半期情報|その他$"
)
# These stand alone, without a numbering.
_END_ALONE = re.compile(
    r"^.{0,16}(?:附属明細表?|(?:原価|費用|事業費)(?:の)?(?:明細|報告|計算|内訳)書?.{0,6}|金銭の分配に係る計算書|利益処分計算書|損失処理計算書|剰余金処分計算書|連結注記表|個別注記表|該当事項はありません。?|脚注|注記事項)$"
)
_END_EN = re.compile(
    r"^(?:notes?$|notes?\s+(?:to|on|regarding|concerning|relating)\b|segment|going concern|significant|basis of|accounting polic|changes? in (?:accounting|the scope)|subsequent event|supplementa|related part|additional information|other\s*information|appendix|per share information|independent auditor)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    kinds: tuple[StatementKind, ...]  # several where one title covers income and comprehensive income
    text: str
    consolidated: bool | None  # None: the title does not say
    ifrs_wording: bool


def bare_heading(text: str) -> tuple[str, bool]:
    """The heading without numbering, brackets and blanks (NFKC), and whether it stood in 【】."""
    folded = unicodedata.normalize("NFKC", re.sub(r"[①-⑳]", "", text)).strip()
    bracketed = folded.startswith("【") or bool(re.match(r"^\W*(?:\(?[0-9]{1,2}\)?)?[.\s]*【", folded))
    for _ in range(3):
        stripped = _NUMBERING.sub("", folded, count=1)
        if stripped == folded:
            break
        folded = stripped.strip()
    inner = re.fullmatch(r"[【(\[<〔「『]\s*(.*?)\s*[】)\]>〕」』]", folded)
    if inner and not re.search(r"[()【】]", inner[1]):
        folded = inner[1]
    return folded.strip(" 　:："), bracketed


@lru_cache(maxsize=16384)
def statement_title(text: str) -> Title | None:
    """The statement that a row names as its title; None for every other row."""
    if len(text) > 160:
        return None
    bare, _ = bare_heading(text)
    squeezed = re.sub(r"[\s【】「」『』〔〕<>\"]", "", bare)
    for _ in range(2):
        squeezed = _TRAILER.sub("", squeezed)
    if "計算書" in squeezed or "対照表" in squeezed:
        squeezed = squeezed.strip("()（）:：")
        if not _JA_TITLE.match(squeezed):
            return None
        kinds = tuple(dict.fromkeys(StatementKind[str(found.lastgroup)] for found in _JA_KIND.finditer(squeezed)))
        stated = True if "連結" in squeezed else (False if re.search(r"個別|単体|単独", squeezed) else None)
        return Title(kinds, bare, stated, bool(re.search(r"財政状態|持分変動|純損益", squeezed)))
    match = _EN_TITLE.match(bare)
    if match is None or not _EN_REST.match(match["rest"]):
        return None
    core = match["core"].lower()
    kinds_en = [kind for kind, noun in _EN_NOUN.items() if re.search(noun, core)]
    if "comprehensive" in core and K.COMPREHENSIVE_INCOME not in kinds_en:
        kinds_en.append(K.COMPREHENSIVE_INCOME)
    order = list(K)
    stated = None
    if re.search(r"non-?consolidated|unconsolidated|parent", core):
        stated = False
    elif "consolidated" in core:
        stated = True
    return Title(
        tuple(sorted(set(kinds_en), key=order.index)),
        bare,
        stated,
        "financial position" in core or "profit or loss" in core,
    )


@lru_cache(maxsize=16384)
def ends_statement(text: str) -> bool:
    """Whether a row without figures opens something that is no statement: notes, schedules, further sections."""
    bare, bracketed = bare_heading(text)
    squeezed = re.sub(r"\s", "", bare)
    if bracketed and not re.search(r"期間|年度|[前当]期|四半期", squeezed):
        return True
    marked = bare != unicodedata.normalize("NFKC", text).strip()  # a numbering or brackets were taken off
    return bool(marked and _END_JA.search(squeezed)) or bool(_END_ALONE.match(squeezed)) or bool(_END_EN.match(bare))


_FOOTNOTE = re.compile(
    r"^(?:\(注\)|\(注[0-9]|注[)0-9.:]|※[0-9]*\s*[^\s0-9※,、].{25,}|\*+[0-9]*\s*[^\s0-9].{40,}|\(note)", re.IGNORECASE
)


@lru_cache(maxsize=16384)
def is_prose(text: str) -> bool:
    """A sentence or a footnote, not a row of a table; a row of nothing but note marks and figures is none."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded.endswith("。") or (len(folded) > 110 and "、" in folded):
        return True
    return bool(_FOOTNOTE.match(folded)) and len(re.sub(r"[\d\s,.、()△▲注※*-]", "", folded)) >= 6


@lru_cache(maxsize=16384)
def closes_balance_sheet(text: str) -> bool:
    """The total of liabilities and equity: nothing of the statement stands below it."""
    squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    return bool(
        re.match(
            r"負債(?:及び|および|[・、,])?(?:純資産|資本).{0,4}計|totalliabilitiesand(?:net|total|share|stock|equity)",
            squeezed,
        )
    )


@lru_cache(maxsize=16384)
def period_subtitle(text: str) -> bool:
    """A row that says which period the following table is for, and nothing else."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    folded = re.sub(r"\(?単位[:：].{1,8}?円\)?$", "", folded).strip("【】()[]〔〕")
    if len(folded) > 90:
        return False
    if folded.count("自") > 1 or folded.count("至") > 1:
        return False  # a row of column headers
    body = re.sub(r"\(?(?:自|from).*$", "", folded, flags=re.IGNORECASE)
    if re.fullmatch(
        r"(?:[0-9]+[.)]|[①-⑳]|[ⅠⅡ][.]?)?[前当](?:[0-9第四半期中間連結累計会計事業年度期]|期間)*(?:間)?", body
    ):
        return True
    if re.fullmatch(r"第[1-4一二三四](?:四半期|半期)?(?:連結)?(?:累計|会計)?期間", body):
        return True
    dates = dates_in(text)
    if len(dates) > 2:
        return False
    if re.match(r"^.{0,25}?\(?自.{6,}至", folded) and len(dates) == 2:
        return True
    return (
        bool(
            re.match(
                r"^\W*(?:for\s+the\s+)?(?:(?:three|six|nine|twelve|[369]|12)[\s-]*months?|(?:fiscal\s+)?years?|first half|.*(?:cumulative|quarter|period|fiscal year).*)\s+(?:ended|ending|\().*$",
                text.strip(),
                re.IGNORECASE,
            )
        )
        and len(dates) in (1, 2)
        and len(text) < 110
    )
