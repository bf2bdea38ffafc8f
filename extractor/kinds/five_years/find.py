"""The titles of selected financial data (主要な経営指標等の推移)."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.model import StatementKind
from extractor.segment.openings import Opening
from extractor.segment.titles import bare_heading

NAME = "five_years"
_SUMMARY_TITLE = re.compile(
    r"^(?:主要な経営指標等?の?推移.*|.{0,40}最近.{1,40}に係る主要な経営指標等?の?推移|(?:selected|summary(?: of)?)\s+(?:consolidated\s+)?financial\s+data.*|(?:連結|提出会社の?)(?:経営指標等?).*)$",
    re.IGNORECASE,
)

# The head of a further table of selected financial data: the same years by another standard.
_FURTHER_YEARS = re.compile(
    r"^\W*(?:(?:日本|国際会計|米国会計|国際財務報告)基準|回\s*次|決算(?:年月|期))\W*|第\s*[0-9０-９]+\s*期.*第\s*[0-9０-９]+\s*期"
)
_COMPANY = re.compile(r"提出会社|当[社行]の最近|単体")


class FiveYearsOpener:
    """Opens at the heading that both bases have; the company's own table says so."""

    family = NAME
    run_on = 2

    def opens(self, text: str) -> Opening | None:
        if not summary_title(text):
            return None
        return Opening(
            StatementKind.FINANCIAL_SUMMARY, text, False if _COMPANY.search(text) else ("連結" in text or None)
        )

    def resumes(self, text: str) -> bool:
        return bool(_FURTHER_YEARS.search(text))


@lru_cache(maxsize=16384)
def summary_title(text: str) -> bool:
    """Whether a row heads the selected financial data; its line in a table of contents ends with a page number and does
    not."""
    bare = bare_heading(text)[0]
    if len(text) >= 90 or re.search(r"[\s.…·・]\d{1,3}$", bare):
        return False
    return bool(_SUMMARY_TITLE.match(re.sub(r"[\s【】]", "", bare) or " ") or _SUMMARY_TITLE.match(bare))
