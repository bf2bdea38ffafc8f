"""``extractor page``: one page of a filing, stage by stage."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import counted, print_data, print_message, stdout_is_terminal
from extractor.cli.options import DEFAULTS, Memory, PasswordFile, Timeout

if TYPE_CHECKING:
    from extractor.examine.stages import PageReading, Stage


def register(app: typer.Typer) -> None:
    app.command(
        help=(
            "Look at one page: its tables as extracted; with --out a picture, the JSON and one HTML file of every "
            "stage."
        )
    )(page)


def page(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The filing: PDF or text, as a path or a URI.")],
    number: Annotated[int, typer.Argument(metavar="PAGE", help="Page of the file, from 1.")],
    stage: Annotated[
        list[str] | None,
        typer.Option(
            "--stage",
            help="words, spans, grid, items, proof or ledger; may be repeated. Without --out: its JSON.",
            show_default=False,
        ),
    ] = None,
    reader: Annotated[
        str, typer.Option("--reader", help="pdfium, pdfplumber, or all: where other readers differ.")
    ] = "pdfium",
    whole: Annotated[
        bool,
        typer.Option(
            "--whole", help="Read all statements of the filing as run does, so that ties between them are tried."
        ),
    ] = False,
    aliases: Annotated[
        list[Path] | None,
        typer.Option("--aliases", help="A further file of label aliases; may be repeated.", show_default=False),
    ] = None,
    password_file: PasswordFile = None,
    timeout: Timeout = DEFAULTS.timeout,
    memory: Memory = DEFAULTS.memory,
    picture: Annotated[
        bool, typer.Option("--picture/--no-picture", help="Draw over the page's picture, or over its words set anew.")
    ] = True,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder for the PNGs, the JSON and the HTML file.", show_default=False
        ),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the HTML file in the browser.")] = False,
) -> int:
    from extractor.cli.limits import limited
    from extractor.cli.options import reading_for
    from extractor.errors import UsageError
    from extractor.examine.picture import PictureProcess
    from extractor.examine.sources import local_file
    from extractor.examine.stages import Reader, Stage, read_page

    stages = []
    for name in stage or ():
        if name not in list(Stage):
            raise UsageError(f"--stage {name}: no such stage.", f"--stage {'|'.join(Stage)}")
        stages.append(Stage(name))
    if reader not in list(Reader):
        raise UsageError(f"--reader {reader}: no such reader.", f"--reader {'|'.join(Reader)}")
    settings = reading_for(True, 2000, aliases)
    path = local_file(file)
    with limited(file, f"extractor page {shlex.quote(str(file))} {number}", timeout, memory):
        if out is None and not open_:
            seen = read_page(path, number, Reader(reader), whole, settings)
            print_data(_json(seen, stages) if stages else _table(seen))
            return 0

        import tempfile

        from extractor.examine.page import STAGES, write_page

        target = out or Path(tempfile.mkdtemp(prefix="extractor-page-"))
        with PictureProcess(path, [number] if picture and path.is_file() else []) as camera:
            seen = read_page(path, number, Reader(reader), whole, settings)
            drawn = camera.pictures().get(number)
        written = write_page(seen, drawn, target, sorted(stages, key=STAGES.index) or STAGES)
        print_message(f"{counted(len(written), 'file')} written. Next: open {written[0]}")
        if open_:
            import webbrowser

            webbrowser.open(written[0].resolve().as_uri())
    return 0


def _json(seen: PageReading, stages: list[Stage]) -> str:
    from extractor.examine.page import stage_data
    from extractor.examine.plain import to_json

    data = {stage.value: stage_data(seen, stage) for stage in stages}
    return to_json(data[stages[0].value] if len(stages) == 1 else data) + "\n"


def _table(seen: PageReading) -> str:
    from extractor.examine.terminal import page_view

    terminal = stdout_is_terminal()
    return page_view(seen, width=None if terminal else 200, colour=terminal)
