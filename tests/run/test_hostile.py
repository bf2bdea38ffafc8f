"""The soak test in small: samples with hostile files among them, through the command as a scheduler starts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.soak import check, mix

pytestmark = pytest.mark.slow


def test_hostile_files_cost_themselves_only(tmp_path: Path) -> None:
    made = mix(tmp_path / "in", 30, 0.6, corpus=False)
    assert len(made.good) == 12
    assert check(made, tmp_path / "lake", jobs=2) == []
