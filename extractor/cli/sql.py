"""``extractor sql``: questions to a lake."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import east_asian_width

import typer

from extractor.cli.console import print_data, print_text, stdout_is_terminal
from extractor.notation.printable import as_csv_text, printable

if TYPE_CHECKING:
    import pyarrow as pa


_NARROWEST = 10  # places that a column may be folded to


class Output(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def register(app: typer.Typer) -> None:
    app.command(
        help=(
            "Ask a lake in SQL: a view per table, `statements` over all six, `filings`, and the analyst's `facts` "
            "and `wide`. No server."
        )
    )(sql)


def sql(
    lake: Annotated[str, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.")],
    question: Annotated[
        str, typer.Argument(metavar="QUERY", help='Such as "select company_name, value from balance_sheet".')
    ],
    format: Annotated[
        Output | None,
        typer.Option(
            "--format",
            help=(
                "Default: table on a terminal, else csv (there, texts that a spreadsheet would run begin with an "
                "apostrophe)."
            ),
            show_default=False,
        ),
    ] = None,
) -> int:
    from extractor.api import Lake

    answer = Lake(lake).arrow(question)
    match format or (Output.TABLE if stdout_is_terminal() else Output.CSV):
        case Output.TABLE:
            print_data(_table(answer))
        case Output.CSV:
            print_text(as_csv(answer))
        case Output.JSON:
            print_text(_json(answer))
        case Output.PARQUET:
            print_data(as_parquet(answer))
    return 0


def as_csv(answer: pa.Table) -> str:
    """CSV; texts that a spreadsheet would run begin with an apostrophe."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.column_names)
    writer.writerows(
        [as_csv_text(value) if isinstance(value, str) else _text(value) for value in row] for row in _rows(answer)
    )
    return out.getvalue()


def _json(answer: pa.Table) -> str:
    names = [json.dumps(name, ensure_ascii=False) for name in answer.column_names]
    rows = (
        "{" + ", ".join(f"{name}: {_literal(value)}" for name, value in zip(names, row, strict=True)) + "}"
        for row in _rows(answer)
    )
    return "[" + ",\n ".join(rows) + "]\n"


def as_parquet(answer: pa.Table) -> bytes:
    """Parquet, compressed with zstd."""
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(answer, out, compression="zstd")
    return out.getvalue()


def _table(answer: pa.Table) -> str:
    """A frame where the columns fit the terminal's width, folded if need be; else row by row, a line for each
    column."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[printable(_text(value)) for value in row] for row in _rows(answer)]
    names = [printable(name) for name in answer.column_names]
    out = io.StringIO()
    console = Console(file=out, highlight=False, markup=False)
    widths = [max(map(cell_len, (name, *column))) for name, column in zip(names, _columns(rows, names), strict=True)]
    if sum(min(width, _NARROWEST) + 3 for width in widths) + 1 > console.width:
        return _row_by_row(names, rows)
    table = Table()
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
    return out.getvalue()


def _columns(rows: list[list[str]], names: list[str]) -> list[list[str]]:
    return [[row[place] for row in rows] for place in range(len(names))]


def _row_by_row(names: list[str], rows: list[list[str]]) -> str:
    wide = max(map(cell_len, names), default=0)
    parts = []
    for number, row in enumerate(rows, 1):
        lines = (f"{name}{' ' * (wide - cell_len(name))} | {value}\n" for name, value in zip(names, row, strict=True))
        parts.append(f"- row {number}\n{''.join(lines)}")
    return "".join(parts) or f"no rows: {', '.join(names)}\n"


def cell_len(text: str) -> int:
    """Places of a terminal that the text takes: two for a full-width glyph."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _rows(answer: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in answer.to_batches(max_chunksize=4096):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _literal(value) if isinstance(value, list | dict | bool) else str(value)


def _literal(value: Any) -> str:
    """JSON; a decimal keeps every digit, which a detour over a float would not."""
    match value:
        case Decimal():
            return f"{value:f}"
        case list():
            return "[" + ", ".join(map(_literal, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {_literal(inner)}" for key, inner in value.items()) + "}"
        case date():
            return json.dumps(value.isoformat())
        case None | bool() | int() | float() | str():
            return json.dumps(value, ensure_ascii=False)
    return json.dumps(str(value), ensure_ascii=False)
