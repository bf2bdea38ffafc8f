"""Lakes for the tests of examine: samples committed without a batch around it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from extractor.pipeline import package
from extractor.settings import Settings
from extractor.write.lake.commit import open_lake

FAST = Settings(second_readers=False)  # what is tested here does not depend on who reads


def commit(lake: Path, *files: Path, aliases: tuple[str, ...] = ()) -> None:
    """Reads the files and commits them, in place of what the lake held of them."""
    target = open_lake(str(lake))
    target.prepare()
    for file in files:
        target.commit(package(file, file.parent, replace(FAST, aliases=aliases)), (file.name,), {})


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a folder and its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
