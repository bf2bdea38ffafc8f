"""A statement of changes in equity that sets its components one below the other, the periods in columns: turned so that
components are columns and each period is a sheet, as such statements are set elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.model import Amount, Cell, Column, Line, Sheet, StatementKind, ValueState
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key

_OPENING = rule("dating.opening").finds
_CLOSING = rule("dating.closing").finds
_STANDS = rule("dating.stands").finds
LEAST = 3  # components that such a statement has at least


@dataclass(frozen=True, slots=True)
class Component:
    """A component of equity: the line that names it, its lines, and the heading of a list below the components that it
    stands in."""

    heading: Line
    lines: list[Line]
    group: str | None = None


def turned(sheet: Sheet) -> list[Sheet]:
    """One sheet for each period with the components as columns; the sheet itself where it is set otherwise."""
    components = _components(sheet)
    periods = {column.period for column in sheet.columns}
    dated = None not in periods and len(periods) == len(sheet.columns)
    if sheet.span.kind is not StatementKind.CHANGES_IN_EQUITY or len(components) < LEAST or not dated:
        return [sheet]
    rows, place = _rows(sheet, components)
    return [_of_period(sheet, column, components, rows, place) for column in sheet.columns]


def _components(sheet: Sheet) -> list[Component]:
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
        part
        for heading, lines in out
        for part in _ended(sheet, heading, [line for line in lines if line.number not in heads])
    ]


def _ended(sheet: Sheet, heading: Line, lines: list[Line]) -> list[Component]:
    """The component up to its closing balance; a total printed below that is a component by its own name.

    A further closing balance is the one of the heading above it (資本合計 over 期末残高), or, without one, of the group
    that the component stands in.
    """
    end = next((at for at, line in enumerate(lines) if _closes(line)), len(lines))
    out = [Component(heading, lines[: end + 1])]
    said: Line | None = None
    for line in lines[end + 1 :]:
        if line.heading:
            said = line
        elif not _closes(line):
            out.append(Component(line, [line], said.label if said else None))
        elif said is not None or (said := _group(sheet, heading, line)) is not None:
            out.append(Component(said, [line]))
    return out


def _group(sheet: Sheet, heading: Line, closing: Line) -> Line | None:
    """The heading of the group that a closing balance ends: set further out than its last component's name."""
    above = (sheet.line(number) for number in range(heading.number - 1, 0, -1))
    return next((line for line in above if line.heading and line.depth < min(heading.depth, closing.depth)), None)


def _closes(line: Line) -> bool:
    key = label_key(line.label)
    return not line.heading and bool(_CLOSING(key) and _STANDS(key))


def _opens(line: Line) -> bool:
    key = label_key(line.label)
    return not line.heading and bool(_OPENING(key) and _STANDS(key))


def _key(line: Line) -> tuple[str, bool]:
    return label_key(line.label), line.heading


def _rows(sheet: Sheet, components: Sequence[Component]) -> tuple[list[Line], dict[int, int]]:
    """One line for all components' lines of the same label, in printed order; and the row of each line of the sheet."""
    rows: list[Line] = []
    keys: list[tuple[str, bool]] = []
    found: dict[int, tuple[str, bool]] = {}
    opened = 0  # rows at the top that are opening balances, or stand above a restated one
    for component in components:
        heading = component.heading
        own = [
            line for line in component.lines if not (line.heading and line.depth <= heading.depth)
        ]  # without names of groups
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
    components: Sequence[Component],
    rows: Sequence[Line],
    place: dict[int, int],
) -> Sheet:
    """The period's figures: a row for each label, a column for each component."""
    cells: list[list[Cell]] = [[] for _ in rows]
    columns: list[Column] = []
    for index, component in enumerate(components):
        label = component.heading.label
        header = (component.group, label) if component.group else (label,)
        columns.append(replace(column, index=index, label=label, header=header, component_label=label))
        for line in component.lines:
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
