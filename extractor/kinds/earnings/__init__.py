"""Summary pages of earnings reports (決算短信): periods in rows, items in columns, facts in running text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.kinds.earnings.dividends import find_dividends
from extractor.kinds.earnings.find import summary_spans
from extractor.kinds.earnings.labels import label_part
from extractor.kinds.earnings.read import read_summary
from extractor.model import Check, Filing, LabelledSheet, Page, Sheet, StatementSpan
from extractor.reconcile import Figures
from extractor.segment import Readable


class Earnings:
    """Found on the first pages by the headings that the exchange prescribes."""

    name = "earnings"
    opener = None

    def find(
        self, document: Readable, filing: Filing, texts: Mapping[int, str], walked: Sequence[StatementSpan]
    ) -> Sequence[StatementSpan]:
        return [replace(span, family=self.name) for span in summary_spans(document, filing, texts, walked)]

    def read(self, span: StatementSpan, pages: Mapping[int, Page]) -> Sequence[Sheet]:
        return read_summary(span, pages)

    def label(self, labelled: LabelledSheet) -> LabelledSheet:
        return label_part(labelled)

    def check(self, labelled: Sequence[LabelledSheet], figures: Figures) -> Iterator[Check]:
        return find_dividends(labelled, figures)
