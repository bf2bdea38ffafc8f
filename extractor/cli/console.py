"""Streams: standard output carries data only, and libraries that print cannot spoil it; words go to standard error."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

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
    """Data for standard output."""
    stream = _data or sys.stdout.buffer
    stream.write(data.encode() if isinstance(data, str) else data)
    stream.flush()


def print_message(words: str) -> None:
    """Words for people."""
    print(words, file=sys.stderr, flush=True)


def stdout_is_terminal() -> bool:
    return (_data or sys.stdout).isatty()
