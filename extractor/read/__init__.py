"""file -> Page. The only room that opens PDFs and text.

Every page is triaged by its plain text; geometry is read only for the pages that someone asks for.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol, Self, runtime_checkable

from extractor.errors import InputError
from extractor.model import Finding, Page
from extractor.model.filing import SUFFIXES, TEXT_SUFFIXES

SECOND_LAYER = "pdfplumber"  # the reader of the other text layer
SAME_PAGE = 0.5  # of the words: two readers who agree on fewer do not read the same page


@runtime_checkable
class Document(Protocol):
    """An open filing. Pages count from 1."""

    @property
    def name(self) -> str: ...

    @property
    def page_count(self) -> int: ...

    def text(self, number: int) -> str:
        """The plain text of a page, fast: for triage."""
        ...

    def page(self, number: int) -> Page:
        """Words with boxes and drawn rules; read once and kept. A page that cannot be read has none."""
        ...

    def troubles(self) -> tuple[Finding, ...]:
        """What is to be known of the file: pages that could not be read, a repair. Complete once the text of all
        pages was asked."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


def open_document(path: Path) -> Document:
    """Open a filing with the reader for its kind: pdfium for PDF, the text reader for text.

    Raises InputError (empty, damaged, not to be read, no such kind) or PasswordError; each names the file and the next
    step.
    """
    try:
        return _opened(path)
    except OSError as error:
        raise InputError(
            f"{path}: it cannot be read ({error.strerror or error}).", "look at the file's rights"
        ) from error


def _opened(path: Path) -> Document:
    if not path.is_file():
        raise InputError(f"{path}: no such file.", "check the path, or list the folder")
    if path.stat().st_size == 0:
        raise InputError(f"{path}: the file is empty.", "fetch the filing again")
    if path.suffix.lower() in TEXT_SUFFIXES:
        from extractor.read.text import TextDocument

        return TextDocument(path)
    if path.suffix.lower() == ".pdf":
        return _open_pdf(path)
    raise InputError(f"{path}: neither PDF nor text.", f"give one of {', '.join(sorted(SUFFIXES))}")


def _open_pdf(path: Path) -> Document:
    """The PDF in the fast reader's hands; where it refuses the file, mended in memory, else in the second reader's."""
    from extractor.read.pdfium import PdfiumDocument

    try:
        return PdfiumDocument(path)
    except InputError as refusal:
        from extractor.read.mend import repaired
        from extractor.read.plumber import PlumberDocument

        try:
            data = repaired(path.read_bytes())
            return PdfiumDocument(path, data) if data else PlumberDocument(path, alone=True)
        except InputError:
            raise refusal from None


def second_layer(path: Path, page: Page) -> Page | None:
    """The page as pdfplumber's text layer has it, without what stands where ``page`` has its furniture; None: a text
    filing, or it cannot.

    In damaged files pdfplumber loses pages without a word and numbers the rest anew: a page with other words is another
    page.
    """
    if path.suffix.lower() != ".pdf":
        return None
    from extractor.read.plumber import PlumberDocument

    try:
        with PlumberDocument(path) as document:
            other = document.page(page.number)
    except InputError:
        return None
    known = {word.text for word in other.words}
    if sum(word.text in known for word in page.words) < SAME_PAGE * len(page.words):
        return None
    places = [word.box for word in page.furniture]
    return replace(
        other,
        words=tuple(
            word
            for word in other.words
            if not any(box.contains_point(word.box.centre, word.box.middle) for box in places)
        ),
    )
