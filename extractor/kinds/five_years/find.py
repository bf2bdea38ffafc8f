"""The titles of selected financial data (主要な経営指標等の推移). Their words: ``schemas/lexicon/five_years.toml``."""

from __future__ import annotations

from functools import lru_cache

from extractor.model import StatementKind
from extractor.notation.lexicon import rules
from extractor.notation.text import squeeze
from extractor.segment.openings import Opening
from extractor.segment.titles import bare_heading

NAME = "five_years"
_R = rules("five_years")
_LONGEST = 90  # characters of a title


class FiveYearsOpener:
    """Opens at the heading that both bases have; the company's own table says so."""

    family = NAME
    run_on = 2

    def opens(self, text: str) -> Opening | None:
        if not summary_title(text):
            return None
        said = squeeze(text)
        consolidated = False if _R["own"].finds(said) else (_R["group"].finds(said) or None)
        return Opening(StatementKind.FINANCIAL_SUMMARY, text, consolidated)

    def resumes(self, text: str) -> bool:
        return _R["further"].finds(squeeze(text))

    def closes(self, text: str) -> bool:
        return len(text) < _LONGEST and _R["elsewhere"].finds(squeeze(text))


@lru_cache(maxsize=16384)
def summary_title(text: str) -> bool:
    """Whether a row heads the selected financial data; its line in a table of contents ends with a page number and does
    not."""
    bare = bare_heading(text)[0]
    if len(text) >= _LONGEST or _R["contents_line"].finds(bare):
        return False
    return _R["title_ja"].finds(squeeze(bare).strip("【】")) or _R["title_en"].finds(bare)
