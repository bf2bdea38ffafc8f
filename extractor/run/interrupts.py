"""Ctrl-C with manners: the first finishes what runs and commits it, the second stops now. SIGTERM counts as one."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from extractor.run.executors import Executor
from extractor.run.log import Listener


class Interrupts:
    """While entered, signals steer the executor. ``received`` names the first one."""

    def __init__(self, executor: Executor, log: Listener) -> None:
        self._executor = executor
        self._log = log
        self._before: dict[signal.Signals, Any] = {}
        self.received: str | None = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            self._before = {name: signal.signal(name, self._hear) for name in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for name, handler in self._before.items():
            signal.signal(name, handler)

    def _hear(self, number: int, _: FrameType | None) -> None:
        if self.received is None:
            self.received = signal.Signals(number).name
            self._log("warning", f"{self.received}: finishing what runs and committing it; once more stops now")
            self._executor.stop()
        else:
            self._executor.abort()
