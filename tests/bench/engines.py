"""What is measured in one process: our stages, and what other packages take for the same pages."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from extractor.pipeline import package
from extractor.read.pdfium import PdfiumDocument
from extractor.settings import Settings, Tables
from tests.bench.filings import Measured
from tests.bench.measure import cpu

TEXT = "pdfium: plain text of all pages"
OURS = "statements, no further readers"
ASKED = "statements"
EVERY = "all tables"
READER = "our reader: words and rules of the statement pages"
WORDS = "pdfplumber: words of the statement pages"
ALL_WORDS = "pdfplumber: words of all pages"
TABLES = "pdfplumber: tables of the statement pages"
STREAM = "camelot, stream: tables of the statement pages"
MARKDOWN = "pymupdf4llm: the statement pages"


def jobs(filing: Measured, *, all_words: bool = False) -> Mapping[str, Callable[[], float]]:
    """Each job by name; it gives the seconds of CPU that it took."""
    found = {
        TEXT: partial(text, filing),
        OURS: partial(pipeline, filing, Settings(second_readers=False, tables=Tables.STATEMENTS)),
        ASKED: partial(pipeline, filing, Settings(tables=Tables.STATEMENTS)),
        EVERY: partial(pipeline, filing, Settings(tables=Tables.ALL)),
        READER: partial(reader, filing),
        WORDS: partial(words, filing, filing.statement_pages),
        TABLES: partial(tables, filing),
        STREAM: partial(camelot, filing),
    }
    if all_words:
        found[ALL_WORDS] = partial(words, filing, list(range(1, filing.pages + 1)))
    if importlib.util.find_spec("pymupdf4llm"):
        found[MARKDOWN] = partial(markdown, filing)
    return found


def text(filing: Measured) -> float:
    """The floor: opening the file and pdfium's own text of every page, without anything of ours."""
    import ctypes

    import pypdfium2.raw as c

    def read() -> None:
        data = filing.path.read_bytes()
        document = c.FPDF_LoadMemDocument64(data, len(data), None)
        for number in range(filing.pages):
            page = c.FPDF_LoadPage(document, number)
            layer = c.FPDFText_LoadPage(page)
            count = max(c.FPDFText_CountChars(layer), 0)
            buffer = (ctypes.c_ushort * (count + 1))()
            c.FPDFText_GetText(layer, 0, count, buffer)
            c.FPDFText_ClosePage(layer)
            c.FPDF_ClosePage(page)
        c.FPDF_CloseDocument(document)

    return cpu(read)


def pipeline(filing: Measured, settings: Settings) -> float:
    """From the file to the bytes of its tables, in a process that has read a filing before."""
    return cpu(lambda: package(filing.path, filing.path.parent, settings))


def reader(filing: Measured) -> float:
    """Geometry of the statement pages, their text being known."""
    with PdfiumDocument(filing.path) as document:
        for number in range(1, document.page_count + 1):
            document.text(number)
        return cpu(lambda: [document.page(number) for number in filing.statement_pages])


def words(filing: Measured, numbers: list[int]) -> float:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    def read() -> None:
        with pdfplumber.open(filing.path) as document:
            for number in numbers:
                page = document.pages[number - 1]
                page.extract_words()
                page.close()

    return cpu(read)


def tables(filing: Measured) -> float:
    import pdfplumber

    def read() -> None:
        with pdfplumber.open(filing.path) as document:
            for number in filing.statement_pages:
                page = document.pages[number - 1]
                page.extract_tables()
                page.close()

    return cpu(read)


def camelot(filing: Measured) -> float:
    """Not a number where it refuses the file, as official ones whose owner forbids extraction."""
    from camelot.io import read_pdf

    refused = []

    def read() -> None:
        pages = ",".join(map(str, filing.statement_pages))
        try:
            read_pdf(str(filing.path), pages=pages, flavor="stream", suppress_stdout=True)
        except Exception as error:  # its exceptions are no contract
            refused.append(error)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("playa").setLevel(logging.ERROR)
        spent = cpu(read)
    return float("nan") if refused else spent


def markdown(filing: Measured) -> float:
    writer = importlib.import_module("pymupdf4llm")
    pages = [number - 1 for number in filing.statement_pages]
    return cpu(lambda: writer.to_markdown(str(filing.path), pages=pages, show_progress=False))


def warm(path: Path) -> None:
    """One filing, so that imports and the taxonomy are there."""
    package(path, path.parent, Settings(tables=Tables.STATEMENTS))
