"""Kinds of tables. Each finds, reads, labels and checks its own; the rooms have the mechanisms and know no kind.

A new kind is a folder here that fits ``Kind``, its contract in ``schemas/tables/`` and its words in ``schemas/``, and
one entry in ``KINDS``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from extractor.kinds.earnings import Earnings
from extractor.kinds.five_years import FiveYears
from extractor.kinds.statements import Statements
from extractor.model import Check, Filing, LabelledSheet, Page, Sheet, StatementSpan
from extractor.reconcile import Figures
from extractor.segment import Opener, Readable


class Kind(Protocol):
    """A kind of table, from its title to its identities. Kinds hold no state: one instance serves every filing."""

    @property
    def name(self) -> str:
        """What the spans of this kind carry as ``family``."""
        ...

    @property
    def opener(self) -> Opener | None:
        """The titles that the walk over the rows looks for; None: the kind finds its tables itself, or has the walk's
        own titles."""
        ...

    def find(
        self, document: Readable, filing: Filing, texts: Mapping[int, str], walked: Sequence[StatementSpan]
    ) -> Sequence[StatementSpan]:
        """Its tables, in printed order. ``texts``: plain text by page; ``walked``: what the walk over the rows found,
        of every kind."""
        ...

    def read(self, span: StatementSpan, pages: Mapping[int, Page]) -> Sequence[Sheet]:
        """The table as printed; empty where it holds no figures under columns."""
        ...

    def label(self, labelled: LabelledSheet) -> LabelledSheet:
        """The sheet with what the kind knows better of its lines than the ladder of matchers."""
        ...

    def check(self, labelled: Sequence[LabelledSheet], figures: Figures) -> Iterator[Check]:
        """Identities that only this kind has, over all sheets of the filing."""
        ...


KINDS: tuple[Kind, ...] = (Earnings(), FiveYears(), Statements())
