"""Seconds of CPU, of work in this process and of whole processes with all that they start."""

from __future__ import annotations

import json
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


# Started by a small process of its own: a child's peak memory counts from its parent's on.
_LAUNCH = """
import ctypes, json, os, subprocess, sys, time
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: what the command leaves behind is waited for, and counted
began, quiet = time.monotonic(), subprocess.DEVNULL
first = subprocess.Popen(sys.argv[1:], stdin=quiet, stdout=quiet, stderr=quiet)
_, status, use = os.wait4(first.pid, 0)
wall, found = time.monotonic() - began, [use]
while True:
    try:
        found.append(os.wait4(-1, 0)[2])
    except ChildProcessError:
        break
seconds = sum(use.ru_utime + use.ru_stime for use in found)
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, wall, max(use.ru_maxrss for use in found) / 1024]))
"""


def command(*words: str) -> Cost:
    """What ``extractor WORDS`` costs as a whole process, with its workers. Compiled modules are kept, as installed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    line = [sys.executable, "-m", "extractor", *words]
    launch = [sys.executable, "-S", "-c", _LAUNCH, *line]
    done = subprocess.run(launch, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    code, seconds, wall, memory = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"extractor {' '.join(words)} ended with {code}")
    return Cost(seconds, wall, memory)


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
