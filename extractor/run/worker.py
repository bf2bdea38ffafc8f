"""What happens to one filing, wherever it runs: in this process, in a disposable child, on another machine."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import shlex
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.errors import ExtractorError, LimitError
from extractor.notation.printable import printable
from extractor.run.inputs import Source, local_copy
from extractor.settings import Settings
from extractor.write.lake.records import Package


@dataclass(frozen=True, slots=True)
class Task:
    """One filing to be read, with its limits."""

    filing_id: str
    sha256: str
    source: Source
    reading: Settings
    timeout: float = 0.0  # seconds; 0: no limit
    memory: int = 0  # MB of address space; 0: no limit
    maker: str = "extractor.pipeline:package"  # what makes the package, as module:function
    printed: bytes | None = (
        None  # the filing as printed, as the lake keeps it: the file is opened only if that is no use
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as it crosses process borders."""

    code: str
    message: str
    next_step: str
    stage: str | None = None
    trace: str | None = None  # of a bug

    @property
    def report_id(self) -> str | None:
        return hashlib.sha256(self.trace.encode(errors="backslashreplace")).hexdigest()[:8] if self.trace else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: a package, or what went wrong."""

    task: Task
    result: Package | Trouble
    seconds: float = 0.0  # of wall clock


Maker = Callable[[Path, Path, Settings], Package]


def work(task: Task) -> Outcome:
    """Reads the filing and packages it. Never raises: trouble is a result."""
    begun = time.monotonic()
    result: Package | Trouble
    try:
        result = _from_printed(task) or _from_file(task)
        if (result.input_sha256, result.filing_id) != (task.sha256, task.filing_id):
            result = Trouble(
                "changed", f"{task.source.relative}: the file changed while it was read.", "the same command again"
            )
    except ExtractorError as error:
        step = error.next_step or f"extractor page {shlex.quote(task.source.relative)} 1"
        result = Trouble(error.code, _naming(task, printable(error.message)), printable(step), _stage(error))
    except MemoryError as error:
        result = out_of_memory(task, _stage(error))
    except Exception as error:
        result = bug(task, error)
    return Outcome(task, result, time.monotonic() - begun)


def _from_file(task: Task) -> Package:
    with local_copy(task.source) as (path, root):
        return _maker(task.maker)(path, root, task.reading)


def _from_printed(task: Task) -> Package | None:
    if task.printed is None:
        return None
    from extractor.pipeline import package_printed

    return package_printed(task.printed, task.source.relative, task.sha256, task.reading)


def bug(task: Task, error: Exception) -> Trouble:
    """An error that nobody foresaw, with its trace."""
    trace = "".join(traceback.format_exception(error))
    trouble = Trouble("bug", f"{task.source.relative}: {type(error).__name__}: {error}", "", _stage(error), trace)
    step = f"report {trouble.report_id}: its trace is in the run's folder; the other filings are not touched"
    return replace(trouble, next_step=step)


def out_of_memory(task: Task, stage: str | None = None) -> Trouble:
    """The failure of a filing that needs more memory than allowed."""
    return Trouble(
        LimitError.code,
        f"{task.source.relative}: needs more than {task.memory} MB of memory.",
        f"extractor run --memory {task.memory * 2} ...",
        stage,
    )


def out_of_time(task: Task) -> Trouble:
    """The failure of a filing that takes longer than allowed."""
    return Trouble(
        LimitError.code,
        f"{task.source.relative}: took longer than {task.timeout:g} s.",
        f"extractor run --timeout {task.timeout * 4:g} ...",
    )


def died(task: Task, exit_code: int | None) -> Trouble:
    """The process is gone. Killed from outside (SIGKILL, SIGTERM: the machine's memory, an operator) says nothing of
    the filing, and the next run tries it again; a crash in native code would only repeat itself."""
    how = f"exit code {exit_code}"
    if exit_code is not None and -exit_code in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        return Trouble(
            "killed",
            f"{task.source.relative}: its process was killed ({signal.Signals(-exit_code).name}), as a machine short "
            "of "
            "memory does.",
            "the same command again, with fewer --jobs if memory is short",
        )
    if exit_code is not None and exit_code < 0:
        with contextlib.suppress(ValueError):
            how = signal.Signals(-exit_code).name
    limit = f" under a limit of {task.memory} MB" if task.memory else ""
    step = f"extractor run --memory {task.memory * 2} ..., or take the file out" if task.memory else "take the file out"
    return Trouble(LimitError.code, f"{task.source.relative}: its process died ({how}){limit}.", step)


def prepare_process(memory: int) -> None:
    """Makes this process a disposable one: limits, quiet standard output, no Ctrl-C, gone when its parent is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        os.dup2(2, 1)  # standard output is for data, and this process has none: what libraries print goes to the words
    limit_memory(memory)
    spare_pandas()


def limit_memory(memory: int) -> None:
    """Limits this process to ``memory`` MB of address space (0: no limit), and to its parent's life."""
    if memory:
        with contextlib.suppress(ImportError, ValueError, OSError):
            import resource

            size = memory << 20
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class _NoPandas:
    """A finder that finds pandas missing."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ImportError(name)


def spare_pandas() -> None:
    """pyarrow loads pandas (0.25 s) when it is first given a list, to see whether that is one of pandas' own. In this
    process none is."""
    if "pandas" in sys.modules:
        return
    with contextlib.suppress(ImportError, MemoryError):
        import pyarrow as pa

        sys.meta_path.insert(0, _NoPandas)
        try:
            pa.array([])
        finally:
            sys.meta_path.remove(_NoPandas)


def _maker(name: str) -> Maker:
    module, _, function = name.partition(":")
    maker: Maker = getattr(importlib.import_module(module), function)
    return maker


def _naming(task: Task, message: str) -> str:
    return (
        message
        if task.source.relative in message or Path(task.source.relative).name in message
        else f"{task.source.relative}: {message}"
    )


def _stage(error: BaseException) -> str | None:
    """The room in which it happened: the innermost frame that is ours."""
    stage = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        parts = frame.f_globals.get("__name__", "").split(".")
        if parts[0] == "extractor" and len(parts) > 1 and parts[1] not in ("run", "pipeline", "errors"):
            stage = parts[1]
    return stage
