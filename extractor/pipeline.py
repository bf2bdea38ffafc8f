"""The order of the rooms. The only file that knows it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor.detect import read_sheets
from extractor.errors import NoStatementsError
from extractor.model import Extraction, Filing, Package
from extractor.normalise import label_sheets, load_taxonomy
from extractor.read import open_document
from extractor.reconcile import reconcile
from extractor.segment import find_statements
from extractor.settings import Settings
from extractor.write import pack


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
        sheets = read_sheets(filing, spans, pages)
        labelled = label_sheets(sheets, filing, load_taxonomy(tuple(Path(alias) for alias in settings.aliases)))
        return reconcile(filing, labelled, pages)


def package(path: Path, root: Path, settings: Settings) -> Package:
    """Read one filing and make its tables: what ``run`` has done in a worker and commits. Raises as ``extract`` does."""
    return pack(extract(path, root=root, settings=settings), hashlib.sha256(path.read_bytes()).hexdigest())
