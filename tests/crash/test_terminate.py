"""SIGTERM while a run writes to standard error ends it with the code of a terminated run, whenever it comes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]
ROOT = Path(__file__).parents[2]


def test_a_run_told_to_end_while_it_writes_ends_so() -> None:
    command = [sys.executable, "-m", "tests.crash.terminate", "--tries", "10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-500:]
