"""A statement of changes in equity that sets its components one below the other, the periods in columns: turned so that
components are columns and each period is a sheet, as such statements are set elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Amount, Cell, Column, Line, Sheet, StatementKind, ValueState
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key

_OPENING = rule("dating.opening").finds
_CLOSING = rule("dating.closing").finds
_STANDS = rule("dating.stands").finds
LEAST = 3  # components that such a statement has at least


def turned(sheet: Sheet) -> list[Sheet]:
    """One sheet for each period with the components as columns; the sheet itself where it is set otherwise."""
    components = _components(sheet)
    periods = {column.period for column in sheet.columns}
    dated = None not in periods and len(periods) == len(sheet.columns)
    if sheet.span.kind is not StatementKind.CHANGES_IN_EQUITY or len(components) < LEAST or not dated:
        return [sheet]
    rows, place = _rows(sheet, components)
    return [_of_period(sheet, column, components, rows, place) for column in sheet.columns]


def _components(sheet: Sheet) -> list[tuple[Line, list[Line]]]:
    """Each component's heading and the lines below it: an opening balance stands first under the component's name."""
    out: list[tuple[Line, list[Line]]] = []
    for line in sheet.lines:
        above = sheet.line(line.number - 1) if line.number > 1 else None
        if _opens(line) and above is not None and above.heading:
            out.append((above, []))
        if out and (line.number > out[-1][0].number):
            out[-1][1].append(line)
    names = {label_key(heading.label) for heading, _ in out}
    if len(names) != len(out):
        return []
    heads = {heading.number for heading, _ in out}
    return [
        part for heading, lines in out for part in _ended(heading, [line for line in lines if line.number not in heads])
    ]


def _ended(heading: Line, lines: list[Line]) -> list[tuple[Line, list[Line]]]:
    """The component up to its closing balance; a total printed below that is a component by its own name."""
    last = max((at for at, line in enumerate(lines) if _closes(line)), default=len(lines))
    totals = [line for line in lines[last + 1 :] if not line.heading]
    return [(heading, lines[: last + 1]), *((line, [line]) for line in totals)]


def _closes(line: Line) -> bool:
    key = label_key(line.label)
    return not line.heading and bool(_CLOSING(key) and _STANDS(key))


def _opens(line: Line) -> bool:
    key = label_key(line.label)
    return not line.heading and bool(_OPENING(key) and _STANDS(key))


def _key(line: Line) -> tuple[str, bool]:
    return label_key(line.label), line.heading


def _rows(sheet: Sheet, components: Sequence[tuple[Line, list[Line]]]) -> tuple[list[Line], dict[int, int]]:
    """One line for all components' lines of the same label, in printed order; and the row of each line of the sheet."""
    rows: list[Line] = []
    keys: list[tuple[str, bool]] = []
    found: dict[int, tuple[str, bool]] = {}
    opened = 0  # rows at the top that are opening balances, or stand above a restated one
    for heading, lines in components:
        own = [line for line in lines if not (line.heading and line.depth <= heading.depth)]  # without names of groups
        last = max((at for at, line in enumerate(own) if _opens(line)), default=-1)
        for at, line in enumerate(own):
            key = _key(line)
            found[line.number] = key
            if key in keys:
                continue
            later = (_key(other) for other in own[at + 1 :])
            place = next((keys.index(other) for other in later if other in keys), len(keys))
            place = opened if at <= last else max(place, opened)
            opened += at <= last
            keys.insert(place, key)
            rows.insert(place, replace(line, depth=max(line.depth - heading.depth - 1, 0)))
    return rows, {number: keys.index(key) for number, key in found.items()}


def _of_period(
    sheet: Sheet,
    column: Column,
    components: Sequence[tuple[Line, list[Line]]],
    rows: Sequence[Line],
    place: dict[int, int],
) -> Sheet:
    """The period's figures: a row for each label, a column for each component."""
    cells: list[list[Cell]] = [[] for _ in rows]
    columns: list[Column] = []
    for index, (heading, lines) in enumerate(components):
        label = heading.label
        columns.append(replace(column, index=index, label=label, header=(label,), component_label=label))
        for line in lines:
            if line.number in place:
                own = (cell for cell in line.cells if cell.column == column.index)
                cells[place[line.number]].extend(replace(cell, column=index) for cell in own)
    new = {number: at + 1 for number, at in place.items()}
    lines_out = tuple(
        replace(row, number=at, parent=new.get(row.parent or 0), cells=_filled(row, cells[at - 1], len(columns)))
        for at, row in enumerate(rows, start=1)
    )
    findings = tuple(
        replace(finding, line=new.get(finding.line), column=None)
        for finding in sheet.findings
        if finding.line is not None and finding.column in (None, column.index)
    )
    first = column.index == min(other.index for other in sheet.columns)
    return replace(
        sheet, columns=tuple(columns), lines=lines_out, findings=findings, claims=sheet.claims if first else ()
    )


def _filled(row: Line, cells: Sequence[Cell], count: int) -> tuple[Cell, ...]:
    """The row's cells with a blank one for each component that does not print it."""
    if not cells:
        return ()
    own = {cell.column: cell for cell in cells}
    blank = Amount(None, ValueState.BLANK, "")
    return tuple(own.get(k) or Cell(k, blank, row.box, row.page, cells[0].reader) for k in range(count))
