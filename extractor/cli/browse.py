"""``extractor browse``: the lake in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import counted, print_data, print_message
from extractor.cli.view import LakeArgument, Source


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        help="Look at a lake in the browser: companies, filings, statements over time with restatements marked, "
        "search, proof, every value to its page. Served on this machine only; nothing is changed."
    )(browse)


def browse(
    lake: LakeArgument,
    source: Source = None,
    port: Annotated[int, typer.Option("--port", help="Port; 0: any free one.", min=0, max=65535)] = 0,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
) -> int:
    """Prints the address, with the key that admits a browser, and serves until Ctrl-C."""
    from extractor.examine.browse.site import Browser
    from extractor.examine.server import make_server

    print_message(f"reading {lake} ...")
    site = Browser(lake, source or [Path.cwd()])
    with make_server(site, port) as server:
        address = f"http://{server.server_address[0]!s}:{server.server_address[1]}/?token={site.token}"
        print_data(address + "\n")
        view = site.view
        companies = counted(len(view.companies), "company", "companies")
        print_message(f"{companies}, {counted(len(view.filings), 'filing')}. Ctrl-C ends.")
        if open_:
            import webbrowser

            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print_message("")
    return 0
