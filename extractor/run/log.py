"""What is said while a run goes on: words for people, or a JSON line for each event; and the run's own log file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypedDict, Unpack

LineWriter = Callable[[str], None]


class About(TypedDict, total=False):
    """What an event is about, for machines."""

    filing: str | None
    file: str | None
    page: int | None
    stage: str  # missing: run


class Listener(Protocol):
    """Hears each event. ``message`` is in words."""

    def __call__(self, level: str, message: str, **about: Unpack[About]) -> None: ...


class RunLog:
    """Keeps every event as a JSON line for the run's folder, and passes it on: as JSON to ``say``, or to ``heard`` in
    words."""

    def __init__(self, run_id: str, listener: Listener | None = None, json_lines: LineWriter | None = None) -> None:
        self._run = run_id
        self._listener = listener
        self._json_lines = json_lines
        self._lines: list[str] = []

    def __call__(self, level: str, message: str, **about: Unpack[About]) -> None:
        event = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": level,
            "run": self._run,
            "filing": about.get("filing"),
            "file": about.get("file"),
            "page": about.get("page"),
            "stage": about.get("stage", "run"),
            "message": message,
        }
        line = json.dumps(event, ensure_ascii=False)
        self._lines.append(line)
        if self._json_lines:
            self._json_lines(line)
        if self._listener:
            self._listener(level, message, **about)

    def text(self) -> bytes:
        return "".join(line + "\n" for line in self._lines).encode(errors="backslashreplace")
