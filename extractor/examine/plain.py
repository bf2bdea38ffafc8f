"""Any of our values as plain JSON: dataclasses become objects, amounts and dates strings."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any


def plain(value: Any) -> Any:
    """The value as dicts, lists, strings and numbers. Decimals become strings: JSON knows only floats."""
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return value.value
        case str():
            return value
        case float():
            return round(value, 3)
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case Mapping():
            return {str(key.value if isinstance(key, Enum) else key): plain(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(inner) for inner in value]
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"no plain form of {type(value).__name__}")


def to_json(value: Any, indent: int | None = 1) -> str:
    """Any value of ours as JSON; dates, decimals and enumerations as text."""
    return json.dumps(plain(value), ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
