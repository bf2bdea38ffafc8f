"""What is said while a run goes on: words for people, or a JSON line for each event; and the run's own log file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

LineWriter = Callable[[str], None]


class Listener(Protocol):
    """Hears each event. ``message`` is in words; the rest is for machines."""

    def __call__(
        self,
        level: str,
        message: str,
        *,
        filing: str | None = None,
        file: str | None = None,
        page: int | None = None,
        stage: str = "run",
    ) -> None: ...


class RunLog:
    """Keeps every event as a JSON line for the run's folder, and passes it on: as JSON to ``say``, or to ``heard`` in
    words."""

    def __init__(self, run_id: str, listener: Listener | None = None, json_lines: LineWriter | None = None) -> None:
        self._run = run_id
        self._listener = listener
        self._json_lines = json_lines
        self._lines: list[str] = []

    def __call__(
        self,
        level: str,
        message: str,
        *,
        filing: str | None = None,
        file: str | None = None,
        page: int | None = None,
        stage: str = "run",
    ) -> None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        event = {
            "time": time,
            "level": level,
            "run": self._run,
            "filing": filing,
            "file": file,
            "page": page,
            "stage": stage,
            "message": message,
        }
        line = json.dumps(event, ensure_ascii=False)
        self._lines.append(line)
        if self._json_lines:
            self._json_lines(line)
        if self._listener:
            self._listener(level, message, filing=filing, file=file, page=page, stage=stage)

    def text(self) -> bytes:
        return "".join(line + "\n" for line in self._lines).encode(errors="backslashreplace")
