from __future__ import annotations

from pathlib import Path

import pytest

from extractor.examine.record import Record, read_record
from tests.examine.lakes import commit

FILING = "iij_2020q1_ja.pdf"


@pytest.fixture(scope="session")
def lake(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with one PDF and one text filing. Nobody writes to it."""
    folder = tmp_path_factory.mktemp("examine") / "lake"
    commit(folder, samples / FILING, samples / "kakuu_2023q1.txt")
    return folder


@pytest.fixture(scope="session")
def record(lake: Path) -> Record:
    return read_record(str(lake), FILING)
