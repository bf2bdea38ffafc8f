"""``extractor review``: the labels that no item fits, and decisions on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import emit, say


def register(app: typer.Typer) -> None:
    app.command(help="The worklist of unmapped labels as CSV, heaviest first; with --apply, decisions on it become aliases.")(review)


def review(
    lake: Annotated[str | None, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.", show_default=False)] = None,
    apply: Annotated[
        Path | None,
        typer.Option("--apply", metavar="FILE", help="The worklist with items filled in (see `extractor taxonomy find`).", show_default=False),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="The alias file that decisions go to; default: the program's own.", show_default=False),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="How many labels to list.", show_default=False)] = None,
) -> int:
    from extractor.errors import ExitCode, UsageError

    if apply is not None:
        from datetime import UTC, datetime

        from extractor.examine.worklist import decide
        from extractor.resources import schema_path

        target = to or schema_path("taxonomy", "aliases.csv")
        made = decide(apply, target, datetime.now(UTC).date())
        use = f" --aliases {to}" if to else ""
        say(f"{len(made)} aliases written to {target}. Next: extractor run FOLDER --out LAKE{use}")
        return ExitCode.OK
    if lake is None:
        raise UsageError("review: no lake named.", "extractor review LAKE")
    from extractor.examine.worklist import as_csv, worklist

    entries = worklist(lake)
    emit(as_csv(entries[:limit]))
    say(f"{len(entries)} labels to decide")
    return ExitCode.OK
