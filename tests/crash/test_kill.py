"""kill -9 at random moments, of the run and of its children: no half filing, no lost filing, in the end the lake of an
undisturbed run."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.lakes import marked, strays, tree

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]
ROOT = Path(__file__).parents[2]


class Zygote:
    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.crash.zygote"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, folder: Path, lake: Path, executor: str, round_number: int) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder} {lake} {executor} {round_number}\n")
        self._process.stdin.flush()
        return int(self._read())

    def wait(self) -> int:
        return int(self._read())

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.wait(10)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("filings")
    for number in range(12):
        (root / f"{number}.txt").write_text(f"good {number + 1} filing {number}")
    return root


def _descendants(pid: int) -> list[int]:
    """Linux: by walking /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return found


def _disturb(
    zygote: Zygote, folder: Path, lake: Path, executor: str, kills: int, seed: int, longest: float, children: bool
) -> tuple[int, int]:
    """Starts runs and kills them until so many died by it. Returns how many rounds came to their end."""
    chance = random.Random(seed)
    done, round_number = 0, 0
    whole: set[str] = set()
    while done < kills:
        pid = zygote.start(folder, lake, executor, round_number)
        time.sleep(chance.uniform(0, longest))
        victims = [pid, *(_descendants(pid) if children else [])]
        victim = chance.choice(victims)
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        status = zygote.wait()
        done += status == -signal.SIGKILL or (victim != pid)
        now = marked(lake)
        assert len(whole - now) <= 1, "more than the one filing that was being replaced lost its marker"
        whole = now
        round_number += status in (0, 4)
    return done, round_number


@pytest.mark.parametrize("seed", range(4))
def test_the_run_itself_is_killed(zygote: Zygote, folder: Path, tmp_path: Path, seed: int) -> None:
    lake = tmp_path / "lake"
    kills, rounds = _disturb(zygote, folder, lake, "serial", 45, seed, 0.25, children=False)
    _assert_finished(zygote, folder, lake, tmp_path / "quiet", rounds)
    assert kills == 45


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the children in /proc")
def test_the_run_or_one_of_its_children_is_killed(zygote: Zygote, folder: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    kills, rounds = _disturb(zygote, folder, lake, "processes", 25, 99, 1.2, children=True)
    _assert_finished(zygote, folder, lake, tmp_path / "quiet", rounds)
    assert kills >= 25


def _assert_finished(zygote: Zygote, folder: Path, lake: Path, quiet: Path, round_number: int) -> None:
    """One more run, undisturbed, and the lake is that of a single undisturbed run."""
    for where in (lake, quiet):
        zygote.start(folder, where, "serial", round_number)
        assert zygote.wait() == 0
    assert len(marked(lake)) == 12
    assert strays(lake) == set()
    assert tree(lake) == tree(quiet)
