"""Compaction: a stop at any step loses nothing, readers see the same rows before, during and after."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.examine.record import read_record
from extractor.write import Lake, open_lake
from extractor.write.lake.commit import ParquetSink
from extractor.write.lake.local import LocalStore
from extractor.write.lake.query import ask, connect
from tests.crash.lakes import marked, strays, tree
from tests.crash.test_commit_steps import NEW, OLD, REPLACED, Died, DyingStore, package_of

THIRD = package_of("c" * 16, 2021, 3)
ROOT = Path(__file__).parents[2]
QUESTION = "select filing_id, statement, line, value, fiscal_year from statements order by all"


def _lake(store: LocalStore) -> Lake:
    return Lake(store, ParquetSink(store))


def rows(root: Path, question: str = QUESTION) -> list[dict[str, Any]]:
    return ask(str(root), question).to_pylist()


def plain(root: Path) -> list[dict[str, Any]]:
    """What a reader of the files sees that knows nothing of markers."""
    import duckdb

    return (
        duckdb.sql(
            "select filing_id, statement, line, value, fiscal_year from "
            f"read_parquet('{root}/*/fiscal_year=*/*.parquet', "
            "hive_partitioning=true, union_by_name=true) where value_state is not null order by all"
        )
        .to_arrow_table()
        .to_pylist()
    )


@pytest.fixture
def before(tmp_path: Path) -> Path:
    root = tmp_path / "before"
    lake = _lake(LocalStore(root))
    lake.prepare()
    for package in (OLD, NEW):
        lake.commit(package, (package.source_file,), {})
    return root


def _compact(store: LocalStore) -> None:
    lake = _lake(store)
    lake.prepare()
    lake.optimize()


def test_one_file_for_each_table_and_year(before: Path) -> None:
    asked = rows(before)
    _compact(LocalStore(before))
    files = sorted(path.relative_to(before).as_posix() for path in before.glob("balance_sheet/*/*"))
    assert [path.partition("/joint-")[0] for path in files] == [
        "balance_sheet/fiscal_year=2020",
        "balance_sheet/fiscal_year=2021",
    ]
    assert rows(before) == asked == plain(before)
    assert marked(before) == {OLD.filing_id, NEW.filing_id}
    assert strays(before) == set()
    standing = tree(before)
    _compact(LocalStore(before))  # nothing is left to join
    assert tree(before) == standing


@pytest.mark.slow
def test_a_stop_at_every_step(before: Path, tmp_path: Path) -> None:
    asked = rows(before)
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(before, undisturbed)
    _compact(LocalStore(undisturbed))
    for touches in range(200):
        root = tmp_path / str(touches)
        shutil.copytree(before, root)
        try:
            _compact(DyingStore(root, touches))
            died = False
        except Died:
            died = True
        assert rows(root) == asked, f"died before touch {touches}"
        marked(root)
        lake = _lake(LocalStore(root))
        lake.prepare()
        assert plain(root) == rows(root) == asked
        assert strays(root) == set()
        lake.optimize()
        assert tree(root) == tree(undisturbed)
        if not died:
            break
    assert touches > 20


@pytest.mark.slow
@pytest.mark.parametrize("replaced", [REPLACED, THIRD])
def test_commits_into_a_compacted_lake(before: Path, tmp_path: Path, replaced: Any) -> None:
    """A filing that comes out otherwise and moves to another year, or a new one; with a stop at every step."""
    _compact(LocalStore(before))
    for touches in range(300):
        root = tmp_path / str(touches)
        shutil.copytree(before, root)
        died = False
        try:
            lake = _lake(DyingStore(root, touches))
            lake.prepare()
            lake.commit(replaced, (replaced.source_file,), {})
            lake.settle()
        except Died:
            died = True
        whole = marked(root)
        assert {row["filing_id"] for row in rows(root)} == whole
        lake = _lake(LocalStore(root))
        lake.prepare()
        if replaced.filing_id not in lake.markers():
            lake.commit(replaced, (replaced.source_file,), {})
        lake.settle()
        assert plain(root) == rows(root)
        assert strays(root) == set()
        if not died:
            break
    assert len([row for row in rows(root) if row["filing_id"] == replaced.filing_id]) >= 3


def test_the_same_content_again_stays_where_it_is(before: Path) -> None:
    _compact(LocalStore(before))
    asked, files = rows(before), set(before.glob("*/*/*.parquet"))
    lake = _lake(LocalStore(before))
    lake.prepare()
    lake.commit(OLD, (OLD.source_file,), {"code": "2"})
    lake.settle()
    assert (rows(before), set(before.glob("*/*/*.parquet"))) == (asked, files)
    assert lake.markers()[OLD.filing_id].versions == {"code": "2"}


def test_forgotten_filings_leave_the_joint_files(before: Path) -> None:
    _compact(LocalStore(before))
    lake = _lake(LocalStore(before))
    lake.prepare()
    lake.forget(lake.markers()[OLD.filing_id])
    assert {row["filing_id"] for row in rows(before)} == {NEW.filing_id}
    lake.settle()
    assert {row["filing_id"] for row in plain(before)} == {NEW.filing_id}
    assert strays(before) == set()


def test_one_filing_of_a_joint_file(before: Path) -> None:
    asked = read_record(str(before), OLD.filing_id)
    _compact(LocalStore(before))
    assert read_record(str(before), OLD.filing_id).sheets == asked.sheets


def test_a_reader_whose_files_go_asks_again(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = rows(before)
    compacted = []

    def late(uri: str) -> Any:
        """Another process joins the files after this reader has listed them."""
        connection = connect(uri)
        if not compacted:
            _compact(LocalStore(before))
            compacted.append(True)
        return connection

    monkeypatch.setattr("extractor.write.lake.query.connect", late)
    assert rows(before) == asked
    assert compacted


def test_values_survive_the_joining(before: Path) -> None:
    question = 'select * from balance_sheet order by filing_id, line, "column"'
    asked = rows(before, question)
    _compact(LocalStore(before))
    assert rows(before, question) == asked
    assert isinstance(asked[0]["value"], Decimal)


_KILLED = """
import os, signal, sys
from tests.crash.test_commit_steps import DyingStore
from tests.crash.test_compaction import _compact
class Killed(DyingStore):
    def _touch(self):
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
from pathlib import Path
_compact(Killed(Path(sys.argv[1]), int(sys.argv[2])))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("touches", [4, 12, 20])
def test_a_killed_process(before: Path, touches: int) -> None:
    asked = rows(before)
    command = [sys.executable, "-c", _KILLED, str(before), str(touches)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert rows(before) == asked
    lake = open_lake(str(before))
    with lake.lock("after the kill"):
        lake.prepare()
        lake.optimize()
    assert rows(before) == plain(before) == asked
    assert strays(before) == set()
