"""``extractor compact``: the small files of a lake joined."""

from __future__ import annotations

import os
from shlex import quote
from typing import Annotated

import typer

from extractor.cli.console import counted, print_message


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        help="Join the small files of a lake: one file for each table and fiscal year. Readers are not disturbed; "
        "filings stay as they are, and a run afterwards works as before."
    )(compact)


def compact(
    lake: Annotated[str, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.")],
) -> int:
    """May be stopped at any moment: the next command that writes to the lake completes or undoes it."""
    from extractor.errors import InputError
    from extractor.write import open_lake

    target = open_lake(lake)
    if not target.markers():
        raise InputError(f"{lake}: no committed filing there.", f"extractor run FOLDER --out {quote(lake)}")
    with target.lock(f"compact (process {os.getpid()})"):
        target.prepare()
        done = target.optimize(print_message)
    if done is None:
        print_message(f"{target.address}: joined by Delta Lake")
    elif not done.years:
        print_message(f"{target.address}: nothing to join")
    else:
        before = f"{counted(done.files_before, 'file')} ({done.bytes_before / 1e6:,.1f} MB)"
        after = f"{counted(done.files_after, 'file')} ({done.bytes_after / 1e6:,.1f} MB)"
        print_message(f"{counted(done.filings, 'filing')}: {before} joined into {after}")
    return 0
