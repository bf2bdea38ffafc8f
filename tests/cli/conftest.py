"""The command as a user starts it: its own process, its streams apart."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def extractor(tmp_path: Path) -> Command:
    """``extractor(*arguments, **environment)``, started in an empty folder."""

    def extractor(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "extractor", *map(str, arguments)]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("EXTRACTOR_")}
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=clean | {"PYTHONPATH": str(ROOT)} | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return extractor


@pytest.fixture
def filing(tmp_path: Path) -> Path:
    """A text filing with one small statement that adds up."""
    rows = [
        ("", "As of March 31, 2021", "As of March 31, 2020"),
        ("Assets", "", ""),
        ("Cash and deposits", "1,000", "900"),
        ("Inventories", "500", "400"),
        ("Total assets", "1,500", "1,300"),
        ("Liabilities", "", ""),
        ("Borrowings", "600", "500"),
        ("Total liabilities", "600", "500"),
        ("Net assets", "", ""),
        ("Share capital", "900", "800"),
        ("Total net assets", "900", "800"),
        ("Total liabilities and net assets", "1,500", "1,300"),
    ]
    head = (
        "Consolidated Financial Results for the Fiscal Year Ended March 31, 2021 [Japanese GAAP]\n\nConsolidated "
        "Balance Sheets\n(Thousands of yen)\n"
    )
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "small.txt"
    path.write_text(head + "".join("\t".join(row) + "\n" for row in rows))
    return path
