"""What the wording of a row says about its part in a sum: total, result, cost, "thereof". Japanese and English."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.model import StatementKind
from extractor.notation.text import label_key

_TOTAL = re.compile(
    r"合計|小計|総計|計$|計\(|(?<![期中])総額$|\(純額\)$|純額$|^total|total$|subtotal|sub-total|,net$|total[a-z]*$"
)
_TOTAL_START = re.compile(r"^(?:sub)?total|^netassets$")
_RESULT_INCOME = re.compile(
    r"^(?:税引後)?(?:売上総|営業総|業務総|差引|完成工事総|事業総|営業|経常|税引前|税金等調整前|税引後|継続事業(?:からの)?|当期純|四半期純|中間純|当期|四半期|中間|事業(?=利益|損失)|コア営業|純営業|業務粗|包括|当期包括|四半期包括|中間包括)[^内訳]*?(?:利益|損失|損益|剰余|収益)|"
    r"^売上原価(?:合計)?$|親会社株主に帰属する(?:当期|四半期|中間)純|^その他の包括利益(?:合計|$|,税引後|、税引後)|税引後その他の包括利益|"
    r"^gross(?:profit|loss|income)|^(?:net)?operating(?:profit|income|loss|revenuesnet)|^ordinary(?:profit|income|loss)|^(?:profit|income|loss)(?:\(loss\)|\(profit\))?before|^(?:net)?(?:profit|income|loss)(?:\(loss\))?(?:$|forthe|attributable|ofthe)|^comprehensiveincome|^othercomprehensiveincome(?:$|\(loss\)|,?netof|forthe)|^netordinary|^netincome"
)
_RESULT_CASH = re.compile(
    r"キャッシュ・フロー$|による(?:キャッシュ・フロー|資金)$|(?:現金|資金)[^活]*(?:増減|増加|減少)|期末残高|末残高|"
    r"cash(?:flows?)?(?:provided|used|from|\(used)|^netcash|net(?:increase|decrease|change).*cash|endof"
)
_NO_RESULT_CASH = re.compile(
    r"期首|影響|換算|伴う|含まれる|による現金|売却目的|beginning|effect|resulting|newly|includedin|inclusion|exclusion|merger"
)
_RESULT_EQUITY = re.compile(r"期末残高|末残高|末現在|残高|balance|^\d{4}年\d|endof|変動額合計|変動額等合計|合計|total")
_COST = re.compile(
    r"原価|費用|費(?:$|\(|及び|合計|用)|損失(?!\(△\)|又は|等利益)|(?<!為替差)(?<!投資)(?<!評価)損(?:$|\(|等|合計)|法人税|法人所得税|住民税|税金費用|税額|(?<!再)租税|減価償却|償却|引当金?繰入|支払利息|支払|金融原価|分配金(?:$|支払)|非支配株主に帰属|少数株主(?:利益|損益)|控除|積立金繰入|"
    r"costof|costs|expense|loss(?:es)?(?:on|from|es)|loss$|losses$|tax(?:es)?(?:$|-|\()|incometax|depreciation|amortization|impairment|attributabletonon-?controlling|deduct|interestpaid|cost$"
)
_GAIN = re.compile(r"売上高|収益|利益|益(?:$|\()|収入|受取|戻入|revenue|sales|income|gain|profit")
_ASIDE = re.compile(r"^\(?(?:うち|内訳?(?!部)|内、|参考)|^\(?(?:ofwhich|including|thereof)")
_MEMO = re.compile(
    r"^営業活動(?:及び|および|と)資産運用活動計|^(?:sub)?total.*operatingactivitiesandassetmanagement|operatingactivities(?:and|plus)(?:asset|investment)management"
)
_NOT_TOTAL = re.compile(
    r"出資総額|一株|1株|pershare|合計額の|割合|比率|変動額\(純額\)|その他\(純額\)|\(純額\)$(?<=その他\(純額\))"
)


@lru_cache(maxsize=16384)
def is_total(label: str) -> bool:
    key = label_key(label)
    return bool(_TOTAL.search(key) or _TOTAL_START.search(key)) and not _NOT_TOTAL.search(key) and not _soft_net(key)


def _soft_net(key: str) -> bool:
    """ "純額" and ", net" close a gross amount and its depreciation where these are printed; by themselves they promise no sum."""
    return key.endswith(("(純額)", "純額", ",net")) and "合計" not in key


@lru_cache(maxsize=16384)
def is_result(label: str, kind: StatementKind) -> bool:
    key = label_key(label)
    if kind in (StatementKind.INCOME_STATEMENT, StatementKind.COMPREHENSIVE_INCOME):
        return bool(_RESULT_INCOME.search(key)) and not re.search(r"非支配|少数株主|non-?controlling|minority", key)
    if kind is StatementKind.CASH_FLOWS:
        return bool(_RESULT_CASH.search(key)) and not _NO_RESULT_CASH.search(key)
    if kind is StatementKind.CHANGES_IN_EQUITY:
        return bool(_RESULT_EQUITY.search(key))
    return key.endswith(("(純額)", "純額", ",net"))


@lru_cache(maxsize=16384)
def swings(label: str) -> bool:
    """Rows that are added in one statement and taken off in the next: closing inventories, transfers, gains or losses."""
    key = label_key(label)
    return bool(re.search(r"期末.*(?:棚卸|たな卸)高|他勘定|損益", key)) and not re.search(r"利益|包括|法人税", key)


@lru_cache(maxsize=16384)
def nature(label: str) -> int:
    """-1: a cost, subtracted where it is printed positive; +1: a gain or a profit; 0: the wording does not tell."""
    key = label_key(label)
    key = re.sub(r"\(△[^)]*\)|又は[^(]*損失|\(loss(?:es)?\)|\(profit\)", "", key)
    if re.search(r"繰入|積立(?!金取崩)", key):
        return -1
    if swings(label):
        return 0
    if re.search(r"戻入|取崩|利益|包括", key) and not re.search(r"非支配|少数株主|費用|法人税", key):
        return 1
    if _COST.search(key):
        return -1
    return 1 if _GAIN.search(key) else 0


@lru_cache(maxsize=16384)
def is_aside(label: str) -> bool:
    return bool(_ASIDE.search(label_key(label)))


@lru_cache(maxsize=16384)
def is_memo(label: str) -> bool:
    """A total on the way that the statement does not add on: insurers' cash flows of operations and investment together."""
    return bool(_MEMO.search(label_key(label)))


@lru_cache(maxsize=4096)
def is_position(label: str) -> bool:
    """A component of equity that usually sums others: equity of the owners, net assets."""
    key = label_key(label)
    return bool(re.search(r"(?:資本|持分|純資産|equity|netassets|parent)$", key)) and not re.search(
        r"非支配|少数|non-?controlling|minority", key
    )


@lru_cache(maxsize=4096)
def is_share(label: str) -> bool:
    """An attribution of profit: it may close the statement, or open the list of who gets what."""
    return bool(re.search(r"帰属|に係る|attributable", label_key(label)))


@lru_cache(maxsize=4096)
def family(label: str) -> str:
    """Which result a row is, or attributes: profit after tax, or comprehensive income."""
    key = label_key(label)
    if re.search(r"包括利益|包括損失|comprehensive(?:income|loss)", key):
        return "" if re.search(r"その他の包括|othercomprehensive", key) else "comprehensive"
    if re.search(r"^(?:[^前]*(?:当期|四半期|中間)(?:純)?(?:利益|損失|損益)|[^前]*帰属)", key) or re.search(
        r"^(?:net)?(?:profit|income|loss)(?!.*before)|attributable", key
    ):
        return "profit"
    return ""


@lru_cache(maxsize=4096)
def is_cost_total(label: str) -> bool:
    """The cost of sales: it follows from the rows above it where these are printed, and stands alone where not."""
    return bool(re.search(r"^売上原価(?:合計)?$|^costof(?:sales|revenue)", label_key(label)))
