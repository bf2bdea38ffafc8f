"""The lake browser in a real browser, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.examine.browse.markup import address
from extractor.examine.browse.site import Browser
from tests.browser.conftest import DESKTOP, PHONE
from tests.examine.lakes import commit
from tests.examine.serving import served

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def site(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    folder = tmp_path_factory.mktemp("browse") / "lake"
    commit(folder, samples / "kakuu_2022fy.pdf", samples / "kakuu_2023q1.txt")
    return Browser(str(folder), [samples])


@pytest.fixture(scope="module")
def base(site: Browser) -> Iterator[str]:
    with served(site) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def tab(page: Any, base: str, site: Browser) -> Iterator[Any]:
    """A tab that holds the key. It leaves before the server stops."""
    page.goto(f"{base}/?token={site.token}")
    assert page.url == f"{base}/"
    yield page
    page.goto("about:blank")


def _places(site: Browser) -> list[str]:
    (company,) = site.view.companies
    filed = next(f for f in site.view.filings.values() if f.file.endswith(".pdf"))
    row = next(r for r in site.view.rows(filed.filing_id, "balance_sheet") if r["item"] == "net_assets")
    where = {"table": "balance_sheet", "sheet": row["sheet"], "line": row["line"], "column": row["column"]}
    return [
        "/",
        address("company", company),
        address("over-time", company, "balance_sheet"),
        address("over-time", company, "financial_summary", line="net_sales") + "#chart",
        address("filing", filed.filing_id),
        address("filing", filed.filing_id, "table", "balance_sheet"),
        address("filing", filed.filing_id, "page", row["page"], **where) + "#here",
        address("figures", statement="balance_sheet", item="assets"),
        address("search", q="cash"),
        "/proof",
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_every_page_fits_the_screen(tab: Any, base: str, site: Browser, size: dict[str, int], tmp_path: Path) -> None:
    """Wide tables scroll by themselves; words are not cut off; the picture of the screen is not empty."""
    tab.set_viewport_size(size)
    for number, place in enumerate(_places(site)):
        tab.goto(base + place)
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"], place
        assert tab.locator("h1").count() == 1
        shot = tab.screenshot(path=tmp_path / f"{number}.png")
        assert len(shot) > 8_000, place


def test_from_a_company_to_the_glyphs(tab: Any) -> None:
    tab.locator("tbody a").first.click()
    tab.get_by_role("link", name="Balance sheet").click()
    cell = tab.locator("a.cell.proved").first
    said = cell.inner_text().rstrip("✓").strip()
    cell.click()
    assert said in tab.locator(".known").inner_text()
    box = tab.locator("rect.chosen").bounding_box()
    assert 0 <= box["y"] <= DESKTOP["height"]
    tab.locator("svg.leaf a").nth(3).click()
    assert tab.locator("rect.chosen").count() == 1


def test_search_from_the_head_of_every_page(tab: Any, base: str) -> None:
    tab.goto(base + "/proof")
    tab.locator("#q").fill("純資産")
    tab.keyboard.press("Enter")
    tab.wait_for_url(base + "/search?q=*")
    assert tab.locator("tbody tr").count() >= 2
    tab.get_by_role("link", name="net_assets", exact=True).first.click()
    assert tab.locator("a.cell").count() >= 3


def test_languages(tab: Any, base: str) -> None:
    tab.locator("a.language").click()
    assert tab.locator("html").get_attribute("lang") == "ja"
    tab.goto(base + "/proof")
    assert tab.locator("h1").inner_text() == "検証"


def test_points_of_a_chart_are_links(tab: Any, base: str, site: Browser) -> None:
    tab.goto(base + _places(site)[3])
    assert tab.locator("svg.chart .dot").count() == 5
    tab.locator("svg.chart a").first.click()
    assert tab.locator("rect.chosen").count() == 1


def test_the_whole_filing_opens(tab: Any, base: str, site: Browser) -> None:
    tab.goto(base + _places(site)[4] + "/view")
    assert tab.locator(".leaf").count() == 1


def test_every_control_has_a_name(tab: Any) -> None:
    nameless = tab.evaluate(
        "[...document.querySelectorAll('a, button, input')].filter(n => !(n.innerText || n.getAttribute('aria-label') "
        "|| n.title || n.labels?.length || n.querySelector('title'))).length"
    )
    assert nameless == 0
