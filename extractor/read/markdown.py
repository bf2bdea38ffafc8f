"""Markdown and the HTML that converters leave in it -> lines, tables tab-separated."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

_MARKUP = re.compile(r"\*\*|__|`|^#{1,6}\s+", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE = re.compile(r"<table\b.*?</table>", re.IGNORECASE | re.DOTALL)
_RAISED = re.compile(r"(?P<digit>\d?)<sup>\s*(?P<mark>[^<]{1,12}?)\s*</sup>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:sup|sub|span|b|i|u|em|strong|font|p|div)\b[^>]*>", re.IGNORECASE)

MOST_SPANNED = 60  # columns of one cell


def plain(markdown: str) -> str:
    """Markdown's marks off; pipe and HTML tables as tab-separated lines.

    A row whose cells all hold the same number of lines is so many rows. What is raised is a note mark, never a digit of
    its figure.
    """
    text = _TABLE.sub(lambda found: "\n" + "\n".join(_html_rows(found.group())) + "\n", _RAISED.sub(_mark, markdown))
    lines: list[str] = []
    for line in _MARKUP.sub("", text).splitlines():
        bare = line.strip()
        if not bare.startswith("|"):
            lines.append(html.unescape(_TAG.sub("", _BREAK.sub(" ", line))))
            continue
        cells = re.split(r"(?<!\\)\|", bare.removeprefix("|").removesuffix("|"))
        for row in _rows(cells):
            made = "\t".join(html.unescape(_TAG.sub("", cell)).replace("\\|", "|").strip(" ") for cell in row)
            lines.append(made if "\t" in made else made + "\t")
    return "\n".join(lines)


def _mark(found: re.Match[str]) -> str:
    """A raised mark: dropped behind a digit, else set apart as the note mark that it is."""
    if found["digit"]:
        return found["digit"]
    mark = found["mark"]
    return f" {mark}" if mark[0] in "※*＊(（" else f" ※{mark}"


def _rows(cells: list[str]) -> Iterator[list[str]]:
    parts = [_BREAK.split(cell) for cell in cells]
    filled = {len(part) for part, cell in zip(parts, cells, strict=True) if cell.strip()}
    if len(filled) == 1 and (count := filled.pop()) > 1 and len(cells) > 1:
        yield from ([part[k] if k < len(part) else "" for part in parts] for k in range(count))
    else:
        yield [" ".join(part) for part in parts]


def _html_rows(table: str) -> Iterator[str]:
    reader = _Rows()
    reader.feed(_BREAK.sub(" ", table))
    for row in reader.rows:
        line = "\t".join(row)
        yield line if "\t" in line else line + "\t"


class _Rows(HTMLParser):
    """The cells of a table, row by row; a cell that spans columns is followed by blank ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._blank = 0  # cells that the open one spans besides itself

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            span = dict(attrs).get("colspan") or "1"
            self._blank = min(int(span), MOST_SPANNED) - 1 if span.isdigit() else 0
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.rows:
            self.rows[-1].extend([""] * self._blank)
            self._blank = 0

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += " ".join(data.split()) if data.strip() else ""
