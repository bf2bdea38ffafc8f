"""HTML that is escaped unless it was made here, addresses, and words in two languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from extractor.notation.printable import printable

VOID = frozenset({"input", "img", "br", "link", "meta", "rect", "line", "circle", "path", "polyline"})
MARKS = {"proved": "✓", "tied": "=", "unproved": "·", "contradicted": "✗"}


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element. ``class_`` is class, ``for_`` for, other underscores hyphens. None and False: no such
    attribute."""
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{text(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Html(f"<{name}{given}>" if name in ("input", "img", "br", "link", "meta") else f"<{name}{given}/>")
    return Html(f"<{name}{given}>{join(children)}</{name}>")


def join(parts: Iterable[object]) -> Html:
    """The parts one after the other; None is nothing."""
    return Html("".join(part if isinstance(part, Html) else text(part) for part in parts if part is not None))


def text(value: object) -> str:
    """Escaped, with control characters written out."""
    return escape(printable(str(value), lines=True))


def address(*parts: object, **query: object) -> str:
    """``/filing/ab12?page=3``; None leaves a field out."""
    path = "/" + "/".join(quote(str(part), safe="") for part in parts)
    fields = {name.rstrip("_"): value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(fields)}" if fields else path


def amount(value: Any) -> str:
    """A number for people: 1,234.5; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def period(start: Any, end: Any) -> str:
    """A period, or the date of a balance."""
    return "?" if end is None else f"{start} – {end}" if start else str(end)


class Words:
    """What the pages say, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = all_words()[language]
        self._english = all_words()["en"]

    def __call__(self, key: str, **values: object) -> str:
        said = self._words.get(key) or self._english.get(key) or key.replace("_", " ")
        return said.format(**{name: amount(value) for name, value in values.items()}) if values else said


@cache
def all_words() -> Mapping[str, Mapping[str, str]]:
    """The words of the lake browser by language and key."""
    return tomllib.loads(files("extractor.examine").joinpath("templates", "browse.toml").read_text(encoding="utf-8"))
