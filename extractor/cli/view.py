"""``extractor view``: a whole filing, statements beside page images."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from extractor.cli.console import counted, print_message
from extractor.cli.options import DEFAULTS, Memory, PasswordFile, Timeout

LakeArgument = Annotated[str, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.")]
Filing = Annotated[str, typer.Option("--filing", help="The filing: its id, the start of it, or its file name.")]
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="FOLDER",
        help="Where the filings lie: a folder or a URI (s3://...); may be repeated. "
        "Default: the working folder, and where the last runs found them.",
        show_default=False,
    ),
]
NOT_FOUND = "was not found (or has changed)"


def register(app: typer.Typer) -> None:
    app.command(
        help=(
            "A whole filing in one HTML file: its statements as tables beside its pages. From the lake, and the "
            "file for the pages."
        )
    )(view)


def view(
    lake: LakeArgument,
    filing: Filing,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for the HTML file.", show_default=False),
    ] = None,
    source: Source = None,
    password_file: PasswordFile = None,
    timeout: Timeout = DEFAULTS.timeout,
    memory: Memory = DEFAULTS.memory,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> int:
    import tempfile

    from extractor.cli.limits import limited
    from extractor.errors import UsageError
    from extractor.examine.filing import write_filing
    from extractor.examine.record import read_record
    from extractor.examine.sources import source_of
    from extractor.write.lake.commit import open_lake

    if out is None and not open_:
        raise UsageError(
            "view: where to?", f"extractor view {quote(lake)} --filing {quote(filing)} --out look, or --open"
        )
    asked = f"extractor view {quote(str(lake))} --filing {quote(filing)} --out {out or 'DIR'}"
    with limited(filing, asked, timeout, memory):
        record = read_record(lake, filing)
        file = source_of(open_lake(lake), record.marker, source or [Path.cwd()])
        if file is None:
            print_message(
                f"extractor: {record.marker.source_files[0]} {NOT_FOUND}: pages are set from the "
                "lake. Next: --source FOLDER"
            )
        path = write_filing(record, file, out or Path(tempfile.mkdtemp(prefix="extractor-view-")))
        print_message(f"{counted(len(record.sheets), 'table')} written. Next: open {path}")
        if open_:
            import webbrowser

            webbrowser.open(path.resolve().as_uri())
    return 0
