"""Seconds of CPU, of work in this process and of whole processes with all that they start."""

from __future__ import annotations

import ctypes
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: what a child leaves behind becomes this process's child, and is counted


@dataclass(frozen=True)
class Cost:
    """Of a whole process: seconds of CPU of it and of all that it started, of wall clock, and MB of its peak memory."""

    cpu: float
    wall: float
    memory: float


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU that ``work`` takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def in_turns(jobs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each job's seconds; the jobs take turns, so that a slow minute falls on all of them."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            times[name].append(job())
    return {name: statistics.median(found) for name, found in times.items()}


def command(*words: str) -> Cost:
    """What ``extractor WORDS`` costs as a whole process, with its workers. Compiled modules are kept, as installed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.monotonic()
    nowhere = subprocess.DEVNULL
    line = [sys.executable, "-m", "extractor", *words]
    first = subprocess.Popen(line, cwd=ROOT, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    _, status, spent = os.wait4(first.pid, 0)
    first.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    found = [spent]
    while True:  # the server of workers outlives the command for a moment
        try:
            found.append(os.wait4(-1, 0)[2])
        except ChildProcessError:
            break
    if first.returncode:
        raise RuntimeError(f"extractor {' '.join(words)} ended with {first.returncode}")
    seconds = sum(use.ru_utime + use.ru_stime for use in found)
    return Cost(seconds, wall, max(use.ru_maxrss for use in found) / 1024)


def machine() -> str:
    """The shape of the machine, in a line."""
    model = platform.processor() or platform.machine()
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} cores, {pages:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"load {load:.1f}"
    )
