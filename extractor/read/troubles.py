"""What a reader says of a file: pages that could not be read, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.errors import FindingCode
from extractor.model import Finding, Remark, Severity

_SHOWN = 12  # page numbers in a message
SUSPECT = 0.003  # share of a text's characters that are none, from which its fonts are not believed
FEW = 5  # such characters that may stand on any page
UNREAD = 0.2  # likewise, private ones too: from here on nothing of the page can be relied on
_NONE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
# Western letters with accents, and signs, as which bytes of a Japanese encoding are shown; filings hold hardly any
_MISTAKEN = re.compile(
    r"[\x80-\x9f\xa1-\xa4\xa6-\xaf\xb2-\xb5\xb8-\xd6\xd8-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    r"\u02c6\u02dc\u201a\u201e\u2020\u2021\u2030\u2039\u203a]"
)


def nonsense(text: str) -> float:
    """The share of the characters that say nothing: control characters, private ones, replacements, bytes of another
    encoding. A font that does not say which characters it draws gives the numbers of its glyphs instead."""
    return sum(len(kind.findall(text)) for kind in (_NONE, _PRIVATE, _MISTAKEN)) / max(len(text), 1)


def meaningless(text: str) -> bool:
    """Whether a page's text holds so many characters that are none that another reader should be asked. Private ones
    count only where they are many: fonts of symbols name their bullets so."""
    found = len(_NONE.findall(text))
    return (found >= FEW and found > SUSPECT * len(text)) or (len(text) > FEW and nonsense(text) > UNREAD)


def unread(page: int, why: str) -> Finding:
    """A page of which nothing is read. ``why`` is a clause: "it cannot be loaded"."""
    return Finding(
        FindingCode.PAGE_UNREAD,
        Severity.WARNING,
        f"page {page} was not read: {why}",
        page=page,
        next_command=f"look at page {page} of the file, or fetch the filing again",
    )


def page_cut(page: int, why: str) -> Finding:
    """A page of which a part is missing or wrong. ``why`` is a clause."""
    remark = page_remark(why)
    return Finding(
        remark.code, remark.severity, f"page {page}: {remark.message}", page=page, next_command="fetch the filing again"
    )


def nameless_glyphs(page: int, count: int) -> Finding:
    """A page with glyphs that have no character; where they stand in a table, its cells say so too."""
    return Finding(
        FindingCode.TEXT_DOUBTED,
        Severity.WARNING,
        f"page {page} draws {count} glyph(s) for which its fonts name no character: titles or figures may be lost",
        page=page,
        next_command=f"look at page {page} of the file, or fetch the filing again",
    )


def page_remark(why: str) -> Remark:
    """The same for all that stands on the page."""
    return Remark(FindingCode.PAGE_CUT, Severity.ERROR, f"the page is damaged, {why}: rows or digits may be lost")


def unseen(reader: str) -> Remark:
    """A page of a damaged file that only a reader could read who does not look at what the page shows."""
    words = f"only {reader} can read the page of this damaged file, and it does not see which glyphs the page shows"
    return Remark(FindingCode.FILE_MENDED, Severity.WARNING, words)


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
