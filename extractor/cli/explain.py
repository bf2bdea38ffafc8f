"""``extractor explain``: one number of the lake, back to its page."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from extractor.cli.console import print_message, print_text
from extractor.cli.options import DEFAULTS, Memory, PasswordFile, Timeout
from extractor.cli.view import NOT_FOUND, Filing, LakeArgument, Source


def register(app: typer.Typer) -> None:
    app.command(
        help=(
            "Why is this number here: its match, cell and glyphs, every check it took part in, the runners-up, and "
            "with --out its picture."
        )
    )(explain)


def explain(
    lake: LakeArgument,
    filing: Filing,
    item: Annotated[str | None, typer.Option("--item", help="The canonical item.", show_default=False)] = None,
    line: Annotated[
        int | None, typer.Option("--line", help="The line in its statement, or row of --table.", show_default=False)
    ] = None,
    table: Annotated[
        int | None,
        typer.Option("--table", help="A table that is no statement: its number in other_tables.", show_default=False),
    ] = None,
    statement: Annotated[
        str | None, typer.Option("--statement", help="The statement table.", show_default=False)
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="End of the period: 2017-03-31, or 2017.", show_default=False)
    ] = None,
    consolidated: Annotated[
        bool | None,
        typer.Option("--consolidated/--own", help="Of the group, or of the company alone.", show_default=False),
    ] = None,
    source: Source = None,
    password_file: PasswordFile = None,
    timeout: Timeout = DEFAULTS.timeout,
    memory: Memory = DEFAULTS.memory,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for pictures of the cells.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    from extractor.api import Lake
    from extractor.cli.limits import limited
    from extractor.errors import UsageError
    from extractor.examine import explain as ex

    if item is None and line is None and table is None:
        raise UsageError(
            "explain: which number?",
            f"extractor explain {quote(lake)} --filing {quote(filing)} --item ITEM, or --line N",
        )
    given = {"--item": item, "--line": line, "--table": table, "--statement": statement, "--period": period}
    named = " ".join(f"{name} {quote(str(value))}" for name, value in given.items() if value is not None)
    asked = f"extractor explain {quote(str(lake))} --filing {quote(filing)} {named}"
    with limited(filing, asked, timeout, memory):
        filed = Lake(lake).filing(filing, source=source or [Path.cwd()])
        record, file = filed.record, filed.path
        found = filed.explain(
            item,
            line=line,
            table=table,
            statement=statement,
            period=period,
            consolidated=consolidated,
            others=file is not None,
        )
        if file is None:
            print_message(
                f"extractor: {record.marker.source_files[0]} {NOT_FOUND}: no runners-up, no picture. "
                "Next: --source FOLDER"
            )
        elif out is not None:
            ex.draw_pictures(found, file, out)
        print_text(ex.as_json(found) if as_json else ex.as_text(found))
    return 0
