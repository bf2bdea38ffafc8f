"""Packages an extraction as Parquet that fits its contract, and commits it to a lake."""

from __future__ import annotations

from extractor.write.kept import keep, kept_from
from extractor.write.lake.commit import Lake, Sink, open_lake
from extractor.write.package import pack

__all__ = ["Lake", "Sink", "keep", "kept_from", "open_lake", "pack"]
