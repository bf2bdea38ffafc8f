"""What must hold of a lake at any moment, and what makes two lakes equal."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_OF_THE_RUN = ("_lock", "_runs", "_input.json")


def tree(lake: Path) -> dict[str, str]:
    """Every file of the lake with the hash of its bytes, but for what belongs to single runs."""
    files = (path for path in lake.rglob("*") if path.is_file() and path.relative_to(lake).parts[0] not in _OF_THE_RUN)
    return {path.relative_to(lake).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def marked(lake: Path) -> set[str]:
    """The committed filings. Fails if one of them is not whole."""
    filings = set()
    for path in (lake / "_filings").glob("*.json"):
        if path.name.startswith("."):
            continue
        marker = json.loads(path.read_bytes())
        for entry in marker["entries"]:
            data = (lake / entry["path"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == entry["sha256"], f"{entry['path']} is not what its marker says"
        filings.add(marker["filing_id"])
    return filings


def strays(lake: Path) -> set[str]:
    """Table files that no marker names."""
    named = {
        entry["path"]
        for path in (lake / "_filings").glob("*.json")
        for entry in json.loads(path.read_bytes())["entries"]
    }
    return {path.relative_to(lake).as_posix() for path in lake.glob("*/fiscal_year=*/*")} - named
