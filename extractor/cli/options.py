"""The options that ``run`` and ``plan`` share, and the settings they make."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from extractor.cli.configuration import option
from extractor.errors import UsageError
from extractor.settings import ExecutorName, LakeFormat, Passwords, RunSettings, Settings, try_passwords
from extractor.settings import Tables as TablesOf

DEFAULTS = RunSettings()

SourceArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="Filings, folders of filings, or the URIs of such (s3://, gs://, abfs://); several are read as one input.",
        show_default=False,
    ),
]
Out = Annotated[str | None, option("--out", "-o", help="The lake: a folder or a URI.", show_default=False)]
Only = Annotated[
    list[str] | None, option("--only", help="Take only files that fit this glob; may be repeated.", show_default=False)
]
Limit = Annotated[int | None, option("--limit", help="Run at most so many filings.", min=0, show_default=False)]
Fresh = Annotated[bool, option("--fresh", help="Run all filings, changed or not.")]
RetryFailed = Annotated[
    bool, option("--retry-failed", help="Run filings again that failed before, though nothing changed.")
]
SecondReaders = Annotated[
    bool, option("--second-readers/--no-second-readers", help="Ask slower readers where proof fails.")
]
MaxPages = Annotated[int, option("--max-pages", help="Refuse filings with more pages.", min=1)]
Tables = Annotated[TablesOf, option("--tables", help="Which tables to read: all, or the statements only.")]
Aliases = Annotated[
    list[Path] | None, option("--aliases", help="A further file of label aliases; may be repeated.", show_default=False)
]
Format = Annotated[
    LakeFormat | None,
    option("--format", help="Format of the lake. Default: as it was made; parquet for a new one.", show_default=False),
]
Jobs = Annotated[str, option("--jobs", "-j", help="Filings at a time: a number, or auto for one per core.")]
Timeout = Annotated[float, option("--timeout", help="Seconds that one filing may take; 0: no limit.", min=0)]
Memory = Annotated[int, option("--memory", help="MB of address space that one filing may take; 0: no limit.", min=0)]
Executor = Annotated[ExecutorName, option("--executor", help="Who does the work.")]
Scheduler = Annotated[
    str | None, option("--scheduler", help="Address of the Dask scheduler (tcp://HOST:8786).", show_default=False)
]


FollowLinks = Annotated[
    bool, option("--follow-links", help="Also take what symbolic links in the folder lead to outside of it.")
]
VerifyContent = Annotated[
    bool,
    option(
        "--verify-content", help="Hash every file again, also those of the path, size and time that the lake knows."
    ),
]
KeepPrinted = Annotated[
    bool,
    option(
        "--keep-printed/--no-keep-printed",
        help="Keep filings as printed in the lake, so that another alias or item needs no file to be read again.",
    ),
]
Quiet = Annotated[bool, option("--quiet", "-q", help="Say errors and the last line only.")]
Verbose = Annotated[bool, option("--verbose", "-v", help="Say also what is found in each filing.")]


def passwords_in(path: Path | None) -> Passwords:
    """The lines of a password file; blank ones are passed over. Raises UsageError where it cannot be read."""
    if path is None:
        return Passwords()
    try:
        lines = [line.removesuffix("\r") for line in path.read_bytes().decode("utf-8-sig").split("\n")]
    except (OSError, UnicodeDecodeError) as error:
        why = "is no UTF-8" if isinstance(error, UnicodeDecodeError) else f"cannot be read ({error.strerror})"
        raise UsageError(
            f"--password-file {path}: {why}.", "name a text file in UTF-8, a password on each line"
        ) from error
    return Passwords(tuple(dict.fromkeys(line for line in lines if line.strip())))


def _try(path: Path | None) -> Path | None:
    try_passwords(passwords_in(path))
    return path


PasswordFile = Annotated[
    Path | None,
    option(
        "--password-file",
        help="A text file of passwords, one a line, to try on files that a user password protects.",
        show_default=False,
        callback=_try,
    ),
]


def sources_of(value: list[str] | None, example: str) -> tuple[str, ...]:
    """The SOURCE arguments; raises UsageError where there is none."""
    if not value:
        raise UsageError("SOURCE is missing.", example)
    return tuple(value)


def needed(value: str | None, what: str, example: str) -> str:
    """An argument that may come from a configuration, yet must come from somewhere."""
    if value is None:
        raise UsageError(f"{what} is missing.", example)
    return value


def job_count(text: str) -> int:
    """The number of filings at a time: a number from 1, or auto for one per core. Raises UsageError."""
    if text == "auto":
        return os.cpu_count() or 1
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"--jobs {text}: neither a number from 1 nor auto.", "--jobs auto")
    return int(text)


def check_scheduler(scheduler: str | None, executor: ExecutorName) -> None:
    """Raises UsageError where a scheduler is named that has no part in the run."""
    if scheduler and executor is not ExecutorName.DASK:
        raise UsageError(
            f"--scheduler {scheduler}: no scheduler has a part in --executor {executor}.",
            "add --executor dask, or leave --scheduler out",
        )


@dataclass(frozen=True)
class Choice:
    """The options that ``run`` and ``plan`` share: which filings, which lake, and what steers the reading."""

    source: SourceArgument = None
    out: Out = None
    only: Only = None
    limit: Limit = None
    fresh: Fresh = False
    retry_failed: RetryFailed = False
    timeout: Timeout = DEFAULTS.timeout
    memory: Memory = DEFAULTS.memory
    second_readers: SecondReaders = True
    max_pages: MaxPages = DEFAULTS.reading.max_pages
    aliases: Aliases = None
    tables: Tables = DEFAULTS.reading.tables
    password_file: PasswordFile = None
    follow_links: FollowLinks = False
    verify_content: VerifyContent = False

    def settings(self, **more: Any) -> RunSettings:
        """The settings of a batch; ``more``: fields of RunSettings that only ``run`` has options for. Raises
        UsageError."""
        return RunSettings(
            only=tuple(self.only or ()),
            limit=self.limit,
            fresh=self.fresh,
            retry_failed=self.retry_failed,
            timeout=self.timeout,
            memory=self.memory,
            reading=reading_for(
                self.second_readers, self.max_pages, self.aliases, self.tables, passwords_in(self.password_file)
            ),
            follow_links=self.follow_links,
            verify_content=self.verify_content,
            **more,
        )


def with_choice(command: Callable[..., int]) -> Callable[..., int]:
    """The command with each field of ``Choice`` as an option, in the place of its parameter ``choice``."""
    hints = get_type_hints(Choice, include_extras=True)
    shared = [
        Parameter(field.name, Parameter.POSITIONAL_OR_KEYWORD, default=field.default, annotation=hints[field.name])
        for field in fields(Choice)
    ]
    own = inspect.signature(command, eval_str=True)
    parameters = [part for one in own.parameters.values() for part in (shared if one.annotation is Choice else [one])]

    @wraps(command)
    def apart(**given: Any) -> int:
        return command(choice=Choice(**{part.name: given.pop(part.name) for part in shared}), **given)

    apart.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    return apart


def reading_for(
    second_readers: bool,
    max_pages: int,
    aliases: list[Path] | None,
    tables: TablesOf = DEFAULTS.reading.tables,
    passwords: Passwords = Passwords(),
) -> Settings:
    """The settings of the reading of one filing. Raises UsageError where an alias file is missing."""
    for path in aliases or ():
        if not path.is_file():
            raise UsageError(f"--aliases {path}: there is no such file.", "look at the path")
    named = tuple(str(path.absolute()) for path in aliases or ())
    return Settings(second_readers, max_pages, named, tables, passwords)
