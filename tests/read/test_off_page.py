"""Glyphs that a damaged page sets at no place at all, or far away, are not shown, and stop nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import FindingCode as Code
from extractor.read import open_document


@pytest.mark.parametrize("matrix", [b"1 0 0 1 9e37 9e37", b"9e38 0 0 9e38 0 0", b"1 0 0 1 -99999999 0"])
def test_glyphs_far_off_are_hidden(tmp_path: Path, matrix: bytes) -> None:
    path = tmp_path / "far.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842), pageCompression=0)
    for row in range(8):
        canvas.drawString(60, 700 - 14 * row, f"Deposits 1,23{row}")
    canvas.drawString(61, 500, "Hidden 9,999")
    canvas.save()
    path.write_bytes(path.read_bytes().replace(b"1 0 0 1 61 500", matrix))
    with open_document(path) as document:
        page = document.page(1)
    assert "9,999" not in {word.text for word in page.words}
    assert "1,230" in {word.text for word in page.words}
    assert {remark.code for remark in page.remarks} <= {Code.TEXT_HIDDEN, Code.PAGE_CUT}


@pytest.mark.parametrize(("side", "told"), [(842, True), (2400, True), (90_000, False), (14_000_000, False)])
def test_a_page_too_large_to_be_drawn_says_that_nothing_tells_what_it_shows(
    tmp_path: Path, side: int, told: bool
) -> None:
    path = tmp_path / "large.pdf"
    canvas = Canvas(str(path), pagesize=(595, side), pageCompression=0)
    for row in range(8):
        canvas.drawString(60, 700 - 14 * row, f"Deposits 1,23{row}")
    canvas.save()
    with open_document(path) as document:
        said = {remark.code for remark in document.page(1).remarks if remark.box is None}
    assert said == (set() if told else {Code.TEXT_HIDDEN})


def test_a_page_that_is_covered_as_a_whole_is_not_vouched_for(tmp_path: Path) -> None:
    path = tmp_path / "covered.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842), pageCompression=0)
    for row in range(8):
        canvas.drawString(60, 700 - 14 * row, f"Deposits 1,23{row}")
    canvas.setFillGray(1)
    canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
    canvas.save()
    with open_document(path) as document:
        remarks = document.page(1).remarks
    assert [remark.code for remark in remarks] == [Code.TEXT_HIDDEN]
    assert remarks[0].box is None
