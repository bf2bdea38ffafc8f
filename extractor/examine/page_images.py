"""The pages of a filing as data for the browser: pictures where they can be had, else words set anew, else what the
ledger holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor.examine.html import page_json
from extractor.examine.picture import SCALE, Picture, PictureProcess
from extractor.examine.record import Record
from extractor.model import Box, Page, Word
from extractor.read import open_document

Json = dict[str, Any]
_MARGIN = 40.0  # points shown above and below a part of a page


def pages_as_data(record: Record, source: Path | None, numbers: Iterable[int], scale: float = SCALE) -> list[Json]:
    """The pages ``numbers`` in order. ``source`` None: the filing's file is not at hand."""
    wanted = sorted(set(numbers))
    if source is None:
        return [page_json(_from_ledger(record, number), None) for number in wanted]
    return [page_json(page, picture) for page, picture in pages_with_pictures(source, wanted, scale).values()]


def pages_with_pictures(
    source: Path, numbers: Iterable[int], scale: float = SCALE
) -> Mapping[int, tuple[Page, Picture | None]]:
    """Pages with their pictures. Only pages without a picture are read for their words; of the others the size is
    enough."""
    wanted = sorted(set(numbers))
    with PictureProcess(source, wanted, scale) as camera:
        pictures = camera.pictures()
    out: dict[int, tuple[Page, Picture | None]] = {}
    missing = [number for number in wanted if number not in pictures]
    if missing:
        with open_document(source) as document:
            out |= {number: (document.page(number), None) for number in missing}
    for number, picture in pictures.items():
        out[number] = Page(number, picture.width / picture.scale, picture.height / picture.scale, ()), picture
    return dict(sorted(out.items()))


def _from_ledger(record: Record, number: int) -> Page:
    """Without the file there are still the tokens with digits, each in its place."""
    words = tuple(_word(row) for row in record.ledger if row["page"] == number)
    right = max((word.box.x1 for word in words), default=0.0)
    bottom = max((word.box.bottom for word in words), default=0.0)
    return Page(number, max(595.0, right + 30), max(842.0, bottom + 30), words)


def _word(row: Mapping[str, Any]) -> Word:
    box = Box(row["x0"], row["top"], row["x1"], row["bottom"])
    return Word(row["text"], box, box.height)


def crops(source: Path, parts: Mapping[int, tuple[float, float]], scale: float = 1.2) -> list[str]:
    """Pictures of parts of pages as data URIs: page -> top and bottom in points. Pages without a picture are
    left out."""
    import io

    from PIL import Image

    from extractor.examine.html import data_uri

    out = []
    for number, (_, picture) in pages_with_pictures(source, parts, scale).items():
        if picture is None:
            continue
        image = Image.open(io.BytesIO(picture.png))
        top, bottom = parts[number]
        first, last = max(0, round((top - _MARGIN) * scale)), min(image.height, round((bottom + _MARGIN) * scale))
        sink = io.BytesIO()
        image.crop((0, first, image.width, max(last, first + 1))).save(sink, "PNG")
        out.append(data_uri(sink.getvalue()))
    return out
