"""The second text layer: pdfplumber (pdfminer) giving the same Page as pdfium does.

Some twenty times slower, so it is asked about single pages only, where a check fails or a developer wants a second
opinion.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from extractor.errors import InputError
from extractor.model import Box, Finding, Page, Rule, Word
from extractor.read.drawing import RULE_WIDTH
from extractor.read.protection import protected
from extractor.read.troubles import file_mended, unread, unseen
from extractor.settings import passwords

# Chosen so that words come out as the fast reader's do, and can be compared one by one.
WORD_GAP = 0.2  # of an em
_UNMAPPED = re.compile(
    r"\(cid:\d+\)"
)  # a glyph that pdfminer has no character for: its number must not be read as a figure


class PlumberDocument:
    """A PDF opened by pdfplumber. Pages are released after each use: the library keeps them for as long as the file is
    open otherwise. ``alone``: no other reader has its pages, and this one does not see what hides glyphs: each page
    says so.

    Raises PasswordError where a user password protects the file, InputError where it cannot be read.
    """

    reader = "pdfplumber"

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        self._path = path
        self._alone = alone
        self._troubles: dict[int, Finding] = {}
        try:
            self._pdf = _open(path)
            self._count = len(self._pdf.pages)
        except Exception as error:  # the library's exceptions are no contract: more than fifteen kinds leak
            if _says_password(error):
                raise protected(path) from error
            raise InputError(
                f"{path}: pdfplumber cannot read it ({type(error).__name__}).",
                "try the fast reader, or mend it with: qpdf IN OUT",
            ) from error
        if self._count == 0:
            self.close()
            raise InputError(f"{path}: it has no pages.", "fetch the filing again")

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def page_count(self) -> int:
        return self._count

    def text(self, number: int) -> str:
        """The plain text of page ``number`` (from 1); none where the page is damaged."""
        try:
            words = self.page(number).words
        except InputError as error:
            self._troubles[number] = unread(number, error.message)
            return ""
        return "\n".join(" ".join(word.text for word in line) for line in _lines(words))

    def troubles(self) -> tuple[Finding, ...]:
        mended = file_mended(f"{self.reader} read it, since the fast reader refuses it")
        return (mended, *(self._troubles[number] for number in sorted(self._troubles)))

    def page(self, number: int) -> Page:
        """Words and rules of page ``number`` (from 1); furniture is not set apart. Raises InputError where the page is
        damaged."""
        try:
            page = self._pdf.pages[number - 1]
            try:
                found = _read(page, number)
                return replace(found, remarks=(unseen(self.reader),)) if self._alone else found
            finally:
                page.close()
        except Exception as error:
            raise InputError(
                f"{self._path}: pdfplumber cannot read page {number} ({type(error).__name__}).", "try the fast reader"
            ) from error

    def close(self) -> None:
        self._pdf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _open(path: Path) -> Any:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings name no file and no page
    *others, last = passwords()
    for password in others:
        try:
            return pdfplumber.open(path, password=password, unicode_norm=None, raise_unicode_errors=False)
        except Exception as error:
            if not _says_password(error):
                raise
    return pdfplumber.open(path, password=last, unicode_norm=None, raise_unicode_errors=False)


def _says_password(error: BaseException | None) -> bool:
    """Whether a wrong password is at the root of it: the library wraps pdfminer's exception in its own."""
    while error is not None:
        if "Password" in type(error).__name__ or any("Password" in type(argument).__name__ for argument in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(page: Any, number: int) -> Page:
    left, top, right, bottom = _shown(page)
    words = page.extract_words(
        x_tolerance_ratio=WORD_GAP, y_tolerance=2, use_text_flow=True, keep_blank_chars=False, return_chars=True
    )
    return Page(
        number,
        right - left,
        bottom - top,
        tuple(_word(word, left, top) for word in words if word["upright"]),
        tuple(_rules(page, left, top)),
        PlumberDocument.reader,
    )


def _shown(page: Any) -> tuple[float, float, float, float]:
    """What a viewer shows, in pdfplumber's own coordinates: the crop box within the media box, turned as the page is.

    The library turns its media box rightly but its crop box by swapping x and y only, so this starts from the raw
    boxes.
    """
    media, crop = _raw_box(page, "MediaBox"), _raw_box(page, "CropBox")
    x0, top = float(page.bbox[0]), float(page.bbox[1])
    width, height = float(page.bbox[2]) - x0, float(page.bbox[3]) - top
    if media is None or crop is None:
        return x0, top, x0 + width, top + height
    left, bottom, right, upper = (
        max(c - m, 0.0) if at < 2 else max(m - c, 0.0) for at, (m, c) in enumerate(zip(media, crop, strict=True))
    )
    cut = {
        0: (left, upper, right, bottom),
        90: (bottom, left, upper, right),
        180: (right, bottom, left, upper),
        270: (upper, right, bottom, left),
    }
    off_left, off_top, off_right, off_bottom = cut.get(page.rotation, cut[0])
    return x0 + off_left, top + off_top, x0 + width - off_right, top + height - off_bottom


def _raw_box(page: Any, name: str) -> tuple[float, float, float, float] | None:
    from pdfminer.pdftypes import resolve_all

    try:
        x0, y0, x1, y1 = (float(edge) for edge in resolve_all(page.page_obj.attrs.get(name)))
    except (TypeError, ValueError):
        return None
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _word(found: dict[str, Any], left: float, top: float) -> Word:
    edges: list[float] = []
    text = ""
    for char in found["chars"]:
        glyphs, x0, x1 = _UNMAPPED.sub("\N{REPLACEMENT CHARACTER}", char["text"]), char["x0"] - left, char["x1"] - left
        edges += [x0 + (x1 - x0) * at / max(len(glyphs), 1) for at in range(len(glyphs))]  # a ligature is cut evenly
        text += glyphs
    right = max(found["x1"] - left, edges[-1])
    sizes = sorted(char["size"] for char in found["chars"])
    return Word(
        text,
        Box(edges[0], found["top"] - top, right, found["bottom"] - top),
        float(sizes[len(sizes) // 2]),
        (*edges, right),
    )


def _rules(page: Any, left: float, top: float) -> Iterable[Rule]:
    """Drawn lines: strokes, thin fills, the edges of stroked boxes. Shading is no line."""
    for edge in (
        *page.lines,
        *(edge for rect in page.rects for edge in _edges(rect)),
        *(edge for curve in page.curves for edge in _edges(curve)),
    ):
        box = Box(edge["x0"] - left, edge["top"] - top, edge["x1"] - left, edge["bottom"] - top)
        if min(box.width, box.height) <= RULE_WIDTH < max(box.width, box.height):
            yield Rule(box)


def _edges(shape: dict[str, Any]) -> Sequence[dict[str, Any]]:
    x0, top, x1, bottom = shape["x0"], shape["top"], shape["x1"], shape["bottom"]
    if min(x1 - x0, bottom - top) <= RULE_WIDTH:
        return (shape,)
    if not shape.get("stroke") or shape["object_type"] != "rect":
        return ()
    sides = ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
    return [{"x0": a, "top": b, "x1": c, "bottom": d} for a, b, c, d in sides]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words by baseline, top to bottom and left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box.middle, word.box.x0)):
        if lines and abs(lines[-1][-1].box.middle - word.box.middle) < word.size / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box.x0) for line in lines]
