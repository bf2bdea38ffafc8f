"""The guard against opposites, over the whole taxonomy: no item answers to the label of its polar opposite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from extractor.model import Language, Standard, StatementKind
from extractor.normalise import Taxonomy, load_taxonomy, polarity
from extractor.normalise.items import GENERAL, Row
from extractor.normalise.labels import key, wording
from extractor.normalise.match import guesses
from extractor.normalise.pool import Pool
from extractor.notation.lexicon import table

JAPANESE = [
    ("益", "損"),
    ("利益", "損失"),
    ("収益", "費用"),
    ("収入", "支出"),
    ("短期", "長期"),
    ("有形", "無形"),
    ("受取", "支払"),
    ("取得", "売却"),
    ("流動", "固定"),
    ("流動", "非流動"),
    ("増加", "減少"),
    ("未収", "未払"),
    ("資産", "負債"),
    ("債権", "債務"),
    ("預入", "払戻"),
    ("繰入", "戻入"),
    ("前受", "前渡"),
    ("前払", "未払"),
    ("営業外収益", "営業外費用"),
    ("特別利益", "特別損失"),
    ("基本的", "希薄化後"),
    ("継続事業", "非継続事業"),
    ("営業活動", "投資活動"),
    ("営業活動", "財務活動"),
    ("投資活動", "財務活動"),
    ("売掛", "買掛"),
    ("親会社株主", "非支配株主"),
    ("発行", "償還"),
    ("還付", "納付"),
    ("経常", "特別"),
    ("国内", "海外"),
    ("資本剰余金", "利益剰余金"),
    ("貸付による", "回収による"),
    ("期首", "期末"),
    ("積立", "取崩"),
    ("リース債権", "リース債務"),
    ("繰延税金資産", "繰延税金負債"),
    ("売上", "仕入"),
    ("合併", "分割"),
]
ENGLISH = [
    ("gain on", "loss on"),
    ("income", "expenses"),
    ("receivable", "payable"),
    ("receivables", "payables"),
    ("current", "non-current"),
    ("increase in", "decrease in"),
    ("short-term", "long-term"),
    ("intangible", "tangible"),
    ("purchase of", "sale of"),
    ("assets", "liabilities"),
    ("asset", "liability"),
    ("basic", "diluted"),
    ("operating activities", "investing activities"),
    ("investing activities", "financing activities"),
    ("proceeds from", "payments for"),
    ("provision", "reversal"),
    ("continuing", "discontinued"),
    ("beginning of period", "end of period"),
    ("ordinary", "extraordinary"),
]


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


@pytest.mark.parametrize("entry", table("polarity")["pair"], ids=lambda entry: f"{entry['language']}-{entry['name']}")
def test_a_pair_parts_its_examples_and_no_near_misses(entry: dict[str, Any]) -> None:
    number = [pair.name for pair in polarity.pairs_of(entry["language"])].index(entry["name"])

    def parted(labels: list[str]) -> bool:
        one, other = (polarity.sides(label)[number] for label in labels)
        return one * other == -1

    assert entry["examples"]
    assert entry["near_misses"]
    assert [labels for labels in entry["examples"] if not parted(labels)] == []
    assert [labels for labels in entry["near_misses"] if parted(labels)] == []


def opposites(label: str, pairs: list[tuple[str, str]]) -> Iterator[str]:
    """The label with one word turned into its opposite."""
    for one, other in pairs:
        for old, new in ((one, other), (other, one)):
            if old in label and new not in label and new.replace(old, "") != "" and old.replace(new, "") != "":
                yield label.replace(old, new)


def own_wordings(row: Row, pool: Pool) -> set[str]:
    return {wording(label)[0] for label in row.labels(pool.language, pool.industries)}


@pytest.mark.parametrize("standard", [Standard.JGAAP, Standard.IFRS])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", [kind for kind in StatementKind if kind is not StatementKind.FINANCIAL_SUMMARY])
def test_no_item_answers_to_the_label_of_its_opposite(
    taxonomy: Taxonomy, kind: StatementKind, language: Language, standard: Standard
) -> None:
    pool = taxonomy.pool(kind, standard, language, (GENERAL,))
    pairs = JAPANESE if language is Language.JA else ENGLISH
    tried, wrong = 0, []
    for row in pool.rows:
        if row.kind != "line" or id(row) in pool.spare:
            continue
        label = row.ja if language is Language.JA else row.en.lower()
        official = own_wordings(row, pool)
        for opposite in opposites(label, pairs):
            if wording(opposite)[0] in official or key(opposite) == key(label):
                continue  # the item covers both: 売却損益, Profit (loss)
            tried += 1
            wrong += [
                f"{opposite} -> {guess.row.element} by {guess.method}"
                for guess in guesses(opposite, False, pool)
                if guess.row.item == row.item
            ]
    assert not wrong, wrong[:10]
    assert tried > 20 or kind is StatementKind.CHANGES_IN_EQUITY


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("投資有価証券売却益", "投資有価証券売却損"),
        ("短期借入金", "長期借入金"),
        ("有形固定資産", "無形固定資産"),
        ("受取利息", "支払利息"),
        ("流動資産", "固定資産"),
        ("有形固定資産の取得による支出", "有形固定資産の売却による収入"),
        ("営業外収益", "営業外費用"),
        ("現金の増加額", "現金の減少額"),
        ("流動負債", "非流動負債"),
        ("繰延税金資産", "繰延税金負債"),
        ("未収入金", "未払金"),
        ("売掛金", "買掛金"),
        ("長期貸付けによる支出", "長期貸付金の回収による収入"),
        ("前受金", "前渡金"),
        ("定期預金の預入による支出", "定期預金の払戻による収入"),
        ("貸倒引当金繰入額", "貸倒引当金戻入額"),
        ("基本的１株当たり当期利益", "希薄化後１株当たり当期利益"),
        ("営業活動によるキャッシュ・フロー", "投資活動によるキャッシュ・フロー"),
        ("非支配株主に帰属する当期純利益", "親会社株主に帰属する当期純利益"),
        ("継続事業からの当期利益", "非継続事業からの当期利益"),
        ("特別利益", "特別損失"),
        ("社債の発行による収入", "社債の償還による支出"),
        ("期首残高", "期末残高"),
        ("法人税等の還付額", "法人税等の納付額"),
        ("リース債権", "リース債務"),
        ("資本剰余金", "利益剰余金"),
        ("税引前利益", "税引後利益"),
        ("売上高", "仕入高"),
        ("純損益に振り替えられることのない項目", "純損益に振り替えられる可能性のある項目"),
        ("国内社債", "海外社債"),
        ("為替差益", "為替差損"),
        ("Gain on sale of investment securities", "Loss on sale of investment securities"),
        ("Trade receivables", "Trade payables"),
        ("Current assets", "Non-current assets"),
        ("Tangible assets", "Intangible assets"),
        ("Increase in inventories", "Decrease in inventories"),
        ("Short-term loans", "Long-term loans"),
        ("Deferred tax assets", "Deferred tax liabilities"),
        ("Purchase of investment securities", "Proceeds from sale of investment securities"),
        ("Interest income", "Interest expenses"),
        ("Basic earnings per share", "Diluted earnings per share"),
        ("Continuing operations", "Discontinued operations"),
        ("Non-operating income", "Operating income"),
        ("Proceeds from long-term borrowings", "Repayments of long-term borrowings"),
    ],
)
def test_opposites_stand_on_different_sides(label: str, other: str) -> None:
    assert not polarity.compatible(label, other)
    assert wording(label)[0] != wording(other)[0]


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("営業利益（△損失）", "営業利益"),
        ("当期純利益又は当期純損失（△）", "四半期純利益"),
        ("たな卸資産", "棚卸資産"),
        ("売上債権の増減額（△は増加）", "売上債権の減少（△増加）"),
        ("Profit (loss) before tax", "Profit before tax"),
        ("Purchases of intangible assets", "Purchase of intangible assets"),
    ],
)
def test_two_ways_of_saying_one_thing_are_compatible(label: str, other: str) -> None:
    assert polarity.compatible(label, other)
