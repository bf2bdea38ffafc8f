"""The same invented table set in several layouts is read as the same rows, whatever the layout."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from extractor.detect.grids import grids_on, joined
from extractor.model import Box, Page, Rule, Word
from tests.support.pages import SIZE, word

HEADS = ("前連結会計年度", "当連結会計年度")
DATES = ("（2031年３月31日）", "（2032年３月31日）")
Line = tuple[str, int, tuple[str, str] | None]
ROLL: tuple[Line, ...] = (
    ("有形固定資産", 0, None),
    ("建物及び構築物", 1, ("12,041", "11,877")),
    ("機械装置", 1, ("3,310", "3,295")),
    ("小計", 1, ("15,351", "15,172")),
    ("無形固定資産", 0, None),
    ("ソフトウエア", 1, ("412", "△398")),
    ("その他", 1, ("－", "57")),
    ("合計", 0, ("15,763", "14,831")),
)
LONG: tuple[Line, ...] = (
    ("売掛金", 0, ("8,204", "9,113")),
    ("一年以内に期限の到来する長期の貸付金", 0, ("640", "△12")),
    ("建設中の建物に係る前渡しの金額の合計", 0, ("75", "1,930")),
    ("その他", 0, ("19", "－")),
)


@dataclass(frozen=True)
class Layout:
    """How a table is set. ``walls``: grid, rows or none; ``thick``: of a wall, in points; ``wrap``: characters of a
    label's line; ``pitch``: points between rows; ``dated``: a second line of heads; ``split``: the row before which
    the page ends."""

    walls: str = "grid"
    thick: float = 0.5
    wrap: int = 40
    pitch: float = 15.0
    dated: bool = True
    units: bool = False
    split: int | None = None


def drawn(table: tuple[Line, ...], layout: Layout) -> list[Page]:
    """The table on a page, or on two with the heads on the first alone."""
    edge = 50.0 + SIZE * min(layout.wrap, 22) + 14
    xs = (50.0, edge, edge + 110, edge + 220)
    words: list[Word] = []
    ys = [60.0]
    top = 62.0
    for k, head in enumerate(HEADS):
        lines = [head, DATES[k]] if layout.dated else [head]
        lines += ["百万円"] if layout.units else []
        for n, text in enumerate(lines):
            width = SIZE * len(text)
            words.append(word(text, (xs[k + 1] + xs[k + 2] - width) / 2, top + 10 * n))
    top += 10 * (1 + layout.dated + layout.units) + 4
    pages: list[Page] = []
    for number, (label, depth, figures) in enumerate(table):
        if number == layout.split:
            pages.append(_page(len(pages) + 1, words, [*ys, top - 2], xs, layout))
            words, ys, top = [], [60.0], 62.0
        elif number or layout.walls != "none":
            ys.append(top - 2)
        parts = _broken(label, layout.wrap)
        for n, part in enumerate(parts):
            words.append(word(part, xs[0] + 5 + SIZE * depth, top + 10 * n))
        height = 10 * (len(parts) - 1)
        for k, figure in enumerate(figures or ()):
            words.append(word(figure, xs[k + 2] - 6, top + height / 2, right=True))
        top += height + layout.pitch
    pages.append(_page(len(pages) + 1, words, [*ys, top - 2], xs, layout))
    return pages


def _broken(label: str, wrap: int) -> list[str]:
    return [label[k : k + wrap] for k in range(0, len(label), wrap)]


def _page(number: int, words: list[Word], ys: list[float], xs: tuple[float, ...], layout: Layout) -> Page:
    rules: list[Rule] = []
    if layout.walls != "none":
        rules += [Rule(Box(xs[0], y, xs[-1], y + layout.thick)) for y in ys]
    if layout.walls == "grid":
        rules += [Rule(Box(x, ys[0], x + layout.thick, ys[-1])) for x in xs]
    return replace(Page(number, 595, 842, tuple(words), reader="test"), rules=tuple(rules))


def read(table: tuple[Line, ...], layout: Layout) -> list[tuple[tuple[str, ...], str, str]]:
    """Path, head and text of each figure."""
    (grid,) = joined([grid for page in drawn(table, layout) for grid in grids_on(page, ())])
    labels = [column.label for column in grid.columns]
    assert all(label.startswith(head) for label, head in zip(labels, HEADS, strict=True))
    return [(row.path, HEADS[cell.column], cell.text) for row in grid.rows for cell in row.cells]


def expected(table: tuple[Line, ...]) -> list[tuple[tuple[str, ...], str, str]]:
    group: tuple[str, ...] = ()
    out = []
    for label, depth, figures in table:
        if figures is None:
            group = (label,)
            continue
        path = (*group, label) if depth else (label,)
        out += [(path, head, figure) for head, figure in zip(HEADS, figures, strict=True)]
    return out


LAYOUTS = [
    Layout(),
    Layout(thick=2.6),
    Layout(walls="rows"),
    Layout(walls="none"),
    Layout(dated=False),
    Layout(walls="none", dated=False),
    Layout(units=True),
    Layout(walls="rows", units=True),
    Layout(pitch=11.5),
    Layout(walls="none", pitch=20.0),
    Layout(split=6),
    Layout(walls="rows", split=6),
    Layout(walls="none", split=6),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=repr)
def test_groups_and_their_rows(layout: Layout) -> None:
    assert read(ROLL, layout) == expected(ROLL)


@pytest.mark.parametrize(
    "layout",
    [
        Layout(wrap=10),
        Layout(wrap=10, thick=2.6),
        Layout(walls="rows", wrap=10),
        Layout(walls="none", wrap=10),
        Layout(walls="none", wrap=10, pitch=20.0),
        Layout(wrap=7),
        Layout(walls="none", wrap=7, pitch=18.0),
    ],
    ids=repr,
)
def test_labels_of_several_lines(layout: Layout) -> None:
    assert read(LONG, layout) == expected(LONG)
