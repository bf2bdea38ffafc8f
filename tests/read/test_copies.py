"""Damaged copies of the samples hide nothing: see tests/fuzz/copies.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.model import Extraction
from tests.fuzz import SAMPLES
from tests.fuzz.copies import damaged, faults, read


@pytest.fixture(scope="module")
def whole() -> dict[str, Extraction]:
    found = {path.name: read(path) for path in sorted(SAMPLES.glob("*.pdf"))}
    return {name: reading for name, reading in found.items() if isinstance(reading, Extraction)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_copy_hides_nothing(seed: int, whole: dict[str, Extraction], tmp_path: Path) -> None:
    name = sorted(whole)[seed % len(whole)]
    data, done = damaged(seed, SAMPLES / name, sorted({fact.page for fact in whole[name].facts}))
    path = tmp_path / name
    path.write_bytes(data)
    copy = read(path)
    assert isinstance(copy, ExtractorError) or faults(whole[name], copy) == [], done


def test_a_copy_that_hides_is_found(whole: dict[str, Extraction]) -> None:
    """The comparison can fail: another sample's reading is no copy."""
    one, two = sorted(whole)[:2]
    assert faults(whole[one], whole[one]) == []
    assert faults(whole[one], whole[two]) != []
