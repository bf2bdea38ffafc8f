"""Ctrl-C: the first finishes what runs and commits it, the second stops now. SIGTERM counts as one."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType
from typing import Any

from extractor.run.executors import Executor
from extractor.run.log import Listener


class Interrupts:
    """While entered, signals steer the executor. ``received`` names the first one.

    A handler runs between any two steps of the main thread, also in the middle of a write to standard error, where
    another write raises. So the handler itself writes nothing: a thread that waits on a pipe says what was heard.
    """

    def __init__(self, executor: Executor, log: Listener) -> None:
        self._executor = executor
        self._log = log
        self._before: dict[signal.Signals, Any] = {}
        self._pipe: tuple[int, int] | None = None
        self._teller = threading.Thread(target=self._tell, name="interrupts", daemon=True)
        self.received: str | None = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            self._pipe = os.pipe()
            self._teller.start()
            self._before = {name: signal.signal(name, self._hear) for name in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for name, handler in self._before.items():
            signal.signal(name, handler)
        if self._pipe:
            os.close(self._pipe[1])
            self._teller.join()
            os.close(self._pipe[0])

    def _hear(self, number: int, _: FrameType | None) -> None:
        if self.received is None:
            self.received = signal.Signals(number).name
            self._executor.stop()
            if self._pipe:
                os.write(self._pipe[1], b"!")
        else:
            self._executor.abort()

    def _tell(self) -> None:
        if self._pipe and os.read(self._pipe[0], 1):
            self._log("warning", f"{self.received}: finishing what runs and committing it; once more stops now")
