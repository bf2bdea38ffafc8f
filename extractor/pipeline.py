"""The order of the rooms. The only file that knows it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.detect import other_grids, read_sheets, reclaim
from extractor.errors import NoStatementsError
from extractor.model import Extraction, Filing, Package, Page, Sheet, StatementSpan
from extractor.normalise import label_sheets, load_taxonomy
from extractor.read import SECOND_LAYER, open_document, second_layer
from extractor.reconcile import choose, reconcile, same_figures, suspects
from extractor.segment import find_statements
from extractor.settings import Settings
from extractor.write import pack

MOST_ASKED = 12  # pages of one filing: where more are in doubt, the cause is not the reader
Spans = Sequence[StatementSpan]
Judge = Callable[[tuple[Sheet, ...]], Extraction]


def filing_id(path: Path) -> str:
    """The first 16 hex digits of the SHA-256 of the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def extract(path: Path, *, root: Path | None = None, settings: Settings | None = None) -> Extraction:
    """Read one filing. ``root``: the input folder, to which ``source_file`` is relative.

    Raises InputError (unreadable, protected, no statements); each names the file and the next step.
    """
    settings = settings or Settings()
    source = str(path.relative_to(root)) if root else path.name
    with open_document(path) as document:
        filing, spans = find_statements(document, Filing(filing_id(path), source))
        if not spans:
            raise NoStatementsError(f"{path}: no statement was found on its {document.page_count} pages.", f"look at a page: extractor page {path} 1")
        pages = {region.page: document.page(region.page) for span in spans for region in span.regions}
        taxonomy = load_taxonomy(tuple(Path(alias) for alias in settings.aliases))

        def judge(sheets: tuple[Sheet, ...]) -> Extraction:
            return reconcile(filing, label_sheets(sheets, filing, taxonomy), pages, spans)

        extraction = judge(read_sheets(filing, spans, pages))
        if settings.second_readers and path.suffix.lower() == ".pdf":
            return _ask_others(path, spans, pages, extraction, judge)
        return extraction


def _ask_others(path: Path, spans: Spans, pages: Mapping[int, Page], extraction: Extraction, judge: Judge) -> Extraction:
    """Where figures contradict each other or are missing: the second text layer, then the table finders, until the page is clear of doubt."""
    best = dict(pages)  # each page as the reader that proved most has it
    asked = [number for number in suspects(extraction) if number in pages][:MOST_ASKED]
    for number in asked:
        tried = [[entry.sheet for entry in extraction.sheets]]
        for page in _other_pages(path, best, number, spans):
            read = {**best, number: page}
            sheets = read_sheets(extraction.filing, spans, read)
            for replaced in (n for n in read if read[n] is not pages[n]):
                sheets = reclaim(sheets, pages[replaced])
            if any(same_figures(sheets, before) for before in tried):
                continue
            tried.append(list(sheets))
            choice = choose(extraction, judge(sheets), number, judge, layer=page.reader == SECOND_LAYER)
            extraction = choice.extraction
            if choice.replaced:
                best[number] = page
            if number not in suspects(extraction):
                break
    return replace(extraction, second_read=tuple(sorted(asked)))


def _other_pages(path: Path, best: Mapping[int, Page], number: int, spans: Spans) -> Iterator[Page]:
    layer = second_layer(path, best[number])
    if layer is not None:
        yield layer
    for region in dict.fromkeys(region for span in spans for region in span.regions if region.page == number):
        yield from other_grids(path, best[number], region)


def package(path: Path, root: Path, settings: Settings) -> Package:
    """Read one filing and make its tables: what ``run`` has done in a worker and commits. Raises as ``extract`` does."""
    return pack(extract(path, root=root, settings=settings), hashlib.sha256(path.read_bytes()).hexdigest())
