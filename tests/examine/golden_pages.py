"""Golden pictures: what three stages draw on three pages, at a quarter of the size. ``python -m
tests.examine.golden_pages`` draws them anew.

The pages are set from their words without a Japanese font, so that every machine draws the same.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageStat

from extractor.examine.canvas import draw
from extractor.examine.overlay import shapes_of
from extractor.examine.stages import PageReading, Stage, read_page

FOLDER = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAGES = (
    ("iij_2020q1_ja.pdf", 3, Stage.GRID),
    ("kakuu_2022fy.pdf", 4, Stage.PROOF),
    ("kakuu_2022fy.pdf", 6, Stage.LEDGER),
)
SHRINK = 4
TOLERANCE = 2.0  # mean difference of a channel, of 255: one cell more or less comes to 3


def golden_path(name: str, number: int, stage: Stage) -> Path:
    return FOLDER / f"{Path(name).stem}-{number}-{stage.value}.png"


def small(seen: PageReading, stage: Stage) -> Any:
    image = Image.open(io.BytesIO(draw(seen.page, shapes_of(seen, stage), None, fonts=()))).convert("RGB")
    return image.resize((image.width // SHRINK, image.height // SHRINK), Image.Resampling.BOX)


def difference(one: Any, other: Any) -> float:
    """Mean difference in the worst tile of the picture: a local change must not drown in white paper."""
    if one.size != other.size:
        return 255.0
    delta = ImageChops.difference(one, other)
    wide, high = delta.width / 8, delta.height / 8
    tiles = [
        delta.crop((round(x * wide), round(y * high), round((x + 1) * wide), round((y + 1) * high)))
        for x in range(8)
        for y in range(8)
    ]
    return max(max(ImageStat.Stat(tile).mean) for tile in tiles)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, number, stage in PAGES:
        small(read_page(SAMPLES / name, number), stage).quantize(64).save(golden_path(name, number, stage))


if __name__ == "__main__":
    main()
