"""The tables as plain Parquet files: one for each filing and table, until ``compact`` joins those of a year.

A commit makes small files, which keeps commits independent and reading slow. A compaction changes no marker. It makes
one
file of each table and year and writes into ``_joint.json`` which filings it holds, each by the key of its content::

    1  stage      the joint files of a year, in _staging/joint/
    2  intend     intent.json: what _joint.json will say, which files move and which go. From here on it is decided
    3  publish    the joint files move into place
    4  switch     _joint.json, as a whole: from now on readers take these filings' rows from the joint files
    5  remove     the files that they replace
    6  clear      the staging folder

A filing that is read anew and comes out otherwise has a file of its own again, and what the joint file holds of it
counts no more (its key is another). ``settle`` takes such rows out.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.errors import ConfigurationError, InputError
from extractor.settings import LakeFormat
from extractor.write.contract import load_contracts
from extractor.write.lake.local import Store
from extractor.write.lake.records import Entry, Marker, dump

if TYPE_CHECKING:
    import pyarrow as pa

JOINT = "_joint.json"
STAGING = "_staging/joint"
GROUP = 1 << 17  # rows of a row group: readers of few columns or one filing skip the others
Progress = Callable[[str], None]


def encode(table: pa.Table, sink: io.BytesIO, row_group_size: int | None = None) -> None:
    """Parquet. Every choice that shapes the bytes is made here, so that another default of a later release changes
    nothing."""
    with _writer(sink, table.schema) as writer:
        writer.write_table(table, row_group_size or max(table.num_rows, 1))


def _writer(sink: io.BytesIO, schema: pa.Schema) -> Any:
    import pyarrow.parquet as pq

    return pq.ParquetWriter(
        sink,
        schema,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        data_page_version="1.0",
        write_statistics=True,
    )


@dataclass(frozen=True, slots=True)
class Year:
    """The joint files of a fiscal year: ``files`` by table, and the filings in them with the keys of their content."""

    files: Mapping[str, str] = field(default_factory=dict)
    filings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joint:
    """What the joint files of a lake hold."""

    years: Mapping[int, Year] = field(default_factory=dict)

    def holds(self, marker: Marker) -> bool:
        """Whether this very content of the filing lies in the joint files, and not in files of its own."""
        year = self.years.get(marker.fiscal_year)
        return year is not None and year.filings.get(marker.filing_id) == key_of(marker)

    def stale(self, markers: Mapping[str, Marker]) -> dict[int, set[str]]:
        """By year the filings whose rows in the joint files count no more."""
        out = {}
        for number, year in self.years.items():
            gone = {
                filing_id
                for filing_id, key in year.filings.items()
                if (marker := markers.get(filing_id)) is None or marker.fiscal_year != number or key != key_of(marker)
            }
            if gone:
                out[number] = gone
        return out


@dataclass(frozen=True, slots=True)
class Compaction:
    """What a compaction came to: files and bytes before and after, of the years that it touched."""

    years: int = 0
    filings: int = 0
    files_before: int = 0
    bytes_before: int = 0
    files_after: int = 0
    bytes_after: int = 0


def key_of(marker: Marker) -> str:
    """One text for one content of a filing's tables."""
    text = "\n".join(sorted(f"{entry.path} {entry.sha256}" for entry in marker.entries))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_joint(store: Store) -> Joint:
    """What ``_joint.json`` says; an empty one where no compaction ever ran."""
    data = store.read(JOINT)
    if data is None:
        return Joint()
    try:
        raw = json.loads(data)
        return Joint({int(year): Year(about["files"], about["filings"]) for year, about in raw.items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"{store.address(JOINT)}: does not say what the joint files hold.",
            "put it back from a copy, or run all filings again into another --out",
        ) from error


class ParquetSink:
    """``<table>/fiscal_year=2021/<filing_id>.parquet``: plain files that any reader takes."""

    format = LakeFormat.PARQUET

    def __init__(self, store: Store) -> None:
        self._store = store
        self._joint: Joint | None = None  # as this process, the only one that writes, knows it

    def path(self, table: str, fiscal_year: int, filing_id: str) -> str:
        return f"{table}/fiscal_year={fiscal_year}/{filing_id}.parquet"

    def publish(self, staging: str, marker: Marker, replaced: tuple[Entry, ...]) -> None:
        mine = {entry.path for entry in marker.entries}
        before = {entry.path for entry in replaced}
        if marker.entries and self._known().holds(marker):  # the joint files have these very rows
            self._store.delete(before | mine)
            return
        self._store.move_all((f"{staging}/{entry.table}.parquet", entry.path) for entry in marker.entries)
        self._store.delete(before - mine)

    def recover(self) -> None:
        """Completes a compaction that was decided, and clears one that was not."""
        self._joint = None
        data = self._store.read(f"{STAGING}/intent.json")
        if data is not None:
            try:
                intent = json.loads(data)
            except ValueError:  # damaged on disk before it was whole: nothing had moved
                intent = None
            if intent:
                self._complete(intent)
                return
        self._store.remove_folder(STAGING)

    def rows(self, marker: Marker, entry: Entry) -> pa.Table | None:
        """A table of a filing; None: its file is not there."""
        import pyarrow.parquet as pq

        joint = read_joint(self._store)
        if not joint.holds(marker):
            data = self._store.read(entry.path)
            return None if data is None else pq.read_table(io.BytesIO(data))
        system, root = self._store.file_system()
        path = joint.years[marker.fiscal_year].files[entry.table]
        try:
            wanted = [("filing_id", "==", marker.filing_id)]
            return pq.read_table(f"{root}/{path}", filesystem=system, filters=wanted, partitioning=None)
        except FileNotFoundError:
            return None

    def optimize(self, markers: Mapping[str, Marker], progress: Progress = lambda _: None) -> Compaction:
        """One file for each table and year. Needs the lock."""
        joint = self._known()
        stale = joint.stale(markers)
        by_year = _by_year(markers)
        total = Compaction()
        for year in sorted(by_year.keys() | joint.years.keys()):
            here = by_year.get(year, [])
            if year in stale or not all(map(joint.holds, here)):
                progress(f"fiscal year {year}: {len(here):,} filing{'s' * (len(here) != 1)}")
                total = _added(total, self._join(year, here))
        return total

    def settle(self, markers: Callable[[], Mapping[str, Marker]]) -> None:
        """Takes rows that count no more out of the joint files, where there are any. Needs the lock."""
        if not self._known().years:
            return
        committed = markers()
        by_year = _by_year(committed)
        for year in sorted(self._known().stale(committed)):
            self._join(year, by_year.get(year, []))

    def _known(self) -> Joint:
        if self._joint is None:
            self._joint = read_joint(self._store)
        return self._joint

    def _join(self, year: int, markers: Sequence[Marker]) -> Compaction:
        joint = self._known()
        before = joint.years.get(year, Year())
        held = [marker for marker in markers if joint.holds(marker)]
        own = [marker for marker in markers if not joint.holds(marker)]
        tables = dict.fromkeys(entry.table for marker in markers for entry in marker.entries)
        files: dict[str, str] = {}
        moves: list[tuple[str, str]] = []
        size = 0
        for table in tables:
            parts = [*self._kept(before.files.get(table), {m.filing_id for m in held}), *self._own(table, own)]
            data = _joined(table, parts)
            size += len(data)
            files[table] = f"{table}/fiscal_year={year}/joint-{hashlib.sha256(data).hexdigest()[:16]}.parquet"
            moves.append((f"{STAGING}/{table}.parquet", files[table]))
            self._store.put_all([(moves[-1][0], data)])
        now = {**joint.years, year: Year(files, {marker.filing_id: key_of(marker) for marker in markers})}
        going = {entry.path for marker in own for entry in marker.entries} | set(before.files.values())
        intent = {
            "joint": {str(number): about for number, about in now.items() if about.filings},
            "moves": moves,
            "delete": sorted(going - set(files.values())),
        }
        old = [entry for marker in own for entry in marker.entries]
        self._store.put(f"{STAGING}/intent.json", dump(intent))
        self._complete(intent)
        return Compaction(1, len(own), len(old), sum(entry.bytes for entry in old), len(files), size)

    def _complete(self, intent: Mapping[str, Any]) -> None:
        """What follows the decision; each step may be done twice."""
        self._store.move_all((source, target) for source, target in intent["moves"])
        self._store.put(JOINT, dump(intent["joint"]))
        self._joint = None
        self._store.delete(intent["delete"])
        self._store.delete([f"{STAGING}/intent.json"])
        self._store.remove_folder(STAGING)

    def _kept(self, path: str | None, filings: set[str]) -> Iterator[pa.Table]:
        """The rows of these filings in a joint file."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        if path is None or not filings:
            return
        data = self._store.read(path)
        if data is None:
            raise _missing(self._store.address(path))
        wanted = pa.array(sorted(filings))
        for batch in pq.ParquetFile(io.BytesIO(data)).iter_batches(GROUP):
            table = pa.Table.from_batches([batch])
            yield table.filter(pc.is_in(table.column("filing_id"), wanted))

    def _own(self, table: str, markers: Iterable[Marker]) -> Iterator[pa.Table]:
        import pyarrow.parquet as pq

        for marker in sorted(markers, key=lambda m: m.filing_id):
            for entry in marker.entries:
                if entry.table == table:
                    data = self._store.read(entry.path)
                    if data is None:
                        raise _missing(self._store.address(entry.path))
                    yield pq.read_table(io.BytesIO(data))


def _missing(address: str) -> InputError:
    return InputError(
        f"{address}: the table is not there.", "extractor run its folder again with --fresh, then compact"
    )


def _by_year(markers: Mapping[str, Marker]) -> dict[int, list[Marker]]:
    out: dict[int, list[Marker]] = {}
    for marker in markers.values():
        out.setdefault(marker.fiscal_year, []).append(marker)
    return out


def _added(one: Compaction, other: Compaction) -> Compaction:
    return Compaction(*(getattr(one, name) + getattr(other, name) for name in Compaction.__slots__))


def _joined(table: str, parts: Iterable[pa.Table]) -> bytes:
    """The parts in one file, in row groups of ``GROUP`` rows."""
    import pyarrow as pa

    contract = load_contracts().get(table)
    schema = contract.described() if contract else None
    sink = io.BytesIO()
    writer: Any = None
    waiting: list[pa.Table] = []

    def write(all_of_it: bool) -> None:
        nonlocal waiting
        whole = pa.concat_tables(waiting)
        count = whole.num_rows if all_of_it else whole.num_rows // GROUP * GROUP
        if count:
            writer.write_table(whole.slice(0, count), GROUP)
        waiting = [whole.slice(count)]

    for part in parts:
        schema = schema or part.schema
        writer = writer or _writer(sink, schema)
        waiting.append(_fitted(part, schema, table))
        if sum(one.num_rows for one in waiting) >= GROUP:
            write(all_of_it=False)
    if writer is None:
        writer = _writer(sink, schema or pa.schema([]))
    if waiting:
        write(all_of_it=True)
    writer.close()
    return sink.getvalue()


def _fitted(part: pa.Table, schema: pa.Schema, table: str) -> pa.Table:
    """Of the schema; a column that an older release did not write is null."""
    import pyarrow as pa

    names = set(part.schema.names)
    try:
        columns = [
            part.column(f.name).cast(f.type) if f.name in names else pa.nulls(part.num_rows, f.type) for f in schema
        ]
        fitted = pa.Table.from_arrays(columns, schema=schema)
        fitted.validate()
    except (pa.ArrowException, ValueError) as error:
        raise InputError(
            f"{table}: rows of an older contract do not fit the present one ({error}).",
            "extractor run their folder again, then compact",
        ) from error
    return fitted
