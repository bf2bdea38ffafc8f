"""A Dask cluster on loopback: a scheduler and two worker processes over tcp."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError, ExitCode
from extractor.settings import ExecutorName
from tests.crash.lakes import tree
from tests.run.conftest import Runner

distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self) -> None:
        command = [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            self.address,
            "--host",
            "127.0.0.1",
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
        ]
        self.workers.append(
            subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    file = tmp_path / "scheduler.json"
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    ]
    scheduler = subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.1)
        import json

        cluster = Cluster(json.loads(file.read_text())["address"])
        cluster.add_worker()
        cluster.add_worker()
        yield cluster
        for worker in cluster.workers:
            worker.kill()
            worker.wait()
    finally:
        scheduler.kill()
        scheduler.wait()


def test_two_workers_one_killed_midway_and_the_lake_is_that_of_one_process(
    cluster: Cluster, folder: Path, tmp_path: Path, run: Runner
) -> None:
    for number in range(6, 10):
        (folder / f"{number}.txt").write_text(f"slow 0.2 filing {number}")
    (folder / "bad.txt").write_text("bad")
    (folder / "crash.txt").write_text("crash")
    (folder / "hang.txt").write_text("hang")
    settings = {"executor": ExecutorName.DASK, "scheduler": cluster.address, "timeout": 30.0, "memory": 4096}
    killed = []

    from extractor.run.batch import Hooks

    def kill_one(level: str, message: str, *, stage: str = "run", **_: object) -> None:
        if stage == "write" and not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    result = run(folder, tmp_path / "dask", hooks=Hooks(listener=kill_one), **settings)
    assert killed
    assert result.exit_code is ExitCode.PARTIAL
    assert {failure.source_files[0]: failure.code for failure in result.summary.failures} == {
        "bad.txt": "unreadable",
        "crash.txt": "limit",
        "hang.txt": "limit",
    }

    (folder / "crash.txt").unlink()  # in this process it would be the end of the tests
    (folder / "hang.txt").unlink()
    run(folder, tmp_path / "serial")
    same = {path: digest for path, digest in tree(tmp_path / "dask").items() if not path.startswith("_failures")}
    assert same == {
        path: digest for path, digest in tree(tmp_path / "serial").items() if not path.startswith("_failures")
    }
    assert result.summary.committed == 10


def test_no_scheduler_there(folder: Path, lake: Path, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.run import dask_executor

    monkeypatch.setattr(dask_executor, "PATIENCE", 1)
    with pytest.raises(ConfigurationError, match="no Dask scheduler answers"):
        run(folder, lake, executor=ExecutorName.DASK, scheduler="tcp://127.0.0.1:9")
