"""A page of which nothing is read is said with its number: damaged, empty among full ones, or a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import FindingCode as Code
from extractor.errors import ScanError
from extractor.model import Finding
from extractor.pipeline import extract
from extractor.read import open_document
from extractor.read.mend import repaired

Draw = Callable[[Canvas], None]
PROSE = "The company reports its results for the period and the outlook for the year, item by item."


def text(canvas: Canvas) -> None:
    for row in range(6):
        canvas.drawString(60, 700 - 14 * row, PROSE)


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 20, 20, 555, 800)


def drawings(canvas: Canvas) -> None:
    for at in range(200):
        canvas.line(60 + at, 100, 60 + at, 110)


def scanned(canvas: Canvas) -> None:
    """A picture with a text layer that nobody sees."""
    layer = canvas.beginText(60, 700)
    layer.setTextRenderMode(3)
    for _ in range(6):
        layer.textLine(PROSE)
    canvas.drawText(layer)
    picture(canvas)


def blank(canvas: Canvas) -> None:
    """Nothing."""


def typeset(path: Path, *pages: Draw) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842), pageCompression=0)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def troubles(path: Path) -> tuple[Finding, ...]:
    with open_document(path) as document:
        for number in range(1, document.page_count + 1):
            document.text(number)
        return document.troubles()


def unread(path: Path) -> list[int | None]:
    return [finding.page for finding in troubles(path) if finding.code == Code.PAGE_UNREAD]


@pytest.mark.parametrize("draw", [picture, drawings, scanned, blank])
def test_a_page_without_text_among_others_is_said(tmp_path: Path, draw: Draw) -> None:
    path = typeset(tmp_path / "one.pdf", text, draw, text)
    assert unread(path) == [2]
    assert all(finding.next_command for finding in troubles(path))


def test_pages_with_text_and_pictures_are_read(tmp_path: Path) -> None:
    def both(canvas: Canvas) -> None:
        picture(canvas)
        text(canvas)

    assert troubles(typeset(tmp_path / "both.pdf", text, both)) == ()


def test_pages_that_are_all_empty_are_no_loss(tmp_path: Path) -> None:
    assert troubles(typeset(tmp_path / "empty.pdf", blank, blank)) == ()


def test_a_scan_is_called_one(tmp_path: Path) -> None:
    path = typeset(tmp_path / "scan.pdf", picture, scanned, picture)
    assert [finding.page for finding in troubles(path) if finding.code == Code.NEEDS_OCR] == [1]
    with pytest.raises(ScanError) as raised:
        extract(path)
    assert raised.value.code == "needs_ocr"
    assert "ocrmypdf" in raised.value.next_step


def test_a_page_that_does_not_load_is_said(tmp_path: Path) -> None:
    data = typeset(tmp_path / "whole.pdf", text, text, text).read_bytes()
    kids = data.index(b"/Kids [")
    second = data.index(b" 0 R", data.index(b" 0 R", kids) + 4)
    start = data.rindex(b" ", 0, second) + 1
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(data[:start] + b"9" * (second - start) + data[second:])
    assert unread(broken) == [2]


def test_a_file_that_the_fast_reader_refuses_is_mended_or_read_by_another(tmp_path: Path) -> None:
    data = typeset(tmp_path / "whole.pdf", text, text).read_bytes()
    headless = tmp_path / "headless.pdf"
    headless.write_bytes(data[data.index(b"\n") + 1 :])
    assert repaired(headless.read_bytes()) is not None
    with open_document(headless) as document:
        assert [PROSE in document.text(number) for number in (1, 2)] == [True, True]
        assert [finding.code for finding in document.troubles()] == [Code.FILE_MENDED]


def test_what_nobody_can_mend_is_refused_by_the_first_reader_s_words(tmp_path: Path) -> None:
    assert repaired(b"%PDF-1.7\nnothing else") is None
