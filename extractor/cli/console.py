"""Streams: standard output carries data only, and libraries that print cannot spoil it; words go to standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import BinaryIO

from extractor.errors import OutputError
from extractor.notation.printable import printable

_data: BinaryIO | None = None


def protect_stdout() -> None:
    """Keeps the real standard output for ``emit``; whatever else prints there from now on lands on standard error."""
    global _data
    if _data is not None:
        return
    sys.stdout.flush()
    try:
        kept = os.dup(1)
        os.dup2(2, 1)
    except OSError:  # closed, or no real file: nothing to protect
        return
    _data = os.fdopen(kept, "wb")


def print_data(data: bytes | str) -> None:
    """Data for standard output. Raises OutputError where it cannot be written; a reader that has gone is none of
    that."""
    stream = _data or sys.stdout.buffer
    try:
        stream.write(data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"standard output: cannot be written ({error.strerror}).", "free space there, then the same command again"
        ) from error


def print_text(text: str) -> None:
    """Text for standard output, of which no character steers the terminal that it may land on."""
    print_data(printable(text, lines=True) if stdout_is_terminal() else text)


def print_message(words: str) -> None:
    """Words for people, on standard error; labels and file names in them steer no terminal. Where it is full they are
    lost."""
    with contextlib.suppress(OSError):
        print(printable(words, lines=True), file=sys.stderr, flush=True)


def counted(number: int, one: str, many: str = "") -> str:
    """``1 filing``, ``2 filings``, ``1,204 filings``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def stdout_is_terminal() -> bool:
    """Whether a person reads what ``print_data`` prints."""
    return (_data or sys.stdout).isatty()
