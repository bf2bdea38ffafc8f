"""SQL over a lake, by DuckDB inside this process: a view for each table, over committed filings only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from shlex import quote
from typing import TYPE_CHECKING, Any

from extractor.errors import ConfigurationError, InputError, UsageError
from extractor.settings import LakeFormat
from extractor.write.contract import STATEMENTS, Contract, load_contracts
from extractor.write.lake.commit import Lake, open_lake
from extractor.write.lake.concepts import create_views
from extractor.write.lake.local import open_store
from extractor.write.lake.parquet import JOINT, Joint, read_joint

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_TRIES = 3
OTHERS = ("other_tables", "other_cells", "other_proved", "other_tied", "other_unproved", "other_contradicted")
_LISTED = 200  # filings that stand in a question by name
VIEWS = ("statements", "filings", "facts", "wide", "concepts")
# What a filing's cover says stands on each of its rows.
_FILINGS = """
create view filings as
select m.*, c.* exclude (filing_id)
from filing_markers m left join (
  select filing_id, any_value(company_name) as company_name, any_value(securities_code) as securities_code,
         any_value(edinet_code) as edinet_code, any_value(fiscal_period) as fiscal_period,
         any_value(document_type) as document_type, any_value(accounting_standard) as accounting_standard,
         any_value(language) as language
  from statements group by filing_id
) c using (filing_id)
"""


def connect(uri: str, only: Collection[str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with a view per table, ``statements`` over all six, ``filings`` from the commit markers, and the
    analyst's ``facts``, ``wide`` and ``concepts``. ``only``: of these filings alone.

    It can read nothing but these. Raises ``InputError`` where there is no lake.
    """
    import duckdb

    lake = open_lake(uri)
    markers = lake.markers()
    if only is not None:
        markers = {filing_id: marker for filing_id, marker in markers.items() if filing_id in only}
    if not markers:
        raise InputError(f"{uri}: no committed filing there.", f"extractor run FOLDER --out {quote(uri)}")
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    joint = Joint() if lake.sink.format is LakeFormat.DELTA else read_joint(lake.store)
    held = {filing_id: marker for filing_id, marker in markers.items() if joint.holds(marker)}
    own: dict[str, list[str]] = {}
    for marker in markers.values():
        if marker.filing_id not in held:
            for entry in marker.entries:
                own.setdefault(entry.table, []).append(entry.path)
    years = [joint.years[number] for number in sorted({marker.fiscal_year for marker in held.values()})]
    counting = None
    if lake.sink.format is LakeFormat.DELTA:
        counting = _counting(connection, markers) if only is not None else None
    elif len(held) < sum(len(year.filings) for year in years):
        counting = _counting(connection, held)
    for name, contract in load_contracts().items():
        joined = [year.files[name] for year in years if name in year.files]
        _register(connection, lake, contract, sorted(own.get(name, ())), joined, counting)
    connection.register("filing_markers", _filings(markers))
    connection.execute(
        f"create view statements as {' union all '.join(f'select * from {name}' for name in STATEMENTS)}"
    )
    connection.execute(_FILINGS)
    create_views(connection)
    connection.execute("set enable_external_access = false")
    return connection


def _counting(connection: duckdb.DuckDBPyConnection, filings: Collection[str]) -> str:
    """The condition that a row is of one of these filings. A short list is handed down to the files."""
    import pyarrow as pa

    if len(filings) <= _LISTED:
        return f"where filing_id in ({', '.join(repr(filing_id) for filing_id in sorted(filings))})"
    connection.register("counting_filings", pa.table({"filing_id": sorted(filings)}))
    return "where filing_id in (select filing_id from counting_filings)"


def _register(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    contract: Contract,
    own: list[str],
    joined: list[str],
    counting: str | None,
) -> None:
    """The view of a table over the filings' own files and the joint ones, of these without rows that count no more."""
    name = contract.table
    if counting is None and not (own and joined):
        connection.register(name, _dataset(lake, contract, joined or own))
        return
    if lake.sink.format is LakeFormat.DELTA:
        own, joined = [], own
    parts = []
    if joined:
        connection.register(f"{name}_joint", _dataset(lake, contract, joined))
        parts.append(f"select * from {name}_joint {counting or ''}")
    if own or not joined:
        connection.register(f"{name}_own", _dataset(lake, contract, own))
        parts.append(f"select * from {name}_own")
    connection.execute(f"create view {name} as {' union all '.join(parts)}")


def ask(uri: str, sql: str) -> pa.Table:
    """The answer of a lake to a question. Asked again where a compaction took files away under the reader.

    Raises ``InputError`` and ``UsageError`` as ``connect`` and ``query`` do.
    """
    store = open_store(uri)
    for _ in range(_TRIES - 1):
        before = store.read(JOINT)
        try:
            return query(connect(uri), sql)
        except UsageError:
            if store.read(JOINT) == before:
                raise
    return query(connect(uri), sql)


def query(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> pa.Table:
    """The answer; ``values`` stand for the ``?`` of the question. Raises ``UsageError`` with DuckDB's own words."""
    import duckdb

    try:
        return connection.sql(sql, params=list(values) or None).to_arrow_table()
    except (duckdb.Error, AttributeError) as error:
        words = "no answer in it" if isinstance(error, AttributeError) else _said(error)
        lists = "columns: describe VIEW; " if "column" in words else ""
        raise UsageError(f"{sql}: {words}.", f"{lists}views: " + ", ".join([*load_contracts(), *VIEWS])) from error


def _said(error: Exception) -> str:
    """The first line, and which columns there are where one is not."""
    first, *others = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    near = next((line for line in others if line.startswith("Candidate bindings")), "")
    return f"{first.rstrip('.!')}. {near}" if near else first.rstrip(".")


def _dataset(lake: Lake, contract: Contract, paths: list[str]) -> Any:
    import pyarrow.dataset as ds

    schema = contract.arrow(partitions=True).remove_metadata()
    if not paths:
        return schema.empty_table()
    if lake.sink.format is LakeFormat.DELTA:
        try:
            from deltalake import DeltaTable
        except ImportError as error:
            raise ConfigurationError(
                f"{lake.store.uri}: a Delta lake, and Delta Lake is not installed here.",
                "pip install 'filing-extractor[delta]'",
            ) from error
        address, options = lake.store.delta_address(contract.table)
        return DeltaTable(address, storage_options=options).to_pyarrow_dataset()
    system, root = lake.store.file_system()
    partitioning = ds.partitioning(flavor="hive", schema=schema.empty_table().select(["fiscal_year"]).schema)
    return ds.dataset(
        [f"{root}/{path}" for path in paths],
        schema=schema,
        format="parquet",
        filesystem=system,
        partitioning=partitioning,
    )


def _filings(markers: Any) -> pa.Table:
    import pyarrow as pa

    amended: dict[str, str] = {}  # term -> the amendment that holds; of several the last by name
    for m in markers.values():
        if m.term and m.amends:
            amended[m.term] = max(amended.get(m.term, ""), m.source_files[0])
    superseded = [
        other if m.term and (other := amended.get(m.term)) != m.source_files[0] else None for m in markers.values()
    ]
    counts = ("pages", "cells", "proved", "tied", "unproved", "contradicted", "lines", "unmapped", *OTHERS)
    rows = [
        {
            "filing_id": m.filing_id,
            "source_file": m.source_files[0],
            "source_files": list(m.source_files),
            "fiscal_year": m.fiscal_year,
            "input_sha256": m.input_sha256,
        }
        | {"statements": list(m.figures.statements)}
        | {name: getattr(m.figures, name) for name in counts}
        | {"extractor": m.versions.get("extractor"), "amends": m.amends}
        for m in markers.values()
    ]
    return pa.Table.from_pylist(rows).append_column("superseded_by", pa.array(superseded, pa.string()))
