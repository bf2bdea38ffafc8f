"""What all tests share: where the corpus lies, the lake that one run over it makes, and a skip that says why where
there is none."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from extractor.cli import limits

settings.register_profile(
    "steady", derandomize=True, deadline=None
)  # the same examples in every run: never red by chance
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that a test calls in its own process does not fork: its child would go on with the tests."""
    monkeypatch.setattr(limits, "process_is_ours", lambda: None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The read-only material beside the checkout: corpus, taxonomy, broken files, score.py."""
    if not (SHARED / "corpus" / "filings").is_dir():
        pytest.skip(f"no corpus in {SHARED.name}/ beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """The corpus: ``filings/``, ``gold/``, ``index.csv``, ``quick.txt``."""
    return shared / "corpus"


@pytest.fixture(scope="session")
def corpus_lake(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake of the whole corpus, made once for all tests of a session, whichever worker asks first."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # the workers' common folder
    lake, done = base / "corpus-lake", base / "corpus-lake.done"
    with (base / "corpus-lake.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            command = [
                sys.executable,
                "-m",
                "extractor",
                "run",
                str(corpus / "filings"),
                "--out",
                str(lake),
                "--fail-on",
                "none",
                "--tables",
                "statements",
            ]
            run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            done.write_text(f"{run.returncode}\n{run.stderr}", encoding="utf-8")
    code, _, words = done.read_text(encoding="utf-8").partition("\n")
    assert code == "0", words[-4000:]
    return lake


@pytest.fixture(scope="session")
def samples() -> Path:
    """The filings that the repository carries."""
    return ROOT / "samples"
