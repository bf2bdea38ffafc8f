"""What is shown in a terminal: the tables of a page as extracted, and the explanation of one number."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from extractor.examine.overlay import findings_on, match_kind
from extractor.examine.record import Printed, Row, others_on
from extractor.examine.stages import PageReading
from extractor.model import Column, Fact, Line, Match, Proof, Sheet, ValueState
from extractor.notation.printable import printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_NUMBER, _LABEL, _PERIOD = 7, 27, 11  # places of the number of a line, its label, half a period at the least
_FRAME = 3  # places that the frame takes of each column
SIGNS = {
    Proof.PROVED: ("✓", "green"),
    Proof.TIED: ("=", "green"),
    Proof.UNPROVED: ("·", "yellow"),
    Proof.CONTRADICTED: ("✗", "bold red"),
}
_ITEM = {"mapped": "dim", "doubtful": "yellow", "unmapped": "bold red", "heading": "dim"}


def page_view(seen: PageReading, *, width: int | None = None, colour: bool = False) -> str:
    """The page's tables: label by depth, item, values with their proof, findings; a line on what was read."""
    from rich.text import Text

    parts: list[RenderableType] = [Text(printable(_head(seen)), style="bold")]
    facts = {(fact.sheet, fact.line, fact.column): fact for fact in seen.extraction.facts}
    for index, labelled in enumerate(seen.extraction.sheets):
        lines = [line for line in labelled.sheet.lines if line.page == seen.number]
        if lines:
            parts += _tables(index, labelled.sheet, lines, labelled.matches, facts, width or _terminal_width())
    parts += (_other(one) for one in others_on(seen.extraction.other, seen.number))
    if len(parts) == 1:
        parts.append(Text(f"No statement on this page: {len(seen.page.words)} words, {len(seen.page.rules)} rules."))
    parts += (
        Text(printable(f"{finding.severity.value}: {finding.code}: {finding.message}"), style="yellow")
        for finding, _ in findings_on(seen)
    )
    parts.append(Text("✓ proved  = tied  · unproved  ✗ contradicted", style="dim"))
    if not seen.whole:
        parts.append(
            Text(
                "Read by the fast reader, this page alone: --whole reads the filing as run does, with ties between "
                "statements and the other readers.",
                style="dim",
            )
        )
    return render(parts, width=width, colour=colour)


def render(parts: Iterable[RenderableType], *, width: int | None, colour: bool) -> str:
    """The parts as text for a terminal of ``width`` characters; None: as wide as it is."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _terminal_width() -> int:
    from rich.console import Console

    return Console().width


def _head(seen: PageReading) -> str:
    titles = ", ".join(dict.fromkeys(span.title for span in seen.spans)) or "no statement"
    read = "page" if len(seen.precise) == 1 else "pages"
    return (
        f"{seen.path.name}, page {seen.number} of {seen.page_count}: {titles} (read precisely: {read} "
        f"{', '.join(map(str, seen.precise))})"
    )


def _tables(
    index: int,
    sheet: Sheet,
    lines: list[Line],
    matches: Mapping[int, Match],
    facts: Mapping[tuple[int, int, int], Fact],
    width: int,
) -> Iterator[RenderableType]:
    """The table; where it is wider than the terminal, below each other as many parts as its columns need, and the item
    below its label."""
    from rich.text import Text

    values = {
        column.index: [_value(facts.get((index, line.number, column.index))) for line in lines]
        for column in sheet.columns
    }
    heads = {
        column.index: Text(printable(f"{column.label}\n{_period(column)}", lines=True)) for column in sheet.columns
    }
    labels = [_label(line) for line in lines]
    items = [_item(line, matches) for line in lines]
    room = width - _NUMBER
    wide = {number: _FRAME + max([_PERIOD, *(text.cell_len for text in column)]) for number, column in values.items()}
    named = max(text.cell_len for text in items) + _FRAME
    beside = sum(wide.values()) + _LABEL + named <= room
    if not beside:
        labels = [
            Text.assemble(label, *(("\n", item) if item.plain else ()))
            for label, item in zip(labels, items, strict=True)
        ]
    for number, part in enumerate(_parts(wide, room - _LABEL) if not beside else [list(wide)]):
        table = _frame(sheet, number)
        table.add_column("#", justify="right", style="dim")
        table.add_column("label", overflow="fold", min_width=_LABEL - _FRAME)
        if beside:
            table.add_column("item", overflow="fold")
        # heads are folded, not cut off
        share = (room - _LABEL - (named if beside else 0)) // max(len(part), 1) - _FRAME
        for column in part:
            least = min(wide[column], room) - _FRAME
            table.add_column(
                heads[column], justify="right", overflow="fold", min_width=least, max_width=max(least, share)
            )
        for place, line in enumerate(lines):
            row = [labels[place], *([items[place]] if beside else []), *(values[column][place] for column in part)]
            table.add_row(str(line.number), *row)
        yield table


def _other(printed: Printed) -> RenderableType:
    """A table that is no statement: rows as printed, values with their proof."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    columns = sorted({column for _, column in printed.cells})
    heads = {column: row["column_label"] for (_, column), row in printed.cells.items()}
    title = Text(printable(f"{printed.title or 'no heading'} (other table {-printed.index})"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left", title_style="bold")
    table.add_column("#", justify="right", style="dim")
    table.add_column("label", overflow="fold", min_width=_LABEL - _FRAME)
    for column in columns:
        table.add_column(Text(printable(heads[column], lines=True)), justify="right", overflow="fold")
    for line, cells in printed.lines.items():
        values = dict(cells)
        label = " > ".join(cells[0][1]["row_path"])
        table.add_row(str(line), printable(label), *(_other_value(values.get(column)) for column in columns))
    return table


def _other_value(row: Row | None) -> Text:
    from rich.text import Text

    if row is None:
        return Text("")
    if row["value_state"] != ValueState.NUMBER:
        return Text(f"{printable(row['reported_text'])}  ", style="dim")
    sign, style = SIGNS[Proof(row["proof"])]
    return Text.assemble(printable(row["reported_text"]), " ", (sign, style), (" " + ",".join(row["findings"]), "red"))


def _parts(wide: Mapping[int, int], room: int) -> list[list[int]]:
    """The columns in groups that fit side by side; one that fits nowhere stands alone. No columns: one empty group."""
    out: list[list[int]] = [[]]
    for column, width in wide.items():
        if out[-1] and sum(wide[other] for other in out[-1]) + width > room:
            out.append([])
        out[-1].append(column)
    return out


def _frame(sheet: Sheet, part: int) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    title = f"{sheet.span.title} ({sheet.span.kind.value}){', continued' if part else ''}"
    return Table(
        box=box.SIMPLE_HEAD, pad_edge=False, title=Text(printable(title)), title_justify="left", title_style="bold"
    )


def _period(column: Column) -> str:
    if column.period is None:
        return "?"
    return f"{column.period.start}–\n{column.period.end}" if column.period.start else str(column.period.end)


def _label(line: Line) -> Text:
    from rich.text import Text

    return Text("  " * line.depth + printable(line.label), style="bold" if line.heading else "")


def _item(line: Line, matches: Mapping[int, Match]) -> Text:
    from rich.text import Text

    match = matches.get(line.number, Match(None, None, None, heading=line.heading))
    return Text(match.item or ("" if line.heading else "unmapped"), style=_ITEM[match_kind(match)])


def _value(fact: Fact | None) -> Text:
    from rich.text import Text

    if fact is None:
        return Text("")
    if fact.value_state is not ValueState.NUMBER:
        return Text(f"{printable(fact.reported_text)}  ", style="dim")
    sign, style = SIGNS[fact.proof]
    codes = f" {','.join(fact.findings)}" if fact.findings else ""
    return Text.assemble(printable(fact.reported_text), " ", (sign, style), (codes, "red"))
