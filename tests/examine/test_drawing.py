"""Drawing never changes results."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.examine.explain import Wanted, draw_stories, stories
from extractor.examine.filing import write_filing
from extractor.examine.page import write_page
from extractor.examine.picture import Camera
from extractor.examine.record import read_record
from extractor.examine.review import write_review
from extractor.examine.stages import Reader, see
from tests.examine.conftest import FILING
from tests.examine.lakes import commit, fingerprint

pytestmark = pytest.mark.xdist_group("examine")


def test_a_lake_is_the_same_with_pictures_and_without(lake: Path, samples: Path, tmp_path: Path) -> None:
    source = samples / FILING
    drawn = tmp_path / "lake"
    shutil.copytree(lake, drawn)
    before = fingerprint(drawn)
    with Camera(source, [3]) as camera:
        write_page(see(source, 3, Reader.ALL), camera.pictures().get(3), tmp_path / "out")
    record = read_record(str(drawn), FILING)
    write_filing(record, source, tmp_path / "out")
    draw_stories(stories(record, Wanted(line=3)), source, tmp_path / "out")
    write_review(str(drawn), tmp_path / "out", [samples], 5)
    assert fingerprint(drawn) == before
    commit(drawn, source)  # in the process that has drawn
    assert fingerprint(drawn) == before
    assert len(list((tmp_path / "out").iterdir())) > 14
