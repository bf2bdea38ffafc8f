"""Who does the work: this process, disposable child processes, or the workers of a Dask cluster. One protocol."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from extractor.errors import ConfigurationError, UsageError
from extractor.run.worker import Outcome, Task, bug, died, out_of_time, prepare_process, work
from extractor.settings import ExecutorName, RunSettings

T = TypeVar("T")
RECYCLE = 64  # filings after which a child is replaced: libraries leak


class Executor(Protocol):
    """Runs tasks and gives back what became of each."""

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome, None, None]:
        """Outcomes as they come, in any order. Takes no more tasks than it can soon begin."""

    def stop(self) -> None:
        """Begin nothing more; what runs comes to its end. Safe in a signal handler."""

    def abort(self) -> None:
        """Stop what runs, now. Safe in a signal handler."""


def open_executor(settings: RunSettings) -> Executor:
    """The executor that the settings name. Raises UsageError where its address is missing or no use."""
    if settings.executor is ExecutorName.SERIAL:
        return SerialExecutor()
    if settings.executor is ExecutorName.DASK:
        from extractor.run.dask_executor import DaskExecutor

        if not settings.scheduler:
            raise UsageError(
                "--executor dask: which cluster?",
                "add --scheduler tcp://HOST:8786, the address that dask-scheduler printed",
            )
        return DaskExecutor(settings.scheduler)
    return ProcessExecutor(settings.jobs or os.cpu_count() or 1, settings.memory)


class SerialExecutor:
    """One after the other in this process: for debuggers. No limits, no protection."""

    def __init__(self) -> None:
        self._stopped = False

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome, None, None]:
        for task in tasks:
            if self._stopped:
                return
            yield work(task)

    def stop(self) -> None:
        self._stopped = True

    def abort(self) -> None:
        self._stopped = True
        raise KeyboardInterrupt


class ProcessExecutor:
    """Children that may crash, hang or eat memory: that costs one filing. pebble keeps the pool and kills what
    overstays."""

    def __init__(self, jobs: int, memory: int = 0) -> None:
        self._jobs = jobs
        self._memory = memory
        self._stopped = False
        self._aborted = threading.Event()

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome, None, None]:
        from pebble import ProcessPool

        queue = iter(tasks)
        first = next(queue, None)
        if first is None:
            return
        pool = ProcessPool(self._jobs, RECYCLE, prepare_process, (self._memory,), _context(first.maker))
        running: dict[Any, Task] = {_schedule(pool, first): first}
        clean = False
        try:
            while running or not self._stopped:
                while not self._stopped and len(running) < self._jobs * 2 and (task := next(queue, None)):
                    running[_schedule(pool, task)] = task
                if not running or self._aborted.is_set():
                    break
                if self._stopped:
                    for future in [future for future in running if not future.running() and future.cancel()]:
                        del running[future]
                done, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in done:
                    task = running.pop(future)
                    if outcome := _outcome(future, task):
                        yield outcome
            clean = not self._aborted.is_set()
        finally:
            if clean:
                pool.close()
            else:
                pool.stop()
            pool.join()

    def stop(self) -> None:
        self._stopped = True

    def abort(self) -> None:
        self._stopped = True
        self._aborted.set()


def apart(
    function: Callable[..., T], calls: Iterable[Sequence[Any]], timeout: float, memory: int
) -> Iterator[T | None]:
    """What each call gives, made in a child of its own kind; None for one that raised, died or took too long."""
    from pebble import ProcessPool

    with ProcessPool(1, 0, prepare_process, (memory,), _context(function.__module__)) as pool:
        for arguments in calls:
            try:
                yield pool.schedule(function, arguments, timeout=timeout or None).result()
            except Exception:
                yield None


def _schedule(pool: Any, task: Task) -> Any:
    try:
        return pool.schedule(work, (task,), timeout=task.timeout or None)
    except BrokenProcessPool as error:
        raise _no_children(task) from error


def _no_children(task: Task) -> ConfigurationError:
    limit = f" under a limit of {task.memory} MB" if task.memory else ""
    return ConfigurationError(
        f"no child process could start{limit}.", "extractor run --memory 4096 ..., or --executor serial to see why"
    )


def _outcome(future: Any, task: Task) -> Outcome | None:
    from pebble import ProcessExpired

    try:
        outcome: Outcome = future.result()
        return outcome
    except CancelledError:
        return None
    except TimeoutError:
        return Outcome(task, out_of_time(task), task.timeout)
    except BrokenProcessPool as error:
        raise _no_children(task) from error
    except ProcessExpired as error:
        return Outcome(task, died(task, error.exitcode))
    except Exception as error:  # what the child sent could not be taken: this filing's trouble, not the run's
        return Outcome(task, bug(task, error))


def _context(maker: str) -> Any:
    """A server process that has imported what reading needs and forks children from that: young, warm and free of our
    threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    module = maker.partition(":")[0]
    warm = ["extractor.run.warm"] if module == "extractor.pipeline" else []
    context.set_forkserver_preload([module, __name__, *warm])
    return context
