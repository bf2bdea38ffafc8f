"""Texts of many lines just under the limit take time in proportion to their length."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from extractor.errors import NoStatementsError
from extractor.pipeline import extract, make_ready
from extractor.settings import Settings

HEAD = "Consolidated Balance Sheets\n(Thousands of yen)\n\tAs of March 31, 2021\tAs of March 31, 2020\nAssets\t\t\n"
SECONDS = 15.0  # of CPU; they took minutes


@pytest.mark.parametrize("line", ["word " * 1990, "March 31, 2021 " * 660, "(" * 9900, "※1 " * 3000, "資" * 9900])
def test_many_long_lines_come_to_an_end(tmp_path: Path, line: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text(HEAD + f"{line}\n" * 10, encoding="utf-8")
    make_ready()
    begun = time.process_time()
    with contextlib.suppress(NoStatementsError):
        extract(path, settings=Settings(second_readers=False))
    assert time.process_time() - begun < SECONDS
