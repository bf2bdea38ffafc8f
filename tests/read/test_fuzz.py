"""A few mutants of the samples, as ``make fuzz`` makes them: each is read or refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import mutant
from tests.fuzz.reading import ended


@pytest.mark.parametrize("seed", range(1000, 1010))
def test_a_mutant_is_read_or_refused_by_name(tmp_path: Path, seed: int) -> None:
    source, data, _ = mutant(seed)
    path = tmp_path / f"mutant{source.suffix}"
    path.write_bytes(data)
    assert not ended(path).end.startswith("BROKEN")
    assert mutant(seed)[:2] == (source, data)
