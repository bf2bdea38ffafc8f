"""Drawing never changes results."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from extractor.examine.canvas import draw
from extractor.examine.explain import Wanted, draw_pictures, explanations
from extractor.examine.filing import write_filing
from extractor.examine.overlay import Shape, fitting
from extractor.examine.page import write_page
from extractor.examine.picture import SCALE, Picture, PictureProcess
from extractor.examine.record import read_record
from extractor.examine.review import write_review
from extractor.examine.stages import Stage, read_page
from extractor.model import Box, Page
from tests.examine.conftest import FILING
from tests.examine.lakes import commit, fingerprint

pytestmark = pytest.mark.xdist_group("examine")


def test_a_lake_is_the_same_with_pictures_and_without(lake: Path, samples: Path, tmp_path: Path) -> None:
    source = samples / FILING
    drawn = tmp_path / "lake"
    shutil.copytree(lake, drawn)
    before = fingerprint(drawn)
    with PictureProcess(source, [3]) as camera:
        write_page(read_page(source, 3), camera.pictures().get(3), tmp_path / "out")
    record = read_record(str(drawn), FILING)
    write_filing(record, source, tmp_path / "out")
    draw_pictures(explanations(record, Wanted(line=3)), source, tmp_path / "out")
    write_review(str(drawn), tmp_path / "out", [samples], 5)
    assert fingerprint(drawn) == before
    commit(drawn, source)  # in the process that has drawn
    assert fingerprint(drawn) == before
    assert len(list((tmp_path / "out").iterdir())) > 14


def test_a_run_with_pictures_leaves_the_same_tables(samples: Path, tmp_path: Path) -> None:
    """Pages drawn for the report lie with the run; the lake's tables and markers know nothing of them."""
    kept = {}
    for pictures in (0, 2):
        lake = tmp_path / f"lake-{pictures}"
        command = [sys.executable, "-m", "extractor", "run", str(samples / FILING), "--out", str(lake), "--jobs", "1"]
        options = ["--executor", "serial", "--pictures", str(pictures), "--no-second-readers", "--quiet"]
        subprocess.run([*command, *options], check=True, capture_output=True)
        kept[pictures] = {
            name: digest
            for name, digest in fingerprint(lake).items()
            if not name.startswith(("_runs", "_lock", "_input"))
        }
        drawn = list((lake / "_runs").glob("*/pages/*.png"))
        assert len(drawn) == 0 if pictures == 0 else len(drawn) <= 2
    assert kept[0] == kept[2]
    assert len(kept[0]) > 5


def test_what_is_printed_stays_black_under_every_mark() -> None:
    width = height = 100
    sheet = Image.new("RGB", (int(width * SCALE), int(height * SCALE)), "white")
    sheet.paste("black", (100, 100, 120, 120))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    picture = Picture(1, sheet.width, sheet.height, out.getvalue())
    shape = Shape(Stage.PROOF, "contradicted", Box(40, 40, 70, 70))
    drawn = Image.open(io.BytesIO(draw(Page(1, width, height, ()), [shape], picture))).convert("RGB")
    assert max(drawn.getpixel((110, 110))) < 12
    red, green, blue = drawn.getpixel((130, 130))
    assert red > green + 30
    assert red > blue + 30


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [("cash · exact", 60, "cash · exact"), ("cash · exact", 30, "cash ·…"), ("cash · exact", 12, "")],
)
def test_names_of_items_touch_no_figure(text: str, room: float, shown: str) -> None:
    said = fitting(text, room)
    assert said == shown
    assert len(said) * 3.8 <= room
