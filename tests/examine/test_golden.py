"""Stages as pictures, against golden ones; tolerant of fonts and antialiasing, not of a box that is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from extractor.examine.stages import Stage, read_page
from tests.examine.golden_pages import PAGES, SAMPLES, TOLERANCE, difference, golden_path, small

pytestmark = pytest.mark.xdist_group("examine")


@pytest.mark.parametrize(("name", "number", "stage"), PAGES)
def test_stages_look_as_they_did(name: str, number: int, stage: Stage) -> None:
    golden = Image.open(golden_path(name, number, stage)).convert("RGB")
    assert difference(small(read_page(SAMPLES / name, number), stage), golden) < TOLERANCE


def test_one_missing_cell_is_seen() -> None:
    name, number, stage = PAGES[1]
    seen = read_page(SAMPLES / name, number)
    golden = Image.open(golden_path(name, number, stage)).convert("RGB")
    fewer = replace(seen, extraction=replace(seen.extraction, facts=seen.extraction.facts[1:]))
    assert difference(small(fewer, stage), golden) > TOLERANCE
