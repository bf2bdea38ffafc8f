"""What the text layer holds and the page does not show is not read, and said; what is drawn twice counts once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.errors import FindingCode
from extractor.model import Page, Severity
from extractor.read.pdfium import PdfiumDocument

Draw = Callable[[Canvas], None]


def read(path: Path, draw: Draw) -> Page:
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    for row in range(8):
        canvas.drawString(60, 700 - 14 * row, f"Label {row}")
        canvas.drawRightString(300, 700 - 14 * row, f"{row + 1},3{row}7")
    draw(canvas)
    canvas.save()
    with PdfiumDocument(path) as document:
        return document.page(1)


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def said(page: Page) -> set[str]:
    return {remark.code for remark in page.remarks if remark.severity is not Severity.INFO}


def _text(mode: int = 0, grey: float = 0.0, alpha: float = 1.0, x: float = 400, size: float = 9) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(grey)
        canvas.setFillAlpha(alpha)
        canvas.setFont("Helvetica", size)
        text = canvas.beginText(x, 700)
        text.setTextRenderMode(mode)
        text.textOut("7,771")
        canvas.drawText(text)
        canvas.restoreState()

    return draw


def _covered(canvas: Canvas) -> None:
    _text()(canvas)
    canvas.setFillGray(1)
    canvas.rect(395, 695, 60, 14, stroke=0, fill=1)


def _clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(10, 10, 20, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    _text()(canvas)
    canvas.restoreState()


HIDDEN = {
    "invisible": _text(mode=3),
    "white": _text(grey=1.0),
    "transparent": _text(alpha=0.0),
    "tiny": _text(size=0.8),
    "outside": _text(x=700),
    "covered": _covered,
    "clipped": _clipped,
}


@pytest.mark.parametrize("draw", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_is_not_seen_is_not_read_and_said(tmp_path: Path, draw: Draw) -> None:
    page = read(tmp_path / "hidden.pdf", draw)
    assert "7,771" not in texts(page)
    assert said(page) == {FindingCode.TEXT_HIDDEN}
    assert "'7" in page.remarks[0].message
    assert page.remarks[0].box is not None


def _on_a_dark_ground(canvas: Canvas) -> None:
    canvas.setFillGray(0.1)
    canvas.rect(395, 695, 60, 14, stroke=0, fill=1)
    _text(grey=1.0)(canvas)


@pytest.mark.parametrize("draw", [_text(), _text(grey=0.6), _text(mode=1), _on_a_dark_ground])
def test_what_is_seen_is_read(tmp_path: Path, draw: Draw) -> None:
    page = read(tmp_path / "seen.pdf", draw)
    assert "7,771" in texts(page)
    assert page.remarks == ()


@pytest.mark.parametrize("step", [0.0, 0.4, 0.9])
def test_a_glyph_drawn_twice_for_weight_counts_once(tmp_path: Path, step: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(400, 700, "1,122")
        canvas.drawString(400 + step, 700, "1,122")

    page = read(tmp_path / "twice.pdf", draw)
    assert texts(page).count("1,122") == 1
    assert "".join(texts(page)).count("122") == 1
    assert page.remarks == ()


def test_an_invisible_copy_of_what_is_seen_is_no_finding(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _text()(canvas)
        _text(mode=3)(canvas)

    page = read(tmp_path / "copy.pdf", draw)
    assert texts(page).count("7,771") == 1
    assert page.remarks == ()


def test_a_mark_across_the_page_stands_aside(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.setFont("Helvetica", 60)
        canvas.translate(200, 600)
        canvas.rotate(45)
        canvas.drawString(0, 0, "COPY")

    page = read(tmp_path / "mark.pdf", draw)
    assert "COPY" not in "".join(texts(page))
    assert {remark.code for remark in page.remarks} == {FindingCode.TEXT_ASIDE}
    assert said(page) == set()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_set_sideways_is_read_upright(tmp_path: Path, angle: int) -> None:
    path = tmp_path / "sideways.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.translate(297, 421)
    canvas.rotate(angle)
    for row in range(6):
        canvas.drawString(-200, 100 - 14 * row, f"Label{row}")
        canvas.drawRightString(200, 100 - 14 * row, f"{row},120")
    canvas.save()
    with PdfiumDocument(path) as document:
        page = document.page(1)
        assert document.text(1).splitlines()[2] == "Label2 2,120"
    assert (page.width, page.height) == ((842, 595) if angle % 180 else (595, 842))
    words = sorted(page.words, key=lambda word: (round(word.box.top), word.box.x0))
    assert [word.text for word in words][:4] == ["Label0", "0,120", "Label1", "1,120"]


def test_a_form_field_s_figure_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name="sales", value="6,613", x=400, y=600, width=60, height=14, fontSize=9)

    assert "6,613" in texts(read(tmp_path / "field.pdf", draw))


def test_a_figure_that_runs_over_the_edge_is_read_whole_and_said(tmp_path: Path) -> None:
    page = read(tmp_path / "edge.pdf", _text(x=585))
    assert "7,771" in texts(page)
    assert said(page) == {FindingCode.TEXT_HIDDEN}


def test_the_letters_of_a_ligature_share_one_glyph_and_all_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ligature.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFillGray(0.9)  # a painted background, as behind every other row of a striped table
    canvas.rect(50, 500, 400, 300, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", 9)
    for row in range(8):
        canvas.drawString(60, 700 - 14 * row, "Gross proxt oycers")
        canvas.drawRightString(300, 700 - 14 * row, f"{row + 1},3{row}7")
    canvas.save()
    cmap = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        fonts = pdf.pages[0].Resources.Font
        one = "\n".join(f"<{code:02x}> <{code:04x}>" for code in range(32, 127) if chr(code) not in "xy")
        table = f"{cmap} 95 beginbfchar {one} <78> <00660069> <79> <006600660069> endbfchar endcmap"
        for name in fonts:
            fonts[name].ToUnicode = pdf.make_stream(table.encode())
        pdf.save(path)
    with PdfiumDocument(path) as document:
        page = document.page(1)
    assert texts(page).count("profit") == texts(page).count("officers") == 8
    assert said(page) == set()


def test_a_figure_that_begins_at_the_edge_is_read_whole(tmp_path: Path) -> None:
    page = read(tmp_path / "begins.pdf", lambda canvas: canvas.drawString(597, 700, "343.21"))
    assert "343.21" in texts(page)
    assert said(page) == {FindingCode.TEXT_HIDDEN}


def test_a_text_painted_over_and_set_anew_is_not_mixed_with_the_new_one(tmp_path: Path) -> None:
    """Where a glyph of the old text lies under one of the new text the page shows something in its place; it is hidden
    with the others all the same."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(320, 500, "Deposits lent in the former year 4,407 and 3,118")
        canvas.setFillGray(1)
        canvas.rect(310, 490, 270, 24, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(322, 501, "Goods on loan 2,250 and")

    page = read(tmp_path / "anew.pdf", draw)
    assert [text for text in texts(page) if text[0].isalpha()][-4:] == ["Goods", "on", "loan", "and"]
    assert not {"4,407", "3,118"} & set(texts(page))
    assert said(page) == {FindingCode.TEXT_HIDDEN}


def test_a_frame_drawn_after_its_text_hides_nothing(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(320, 500, "Deposits lent 4,407")
        canvas.rect(310, 490, 270, 24, stroke=1, fill=0)

    page = read(tmp_path / "frame.pdf", draw)
    assert "4,407" in texts(page)
    assert said(page) == set()
