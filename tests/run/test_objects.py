"""A lake and its inputs in an object store: a real S3 server process on loopback."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import InputError, LockedError, OutputError
from extractor.examine.sources import find_source, local_file
from extractor.settings import LakeFormat
from extractor.write import open_lake
from extractor.write.lake.query import ask, connect, query
from extractor.write.lake.records import Figures, Marker
from tests.crash.lakes import tree
from tests.run.conftest import Runner

boto3 = pytest.importorskip("boto3", reason="the extra 's3' is not installed: no S3 server to test against")
pytest.importorskip("moto.server", reason="the extra 's3' is not installed: no S3 server to test against")
pytestmark = pytest.mark.slow


class S3:
    def __init__(self, port: int) -> None:
        self._query = f"?endpoint_override=127.0.0.1:{port}&scheme=http&region=us-east-1"
        self.client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1")

    def uri(self, path: str) -> str:
        return f"s3://bucket/{path}{self._query}"

    def objects(self, prefix: str) -> dict[str, bytes]:
        """Every object below; the empty ones that stand for folders left out."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="bucket", Prefix=prefix + "/")
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", ()) if not entry["Key"].endswith("/")]
        return {
            key.removeprefix(prefix + "/"): self.client.get_object(Bucket="bucket", Key=key)["Body"].read()
            for key in keys
        }


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (
            ("AWS_ACCESS_KEY_ID", "testing"),
            ("AWS_SECRET_ACCESS_KEY", "testing"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ):
            patch.setenv(name, value)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            s3 = S3(port)
            s3.client.create_bucket(Bucket="bucket")
            yield s3
        finally:
            server.kill()
            server.wait()


def test_the_same_lake_object_for_object(s3: S3, folder: Path, lake: Path, run: Runner) -> None:
    run(folder, lake)
    run(folder, s3.uri("same"))
    remote = {path: data for path, data in s3.objects("same").items() if not path.startswith(("_runs/", "_input.json"))}
    local = {path: (lake / path).read_bytes() for path in tree(lake)}
    assert remote == local
    assert any(path.endswith("report.html") for path in s3.objects("same"))


def test_inputs_from_the_store_and_replacement_there(s3: S3, folder: Path, lake: Path, run: Runner) -> None:
    for path in folder.iterdir():
        s3.client.put_object(Bucket="bucket", Key=f"in/deep/{path.name}", Body=path.read_bytes())
    s3.client.put_object(Bucket="bucket", Key="blank/決算 1.txt", Body=b"good 2 blank")
    assert run(s3.uri("blank"), s3.uri("blank-out")).summary.committed == 1
    s3.client.put_object(Bucket="bucket", Key="in/.hidden/x.txt", Body=b"good 1")
    first = run(s3.uri("in"), s3.uri("out"))
    assert (first.summary.committed, first.summary.failed) == (6, 0)
    again = run(s3.uri("in"), s3.uri("out"))
    assert (again.summary.committed, again.summary.unchanged) == (0, 6)
    fresh = run(s3.uri("in"), s3.uri("out"), fresh=True)
    assert fresh.summary.committed == 6
    sources = query(connect(s3.uri("out")), "select distinct source_file from balance_sheet order by 1").to_pydict()[
        "source_file"
    ]
    assert sources == [f"deep/{number}.txt" for number in range(6)]
    one = run(s3.uri("in/deep/3.txt"), s3.uri("out"))
    assert one.summary.unchanged == 1


def test_small_files_are_joined_there(s3: S3, folder: Path, run: Runner) -> None:
    run(folder, s3.uri("joined"))
    question = "select filing_id, statement, line, value, fiscal_year from statements order by all"
    before = ask(s3.uri("joined"), question).to_pylist()
    assert run(folder, s3.uri("joined"), optimize=True).summary.unchanged == 6
    tables = [path for path in s3.objects("joined") if path.startswith("balance_sheet/")]
    assert all("/joint-" in path for path in tables)
    assert ask(s3.uri("joined"), question).to_pylist() == before
    run(folder, s3.uri("joined"), fresh=True)
    assert ask(s3.uri("joined"), question).to_pylist() == before
    assert [path for path in s3.objects("joined") if path.startswith("balance_sheet/")] == tables


def test_the_file_of_a_filing_is_fetched_to_be_looked_at(s3: S3, samples: Path) -> None:
    data = (samples / "kakuu_2022fy.pdf").read_bytes()
    s3.client.put_object(Bucket="bucket", Key="look/deep/a b.pdf", Body=data)
    assert local_file(s3.uri("look/deep/a b.pdf")).read_bytes() == data
    marker = Marker("f" * 16, ("deep/a b.pdf",), hashlib.sha256(data).hexdigest(), 2022, (), {}, Figures())
    for folder in ("look", "look/deep", "look/deep/a b.pdf"):
        found = find_source(marker, [s3.uri(folder)])
        assert found is not None, folder
        assert found.read_bytes() == data
    assert find_source(marker, [], [s3.uri("look/deep/a b.pdf")]) is not None
    assert find_source(marker, [s3.uri("nothing")]) is None
    with pytest.raises(InputError, match="no such file"):
        local_file(s3.uri("look/gone.pdf"))


def test_a_stopped_commit_is_completed(s3: S3, folder: Path, run: Runner) -> None:
    run(folder, s3.uri("stopped"), limit=1)
    lake = open_lake(s3.uri("stopped"))
    before = s3.objects("stopped")
    (marker_path,) = [path for path in before if path.startswith("_filings/")]
    # as if the run had died after half of its renames
    filing_id = Path(marker_path).stem
    table = next(path for path in before if path.startswith("balance_sheet/"))
    intent = b'{"marker": ' + before[marker_path] + b', "replaced": []}'
    s3.client.put_object(Bucket="bucket", Key=f"stopped/_staging/{filing_id}/intent.json", Body=intent)
    s3.client.put_object(Bucket="bucket", Key=f"stopped/_staging/{filing_id}/balance_sheet.parquet", Body=before[table])
    for path in (marker_path, table):
        s3.client.delete_object(Bucket="bucket", Key=f"stopped/{path}")
    assert lake.prepare() == (filing_id,)
    assert s3.objects("stopped") == before


def test_one_run_at_a_time(s3: S3) -> None:
    with (
        open_lake(s3.uri("locked")).lock("first"),
        pytest.raises(LockedError, match="first is writing"),
        open_lake(s3.uri("locked")).lock("second"),
    ):
        pass
    with open_lake(s3.uri("locked")).lock("third"):
        pass


def test_delta_there(s3: S3, folder: Path, tmp_path: Path, run: Runner) -> None:
    pytest.importorskip("deltalake", reason="the extra 'delta' is not installed")
    run(folder, tmp_path / "local")
    assert run(folder, s3.uri("delta"), format=LakeFormat.DELTA, limit=3).summary.committed == 3
    assert run(folder, s3.uri("delta")).summary.committed == 3
    rows = "select filing_id, line, value, fiscal_year from statements order by 1, 2"
    assert (
        query(connect(s3.uri("delta")), rows).to_pylist() == query(connect(str(tmp_path / "local")), rows).to_pylist()
    )


def test_what_is_not_there_is_said(s3: S3, folder: Path, run: Runner) -> None:
    with pytest.raises(InputError, match=r"no filing in it|cannot be listed"):
        run(s3.uri("nothing-here"), s3.uri("out2"))
    with pytest.raises(OutputError, match="cannot be reached"):
        run(folder, s3.uri("x").replace("s3://bucket/", "s3://no-such-bucket/"))
