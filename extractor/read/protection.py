"""Passwords that open protected files: which are tried, how they are spelled, and what is said where none does."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from extractor.errors import PasswordError
from extractor.settings import passwords

_ENCODINGS = (
    "utf-8",
    "latin-1",
    "cp932",
)  # of AES-256, of the older encryptions, and what Japanese programs make of it


def spellings() -> tuple[bytes, ...]:
    """The passwords to try, as bytes in each encoding in which programs write them; the empty one first."""
    found: dict[bytes, None] = {}
    for password in passwords():
        for encoding in _ENCODINGS:
            with suppress(UnicodeEncodeError):
                found.setdefault(password.encode(encoding))
    return tuple(found)


def protected(path: Path) -> PasswordError:
    """The error for a file that none of the passwords opens; names no password."""
    given = len(passwords()) - 1
    if given:
        one = "the one of" if given == 1 else f"none of the {given} of"
        opens = "does not open" if given == 1 else "opens"
        return PasswordError(
            f"{path}: a user password protects it, and {one} --password-file {opens} it.",
            "add its password to that file as a line of its own, then the same command again",
        )
    return PasswordError(
        f"{path}: a user password protects it.",
        "write its password into a text file, one a line, and add --password-file FILE",
    )
