"""What brackets around a figure say: minus, or a part of what stands above it ("thereof")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Cell, Language, Line, Sheet
from extractor.notation.lexicon import rule

_BRACKETED = rule("signs.bracketed").finds
_SQUARE = rule("signs.square").finds
_TRIANGLE = rule("tokens.triangle").finds


def bracketed(cell: Cell) -> bool:
    """Whether the cell prints a figure in brackets."""
    return cell.amount.value is not None and _BRACKETED(cell.amount.text)


def thereof(line: Line) -> Line:
    """The line with its bracketed figures as they are, not below nought."""
    cells = tuple(
        replace(cell, amount=replace(cell.amount, value=abs(cell.amount.value)))
        if cell.amount.value is not None and bracketed(cell)
        else cell
        for cell in line.cells
    )
    return replace(line, cells=cells)


def signs_by_convention(sheet: Sheet) -> Sheet:
    """A Japanese statement that prints what is negative with △ means something else by brackets: numbers of shares,
    parts of a line. An English one whose only sign is the square bracket says minus by it."""
    cells = [cell for line in sheet.lines for cell in line.cells]
    if sheet.span.language is Language.EN:
        return _square_as_minus(sheet, cells)
    if sheet.span.language is not Language.JA or not any(_TRIANGLE(cell.amount.text) for cell in cells):
        return sheet
    if not any(map(bracketed, cells)):
        return sheet
    return replace(sheet, lines=tuple(thereof(line) for line in sheet.lines))


def _square_as_minus(sheet: Sheet, cells: Sequence[Cell]) -> Sheet:
    figures = [cell.amount for cell in cells if cell.amount.value is not None]
    if any(amount.value < 0 for amount in figures if amount.value is not None):
        return sheet
    if not any(_SQUARE(amount.text) for amount in figures):
        return sheet

    def signed(cell: Cell) -> Cell:
        value = cell.amount.value
        if value is None or not _SQUARE(cell.amount.text):
            return cell
        return replace(cell, amount=replace(cell.amount, value=-value))

    return replace(
        sheet, lines=tuple(replace(line, cells=tuple(signed(cell) for cell in line.cells)) for line in sheet.lines)
    )
