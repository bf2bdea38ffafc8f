"""Wordings: what two ways of printing the same label have in common.

``key`` folds what never carries meaning (width, spaces, note marks, case, brackets). ``wording`` goes on to what this field says in several ways:
period words, two-sided profit lines, sign remarks, enumerators, old characters and okurigana in Japanese; number, articles and hyphens in English.
Two labels with one wording are the same label; what is an opposite must never share one (``polarity``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.notation.text import fold, is_cjk, label_key, split_marks

# (2)売上債権 1.減価償却費 iv現金 イ.利息
_ENUMERATOR = re.compile(
    r"^(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|\(?[ivx]{1,4}\)|[ivx]{1,4}[.、]?(?=[^\x00-\x7f])|[イロハニホヘト][.、)]|\([イロハニホヘトア-オa-z]\)|[a-z][.、)](?=[^\x00-\x7f])|[・○●■◆])"
)
_UNIT = re.compile(
    r"[〃\"]|\((?:単位[:：])?(?:円|円銭|千円|百万円|株|千株|%|人|名|倍|年|yen|inyen|thousandsofyen|millionsofyen|shares|百万|百)\)|百万円|(?<!\d)千円"
)
_WHOLE = re.compile(r"^[(\[]([^()\[\]]+)[)\]]$")  # (外、平均臨時雇用者数), [外、平均臨時雇用人員]
# (△は増加) (△損失) (損失は△) (減少)
_SIGN_REMARK = re.compile(
    r"\([^()]*△[^()]*\)|\(-(?:は)?(?:増加|減少|損失|益|利益|支払|支出)\)|\((?:損失|減少|増加|益|支払|支出)は?-?\)"
)
_OKURIGANA = re.compile(r"(?<=[付入込戻崩替払当振貸借])(?:け|れ|み|し|え|い|て|り)")
_PERIOD_WORD = re.compile(
    r"(?:当|本)?(?:第[1-4])?(?:四半期|中間|半期)(?:連結)?(?:累計|会計)*(?:期間|期(?=末|首))?|当連結会計(?:年度|期間)|当会計年度|当事業年度|当年度|当期"
)
_PERIOD_EDGE = re.compile(r"(?:当|第[1-4])?(?:四半期|中間期?|半期)(?:会計期間)?(?=[末首])")
_CHARACTERS = str.maketrans(
    {
        "〈": "(",
        "〉": ")",
        "<": "(",
        ">": ")",
        "【": "(",
        "】": ")",
        "~": "",
        '"': "",
        "'": "",
        "餘": "余",
        "廻": "回",
        "註": "注",
    }
)
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"たな卸|棚おろし|たなおろし", "棚卸"),
        (r"ソフトウェア", "ソフトウエア"),
        (r"(?<=[ァ-ヺ])-(?=[ァ-ヺ]|$)", "ー"),
        (r"ならびに|並びに|および|及び|または|又は|もしくは|若しくは|、|,|/", "・"),
        (r"1年以内(?:に)?|一年(?:以)?内(?:に)?|1年内に", "1年内"),
        (r"一株", "1株"),
        (r"かかる|かかわる", "係る"),
        (r"もとづく", "基づく"),
        (r"(?<![総粗])純(?=利益|損失|損益)", ""),
        (r"(?<=利益)・[^・()]*損失$", ""),
        (r"\((?:非)?流動\)$", ""),
        (r"に関連する", "に係る"),
        (r"における", "の"),
        (r"に対する", "に"),
        (r"に(?:ともな|伴)う", "による"),
        (r"をつうじて|を通して", "を通じて"),
        (r"の部$", ""),
        (r"(?<=増減)(?:額)?(?:-?純額|\(純額\))$", ""),
        (r"-?純額$|\(純額\)$", "純額"),
    )
)
_CHANGE = re.compile(r"(?:の)?純?増減(?:額)?$")
_ONE_WAY = re.compile(r"(?:の)?(?:増加|減少)額?$")
_AMOUNT = re.compile(r"(?<=支払|受取|還付|増加|減少|償却|取得|影響|変動|振替|調整|取崩|積立|分配|拠出)額$")
_TOTAL = re.compile(r"(?:の)?(?:合計|総計|(?<![累会時統推設小集])計)(?:額)?$")

_PARTICLES = re.compile(
    r"に(?:係|関|帰属)(?:る|する|連する)?|に(?:よる|対する|伴う|直接)|されている|される|している|する|した|その(?!他)|から|[のとにへをがはでも]|(?<=[一-龥ァ-ヶ])額|[()-]"
)
_EN_SYNONYMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\btangible asset\b|\bproperty equipment\b|\btangible fixed asset\b", "property plant equipment"),
        (r"\b(treasury|common|capital) stock\b", r"\1 share"),
        (r"\bstockbased\b", "sharebased"),
        (r"\bfinanc(?:e|ial) expense\b|\bfinancial cost\b", "finance cost"),
        (r"\bfinancial income\b", "finance income"),
        (r"\bloan payable\b", "borrowing"),
        (r"\b(profit|loss|income) (?:period|year|quarter)\b", r"\1"),
        (r"\bacquisition\b", "purchase"),
        (r"\bdisposal\b", "sale"),
        (r"\bcost revenue\b", "cost sale"),
        (r"\bnet cash provided operating activity\b", "net cash provided used operating activity"),
    )
)
_EN_SPELLING = {
    "amortisation": "amortization",
    "capitalised": "capitalized",
    "recognised": "recognized",
    "realised": "realized",
    "unrealised": "unrealized",
}
_EN_DROP = frozenset(
    ("the", "a", "an", "of", "for", "and", "or", "to", "by", "in", "on", "from", "with", "as", "at", "s", "yen")
)
_EN_REMARK = re.compile(
    r"\((?:net )?(?:loss|losses|gain|gains|income|increase|decrease|profit|paid|refund|expense|expenses|cost|costs|used in|deficit|provided by)\)"
)
_EN_CHANGE = re.compile(
    r"\b(?:net )?(?:increase|decrease)s? ?(?:\((?:increase|decrease)s?\)|or (?:increase|decrease)s?)"
)
_EN_JOIN = re.compile(r"(?<=[a-z])-(?=[a-z])|(?<=[a-z])['’](?=s\b)|(?<=s)['’](?=\W|$)")
_EN_WORD = re.compile(r"[a-z0-9]+")
_EN_ENUMERATOR = re.compile(r"^(?:\(?\d{1,2}\)|\d{1,2}[.)]|\(?[ivx]+\)|[ivx]+\.) *")
_EN_UNIT = re.compile(r"\((?:in )?(?:yen|%|shares|thousands of yen|millions of yen|u\.?s\.? dollars?)\)")


@lru_cache(maxsize=65536)
def key(label: str) -> str:
    """The label without what never carries meaning, and without enumerators and unit remarks. ``key(key(x)) == key(x)``."""
    said = _bare(label)
    while (barer := _bare(said)) != said:
        said = barer
    return said


def _bare(label: str) -> str:
    folded = label_key(label).lstrip("、,・。.")
    bare = _UNIT.sub("", _ENUMERATOR.sub("", folded, count=1))
    bare = _WHOLE.sub(r"\1", bare)
    return bare or folded


@lru_cache(maxsize=65536)
def wording(label: str) -> tuple[str, bool]:
    """What the label says, and whether it calls itself a total."""
    return _japanese(key(label)) if is_cjk(label) else _english(label)


@lru_cache(maxsize=65536)
def gist(label: str) -> str:
    """What is left of a wording without particles, 等 and 額, its joined parts in one order: 無形資産及びのれん, のれん及び無形資産.

    Too coarse where wordings are prescribed (J-GAAP); under IFRS filers choose their own.
    """
    said = wording(label)[0]
    if is_cjk(label):
        bare = _PARTICLES.sub("", said)
        for word, same in (("借入金", "借入"), ("新株式", "株式"), ("払出", "払戻")):
            bare = bare.replace(word, same)
        bare = re.sub(r"新株(?!予約)", "株式", bare)
        return "・".join(sorted(part for part in bare.split("・") if part)) or said
    for pattern, to in _EN_SYNONYMS:
        said = pattern.sub(to, said)
    return " ".join(sorted(said.split())) or said


def _japanese(text: str) -> tuple[str, bool]:
    said = text.translate(_CHARACTERS)
    two_sided = _SIGN_REMARK.search(said) is not None
    said = _PERIOD_EDGE.sub("期", said)
    said = _OKURIGANA.sub("", _PERIOD_WORD.sub("", _SIGN_REMARK.sub("", said)))
    for pattern, to in _REWRITES:
        said = pattern.sub(to, said)
    if two_sided:  # 減少(△増加) says what 増減額(△は増加) says
        said = _ONE_WAY.sub("増減", said)
    said = _AMOUNT.sub("", _CHANGE.sub("増減", said))
    total = _TOTAL.search(said)
    if total and total.start() > 0:
        return _AMOUNT.sub("", said[: total.start()]), True
    return said, total is not None


def _english(label: str) -> tuple[str, bool]:
    bare, _ = split_marks(label)
    said = _EN_UNIT.sub("", _EN_ENUMERATOR.sub("", fold(bare).lower()))
    said = _EN_JOIN.sub("", _EN_REMARK.sub("", _EN_CHANGE.sub("change", said)))
    words = [_singular(_EN_SPELLING.get(word, word)) for word in _EN_WORD.findall(said)]
    total = bool(words) and words[0] == "total"
    kept = [word for word in words[total and len(words) > 1 :] if word not in _EN_DROP]
    return " ".join(kept or words), total


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
