"""Contracts compare: what breaks a reader is told apart from what does not."""

from __future__ import annotations

import copy
from typing import Any

import pyarrow as pa
import pytest

from extractor.errors import ConfigurationError
from extractor.write.contract import arrow_type, compare, load_contracts


@pytest.fixture
def contracts() -> dict[str, Any]:
    return {name: contract.as_dict() for name, contract in load_contracts().items()}


def _changed(contracts: dict[str, Any], column: str, **changes: object) -> dict[str, Any]:
    new = copy.deepcopy(contracts)
    (found,) = (entry for entry in new["balance_sheet"]["columns"] if entry["name"] == column)
    found.update(changes)
    return new


def test_nothing_changed(contracts: dict[str, Any]) -> None:
    assert list(compare(contracts, copy.deepcopy(contracts))) == []


@pytest.mark.parametrize(
    ("column", "changes", "breaking"),
    [
        ("value", {"type": "float32"}, True),
        ("label", {"null": True}, True),
        ("note", {"null": False}, False),
        ("unit", {"values": ["thousand_yen", "bushels"]}, True),
        ("unit", {"values": ["thousand_yen"]}, False),
        ("unit", {"values": []}, True),
        ("fiscal_year", {"partition": False}, True),
        ("label", {"name": "caption"}, True),
    ],
)
def test_changes(contracts: dict[str, Any], column: str, changes: dict[str, object], breaking: bool) -> None:
    found = list(compare(contracts, _changed(contracts, column, **changes)))
    assert found
    assert any(change.breaking for change in found) is breaking


def test_columns_and_tables_come_and_go(contracts: dict[str, Any]) -> None:
    more = copy.deepcopy(contracts)
    more["balance_sheet"]["columns"].append(
        {"name": "extra", "type": "string", "null": True, "values": [], "partition": False, "meaning": ""}
    )
    more["other"] = more["checks"]
    assert [change.breaking for change in compare(contracts, more)] == [False, False]
    assert [change.breaking for change in compare(more, contracts)] == [True, True]


def test_types() -> None:
    assert arrow_type("list<struct<a: int32, b: decimal128(24, 3)>>") == pa.list_(
        pa.struct([pa.field("a", pa.int32()), pa.field("b", pa.decimal128(24, 3))])
    )
    with pytest.raises(ConfigurationError, match="is no column type"):
        arrow_type("varchar")


def test_files_say_what_their_columns_mean() -> None:
    import io

    import pyarrow.parquet as pq

    from extractor.write import pack
    from tests.extractions import extraction

    part = next(part for part in pack(extraction(), "0" * 64).parts if part.table == "balance_sheet")
    schema = pq.read_schema(io.BytesIO(part.data))
    contract = load_contracts()["balance_sheet"]
    assert {name: schema.field(name).metadata[b"description"].decode() for name in schema.names} == {
        field.name: field.meaning for field in contract.stored
    }
    assert schema.metadata[b"description"].decode() == contract.meaning
