"""Where the time goes: a sample of the stack at each tick of the CPU clock, by room and by function."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from extractor.pipeline import package
from extractor.settings import Settings, Tables

TICK = 0.002  # seconds; the kernel may tick more slowly


@dataclass
class Profile:
    """Samples: by the room of the innermost frame of ours, and by each of our functions on the stack."""

    samples: int = 0
    rooms: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)

    def take(self, _: int, frame: FrameType | None) -> None:
        self.samples += 1
        names = []
        while frame is not None:
            code = frame.f_code
            folder, found, name = code.co_filename.rpartition("/extractor/")
            if folder and found:
                names.append(f"{name}: {code.co_name}")
            frame = frame.f_back
        if names:
            self.rooms[names[0].partition(":")[0].partition("/")[0].removesuffix(".py")] += 1
            self.functions.update(set(names))


def profile(paths: Sequence[Path], rounds: int) -> Profile:
    """Of the whole pipeline without further readers, warm."""
    found = Profile()
    settings = Settings(second_readers=False, tables=Tables.STATEMENTS)
    before = signal.signal(signal.SIGPROF, found.take)
    signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
    try:
        for _ in range(rounds):
            for path in paths:
                package(path, path.parent, settings)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return found
