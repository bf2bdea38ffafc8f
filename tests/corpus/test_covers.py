"""The cover of every filing of the corpora: year, period, type, standard and language as their indexes have them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.model import Filing
from extractor.read import open_document
from extractor.segment import read_cover

FORMS = {"quarterly": "quarterly_report", "semi-annual": "semiannual_report", "annual": "annual_report"}
pytestmark = [pytest.mark.corpus, pytest.mark.slow]


def _indexed(shared: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    for folder in ("corpus", "real"):
        index = shared / folder / "index.csv"
        if index.exists():
            with index.open(encoding="utf-8", newline="") as lines:
                for entry in csv.DictReader(lines):
                    for path in sorted((shared / folder / "filings").glob(f"{entry['id']}.*")):
                        yield path, entry


def _expected(entry: dict[str, str]) -> dict[str, str]:
    form = next((name for start, name in FORMS.items() if entry["form"].startswith(start)), "earnings_report")
    said = {"document_type": form, "standard": entry["standard"].lower().replace("-", "")}
    said |= {"language": entry["language"], "end": entry.get("period_end") or entry.get("period") or ""}
    said["fiscal_period"] = (entry.get("quarter") or "").upper()
    return {name: value for name, value in said.items() if value}


def _read(path: Path) -> dict[str, str | None]:
    with open_document(path) as document:
        texts = {number: document.text(number) for number in range(1, document.page_count + 1)}
    filing = read_cover(Filing("f" * 16, path.name), texts)
    return {
        "document_type": filing.document_type,
        "standard": filing.standard,
        "language": filing.language,
        "end": filing.current.end.isoformat() if filing.current else None,
        "fiscal_period": filing.fiscal_period,
    }


def test_every_cover_is_read_right(shared: Path) -> None:
    wrong: list[str] = []
    for path, entry in _indexed(shared):
        read = _read(path)
        wrong += [
            f"{path.name}: {key} is {read[key]}, not {value}"
            for key, value in _expected(entry).items()
            if read[key] != value and (key, read[key]) != ("document_type", None)  # a copy without its cover names none
        ]
    assert wrong == []
