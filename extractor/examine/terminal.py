"""What is shown in a terminal: the tables of a page as extracted, and the explanation of one number."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from extractor.examine.overlay import findings_on, match_kind
from extractor.examine.stages import PageReading
from extractor.model import Fact, Line, Match, Proof, Sheet, ValueState

if TYPE_CHECKING:
    from rich.console import RenderableType

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

    parts: list[RenderableType] = [Text(_head(seen), style="bold")]
    facts = {(fact.sheet, fact.line, fact.column): fact for fact in seen.extraction.facts}
    for index, labelled in enumerate(seen.extraction.sheets):
        lines = [line for line in labelled.sheet.lines if line.page == seen.number]
        if lines:
            parts.append(_table(index, labelled.sheet, lines, labelled.matches, facts))
    if len(parts) == 1:
        parts.append(Text(f"No statement on this page: {len(seen.page.words)} words, {len(seen.page.rules)} rules."))
    parts += (
        Text(f"{finding.severity.value}: {finding.code}: {finding.message}", style="yellow")
        for finding, _ in findings_on(seen)
    )
    parts.append(Text("✓ proved  = tied  · unproved  ✗ contradicted", style="dim"))
    if not seen.whole:
        parts.append(
            Text(
                "Read by the fast reader, this page alone: --whole reads the filing as run does, with ties between statements and the other readers.",
                style="dim",
            )
        )
    return render(parts, width=width, colour=colour)


def render(parts: Iterable[RenderableType], *, width: int | None, colour: bool) -> str:
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _head(seen: PageReading) -> str:
    titles = ", ".join(dict.fromkeys(span.title for span in seen.spans)) or "no statement"
    read = "page" if len(seen.precise) == 1 else "pages"
    return f"{seen.path.name}, page {seen.number} of {seen.page_count}: {titles} (read precisely: {read} {', '.join(map(str, seen.precise))})"


def _table(
    index: int, sheet: Sheet, lines: list[Line], matches: Any, facts: dict[tuple[int, int, int], Fact]
) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        title=f"{sheet.span.title} ({sheet.span.kind.value})",
        title_justify="left",
        title_style="bold",
    )
    table.add_column("#", justify="right", style="dim")
    table.add_column("label", overflow="fold")
    table.add_column("item", overflow="fold")
    for column in sheet.columns:
        period = f"{column.period.start or ''}–{column.period.end}".removeprefix("–") if column.period else "?"
        table.add_column(f"{column.label}\n{period}", justify="right", no_wrap=len(sheet.columns) < 5)
    for line in lines:
        match = matches.get(line.number, Match(None, None, None, heading=line.heading))
        label = Text("  " * line.depth + line.label, style="bold" if line.heading else "")
        item = Text(match.item or ("" if line.heading else "unmapped"), style=_ITEM[match_kind(match)])
        table.add_row(
            str(line.number),
            label,
            item,
            *(_value(facts.get((index, line.number, column.index))) for column in sheet.columns),
        )
    return table


def _value(fact: Fact | None) -> Any:
    from rich.text import Text

    if fact is None:
        return Text("")
    if fact.value_state is not ValueState.NUMBER:
        return Text(f"{fact.reported_text}  ", style="dim")
    sign, style = SIGNS[fact.proof]
    codes = f" {','.join(fact.findings)}" if fact.findings else ""
    return Text.assemble(fact.reported_text, " ", (sign, style), (codes, "red"))
