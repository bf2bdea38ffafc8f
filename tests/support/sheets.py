"""Sheets written down as text: a line per row, indented by depth, label and figures parted by ``|``. No figures: a
heading."""

from __future__ import annotations

from datetime import date
from functools import cache

from extractor.model import (
    Box,
    Cell,
    Column,
    Filing,
    LabelledSheet,
    Language,
    Line,
    Period,
    Sheet,
    Standard,
    StatementKind,
    StatementSpan,
)
from extractor.normalise import Taxonomy, label_sheets, load_taxonomy
from extractor.notation.numbers import parse_amount
from extractor.notation.text import is_cjk

_BOX = Box(0, 0, 0, 0)


def sheet(
    text: str,
    kind: StatementKind = StatementKind.BALANCE_SHEET,
    standard: Standard = Standard.JGAAP,
    *,
    end: date = date(2024, 3, 31),
    consolidated: bool = True,
    headers: tuple[tuple[str, ...], ...] = (),
) -> Sheet:
    """``headers``: the levels of each column's header; for equity statements the last one names the component."""
    rows = [row for row in text.splitlines() if row.strip()]
    width = max(len(row.split("|")) - 1 for row in rows)
    names = headers or tuple((f"column {number}",) for number in range(width))
    equity = kind is StatementKind.CHANGES_IN_EQUITY
    columns = tuple(
        Column(n, name[-1], name, Period(None, end), component_label=name[-1] if equity else None)
        for n, name in enumerate(names)
    )
    indents = sorted({len(row) - len(row.lstrip()) for row in rows})
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        label, *figures = (part.strip() for part in row.split("|"))
        depth = indents.index(len(row) - len(row.lstrip()))
        parent = next((line.number for line in reversed(lines) if line.heading and line.depth < depth), None)
        cells = tuple(
            Cell(column, parse_amount(figure), _BOX, 1, "test") for column, figure in enumerate(figures) if figure
        )
        lines.append(Line(number, label, depth, parent, None, cells, 1, _BOX))
    language = Language.JA if any(is_cjk(line.label) for line in lines) else Language.EN
    return Sheet(StatementSpan(kind, "", consolidated, standard, language, (), 1000), columns, tuple(lines))


def label(*sheets: Sheet) -> tuple[LabelledSheet, ...]:
    return label_sheets(sheets, Filing("0", "test.pdf"), _taxonomy())


@cache
def _taxonomy() -> Taxonomy:
    return load_taxonomy()


def elements(made: Sheet) -> dict[int, str | None]:
    """Line number -> local element name."""
    return {number: match.element and match.element.split(":")[1] for number, match in label(made)[0].matches.items()}
