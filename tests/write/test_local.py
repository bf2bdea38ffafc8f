"""A lake in a folder: never in a file's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import OutputError
from extractor.write.lake.local import LocalStore


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "run.log"  # which a shell opens before the run begins
    log.write_text("x")
    with LocalStore(tmp_path).lock("a test"):
        assert log.read_text() == "x"


@pytest.mark.parametrize("below", ["", "lake"])
def test_a_file_is_no_lake(tmp_path: Path, below: str) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(OutputError, match="it is no folder"), LocalStore(path / below).lock("a test"):
        pass


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    with LocalStore(tmp_path / "new" / "lake").lock("a test"):
        assert (tmp_path / "new" / "lake").is_dir()
