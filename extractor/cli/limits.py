"""Limits of time and memory for commands that open one file: what ``run`` gives each filing."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from extractor.errors import LimitError

_alone = False  # whether this process is the command's own, and may go on as two
GRACE = 2.0  # seconds from the signal that ends the child kindly to the one that ends it at once


def process_is_ours() -> None:
    """Said once by the process that was started for one command. In any other (a test, a notebook) nothing forks."""
    global _alone
    _alone = True


@contextmanager
def limited(file: str, command: str, timeout: float, memory: int) -> Iterator[None]:
    """What follows happens in a child process: at most ``timeout`` seconds, and ``memory`` MB of address space; 0: no
    limit. ``command``: what was asked for, without the options of the limits.

    The child goes on as this command and ends as it would; this process waits for it and ends likewise. Raises
    LimitError in the process that is left. Where processes cannot be forked there are no limits.
    """
    if not _alone or not hasattr(os, "fork") or not (timeout or memory):
        yield
        return
    sys.stdout.flush()
    sys.stderr.flush()
    ended, alive = os.pipe()
    child = os.fork()
    if child:
        os.close(alive)
        _wait(child, ended, file, command, timeout, memory)  # never comes back
    os.close(ended)
    _restrict(memory)
    try:
        yield
    except MemoryError as error:
        raise LimitError(
            f"{file}: needs more than {memory} MB of memory.", f"{command} --memory {memory * 2}"
        ) from error


def _restrict(memory: int) -> None:
    """Limits of this process; it goes when its parent goes."""
    from extractor.run.worker import limit_memory

    limit_memory(memory)


def _wait(child: int, ended: int, file: str, command: str, timeout: float, memory: int) -> None:
    """Ends this process as the child ends, with LimitError where that ran over its limits or died."""
    told: list[int] = []

    def pass_on(number: int, _: object) -> None:
        told.append(number)
        with suppress(ProcessLookupError):
            os.kill(child, number)

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGINT, lambda number, _: told.append(number))  # the terminal tells the child too
    if not _closed(ended, timeout or None):
        _end(child, ended)
        longer = f"{timeout * 4:g}"
        raise LimitError(f"{file}: took longer than {timeout:g} s.", f"{command} --timeout {longer}")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code >= 0:
        raise SystemExit(code)
    if told:  # it had no time to end by itself
        raise SystemExit(128 + told[0])
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    step = f"{command} --memory {memory * 2}" if memory else "look at another page"
    raise LimitError(f"{file}: its process died ({name}).", step)


def _closed(ended: int, timeout: float | None) -> bool:
    """Whether the child's end of the pipe was closed in time."""
    until = None if timeout is None else time.monotonic() + timeout
    while True:
        left = None if until is None else max(until - time.monotonic(), 0.0)
        with suppress(InterruptedError):
            return bool(select.select([ended], [], [], left)[0])


def _end(child: int, ended: int) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(child, number)
        if _closed(ended, GRACE):
            break
    os.waitpid(child, 0)
