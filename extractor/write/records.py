"""Markers, failures and intents as JSON: sorted keys, one form for one value."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from extractor.model import Entry, Failure, Figures, Marker


def dump(value: object) -> bytes:
    """The value's only JSON form: equal values give equal bytes."""
    return (json.dumps(value, default=_plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"no JSON form for {type(value).__name__}")


def marker_from(data: bytes) -> Marker:
    raw = json.loads(data)
    figures = raw["figures"] | {"statements": tuple(raw["figures"]["statements"])}
    changed = {"source_files": tuple(raw["source_files"]), "entries": tuple(Entry(**entry) for entry in raw["entries"]), "figures": Figures(**figures)}
    return Marker(**raw | changed)


def failure_from(data: bytes) -> Failure:
    raw = json.loads(data)
    return Failure(**raw | {"source_files": tuple(raw["source_files"])})
