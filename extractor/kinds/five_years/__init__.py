"""Selected financial data of securities reports (主要な経営指標等の推移): items in rows, the last five terms in
columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.detect import read_span
from extractor.kinds.five_years.find import NAME, FiveYearsOpener
from extractor.kinds.five_years.read import as_years, without_units
from extractor.model import Check, Filing, LabelledSheet, Page, Region, Sheet, StatementSpan, Word
from extractor.reconcile import Figures
from extractor.segment import Readable


class FiveYears:
    """Found by its title; its unit column is lifted off the page before the rows are read."""

    name = NAME
    opener = FiveYearsOpener()

    def find(
        self, document: Readable, filing: Filing, texts: Mapping[int, str], walked: Sequence[StatementSpan]
    ) -> Sequence[StatementSpan]:
        return [span for span in walked if span.family == self.name]

    def read(self, span: StatementSpan, pages: Mapping[int, Page]) -> Sequence[Sheet]:
        units: dict[int, list[Word]] = {}

        def lifted(page: Page, region: Region) -> Page:
            page, units[region.page] = without_units(page, region)
            return page

        found = read_span(span, pages, lifted)
        return [as_years(found[0], units)] if found else []

    def label(self, labelled: LabelledSheet) -> LabelledSheet:
        return labelled

    def check(self, labelled: Sequence[LabelledSheet], figures: Figures) -> Iterator[Check]:
        return iter(())
