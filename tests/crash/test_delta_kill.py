"""SIGKILL during the commits of a Delta lake: the next run meets the unfinished work and ends where an undisturbed one
does."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.write import Lake
from extractor.write.lake.local import LocalStore

pytest.importorskip("deltalake", reason="the extra 'delta' is not installed")

from extractor.write.lake.delta import DeltaSink
from extractor.write.lake.query import connect, query
from tests.crash.delta_child import begin, finish

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
KILLS = 24
MET = 20  # of them at least must leave a commit unfinished


def _rows(root: Path) -> list[dict[str, Any]]:
    found = query(connect(str(root)), "select * from statements order by filing_id, statement, line, column_label")
    return list(found.to_pylist())


def _lake(root: Path) -> Lake:
    return Lake(LocalStore(root), DeltaSink(LocalStore(root)))


def test_a_kill_during_a_commit_leaves_whole_filings_and_the_next_run_finishes(tmp_path: Path) -> None:
    before, quiet = tmp_path / "before", tmp_path / "quiet"
    begin(before)
    shutil.copytree(before, quiet)
    finish(_lake(quiet))
    wanted = _rows(quiet)
    met = 0
    for step in range(KILLS):
        root = tmp_path / str(step)
        shutil.copytree(before, root)
        command = [sys.executable, "-m", "tests.crash.delta_child", str(root), str(step)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, f"step {step}: {done.stderr.decode()[-500:]}"
        met += finish(_lake(root)) > 0
        assert _rows(root) == wanted, f"killed at step {step}"
        shutil.rmtree(root)
    assert met >= MET
