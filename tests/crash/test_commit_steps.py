"""The process dies at each single step of a commit, and of the recovery after that."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.write import Lake, pack
from extractor.write.lake.commit import ParquetSink
from extractor.write.lake.local import LocalStore
from extractor.write.lake.records import Package
from tests.crash.lakes import marked, strays, tree
from tests.extractions import extraction, fact, filing


class Died(BaseException):
    """No handler of ours may catch it: the process is gone."""


class DyingStore(LocalStore):
    """Dies before its n-th touch of the disk; a file that it was writing is left half written."""

    def __init__(self, root: Path, touches: int) -> None:
        super().__init__(root)
        self.left = touches

    def _touch(self) -> None:
        if self.left == 0:
            raise Died
        self.left -= 1

    def put(self, path: str, data: bytes) -> None:
        if self.left == 0:
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.with_name(f".{target.name}.new").write_bytes(data[: len(data) // 2])
        self._touch()
        super().put(path, data)

    def put_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        for path, data in files:
            if self.left == 0:
                super().put_all([(path, data[: len(data) // 2])])
            self._touch()
            super().put_all([(path, data)])

    def move_all(self, moves: Iterable[tuple[str, str]]) -> None:
        for move in moves:
            self._touch()
            super().move_all([move])

    def delete(self, paths: Iterable[str]) -> None:
        for path in sorted(paths):
            self._touch()
            super().delete([path])

    def remove_folder(self, folder: str) -> None:
        for path in sorted((self.root / folder).glob("*")):
            self._touch()
            path.unlink()
        self._touch()
        super().remove_folder(folder)


def package_of(name: str, year: int, lines: int, cash_flows: bool = True) -> Package:
    """A filing of so many lines, ready to be committed."""
    facts = tuple(fact(line, Decimal(line)) for line in range(1, lines + 1))
    made = extraction(
        filing(name, f"{name}.pdf", fiscal_year=year), facts if not cash_flows else (*facts, *extraction().facts[2:])
    )
    return replace(pack(made, name * 4), printed=f"as printed {lines}".encode())


OLD = package_of("a" * 16, 2020, 2)
REPLACED = package_of("a" * 16, 2021, 3, cash_flows=False)  # another partition, and one table less
NEW = package_of("b" * 16, 2021, 4)


def _lake(store: LocalStore) -> Lake:
    return Lake(store, ParquetSink(store))


def _commit_all(lake: Lake) -> None:
    lake.prepare()
    for package in (REPLACED, NEW):
        standing = lake.markers().get(package.filing_id)
        if standing is None or standing.versions != {"code": "2"}:
            lake.commit(package, (package.source_file,), {"code": "2"}, "2")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("before")
    lake = _lake(LocalStore(root))
    lake.prepare()
    lake.commit(OLD, (OLD.source_file,), {"code": "1"})
    return root


@pytest.fixture(scope="module")
def undisturbed(before: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("undisturbed") / "lake"
    shutil.copytree(before, root)
    _commit_all(_lake(LocalStore(root)))
    assert marked(root) == {OLD.filing_id, NEW.filing_id}
    return tree(root)


def _die(root: Path, touches: int) -> bool:
    """Whether the process died; if not, it did all its work."""
    try:
        _commit_all(_lake(DyingStore(root, touches)))
    except Died:
        return True
    return False


def test_death_at_every_step_leaves_marked_filings_whole_and_the_next_run_finishes(
    before: Path, undisturbed: dict[str, str], tmp_path: Path
) -> None:
    for touches in range(1000):
        root = tmp_path / str(touches)
        shutil.copytree(before, root)
        died = _die(root, touches)
        marked(root)
        _commit_all(_lake(LocalStore(root)))
        assert tree(root) == undisturbed, f"died before touch {touches}"
        if not died:
            break
    assert touches > 30  # there were that many steps to die at


@pytest.mark.parametrize("first", range(3, 45, 3))
def test_death_in_the_recovery_changes_nothing(
    before: Path, undisturbed: dict[str, str], tmp_path: Path, first: int
) -> None:
    for second in range(1000):
        root = tmp_path / str(second)
        shutil.copytree(before, root)
        _die(root, first)
        died = _die(root, second)
        marked(root)
        _commit_all(_lake(LocalStore(root)))
        assert tree(root) == undisturbed, f"died before touch {first}, then before {second}"
        if not died:
            break


def test_recovery_sweeps_what_was_never_decided(tmp_path: Path) -> None:
    lake = _lake(LocalStore(tmp_path))
    lake.prepare()
    (tmp_path / "_staging" / NEW.filing_id).mkdir(parents=True)
    (tmp_path / "_staging" / NEW.filing_id / "balance_sheet.parquet").write_bytes(b"half a fi")
    assert lake.prepare() == ()
    assert marked(tmp_path) == set()
    assert strays(tmp_path) == set()
    assert not (tmp_path / "_staging" / NEW.filing_id).exists()
