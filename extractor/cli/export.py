"""``extractor export``: the analyst's view, or any other view, as files of their own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import counted, print_data, print_message

if TYPE_CHECKING:
    import pyarrow as pa


class ExportFormat(StrEnum):
    """Forms of a file."""

    PARQUET = "parquet"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(help="Write the views facts (a row a concept) and wide (a column a concept), or others, as files.")(
        export
    )


def export(
    lake: Annotated[str, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the files.")],
    view: Annotated[
        list[str] | None,
        typer.Option(
            "--view", metavar="NAME", help="facts, wide, statements, filings, concepts or a table; repeatable."
        ),
    ] = None,
    format: Annotated[ExportFormat, typer.Option("--format", help="Format of the files.")] = ExportFormat.PARQUET,
) -> int:
    """Each view as a file of its name in the folder, which appears whole; prints paths and numbers of rows."""
    from extractor.api import Lake
    from extractor.errors import OutputError, UsageError
    from extractor.write.contract import TABLES
    from extractor.write.lake.query import VIEWS

    wanted = view or ["facts", "wide"]
    for name in wanted:
        if name not in (*VIEWS, *TABLES):
            raise UsageError(f"--view {name}: no such view.", f"one of {', '.join((*VIEWS, *TABLES))}")
    answers = {name: Lake(lake).arrow(f"select * from {name}") for name in wanted}
    written = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, answer in answers.items():
            path = out / f"{name}.{format.value}"
            hidden = path.with_name(f".{path.name}.new")
            hidden.write_bytes(_encoded(answer, format))
            hidden.replace(path)
            written.append(path)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}).", "--out with another folder") from error
    print_data("".join(f"{path}\t{len(answers[name])}\n" for name, path in zip(wanted, written, strict=True)))
    print_message(f"{counted(len(written), 'file')} written")
    return 0


def _encoded(answer: pa.Table, format: ExportFormat) -> bytes:
    from extractor.cli.sql import as_csv, as_parquet

    return as_parquet(answer) if format is ExportFormat.PARQUET else as_csv(answer).encode("utf-8")
