"""Pages that stand askew, mirrored, or too small to be seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import FindingCode
from extractor.notation.rows import rows_of
from extractor.read.pdfium import PdfiumDocument
from extractor.read.tilt import tilt_of

ROWS = [(f"Line item {k} of the table", f"{1000 + 37 * k:,}", f"{2000 + 41 * k:,}") for k in range(30)]


def _drawn(path: Path, *matrix: float) -> Path:
    """A table over the width of a page, under a matrix, and a plain page behind it."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.saveState()
    canvas.transform(*matrix)
    canvas.setFont("Helvetica", 9)
    for k, (label, one, two) in enumerate(ROWS):
        canvas.drawString(50, 780 - 12 * k, label)
        canvas.drawRightString(400, 780 - 12 * k, one)
        canvas.drawRightString(550, 780 - 12 * k, two)
    canvas.restoreState()
    canvas.showPage()
    canvas.setFont("Helvetica", 9)
    canvas.drawString(50, 700, "Notes to the statements are omitted here.")
    canvas.save()
    return path


@pytest.mark.parametrize("degrees", [-4.0, -1.0, 0.0, 0.4, 1.0, 6.0])
def test_rows_of_a_page_askew_are_read_as_rows(tmp_path: Path, degrees: float) -> None:
    """Untreated, a tilt of one degree joins each label with the figures of a neighbour."""
    angle = np.radians(degrees)
    sine, cosine = float(np.sin(angle)), float(np.cos(angle))
    path = _drawn(tmp_path / "askew.pdf", cosine, sine, -sine, cosine, 20 * sine, -20 * sine)
    with PdfiumDocument(path) as document:
        assert [row.text.split()[-2:] for row in rows_of(document.page(1).words)] == [
            [one, two] for _, one, two in ROWS
        ]


@pytest.mark.parametrize(
    ("matrix", "why"),
    [
        ((-1, 0, 0, 1, 595, 0), "its text is mirrored"),
        ((1, 0, 0, -1, 0, 842), "its text is mirrored"),
        ((0.001, 0, 0, 0.001, 0, 0), "its text is too small to be seen"),
        ((-1, 0, 0, -1, 595, 842), None),
        ((0.5, 0, 0, 0.5, 0, 0), None),
    ],
)
def test_a_page_that_nobody_could_read_is_said(tmp_path: Path, matrix: tuple[float, ...], why: str | None) -> None:
    with PdfiumDocument(_drawn(tmp_path / "odd.pdf", *matrix)) as document:
        for number in (1, 2):
            document.text(number)
        said = [finding for finding in document.troubles() if finding.code == FindingCode.PAGE_UNREAD]
    assert [(finding.page, (finding.message or "").endswith(why or "")) for finding in said] == [(1, True)] * bool(why)


@pytest.mark.parametrize(
    ("degrees", "tilt"),
    [
        ([0.0] * 10, 0.0),
        ([1.0] * 9 + [45.0], 1.0),
        ([91.0] * 9 + [90.9], 1.0),
        ([1.0] * 6 + [0.0] * 4, 0.0),  # not alike: words set so on purpose
        ([], 0.0),
    ],
)
def test_the_tilt_of_a_page(degrees: list[float], tilt: float) -> None:
    assert tilt_of(np.asarray(degrees, np.float64)) == pytest.approx(tilt)
