"""Protected filings and --password-file: read with the right one, a wrong one named, none kept anywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pytest

from extractor.errors import ExitCode
from tests.cli.conftest import Command

WORD = "opens-it-9741"


@pytest.fixture
def secret(tmp_path: Path, samples: Path) -> Path:
    """A folder with one filing that a user password protects."""
    folder = tmp_path / "filings"
    folder.mkdir()
    with pikepdf.open(samples / "kakuu_2022fy.pdf") as pdf:
        pdf.save(folder / "secret.pdf", encryption=pikepdf.Encryption(user=WORD, owner="another"))
    return folder


def _kept(lake: Path) -> list[Path]:
    return [path for path in lake.rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()]


def test_a_protected_filing_is_read_with_its_password(extractor: Command, secret: Path, tmp_path: Path) -> None:
    words, lake = tmp_path / "words.txt", tmp_path / "lake"
    words.write_bytes(f"\ufeffwrong-5502\r\n\r\n{WORD}\r\n".encode())

    without = extractor("run", secret, "--out", lake)
    assert without.returncode == ExitCode.ALL_FAILED
    assert "--password-file" in without.stderr
    assert "failed before" in extractor("plan", secret, "--out", lake).stdout
    assert "passwords given" in extractor("plan", secret, "--out", lake, "--password-file", words).stdout

    done = extractor("run", secret, "--out", lake, "--password-file", words, "--pictures", 1, "-v")
    assert done.returncode == ExitCode.OK, done.stderr
    assert WORD not in done.stdout + done.stderr
    assert _kept(lake) == []
    again = extractor("run", secret, "--out", lake, EXTRACTOR_PASSWORD_FILE=str(words))
    assert "1 unchanged" in again.stderr  # passwords are no part of what a result depends on

    page = extractor("page", secret / "secret.pdf", 3, "--password-file", words, "--out", tmp_path / "look")
    assert page.returncode == ExitCode.OK, page.stderr
    seen = ("--filing", "secret.pdf", "--source", secret, "--password-file", words)
    assert extractor("view", lake, *seen, "--out", tmp_path / "look").returncode == ExitCode.OK
    explained = extractor("explain", lake, *seen, "--item", "assets", "--out", tmp_path / "look")
    assert explained.returncode == ExitCode.OK, explained.stderr


def test_a_wrong_password_is_named_and_not_printed(extractor: Command, secret: Path, tmp_path: Path) -> None:
    words, lake = tmp_path / "words.txt", tmp_path / "lake"
    words.write_text("wrong-5502\nwrong-7713\n")
    done = extractor("run", secret, "--out", lake, "--password-file", words)
    assert done.returncode == ExitCode.ALL_FAILED
    assert "none of the 2 of --password-file opens it. Next: add its password" in done.stderr
    assert "wrong-" not in done.stdout + done.stderr
    shown = extractor("page", secret / "secret.pdf", 1, "--password-file", words)
    assert shown.returncode == ExitCode.NO_INPUT
    assert "none of the 2" in shown.stderr


def test_a_password_file_that_cannot_be_read_is_wrong_use(extractor: Command, secret: Path, tmp_path: Path) -> None:
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\xfa")
    for path in (tmp_path / "none.txt", binary, tmp_path):
        done = extractor("run", secret, "--out", tmp_path / "lake", "--password-file", path)
        assert done.returncode == ExitCode.USAGE, done.stderr
        assert "--password-file" in done.stderr
        assert "Next:" in done.stderr


def test_an_unprotected_filing_needs_none_of_the_passwords(extractor: Command, samples: Path, tmp_path: Path) -> None:
    folder, words = tmp_path / "open", tmp_path / "words.txt"
    folder.mkdir()
    shutil.copy(samples / "kakuu_2023q1.txt", folder)
    words.write_text(f"{WORD}\n")
    done = extractor("run", folder, "--out", tmp_path / "lake", "--password-file", words)
    assert done.returncode == ExitCode.OK, done.stderr
