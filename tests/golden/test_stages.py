"""Each room's output for a few sample pages, against golden ones. Where a change is meant: ``python -m
tests.golden.stages``, and read the difference."""

from __future__ import annotations

import pytest

from extractor.examine.stages import Stage, read_page
from tests.golden.stages import PAGES, SAMPLES, golden_path, lines

pytestmark = pytest.mark.xdist_group("golden")


@pytest.mark.parametrize(("name", "number"), PAGES)
def test_every_room_hands_on_what_it_did(name: str, number: int) -> None:
    seen = read_page(SAMPLES / name, number)
    for stage in Stage:  # in order: the first room that differs is the one to look at
        assert lines(seen, stage) == golden_path(name, number, stage).read_text(encoding="utf-8").splitlines(), stage


def test_the_golden_lines_hold_something() -> None:
    least = {Stage.SPANS: 1, Stage.GRID: 8, Stage.ITEMS: 5}
    counts = {
        (name, number, stage): len(golden_path(name, number, stage).read_text(encoding="utf-8").splitlines())
        for name, number in PAGES
        for stage in Stage
    }
    assert all(count >= least.get(stage, 20) for (_, _, stage), count in counts.items()), counts
