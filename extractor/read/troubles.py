"""What a reader says of a file: pages that could not be read, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.errors import FindingCode
from extractor.model import Finding, Severity

_SHOWN = 12  # page numbers in a message


def unread(page: int, why: str) -> Finding:
    """A page of which nothing is read. ``why`` is a clause: "it cannot be loaded"."""
    return Finding(
        FindingCode.PAGE_UNREAD,
        Severity.WARNING,
        f"page {page} was not read: {why}",
        page=page,
        next_command=f"look at page {page} of the file, or fetch the filing again",
    )


def needs_ocr(pages: Sequence[int]) -> Finding:
    """Pages that are pictures of text."""
    listed = ", ".join(map(str, pages[:_SHOWN])) + (" ..." if len(pages) > _SHOWN else "")
    return Finding(
        FindingCode.NEEDS_OCR,
        Severity.WARNING,
        f"{len(pages)} page(s) show a picture or drawings and hardly any text, as a scan does: {listed}",
        page=pages[0],
        next_command="ocrmypdf IN OUT, or fetch the filing as text",
    )


def file_mended(how: str) -> Finding:
    """A file that is damaged and was read all the same. ``how`` is a clause: "it was repaired in memory"."""
    return Finding(
        FindingCode.FILE_MENDED,
        Severity.WARNING,
        f"the file is damaged; {how}: pages and figures may be missing",
        next_command="fetch the filing again",
    )


def told(lost: Mapping[int, str], blank: Sequence[int], pictures: Mapping[int, str], count: int) -> tuple[Finding, ...]:
    """``lost`` and ``pictures``: pages, and why they are not read; ``blank``: empty pages, which say something only
    among full ones."""
    said = {page: unread(page, why) for page, why in (*lost.items(), *pictures.items())}
    if len(blank) + len(said) < count:
        said |= {page: unread(page, "it is empty, and others are not") for page in blank}
    return (*((needs_ocr(sorted(pictures)),) if pictures else ()), *(said[page] for page in sorted(said)))
