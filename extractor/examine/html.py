"""One self-contained HTML file: a template, the shared style and script, the page's own script, and its data as
JSON."""

from __future__ import annotations

import base64
from html import escape
from importlib.resources import files
from typing import Any

from extractor.examine.picture import Picture
from extractor.examine.plain import to_json
from extractor.model import Page

# Nothing is fetched but what stands in the file itself; a served page may talk to its own server.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src "
    "{server}; base-uri 'none'; form-action 'none'"
)
_HEAD = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
{style}</style>
</head>
"""


def render_html(name: str, title: str, data: Any, *, served: bool = False, language: str = "en") -> str:
    """The page ``name`` (page, filing, review) filled with ``data``."""
    policy = _POLICY.format(server="'self'" if served else "'none'")
    blob = to_json(data, indent=None).replace("</", "<\\/").replace("<!--", "<\\u0021--")
    head = _HEAD.format(language=language, policy=policy, title=escape(title), style=_part("look.css"))
    scripts = f"<script>\n{_part('look.js')}\n{_part(f'{name}.js')}</script>\n"
    data_part = f'<script type="application/json" id="data">{blob}</script>'
    return f"{head}<body>\n{_part(f'{name}.html')}{data_part}\n{scripts}</body>\n</html>\n"


def _part(name: str) -> str:
    return files("extractor.examine").joinpath("templates", name).read_text(encoding="utf-8")


def data_uri(png: bytes) -> str:
    """A PNG as the address of a picture within a page."""
    return "data:image/png;base64," + base64.b64encode(png).decode()


def page_json(page: Page, picture: Picture | None) -> dict[str, Any]:
    """A page for the browser: its picture, or else its words and rules to set it from."""
    out: dict[str, Any] = {
        "number": page.number,
        "width": round(page.width, 1),
        "height": round(page.height, 1),
        "image": None,
        "words": [],
        "rules": [],
    }
    if picture:
        return out | {"image": data_uri(picture.png)}
    words = [
        [w.text, *(round(edge, 1) for edge in (w.box.x0, w.box.top, w.box.x1, w.box.bottom)), round(w.size, 1)]
        for w in (*page.words, *page.furniture)
    ]
    rules = [
        [round(edge, 1) for edge in (rule.box.x0, rule.box.top, rule.box.x1, rule.box.bottom)] for rule in page.rules
    ]
    return out | {"words": words, "rules": rules}
