"""The review page: three labels by keyboard, applied, and gone from the worklist; contradicted cells and findings
beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from extractor.examine.record import read_record
from extractor.examine.review import Review, write_review
from extractor.examine.worklist import worklist
from tests.browser.conftest import place_of
from tests.examine.lakes import commit
from tests.examine.serving import served

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def review(lake: Path, filing: Path, tmp_path: Path) -> Review:
    return Review(str(lake), [filing.parent], 50, tmp_path / "decisions.csv", tmp_path / "aliases.csv")


@contextmanager
def serving(review: Review) -> Iterator[str]:
    with served(review) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def url(review: Review, page: Any) -> Iterator[str]:
    """The served page. The tab leaves it before the server stops: a crop still asked for would be an error of its own."""
    with serving(review) as address:
        yield address
        page.goto("about:blank")


def current(page: Any) -> int:
    return int(page.locator("#queue [aria-current]").get_attribute("data-case"))


def choose(page: Any, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.locator("#found li").first.wait_for()
    page.keyboard.press("Enter")


ODD = """四半期報告書

【会社名】 架空商会株式会社

１【四半期連結財務諸表】

(1)【四半期連結貸借対照表】

（単位：百万円）

\t前連結会計年度（2022年３月31日）\t当第１四半期連結会計期間（2022年６月30日）
資産の部\t\t
流動資産\t\t
現金及び預金\t120\t130
あちらさまへの貸し\t310\t320
棚に並ぶもの\t45\t40
流動資産合計\t475\t490
資産合計\t475\t490
負債の部\t\t
流動負債\t\t
支払手形及び買掛金\t75\t60
銀行さまからの借り\t200\t210
流動負債合計\t275\t270
負債合計\t275\t270
純資産の部\t\t
株主資本\t\t
資本金\t100\t100
利益剰余金\t100\t120
株主資本合計\t200\t220
純資産合計\t200\t220
負債純資産合計\t475\t490
"""
MEANINGS = {
    "あちらさまへの貸し": ("売掛金", "accounts_receivable_trade"),
    "棚に並ぶもの": ("商品", "merchandise"),
    "銀行さまからの借り": ("短期借入金", "short_term_loans_payable"),
}


def test_three_labels_by_keyboard_are_gone_after_the_next_run(page: Any, tmp_path: Path) -> None:
    filing, lake = tmp_path / "odd.txt", tmp_path / "lake"
    filing.write_text(ODD, encoding="utf-8")
    commit(lake, filing)
    assert {entry.label for entry in worklist(str(lake))} == set(MEANINGS)
    review = Review(str(lake), [tmp_path], 50, tmp_path / "decisions.csv", tmp_path / "aliases.csv")
    with serving(review) as url:
        page.goto(url)
        for _ in MEANINGS:
            choose(page, MEANINGS[review.cases[current(page)].label][0])
        assert page.locator("#progress").inner_text().startswith("3 decided")
        with page.expect_response("**/apply") as answer:
            page.locator("#apply").click()
        assert answer.value.json().get("made") == 3, answer.value.json()
        page.locator("#message").wait_for()
        assert "3 aliases written" in page.locator("#message").inner_text()

    commit(lake, filing, aliases=(str(review.target),))
    assert worklist(str(lake)) == []
    rows = [row for sheet in read_record(str(lake), filing.name).sheets for row in sheet.cells.values()]
    assert {row["label"]: row["item"] for row in rows if row["label"] in MEANINGS} == {
        label: item for label, (_, item) in MEANINGS.items()
    }


def test_own_skip_and_undo(page: Any, url: str, review: Review) -> None:
    page.goto(url)
    first = current(page)
    page.keyboard.press("o")
    second = current(page)
    assert second != first
    page.keyboard.press("s")
    page.keyboard.press("u")
    assert current(page) == second
    assert page.locator("#progress").inner_text().startswith("1 decided")
    page.locator('body[data-unsaved="0"]').wait_for()
    page.reload()
    assert page.locator("#progress").inner_text().startswith("1 decided")
    with review.decisions.open(encoding="utf-8", newline="") as lines:
        assert [(row["label"], row["item"], row["decision"]) for row in csv.DictReader(lines)] == [
            (review.cases[first].label, "", "own")
        ]


def test_the_row_is_highlighted_on_its_crop(page: Any, url: str, review: Review) -> None:
    page.goto(url)
    number = current(page)
    page.locator("#mark").wait_for()
    strip = review.crop(number)
    assert place_of(page, "#mark") == pytest.approx(strip["box"], abs=3.0)
    assert page.locator("tr.here th").inner_text().startswith(review.cases[number].label)


def test_a_candidate_is_accepted_by_its_number(page: Any, lake: Path, filing: Path, tmp_path: Path) -> None:
    """In the file, too, and what it saves is what ``review --apply`` reads."""
    from extractor.examine.cases import find_cases

    path, number = write_review(str(lake), tmp_path / "out", [filing.parent], 50)
    cases = find_cases(str(lake), 50)
    assert number == len(cases)
    assert path.name == "review.html"
    page.goto(path.as_uri())
    with_candidates = next((n for n, case in enumerate(cases) if case.candidates), None)
    if with_candidates is None:
        choose(page, "その他")
    else:
        page.locator(f'#queue button[data-case="{with_candidates}"]').click()
        page.keyboard.press("1")
    with page.expect_download() as download:
        page.keyboard.press("e")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert len(rows) == 1
    case = cases[with_candidates or 0]
    assert (rows[0]["label"], rows[0]["statement"], rows[0]["scope"]) == (
        case.label,
        case.entry.statement,
        case.entry.scope,
    )
    if with_candidates is not None:
        assert rows[0]["item"] == case.candidates[0][0]
    page.reload()
    assert page.locator("#progress").inner_text().startswith("1 decided")


def test_the_search_is_a_combobox(page: Any, url: str) -> None:
    page.goto(url)
    page.keyboard.press("/")
    find = page.locator("#find")
    assert find.get_attribute("aria-expanded") == "false"
    page.keyboard.type("cash")
    assert find.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = find.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert find.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.id") != "find"


def test_labels_with_commas_quotes_and_breaks_survive_the_csv(page: Any, url: str) -> None:
    page.goto(url)
    odd = 'a, "b"\nc'
    written = page.evaluate(
        "label => { const one = cases.findIndex(one => one.decide); cases[one].decide.label = label; "
        "decisions.set(one, { decision: 'own' }); return csv(); }",
        odd,
    )
    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    assert (row["label"], row["item"], row["decision"]) == (odd, "", "own")
