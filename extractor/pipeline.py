"""The order of the rooms: found, read, labelled, judged. The only file that knows it; ``examine`` takes the same steps
from here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import is_
from pathlib import Path
from shlex import quote

from extractor.detect import settle_periods
from extractor.errors import FindingCode, NoStatementsError, ScanError, TooManyPagesError
from extractor.kinds import KINDS, Kind
from extractor.kinds.notes import print_tables as print_tables
from extractor.kinds.notes import with_other_tables as with_other_tables
from extractor.model import Extraction, Filing, Page, Sheet, StatementSpan
from extractor.model.printed import Printed
from extractor.normalise import label_sheets, load_taxonomy
from extractor.notation.printable import stored_name
from extractor.read import open_document
from extractor.reconcile import figured, reconcile
from extractor.reread import ask_others, suspects
from extractor.segment import Readable, completed, find_tables, left_behind, listed_and_lost, page_gaps, read_cover
from extractor.settings import Settings, Tables, trying
from extractor.write import keep, kept_from, pack
from extractor.write.lake.records import Package, without_collector

SCANNED = 0.5  # of a file's pages: where so many are pictures and none holds a statement, it is a scan

Spans = tuple[StatementSpan, ...]
Sheets = tuple[Sheet, ...]
Known = dict[int, list[tuple[tuple[Page | None, ...], Sequence[Sheet]]]]  # each table by the pages it was read from


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file; its first 16 hex digits are the ``filing_id``."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@without_collector()
def extract(
    path: Path,
    *,
    root: Path | None = None,
    settings: Settings | None = None,
    sha256: str | None = None,
    kinds: Sequence[Kind] = KINDS,
) -> Extraction:
    """Read one filing. ``root``: the input folder, to which ``source_file`` is relative; ``sha256``: of the file, where
    it is known.

    Raises InputError (unreadable, protected, too many pages, no statements); each names the file and the next step.
    """
    return read_whole(path, root, settings or Settings(), sha256, kinds)[0]


def read_whole(
    path: Path, root: Path | None, settings: Settings, sha256: str | None, kinds: Sequence[Kind] = KINDS
) -> tuple[Extraction, Printed]:
    """What ``extract`` gives, and what it was made of. Raises as ``extract`` does."""
    source = stored_name(str(path.relative_to(root)) if root else path.name)
    with trying(settings.passwords), open_document(path) as document:
        if document.page_count > settings.max_pages:
            raise TooManyPagesError(
                f"{path}: it has {document.page_count} pages, allowed are {settings.max_pages}.",
                f"extractor run --max-pages {document.page_count} ...",
            )
        filing, spans = find(document, Filing((sha256 or sha256_of(path))[:16], source), kinds)
        if not spans:
            raise _nothing_found(path, filing, document.page_count)
        pages = {region.page: document.page(region.page) for span in spans for region in span.regions}

        known: Known = {}

        def read_again(others: Mapping[int, Page]) -> Sheets:
            return read(filing, spans, others, kinds, known)

        def judge_again(sheets: Sheets) -> Extraction:
            return judge(filing, spans, pages, sheets, settings, kinds)

        sheets = read_again(pages)
        printed = Printed(filing, spans, tuple(map(figured, pages.values())), sheets)
        extraction = judge_again(sheets)
        if _has_others(filing, settings):
            extraction = ask_others(path, spans, pages, extraction, read_again, judge_again)
        if settings.tables is Tables.ALL:
            every = {number: document.page(number) for number in range(1, document.page_count + 1)}
            grids, standings = print_tables(filing, every, spans)
            printed = replace(printed, grids=grids, standings=standings)
            extraction = with_other_tables(extraction, grids, standings)
        return extraction, printed


def judge_printed(printed: Printed, settings: Settings) -> Extraction | None:
    """What ``extract`` would give for the filing, which is not opened; None where another reader would be asked."""
    pages = {page.number: page for page in printed.pages}
    extraction = judge(printed.filing, printed.spans, pages, printed.sheets, settings)
    if _has_others(printed.filing, settings) and any(number in pages for number in suspects(extraction)):
        return None
    if settings.tables is Tables.ALL:
        extraction = with_other_tables(extraction, printed.grids, printed.standings)
    return extraction


def _has_others(filing: Filing, settings: Settings) -> bool:
    """Whether other readers can be asked about the filing."""
    return settings.second_readers and filing.source_file.lower().endswith(".pdf")


def _nothing_found(path: Path, filing: Filing, pages: int) -> NoStatementsError:
    unread = [finding for finding in filing.unread if finding.code == FindingCode.PAGE_UNREAD]
    scanned = any(finding.code == FindingCode.NEEDS_OCR for finding in filing.unread)
    if scanned and len(unread) >= SCANNED * pages:
        return ScanError(
            f"{path}: {len(unread)} of its {pages} pages show pictures or drawings and hardly any text: a scan.",
            "make its text readable first: ocrmypdf IN OUT",
        )
    said = f" {len(unread)} were not read." if unread else ""
    if len(unread) == 1:
        said = f" {unread[0].message.capitalize()}."
    return NoStatementsError(
        f"{path}: no statement was found on its {pages} page{'s' * (pages != 1)}.{said}",
        f"look at a page: extractor page {quote(str(path))} 1",
    )


def find(document: Readable, filing: Filing, kinds: Sequence[Kind] = KINDS) -> tuple[Filing, Spans]:
    """The filing as its cover tells it, and its tables: kind by kind, each in printed order."""
    texts = {number: document.text(number) for number in range(1, document.page_count + 1)}
    filing = read_cover(filing, texts)
    walked = find_tables(document, filing, texts, [kind.opener for kind in kinds if kind.opener is not None])
    spans = tuple(span for kind in kinds for span in kind.find(document, filing, texts, walked))
    # asked last: pages that were read by now may show nothing of their text
    troubles = document.troubles()
    lost = (*left_behind(texts, spans, troubles), *page_gaps(texts), *listed_and_lost(texts, spans))
    filing = replace(filing, unread=(*troubles, *lost))
    return completed(filing, spans), spans


def read(
    filing: Filing,
    spans: Sequence[StatementSpan],
    pages: Mapping[int, Page],
    kinds: Sequence[Kind] = KINDS,
    known: Known | None = None,
) -> Sheets:
    """The tables as printed; columns without a printed date take it from their neighbours. ``known``: tables as they
    were read before, to which new ones are added; a table is read anew where one of its pages is another."""
    reader = {kind.name: kind.read for kind in kinds}
    known = {} if known is None else known
    sheets: list[Sheet] = []
    for at, span in enumerate(spans):
        own = tuple(pages.get(region.page) for region in span.regions)
        before = known.setdefault(at, [])
        found = next((found for of, found in before if all(map(is_, of, own))), None)
        if found is None:
            found = reader[span.family](span, pages)
            before.append((own, found))
        sheets.extend(found)
    return settle_periods(filing, sheets)


def judge(
    filing: Filing,
    spans: Sequence[StatementSpan],
    pages: Mapping[int, Page],
    sheets: Sheets,
    settings: Settings,
    kinds: Sequence[Kind] = KINDS,
) -> Extraction:
    """Lines mapped to items, figures reconciled, every number proved, tied or named as unproved."""
    label = {kind.name: kind.label for kind in kinds}
    taxonomy = load_taxonomy(tuple(Path(alias) for alias in settings.aliases))
    labelled = [label[entry.sheet.span.family](entry) for entry in label_sheets(sheets, filing, taxonomy)]
    return reconcile(
        filing,
        labelled,
        pages,
        spans,
        lambda entries, figures: (check for kind in kinds for check in kind.check(entries, figures)),
    )


def make_ready() -> None:
    """Load what every filing needs: a process that workers are forked from does it once for all of them. Raises
    ConfigurationError."""
    load_taxonomy().made_ready()


@without_collector()
def package(path: Path, root: Path, settings: Settings) -> Package:
    """Read one filing and make its tables: what ``run`` has done in a worker and commits. Raises as ``extract``
    does."""
    sha256 = sha256_of(path)
    extraction, printed = read_whole(path, root, settings, sha256)
    return replace(pack(extraction, sha256), printed=keep(printed))


def package_printed(kept: bytes, source_file: str, sha256: str, settings: Settings) -> Package | None:
    """What ``package`` would give, made from what the lake keeps of the filing as printed. None where that is damaged
    or not enough: then the file has to be read."""
    printed = kept_from(kept)
    if printed is None or (printed.filing.filing_id, printed.filing.source_file) != (sha256[:16], source_file):
        return None
    extraction = judge_printed(printed, settings)
    return None if extraction is None else pack(extraction, sha256)
