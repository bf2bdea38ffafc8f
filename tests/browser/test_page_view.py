"""The page view in a real browser: layers, hovering, from value to box and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.examine.overlay import shapes_of
from extractor.examine.page import page_html
from extractor.examine.picture import PictureProcess
from extractor.examine.stages import PageReading, Stage, read_page
from extractor.model import ValueState
from tests.browser.conftest import PHONE, in_view, place_of

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def seen(filing: Path) -> PageReading:
    return read_page(filing, 3)


@pytest.fixture(scope="module")
def url(seen: PageReading, filing: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    with PictureProcess(filing, [3]) as camera:
        html = page_html(seen, camera.pictures().get(3))
    assert len(html.encode()) < 2 << 20
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


def boxes(page: Any, stage: Stage) -> int:
    return page.locator(f'svg.over rect[data-stage="{stage.value}"]').count()


def test_stages_toggle(page: Any, url: str, seen: PageReading) -> None:
    page.goto(url)
    pressed = [
        page.locator(f'#stages button[data-stage="{stage.value}"]').get_attribute("aria-pressed") for stage in Stage
    ]
    assert pressed == ["false", "true", "false", "false", "true", "false"]
    for number, stage in enumerate(Stage, 1):
        button = page.locator(f'#stages button[data-stage="{stage.value}"]')
        on = button.get_attribute("aria-pressed") == "true"
        assert boxes(page, stage) == (len(shapes_of(seen, stage)) if on else 0)
        button.click()
        assert boxes(page, stage) == (0 if on else len(shapes_of(seen, stage)))
        page.keyboard.press(str(number))
        assert boxes(page, stage) == (len(shapes_of(seen, stage)) if on else 0)


def test_hovering_says_what_is_known(page: Any, url: str, seen: PageReading) -> None:
    page.goto(url)
    fact = next(fact for fact in seen.extraction.facts if fact.item == "cash_and_cash_equivalents")
    rect = page.locator(f'svg.over rect[data-stage="proof"][data-place="{fact.sheet},{fact.line},{fact.column}"]')
    rect.scroll_into_view_if_needed()
    box = rect.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator("#tip")
    assert tip.is_visible()
    text = tip.inner_text()
    assert "cash_and_cash_equivalents" in text
    assert fact.reported_text in text
    assert fact.proof.value in text
    page.mouse.move(2, 2)
    assert not tip.is_visible()


def test_a_value_lights_up_its_box(page: Any, url: str, seen: PageReading) -> None:
    page.goto(url)
    facts = [fact for fact in seen.extraction.facts if fact.page == 3 and fact.value_state is ValueState.NUMBER]
    for fact in (facts[0], facts[len(facts) // 2], facts[-1]):
        page.locator(f'.cell[data-place="{fact.sheet},{fact.line},{fact.column}"]').click()
        box = fact.box
        assert place_of(page, "#mark") == pytest.approx([box.x0, box.top, box.x1, box.bottom], abs=3.0)
        assert in_view(page, "#mark")
        assert fact.label in page.locator("#about h2").inner_text()


def test_a_box_leads_to_its_row(page: Any, url: str, seen: PageReading) -> None:
    page.goto(url)
    fact = [fact for fact in seen.extraction.facts if fact.page == 3 and fact.value_state is ValueState.NUMBER][-1]
    place = f"{fact.sheet},{fact.line},{fact.column}"
    page.locator(f'svg.over rect[data-stage="proof"][data-place="{place}"]').scroll_into_view_if_needed()
    page.locator(f'svg.over rect[data-stage="proof"][data-place="{place}"]').click()
    assert page.locator('.cell[aria-current="true"]').get_attribute("data-place") == place
    assert in_view(page, "tr.here")


def test_checks_are_links_between_cells(page: Any, url: str, seen: PageReading) -> None:
    page.goto(url)
    check = next(check for check in seen.extraction.checks if check.holds and len(check.members) > 2)
    total, member = check.total, check.members[0]
    page.locator(f'.cell[data-place="{total.sheet},{total.line},{total.column}"]').click()
    label = next(
        f.label
        for f in seen.extraction.facts
        if (f.sheet, f.line, f.column) == (member.sheet, member.line, member.column)
    )
    page.locator("#about .sum button", has=page.locator(f"xpath=self::*[@title='{label}']")).first.click()
    assert (
        page.locator('.cell[aria-current="true"]').get_attribute("data-place")
        == f"{member.sheet},{member.line},{member.column}"
    )


def test_arrows_move_among_values_in_one_tab_stop(page: Any, url: str) -> None:
    page.goto(url)
    assert page.locator('.cell[tabindex="0"]').count() == 1
    page.locator('.cell[tabindex="0"]').focus()
    first = page.evaluate("document.activeElement.dataset.place")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.dataset.place")
    assert first != second
    assert page.locator('.cell[tabindex="0"]').get_attribute("data-place") == second
    assert page.locator("#mark").count() == 1


def test_two_languages(page: Any, url: str) -> None:
    page.goto(url)
    assert page.locator('#stages button[data-stage="proof"]').inner_text().endswith("Proof")
    page.locator("#language").click()
    assert page.locator('#stages button[data-stage="proof"]').inner_text().endswith("検証")
    assert page.locator("html").get_attribute("lang") == "ja"
    page.reload()
    assert page.locator("html").get_attribute("lang") == "ja"


def test_a_phone_can_read_it(page: Any, url: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".cell").first.click()
    assert page.locator("#about").is_visible()
    assert "null" not in page.locator("#about").inner_text()


def test_every_control_has_a_name(page: Any, url: str) -> None:
    page.goto(url)
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, input, select')].filter(n => !(n.innerText || "
        "n.getAttribute('aria-label') || n.title)).length"
    )
    assert nameless == 0
    assert page.locator("h1").count() == 1


def test_contrast_of_words(page: Any, url: str) -> None:
    """WCAG AA: 4.5 to 1 for the colours that words are written in."""
    page.goto(url)
    ratios = page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            const light = hex => { const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            return ["ink", "soft", "accent", "proved", "tied", "unproved", "contradicted"].map(name => 1.05 / (light(style.getPropertyValue("--" + name).trim()) + 0.05));
        }"""
    )
    assert min(ratios) >= 4.5


def test_the_page_comes_nearer(page: Any, url: str) -> None:
    page.goto(url)
    page.locator(".cell").nth(4).click()
    before = page.locator(".leaf").bounding_box()["width"]
    page.locator("#nearer").click()
    page.keyboard.press("+")
    assert page.locator(".leaf").bounding_box()["width"] == pytest.approx(before * 1.25**2, rel=0.03)
    assert in_view(page, "#mark")
    for _ in range(3):
        page.keyboard.press("-")
    assert page.locator(".leaf").bounding_box()["width"] == pytest.approx(before, rel=0.03)
