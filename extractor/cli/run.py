"""``extractor run``: a folder of filings into a lake."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Unpack

import typer

from extractor.cli import options as o
from extractor.cli.configuration import Config, ShowConfig, describe, option
from extractor.cli.console import counted, print_data, print_message, protect_stdout
from extractor.errors import UsageError
from extractor.notation.printable import printable
from extractor.settings import ExecutorName, Passwords, trying

if TYPE_CHECKING:
    from extractor.run.batch import Hooks, Result
    from extractor.run.log import About
    from extractor.run.summary import Summary


def register(app: typer.Typer) -> None:
    app.command(
        help="Extract a filing, or a folder of filings, into a lake of Parquet tables. What has not changed is skipped."
    )(run)


@o.with_choice
def run(
    context: typer.Context,
    choice: o.Choice,
    dry_run: Annotated[bool, option("--dry-run", help="List what would run and why; run nothing.")] = False,
    jobs: o.Jobs = "auto",
    executor: o.Executor = ExecutorName.PROCESSES,
    scheduler: o.Scheduler = None,
    format: o.Format = None,
    optimize: Annotated[
        bool, option("--optimize", help="Join small files when all is committed, as extractor compact does.")
    ] = False,
    pictures: Annotated[
        int,
        option(
            "--pictures",
            help="Pages with findings to draw for the report; -1: a few, if more than one filing ran.",
            min=-1,
        ),
    ] = -1,
    fail_on: Annotated[
        str,
        option("--fail-on", help="What makes the run fail: none, failed, finding, unmapped[:N%]; several with commas."),
    ] = "failed",
    keep_printed: o.KeepPrinted = True,
    as_json: Annotated[bool, option("--json", help="Print the summary as JSON.")] = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    log_format: Annotated[
        str, option("--log-format", help="text or json: how events are written to standard error.")
    ] = "text",
    config: Config = None,
    show_config: ShowConfig = False,
) -> int:
    if show_config:
        print_data(describe(context))
        return 0
    if log_format not in ("text", "json"):
        raise UsageError(f"--log-format {log_format}: no such format.", "--log-format text|json")
    o.check_scheduler(scheduler, executor)
    settings = choice.settings(
        jobs=o.job_count(jobs),
        executor=executor,
        scheduler=scheduler,
        optimize=optimize,
        pictures=pictures,
        keep_printed=keep_printed,
    )
    if dry_run:
        from extractor.cli.plan import show_plan

        return show_plan(choice, settings, as_json)

    from extractor.run.batch import run_batch
    from extractor.run.summary import parse_gates
    from extractor.write import open_lake

    where = o.sources_of(choice.source, "extractor run FOLDER --out LAKE")
    lake_uri = o.needed(choice.out, "--out", f"extractor run {quote(where[0])} --out LAKE")
    gates = parse_gates(fail_on)
    protect_stdout()
    if executor is ExecutorName.SERIAL:
        from extractor.run.worker import spare_pandas

        spare_pandas()
    with _hooks(log_format, quiet, verbose) as hooks:
        result = run_batch(where, open_lake(lake_uri, format), settings, gates, hooks)
    if log_format == "text":
        print_message(result.summary.last_line() if quiet else _table(result))
    if as_json:
        from extractor.run.report import as_json as render

        print_data(render(result.summary))
    return int(result.exit_code)


@contextlib.contextmanager
def _hooks(log_format: str, quiet: bool, verbose: bool) -> Iterator[Hooks]:
    """Events as JSON lines; or in words, under a progress bar where standard error is a terminal."""
    from extractor.run.batch import Hooks

    if log_format == "json":
        yield Hooks(json_lines=print_message, draw=_draw)
        return
    shown = {"error"} if quiet else {"info", "warning", "error"} | ({"debug"} if verbose else set())

    def line(level: str, message: str, **about: Unpack[About]) -> None:
        if level in shown and about.get("stage") != "summary":  # the table says that, at the very end
            print_message(message if level == "info" else f"{level}: {message}")

    if quiet or not sys.stderr.isatty():
        yield Hooks(listener=line, draw=_draw)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, total: int, file: str) -> None:
            bar.update(task, completed=done, total=total, description=printable(file))

        yield Hooks(listener=line, progress=advance, draw=_draw)


def _draw(path: Path, pages: Sequence[int], passwords: Passwords) -> Mapping[int, bytes]:
    from extractor.examine.page import proof_pictures

    with trying(passwords):
        return proof_pictures(path, pages)


def _table(result: Result) -> str:
    """What was extracted, and where it lies."""
    from extractor.run.summary import PROOFS, share

    summary: Summary = result.summary
    rows = [(name, counted(number, "filing")) for name, number in sorted(summary.statements.items())]
    if summary.statement_pages:
        rows += [("statement pages", str(summary.statement_pages))]
        rows += [("  read again", f"{summary.second_read}\t{share(summary.second_read, summary.statement_pages)}")]
    if summary.cells:
        rows += [("cells", str(summary.cells))] + [
            (f"  {kind}", f"{getattr(summary, kind)}\t{share(getattr(summary, kind), summary.cells)}")
            for kind in PROOFS
        ]
        rows += [
            ("lines", str(summary.lines)),
            ("  unmapped", f"{summary.unmapped}\t{share(summary.unmapped, summary.lines)}"),
        ]
    if summary.other_cells:
        rows += [("other tables", str(summary.other_tables)), ("cells of other tables", str(summary.other_cells))] + [
            (f"  {kind}", f"{number}\t{share(number, summary.other_cells)}")
            for kind, number in ((kind, getattr(summary, f"other_{kind}")) for kind in PROOFS)
        ]
    rows += [(f"finding {code}", str(number)) for code, number in summary.findings.most_common(8)]
    rows += [(f"finding {code}", f"{number}\tother tables") for code, number in summary.other_findings.most_common(8)]
    if result.report:
        rows.append(("report", result.report))
    wide = max((len(name) for name, _ in rows), default=0) + 2
    body = "\n".join(f"  {name:{wide}}{value.replace(chr(9), '  ')}" for name, value in rows)
    return f"\n{body}\n\n{summary.last_line()}"
