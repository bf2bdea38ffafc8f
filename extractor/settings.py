"""Frozen settings. Sources are merged by the command line: flag > environment > extractor.toml > default."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Tables(StrEnum):
    """Which tables of a filing are read."""

    ALL = "all"
    STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class Passwords:
    """What to try on files that a user password protects, in this order, after the empty one. Never printed."""

    words: tuple[str, ...] = field(default=(), repr=False)


_trying = Passwords()  # in this process


def passwords() -> tuple[str, ...]:
    """The passwords that a reader may try on the file at hand: the empty one, then those that were given."""
    return ("", *_trying.words)


def try_passwords(given: Passwords) -> None:
    """Readers of this process try these passwords from now on."""
    global _trying
    _trying = given


@contextmanager
def trying(given: Passwords) -> Iterator[None]:
    """Readers of this process try these passwords while the context lasts; none given: those from outside it."""
    before = _trying
    try_passwords(given if given.words else before)
    try:
        yield
    finally:
        try_passwords(before)


@dataclass(frozen=True, slots=True)
class Settings:
    """What steers the reading of one filing. How many run at once belongs to ``RunSettings``."""

    second_readers: bool = True  # call pdfplumber and camelot where proof fails
    max_pages: int = 2000
    aliases: tuple[str, ...] = ()  # further alias files
    tables: Tables = Tables.ALL
    passwords: Passwords = Passwords()  # no part of what a result depends on


class ExecutorName(StrEnum):
    """Where filings are read."""

    SERIAL = "serial"
    PROCESSES = "processes"
    DASK = "dask"


class LakeFormat(StrEnum):
    """How the lake keeps its tables."""

    PARQUET = "parquet"
    DELTA = "delta"


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What steers a batch: which filings, how many at once, with which limits."""

    only: tuple[str, ...] = ()  # globs over the path relative to the input folder
    limit: int | None = None
    fresh: bool = False  # run all, changed or not
    retry_failed: bool = False
    jobs: int = 0  # 0: one per core
    timeout: float = 300.0  # seconds of wall clock for one filing
    memory: int = 3072  # MB of address space for one filing's process; 0: no limit
    executor: ExecutorName = ExecutorName.PROCESSES
    scheduler: str | None = None  # address of the Dask scheduler
    optimize: bool = False  # join small files at the end (Delta Lake)
    pictures: int = -1  # pages with findings to draw for the report; -1: a few, if more than one filing was committed
    reading: Settings = Settings()
    follow_links: bool = False  # take what links in the input folder lead to outside of it
    verify_content: bool = False  # hash files whose path, size and time the lake knows
    keep_printed: bool = True  # keep filings as printed, so that an alias or the taxonomy is applied without reading
