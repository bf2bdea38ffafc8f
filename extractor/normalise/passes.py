"""Statements one below the other in one sheet: the six months, then the last three, each from its first line on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import LabelledSheet, Line, Match, Sheet, StatementKind, ValueState
from extractor.normalise.labels import key

FEWEST = 4  # lines with figures that a pass has; a total in a column of its own is none
REPEATED = 0.5  # the share of a pass's labels that the passes above have printed


def passes_of(sheet: Sheet) -> list[Sheet]:
    """The sheet itself, or one for each pass: where its lines go on in other columns, and say again what stood above.

    Lines of a pass are numbered from 1.
    """
    starts = _starts(sheet)
    if len(starts) == 1:
        return [sheet]
    return [
        replace(sheet, lines=tuple(_moved(line, -first) for line in sheet.lines[first:last]))
        for first, last in zip(starts, [*starts[1:], len(sheet.lines)], strict=True)
    ]


def joined(sheet: Sheet, labelled: Sequence[LabelledSheet]) -> LabelledSheet:
    """The passes' matches, sums and findings by the lines of the whole sheet."""
    if len(labelled) == 1:
        return labelled[0]
    matches: dict[int, Match] = {}
    arcs, findings = [], []
    before = 0
    for part in labelled:
        matches |= {number + before: match for number, match in part.matches.items()}
        arcs += [replace(arc, total=arc.total + before, part=arc.part + before) for arc in part.arcs]
        findings += [replace(found, line=found.line + before if found.line else None) for found in part.findings]
        before += len(part.sheet.lines)
    return replace(labelled[0], sheet=sheet, matches=matches, arcs=tuple(arcs), findings=tuple(findings))


def _starts(sheet: Sheet) -> list[int]:
    """Positions of the first lines of the passes; [0] where there is one."""
    if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY:
        return [0]
    starts, columns = [0], [set[int]()]
    for position, line in enumerate(sheet.lines):
        used = {cell.column for cell in line.cells if cell.amount.state is not ValueState.BLANK}
        if columns[-1] and used and not used & columns[-1]:
            starts.append(_first_heading(sheet, position))
            columns.append(set())
        columns[-1] |= used
        if any(used & earlier for earlier in columns[:-1]):
            return [0]
    if len(starts) == 1:
        return starts
    seen = _labels(sheet.lines[: starts[1]])
    for first, last in zip(starts[1:], [*starts[2:], len(sheet.lines)], strict=True):
        own = _labels(sheet.lines[first:last])
        if len(own) < FEWEST or len(own & seen) < REPEATED * len(own):
            return [0]
        seen |= own
    return starts


def _first_heading(sheet: Sheet, position: int) -> int:
    """The headings above a line belong to it."""
    while position and sheet.lines[position - 1].heading:
        position -= 1
    return position


def _labels(lines: Sequence[Line]) -> set[str]:
    return {key(line.label) for line in lines if not line.heading}


def _moved(line: Line, by: int) -> Line:
    parent = line.parent + by if line.parent and line.parent + by > 0 else None
    return replace(line, number=line.number + by, parent=parent)
