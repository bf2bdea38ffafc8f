"""What a lake remembers, and what it makes of damage."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError, LockedError
from extractor.settings import LakeFormat
from extractor.write import open_lake, pack
from extractor.write.lake.objects import ObjectStore
from extractor.write.lake.records import Failure, Figures, Marker, dump, failure_from, marker_from
from tests.extractions import extraction

PACKAGE = pack(extraction(), "ab" * 32)


def test_records_come_back_equal() -> None:
    marker = Marker(
        "f" * 16,
        ("a", "b"),
        "f" * 64,
        2021,
        (),
        {"code": "1"},
        Figures(cells=3, statements=("balance_sheet",), findings={"sum_fails": 1}),
    )
    assert marker_from(dump(marker)) == marker
    failure = Failure(
        "f" * 16, ("a",), "f" * 64, "limit", "a: slow.", "wait", "detect", None, {"code": "1"}, {"timeout": 3.0}
    )
    assert failure_from(dump(failure)) == failure


def test_a_damaged_marker_marks_nothing_and_is_replaced(tmp_path: Path) -> None:
    lake = open_lake(str(tmp_path))
    lake.prepare()
    lake.commit(PACKAGE, ("a.pdf",), {})
    (path,) = (tmp_path / "_filings").iterdir()
    whole = path.read_bytes()
    for damaged in (whole[:100], b"", b"[]", json.dumps({"filing_id": "x"}).encode()):
        path.write_bytes(damaged)
        assert lake.markers() == {}
        lake.commit(PACKAGE, ("a.pdf",), {})
        assert path.read_bytes() == whole


def test_a_failure_is_forgotten_at_the_commit(tmp_path: Path) -> None:
    lake = open_lake(str(tmp_path))
    lake.fail(Failure(PACKAGE.filing_id, ("a.pdf",), PACKAGE.input_sha256, "bug", "?", "?"))
    assert lake.failures().keys() == {PACKAGE.filing_id}
    lake.commit(PACKAGE, ("a.pdf",), {})
    assert lake.failures() == {}


def test_the_format_of_a_lake_is_remembered(tmp_path: Path) -> None:
    open_lake(str(tmp_path)).prepare()
    assert open_lake(str(tmp_path)).sink.format is LakeFormat.PARQUET
    assert json.loads((tmp_path / "_lake.json").read_text())["contracts"]["balance_sheet"] == 2


def test_a_lease_that_nobody_renewed_is_void(tmp_path: Path) -> None:
    store = _file_store(tmp_path)
    (tmp_path / "_lock.json").write_text(
        json.dumps({"token": "t", "holder": "a run that died", "until": time.time() + 60})
    )
    with pytest.raises(LockedError, match="a run that died"), store.lock("me"):
        pass
    (tmp_path / "_lock.json").write_text(
        json.dumps({"token": "t", "holder": "a run that died", "until": time.time() - 1})
    )
    with store.lock("me"):
        assert json.loads((tmp_path / "_lock.json").read_text())["holder"] == "me"
        with pytest.raises(LockedError, match="me is writing"), _file_store(tmp_path).lock("another"):
            pass
    assert not (tmp_path / "_lock.json").exists()


def _file_store(folder: Path) -> ObjectStore:
    """The object store's code over a file system that pyarrow always has."""
    return ObjectStore(f"file://{folder}")


def test_a_lake_that_does_not_say_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "_lake.json").write_text("{")
    with pytest.raises(ConfigurationError, match="does not say"):
        open_lake(str(tmp_path))


def test_a_damaged_intent_is_swept_and_the_filing_runs_again(tmp_path: Path) -> None:
    lake = open_lake(str(tmp_path))
    (tmp_path / "_staging" / PACKAGE.filing_id).mkdir(parents=True)
    (tmp_path / "_staging" / PACKAGE.filing_id / "intent.json").write_text('{"marker"')
    assert lake.prepare() == ()
    assert lake.commit(PACKAGE, ("a.pdf",), {}).filing_id in lake.markers()
