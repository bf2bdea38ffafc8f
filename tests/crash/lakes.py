"""What must hold of a lake at any moment, and what makes two lakes equal."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq

from extractor.write.lake.local import LocalStore
from extractor.write.lake.parquet import read_joint
from extractor.write.lake.records import marker_from

_OF_THE_RUN = ("_lock", "_runs", "_input.json")


def tree(lake: Path) -> dict[str, str]:
    """Every file of the lake with the hash of its bytes, but for what belongs to single runs."""
    files = (path for path in lake.rglob("*") if path.is_file() and path.relative_to(lake).parts[0] not in _OF_THE_RUN)
    return {path.relative_to(lake).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def marked(lake: Path) -> set[str]:
    """The committed filings. Fails if one of them is not whole."""
    joint = read_joint(LocalStore(lake))
    filings = set()
    for path in (lake / "_filings").glob("*.json"):
        if path.name.startswith("."):
            continue
        marker = marker_from(path.read_bytes())
        for entry in marker.entries:
            if joint.holds(marker):
                rows = pq.read_table(lake / joint.years[marker.fiscal_year].files[entry.table], partitioning=None)
                assert rows.column("filing_id").to_pylist().count(marker.filing_id) == entry.rows
            else:
                data = (lake / entry.path).read_bytes()
                assert hashlib.sha256(data).hexdigest() == entry.sha256, f"{entry.path} is not what its marker says"
        filings.add(marker.filing_id)
    return filings


def strays(lake: Path) -> set[str]:
    """Table files that no marker names, and no joint file is."""
    joint = read_joint(LocalStore(lake))
    markers = [marker_from(path.read_bytes()) for path in (lake / "_filings").glob("*.json")]
    named = {entry.path for marker in markers if not joint.holds(marker) for entry in marker.entries}
    named |= {path for year in joint.years.values() for path in year.files.values()}
    return {path.relative_to(lake).as_posix() for path in lake.glob("*/fiscal_year=*/*")} - named
