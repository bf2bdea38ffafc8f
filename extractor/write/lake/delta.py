"""The tables as Delta Lake tables: each filing replaces its own rows in one atomic commit per table."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from extractor.errors import ConfigurationError, OutputError
from extractor.settings import LakeFormat
from extractor.write.contract import Contract, load_contracts
from extractor.write.lake.local import Store
from extractor.write.lake.records import Entry, Marker

if TYPE_CHECKING:
    import pyarrow as pa


class DeltaSink:
    """``<table>`` is a Delta table, partitioned by fiscal_year, that refuses rows of another schema."""

    format = LakeFormat.DELTA

    def __init__(self, store: Store) -> None:
        try:
            import deltalake
        except ImportError as error:
            raise ConfigurationError(
                "--format delta: Delta Lake is not installed here.", "pip install 'filing-extractor[delta]'"
            ) from error
        self._delta = deltalake
        self._store = store
        self._open: dict[str, Any] = {}

    def path(self, table: str, fiscal_year: int, filing_id: str) -> str:
        """The Delta table itself: its log knows the files."""
        return table

    def publish(self, staging: str, marker: Marker, replaced: tuple[Entry, ...]) -> None:
        """One commit per table. A commit that a stopped run had made is recognised by its transaction and not made
        again."""
        contracts = load_contracts()
        staged = {entry.table: self._store.read(f"{staging}/{entry.table}.parquet") for entry in marker.entries}
        gone = {entry.table for entry in replaced} - staged.keys()
        for entry in marker.entries:
            data = staged[entry.table]
            if data is not None:
                self._replace(
                    contracts[entry.table],
                    marker,
                    _rows(contracts[entry.table], data, marker.fiscal_year),
                    entry.sha256,
                )
        for table in sorted(gone):
            self._replace(contracts[table], marker, contracts[table].arrow(partitions=True).empty_table(), "0" * 64)

    def recover(self) -> None:
        """Nothing: each commit of a Delta table is atomic."""

    def rows(self, marker: Marker, entry: Entry) -> pa.Table | None:
        contract = load_contracts()[entry.table]
        table = self._table(contract, create=False)
        if table is None:
            return None
        import pyarrow.compute as pc

        rows: pa.Table = table.to_pyarrow_dataset().to_table(filter=pc.field("filing_id") == marker.filing_id)
        return rows.drop_columns(["fiscal_year"])

    def optimize(self, markers: Mapping[str, Marker], progress: Callable[[str], None] = lambda _: None) -> None:
        """Joins the small files of many commits, through the library."""
        for name in load_contracts():
            table = self._table(load_contracts()[name], create=False)
            if table is not None:
                progress(name)
                table.optimize.compact()

    def settle(self, markers: Callable[[], Mapping[str, Marker]]) -> None:
        """Nothing: a filing's commit replaces its rows wherever they lie."""

    def _replace(self, contract: Contract, marker: Marker, rows: pa.Table, sha256: str) -> None:
        table = self._table(contract)
        version = int(sha256[:15], 16)
        if table.transaction_version(marker.filing_id) == version:
            return
        properties = self._delta.CommitProperties(
            custom_metadata={"filing_id": marker.filing_id},
            app_transactions=[self._delta.Transaction(marker.filing_id, version)],
        )
        try:
            self._delta.write_deltalake(
                table,
                rows,
                mode="overwrite",
                predicate=f"filing_id = '{marker.filing_id}'",
                commit_properties=properties,
            )
        except (self._delta.exceptions.DeltaError, OSError) as error:
            raise OutputError(
                f"{self._store.address(contract.table)}: the commit failed ({error}).", "the same command again"
            ) from error

    def _table(self, contract: Contract, create: bool = True) -> Any:
        if contract.table not in self._open:
            uri, options = self._store.delta_address(contract.table)
            if not self._delta.DeltaTable.is_deltatable(uri, storage_options=options):
                if not create:
                    return None
                schema = contract.arrow(partitions=True).remove_metadata()
                self._delta.DeltaTable.create(
                    uri,
                    schema,
                    partition_by=["fiscal_year"],
                    name=contract.table,
                    description=contract.meaning,
                    storage_options=options,
                )
            self._open[contract.table] = self._delta.DeltaTable(uri, storage_options=options)
        table = self._open[contract.table]
        table.update_incremental()
        return table


def _rows(contract: Contract, data: bytes, fiscal_year: int) -> pa.Table:
    """The staged file's rows with the column that the path would carry."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data)).cast(contract.arrow())  # without the descriptions that files carry
    place = [field.name for field in contract.fields].index("fiscal_year")
    return table.add_column(
        place, pa.field("fiscal_year", pa.int16(), nullable=False), pa.array([fiscal_year] * len(table), pa.int16())
    )
