"""Sets tables on pages: the sheet of paper, its furniture, rows and rules, page breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4, B5, LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

import samples.press  # registers HeiseiMin-W3
from tests.typesetting import wording
from tests.typesetting.layouts import Layout
from tests.typesetting.tables import Line, Table

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
FONTS = {("ja", "mincho"): "HeiseiMin-W3", ("ja", "gothic"): "HeiseiKakuGo-W5"}
FONTS |= {("en", "mincho"): "Times-Roman", ("en", "gothic"): "Helvetica"}
PAPER = {"A4": A4, "B5": B5, "letter": LETTER}
_GLYPHS = re.compile(r"[0-9A-Za-z.,'-]+|.")
MARGIN = 50.0
STRIPE = samples.press.STRIPE
HEADED = ("head", "rows", "full", "totals", "stripes")


def width(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """Lines no wider than ``room``: at blanks in English, between any two glyphs but digits in Japanese."""
    out: list[str] = []
    for unit in text.split(" ") if text.isascii() else _GLYPHS.findall(text):
        joint = " " if text.isascii() else ""
        if out and width(out[-1] + joint + unit, font, size) <= room:
            out[-1] += joint + unit
        else:
            out.append(unit)
    return out or [""]


def unbroken(text: str) -> list[str]:
    """The parts of a head that no line end may cut."""
    return text.split(" ") if text.isascii() else [text[:3]]


class Paper:
    """A PDF in the making; ``y`` falls from the top margin, as on any page that is read."""

    def __init__(self, layout: Layout, running: str) -> None:
        self.layout, self.running = layout, running
        self.buffer = BytesIO()
        across, down = PAPER[layout.paper]
        self.flat = layout.turn != "portrait"
        self.width, self.height = (down, across) if self.flat else (across, down)
        # reportlab exchanges the sides of a page with a rotation of 90 degrees by itself
        sheet = (self.height, self.width) if layout.turn == "sideways" else (self.width, self.height)
        self.canvas: Any = Canvas(self.buffer, pagesize=sheet, invariant=1)
        self.font = FONTS[layout.language, layout.font]
        self.size = layout.size
        self.number = 0
        self.y = 0.0
        self.open = False

    @property
    def left(self) -> float:
        return MARGIN

    @property
    def right(self) -> float:
        return self.width - MARGIN

    def start(self) -> None:
        """A new page, whichever came before."""
        if self.open:
            self.finish()
        self.open, self.number = True, self.number + 1
        if self.layout.turn == "sideways" or self.layout.turn == "rotate_key":
            self.canvas.translate(self.height, 0)
            self.canvas.rotate(90)
        if self.layout.turn == "rotate_key":
            self.canvas.setPageRotation(90)
        self.y = self.height - MARGIN - 10

    def finish(self) -> None:
        self.canvas.setFillGray(0)
        self.canvas.setFont(self.font, 7.5)
        if self.number > 1 and self.layout.furniture in ("head", "both"):
            self.canvas.drawRightString(self.right, self.height - 28, self.running)
        if self.number > 1 and self.layout.furniture in ("foot", "both"):
            self.canvas.drawCentredString(self.width / 2, 26, f"- {self.number - 1} -")
        self.canvas.showPage()
        self.open = False

    def blank(self) -> None:
        """A page with nothing but its furniture."""
        self.start()

    def data(self) -> bytes:
        self.finish()
        self.canvas.save()
        return self.buffer.getvalue()

    def text(self, text: str, size: float = 10.0, where: str = "left", after: float = 5.0) -> None:
        self.y -= size
        while width(text, self.font, size) > self.right - self.left:
            size -= 0.5
        self.put(text, {"left": self.left, "centre": self.width / 2, "right": self.right}[where], self.y, size, where)
        self.y -= after

    def put(self, text: str, x: float, y: float, size: float, where: str = "left") -> None:
        self.canvas.setFont(self.font, size)
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString}
        draw.get(where, self.canvas.drawCentredString)(x, y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.5) -> None:
        self.canvas.setLineWidth(thick)
        self.canvas.line(x0, y0, x1, y1)

    @property
    def room(self) -> float:
        return self.y - MARGIN


class Setter:
    """One table between two vertical edges: measured once, set row by row, over pages where it must."""

    def __init__(self, paper: Paper, table: Table, left: float, right: float) -> None:
        self.paper, self.table, self.layout = paper, table, paper.layout
        self.font, self.size = paper.font, paper.layout.size
        self.left, self.right = left, right
        while not self._measure() and self.size > 2.0:
            self.size -= 0.25
        self.rows = [self._lines(line) for line in table.lines]

    # ------------------------------------------------------------ measures

    def _measure(self) -> bool:
        layout, size, font = self.layout, self.size, self.font
        table = self.table
        gap = size * layout.column_gap
        count = len(table.heads)
        sign = size * 0.9 if layout.currency in ("token", "first") else 0.0
        mark = size * 2.2 if layout.notes == "mark" and any(line.note for line in table.lines) else 0.0
        self.widths = []
        for at in range(count):
            widest = max((width(line.cells[at], font, size) for line in table.lines), default=0.0) + sign + mark
            head = max(width(text, font, size * 0.9) for text in table.heads[at])
            widest = max(widest, width(table.units, font, size * 0.9))
            most = 9.0 if count < 5 else 4.5
            word = max(width(part, font, size * 0.9) for text in table.heads[at] for part in unbroken(text))
            roomy = layout.column_width if count < 5 else min(layout.column_width, 1.15)
            self.widths.append(max(widest * roomy, min(head, most * size), word, 2.2 * size) + max(gap, 0.8 * size))
        for text, first, last in table.spans:
            short = min(width(text, font, size * 0.9), 9 * size * (last - first)) + gap - sum(self.widths[first:last])
            for at in range(first, last):
                self.widths[at] += max(short, 0) / (last - first)
        noted = layout.notes in ("before", "after", "decimal") and any(line.note for line in table.lines)
        self.note = size * 4.2 if noted else 0.0
        indent = [size * layout.indent * line.depth for line in table.lines]
        labels = [width(line.label, font, size) for line in table.lines]
        longest = max(a + b for a, b in zip(labels, indent, strict=True)) + 3
        if layout.label_width:
            longest = min(longest, size * layout.label_width + max(indent))
        longest = max(longest, width(table.corner, font, size * 0.9) + 4)
        used = longest + gap + self.note + sum(self.widths)
        spare = self.right - self.left - used
        if spare < 0:
            room = self.right - self.left - used + longest
            if room < 9 * size + max(indent):
                return False
            longest, spare = room, 0.0
        if layout.fill and not layout.label_width:
            self.label = longest + spare * 0.5
            self.widths = [each + spare * 0.5 / count for each in self.widths]
        elif layout.fill:
            self.label = longest
            self.widths = [each + spare / count for each in self.widths]
        else:
            self.label = longest
            self.right = self.left + used
        x = self.left + self.label + gap
        self.note_x = x + self.note / 2
        x += self.note if layout.notes != "after" else 0.0
        self.edges = [x]
        for each in self.widths:
            self.edges.append(self.edges[-1] + each)
        if layout.notes == "after" and noted:
            self.note_x = self.edges[-1] + self.note / 2
        return True

    def _lines(self, line: Line) -> list[str]:
        room = self.label - self.size * self.layout.indent * line.depth - 2
        return wrap(line.label, self.font, self.size, room)

    def height(self, at: int) -> float:
        """Of a row; rules need some room."""
        least = 0.25 if self.layout.rules in ("rows", "full") else 0.0
        return (len(self.rows[at]) * 1.15 + max(self.layout.row_gap, least)) * self.size

    def head_lines(self) -> tuple[list[list[str]], list[list[str]]]:
        size = self.size * 0.9
        gap = self.size * 0.8
        heads = [
            [part for text in head for part in wrap(text, self.font, size, self.widths[at] - gap)]
            for at, head in enumerate(self.table.heads)
        ]
        spans = [
            wrap(text, self.font, size, sum(self.widths[first:last]) - gap) for text, first, last in self.table.spans
        ]
        return heads, spans

    def head_height(self) -> float:
        heads, spans = self.head_lines()
        count = max(len(head) for head in heads) + max((len(span) for span in spans), default=0)
        return (count * 1.15 + 0.8 + (1.2 if self.table.units else 0)) * self.size

    # ------------------------------------------------------------ ink

    def head(self) -> None:
        paper, size = self.paper, self.size * 0.9
        heads, spans = self.head_lines()
        top = paper.y
        level = max((len(span) for span in spans), default=0)
        deepest = max(len(head) for head in heads)
        drop = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[self.layout.head_level]
        y = top - size * 1.1
        for (_, first, last), texts in zip(self.table.spans, spans, strict=True):
            for at, text in enumerate(texts):
                paper.put(text, (self.edges[first] + self.edges[last]) / 2, y - at * size * 1.15, size, "centre")
            if self.layout.rules != "none":
                below = y - (len(texts) - 1) * size * 1.15 - size * 0.35
                paper.line(self.edges[first] + 2, below, self.edges[last] - 2, below, 0.3)
        y -= level * size * 1.15 + (size * 0.3 if level else 0)
        for at, texts in enumerate(heads):
            for place, text in enumerate(texts):
                where = y - (place + drop * (deepest - len(texts))) * size * 1.15
                if self.layout.head_align == "right":
                    paper.put(text, self.edges[at + 1] - 2, where, size, "right")
                else:
                    paper.put(text, (self.edges[at] + self.edges[at + 1]) / 2, where, size, "centre")
        if self.table.corner:
            paper.put(self.table.corner, self.left + 2, y - drop * (deepest - 1) * size * 1.15, size)
        if self.note:
            word = wording.NOTES[self.layout.language][self.layout.notes_head]
            paper.put(word, self.note_x, y - drop * (deepest - 1) * size * 1.15, size, "centre")
        y -= (deepest - 1) * size * 1.15 + size * 0.5
        paper.y = y
        if self.layout.rules in HEADED:
            paper.line(self.left, top, self.right, top)
            paper.line(self.left, y, self.right, y)
        if self.layout.rules == "full":
            self._verticals(top, y)
        if self.table.units:
            for at in range(len(heads)):
                paper.put(self.table.units, self.edges[at + 1] - 2, y - size * 1.2, size, "right")
            paper.y -= size * 1.5

    def row(self, at: int, odd: bool, first: bool) -> None:
        paper, size, line, parts = self.paper, self.size, self.table.lines[at], self.rows[at]
        top, tall = paper.y, self.height(at)
        bottom = top - tall
        if self.layout.rules == "stripes" and odd:
            paper.canvas.setFillColorRGB(*STRIPE)
            paper.canvas.rect(self.left, bottom, self.right - self.left, tall, stroke=0, fill=1)
            paper.canvas.setFillGray(0)
        start = top - (tall - len(parts) * size * 1.15) / 2 - size * 0.9
        step = size * 1.15
        for place, part in enumerate(parts):
            paper.put(part, self.left + 2 + size * self.layout.indent * line.depth, start - place * step, size)
        shift = {"first": 0.0, "middle": (len(parts) - 1) / 2, "last": len(parts) - 1.0}[self.layout.wrapped_value]
        y = start - shift * step
        for column, text in enumerate(line.cells):
            if text:
                self._cell(text, column, y, line, first)
        if line.note and self.note:
            paper.put(line.note, self.note_x, y, size, "centre")
        if self.layout.rules in ("rows", "full"):
            paper.line(self.left, bottom, self.right, bottom, 0.3)
        if self.layout.rules == "full":
            self._verticals(top, bottom)
        if self.layout.rules == "totals" and line.style == "total":
            for column, text in enumerate(line.cells):
                if text:
                    paper.line(self.edges[column] + 4, top, self.edges[column + 1] - 1, top, 0.3)
        paper.y = bottom

    def _cell(self, text: str, column: int, y: float, line: Line, first: bool) -> None:
        paper, size = self.paper, self.size
        pad = 2.0
        if self.layout.align == "centre":
            middle = (self.edges[column] + self.edges[column + 1]) / 2
            paper.put(text, middle, y, size, "centre")
            left = middle - width(text, self.font, size) / 2
        else:
            hang = width(")", self.font, size) if text.endswith(")") and self.layout.language == "en" else 0.0
            room = self.edges[column + 1] - pad - (0 if self.layout.column_gap < 1 else min(hang, 3))
            paper.put(text, room + (min(hang, 3) if self.layout.column_gap >= 1 else 0), y, size, "right")
            left = room - width(text, self.font, size)
        if self.layout.notes == "mark" and line.note and column == 0 and text[0].isdigit():
            paper.put(line.note, left - size * 0.35, y, size * 0.8, "right")
        signed = self.layout.currency == "token" or (
            self.layout.currency == "first" and (first or line.style == "total")
        )
        if signed and (text[:1].isdigit() or text[:1] == "("):
            paper.put("¥", self.edges[column] + pad + size * 0.5, y, size)

    def _verticals(self, top: float, bottom: float) -> None:
        for x in {self.left, self.right, self.edges[0] - self.size * self.layout.column_gap, *self.edges}:
            self.paper.line(x, top, x, bottom, 0.3)


def flow(paper: Paper, setters: Sequence[Setter], again: Callable[[], None]) -> None:
    """Sets tables side by side, row by row; ``again`` opens a further page."""
    for setter in setters:
        top = paper.y
        setter.head()
        if setter is not setters[-1]:
            paper.y = top
    for at in range(max(len(setter.rows) for setter in setters)):
        here = [setter for setter in setters if at < len(setter.rows)]
        tall = max(setter.height(at) for setter in here)
        limit = paper.layout.page_rows
        if paper.room < tall or (at and at % limit == 0):
            again()
            if paper.layout.repeat_head:
                top = paper.y
                for setter in setters:
                    paper.y = top
                    setter.head()
        top = paper.y
        for setter in here:
            paper.y = top
            setter.row(at, at % 2 == 0, at == 0 or (at == 1 and setter.table.lines[0].style == "heading"))
        paper.y = top - tall
    if paper.layout.rules in HEADED:
        for setter in setters:
            paper.line(setter.left, paper.y, setter.right, paper.y)
