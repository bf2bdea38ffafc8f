"""What all tests share: where the corpus lies, and a skip that says why where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The read-only material beside the checkout: corpus, taxonomy, broken files, score.py."""
    if not (SHARED / "corpus" / "filings").is_dir():
        pytest.skip(f"no corpus at {SHARED.name}/ beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """The corpus: ``filings/``, ``gold/``, ``index.csv``, ``quick.txt``."""
    return shared / "corpus"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The filings that the repository carries."""
    return ROOT / "samples"
