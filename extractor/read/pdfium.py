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
from extractor.model import Page
from extractor.notation.rows import rows_of
from extractor.notation.text import as_drawn
from extractor.read.captions import join_captions
from extractor.read.drawing import View, rules_of
from extractor.read.fonts import use_stand_in_font
from extractor.read.furniture import repeated_lines, split_furniture
from extractor.read.glyphs import read_glyphs, words_of
from extractor.read.tracking import join_tracked

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
            self._pages[number] = join_captions(join_tracked(split_furniture(self._read_page(number), self._repeats())))
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
            view = View(handle)
            words = words_of(read_glyphs(textpage, view)[0]) if textpage else ()
            return text, Page(number, view.width, view.height, words, rules_of(handle, view), self.reader)
        finally:
            if textpage:
                c.FPDFText_ClosePage(textpage)
            c.FPDF_ClosePage(handle)


def _plain_text(textpage: Any) -> str:
    count = c.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    written = c.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", errors="replace")
    return as_drawn(text.replace("\r\n", "\n").replace("\x00", ""))
