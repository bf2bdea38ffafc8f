"""The same filings as text with tab-separated tables, as converters write them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from random import Random

from tests.typesetting import wording
from tests.typesetting.filing import Drawn, cover, heading, notes, section, standard_is_told
from tests.typesetting.invent import invent
from tests.typesetting.layouts import Layout, possible
from tests.typesetting.page import unbroken
from tests.typesetting.tables import Line, Maker, Table


@dataclass(frozen=True)
class TextLayout:
    """What a converter chooses. The first of ``TEXT_CHOICES`` is the plain one."""

    heads: str = "rows"  # a row for each line of a head; one: all lines in one cell
    indent: str = "full"  # full-width blanks before labels
    apart: int = 1  # tabs between two columns: further ones are empty cells
    spans: str = "once"  # a head over several columns: once, with empty cells behind it; or in each of them
    wrap: int = 0  # glyphs of a label in a row; 0: all
    torn: str = "last"  # the row of a broken label beside which its figures stand
    caption: str = "line"  # the unit as a line of its own, or as a cell of the table
    ending: bool = False  # a tab ends each row
    pages: bool = False  # form feeds between statements
    gap: int = 0  # empty lines between the rows of a table: as converters write that take rows for paragraphs


TEXT_CHOICES: dict[str, tuple[object, ...]] = {
    "heads": ("rows", "one"),
    "indent": ("full", "none", "half"),
    "apart": (1, 2),
    "spans": ("once", "each"),
    "wrap": (0, 14, 10),
    "torn": ("last", "first"),
    "caption": ("line", "cell"),
    "ending": (False, True),
    "pages": (False, True),
    "gap": (0, 1),
}


def draw_text_layout(seed: int) -> TextLayout:
    """The text layout of that seed."""
    rng = Random(f"text {seed}")
    boldness = rng.choice((0.2, 0.5, 0.8))
    picked: dict[str, object] = {}
    for name, choices in TEXT_CHOICES.items():
        roll, choice = rng.random(), rng.choice(choices)
        if roll < boldness:
            picked[name] = choice
    return TextLayout(**picked)  # type: ignore[arg-type]


def text_differences(layout: TextLayout) -> dict[str, object]:
    """The options that are not plain."""
    plain = TextLayout()
    return {
        entry.name: value
        for entry in fields(TextLayout)
        if (value := getattr(layout, entry.name)) != getattr(plain, entry.name)
    }


class Text:
    """A text in the making, written as a page is."""

    def __init__(self, layout: Layout, breaks: bool) -> None:
        self.layout, self.breaks = layout, breaks
        self.lines: list[str] = []

    def start(self) -> None:
        self.lines.append("\f" if self.breaks else "")

    def text(self, text: str, size: float = 10.0, where: str = "left", after: float = 5.0) -> None:
        self.lines += [text, ""]

    def data(self) -> bytes:
        return ("\n".join(self.lines).replace("\f\n", "\f") + "\n").encode()


def draw_text(seed: int, layout: Layout, text_layout: TextLayout) -> Drawn:
    """The figures of the seed as text: wording by ``layout``, rows and cells by ``text_layout``."""
    layout = possible(replace(layout, balance="report", letter_spaced=False))
    figures = invent(seed, layout.three_months != "none")
    printed = Maker(figures, layout, seed).printed()
    paper = Text(layout, text_layout.pages)
    for line in cover(layout, figures):
        paper.text(line)
    paper.start()
    section(paper, figures)
    scale = layout.scale or figures.scale
    for place, statement in enumerate(printed):
        if place:
            paper.start()
        heading(paper, figures, statement, scale)
        unit = wording.unit_caption(layout, scale)
        inside = text_layout.caption == "cell" and layout.unit_place == "caption"
        if inside:
            paper.lines = paper.lines[:-2]
        for number, table in enumerate(statement.tables):
            if table.caption:
                paper.text(table.caption)
            if number and table.caption and layout.unit_place == "caption" and not inside:
                paper.text(unit)
            paper.lines += [*_rows(table, layout, text_layout, unit if inside else ""), ""]
    if layout.notes_page:
        paper.start()
        notes(paper, figures)
    expected = tuple(entry for statement in printed for entry in statement.expected)
    return Drawn(paper.data(), expected, figures, standard_is_told(layout, figures))


def _rows(table: Table, layout: Layout, text: TextLayout, caption: str) -> list[str]:
    """The table's rows as lines."""
    count = len(table.heads)
    noted = layout.notes in ("before", "after", "decimal") and any(line.note for line in table.lines)
    word = wording.NOTES[layout.language][layout.notes_head]
    rows: list[tuple[str, str, list[str]]] = []
    if caption:
        rows.append(("", "", [*[""] * (count - 1), caption]))
    if table.spans:
        over = ["" for _ in range(count)]
        for said, first, last in table.spans:
            for at in range(first, last if text.spans == "each" else first + 1):
                over[at] = said
        rows.append(("", "", over))
    if text.heads == "one":
        joint = " " if layout.language == "en" else ""
        rows.append((table.corner, word, [joint.join(head) for head in table.heads]))
    else:
        deep = max(len(head) for head in table.heads)
        for at in range(deep):
            first = at == 0
            line = [head[at] if at < len(head) else "" for head in table.heads]
            rows.append((table.corner if first else "", word if first else "", line))
    if table.units:
        rows.append(("", "", [table.units] * count))
    out = [_joined(label, note, cells, layout, text, noted) for label, note, cells in rows]
    for line in table.lines:
        label, rest = _cut(line, text)
        cells = [
            f"{line.note} {cell}" if layout.notes == "mark" and line.note and at == 0 and cell[:1].isdigit() else cell
            for at, cell in enumerate(line.cells)
        ]
        if rest and text.torn == "last":
            out.append(label)
            label, rest = rest, ""
        out.append(_joined(label, line.note, cells, layout, text, noted))
        out += [rest] if rest else []
    return [row for line in out for row in (line, *[""] * text.gap)] if text.gap else out


def _joined(label: str, note: str, cells: list[str], layout: Layout, text: TextLayout, noted: bool) -> str:
    tabs = "\t" * text.apart
    parts = [label]
    if noted and layout.notes != "after":
        parts.append(note)
    parts += cells
    if noted and layout.notes == "after":
        parts.append(note)
    return tabs.join(parts) + ("\t" if text.ending else "")


def _cut(line: Line, text: TextLayout) -> tuple[str, str]:
    """The label's first row and the rest of it, both with the line's indentation."""
    pad = {"full": "　", "half": "  ", "none": ""}[text.indent] * line.depth
    words = unbroken(line.label) if line.label.isascii() else [line.label]
    if not text.wrap or len(line.label) <= text.wrap:
        return pad + line.label, ""
    if len(words) == 1:
        return pad + line.label[: text.wrap], pad + line.label[text.wrap :]
    first: list[str] = []
    while words and len(" ".join((*first, words[0]))) <= 2 * text.wrap:
        first.append(words.pop(0))
    return pad + " ".join(first), pad + " ".join(words) if words else ""
