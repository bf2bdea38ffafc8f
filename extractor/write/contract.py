"""The contract: which columns each output table has, read from ``schemas/tables``, and what would break its readers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ConfigurationError
from extractor.model.other import TYPED_TABLES
from extractor.resources import schema_path

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = (
    "balance_sheet",
    "income_statement",
    "comprehensive_income",
    "changes_in_equity",
    "cash_flows",
    "financial_summary",
    "other_tables",
    *TYPED_TABLES,
    "unmapped",
    "findings",
    "checks",
    "ledger",
)
STATEMENTS = TABLES[:6]
OTHER_TABLES = TABLES[6]
TYPED = TYPED_TABLES


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table."""

    name: str
    type: str
    meaning: str
    null: bool = False
    values: tuple[str, ...] = ()  # the only ones allowed; empty: any
    partition: bool = False  # kept in the path, not in the file


@dataclass(frozen=True, slots=True)
class Contract:
    """The columns of a table, with the version of their meaning."""

    table: str
    version: int
    meaning: str
    fields: tuple[Field, ...]

    @property
    def stored(self) -> tuple[Field, ...]:
        """The columns inside the files."""
        return tuple(field for field in self.fields if not field.partition)

    @cache  # noqa: B019  # contracts are few and live as long as the process
    def arrow(self, partitions: bool = False) -> pa.Schema:
        """The Arrow schema of the files; with ``partitions`` also the columns that the path carries, in their place."""
        import pyarrow as pa

        fields = self.fields if partitions else self.stored
        columns = [pa.field(field.name, arrow_type(field.type), field.null) for field in fields]
        return pa.schema(columns, metadata={"contract": f"{self.table}/{self.version}"})

    @cache  # noqa: B019
    def described(self) -> pa.Schema:
        """The Arrow schema of the files, with the meaning of each column as its metadata (``description``)."""
        import pyarrow as pa

        schema = self.arrow()
        fields = [schema.field(f.name).with_metadata({"description": f.meaning}) for f in self.stored]
        return pa.schema(fields, metadata={**(schema.metadata or {}), b"description": self.meaning.encode()})

    def as_dict(self) -> dict[str, Any]:
        columns = [
            {
                "name": f.name,
                "type": f.type,
                "null": f.null,
                "values": list(f.values),
                "partition": f.partition,
                "meaning": f.meaning,
            }
            for f in self.fields
        ]
        return {"table": self.table, "version": self.version, "meaning": self.meaning, "columns": columns}


def arrow_type(text: str) -> pa.DataType:
    """``string``, ``decimal128(24, 3)``, ``list<...>``, ``struct<name: type, ...>`` as an Arrow type."""
    import pyarrow as pa

    text = text.strip()
    if text.startswith("list<"):
        return pa.list_(arrow_type(text[5:-1]))
    if text.startswith("struct<"):
        members = (part.split(":", 1) for part in re.split(r",\s*(?![^(<]*[)>])", text[7:-1]))
        return pa.struct([pa.field(name.strip(), arrow_type(kind)) for name, kind in members])
    if text.startswith("decimal128("):
        precision, scale = text[11:-1].split(",")
        return pa.decimal128(int(precision), int(scale))
    simple: dict[str, Any] = {
        "string": pa.string,
        "bool": pa.bool_,
        "int16": pa.int16,
        "int32": pa.int32,
        "int64": pa.int64,
        "float32": pa.float32,
        "date32": pa.date32,
    }
    if text not in simple:
        raise ConfigurationError(
            f"schemas/tables: {text!r} is no column type.",
            "use string, bool, int16, int32, float32, date32, decimal128(p, s) or list<...>",
        )
    return simple[text]()


@cache
def load_contracts() -> Mapping[str, Contract]:
    """All contracts by table, in the order of ``TABLES``."""
    return {table: _load(table, schema_path("tables")) for table in TABLES}


@cache
def _load(table: str, folder: Path) -> Contract:
    path = folder / f"{table}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        fields = [_field(entry) for entry in raw.get("column", ())]
        if "extends" in raw:
            fields = [*_load(raw["extends"], folder).fields, *fields]
        return Contract(table, int(raw.get("version", 1)), raw["meaning"], tuple(fields))
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: not a table contract ({error}).", "extractor schema") from error


def _field(entry: Mapping[str, Any]) -> Field:
    return Field(
        entry["name"],
        entry["type"],
        entry["meaning"],
        entry.get("null", False),
        tuple(entry.get("values", ())),
        entry.get("partition", False),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two contracts."""

    table: str
    column: str | None
    what: str
    breaking: bool


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What changed between two sets of contracts (``as_dict`` by table); breaking: a reader of the old one may fail or
    misread."""
    for table, before in old.items():
        after = new.get(table)
        if after is None:
            yield Change(table, None, "table removed", True)
            continue
        was = {column["name"]: column for column in before["columns"]}
        now = {column["name"]: column for column in after["columns"]}
        for name, column in was.items():
            if name not in now:
                yield Change(table, name, "removed", True)
            else:
                yield from _column_changes(table, name, column, now[name])
        for name in now.keys() - was.keys():
            yield Change(table, name, "added", False)
    for table in new.keys() - old.keys():
        yield Change(table, None, "table added", False)


def _column_changes(table: str, name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    if was["type"] != now["type"]:
        yield Change(table, name, f"type {was['type']} became {now['type']}", True)
    if was["null"] != now["null"]:
        yield Change(table, name, "may now be null" if now["null"] else "is never null now", bool(now["null"]))
    if was["partition"] != now["partition"]:
        yield Change(table, name, "moved between the path and the file", True)
    before, after = set(was["values"]), set(now["values"])
    if before != after:
        widened = bool(before) and (not after or bool(after - before))
        yield Change(table, name, "further values are allowed" if widened else "fewer values are allowed", widened)
