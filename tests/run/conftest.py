"""Folders of tiny filings, and runs over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.run.batch import Hooks, Result, run_batch
from extractor.settings import ExecutorName, LakeFormat, RunSettings
from extractor.write import open_lake
from tests.extractions import MAKER

Runner = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six filings that differ."""
    root = tmp_path / "filings"
    root.mkdir()
    for number in range(6):
        (root / f"{number}.txt").write_text(f"good {number + 1} filing {number}")
    return root


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture
def run() -> Runner:
    """``run(folder, lake, **settings)``; serial and without limits unless told."""

    def run(
        where: Path | str,
        to: Path | str,
        *,
        gates: tuple = (),
        hooks: Hooks | None = None,
        format: LakeFormat | None = None,
        **changes: object,
    ) -> Result:  # type: ignore[type-arg]
        settings = RunSettings(**{"executor": ExecutorName.SERIAL, "jobs": 2, "memory": 0, "timeout": 60.0, **changes})  # type: ignore[arg-type]
        return run_batch(str(where), open_lake(str(to), format), settings, gates, hooks, MAKER)

    return run
