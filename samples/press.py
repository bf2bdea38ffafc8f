"""Sets tables on paper the way filings print them: stripes or full grids, stacked headers, note marks before figures,
wrapped labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from samples.facts import Head, Row, printed

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))  # the viewer's own font: nothing to ship
FONTS = {"ja": ("HeiseiMin-W3", "HeiseiMin-W3"), "en": ("Times-Roman", "Times-Bold")}
LEFT, RIGHT, TOP, BOTTOM = 56.0, A4[0] - 48.0, A4[1] - 60.0, 60.0
STRIPE = (0.80, 0.92, 1.0)


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is set. ``units`` prints a column of units; ``notes``: "column", or "mark" for ※ before the
    figure."""

    size: float = 9.0
    width: float = 92.0  # of a value column
    grid: bool = False
    stripes: bool = False
    notes: str = ""
    note_head: str = ""
    units: dict[str, str] = field(default_factory=dict)
    side: float = 0.0  # width of the column between labels and values
    spans: tuple[tuple[str, int, int], ...] = ()  # text, first column, column after the last: a level above the heads
    corner: tuple[str, ...] = ()  # what stands over the labels


class Press:
    """One PDF in the making. Pages count from 1."""

    def __init__(self, path: Path, language: str, title: str, running: Sequence[str] = ()) -> None:
        self.canvas: Any = Canvas(str(path), pagesize=A4, invariant=1)
        self.canvas.setTitle(title)
        self.language, self.running = language, running
        self.font, self.bold = FONTS[language]
        self.page, self.y = 1, TOP

    def text(self, text: str, size: float = 9.0, *, x: float = LEFT, bold: bool = False, after: float = 6.0) -> None:
        self._draw(text, x, size, bold)
        self.y -= size + after

    def centred(self, text: str, size: float, after: float = 12.0) -> None:
        font = self.bold
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(A4[0] / 2, self.y, text)
        self.y -= size + after

    def caption(self, text: str, size: float = 8.0) -> None:
        self.canvas.setFont(self.font, size)
        self.canvas.drawRightString(RIGHT, self.y, text)
        self.y -= size + 2

    def turn(self) -> None:
        """Ends the page: running head, page number, next."""
        self._furnish()
        self.canvas.showPage()
        self.page, self.y = self.page + 1, TOP

    def close(self) -> None:
        self._furnish()
        self.canvas.save()

    def _furnish(self) -> None:
        if self.page == 1:
            return
        self.canvas.setFillGray(0)
        self.canvas.setFont(self.font, 7)
        for at, line in enumerate(self.running):
            self.canvas.drawRightString(RIGHT, A4[1] - 24 - 9 * at, line)
        self.canvas.drawCentredString(A4[0] / 2, 30, f"- {self.page - 1} -")

    def _draw(self, text: str, x: float, size: float, bold: bool = False) -> None:
        self.canvas.setFont(self.bold if bold else self.font, size)
        self.canvas.drawString(x, self.y, text)

    def table(self, rows: Sequence[Row], heads: Sequence[Head], look: Look, columns: range | None = None) -> None:
        """The rows under their heads; ``columns`` picks a block of the value columns."""
        picked = columns or range(len(heads))
        rights = [RIGHT - 6 - look.width * (len(picked) - 1 - at) for at in range(len(picked))]
        first = rights[0] - look.width + 6
        side = look.side or (46.0 if look.notes == "column" else 0.0)
        label_room = first - side - LEFT - 4
        top = self.y
        edges = [LEFT, *([first - side] if side else []), first, *(right + 6 for right in rights)]
        lines = [top]
        self._head([heads[at] for at in picked], rights, first, side, look, lines)
        for number, row in enumerate(rows):
            self._row(row, [row.values[at] for at in picked], rights, first, label_room, look, number, lines)
        if look.grid:
            self._grid(
                edges,
                lines,
                [first + look.width * at for _, start, stop in look.spans for at in range(start + 1, stop)],
                look.size + 3,
            )
        self.canvas.setLineWidth(0.8)
        self.canvas.line(LEFT, lines[-1], RIGHT, lines[-1])
        self.y = lines[-1] - 16

    def _head(
        self, heads: Sequence[Head], rights: Sequence[float], first: float, side: float, look: Look, lines: list[float]
    ) -> None:
        size = look.size - 1
        self.canvas.setLineWidth(0.8)
        self.canvas.line(LEFT, self.y, RIGHT, self.y)
        y = self.y - size - 2
        self.canvas.setFont(self.font, size)
        for text, start, stop in look.spans:
            left, right = rights[start] - look.width + 6, rights[stop - 1] + 6
            self.canvas.drawCentredString((left + right) / 2, y, text)
            self.canvas.setLineWidth(0.4)
            self.canvas.line(left + 2, y - 3, right - 2, y - 3)
        if look.spans:
            y -= size + 4
        deepest = y
        for head, right in zip(heads, rights, strict=True):
            wrapped = [part for line in head.lines for part in _wrap(line, self.font, size, look.width - 6)]
            for at, line in enumerate(wrapped):
                self.canvas.drawCentredString(right + 6 - look.width / 2, y - at * (size + 1), line)
            deepest = min(deepest, y - (len(wrapped) - 1) * (size + 1))
        if look.note_head:
            self.canvas.drawCentredString(first - side / 2, y, look.note_head)
        for at, line in enumerate(look.corner):
            self.canvas.drawString(LEFT + 4, y - at * (size + 1), line)
        self.y = deepest - 5
        self.canvas.setLineWidth(0.5)
        self.canvas.line(LEFT, self.y, RIGHT, self.y)
        lines.append(self.y)

    def _row(
        self,
        row: Row,
        values: Sequence[str],
        rights: Sequence[float],
        first: float,
        room: float,
        look: Look,
        number: int,
        lines: list[float],
    ) -> None:
        size = look.size
        indent = row.depth * size
        parts = _wrap(row.label, self.font, size, room - indent)
        height = max(len(parts) * (size + 2), size + 2) + (5 if look.grid else 2.5)
        bottom = self.y - height
        if look.stripes and number % 2 == 0:
            self.canvas.setFillColorRGB(*STRIPE)
            self.canvas.rect(LEFT, bottom, RIGHT - LEFT, height, stroke=0, fill=1)
            self.canvas.setFillGray(0)
        middle = (self.y + bottom) / 2 - size * 0.36
        start = middle + (len(parts) - 1) * (size + 2) / 2
        bold = row.style != "item" and self.language == "en"
        self.canvas.setFont(self.bold if bold else self.font, size)
        for at, part in enumerate(parts):
            self.canvas.drawString(LEFT + 4 + indent, start - at * (size + 2), part)
        self.canvas.setFont(self.font, size)
        if look.notes == "column" and row.note:
            self.canvas.drawCentredString(first - 23, middle, row.note)
        if look.units:
            self.canvas.drawRightString(first - 4, middle, look.units[row.unit])
        for value, right in zip(values, rights, strict=True):
            self._value(value, right, middle, row, look)
        if row.style == "total" and not look.grid:
            self.canvas.setLineWidth(0.4)
            for right, value in zip(rights, values, strict=True):
                if value:
                    self.canvas.line(right - look.width + 14, self.y - 0.4, right + 2, self.y - 0.4)
        self.y = bottom
        lines.append(bottom)

    def _value(self, value: str, right: float, y: float, row: Row, look: Look) -> None:
        text = printed(value, self.language)
        edge = right
        if self.language == "en" and text.endswith(")"):
            edge += pdfmetrics.stringWidth(
                ")", self.font, look.size
            )  # brackets hang, so that digits stand under digits
        self.canvas.setFont(self.font, look.size)
        self.canvas.drawRightString(edge, y, text)
        if look.notes == "mark" and row.note and text and value != "-":
            x = edge - pdfmetrics.stringWidth(text, self.font, look.size) - 3
            self.canvas.setFont(self.font, look.size - 3)
            self.canvas.drawRightString(x, y, row.note)

    def _grid(self, edges: Sequence[float], lines: Sequence[float], spanned: Sequence[float], step: float) -> None:
        """All rules of a full grid; those under a spanning head begin below it."""
        self.canvas.setLineWidth(0.4)
        for y in lines:
            self.canvas.line(LEFT, y, RIGHT, y)
        for x in (*edges, RIGHT):
            inner = any(abs(x - other) < 1 for other in spanned)
            self.canvas.line(x, lines[0] - (step if inner else 0), x, lines[-1])


def _wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """Broken at blanks where there are any, else between glyphs."""
    if pdfmetrics.stringWidth(text, font, size) <= room:
        return [text]
    spaced = " " in text and text.isascii()
    pieces = text.split(" ") if spaced else list(text)
    lines, line = [], ""
    for piece in pieces:
        longer = f"{line} {piece}" if spaced and line else line + piece
        if line and pdfmetrics.stringWidth(longer, font, size) > room:
            lines.append(line)
            line = piece
        else:
            line = longer
    return [*lines, line]
