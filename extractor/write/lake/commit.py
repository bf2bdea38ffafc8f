"""The lake: commits one filing at a time, so that every marked filing is whole, whatever happens and whenever.

A commit, in this order (``_staging/<filing_id>/`` is out of every reader's sight)::

    1  stage      every table's Parquet file, on disk
    2  intend     intent.json: the marker to be, and the files that it replaces. From here on the commit is decided
    3  withdraw   the old marker, if the filing stood there with other content
    4  publish    the sink makes the staged tables visible and removes those they replace
    5  mark       _filings/<filing_id>.json
    6  clear      the staging folder

Whatever stopped a run, ``recover`` leads each staging folder to one of two ends: no intent, and it goes, having touched
nothing; an intent, and steps 3 to 6 are done again, each of which may be done twice.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from extractor.errors import ConfigurationError, InputError
from extractor.settings import LakeFormat
from extractor.write.contract import TABLES, load_contracts
from extractor.write.lake.local import Store, open_store
from extractor.write.lake.parquet import Compaction, ParquetSink
from extractor.write.lake.records import (
    Entry,
    Failure,
    KnownFile,
    Marker,
    Package,
    dump,
    failure_from,
    known_from,
    known_to,
    marker_from,
    without_collector,
)

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
_MARKERS, _FAILURES, _STAGING, _RUNS, _ABOUT = "_filings", "_failures", "_staging", "_runs", "_lake.json"
_KNOWN = "_input.json"
_PRINTED = "_printed"  # filings as printed, each under the name of its filing


class Sink(Protocol):
    """What the tables become. ``publish`` may be called again for the same commit, and must come to the same."""

    format: LakeFormat

    def path(self, table: str, fiscal_year: int, filing_id: str) -> str:
        """Where a filing's rows of a table go, relative to the lake."""

    def publish(self, staging: str, marker: Marker, replaced: tuple[Entry, ...]) -> None:
        """Makes the staged tables of ``marker`` visible and those of ``replaced`` that it no longer has invisible."""

    def recover(self) -> None:
        """Leads what a stopped ``optimize`` left to one of its two ends. Called first thing under the lock."""

    def rows(self, marker: Marker, entry: Entry) -> pa.Table | None:
        """A table of a filing; None: it is not there."""

    def optimize(self, markers: Mapping[str, Marker], progress: Callable[[str], None] = ...) -> Compaction | None:
        """Joins what many small commits left. Needs the lock."""

    def settle(self, markers: Callable[[], Mapping[str, Marker]]) -> None:
        """Takes out what joined files still hold of filings that were replaced or forgotten. Needs the lock."""


class Lake:
    """Markers, failures and runs beside the tables. Only one process may write at a time: ``lock``."""

    def __init__(self, store: Store, sink: Sink) -> None:
        self.store = store
        self.sink = sink

    @property
    def address(self) -> str:
        return self.store.uri

    def lock(self, holder: str) -> contextlib.AbstractContextManager[None]:
        return self.store.lock(holder)

    def prepare(self) -> tuple[str, ...]:
        """Writes down what the lake is, or checks it, and recovers. Returns the filings whose commits were completed.
        Needs the lock."""
        about = {
            "format": self.sink.format.value,
            "contracts": {name: contract.version for name, contract in load_contracts().items()},
        }
        standing = self.store.read(_ABOUT)
        kind = _format_of(self.store)
        if kind not in (None, self.sink.format):
            raise ConfigurationError(
                f"{self.store.uri}: this lake is of format {kind}.",
                f"the same command with --format {kind}, or another --out",
            )
        text = dump(about)
        if standing != text:
            self.store.put(_ABOUT, text)
        self.sink.recover()
        return self._recover()

    def markers(self) -> dict[str, Marker]:
        """The committed filings by id. A marker that cannot be read marks nothing: its filing runs again."""
        with without_collector():
            return {marker.filing_id: marker for marker in _readable(marker_from, self.store.read_all(_MARKERS))}

    def failures(self) -> dict[str, Failure]:
        """The filings that failed and have not succeeded since, by id."""
        return {failure.filing_id: failure for failure in _readable(failure_from, self.store.read_all(_FAILURES))}

    def commit(
        self, package: Package, source_files: tuple[str, ...], versions: Mapping[str, str], printed_by: str = ""
    ) -> Marker:
        """Puts a filing into the lake, in place of what it held of it before. ``printed_by``: what the filing as
        printed depends on; empty: it is not kept."""
        staging = f"{_STAGING}/{package.filing_id}"
        entries = tuple(
            Entry(
                part.table,
                self.sink.path(part.table, package.fiscal_year, package.filing_id),
                part.rows,
                len(part.data),
                part.sha256,
            )
            for part in package.parts
        )
        marker = Marker(
            package.filing_id,
            source_files,
            package.input_sha256,
            package.fiscal_year,
            entries,
            dict(versions),
            package.figures,
            package.term,
            package.amends,
        )
        before = self._marker(package.filing_id)
        if printed_by and package.printed is not None:  # torn by a stop it is not believed, and the file is read again
            self.store.put_all([(f"{_PRINTED}/{package.filing_id}", f"{printed_by}\n".encode() + package.printed)])
        self.store.put_all((f"{staging}/{part.table}.parquet", part.data) for part in package.parts)
        self.store.put(f"{staging}/intent.json", dump({"marker": marker, "replaced": before.entries if before else ()}))
        self._complete(package.filing_id, marker, before.entries if before else (), withdraw=before is not None)
        self.store.delete([f"{_FAILURES}/{package.filing_id}.json"])
        return marker

    def printed(self, filing_id: str, printed_by: str) -> bytes | None:
        """A filing as printed; None: it is not kept, or what it depends on was other then."""
        by, _, data = (self.store.read(f"{_PRINTED}/{filing_id}") or b"").partition(b"\n")
        return data if by and by == printed_by.encode() else None

    def optimize(self, progress: Callable[[str], None] = lambda _: None) -> Compaction | None:
        """Joins small files; what it came to, where the format can say. Needs the lock."""
        return self.sink.optimize(self.markers(), progress)

    def settle(self) -> None:
        """Called when a run ends: joined files keep no row that counts no more. Needs the lock."""
        self.sink.settle(self.markers)

    def rows(self, marker: Marker, table: str) -> pa.Table | None:
        """A table of a committed filing; None where it has none. Raises InputError where its file is gone."""
        entry = next((entry for entry in marker.entries if entry.table == table), None)
        if entry is None:
            return None
        rows = self.sink.rows(marker, entry)
        if rows is None:
            raise InputError(
                f"{self.store.address(entry.path)}: the table is not there.", "run the filing again with --fresh"
            )
        return rows

    def rename(self, marker: Marker, source_files: tuple[str, ...]) -> None:
        """Records further paths that hold the same content."""
        self.store.put(
            f"{_MARKERS}/{marker.filing_id}.json", dump(dataclasses.replace(marker, source_files=source_files))
        )

    def fail(self, failure: Failure) -> None:
        """Remembers why a filing failed."""
        self.store.put(f"{_FAILURES}/{failure.filing_id}.json", dump(failure))

    def known_files(self) -> dict[str, KnownFile]:
        """The input files by address, as the last runs found them."""
        data = self.store.read(_KNOWN)
        return known_from(data) if data else {}

    def remember_files(self, files: Mapping[str, KnownFile]) -> None:
        self.store.put(_KNOWN, known_to(files))

    def forget(self, marker: Marker) -> None:
        """Takes a filing out of the lake: its marker first, so that no reader sees half of it. Needs the lock."""
        self.store.delete([f"{_MARKERS}/{marker.filing_id}.json", f"{_FAILURES}/{marker.filing_id}.json"])
        self.store.delete([f"{_PRINTED}/{marker.filing_id}"])
        nothing = dataclasses.replace(marker, entries=())
        self.sink.publish(f"{_STAGING}/{marker.filing_id}", nothing, marker.entries)

    def put_run(self, run_id: str, name: str, data: bytes) -> str:
        """Writes a file of a run; returns its address."""
        self.store.put(f"{_RUNS}/{run_id}/{name}", data)
        return self.store.address(f"{_RUNS}/{run_id}/{name}")

    def _marker(self, filing_id: str) -> Marker | None:
        data = self.store.read(f"{_MARKERS}/{filing_id}.json")
        return next(_readable(marker_from, {filing_id: data}), None) if data else None

    def _complete(self, filing_id: str, marker: Marker, replaced: tuple[Entry, ...], withdraw: bool) -> None:
        staging = f"{_STAGING}/{filing_id}"
        if withdraw:
            self.store.delete([f"{_MARKERS}/{filing_id}.json"])
        self.sink.publish(staging, marker, replaced)
        self.store.put(f"{_MARKERS}/{filing_id}.json", dump(marker))
        # the intent goes first: a folder without one has nothing left to do
        self.store.delete([f"{staging}/intent.json"])
        self.store.remove_folder(staging)

    def _recover(self) -> tuple[str, ...]:
        completed = []
        for filing_id in self.store.folders(_STAGING):
            data = self.store.read(f"{_STAGING}/{filing_id}/intent.json")
            if data is None:
                self.store.remove_folder(f"{_STAGING}/{filing_id}")
                continue
            try:
                intent = json.loads(data)
            except ValueError:  # damaged on disk: the filing has no marker, so it runs again
                self.store.remove_folder(f"{_STAGING}/{filing_id}")
                continue
            replaced = tuple(Entry(**entry) for entry in intent["replaced"])
            self._complete(filing_id, marker_from(json.dumps(intent["marker"]).encode()), replaced, withdraw=True)
            completed.append(filing_id)
        return tuple(completed)


def _readable(parse: Callable[[bytes], T], files: Mapping[str, bytes]) -> Iterator[T]:
    for data in files.values():
        try:
            made = parse(data)
        except (ValueError, KeyError, TypeError):  # damaged on disk, or of a later release
            continue
        yield made


def _format_of(store: Store) -> LakeFormat | None:
    """As the lake says of itself; None: there is none yet."""
    about = store.read(_ABOUT)
    try:
        return LakeFormat(json.loads(about)["format"]) if about else None
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{store.address(_ABOUT)}: does not say what this lake is.",
            "put it back from a copy, or name another --out",
        ) from error


def open_lake(uri: str, format: LakeFormat | None = None) -> Lake:
    """A lake at a path or URI. ``format`` None: as it was made, Parquet if it is new."""
    store = open_store(uri)
    if (format or _format_of(store)) is LakeFormat.DELTA:
        from extractor.write.lake.delta import DeltaSink

        return Lake(store, DeltaSink(store))
    return Lake(store, ParquetSink(store))


__all__ = ["TABLES", "Lake", "ParquetSink", "Sink", "open_lake"]
