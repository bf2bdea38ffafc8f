"""The fast reader: pdfium through its C interface, one call per glyph and attribute.

The loose glyph box gives the advance width and the height of the line; the origin gives the baseline's start. pdfium is
not thread-safe: use processes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import pypdfium2.raw as c

from extractor.errors import FindingCode, InputError
from extractor.model import Finding, Page
from extractor.notation.rows import rows_of
from extractor.notation.text import as_drawn
from extractor.read.captions import join_captions
from extractor.read.damage import Damage, damage_of
from extractor.read.drawing import View, has_large_picture, rules_of, shown_instead
from extractor.read.fonts import use_stand_in_font
from extractor.read.furniture import repeated_lines, split_furniture
from extractor.read.glyphs import MAX_GLYPHS, nameless_in, read_glyphs, words_of
from extractor.read.mend import repaired
from extractor.read.plumber import PlumberDocument
from extractor.read.protection import protected, spellings
from extractor.read.sample import Sample
from extractor.read.tilt import straightened, tilt_of
from extractor.read.tracking import join_tracked
from extractor.read.troubles import (
    UNREAD,
    file_mended,
    meaningless,
    nameless_glyphs,
    nonsense,
    page_cut,
    page_remark,
    told,
)
from extractor.read.visible import Mask, quarter_turns, see

# Some layouts make pdfium break the line after nearly every glyph: such a text is put together from the boxes instead.
TORN = 0.2  # line breaks a glyph
SPACED = 0.4  # of a text's pieces that are a letter or a digit alone
SAMPLE = 20  # pieces that show how a text is parted
FEW = 100  # glyphs: a page with fewer is looked at for what it shows instead
HARDLY_ANY = 60  # glyphs beside a picture: a page number, a running head
MAX_ANNOTATIONS = 2000
KEPT_OPEN = 64  # pages, those with most commas: each takes a third of a megabyte or so
_WRITTEN = (c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_STAMP)  # annotations that print text on the page

_HYPHENS = {0x2: "-", 0xFFFE: "-"}  # what pdfium writes for a hyphen that ends a line
NAMELESS = "its fonts do not say which characters they draw"
_A4 = (595.0, 842.0)
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


def _opened(data: bytes) -> tuple[Any, int]:
    """The document by whichever password opens it, or None and why not. The data must outlive the document."""
    error = 0
    for password in spellings():
        document = c.FPDF_LoadMemDocument64(data, len(data), password or None)
        error = 0 if document else int(c.FPDF_GetLastError())
        if document or error != c.FPDF_ERR_PASSWORD:
            return document, error
    return None, error


class PdfiumDocument:
    """A PDF opened by pdfium. Owner-protected files with an empty user password open like any other.

    ``data``: the file's bytes where they were repaired in memory. Pages that pdfium cannot load are asked of the file
    mended in memory and of pdfplumber. Raises PasswordError where a user password protects the file, InputError where
    it cannot be read.
    """

    reader = "pdfium"

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        _start()
        self.path = path
        self._mended = data is not None
        self._data = (
            path.read_bytes() if data is None else data
        )  # pdfium reads from this buffer while the document is open
        self._doc, error = _opened(self._data)
        if not self._doc:
            if error == c.FPDF_ERR_PASSWORD:
                raise protected(path)
            raise InputError(
                f"{path}: {_ERRORS.get(error, f'pdfium error {error}')}.",
                "fetch the filing again, or try to mend it with: qpdf IN OUT",
            )
        self._count = int(c.FPDF_GetPageCount(self._doc))
        self._texts: dict[int, str] = {}
        self._whole: dict[int, Page] = {}  # with their furniture
        self._pages: dict[int, Page] = {}
        self._repeated: frozenset[str] | None = None
        self._fonts: set[bytes] = set()  # whose digits were compared with their shapes
        self._lost: dict[int, str] = {}  # page, and why it is not read
        self._blank: list[int] = []
        self._pictures: dict[int, str] = {}
        self._damaged: Damage | None = None
        self._nameless: dict[int, Mask] = {}  # glyphs of a page for which its fonts name no character
        self._others: list[Any] | None = None  # the same file in further readers' hands
        self._open: dict[int, tuple[Any, Any]] = {}  # pages whose geometry may be asked next
        self._commas: dict[int, int] = {}  # of those
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
            text, why = self._read_text(number)
            if text is None or _torn(text):
                text = "\n".join(row.text for row in rows_of(self._read_page(number).words))
            if meaningless(text):
                text = self._legible(number, text)
            if why is not None and len("".join(text.split())) < HARDLY_ANY:
                self._pictures[number] = why
            elif not text.strip() and number not in self._lost:
                self._blank.append(number)
            self._texts[number] = text
        return self._texts[number]

    def page(self, number: int) -> Page:
        if number not in self._pages:
            self._pages[number] = join_captions(join_tracked(split_furniture(self._read_page(number), self._repeats())))
        return self._pages[number]

    def troubles(self) -> tuple[Finding, ...]:
        how = [file_mended("it was repaired in memory")] if self._mended else []
        counts = {other.page_count for other in self._others or ()} - {self._count}
        if counts:
            how.append(file_mended(f"one reader counts {self._count} pages, another {max(counts)}"))
        damaged = sorted(self._damage().pages.items())
        cut = [page_cut(number, why) for number, why in damaged if number not in self._lost]
        if self._damage().own_tables:
            counts_of = ((number, int(found.sum())) for number, found in sorted(self._nameless.items()))
            cut += [nameless_glyphs(number, count) for number, count in counts_of if count]
        return (*how, *cut, *told(self._lost, self._blank, self._pictures, self._count))

    def _damage(self) -> Damage:
        """What of the file is damaged as it came."""
        if self._damaged is None:
            self._damaged = damage_of(self._data)
        return self._damaged

    def _read_page(self, number: int) -> Page:
        if number not in self._whole:
            self._whole[number] = self._load_page(number)
        return self._whole[number]

    def close(self) -> None:
        for other in self._others or ():
            other.close()
        self._others = []
        for handles in self._open.values():
            _shut(*handles)
        self._open = {}
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

    @contextmanager
    def _loaded(self, number: int) -> Iterator[tuple[Any, Any]]:
        """Page and text page, form fields and annotations made part of them; (None, None): the page does not load."""
        handle, textpage = self._open.pop(number) if number in self._open else self._load(number)
        try:
            yield handle, textpage
        finally:
            if number not in self._open:
                _shut(handle, textpage)

    def _keep_open(self, number: int, commas: int, handles: tuple[Any, Any]) -> None:
        """Within ``_loaded``, which closes the page where it is not kept."""
        self._commas[number] = commas
        if len(self._open) >= KEPT_OPEN:
            poorest = min((*self._open, number), key=lambda kept: self._commas[kept])
            if poorest == number:
                return
            _shut(*self._open.pop(poorest))
        self._open[number] = handles

    def _load(self, number: int) -> tuple[Any, Any]:
        handle = c.FPDF_LoadPage(self._doc, number - 1)
        if handle and _flattened(handle):
            c.FPDF_ClosePage(handle)
            handle = c.FPDF_LoadPage(self._doc, number - 1)
        return handle, c.FPDFText_LoadPage(handle) if handle else None

    def _read_text(self, number: int) -> tuple[str | None, str | None]:
        """The page's text (None: to be put together from its words), and what it shows instead where it holds hardly
        any."""
        with self._loaded(number) as (handle, textpage):
            if handle:
                text = _plain_text(textpage) if textpage else ""
                if textpage and self._damage().own_tables:
                    self._nameless[number] = nameless_in(textpage)
                why = shown_instead(handle, View(handle)) if len(text) < FEW else None
                if why is None and has_large_picture(handle, View(handle)):
                    return None, "it shows a picture, and text that is not seen"
                self._keep_open(number, text.count(","), (handle, textpage))
                sample = Sample.of(textpage)
                if sample.more:
                    self._damage().pages[number] = f"it holds {sample.more} more glyphs than the {MAX_GLYPHS} read"
                if sample.illegible is not None:
                    self._lost[number] = sample.illegible
                return (None if sample.turned else text), why
        other = self._elsewhere(number)
        if other is None:
            self._lost[number] = "it cannot be loaded"
        return self._text_of(other), None

    def _legible(self, number: int, text: str) -> str:
        """The text of a page whose characters say nothing, as a further reader has it; where none does better, the
        page is not read."""
        if other := self._elsewhere(number):
            self._whole[number] = other
            return self._text_of(other)
        if nonsense(text) > UNREAD:
            self._lost[number] = NAMELESS
            return ""
        self._damage().pages[number] = NAMELESS
        return text

    @staticmethod
    def _text_of(page: Page | None) -> str:
        return "\n".join(row.text for row in rows_of(page.words)) if page else ""

    def _load_page(self, number: int) -> Page:
        with self._loaded(number) as (handle, textpage):
            if handle:
                if textpage and number not in self._nameless:
                    self._nameless[number] = nameless_in(textpage)
                page = _page(handle, textpage, number, self._nameless.get(number), self._fonts)
                if not page.words and any(remark.code == FindingCode.TEXT_HIDDEN for remark in page.remarks):
                    self._lost[number] = "it shows nothing of what its text layer holds"
                why = self._damage().pages.get(number)
                return replace(page, remarks=(*page.remarks, page_remark(why))) if why else page
        return self._elsewhere(number) or Page(number, *_A4, (), reader=self.reader)

    def _elsewhere(self, number: int) -> Page | None:
        """A page that does not load or says nothing, as a further reader has it who counts the same pages."""
        if self._others is None:
            self._others = further_readers(self.path, mended=self._mended)
        for other in self._others:
            if other.page_count != self._count:
                continue
            try:
                page: Page = other.page(number)
            except InputError:
                continue
            if page.words and not meaningless(self._text_of(page)):
                return page
        return None


def further_readers(path: Path, *, mended: bool) -> list[PdfiumDocument | PlumberDocument]:
    """The file repaired in memory, where it is not yet, and in pdfplumber's hands; none of those that refuse it."""
    out: list[PdfiumDocument | PlumberDocument] = []
    data = None if mended else repaired(path.read_bytes())
    with suppress(InputError):
        if data:
            out.append(PdfiumDocument(path, data))
    with suppress(InputError):
        out.append(PlumberDocument(path, alone=True))
    return out


def _shut(handle: Any, textpage: Any) -> None:
    if textpage:
        c.FPDFText_ClosePage(textpage)
    if handle:
        c.FPDF_ClosePage(handle)


def _flattened(page: Any) -> bool:
    """Whether form fields and annotations were made part of the page's content, in memory, as a viewer shows them."""
    for at in range(min(c.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = c.FPDFPage_GetAnnot(page, at)
        kind = c.FPDFAnnot_GetSubtype(annotation) if annotation else c.FPDF_ANNOT_LINK
        if annotation:
            c.FPDFPage_CloseAnnot(annotation)
        if kind in _WRITTEN:
            return bool(c.FPDFPage_Flatten(page, c.FLAT_NORMALDISPLAY) == c.FLATTEN_SUCCESS)
    return False


def _page(handle: Any, textpage: Any, number: int, nameless: Mask | None, fonts: set[bytes]) -> Page:
    view = View(handle)
    if nameless is None:  # there is no text page
        return Page(number, view.width, view.height, (), rules_of(handle, view)[0], PdfiumDocument.reader)
    glyphs = read_glyphs(textpage, view, nameless)
    degrees, turns = quarter_turns(textpage, glyphs)
    if len(glyphs) and turns != view.rotation:
        view = View(handle, turns)
        glyphs = read_glyphs(textpage, view, nameless)
    seen = see(handle, view, glyphs, degrees, fonts)
    tilt = tilt_of(degrees)
    shown = straightened(seen.glyphs, tilt, view.width, view.height) if tilt else seen.glyphs
    rules, shades = rules_of(handle, view)
    return Page(
        number,
        view.width,
        view.height,
        words_of(shown),
        rules,
        PdfiumDocument.reader,
        remarks=seen.remarks,
        shades=shades,
    )


def _torn(text: str) -> bool:
    """Whether pdfium broke the text between the glyphs of its words: into lines, or by blanks where letters are widely
    spaced."""
    if len(text) > 40 and text.count("\n") > TORN * len(text):
        return True
    pieces = text.split()
    return len(pieces) > SAMPLE and sum(len(piece) == 1 and piece.isalnum() for piece in pieces) > SPACED * len(pieces)


def _plain_text(textpage: Any) -> str:
    count = c.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    written = c.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", errors="replace")
    return as_drawn(text.replace("\r\n", "\n").replace("\x00", "").translate(_HYPHENS))
