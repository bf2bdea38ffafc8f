"""``extractor review``: the labels that no item fits and what contradicts itself, as a list or a page; and decisions on
them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from extractor.cli.console import counted, print_data, print_message, print_text
from extractor.cli.options import PasswordFile
from extractor.cli.view import Source

SHOWN = 200  # of each kind, where no limit is given


def register(app: typer.Typer) -> None:
    app.command(
        help=(
            "The worklist of unmapped labels as CSV, heaviest first, or as a page to decide on (--html, --serve); "
            "--apply makes aliases of decisions."
        )
    )(review)


def review(
    lake: Annotated[
        str | None, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.", show_default=False)
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option(
            "--apply",
            metavar="FILE",
            help="The worklist with items filled in (see `extractor taxonomy find`).",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FILE",
            help="The alias file that decisions go to; default: the program's own.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="How many labels to list.", show_default=False)] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="OUT",
            help="Write the review page: labels, contradicted cells, findings.",
            show_default=False,
        ),
    ] = None,
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Serve the review page on this machine; it saves and applies decisions itself."),
    ] = False,
    source: Source = None,
    password_file: PasswordFile = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="Decisions made before; --serve keeps them here. Default: decisions.csv.",
            show_default=False,
        ),
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Port of --serve; 0: any free one.", min=0, max=65535)] = 0,
) -> int:
    from extractor.errors import ExitCode, UsageError

    if apply is not None:
        from datetime import UTC, datetime

        from extractor.examine.worklist import decide
        from extractor.resources import schema_path

        target = to or schema_path("taxonomy", "aliases.csv")
        made = decide(apply, target, datetime.now(UTC).date())
        use = f" --aliases {quote(str(to))}" if to else ""
        print_message(
            f"{counted(len(made), 'alias', 'aliases')} written to {target}. Next: extractor run FOLDER --out LAKE{use}"
        )
        return ExitCode.OK
    if lake is None:
        raise UsageError("review: no lake named.", "extractor review LAKE")
    if html is not None:
        from extractor.examine.review import write_review

        path, number = write_review(lake, html, source or [Path.cwd()], limit or SHOWN, decisions)
        print_message(
            f"{counted(number, 'case')} written. Next: open {path}, decide, and "
            "extractor review --apply decisions.csv --to aliases.csv"
        )
        return ExitCode.OK
    if serve:
        return _serve(lake, source or [Path.cwd()], limit or SHOWN, decisions or Path("decisions.csv"), to, port)
    from extractor.examine.worklist import as_csv, worklist

    entries = worklist(lake)
    print_text(as_csv(entries[:limit]))
    print_message(f"{counted(len(entries), 'label')} to decide")
    return ExitCode.OK


def _serve(lake: str, folders: Sequence[Path | str], limit: int, decisions: Path, to: Path | None, port: int) -> int:
    from extractor.errors import ExitCode
    from extractor.examine.review import Review
    from extractor.examine.server import make_server
    from extractor.resources import schema_path

    print_message(f"reading {lake} ...")
    target = to or schema_path("taxonomy", "aliases.csv")
    review = Review(lake, folders, limit, decisions, target)
    with make_server(review, port) as server:
        print_data(f"http://{server.server_address[0]!s}:{server.server_address[1]}/\n")
        print_message(
            f"{counted(len(review.cases), 'case')}; decisions go to {decisions}, aliases to {target}. Ctrl-C ends."
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print_message("")
    return ExitCode.OK
