"""The lake as Delta tables: the same rows, one commit per filing and table, never part of a filing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError, ExitCode
from extractor.settings import LakeFormat
from extractor.write import open_lake
from extractor.write.lake.query import connect, query
from tests.run.conftest import Runner

deltalake = pytest.importorskip("deltalake", reason="the extra 'delta' is not installed")
ROWS = "select * from statements order by filing_id, statement, line, column_label"


def test_same_rows_as_parquet_and_one_commit_per_filing(folder: Path, tmp_path: Path, run: Runner) -> None:
    run(folder, tmp_path / "parquet")
    run(folder, tmp_path / "delta", format=LakeFormat.DELTA)
    assert (
        query(connect(str(tmp_path / "delta")), ROWS).to_pylist()
        == query(connect(str(tmp_path / "parquet")), ROWS).to_pylist()
    )
    for table in ("balance_sheet", "unmapped", "checks", "ledger"):
        history = deltalake.DeltaTable(tmp_path / "delta" / table).history()
        writes = [entry["filing_id"] for entry in history if entry["operation"] == "WRITE"]
        assert len(writes) == len(set(writes)) == 6


def test_running_again_commits_nothing_and_a_changed_filing_replaces_its_rows(
    folder: Path, lake: Path, run: Runner
) -> None:
    run(folder, lake, format=LakeFormat.DELTA)
    before = deltalake.DeltaTable(lake / "balance_sheet").version()
    run(folder, lake, fresh=True)
    assert deltalake.DeltaTable(lake / "balance_sheet").version() == before
    assert deltalake.DeltaTable(lake / "balance_sheet").to_pyarrow_table().num_rows == sum(range(1, 7))


def test_rows_of_another_schema_are_refused(folder: Path, lake: Path, run: Runner) -> None:
    run(folder, lake, format=LakeFormat.DELTA)
    table = deltalake.DeltaTable(lake / "balance_sheet")
    rows = table.to_pyarrow_table().drop_columns(["value"]).append_column("worth", [[1.0] * 21])
    with pytest.raises(Exception, match=r"(?i)schema|column|field"):
        deltalake.write_deltalake(table, rows, mode="append")


def test_optimize_joins_files_and_keeps_rows(folder: Path, lake: Path, run: Runner) -> None:
    run(folder, lake, format=LakeFormat.DELTA)
    files = len(deltalake.DeltaTable(lake / "balance_sheet").file_uris())
    rows = query(connect(str(lake)), ROWS).to_pylist()
    run(folder, lake, optimize=True)
    assert len(deltalake.DeltaTable(lake / "balance_sheet").file_uris()) < files
    assert query(connect(str(lake)), ROWS).to_pylist() == rows


def test_a_reader_beside_a_run_sees_whole_filings_only(folder: Path, lake: Path, run: Runner) -> None:
    run(folder, lake, format=LakeFormat.DELTA)
    expected = {
        row["filing_id"]: row["n"]
        for row in query(connect(str(lake)), "select filing_id, count(*) n from balance_sheet group by 1").to_pylist()
    }
    done = threading.Event()
    seen: list[dict[str, int]] = []

    def look() -> None:
        while not done.is_set():
            ids = (
                deltalake.DeltaTable(lake / "balance_sheet")
                .to_pyarrow_table(columns=["filing_id"])["filing_id"]
                .to_pylist()
            )
            seen.append({name: ids.count(name) for name in set(ids)})

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for number in range(6, 12):
            (folder / f"{number}.txt").write_text(f"good {number + 1} filing {number}")
        run(folder, lake)
    finally:
        done.set()
        reader.join()
    expected |= {
        row["filing_id"]: row["n"]
        for row in query(connect(str(lake)), "select filing_id, count(*) n from balance_sheet group by 1").to_pylist()
    }
    assert len(expected) == 12
    assert len(seen) > 3
    assert all(expected[name] == rows for look_ in seen for name, rows in look_.items())


def test_a_lake_keeps_its_format(folder: Path, lake: Path, run: Runner) -> None:
    assert run(folder, lake, format=LakeFormat.DELTA).exit_code is ExitCode.OK
    with pytest.raises(ConfigurationError, match="format delta"):
        run(folder, lake, format=LakeFormat.PARQUET)
    assert open_lake(str(lake)).sink.format is LakeFormat.DELTA


def test_a_commit_that_was_stopped_between_two_tables_is_completed_without_a_second_commit(
    folder: Path, lake: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractor.write.lake.delta import DeltaSink

    class Died(BaseException):
        pass

    replace, tables = DeltaSink._replace, []

    def dying(self: DeltaSink, contract: object, *rest: object) -> None:
        if len(tables) == 2:
            raise Died
        tables.append(contract.table)  # type: ignore[attr-defined]
        replace(self, contract, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(DeltaSink, "_replace", dying)
    with pytest.raises(Died):
        run(folder, lake, format=LakeFormat.DELTA)
    monkeypatch.undo()
    assert open_lake(str(lake)).markers() == {}
    result = run(folder, lake)
    assert (result.summary.recovered, result.summary.committed, result.summary.unchanged) == (1, 5, 1)
    for table in tables:
        writes = [
            entry["filing_id"]
            for entry in deltalake.DeltaTable(lake / table).history()
            if entry["operation"] == "WRITE"
        ]
        assert len(writes) == len(set(writes)) == 6
