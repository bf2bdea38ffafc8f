"""Filings on the workers of a Dask cluster; files and lake lie on shared or object storage."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Generator, Iterable
from concurrent.futures import CancelledError
from typing import Any

from extractor.errors import ConfigurationError
from extractor.run.worker import Outcome, Task, Trouble, died, out_of_time, prepare_process, work

_RETRIES = 2  # of a filing whose worker died
PATIENCE = 20  # seconds for the scheduler to answer


class DaskExecutor:
    """Dask gives a filing whose worker died to another worker. On each worker the filing has its own child process, as
    on one machine."""

    def __init__(self, scheduler: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ConfigurationError(
                "--executor dask: Dask is not installed here.", "pip install 'filing-extractor[dask]'"
            ) from error
        try:
            self._client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except OSError as error:
            raise ConfigurationError(
                f"{scheduler}: no Dask scheduler answers there ({error}).",
                "look at the address that `dask scheduler` printed",
            ) from error
        self._stopped = False
        self._aborted = False

    def run(self, tasks: Iterable[Task]) -> Generator[Outcome, None, None]:
        from distributed import as_completed

        queue = iter(tasks)
        done = as_completed(with_results=False, loop=self._client.loop)
        running: dict[str, Task] = {}
        try:
            while True:
                while not self._stopped and len(running) < self._room() and (task := next(queue, None)):
                    running[task.filing_id] = task
                    done.add(
                        self._client.submit(
                            isolated, task, key=f"filing-{task.sha256}-{id(self)}", retries=_RETRIES, pure=False
                        )
                    )
                if not running or self._aborted:
                    return
                future = next(done)
                task = running.pop(future.key.split("-")[1][:16])
                if outcome := _outcome(future, task):
                    yield outcome
                future.release()
        finally:
            self._client.close()

    def stop(self) -> None:
        self._stopped = True

    def abort(self) -> None:
        self._stopped = self._aborted = True
        raise KeyboardInterrupt

    def _room(self) -> int:
        """Enough in flight that no worker waits for the next."""
        threads: dict[str, int] = self._client.nthreads()
        return max(2, 2 * sum(threads.values()))


def isolated(task: Task) -> Outcome:
    """``work`` in a child of the Dask worker, under the task's limits. (Dask's workers may not use multiprocessing:
    they are daemons.)"""
    command = [sys.executable, "-m", "extractor.run.dask_executor"]
    try:
        child = subprocess.run(
            command, input=pickle.dumps(task), stdout=subprocess.PIPE, timeout=task.timeout or None, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(task, out_of_time(task), task.timeout)
    if child.returncode:
        return Outcome(task, died(task, child.returncode))
    outcome: Outcome = pickle.loads(child.stdout)
    return outcome


def _outcome(future: Any, task: Task) -> Outcome | None:
    from distributed.scheduler import KilledWorker

    try:
        outcome: Outcome = future.result()
        return outcome
    except CancelledError:
        return None
    except KilledWorker as error:
        return Outcome(
            task,
            Trouble(
                "killed",
                f"{task.source.relative}: every worker that took it died ({error}).",
                "look at the workers' logs",
            ),
        )
    except Exception as error:  # never of our own: ``work`` does not raise
        step = "install the same release of filing-extractor on the scheduler and on every worker"
        raise ConfigurationError(f"the Dask cluster cannot run it ({' '.join(str(error).split())}).", step) from error


def _child() -> None:
    import os

    answer = os.fdopen(os.dup(1), "wb")
    task: Task = pickle.loads(sys.stdin.buffer.read())
    prepare_process(task.memory)
    answer.write(pickle.dumps(work(task)))
    answer.close()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _child()
