"""What the reader of a page noticed, said of the lines and cells that stand where it noticed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.model import Box, Cell, Finding, LabelledSheet, Page, Remark, Severity

Place = tuple[int | None, int | None, int | None]  # sheet, line, column
_NOWHERE: list[Place] = [(None, None, None)]
NEAR = 1.5  # glyph heights between a cell and what is said to stand in it


def of_pages(labelled: Sequence[LabelledSheet], pages: Mapping[int, Page]) -> Iterator[Finding]:
    """A finding for each remark: on the cells nearest to its place, else on the row; beside all tables it is
    information.

    What is said of the page as a whole stands on each of its tables too.
    """
    for page in pages.values():
        for remark in page.remarks:
            places = list(_places(labelled, page.number, remark)) if remark.severity is not Severity.INFO else []
            beside = remark.box is not None and not places
            for sheet, line, column in places if places and remark.box else [*places, *_NOWHERE]:
                yield Finding(
                    remark.code,
                    Severity.INFO if beside else remark.severity,
                    remark.message,
                    page.number,
                    None if sheet is None else labelled[sheet].sheet.span.kind.value,
                    sheet,
                    line,
                    column,
                    f"extractor page FILE {page.number}",
                )


def _places(labelled: Sequence[LabelledSheet], number: int, remark: Remark) -> Iterator[Place]:
    for index, entry in enumerate(labelled):
        lines = [line for line in entry.sheet.lines if line.page == number]
        if not lines:
            continue
        on_row = [line for line in lines if remark.box and _level(line.box, remark.box)]
        if remark.box is None:
            yield index, None, None
        for line in on_row:
            cells = [cell for cell in line.cells if cell.page == number and remark.box and _beside(cell, remark.box)]
            if cells:
                yield from ((index, line.number, cell.column) for cell in cells)
            else:
                yield index, line.number, None


def _level(one: Box, two: Box) -> bool:
    return min(one.bottom, two.bottom) - max(one.top, two.top) > 0.3 * min(one.height, two.height)


def _beside(cell: Cell, box: Box) -> bool:
    near = NEAR * cell.box.height
    return box.x0 - near < cell.box.x1 and cell.box.x0 < box.x1 + near
