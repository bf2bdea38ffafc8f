"""Runs over folders of tiny filings: what is committed, what fails, what is skipped, and how a run ends."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ConfigurationError, ExitCode, InputError, LockedError, OutputError, UsageError
from extractor.run import executors, inputs
from extractor.run.batch import Hooks, plan_batch, run_batch
from extractor.run.summary import parse_gates
from extractor.settings import ExecutorName, RunSettings, Settings
from extractor.write import Lake, open_lake
from extractor.write.lake.local import LocalStore
from extractor.write.lake.records import Marker, Package
from tests.crash.lakes import marked, strays, tree
from tests.extractions import MAKER
from tests.run.conftest import Runner

PROCESSES = {"executor": ExecutorName.PROCESSES, "memory": 4096}


def test_everything_is_committed_and_the_second_run_finds_nothing_to_do(folder: Path, lake: Path, run: Runner) -> None:
    first = run(folder, lake)
    assert (first.exit_code, first.summary.committed, first.summary.cells) == (ExitCode.OK, 6, 21)
    assert len(marked(lake)) == 6
    before = tree(lake)
    second = run(folder, lake)
    assert (second.exit_code, second.summary.committed, second.summary.unchanged, second.summary.cells) == (
        ExitCode.OK,
        0,
        6,
        21,
    )
    assert tree(lake) == before


def test_children_and_this_process_make_the_same_lake(folder: Path, tmp_path: Path, run: Runner) -> None:
    run(folder, tmp_path / "serial")
    run(folder, tmp_path / "children", **PROCESSES)
    assert tree(tmp_path / "children") == tree(tmp_path / "serial")


def test_a_filing_that_crashes_hangs_or_eats_memory_costs_itself_only(folder: Path, lake: Path, run: Runner) -> None:
    for name in ("bad", "bug", "crash", "hang", "eat", "prints"):
        (folder / f"{name}.txt").write_text(name)
    result = run(folder, lake, **PROCESSES | {"timeout": 30.0})
    assert (result.exit_code, result.summary.committed, result.summary.failed) == (ExitCode.PARTIAL, 7, 5)
    failures = {failure.source_files[0]: failure for failure in result.summary.failures}
    assert {name: failure.code for name, failure in failures.items()} == {
        "bad.txt": "unreadable",
        "bug.txt": "bug",
        "crash.txt": "limit",
        "hang.txt": "limit",
        "eat.txt": "limit",
    }
    assert "SIGSEGV" in failures["crash.txt"].message
    assert "longer than 30 s" in failures["hang.txt"].message
    assert "4096 MB" in failures["eat.txt"].message
    assert all(failure.message.startswith(("/", name)) and failure.next_step for name, failure in failures.items())
    report_id = failures["bug.txt"].report_id
    (trace,) = lake.glob(f"_runs/*/{report_id}.trace")
    assert "ZeroDivisionError" in trace.read_text()


def test_children_are_replaced_before_they_grow_old(
    folder: Path, lake: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "RECYCLE", 2)
    for number in range(6):
        (folder / f"pid{number}.txt").write_text(f"pid {number}")
    run(folder, lake, only=("pid*.txt",), **PROCESSES | {"jobs": 1})
    pids = [path.read_text() for path in folder.glob("*.pid")]
    assert len(pids) == 6
    assert {pids.count(pid) for pid in pids} == {2}
    assert str(os.getpid()) not in pids


def test_children_that_cannot_start(folder: Path, lake: Path, run: Runner) -> None:
    with pytest.raises(ConfigurationError, match="no child process could start under a limit of 16 MB"):
        run(folder, lake, **PROCESSES | {"memory": 16})


def test_known_failures_are_not_tried_again_but_still_make_the_run_fail(folder: Path, lake: Path, run: Runner) -> None:
    (folder / "bad.txt").write_text("bad")
    run(folder, lake)
    again = run(folder, lake)
    assert (again.exit_code, again.summary.planned, again.summary.failed_before) == (ExitCode.PARTIAL, 0, 1)
    assert run(folder, lake, retry_failed=True).summary.planned == 1
    (folder / "bad.txt").write_text("good 2 mended")
    mended = run(folder, lake)
    assert (mended.exit_code, mended.summary.committed) == (ExitCode.OK, 1)


def test_success_forgets_a_failure(folder: Path, lake: Path, run: Runner) -> None:
    (folder / "slow.txt").write_text("slow 2")
    assert run(folder, lake, **PROCESSES | {"timeout": 0.5}).exit_code is ExitCode.PARTIAL
    assert list((lake / "_failures").iterdir())
    assert run(folder, lake, **PROCESSES | {"timeout": 60.0}).exit_code is ExitCode.OK
    assert not list((lake / "_failures").iterdir())


def test_all_failed(tmp_path: Path, lake: Path, run: Runner) -> None:
    (tmp_path / "bad.txt").write_text("bad")
    assert run(tmp_path / "bad.txt", lake).exit_code is ExitCode.ALL_FAILED


def test_other_settings_replace_a_filing_and_leave_nothing_stray(folder: Path, lake: Path, run: Runner) -> None:
    run(folder, lake)
    result = run(folder, lake, reading=Settings(max_pages=7))
    assert result.summary.committed == 6
    assert len(marked(lake)) == 6
    assert strays(lake) == set()


def test_equal_contents_are_one_filing_with_every_path_recorded(folder: Path, lake: Path, run: Runner) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "copy.txt").write_text("good 1 filing 0")
    result = run(folder, lake)
    assert (result.summary.files, result.summary.duplicates, result.summary.committed) == (7, 1, 6)
    markers = open_lake(str(lake)).markers().values()
    assert ("0.txt", "deep/copy.txt") in {marker.source_files for marker in markers}
    (folder / "another.txt").write_text("good 1 filing 0")
    again = run(folder, lake)
    assert (again.summary.committed, again.summary.unchanged) == (0, 6)
    assert ("0.txt", "deep/copy.txt", "another.txt") in {
        marker.source_files for marker in open_lake(str(lake)).markers().values()
    }


def test_only_limit_and_the_walk(folder: Path, lake: Path, run: Runner) -> None:
    for name in ("README.md", "LICENSE.txt", ".hidden.txt", "notes.csv"):
        (folder / name).write_text("bad")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.txt").write_text("bad")
    os.mkfifo(folder / "pipe.txt")  # reading it would wait for ever
    run(folder, folder / "lake", limit=1)  # a lake inside the folder is no input
    (folder / "lake" / "trap.txt").write_text("bad")
    assert run(folder, lake, only=("[01].txt",)).summary.committed == 2
    limited = run(folder, lake, limit=3)
    assert (limited.summary.committed, limited.summary.unchanged, limited.summary.postponed, limited.exit_code) == (
        3,
        2,
        1,
        ExitCode.OK,
    )
    with pytest.raises(InputError, match="none of its 6 files fits --only"):
        run(folder, lake, only=("*.pdf",))


def test_nothing_to_read(tmp_path: Path, lake: Path, run: Runner) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no filing in it"):
        run(tmp_path / "empty", lake)
    with pytest.raises(InputError, match="no such file or folder"):
        run(tmp_path / "nowhere", lake)


def test_a_file_that_cannot_be_opened_is_a_failure_among_others(folder: Path, lake: Path, run: Runner) -> None:
    (folder / "gone.txt").symlink_to("nowhere")
    result = run(folder, lake)
    assert (result.exit_code, result.summary.committed) == (ExitCode.PARTIAL, 6)
    (failure,) = result.summary.failures
    assert "gone.txt: cannot be opened" in failure.message


def test_gates(folder: Path, lake: Path, run: Runner) -> None:
    (folder / "warn.txt").write_text("good 4 warn")
    assert run(folder, lake, gates=parse_gates("failed")).exit_code is ExitCode.OK
    crossed = run(folder, lake, gates=parse_gates("finding"))  # nothing runs, and the gate still stands
    assert (crossed.exit_code, crossed.summary.committed, len(crossed.summary.gates_crossed)) == (ExitCode.GATE, 0, 1)
    share = 100 * crossed.summary.unmapped / crossed.summary.lines
    assert run(folder, lake, gates=parse_gates(f"unmapped:{share - 1:.0f}%")).exit_code is ExitCode.GATE
    assert run(folder, lake, gates=parse_gates(f"unmapped:{share + 1:.0f}%")).exit_code is ExitCode.OK
    (folder / "bad.txt").write_text("bad")
    assert run(folder, lake, gates=parse_gates("failed,finding")).exit_code is ExitCode.PARTIAL
    assert run(folder, lake, gates=parse_gates("none")).exit_code is ExitCode.OK
    for wrong in ("sometimes", "unmapped:x", "finding:3%"):
        with pytest.raises(UsageError, match="no such gate"):
            parse_gates(wrong)


def test_one_run_at_a_time(folder: Path, lake: Path, run: Runner) -> None:
    with (
        open_lake(str(lake)).lock("the other run"),
        pytest.raises(LockedError, match="the other run is writing") as caught,
    ):
        run(folder, lake)
    assert caught.value.exit_code is ExitCode.LOCKED
    assert run(folder, lake).exit_code is ExitCode.OK


def test_a_commit_that_fails_ends_the_run_and_keeps_what_was_committed(
    folder: Path, lake: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = LocalStore._write

    def full(path: Path, data: bytes) -> None:
        if path.name == "ledger.parquet" and len(marked(lake)) == 2:
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(LocalStore, "_write", staticmethod(full))
    with pytest.raises(OutputError, match="No space left"):
        run(folder, lake)
    monkeypatch.undo()
    assert len(marked(lake)) == 2
    assert run(folder, lake).summary.committed == 4


def test_an_output_that_cannot_be(folder: Path, tmp_path: Path, run: Runner) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="it is no folder"):
        run(folder, tmp_path / "file" / "lake")


@pytest.mark.parametrize(
    ("signals", "code"), [([signal.SIGINT], ExitCode.INTERRUPTED), ([signal.SIGTERM], ExitCode.TERMINATED)]
)
def test_the_first_signal_finishes_what_runs(
    folder: Path, lake: Path, run: Runner, signals: list[signal.Signals], code: ExitCode
) -> None:
    for number in range(20):
        (folder / f"slow{number}.txt").write_text(f"slow 0.5 {number}")
    heard = _signal_after_first_commit(signals)
    result = run(folder, lake, only=("slow*",), hooks=Hooks(listener=heard), **PROCESSES)
    assert result.exit_code is code
    assert 1 < result.summary.committed < 10  # the one that was heard of, and those that ran
    assert len(marked(lake)) == result.summary.committed
    assert result.summary.failed == 0
    assert run(folder, lake, limit=2, **PROCESSES).exit_code is ExitCode.OK


def test_the_second_signal_stops_now(folder: Path, lake: Path, run: Runner) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "0.txt").write_text("slow 2")
    for number in range(6):
        (folder / f"slow{number}.txt").write_text(f"slow 60 {number}")
    heard = _signal_after_first_commit([signal.SIGINT, signal.SIGINT])
    begun = time.monotonic()
    result = run(folder, lake, hooks=Hooks(listener=heard), **PROCESSES)
    assert time.monotonic() - begun < 55  # and not the 60 that the running ones sleep
    assert result.exit_code is ExitCode.INTERRUPTED
    assert len(marked(lake)) == result.summary.committed >= 1
    assert result.summary.failed == 0


def _signal_after_first_commit(signals: list[signal.Signals]) -> object:
    sent = threading.Event()

    def send() -> None:
        for number in signals:
            os.kill(os.getpid(), number)
            time.sleep(0.5)

    def listener(level: str, message: str, *, stage: str = "run", **_: object) -> None:
        if stage == "write" and not sent.is_set():
            sent.set()
            threading.Thread(target=send).start()

    return listener


def test_the_traces_of_a_run(folder: Path, lake: Path, run: Runner) -> None:
    (folder / "bad.txt").write_text("bad")
    (folder / "warn.txt").write_text("good 4 warn <script>")
    result = run(folder, lake)
    (where,) = (lake / "_runs").iterdir()
    summary = json.loads((where / "summary.json").read_text())
    assert (summary["committed"], summary["failed"], summary["failures"][0]["code"]) == (7, 1, "unreadable")
    events = [json.loads(line) for line in (where / "log.jsonl").read_text().splitlines()]
    assert all(event.keys() >= {"time", "level", "run", "filing", "page", "stage", "message"} for event in events)
    assert {event["run"] for event in events} == {result.summary.run_id}
    (finding,) = (event for event in events if event["page"] == 3)
    assert (finding["level"], finding["stage"], finding["file"]) == ("debug", "reconcile", "warn.txt")
    report = (where / "report.html").read_text()
    assert "bad.txt" in report
    assert "sum_fails" in report
    assert "http:" not in report
    assert "https:" not in report
    assert "default-src 'none'" in report
    assert report.index("Failed") < report.index("Findings to look at") < report.index("What ran")
    assert "<script" not in report
    assert str(where / "report.html") == result.report


def _picture(path: Path, pages: Sequence[int], _: object) -> dict[int, bytes]:
    if path.name == "9.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return {page: f"{path.name} {page}".encode() for page in pages}


def test_the_report_shows_pages_with_findings(folder: Path, lake: Path, run: Runner) -> None:
    for name in ("8", "9", "warn"):
        (folder / f"{name}.txt").write_text(f"good 4 warn {name}")
    result = run(folder, lake, hooks=Hooks(draw=_picture))
    assert result.report is not None
    report = Path(result.report)
    pictures = {path.name: path.read_text() for path in report.parent.glob("pages/*.png")}
    assert sorted(pictures.values()) == ["8.txt 3", "warn.txt 3"]  # drawing the third killed its process, and no more
    assert all(f'href="pages/{name}"' in report.read_text() for name in pictures)


@pytest.mark.parametrize(("pictures", "drawn"), [(-1, 0), (0, 0), (1, 1)])
def test_one_filing_alone_has_pictures_if_asked(
    folder: Path, lake: Path, run: Runner, pictures: int, drawn: int
) -> None:
    (folder / "warn.txt").write_text("good 4 warn")
    run(folder, lake, only=("warn.txt",), pictures=pictures, hooks=Hooks(draw=_picture))
    assert len(list(lake.glob("_runs/*/pages/*"))) == drawn


def test_files_that_are_no_filings_are_counted(folder: Path, lake: Path, run: Runner) -> None:
    for name in ("a.htm", "b.htm", "c.zip", "d.docx", ".hidden.zip"):
        (folder / name).write_text("x")
    for name in ("tables.tsv", "plain.text"):
        (folder / name).write_text(f"good 2 {name}")
    result = run(folder, lake)
    assert result.summary.passed_over == {".htm": 2, ".zip": 1, ".docx": 1}
    assert "4 files are no filings" in result.summary.last_line()
    assert result.summary.committed == 8
    found = plan_batch(str(folder), open_lake(str(lake)), RunSettings()).found
    assert found.passed_over() == "4 files are no filings (.docx 1, .htm 2, .zip 1)"


def test_links_out_of_the_folder_are_followed_only_if_asked(
    folder: Path, tmp_path: Path, lake: Path, run: Runner
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "out.txt").write_text("good 2 out")
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    (folder / "out.txt").symlink_to(tmp_path / "elsewhere" / "out.txt")
    (folder / "again.txt").symlink_to("0.txt")
    (folder / "round").symlink_to(folder)
    (tmp_path / "named").symlink_to(folder)
    result = run(tmp_path / "named", lake)
    assert (result.summary.files, result.summary.links_passed_over, result.summary.committed) == (7, 2, 6)
    assert run(folder, lake, follow_links=True).summary.files == 9


def test_the_lake_is_not_its_own_input(folder: Path, run: Runner) -> None:
    for where in (folder, folder / "0.txt"):
        with pytest.raises(UsageError, match="lie in the lake itself"):
            run(where, folder)
    assert run(folder, folder / "lake").exit_code is ExitCode.OK


def test_names_that_are_no_utf8(folder: Path, lake: Path, run: Runner) -> None:
    odd = os.fsdecode(os.fsencode(folder) + b"/\x8c\x88\x1b.txt")
    Path(odd).write_text("good 2 odd")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("bad")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xfe.txt")).write_text("bug")
    result = run(folder, lake)
    assert (result.exit_code, result.summary.committed, result.summary.failed) == (ExitCode.PARTIAL, 7, 2)
    names = {name for marker in open_lake(str(lake)).markers().values() for name in marker.source_files}
    assert "\\x8c\\x88\x1b.txt" in names
    assert {f.source_files[0] for f in result.summary.failures} == {"\\xff.txt", "\\xfe.txt"}
    assert run(folder, lake).summary.unchanged == 7


def test_several_inputs_are_one(folder: Path, tmp_path: Path, lake: Path) -> None:
    (tmp_path / "more" / "x").mkdir(parents=True)
    (tmp_path / "more" / "0.txt").write_text("good 3 more")
    (tmp_path / "more" / "x" / "7.txt").write_text("good 3 seven")
    settings = RunSettings(executor=ExecutorName.SERIAL)
    places = [str(folder), str(tmp_path / "more"), str(folder / "1.txt")]
    result = run_batch(places, open_lake(str(lake)), settings, maker=MAKER)
    assert (result.summary.files, result.summary.committed) == (8, 8)
    names = {name for marker in open_lake(str(lake)).markers().values() for name in marker.source_files}
    assert {"filings/0.txt", "more/0.txt", "1.txt", "x/7.txt"} <= names


def test_a_killed_filing_is_tried_again_and_a_bug_once_more(folder: Path, lake: Path, run: Runner) -> None:
    (folder / "killed.txt").write_text("killed")
    (folder / "bug.txt").write_text("bug")
    codes = []
    for _ in range(6):
        result = run(folder, lake, **PROCESSES | {"jobs": 1})
        codes.append((result.summary.planned, *sorted(f.code for f in result.summary.failures)))
    assert codes == [
        (8, "bug", "killed"),
        *[(2, "bug", "killed")],
        *[(1, "bug", "killed")] * 2,
        *[(0, "bug", "killed")] * 2,
    ]


def test_a_filing_that_cannot_be_committed_spoils_no_other(
    folder: Path, lake: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Lake.commit

    def failing(self: Lake, package: Package, *more: Any) -> Marker:
        if package.source_file == "3.txt":
            raise UnicodeEncodeError("utf-8", "\ud842", 0, 1, "surrogates not allowed")
        return commit(self, package, *more)

    monkeypatch.setattr(Lake, "commit", failing)
    result = run(folder, lake)
    assert (result.exit_code, result.summary.committed) == (ExitCode.PARTIAL, 5)
    assert result.summary.failures[0].code == "bug"


def test_a_report_that_cannot_be_written_is_said(
    folder: Path, lake: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = LocalStore.put

    def full(self: LocalStore, path: str, data: bytes) -> None:
        if path.endswith("report.html"):
            raise OutputError(f"{path}: no space left on device.", "free space")
        put(self, path, data)

    monkeypatch.setattr(LocalStore, "put", full)
    result = run(folder, lake)
    assert (result.exit_code, result.summary.committed) == (ExitCode.OUTPUT, 6)


def test_what_size_and_time_say_is_not_read_again(
    folder: Path, lake: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in folder.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    run(folder, lake)
    (folder / "1.txt").write_text("good 9 filing 9")  # its time is of now: it is read
    read: list[str] = []
    digest = inputs.digest_of
    monkeypatch.setattr(inputs, "digest_of", lambda source: read.append(source.relative) or digest(source))
    assert run(folder, lake).summary.committed == 1
    assert read == ["1.txt"]
    (folder / "2.txt").write_text("good 3 filing X")  # as long, and its old time put back
    os.utime(folder / "2.txt", (1_600_000_000, 1_600_000_000))
    assert run(folder, lake).summary.committed == 0
    assert run(folder, lake, verify_content=True).summary.committed == 1


def test_filings_whose_file_is_gone_are_shown(folder: Path, lake: Path, run: Runner) -> None:
    for path in folder.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    run(folder, lake)
    (folder / "3.txt").unlink()
    prospect = plan_batch(str(folder), open_lake(str(lake)), RunSettings())
    assert [marker.source_files for marker in prospect.gone] == [("3.txt",)]
    assert plan_batch(str(folder), open_lake(str(lake)), RunSettings(only=("0.txt",))).gone == prospect.gone
