"""A lake in a folder: not in a file's place, nor among the files of something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import OutputError
from extractor.write.lake.local import LocalStore


@pytest.mark.parametrize(
    ("names", "refused"),
    [
        ((), False),
        ((".keep", "_lock"), False),
        (("readme.txt",), True),
        (("balance_sheet/notes.parquet",), True),
        (("balance_sheet/notes.parquet", "_filings/a.json"), False),
        (("_lake.json", "notes.txt"), False),  # a lake in which somebody left a file
    ],
)
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, names: tuple[str, ...], refused: bool) -> None:
    root = tmp_path / "out"
    root.mkdir()
    for name in names:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("x")
    before = sorted(root.rglob("*"))
    if not refused:
        with LocalStore(root).lock("a test"):
            return
    with pytest.raises(OutputError, match="holds other files"), LocalStore(root).lock("a test"):
        pass
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("below", ["", "lake"])
def test_a_file_is_no_lake(tmp_path: Path, below: str) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(OutputError, match="it is no folder"), LocalStore(path / below).lock("a test"):
        pass


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    with LocalStore(tmp_path / "new" / "lake").lock("a test"):
        assert (tmp_path / "new" / "lake").is_dir()
