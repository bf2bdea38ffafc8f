"""The filing view: values to boxes across pages, boxes to rows, findings, search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.examine.filing import write_filing
from extractor.examine.record import Record, read_record
from tests.browser.conftest import PHONE, in_view, place_of

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def record(lake: Path, filing: Path) -> Record:
    return read_record(str(lake), filing.name)


@pytest.fixture(scope="module")
def url(record: Record, filing: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_filing(record, filing, tmp_path_factory.mktemp("view")).as_uri()


def test_a_value_of_any_statement_lights_up_its_box(page: Any, url: str, record: Record) -> None:
    page.goto(url)
    for number, sheet in enumerate(record.sheets):
        (line, column), row = next(
            (place, row) for place, row in reversed(sheet.cells.items()) if row["value_state"] == "number"
        )
        page.locator("#statement").select_option(str(number))
        page.locator(f'.cell[data-place="{number},{line},{column}"]').click()
        assert page.locator(".leaf").get_attribute("data-page") == str(row["page"])
        assert place_of(page, "#mark") == pytest.approx([row["x0"], row["top"], row["x1"], row["bottom"]], abs=3.0)
        assert in_view(page, "#mark")


def test_a_box_leads_to_its_row(page: Any, url: str, record: Record) -> None:
    page.goto(url)
    number = next(n for n, sheet in enumerate(record.sheets) if sheet.statement == "cash_flows")
    page.locator("#statement").select_option(str(number))
    rect = page.locator("svg.over rect[data-place]").nth(5)
    rect.scroll_into_view_if_needed()
    place = rect.get_attribute("data-place")
    rect.click()
    assert page.locator('.cell[aria-current="true"]').get_attribute("data-place") == place


def test_search_finds_labels_items_and_amounts(page: Any, url: str, record: Record) -> None:
    page.goto(url)
    row = next(
        row
        for sheet in record.sheets
        if sheet.statement == "cash_flows"
        for row in sheet.cells.values()
        if len(row["reported_text"]) > 6
    )
    page.keyboard.press("/")
    page.keyboard.type(row["reported_text"].replace(",", ""))
    assert page.locator('.cell[aria-current="true"]').inner_text().startswith(row["reported_text"])
    page.locator("#search").fill("cash_and_cash_equivalents")
    assert "cash_and_cash_equivalents" in page.locator("tr.here").inner_text()
    page.locator("#search").fill("zzzz")
    assert page.locator("#hits").inner_text() == "nothing found"


def test_next_and_previous_finding(page: Any, url: str, record: Record) -> None:
    page.goto(url)
    shown = [finding for finding in record.findings if finding["page"]]
    if not shown:
        assert page.locator("#next").is_disabled()
        return
    page.keyboard.press("n")
    first = page.locator("#about .tag").inner_text()
    assert first in {finding["code"] for finding in shown}
    assert page.locator("#finding").inner_text().startswith("1 / ")
    page.keyboard.press("p")
    assert page.locator("#finding").inner_text().startswith(f"{page.evaluate('findings.length')} / ")


def test_pages_turn(page: Any, url: str) -> None:
    page.goto(url)
    first = page.locator(".leaf").get_attribute("data-page")
    assert page.locator("#back").is_disabled()
    page.locator("#on").click()
    assert int(page.locator(".leaf").get_attribute("data-page")) > int(first)
    page.locator("#back").click()
    assert page.locator(".leaf").get_attribute("data-page") == first


def test_a_phone_can_read_it(page: Any, url: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
