"""The command ``extractor``: one thin file per command, each with ``register(app)`` that imports nothing heavy."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import signal
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from extractor import __version__
from extractor.cli import configuration, limits
from extractor.cli.console import print_data, print_message
from extractor.cli.help import COMMANDS, WordedCommand
from extractor.errors import ExitCode, ExtractorError

app = typer.Typer(
    name="extractor",
    help="Japanese securities reports to tidy Parquet tables, with every number accounted for.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        print_data(f"extractor {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Say the version and stop.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    pass


def register_commands() -> None:
    """A command whose file is not there is not offered."""
    for name in COMMANDS:
        if importlib.util.find_spec(f"extractor.cli.{name}"):
            importlib.import_module(f"extractor.cli.{name}").register(app)
    for command in app.registered_commands:
        command.cls = WordedCommand
        command.short_help = COMMANDS.get(str(command.name or getattr(command.callback, "__name__", "")))
    for group in app.registered_groups:
        group.short_help = COMMANDS.get(str(group.name))
        for command in group.typer_instance.registered_commands if group.typer_instance else ():
            command.cls = WordedCommand


class _Terminated(BaseException):
    """SIGTERM where nothing else is made of it. No Exception: nobody may swallow it."""


def _terminate(_: int, __: FrameType | None) -> None:
    raise _Terminated


def start() -> None:
    """Runs the command line and ends the process with one of ``errors.ExitCode``."""
    limits.process_is_ours()
    try:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _terminate)
        register_commands()
        code = app(standalone_mode=False, prog_name="extractor")
    except ExtractorError as raised:
        error = configuration.blamed(raised)
        print_message(f"extractor: {error}")
        code = error.exit_code
    except _Terminated:
        print_message("extractor: terminated")
        code = ExitCode.TERMINATED
    except (KeyboardInterrupt, typer.Abort):
        print_message("extractor: interrupted")
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        code = ExitCode.OK
    except Exception as error:
        code = _misused(error) or _bug(error)
    sys.exit(int(code or 0))


def _misused(error: Exception) -> ExitCode | None:
    """What the command-line library says of wrong flags; a wrong value in extractor.toml is a wrong configuration."""
    if not hasattr(error, "format_message"):
        return None
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    command = context.command_path if context else "extractor"
    source = context.get_parameter_source(parameter.name) if context and parameter and parameter.name else None
    configured = source is not None and source.name == "DEFAULT_MAP"
    where = "extractor.toml: " if configured else ""
    message = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        print_message(message)
    else:
        print_message(f"{command}: {where}{message} Next: {command} --help")
    return ExitCode.CONFIGURATION if configured else ExitCode.USAGE


def _bug(error: Exception) -> ExitCode:
    trace = "".join(traceback.format_exception(error))
    report_id = hashlib.sha256(trace.encode()).hexdigest()[:8]
    path = Path(tempfile.gettempdir(), f"extractor-{report_id}.txt")
    path.write_text(trace, encoding="utf-8")
    print_message(f"extractor: this is a bug ({type(error).__name__}: {error}). Next: report {report_id} with {path}")
    return ExitCode.BUG
