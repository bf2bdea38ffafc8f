"""Widely set Latin words are whole; figures, Japanese and ordinary words are left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.model import Box, Page, Word
from extractor.read.glyphs import Glyphs, words_of
from extractor.read.pdfium import PdfiumDocument
from extractor.read.tracking import join_tracked


def spread(text: str, letter: float, blank: float, x: float = 40.0) -> list[Word]:
    words = []
    for glyph in text:
        if glyph == " ":
            x += blank - letter
            continue
        words.append(Word(glyph, Box(x, 20, x + 5, 30), 10.0, (x, x + 5)))
        x += 5 + letter
    return words


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in join_tracked(Page(1, 595, 842, tuple(words))).words]


def test_letters_with_equal_gaps_are_words() -> None:
    assert texts(spread("Total current assets", 1.3, 5.0)) == ["Total", "current", "assets"]


def test_a_joined_word_can_be_cut_between_its_glyphs() -> None:
    (word,) = join_tracked(Page(1, 595, 842, tuple(spread("Assets", 1.3, 5.0)))).words
    assert len(word.edges) == len(word.text) + 1


def test_figures_and_a_lone_letter_stay_apart() -> None:
    figures = [Word(text, Box(x, 20, x + 9, 30), 10.0) for text, x in (("12", 40), ("34", 55), ("5", 70), ("6", 80))]
    assert texts(figures) == ["12", "34", "5", "6"]
    words = [Word(text, Box(x, 20, x + 20, 30), 10.0) for text, x in (("Class", 40), ("A", 64), ("shares", 88))]
    assert texts(words) == ["Class", "A", "shares"]


def test_short_ordinary_words_stay_words() -> None:
    """As of, at, in, to: words of two letters between longer ones."""
    words = [
        Word(text, Box(x, 20, x + 5.0 * len(text), 30), 10.0) for text, x in (("As", 40), ("of", 53), ("March", 66))
    ]
    assert texts(words) == ["As", "of", "March"]


def test_letters_that_touch_are_one_word() -> None:
    pieces = [Word("Se", Box(40, 20, 50, 29), 9.0, (40, 45, 50)), Word("ptember", Box(50.2, 19, 85, 30), 11.0)]
    assert texts(pieces) == ["September"]
    apart = [Word("Se", Box(40, 20, 50, 29), 9.0), Word("rest", Box(53, 20, 70, 29), 9.0)]
    assert texts(apart) == ["Se", "rest"]


def printed(folder: Path, set_page: Callable[[Canvas], None]) -> list[str]:
    path = folder / "page.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    set_page(canvas)
    canvas.showPage()
    canvas.save()
    with PdfiumDocument(path) as document:
        return [word.text for word in document.page(1).words]


def spaced_by(canvas: Canvas, space: float) -> None:
    for x, y, text in ((40, 700, "30,004"), (120, 700, "57"), (40, 680, "1,234,567"), (120, 680, "8,901")):
        canvas.setFont("Helvetica", 9)
        for glyph in text:
            canvas.drawString(x, y, glyph)
            x += canvas.stringWidth(glyph) + space


@pytest.mark.parametrize("space", [0.0, 0.9, 1.4, 2.0])
def test_figures_set_with_letter_spacing_are_whole(tmp_path: Path, space: float) -> None:
    found = printed(tmp_path, lambda canvas: spaced_by(canvas, space))
    assert found == ["30,004", "57", "1,234,567", "8,901"]


def test_figures_of_close_columns_stay_apart(tmp_path: Path) -> None:
    def close(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for y in (700, 680, 660):
            for x, text in ((60, "12"), (72.5, "34"), (85, "56"), (97.5, "78")):
                canvas.drawRightString(x, y, text)

    assert printed(tmp_path, close) == ["12", "34", "56", "78"] * 3


def test_the_text_of_widely_spaced_letters_has_whole_words(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    for row, text in enumerate(("Consolidated balance sheets", "Cash and deposits 1,234 5,678", "Securities 7 11")):
        x = 40.0
        for glyph in text:
            canvas.drawString(x, 700 - 14 * row, glyph)
            x += canvas.stringWidth(glyph) + 1.4
    canvas.showPage()
    canvas.save()
    with PdfiumDocument(path) as document:
        assert document.text(1).splitlines()[0] == "Consolidated balance sheets"


def test_a_dot_whose_box_is_narrow_parts_no_word() -> None:
    left = {"評": 40.0, "価": 50.0, "・": 64.5, "換": 70.0, "算": 80.0, "－": 94.5}
    wide = {"・": 1.0, "－": 1.0}
    boxes = np.array([(x, 20.0, x + wide.get(glyph, 10.0), 30.0) for glyph, x in left.items()])
    count, nothing = len(left), np.zeros(len(left), np.int64)
    codes = np.array([ord(glyph) for glyph in left], np.int64)
    glyphs = Glyphs(codes, boxes, nothing, np.arange(count), nothing, np.arange(count))
    assert [word.text for word in words_of(glyphs)] == ["評価・換算", "－"]
