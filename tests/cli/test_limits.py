"""page, view and explain keep the limits of run: what takes too long or too much ends with a next command."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.cli.limits import limited
from extractor.errors import ExitCode
from tests.cli.conftest import Command

IN_A_CHILD = """
import sys, time, os, signal
from extractor.cli.limits import limited, process_is_ours
from extractor.errors import ExtractorError
process_is_ours()
try:
    with limited("a.pdf", "extractor page a.pdf 1", {timeout}, {memory}):
        {what}
    print("done")
except ExtractorError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def _run(what: str, timeout: float = 30, memory: int = 0) -> subprocess.CompletedProcess[str]:
    code = IN_A_CHILD.format(what=what, timeout=timeout, memory=memory)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("what", "memory", "said", "code"),
    [
        ("pass", 0, "done", 0),
        ("sys.exit(3)", 0, "", 3),
        ("b = bytes(4 << 30)", 2048, "a.pdf: needs more than 2048 MB of memory. Next: extractor page a.pdf 1 --mem", 4),
        ("os.kill(os.getpid(), signal.SIGSEGV)", 0, "a.pdf: its process died (SIGSEGV). Next: look at another page", 4),
    ],
)
def test_the_process_ends_as_what_it_waits_for(what: str, memory: int, said: str, code: int) -> None:
    done = _run(what, memory=memory)
    assert done.stdout.startswith(said)
    assert done.returncode == code, done.stderr


def test_what_takes_too_long_is_ended() -> None:
    begun = time.monotonic()
    done = _run("signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(50)", timeout=0.5)
    assert done.stdout == "a.pdf: took longer than 0.5 s. Next: extractor page a.pdf 1 --timeout 2\n"
    assert done.returncode == ExitCode.PARTIAL
    assert time.monotonic() - begun < 30


def test_a_signal_reaches_the_child() -> None:
    code = IN_A_CHILD.format(what="print('here', flush=True); time.sleep(50)", timeout=40, memory=0)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == ExitCode.TERMINATED


def test_a_process_that_runs_other_things_too_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fork", lambda: pytest.fail("a process was forked"))
    with limited("a.pdf", "extractor page a.pdf 1", 10, 0):
        pass


def test_commands_take_the_limits(extractor: Command, samples: Path, tmp_path: Path) -> None:
    file, lake = samples / "kakuu_2023q1.txt", tmp_path / "lake"
    assert extractor("run", file, "--out", lake).returncode == ExitCode.OK
    seen = ("--filing", file.name, "--source", samples)
    for command in (
        ("page", file, 5),
        ("view", lake, *seen, "--out", tmp_path / "look"),
        ("explain", lake, *seen, "--item", "assets"),
    ):
        late = extractor(*command, "--timeout", 0.001)
        assert late.returncode == ExitCode.PARTIAL
        assert f"Next: extractor {command[0]} {command[1]} " in late.stderr
        assert "--timeout 0.004" in late.stderr
    assert extractor(*command).returncode == ExitCode.OK
