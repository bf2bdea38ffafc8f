"""An alias edit names and proves anew from the filing as the lake keeps it: the same lake as one from the files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from extractor import pipeline
from extractor.errors import ExitCode
from extractor.model import Cell, StatementKind
from extractor.run.batch import Result, run_batch
from extractor.settings import ExecutorName, RunSettings, Settings
from extractor.write import keep, kept_from, open_lake
from tests.crash.lakes import tree

OWN = "灯台の維持に係る収益"  # a label that no taxonomy knows


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """A text whose label no one knows, and a PDF."""
    root = tmp_path / "filings"
    root.mkdir()
    text = (samples / "kakuu_2023q1.txt").read_text(encoding="utf-8").replace("受取配当金", OWN)
    (root / "kakuu.txt").write_text(text, encoding="utf-8")
    shutil.copy(samples / "kakuu_2022fy.pdf", root)
    return root


@pytest.fixture
def alias(tmp_path: Path) -> str:
    path = tmp_path / "aliases.csv"
    path.write_text(
        f"label,item,scope,statement,section,evidence,date\n{OWN},dividends_income_noi,,pl,,test,2026-01-01\n",
        encoding="utf-8",
    )
    return str(path)


def run(folder: Path, lake: Path, *aliases: str, **changes: object) -> Result:
    reading = Settings(aliases=aliases)
    settings = RunSettings(executor=ExecutorName.SERIAL, reading=reading, **changes)  # type: ignore[arg-type]
    return run_batch(str(folder), open_lake(str(lake)), settings)


def no_reading(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """From now on files that are opened stand in the list."""
    opened: list[Path] = []
    read_whole = pipeline.read_whole

    def noting(path: Path, *more: object) -> object:
        opened.append(path)
        return read_whole(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "read_whole", noting)
    return opened


def _doubled(cell: Cell) -> Cell:
    return replace(cell, amount=replace(cell.amount, value=(cell.amount.value or 1) * 2))


def unmapped(lake: Path) -> int:
    return sum(marker.figures.unmapped for marker in open_lake(str(lake)).markers().values())


def test_an_alias_opens_no_file_and_gives_the_rows_of_a_full_run(
    folder: Path, tmp_path: Path, alias: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, full = tmp_path / "lake", tmp_path / "full"
    run(folder, lake)
    before = unmapped(lake)
    opened = no_reading(monkeypatch)
    assert run(folder, lake, alias).summary.committed == 2
    assert not opened
    assert unmapped(lake) == before - 1
    run(folder, full, alias)
    assert len(opened) == 2
    assert tree(lake) == tree(full)


@pytest.mark.parametrize("damage", [b"", b"no key", b"half"])
def test_what_is_damaged_is_read_from_the_file(
    folder: Path, tmp_path: Path, alias: str, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    lake, full = tmp_path / "lake", tmp_path / "full"
    run(folder, lake)
    run(folder, full, alias)
    opened = no_reading(monkeypatch)
    for kept in (lake / "_printed").iterdir():
        kept.write_bytes(kept.read_bytes()[:2000] if damage == b"half" else damage)
    assert run(folder, lake, alias).exit_code is ExitCode.OK
    assert len(opened) == 2
    assert tree(lake) == tree(full)


def test_other_settings_and_fresh_read_the_files(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = tmp_path / "lake"
    run(folder, lake)
    opened = no_reading(monkeypatch)
    run(folder, lake, fresh=True)
    assert len(opened) == 2
    settings = RunSettings(executor=ExecutorName.SERIAL, reading=Settings(max_pages=1999))
    run_batch(str(folder), open_lake(str(lake)), settings)
    assert len(opened) == 4


def test_a_file_under_another_name_is_read(folder: Path, tmp_path: Path, alias: str) -> None:
    lake, full = tmp_path / "lake", tmp_path / "full"
    run(folder, lake)
    (folder / "kakuu.txt").rename(folder / "another.txt")
    run(folder, lake, alias)
    run(folder, full, alias)
    tables = [{name: of for name, of in tree(place).items() if "_filings" not in name} for place in (lake, full)]
    assert tables[0] == tables[1]


def test_nothing_is_kept_if_asked_and_nothing_of_what_is_forgotten(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "bare", keep_printed=False)
    assert not (tmp_path / "bare" / "_printed").exists()
    run(folder, tmp_path / "lake")
    lake = open_lake(str(tmp_path / "lake"))
    for marker in lake.markers().values():
        lake.forget(marker)
    assert not list((tmp_path / "lake" / "_printed").iterdir())


def test_a_doubt_that_another_reader_may_settle_needs_the_file(samples: Path) -> None:
    _, printed = pipeline.read_whole(samples / "kakuu_2022fy.pdf", None, Settings(), None)
    at, sheet = next((at, s) for at, s in enumerate(printed.sheets) if s.span.kind is StatementKind.BALANCE_SHEET)
    cells = {line.number: tuple(map(_doubled, line.cells)) for line in sheet.lines if line.label == "資産合計"}
    lines = tuple(replace(line, cells=cells.get(line.number, line.cells)) for line in sheet.lines)
    doubted = replace(printed, sheets=(*printed.sheets[:at], replace(sheet, lines=lines), *printed.sheets[at + 1 :]))
    assert pipeline.judge_printed(printed, Settings()) is not None
    assert pipeline.judge_printed(doubted, Settings()) is None
    assert pipeline.judge_printed(doubted, Settings(second_readers=False)) is not None


def test_a_filing_as_printed_comes_back_equal(samples: Path) -> None:
    for name in ("iij_2020q1_ja.pdf", "kakuu_2023q1.txt"):
        _, printed = pipeline.read_whole(samples / name, None, Settings(), None)
        assert kept_from(keep(printed)) == printed
