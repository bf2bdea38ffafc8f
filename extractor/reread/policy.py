"""Who is asked about a page: the readers that have ever settled what is in doubt on it (docs/readers.md has the
counts)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.errors import FindingCode
from extractor.model import Extraction, Fate, Page, Proof, Region, StatementSpan, Word
from extractor.notation.numbers import has_digit

CONTRADICTED = Proof.CONTRADICTED.value
# Who is asked about what: the doubts that this reader has ever settled (docs/readers.md has the counts). Rows cut in
# two, heads without a date, strained sums and totals without parts were never settled by reading the page again.
LAYER_SETTLES = frozenset(
    map(
        str,
        (
            CONTRADICTED,
            FindingCode.TOKEN_UNCLAIMED,
            FindingCode.CELL_SPLIT,
            FindingCode.ILLEGIBLE,
            FindingCode.UNREACHED,
        ),
    )
)
FINDERS_SETTLE = frozenset(map(str, (FindingCode.TOKEN_UNCLAIMED, FindingCode.CELL_SPLIT, FindingCode.ILLEGIBLE)))
FINDERS = frozenset({"pdfplumber:lines", "pdfplumber:text", "camelot:lattice", "camelot:stream"})
FEW = 5  # figures without a place on a page: fewer were never placed by cutting its tables anew


def regions_on(number: int, spans: Sequence[StatementSpan]) -> tuple[Region, ...]:
    """The regions of a page, each once."""
    return tuple(dict.fromkeys(region for span in spans for region in span.regions if region.page == number))


def worth_cutting(extraction: Extraction, region: Region) -> bool:
    """Whether a table finder may settle something in the region: many figures of the page have no place, or a cell of
    the table holds two figures or none that can be read."""
    free = sum(claim.fate is Fate.UNCLAIMED and claim.page == region.page for claim in extraction.ledger)
    if free >= FEW:
        return True
    return any(
        str(finding.code) in FINDERS_SETTLE
        and finding.code != FindingCode.TOKEN_UNCLAIMED
        and finding.page == region.page
        and (finding.sheet is None or region in extraction.sheets[finding.sheet].sheet.span.regions)
        for finding in extraction.findings
    )


def reads_alike(page: Page, other: Page, regions: Sequence[Region]) -> bool:
    """Whether two text layers have the same figures and the same glyphs in the regions: then neither can settle
    anything."""

    def content(words: Sequence[Word]) -> tuple[Counter[str], Counter[str]]:
        inside = [w.text for w in words if any(r.top - 1 <= w.box.middle <= r.bottom + 1 for r in regions)]
        return Counter(filter(has_digit, inside)), Counter("".join(inside))

    return content(page.words) == content(other.words)


def suspects(extraction: Extraction) -> tuple[int, ...]:
    """Pages with a doubt that another reader may settle; those with most of them first."""
    doubts = Counter(page for page, doubt in _doubts(extraction) if doubt in LAYER_SETTLES | FINDERS_SETTLE)
    return tuple(page for page, _ in sorted(doubts.items(), key=lambda found: (-found[1], found[0])))


def in_doubt(extraction: Extraction, number: int) -> frozenset[str]:
    """What is in doubt on a page: codes of findings, and ``contradicted`` for figures against which a sum speaks."""
    return frozenset(doubt for page, doubt in _doubts(extraction) if page == number)


def _doubts(extraction: Extraction) -> Iterator[tuple[int, str]]:
    yield from ((fact.page, CONTRADICTED) for fact in extraction.facts if fact.proof is Proof.CONTRADICTED)
    yield from ((f.page, str(f.code)) for f in extraction.findings if f.page is not None)
