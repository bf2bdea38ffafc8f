"""The guard against opposites: wordings that score high and mean the reverse.

Measured with rapidfuzz ``ratio``: 投資有価証券売却益 / 売却損 89, 短期借入金 / 長期借入金 80. A resemblance counts only between labels that stand
on the same side of every pair below.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.normalise.labels import wording
from extractor.notation.text import fold, is_cjk

# each pair: one side, the other. Longer words first where one holds the other (収益 holds 益).
PAIRS: tuple[tuple[str, str, str], ...] = (
    ("gain_loss", r"益(?!処分)|利益", r"損(?!益)|損失|欠損"),
    ("income_expense", r"収益|収入", r"費用|支出|経費"),
    ("short_long", r"短期|1年内|一年内", r"長期|1年超"),
    ("tangible_intangible", r"有形", r"無形"),
    ("receive_pay", r"受取|未収|債権|受入", r"支払|未払|債務|差入"),
    ("acquire_dispose", r"取得|購入|買入|仕入", r"売却|処分|売渡|売上"),
    ("current_fixed", r"(?<![非])流動", r"固定|非流動"),
    ("increase_decrease", r"増加(?!額?\()", r"減少(?!額?\()"),
    ("before_after_tax", r"税引前|税金等調整前|税効果調整前", r"税引後|税効果調整後"),
    ("assets_liabilities", r"資産", r"負債(?!性)"),
    ("deferred_asset_liability", r"繰延税金資産", r"繰延税金負債"),
    ("opening_closing", r"期首|首残高", r"期末|末残高"),
    ("borrow_repay", r"借入(?!金の返済|金返済)による収入|発行による収入|借入による", r"返済|償還"),
    ("lend_collect", r"貸付による|貸付の", r"回収"),
    ("deposit_withdraw", r"預入", r"払戻|払出"),
    ("provision_reversal", r"繰入|積立", r"戻入|取崩"),
    ("parent_minority", r"親会社", r"非支配|少数株主"),
    ("continuing_discontinued", r"(?<!非)継続事業", r"非継続事業|廃止"),
    ("operating_investing", r"営業活動", r"投資活動"),
    ("operating_financing", r"営業活動", r"財務活動"),
    ("investing_financing", r"投資活動", r"財務活動"),
    ("own_other", r"自己株式|自社株", r"(?<!自己)株式の発行|新株"),
    ("operating_nonoperating", r"(?<!非)営業(?!外|活動)", r"営業外"),
    ("basic_diluted", r"基本的", r"希薄化後|潜在株式調整後"),
    ("sales_purchases", r"売掛|売上", r"買掛|仕入"),
    ("advance_received_paid", r"前受", r"前渡|前払"),
    ("prepaid_accrued", r"前払|前受", r"未払|未収"),
    ("not_reclassified", r"振り?替え?られることのない", r"振り?替え?られる可能性"),
    ("domestic_foreign", r"国内", r"海外|在外"),
    ("issue_redeem", r"発行", r"償還|消却"),
    ("refund_payment", r"還付", r"支払|納付"),
    ("ordinary_extraordinary", r"経常", r"特別|臨時"),
    ("gross_net", r"総額", r"純額"),
    ("parent_subsidiary", r"親会社株式", r"子会社株式"),
    ("lessor_lessee", r"リース債権|リース投資", r"リース債務|リース負債"),
    ("unrealised_realised", r"未実現", r"(?<!未)実現"),
    ("listed_unlisted", r"(?<!非)上場", r"非上場"),
    ("merged_split", r"合併", r"分割"),
    ("capital_legal", r"資本剰余金|資本準備金", r"利益剰余金|利益準備金"),
    ("with_without_consideration", r"有償", r"無償"),
    ("inflow_outflow", r"による収入|の受取", r"による支出|の支払"),
)
ENGLISH: tuple[tuple[str, str, str], ...] = (
    ("gain_loss", r"\b(?:gains?|profits?|income(?! tax))\b", r"\bloss(?:es)?\b"),
    ("income_expense", r"\b(?:income(?! tax)|revenues?|sales)\b", r"\b(?:expenses?|costs?)\b"),
    ("receivable_payable", r"\breceivables?\b", r"\bpayables?\b"),
    ("current_noncurrent", r"(?<!non-)(?<!non)\bcurrent\b", r"\bnon-?current\b|\bfixed\b"),
    ("increase_decrease", r"\bincrease\b(?! ?\()", r"\bdecrease\b(?! ?\()"),
    ("short_long", r"\bshort[- ]?term\b|\bcurrent portion\b", r"\blong[- ]?term\b"),
    ("tangible_intangible", r"(?<!in)\btangible\b", r"\bintangible\b"),
    ("purchase_sale", r"\bpurchases?\b|\bacquisitions?\b", r"\bsales?\b|\bdisposals?\b"),
    ("assets_liabilities", r"\bassets?\b", r"\bliabilit(?:y|ies)\b"),
    (
        "proceeds_payments",
        r"\bproceeds?\b|\breceived\b|\bcollection\b",
        r"\bpayments?\b|\bpaid\b|\brepayments?\b|\bredemption\b",
    ),
    ("beginning_end", r"\bbeginning\b", r"\bend\b(?!ing inventor)"),
    ("before_after", r"\bbefore\b", r"\bafter\b|\bnet of\b|\bnet tax\b"),
    ("parent_minority", r"\bowners? (?:of )?(?:the )?parent\b", r"\bnon-?controlling\b|\bminority\b"),
    ("basic_diluted", r"\bbasic\b", r"\bdiluted\b"),
    ("continuing_discontinued", r"\bcontinuing\b", r"\bdiscontinued\b"),
    (
        "operating_investing",
        r"\boperating activit(?:y|ies)\b",
        r"\binvesting activit(?:y|ies)\b|\binvestment activit(?:y|ies)\b",
    ),
    ("operating_financing", r"\boperating activit(?:y|ies)\b", r"\bfinancing activit(?:y|ies)\b"),
    (
        "investing_financing",
        r"\binvesting activit(?:y|ies)\b|\binvestment activit(?:y|ies)\b",
        r"\bfinancing activit(?:y|ies)\b",
    ),
    ("operating_nonoperating", r"(?<!non-)(?<!non)\boperating\b", r"\bnon-?operating\b"),
    ("ordinary_extraordinary", r"(?<!extra)\bordinary\b", r"\bextraordinary\b"),
    ("provision_reversal", r"\bprovision\b", r"\breversal\b"),
    ("reclassified", r"\bwill not be\b", r"\bmay be\b"),
    ("issue_redeem", r"\bissuance\b", r"\bredemption\b|\bretirement\b|\bcancellation\b"),
    ("refund_payment", r"\brefund\b", r"\bpayments?\b|\bpaid\b"),
    ("lend_collect", r"\bloans? receivable\b", r"\bloans? payable\b|\bborrowings?\b"),
    ("prepaid_accrued", r"\bprepaid\b|\badvances?\b", r"\baccrued\b"),
    ("deposit_withdraw", r"\bpayments? into\b", r"\bwithdrawals?\b"),
)
_JA = tuple((name, re.compile(one), re.compile(other)) for name, one, other in PAIRS)
_EN = tuple((name, re.compile(one), re.compile(other)) for name, one, other in ENGLISH)


# 利益（△損失）, 増減額（△は減少）, Profit (loss): one item for either sign
_TWO_SIDED = re.compile(
    r"[(（][^()（）]*△[^()（）]*[一-龥][^()（）]*[)）]|[(（](?:損失|減少|増加)[)）]|\((?:net )?(?:loss|losses|gains?|income|increase|decrease|profit)\)",
    re.IGNORECASE,
)
EITHER = 2  # the item is meant for both signs
_SIGNED = frozenset(("gain_loss", "income_expense", "increase_decrease", "refund_payment"))


@lru_cache(maxsize=65536)
def sides(label: str) -> tuple[int, ...]:
    """For each pair of the label's language +1, -1, 0 (neither or both) or EITHER."""
    japanese = is_cjk(label)
    said = wording(label)[0] if japanese else fold(label).lower()
    neutral = _SIGNED if _TWO_SIDED.search(label) else ()
    return tuple(
        EITHER if name in neutral else bool(one.search(said)) - bool(other.search(said))
        for name, one, other in (_JA if japanese else _EN)
    )


def opposed(label: str, other: str) -> bool:
    """Whether the two stand on opposite sides of some pair."""
    return is_cjk(label) == is_cjk(other) and any(a * b == -1 for a, b in zip(sides(label), sides(other), strict=True))


def compatible(label: str, other: str) -> bool:
    """Whether the two stand on the same side of every pair: what fuzzy matching demands."""
    return is_cjk(label) == is_cjk(other) and all(
        a == b or EITHER in (a, b) for a, b in zip(sides(label), sides(other), strict=True)
    )
