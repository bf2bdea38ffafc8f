"""The command line: streams, exit codes, where options come from."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import ExitCode
from tests.cli.conftest import ROOT, Command


def test_help_and_version_go_to_standard_output(extractor: Command) -> None:
    shown = extractor("--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "run" in shown.stdout
    assert extractor("--version").stdout.startswith("extractor 0.")


def test_help_loads_nothing_heavy() -> None:
    heavy = {
        "pandas",
        "pyarrow",
        "pdfplumber",
        "camelot",
        "duckdb",
        "rapidfuzz",
        "pypdfium2",
        "numpy",
        "pebble",
        "multiprocessing.pool",
    }
    code = f"""
import sys
from extractor.cli.main import main
sys.argv = ["extractor", "--help"]
try:
    main()
except SystemExit:
    print(sorted({heavy!r} & sys.modules.keys()), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_run_says_words_on_stderr_and_data_on_stdout(extractor: Command, filing: Path) -> None:
    done = extractor("run", filing.parent, "--out", "lake")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.strip().splitlines()[-1].startswith("1 committed; 0 unchanged; 0 failed; ")
    assert "balance_sheet" in done.stderr
    again = extractor("run", filing.parent, "--out", "lake", "--json")
    summary = json.loads(again.stdout)
    assert (summary["unchanged"], summary["committed"], summary["failed"]) == (1, 0, 0)


def test_sql_over_what_was_run(extractor: Command, filing: Path) -> None:
    extractor("run", filing, "--out", "lake")
    query = "select label, value from balance_sheet where period_end = '2021-03-31' and label = 'Inventories'"
    assert list(csv.DictReader(io.StringIO(extractor("sql", "lake", query).stdout))) == [
        {"label": "Inventories", "value": "500.000"}
    ]
    assert json.loads(extractor("sql", "lake", query, "--format", "json").stdout) == [
        {"label": "Inventories", "value": 500}
    ]
    assert "Inventories" in extractor("sql", "lake", query, "--format", "table").stdout
    wrong = extractor("sql", "lake", "select nothing from nowhere")
    assert (wrong.returncode, wrong.stdout) == (ExitCode.USAGE, "")
    assert "Next: views: balance_sheet" in wrong.stderr
    unknown = extractor("sql", "lake", "select colour from facts")
    assert "Next: columns: describe VIEW; views: " in unknown.stderr
    assert "concept" in extractor("sql", "lake", "describe facts").stdout
    assert 'Next: extractor sql LAKE "describe facts"' in extractor("schema", "facts").stderr
    assert extractor("sql", "no-lake", "select 1").returncode == ExitCode.NO_INPUT
    reading = extractor("sql", "lake", "select * from read_csv('/etc/hosts')")
    assert reading.returncode == ExitCode.USAGE


def test_sql_as_parquet(filing: Path, extractor: Command, tmp_path: Path) -> None:
    extractor("run", filing, "--out", "lake")
    command = [sys.executable, "-m", "extractor", "sql", "lake", "select * from balance_sheet", "--format", "parquet"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    import pyarrow as pa
    import pyarrow.parquet as pq

    assert pq.read_table(io.BytesIO(done.stdout)).schema.field("value").type == pa.decimal128(24, 3)


def test_plan_gives_reasons_and_writes_nothing(extractor: Command, filing: Path, tmp_path: Path) -> None:
    (filing.parent / "copy.txt").write_bytes(filing.read_bytes())
    planned = extractor("plan", filing.parent, "--out", "lake")
    assert planned.stdout == "run\tcopy.txt\tnew\nskip\tsmall.txt\tsame content as copy.txt\n"
    assert planned.stderr == "1 to run, 1 to skip\n"
    assert not (tmp_path / "lake").exists()
    extractor("run", filing.parent, "--out", "lake")
    dry = extractor("run", filing.parent, "--out", "lake", "--dry-run", "--json")
    assert [(row["action"], row["reason"]) for row in json.loads(dry.stdout)] == [
        ("skip", "unchanged"),
        ("skip", "same content as copy.txt"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), ExitCode.USAGE, "Usage"),
        (("run",), ExitCode.USAGE, "SOURCE is missing"),
        (("run", "in"), ExitCode.USAGE, "--out is missing"),
        (("run", "in", "--no-such-flag"), ExitCode.USAGE, "--no-such-flag"),
        (("run", "in", "--out", "lake", "--jobs", "many"), ExitCode.USAGE, "--jobs many"),
        (("run", "in", "--out", "lake", "--fail-on", "rain"), ExitCode.USAGE, "--fail-on rain"),
        (("run", "in", "--out", "lake", "--executor", "dask"), ExitCode.USAGE, "--scheduler"),
        (("run", "nowhere", "--out", "lake"), ExitCode.NO_INPUT, "nowhere: there is no such file or folder"),
        (("run", "in", "--out", "in/small.txt/lake"), ExitCode.OUTPUT, "it is no folder"),
        (("run", "in", "--out", "nosuch://x/y"), ExitCode.OUTPUT, "no file system"),
        (("schema", "no_table"), ExitCode.USAGE, "no such table"),
    ],
)
def test_wrong_use(extractor: Command, filing: Path, arguments: tuple[str, ...], code: ExitCode, words: str) -> None:
    done = extractor(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Next: " in done.stderr or not arguments


def test_a_failed_filing_and_a_held_lake(extractor: Command, filing: Path, tmp_path: Path) -> None:
    (filing.parent / "empty.txt").write_text("nothing to see\n")
    done = extractor("run", filing.parent, "--out", "lake", "--log-format", "json")
    assert (done.returncode, done.stdout) == (ExitCode.PARTIAL, "")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    (error,) = (event for event in events if event["level"] == "error")
    assert (error["file"], error["page"]) == ("empty.txt", None)
    assert "Next: " in error["message"]
    from extractor.write import open_lake

    with open_lake(str(tmp_path / "lake")).lock("a test"):
        held = extractor("run", filing.parent, "--out", "lake")
    assert held.returncode == ExitCode.LOCKED
    assert "a test is writing" in held.stderr
    assert extractor("run", filing.parent, "--out", "lake", "--fail-on", "none").returncode == ExitCode.OK
    assert extractor("run", filing.parent / "empty.txt", "--out", "lake").returncode == ExitCode.ALL_FAILED


def test_a_gate(extractor: Command, filing: Path) -> None:
    assert extractor("run", filing, "--out", "lake", "--fail-on", "unmapped:100%").returncode == ExitCode.OK
    filing.write_text(filing.read_text().replace("Inventories", "Things of no name whatsoever"))
    done = extractor("run", filing, "--out", "lake", "--fail-on", "unmapped")
    assert done.returncode == ExitCode.GATE
    assert "gate crossed: unmapped" in done.stderr


def test_where_options_come_from(extractor: Command, tmp_path: Path) -> None:
    (tmp_path / "extractor.toml").write_text(
        'jobs = 3\nmemory = 1000\n[run]\ntimeout = 5\nfail-on = "none"\njson = true\n[plan]\nlimit = 1\n'
    )
    shown = extractor("run", "--memory", "2000", "--show-config", EXTRACTOR_TIMEOUT="7", EXTRACTOR_ONLY="a* b*").stdout
    options = {key: (value, origin) for key, value, origin in (line.split("\t") for line in shown.splitlines())}
    assert options["memory"] == ("2000", "flag")
    assert options["timeout"] == ("7.0", "environment EXTRACTOR_TIMEOUT")
    assert options["only"] == ("a* b*", "environment EXTRACTOR_ONLY")
    assert options["jobs"] == ("3", "extractor.toml")
    assert options["json"] == ("True", "extractor.toml")
    assert options["limit"] == ("", "default")
    assert options["executor"] == ("processes", "default")
    assert "limit\t1\textractor.toml\n" in extractor("plan", "--show-config").stdout


def test_every_option_has_its_variable_and_its_key(extractor: Command, tmp_path: Path) -> None:
    for command in ("run", "plan"):
        keys = [line.split("\t")[0] for line in extractor(command, "--show-config").stdout.splitlines()]
        assert {"out", "only", "limit", "fresh", "timeout", "memory"} <= set(keys)
        help_text = extractor(command, "--help").stdout
        assert all(f"--{key}" in help_text for key in keys)


@pytest.mark.parametrize(
    "text", ["jbs = 1\n", "[rnu]\njobs = 1\n", "[run]\nno-such = 1\n", "jobs = \n", 'limit = "x"\n']
)
def test_a_wrong_configuration(extractor: Command, filing: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "extractor.toml").write_text(text)
    done = extractor("run", filing, "--out", "lake")
    assert done.returncode == ExitCode.CONFIGURATION
    assert "extractor.toml" in done.stderr
    assert "Next: " in done.stderr
    assert not (tmp_path / "lake").exists()


def test_schema(extractor: Command, tmp_path: Path) -> None:
    assert "| value | decimal128(24, 3), nullable |" in extractor("schema", "balance_sheet").stdout
    assert "value: decimal128(24, 3)" in extractor("schema", "balance_sheet", "--format", "arrow").stdout
    old = extractor("schema", "--format", "json").stdout
    (tmp_path / "old.json").write_text(old)
    assert extractor("schema", "--breaking", "old.json").returncode == ExitCode.OK
    (tmp_path / "old.json").write_text(old.replace('"reader"', '"read_by"'))
    broken = extractor("schema", "--breaking", "old.json")
    assert broken.returncode == ExitCode.GATE
    assert "breaking\tbalance_sheet\tread_by\tremoved" in broken.stdout
    (tmp_path / "old.json").write_text("[]")
    assert extractor("schema", "--breaking", "old.json").returncode == ExitCode.CONFIGURATION


def test_a_bug_has_a_report(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from extractor.cli import app, main

    def broken() -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(app, "register_commands", broken)
    with pytest.raises(SystemExit) as stop:
        main.main()
    assert stop.value.code == ExitCode.BUG
    words = capsys.readouterr().err
    report = Path(words.split(" with ")[1].strip())
    assert "ZeroDivisionError: on purpose" in report.read_text()
    report.unlink()


def test_libraries_that_print_cannot_spoil_the_data() -> None:
    code = (
        "import os\nfrom extractor.cli.console import print_data, "
        "protect_stdout\nprotect_stdout()\nprint('noise')\nos.write(1, b'native noise')\nprint_data('data')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "data"
    assert "noise" in done.stderr
    assert "native noise" in done.stderr


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, ExitCode.INTERRUPTED), (signal.SIGTERM, ExitCode.TERMINATED)]
)
def test_a_signal_commits_what_is_finished_and_says_so(
    filing: Path, tmp_path: Path, number: signal.Signals, code: ExitCode
) -> None:
    for copy in range(40):
        (filing.parent / f"{copy:02}.txt").write_bytes(filing.read_bytes() + b"\n" * (copy + 1))
    command = [sys.executable, "-m", "extractor", "run", filing.parent, "--out", tmp_path / "lake", "--jobs", "1"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        assert running.stderr.readline() == "41 files, 41 filings, 41 to run\n"
        running.stderr.readline()  # the first is committed
        running.send_signal(number)
        words = running.stderr.read()
    assert running.returncode == code
    assert f"warning: {number.name}: finishing what runs" in words
    last = words.strip().splitlines()[-1]
    assert f"stopped by {number.name}" in last
    committed = int(last.split()[0])
    assert 1 <= committed < 41
    assert len(list((tmp_path / "lake" / "_filings").glob("*.json"))) == committed


def test_a_broken_alias_file_stops_the_run_and_blames_no_filing(
    extractor: Command, filing: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("no,such,columns\n", encoding="utf-8")
    done = extractor("run", filing, "--out", "lake", "--aliases", "mine.csv")
    assert done.returncode == ExitCode.CONFIGURATION
    assert "mine.csv" in done.stderr
    assert not list((tmp_path / "lake").rglob("_failures/*.json"))
    (tmp_path / "mine.csv").unlink()
    assert extractor("run", filing, "--out", "lake").returncode == ExitCode.OK


def _ask(extractor: Command, query: str, *more: str, columns: int = 120) -> subprocess.CompletedProcess[str]:
    return extractor("sql", "lake", query, *more, COLUMNS=str(columns))


def test_sql_shows_tables_whole(extractor: Command, filing: Path) -> None:
    assert extractor("run", filing, "--out", "lake", "--executor", "serial").returncode == 0
    wide = _ask(extractor, "select * from balance_sheet limit 2", "--format", "table")
    assert wide.returncode == 0
    assert "- row 2\n" in wide.stdout
    assert "label               | Cash and deposits\n" in wide.stdout
    texts = "select '[net] assets' a, '[/]' \"[b]\", chr(27) || '[31m' c, '現金' d"
    shown = _ask(extractor, texts, "--format", "table")
    assert (shown.returncode, "[net] assets" in shown.stdout, "[/]" in shown.stdout) == (0, True, True)
    assert "\\x1b[31m" in shown.stdout
    assert _ask(extractor, "select 1 a where false", "--format", "table", columns=4).stdout == "no rows: a\n"


def test_sql_gives_a_spreadsheet_no_formulas(extractor: Command, filing: Path) -> None:
    assert extractor("run", filing, "--out", "lake", "--executor", "serial").returncode == 0
    texts = "select '=1+1' a, '@x' b, '-5' c, -5 d, '-1+cmd' e"
    assert _ask(extractor, texts, "--format", "csv").stdout == "a,b,c,d,e\n'=1+1,'@x,-5,-5,'-1+cmd\n"
    assert "'" not in _ask(extractor, texts, "--format", "json").stdout


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('jobs = "many"', "jobs"),
        ('fail-on = "some"', "fail-on"),
        ('fresh = "maybe"', "fresh"),
        ("timeout = -1", "timeout"),
        ('out = ["a", "b"]', "out"),
        ('aliases = ["none.csv"]', "aliases"),
        ('scheduler = "tcp://127.0.0.1:1"', "scheduler"),
    ],
)
def test_a_wrong_value_in_the_configuration_is_blamed_on_its_key(
    extractor: Command, filing: Path, tmp_path: Path, line: str, key: str
) -> None:
    (tmp_path / "extractor.toml").write_text(line + "\n")
    done = extractor("run", filing, *(() if key == "out" else ("--out", "lake")))
    assert done.returncode == ExitCode.CONFIGURATION
    assert "extractor.toml: " in done.stderr
    assert key in done.stderr
    assert (
        extractor("run", filing, "--out", "lake", "--jobs", "many", "--config", "/dev/null").returncode
        == ExitCode.USAGE
    )


def test_a_scheduler_without_dask_is_an_error(extractor: Command, filing: Path) -> None:
    done = extractor("run", filing, "--out", "lake", "--scheduler", "tcp://127.0.0.1:8786")
    assert done.returncode == ExitCode.USAGE
    assert "--executor dask" in done.stderr


def test_filings_of_too_many_pages_are_refused(extractor: Command, filing: Path) -> None:
    filing.write_text(filing.read_text() + "\f" + "x\n" + "\f" + "y\n")
    done = extractor("run", filing, "--out", "lake", "--max-pages", "2", "--executor", "serial")
    assert done.returncode == ExitCode.ALL_FAILED
    assert "it has 3 pages, allowed are 2. Next: extractor run --max-pages 3" in done.stderr


def test_quiet_and_verbose(extractor: Command, filing: Path) -> None:
    quiet = extractor("run", filing, "--out", "lake", "-q", "--executor", "serial")
    assert len(quiet.stderr.splitlines()) == 1
    assert quiet.stderr.startswith("1 committed")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_standard_output_that_is_full(extractor: Command, filing: Path, tmp_path: Path) -> None:
    assert extractor("run", filing, "--out", "lake", "--executor", "serial").returncode == 0
    command = f"{sys.executable} -m extractor sql lake 'select 1' > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == ExitCode.OUTPUT


def test_forget_takes_filings_out(extractor: Command, filing: Path, tmp_path: Path) -> None:
    for number in range(3):
        copy = filing.parent / f"{number}.txt"
        copy.write_bytes(filing.read_bytes() + b"\n" * (number + 1))
    for path in filing.parent.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    assert extractor("run", filing.parent, "--out", "lake", "--executor", "serial").returncode == 0
    assert extractor("forget", "lake").returncode == ExitCode.USAGE
    (filing.parent / "0.txt").unlink()
    planned = extractor("plan", filing.parent, "--out", "lake")
    assert "gone\t0.txt\tits file is gone; extractor forget lake --missing" in planned.stdout
    assert "1 gone" in planned.stderr
    assert "0.txt" in extractor("forget", "lake", "--missing", "--dry-run").stdout
    done = extractor("forget", "lake", "--missing", "--filing", "1.txt")
    assert (done.returncode, done.stderr) == (0, "2 filings forgotten\n")
    assert len(list((tmp_path / "lake" / "_filings").iterdir())) == 2
    assert len(list((tmp_path / "lake").glob("balance_sheet/*/*.parquet"))) == 2
    assert "2 unchanged" not in extractor("plan", filing.parent, "--out", "lake").stderr
    again = extractor("run", filing.parent, "--out", "lake", "--executor", "serial")
    assert again.stderr.splitlines()[-1].startswith("1 committed; 2 unchanged")
