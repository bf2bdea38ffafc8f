"""The data and their loader: what is wrong is named by file and line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ConfigurationError
from extractor.model import Language
from extractor.normalise import Taxonomy, load_taxonomy
from extractor.normalise.aliases import ALIAS_COLUMNS, Alias, read_aliases, write_aliases
from extractor.normalise.check import check
from extractor.normalise.items import COLUMNS, read_items
from extractor.normalise.labels import key, wording
from extractor.normalise.search import find

TRADES = (
    "bk1",
    "bk2",
    "in1",
    "in2",
    "sec",
    "rwy",
    "cns",
    "wat",
    "ele",
    "gas",
    "elc",
    "hwy",
    "inv",
    "ivt",
    "lea",
    "liq",
    "spf",
    "med",
    "edu",
    "cmd",
    "cna",
    "fnd",
    "cai",
)


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def test_the_taxonomy_holds_together(taxonomy: Taxonomy) -> None:
    assert check(taxonomy) == []


def test_every_element_is_one_item_and_items_name_one_element_at_a_place(taxonomy: Taxonomy) -> None:
    items: dict[str, str] = {}
    places: dict[tuple[object, ...], str] = {}
    for row in taxonomy.all_rows():
        assert items.setdefault(row.element, row.item) == row.item
        for industry in row.industries:
            where = (row.standard, row.statement, row.kind, row.section, industry, row.item)
            assert places.setdefault(where, row.element) == row.element


@pytest.mark.parametrize("industry", TRADES)
def test_every_trade_has_balance_sheet_and_income_statement(taxonomy: Taxonomy, industry: str) -> None:
    statements = {row.statement for row in taxonomy.rows("jgaap") if industry in row.industries and row.kind == "line"}
    assert {"bs", "pl"} <= statements


def items_file(path: Path, *changes: dict[str, str]) -> Path:
    row = dict.fromkeys(COLUMNS, "") | {
        "item": "cash", "element": "x_cor:Cash", "standard": "jgaap", "kind": "line", "statement": "bs", "industries": "cai", "order": "1", "model": "1",
        "period": "instant", "balance": "debit", "data": "monetary", "ja": "現金", "en": "Cash",
    }  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
        writer.writerows(
            row | {"element": f"x_cor:E{number}", "item": f"item{number}"} | change
            for number, change in enumerate(changes)
        )
    return path


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        ([{"item": "Not Snake"}], 3, "is not snake_case"),
        ([{"order": "first"}], 3, "order 'first'"),
        ([{"kind": "row"}], 3, "kind 'row'"),
        ([{"totals": "cash"}], 3, "expected item:1 or item:-1"),
        ([{"section": "nowhere"}], 3, "section nowhere is no item"),
        ([{"totals": "nothing:1"}], 3, "total nothing is no item"),
        ([{"element": "x_cor:Cash", "item": "cash"}], 3, "already (line 2)"),
        ([{"element": "x_cor:Cash", "item": "money", "section": "cash"}], 3, "is money here and cash in line 2"),
        (
            [{"item": "a", "totals": "b:1"}, {"item": "b", "totals": "c:1"}, {"item": "c", "totals": "a:1"}],
            5,
            "c is part of a, which is part of c",
        ),
    ],
)
def test_what_is_wrong_with_items_is_named_by_line(
    tmp_path: Path, changes: list[dict[str, str]], line: int, words: str
) -> None:
    path = items_file(tmp_path / "items.csv", *changes)
    problems = check(Taxonomy((), path))
    assert [(problem.path, problem.line) for problem in problems] == [(path, line)]
    assert words in str(problems[0])
    assert str(problems[0]).startswith(f"{path}:{line}: ")


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    path = items_file(
        tmp_path / "items.csv", {"item": "assets"}, {"item": "money", "section": "assets", "totals": "assets:1"}
    )
    assert check(Taxonomy((), path)) == []


def test_a_broken_items_file_is_refused_at_once(tmp_path: Path) -> None:
    path = items_file(tmp_path / "items.csv")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "cash,too,few\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"items.csv:3: 3 fields, expected 19"):
        read_items(path)
    path.write_text(text.replace("item,", "itm,", 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"items.csv:1: the columns are itm"):
        read_items(path)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["現金,cash,galaxy,,,,"], ":2: scope galaxy"),
        (["現金,cash,standard:none,,,,"], ":2: standard none"),
        (["現金,gold,all,,,,"], ":2: no item gold"),
        (["現金,cash,all,,gold,,"], ":2: no section gold"),
        ([",cash,all,,,,"], ":2: no label"),
        (["現金,cash,all,,,,", "現　金,coins,all,,,,"], ":3: 現　金 means coins here and cash in"),
    ],
)
def test_what_is_wrong_with_aliases_is_named_by_line(tmp_path: Path, rows: list[str], words: str) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text("\n".join([",".join(ALIAS_COLUMNS), *rows]) + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read_aliases(path, {"cash", "coins"})
    assert f"{path}{words}" in str(refused.value)


def test_aliases_of_different_sections_may_differ(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    write_aliases(path, [Alias("借入", "short", section="cl"), Alias("借入", "long", section="ncl")])
    assert [(alias.item, alias.section) for alias in read_aliases(path, {"short", "long", "cl", "ncl"})] == [
        ("short", "cl"),
        ("long", "ncl"),
    ]


@pytest.mark.parametrize(
    ("scope", "applies"),
    [
        ("all", True),
        ("standard:ifrs", False),
        ("standard:jgaap", True),
        ("industry:bk1", True),
        ("industry:rwy", False),
        ("company:E00001", True),
        ("company:E9", False),
    ],
)
def test_an_alias_holds_within_its_scope(scope: str, applies: bool) -> None:
    assert Alias("x", "y", scope).applies("jgaap", ("bk1",), "Some Company\n1234\nE00001", ("bs",)) is applies
    assert not Alias("x", "y", scope, statement="cf").applies("jgaap", ("bk1",), "E00001", ("bs",))


def test_find_puts_the_label_itself_first_and_no_opposite(taxonomy: Taxonomy) -> None:
    found = find(taxonomy, "投資有価証券売却益", 30)
    assert found[0][1] == 100
    assert {row.item for row, score in found if score == 100} == {
        "gain_on_sales_of_investment_securities_ei",
        "gain_on_sales_of_investment_securities_noi",
    }
    assert not [row.item for row, _ in found if "loss_on_sales" in row.item]
    assert find(taxonomy, "Tangible assets")[0][0].item == "property_plant_and_equipment"


SAME = [
    ("四半期純利益又は四半期純損失（△）", "当期純利益又は当期純損失（△）"),
    ("たな卸資産の増減額(△は増加)", "棚卸資産の増減額（△は増加）"),
    ("(3)棚卸資産の減少(△増加)", "棚卸資産の増減額（△は増加）"),
    ("短期借入れによる収入", "短期借入による収入"),
    ("１年以内に返済予定の長期借入金", "１年内返済予定の長期借入金"),
    ("受取手形及び売掛金", "受取手形・売掛金"),
    ("現金及び現金同等物の四半期末残高", "現金及び現金同等物の期末残高"),
    ("資　産　合　計", "資産合計"),
    ("Purchases of investment securities", "Purchase of investment securities"),
    ("Total Current Assets", "Total current assets"),
    ("Non-current assets", "Noncurrent assets"),
    ("Decrease (increase) in trade receivables", "Increase (decrease) in trade receivables"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_printings_of_one_wording(one: str, other: str) -> None:
    assert wording(one)[0] == wording(other)[0]


def test_a_wording_is_its_own_wording(taxonomy: Taxonomy) -> None:
    """Folding twice changes nothing, for every official label."""
    for row in taxonomy.all_rows():
        said = wording(row.ja)[0]
        assert wording(said)[0] == said, row.ja


@given(st.text(alphabet="流動資産売上高 　()（）、及び又は△1２ＡBc-合計", max_size=14))
def test_keys_and_wordings_of_anything_are_stable(text: str) -> None:
    assert key(key(text)) == key(text)
    assert isinstance(wording(text)[0], str)


def test_labels_in_one_place_are_one_item_unless_the_other_language_parts_them(taxonomy: Taxonomy) -> None:
    """Japanese official labels decide: within a section two lines of the general form share one in few known places."""
    pool: dict[tuple[object, ...], set[str]] = {}
    for row in taxonomy.rows("jgaap"):
        if row.kind == "line" and "cai" in row.industries and row.model:
            for label in row.labels(Language.JA, ("cai",)):
                pool.setdefault((row.statement, row.section, key(label)), set()).add(row.item)
    assert {where[2]: found for where, found in pool.items() if len(found) > 1 and where[0] == "bs"} == {}
