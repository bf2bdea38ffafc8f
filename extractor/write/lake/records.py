"""Markers, failures and intents as JSON: sorted keys, one form for one value."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.model import Finding
from extractor.model.quick import quick


@dataclass(frozen=True, slots=True)
class Part:
    """One table of one filing as Parquet bytes: the same extraction gives the same bytes."""

    table: str
    rows: int
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a filing came to, in counts."""

    pages: int = 0
    statement_pages: int = 0
    second_read: int = 0  # statement pages on which further readers were asked
    statements: tuple[str, ...] = ()  # kinds found, each once
    cells: int = 0
    proved: int = 0
    tied: int = 0
    unproved: int = 0
    contradicted: int = 0
    lines: int = 0  # lines with figures
    unmapped: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)  # by code, of statements; information left out
    other_tables: int = 0  # printed tables that are no statements
    other_cells: int = 0  # their figures, apart from the statements'
    other_proved: int = 0
    other_tied: int = 0
    other_unproved: int = 0
    other_contradicted: int = 0
    other_findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """A filing ready to commit: what a worker returns and the parent commits."""

    filing_id: str
    source_file: str
    input_sha256: str
    fiscal_year: int  # 0: not known
    parts: tuple[Part, ...]  # tables without rows are left out
    figures: Figures
    findings: tuple[Finding, ...] = ()
    term: str | None = None  # whose report of which term in which language: an amendment bears its original's
    amends: bool = False
    printed: bytes | None = None  # the filing as printed, for the lake to keep; None: what it keeps stands


@quick
@dataclass(frozen=True, slots=True)
class Entry:
    """A committed table of a filing: ``path`` relative to the lake."""

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str


@quick
@dataclass(frozen=True, slots=True)
class Marker:
    """The commit marker of a filing, written last. It holds no time and no machine, so equal runs write equal
    markers."""

    filing_id: str
    source_files: tuple[str, ...]  # every path that holds this content; the first is in the tables
    input_sha256: str
    fiscal_year: int
    entries: tuple[Entry, ...]
    versions: Mapping[str, str]  # extractor, code, taxonomy, contract, settings
    figures: Figures
    term: str | None = None  # whose report of which term in which language: an amendment bears its original's
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a filing is not in the lake. Forgotten when it succeeds."""

    filing_id: str
    source_files: tuple[str, ...]
    input_sha256: str
    code: str
    message: str
    next_step: str
    stage: str | None = None  # the room it happened in
    report_id: str | None = None  # of a bug
    versions: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    tries: int = 1  # runs in which it failed so, one after the other


@quick
@dataclass(frozen=True, slots=True)
class KnownFile:
    """An input file as a run found it: what need not be hashed again while size and time stay."""

    size: int
    modified: int  # nanoseconds since 1970
    sha256: str


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """For making a great many small objects, of which none is garbage: the collector would walk over all of them
    again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def dump(value: object) -> bytes:
    """The value's only JSON form: equal values give equal bytes. A lone half of a surrogate pair becomes its JSON
    escape."""
    text = json.dumps(value, default=_plain, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8", "backslashreplace")


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"no JSON form for {type(value).__name__}")


def marker_from(data: bytes) -> Marker:
    """A marker from its JSON."""
    raw = json.loads(data.decode())
    figures = raw["figures"]
    figures["statements"] = tuple(figures["statements"])
    raw["source_files"] = tuple(raw["source_files"])
    raw["entries"] = tuple([Entry(**entry) for entry in raw["entries"]])
    raw["figures"] = Figures(**figures)
    return Marker(**raw)


def failure_from(data: bytes) -> Failure:
    """A failure from its JSON."""
    raw = json.loads(data)
    return Failure(**raw | {"source_files": tuple(raw["source_files"])})


def known_from(data: bytes) -> dict[str, KnownFile]:
    """Address -> file, as ``known_to`` wrote it; nothing where it cannot be read."""
    try:
        with without_collector():
            return {address: KnownFile(*entry) for address, entry in json.loads(data).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def known_to(files: Mapping[str, KnownFile]) -> bytes:
    """Known files as JSON: one form for one value."""
    lines = (
        f"{json.dumps(address, ensure_ascii=False)}: {json.dumps([file.size, file.modified, file.sha256])}"
        for address, file in sorted(files.items())
    )
    return ("{" + ",\n".join(lines) + "}\n").encode()
