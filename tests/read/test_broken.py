"""Damaged and hostile files end with an error that names the file and the next step: never with another exception,
never with the process."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

# One of each kind: broken header, page tree, cross references, streams and encryption; cycles, fuzz, other formats
# under this name.
KINDS = (
    "cycle",
    "encrypted",
    "empty",
    "eof;no-eof-marker",
    "fuzzed",
    "jbig2",
    "malformed",
    "no-header;fuzzed;no-eof-marker",
    "no-header;encrypted;malformed;no-eof-marker",
    "page-tree",
    "xref;malformed",
    "zero-length;fuzzed",
)
MEMORY = 4 << 30  # of address space
SECONDS = 60
CHILD = f"""
import json, resource, signal, sys
from pathlib import Path
from extractor.errors import ExtractorError
from extractor.pipeline import extract
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
for path in map(Path, sys.argv[1:]):
    signal.alarm({SECONDS})
    try:
        outcome = ["facts", len(extract(path).facts), ""]
    except ExtractorError as error:
        outcome = [error.code, error.message, error.next_step]
    print(json.dumps([str(path), *outcome]), flush=True)
"""


def outcomes(paths: list[Path]) -> dict[Path, tuple[str, str | int, str]]:
    """What reading each file came to, in a child process with limits: an error's code, message and next step."""
    done = subprocess.run([sys.executable, "-c", CHILD, *map(str, paths)], capture_output=True, text=True, check=False)
    found = {
        Path(name): (code, message, step) for name, code, message, step in map(json.loads, done.stdout.splitlines())
    }
    assert list(found) == paths, done.stderr[-2000:]
    return found


@pytest.mark.slow
def test_hostile_files_end_with_an_error_that_names_them(shared: Path) -> None:
    import csv

    with (shared / "broken" / "index.csv").open(encoding="utf-8", newline="") as file:
        by_kind = {row["kind"]: shared / "broken" / row["file"] for row in csv.DictReader(file)}
    paths = [by_kind[kind] for kind in KINDS]
    for path, (code, message, step) in outcomes(paths).items():
        assert code in ("unreadable", "password", "no_statements", "needs_ocr"), path
        assert str(path) in str(message)
        assert step


@pytest.mark.slow
def test_a_sample_with_bytes_torn_out_or_turned_is_read_or_refused(samples: Path, tmp_path: Path) -> None:
    random_ = random.Random(20)
    whole = (samples / "iij_2020q1_ja.pdf").read_bytes()
    paths = []
    for nth in range(12):
        data = bytearray(whole)
        if nth % 3 == 0:
            del data[random_.randrange(len(data)) :]
        elif nth % 3 == 1:
            start = random_.randrange(len(data))
            del data[start : start + random_.randrange(1, 4000)]
        else:
            for _ in range(200):
                data[random_.randrange(len(data))] = random_.randrange(256)
        paths.append(tmp_path / f"torn{nth}.pdf")
        paths[-1].write_bytes(data)
    codes = set()
    for path, (code, message, step) in outcomes(paths).items():
        codes.add(code)
        if code != "facts":
            assert str(path) in str(message)
            assert step
    assert codes >= {"facts", "unreadable"} or codes >= {"facts", "no_statements"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.pdf", b"", "unreadable"),
        ("words.pdf", b"no PDF at all", "unreadable"),
        ("page.pdf", b"<!DOCTYPE html><title>502 Bad Gateway</title>", "unreadable"),
        ("binary.txt", b"\x00\x01\x02\x03" * 50, "unreadable"),
        ("letter.txt", "拝啓　時下ますますご清栄のこととお慶び申し上げます。\n".encode(), "no_statements"),
        ("book.xlsx", b"PK\x03\x04", "unreadable"),
    ],
)
def test_what_is_no_filing_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    ((found, message, step),) = outcomes([path]).values()
    assert (found, str(path) in str(message), bool(step)) == (code, True, True)
