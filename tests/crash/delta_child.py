"""Commits three filings into a Delta lake and kills itself with SIGKILL at the given step: ``LAKE STEP``.

Steps count the writes of tables, each before it is made (even numbers) and after (odd numbers).
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from extractor.write import Lake
from extractor.write.lake.delta import DeltaSink
from extractor.write.lake.local import LocalStore
from tests.crash.test_commit_steps import NEW, OLD, REPLACED, package_of

LAST = package_of("c" * 16, 2022, 2)


class DyingSink(DeltaSink):
    """Dies at its n-th step."""

    def __init__(self, store: LocalStore, steps: int) -> None:
        super().__init__(store)
        self._left = steps

    def _step(self) -> None:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1

    def _replace(self, *arguments: Any) -> None:
        self._step()
        super()._replace(*arguments)
        self._step()


def begin(root: Path) -> None:
    """The lake as it stands before: one filing, which is replaced later."""
    lake = Lake(LocalStore(root), DeltaSink(LocalStore(root)))
    lake.prepare()
    lake.commit(OLD, (OLD.source_file,), {"code": "1"})


def finish(lake: Lake) -> int:
    """Recovers, then commits what is not yet as it should be; how many commits a killed run had left unfinished."""
    unfinished = len(lake.prepare())
    for package in (REPLACED, NEW, LAST):
        standing = lake.markers().get(package.filing_id)
        if standing is None or standing.versions != {"code": "2"}:
            lake.commit(package, (package.source_file,), {"code": "2"})
    return unfinished


if __name__ == "__main__":
    store = LocalStore(Path(sys.argv[1]))
    finish(Lake(store, DyingSink(store, int(sys.argv[2]))))
