"""A filing as printed: what reading gave, before any line or table has a name."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.filing import Filing, StatementSpan
from extractor.model.other import Grid, Standing
from extractor.model.page import Page
from extractor.model.table import Sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """All that judging needs of a filing. It depends on the file, the code and the lexicon only: while aliases or the
    taxonomy change, no page has to be read again."""

    filing: Filing
    spans: tuple[StatementSpan, ...]
    pages: tuple[Page, ...]  # of the statements, as far as the ledger looks at them
    sheets: tuple[Sheet, ...]
    grids: tuple[Grid, ...] = ()  # the tables that are no statements, in printed order
    standings: tuple[Standing, ...] = ()  # of each of these
