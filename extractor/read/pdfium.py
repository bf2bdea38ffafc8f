"""The fast reader: pdfium through its C interface, one call per glyph and attribute.

The loose glyph box gives the advance width and the height of the line; the origin gives the baseline's start. pdfium is
not thread-safe: use processes.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import pypdfium2.raw as c

from extractor.errors import InputError, PasswordError
from extractor.model import Box, Page, Rule, Word
from extractor.notation.rows import rows_of
from extractor.notation.text import IDEOGRAPHS
from extractor.read.captions import join_captions
from extractor.read.fonts import use_stand_in_font
from extractor.read.furniture import repeated_lines, split_furniture

# A gap of this share of the font size ends a word; pdfium marks most of them with a blank of its own already.
WORD_GAP = 0.35
OWN_GAP = 0.12  # enough where pdfium saw a blank too
# Paths thinner than this are drawn lines; thicker fills are shading.
RULE_WIDTH = 2.0
MAX_GLYPHS = 60_000
MAX_PATHS = 20_000

_STICKY = "△▲(（-−"
_BLANKS = frozenset({0xA0, 0x3000, 0xFFFE, 0xFFFF, 0x200B})
# Some layouts make pdfium break the line after nearly every glyph: such a text is put together from the boxes instead.
TORN = 0.2  # line breaks a glyph

_ERRORS = {
    c.FPDF_ERR_FORMAT: "not a PDF, or damaged beyond repair",
    c.FPDF_ERR_FILE: "the file cannot be opened",
    c.FPDF_ERR_SECURITY: "an encryption that no reader here knows",
    c.FPDF_ERR_PAGE: "its page tree is damaged",
}


@lru_cache(maxsize=1)
def _start() -> None:
    config = c.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=None, m_pIsolate=None, m_v8EmbedderSlot=0)
    c.FPDF_InitLibraryWithConfig(config)
    use_stand_in_font(c)


class PdfiumDocument:
    """A PDF opened by pdfium. Owner-protected files with an empty user password open like any other."""

    reader = "pdfium"

    def __init__(self, path: Path) -> None:
        _start()
        self.path = path
        self._data = path.read_bytes()  # pdfium reads from this buffer while the document is open
        self._doc = c.FPDF_LoadMemDocument64(self._data, len(self._data), None)
        if not self._doc:
            error = c.FPDF_GetLastError()
            if error == c.FPDF_ERR_PASSWORD:
                raise PasswordError(
                    f"{path}: a user password protects it.",
                    "save an unprotected copy, e.g. qpdf --decrypt --password=... IN OUT",
                )
            raise InputError(
                f"{path}: {_ERRORS.get(error, f'pdfium error {error}')}.",
                "fetch the filing again, or try to mend it with: qpdf IN OUT",
            )
        self._count = int(c.FPDF_GetPageCount(self._doc))
        self._texts: dict[int, str] = {}
        self._pages: dict[int, Page] = {}
        self._repeated: frozenset[str] | None = None
        if self._count == 0:
            self.close()
            raise InputError(f"{path}: it has no pages.", "fetch the filing again")

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def page_count(self) -> int:
        return self._count

    def text(self, number: int) -> str:
        if number not in self._texts:
            text = self._read(number, geometry=False)[0]
            if len(text) > 40 and text.count("\n") > TORN * len(text):
                text = "\n".join(row.text for row in rows_of(self._read_page(number).words))
            self._texts[number] = text
        return self._texts[number]

    def page(self, number: int) -> Page:
        if number not in self._pages:
            self._pages[number] = join_captions(split_furniture(self._read_page(number), self._repeats()))
        return self._pages[number]

    def _read_page(self, number: int) -> Page:
        _, page = self._read(number, geometry=True)
        assert page is not None
        return page

    def close(self) -> None:
        if self._doc:
            c.FPDF_CloseDocument(self._doc)
            self._doc = None
        self._data = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _repeats(self) -> frozenset[str]:
        if self._repeated is None:
            self._repeated = repeated_lines([self.text(n) for n in range(1, self._count + 1)])
        return self._repeated

    def _read(self, number: int, *, geometry: bool) -> tuple[str, Page | None]:
        handle = c.FPDF_LoadPage(self._doc, number - 1)
        if not handle:
            if geometry:
                raise InputError(
                    f"{self.path}: page {number} cannot be read.",
                    "fetch the filing again, or try to mend it with: qpdf IN OUT",
                )
            return "", None
        textpage = c.FPDFText_LoadPage(handle)
        try:
            text = _plain_text(textpage) if textpage else ""
            if not geometry:
                return text, None
            view = _View(handle)
            words = _words(textpage, view) if textpage else ()
            return text, Page(number, view.width, view.height, words, _rules(handle, view), self.reader)
        finally:
            if textpage:
                c.FPDFText_ClosePage(textpage)
            c.FPDF_ClosePage(handle)


class _View:
    """From PDF user space to points from the top left of the page as it is shown."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        self.width, self.height = float(c.FPDF_GetPageWidthF(page)), float(c.FPDF_GetPageHeightF(page))
        found = c.FPDFPage_GetCropBox(page, left, bottom, right, top) or c.FPDFPage_GetMediaBox(
            page, left, bottom, right, top
        )
        self.left, self.bottom = (left.value, bottom.value) if found else (0.0, 0.0)
        self.rotation = int(c.FPDFPage_GetRotation(page)) % 4

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        left, right, bottom, top = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        if self.rotation == 0:
            return Box(left, self.height - top, right, self.height - bottom)
        if self.rotation == 1:
            return Box(bottom, left, top, right)
        if self.rotation == 2:
            return Box(self.width - right, bottom, self.width - left, top)
        return Box(self.width - top, self.height - right, self.width - bottom, self.height - left)


def _plain_text(textpage: Any) -> str:
    count = c.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    written = c.FPDFText_GetText(textpage, 0, count, buffer)
    return (
        bytes(buffer)[: max(written - 1, 0) * 2]
        .decode("utf-16-le", errors="replace")
        .replace("\r\n", "\n")
        .replace("\x00", "")
        .translate(IDEOGRAPHS)
    )


def _words(textpage: Any, view: _View) -> tuple[Word, ...]:
    """Glyphs joined into words: a blank, a gap, a step of the baseline or another size ends one."""
    out: list[Word] = []
    rect = c.FS_RECTF()
    unicode_at, loose_box, count = c.FPDFText_GetUnicode, c.FPDFText_GetLooseCharBox, c.FPDFText_CountChars(textpage)
    run: list[tuple[str, Box]] = []

    def flush() -> None:
        if run:
            out.append(_word(run))
            run.clear()

    parted = False  # pdfium put a blank or a line break of its own here: believed only where there is a gap
    for i in range(min(count, MAX_GLYPHS)):
        code = unicode_at(textpage, i)
        if code <= 0x20 or code in _BLANKS:
            if run and c.FPDFText_IsGenerated(textpage, i):
                parted = True
            else:
                flush()
            continue
        if not loose_box(textpage, i, rect):
            continue
        box = view.box(rect.left, rect.bottom, rect.right, rect.top)
        if run and _ends_word(run[-1], box, parted):
            flush()
        parted = False
        run.append((chr(code).translate(IDEOGRAPHS) if 0x2E80 <= code < 0x2FE0 else chr(code), box))
    flush()
    return tuple(out)


def _ends_word(last: tuple[str, Box], box: Box, parted: bool) -> bool:
    """Whether the glyph in ``box`` opens a new word: after a gap, on another baseline, or in another size."""
    char, before = last
    size = max(before.height, 1.0)
    gap = box.x0 - before.x1
    apart = gap > (OWN_GAP if parted else WORD_GAP) * size or box.x0 < before.x0 - 0.5 * size
    other = abs(box.bottom - before.bottom) > 0.3 * size or not 0.75 < box.height / size < 1.34
    if not apart and not other:
        return False
    # △ and brackets are often set in another font on another baseline: they belong to their number all the same
    return not (
        char in _STICKY and abs(box.middle - before.middle) < 0.5 * size and -0.5 * size < gap <= WORD_GAP * size
    )


def _word(run: list[tuple[str, Box]]) -> Word:
    edges = [box.x0 for _, box in run]
    right = max(run[-1][1].x1, edges[-1])
    heights = sorted(box.height for _, box in run)
    box = Box(edges[0], min(b.top for _, b in run), right, max(b.bottom for _, b in run))
    return Word("".join(char for char, _ in run), box, heights[len(heights) // 2], (*edges, right))


def _rules(page: Any, view: _View) -> tuple[Rule, ...]:
    """Drawn lines: strokes, thin fills and the edges of thin closed paths. Shading is no line."""
    out: list[Rule] = []
    for i in range(min(c.FPDFPage_CountObjects(page), MAX_PATHS)):
        item = c.FPDFPage_GetObject(page, i)
        if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_PATH:
            out.extend(_path_rules(item, view))
        elif c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_FORM:
            for k in range(min(c.FPDFFormObj_CountObjects(item), MAX_PATHS)):
                inner = c.FPDFFormObj_GetObject(item, k)
                if c.FPDFPageObj_GetType(inner) == c.FPDF_PAGEOBJ_PATH:
                    out.extend(_path_rules(inner, view, _matrix(item)))
    return tuple(out)


def _matrix(item: Any) -> tuple[float, ...]:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _path_rules(item: Any, view: _View, outer: tuple[float, ...] | None = None) -> list[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not c.FPDFPath_GetDrawMode(item, fill, stroke):
        return []
    count = c.FPDFPath_CountSegments(item)
    if count > 400:
        return []
    if not stroke.value and not fill.value:
        return []
    matrices = [_matrix(item)] + ([outer] if outer else [])
    x, y = ctypes.c_float(), ctypes.c_float()
    edges: list[tuple[float, float, float, float]] = []
    start = here = (0.0, 0.0)
    closed_area = count == 5 and not stroke.value
    points: list[tuple[float, float]] = []
    for k in range(count):
        segment = c.FPDFPath_GetPathSegment(item, k)
        if not c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        px, py = x.value, y.value
        for a, b, cc, d, e, f in matrices:
            px, py = a * px + cc * py + e, b * px + d * py + f
        points.append((px, py))
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = here = (px, py)
        else:
            if kind == c.FPDF_SEGMENT_LINETO:
                edges.append((*here, px, py))
            here = (px, py)
        if c.FPDFPathSegment_GetClose(segment) and here != start:
            edges.append((*here, *start))
            here = start
    if not points:
        return []
    if not stroke.value:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= RULE_WIDTH:
            return [Rule(view.box(min(xs), min(ys), max(xs), max(ys)))] if max(wide, high) > RULE_WIDTH else []
        if closed_area:
            return []  # shading
    out = []
    for x0, y0, x1, y1 in edges:
        if abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5:
            box = view.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if max(box.width, box.height) > RULE_WIDTH:
                out.append(Rule(box))
    return out
