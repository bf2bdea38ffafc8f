"""The primary statements: found by the walk over the rows, equity statements one sheet for each period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.detect import read_span, signs_by_convention, split_bases, split_tables, turned
from extractor.model import Check, Filing, LabelledSheet, Page, Sheet, StatementSpan
from extractor.reconcile import Figures
from extractor.segment import STATEMENTS, Readable


class Statements:
    """Balance sheet, income, comprehensive income, changes in equity, cash flows. Their identities are reconcile's
    own."""

    name = STATEMENTS
    opener = None

    def find(
        self, document: Readable, filing: Filing, texts: Mapping[int, str], walked: Sequence[StatementSpan]
    ) -> Sequence[StatementSpan]:
        return [span for span in walked if span.family == self.name]

    def read(self, span: StatementSpan, pages: Mapping[int, Page]) -> Sequence[Sheet]:
        found = read_span(span, pages)
        if not found:
            return []
        parts = [sheet for part in split_tables(*found) for sheet in turned(part)]
        return [signs_by_convention(sheet) for part in parts for sheet in split_bases(part)]

    def label(self, labelled: LabelledSheet) -> LabelledSheet:
        return labelled

    def check(self, labelled: Sequence[LabelledSheet], figures: Figures) -> Iterator[Check]:
        return iter(())
