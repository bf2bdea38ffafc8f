"""A headless Chromium of the system, a lake to look at, and a page that forgives no error and no request to
elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.examine.conftest import FILING
from tests.examine.lakes import commit

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def chromium_path() -> str | None:
    """The system's Chromium; None: there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    executable = chromium_path()
    if executable is None:
        pytest.skip(f"no Chromium on this machine: none of {', '.join(NAMES)}")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e '.[dev]'")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab of 1280 x 800 in English. At the end: no console error, and nothing was asked of anyone but the page's own
    file or loopback server."""
    context = browser.new_context(viewport=DESKTOP, locale="en-US", accept_downloads=True)
    tab = context.new_page()
    errors: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    yield tab
    context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:///", "data:", "http://127.0.0.1:"))] == []


@pytest.fixture(scope="session")
def filing(samples: Path) -> Path:
    return samples / FILING


@pytest.fixture(scope="session")
def lake(filing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "lake"
    commit(folder, filing)
    return folder


def place_of(page: Any, selector: str) -> list[float]:
    """Where an element lies on the leaf, in points of the page: x0, top, x1, bottom."""
    return page.evaluate(
        """selector => {
            const leaf = document.querySelector(".leaf").getBoundingClientRect(), box = document.querySelector(selector).getBoundingClientRect();
            const view = document.querySelector("svg.over").viewBox.baseVal, scale = view.width / leaf.width;
            return [box.left - leaf.left, box.top - leaf.top, box.right - leaf.left, box.bottom - leaf.top].map(edge => edge * scale);
        }""",
        selector,
    )


def in_view(page: Any, selector: str) -> bool:
    return page.evaluate(
        """selector => {
            const node = document.querySelector(selector), seen = node.closest(".scroll").getBoundingClientRect(), box = node.getBoundingClientRect();
            return box.top >= seen.top - 1 && box.bottom <= Math.min(seen.bottom, innerHeight) + 1;
        }""",
        selector,
    )
