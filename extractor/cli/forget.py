"""``extractor forget``: filings that leave a lake."""

from __future__ import annotations

import os
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import counted, print_message, print_text

if TYPE_CHECKING:
    from extractor.write.lake.commit import Lake
    from extractor.write.lake.records import Marker


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        help="Take filings out of a lake: one, or all whose files are gone from where the last runs found them."
    )(forget)


def forget(
    lake: Annotated[str, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.")],
    filing: Annotated[
        list[str] | None,
        typer.Option("--filing", metavar="NAME", help="Its id, the start of it, or its file name; may be repeated."),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="All whose files are gone; those whose place is not known stay.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say which; take none out.")] = False,
) -> int:
    """Prints the id and the file of each filing that goes. A file that is still in the input folder comes back."""
    from extractor.errors import InputError, UsageError
    from extractor.write import open_lake

    if not filing and not missing:
        raise UsageError("forget: which filings?", f"extractor forget {quote(lake)} --filing NAME, or --missing")
    target = open_lake(lake)
    if not target.markers():
        raise InputError(f"{lake}: no committed filing there.", f"extractor run FOLDER --out {quote(lake)}")
    if dry_run:
        going = _going(target, lake, filing or (), missing)
    else:
        with target.lock(f"forget (process {os.getpid()})"):
            target.prepare()
            going = _going(target, lake, filing or (), missing)
            for marker in going:
                target.forget(marker)
            gone = {marker.input_sha256 for marker in going}
            known = target.known_files()
            target.settle()
            if left := {place: file for place, file in known.items() if file.sha256 not in gone}:
                target.remember_files(left)
    print_text("".join(f"{marker.filing_id}\t{marker.source_files[0]}\n" for marker in going))
    print_message(f"{counted(len(going), 'filing')} {'would be ' if dry_run else ''}forgotten")
    return 0


def _going(target: Lake, uri: str, names: list[str] | tuple[()], missing: bool) -> list[Marker]:
    from extractor.examine.record import find_marker
    from extractor.run.batch import gone

    found = [find_marker(target, uri, name) for name in names]
    if missing:
        found += gone(target.markers(), target.known_files())
    return list({marker.filing_id: marker for marker in found}.values())
