"""Pictures of the pages for the README, from the samples alone: ``make pictures`` writes them to ``docs/pictures``.

Needs a Chromium of the system and Playwright, and says so where they are not there.
"""

from __future__ import annotations

import io
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

from PIL import Image

from extractor.examine.browse.markup import address
from extractor.examine.browse.site import Browser
from extractor.examine.filing import write_filing
from extractor.examine.page import page_html
from extractor.examine.picture import PictureProcess
from extractor.examine.record import read_record
from extractor.examine.server import make_server
from extractor.examine.stages import read_page
from extractor.run.batch import Hooks, run_batch
from extractor.settings import ExecutorName, RunSettings
from extractor.write import open_lake
from tests.browser.conftest import DESKTOP, FLAGS, NAMES, PHONE, chromium_path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES, OUT = ROOT / "samples", ROOT / "docs" / "pictures"
FILING, LAKE = "kakuu_2022fy.pdf", "lake"
COLOURS = 96
Take = Callable[[str, str, dict[str, int]], None]


def main() -> int:
    """0: all are written; 3: there is no browser."""
    executable = chromium_path()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sync_playwright = None
    if executable is None or sync_playwright is None:
        print(f"no pictures: needs Playwright and one of {', '.join(NAMES)}", file=sys.stderr)
        return 3
    OUT.mkdir(parents=True, exist_ok=True)
    # the lake's path is on some pictures: a relative one is the same on every machine
    with tempfile.TemporaryDirectory() as name, chdir(name), sync_playwright() as playwright:
        folder = Path(name)
        chromium = playwright.chromium.launch(executable_path=executable, headless=True, args=FLAGS)
        tab = chromium.new_context(viewport=DESKTOP, locale="en-US").new_page()

        def take(url: str, to: str, size: dict[str, int]) -> None:
            tab.set_viewport_size(size)
            tab.goto(url)
            _save(tab.screenshot(), OUT / f"{to}.png")

        settings = RunSettings(executor=ExecutorName.SERIAL, jobs=1, memory=0, pictures=0)
        result = run_batch(str(SAMPLES), open_lake(LAKE), settings, hooks=Hooks())
        take(Path(str(result.report)).resolve().as_uri(), "report", DESKTOP)
        _single_files(folder, tab, take)
        _browser(take, lambda: tab.goto("about:blank"))
        chromium.close()
    return 0


def _single_files(folder: Path, tab: Any, take: Take) -> None:
    filing = SAMPLES / FILING
    view = write_filing(read_record(LAKE, FILING), filing, folder)
    take(view.as_uri(), "view", DESKTOP)
    with PictureProcess(filing, [4]) as camera:
        html = page_html(read_page(filing, 4), camera.pictures().get(4))
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    take(page.as_uri(), "page", DESKTOP)
    tab.locator(".cell").nth(6).click()
    _save(tab.screenshot(), OUT / "page.png")


def _browser(take: Take, leave: Callable[[], object]) -> None:
    site = Browser(LAKE, [SAMPLES])
    filed = next(f for f in site.view.filings.values() if f.file == FILING)
    company = site.view.company_of[filed.filing_id].key
    row = next(r for r in site.view.rows(filed.filing_id, "balance_sheet") if r["item"] == "current_assets")
    where = {"table": "balance_sheet", "sheet": row["sheet"], "line": row["line"], "column": row["column"]}
    with make_server(site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        take(f"{base}/?token={site.token}", "browse-companies", DESKTOP)
        take(base + address("company", company), "browse-company", DESKTOP)
        take(base + address("over-time", company, "balance_sheet"), "browse-over-time", DESKTOP)
        take(base + address("filing", filed.filing_id, "page", row["page"], **where), "browse-value", DESKTOP)
        take(base + "/proof", "browse-proof", DESKTOP)
        take(base + address("over-time", company, "balance_sheet"), "browse-phone", PHONE)
        leave()  # a tab that holds a connection keeps the server from stopping
        server.shutdown()
        thread.join()


def _save(png: bytes, path: Path) -> None:
    """With few colours: the same page gives nearly the same small file."""
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, "PNG", optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
