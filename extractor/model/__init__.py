"""Every type that passes between rooms. Frozen values; nothing here imports anything of ours.

The rooms hand these on in this order::

    read       file               -> Document, Page (words, rules)
    segment    Page*              -> Filing, StatementSpan*
    detect     StatementSpan      -> Sheet (rows, columns, cells with boxes)
    normalise  Sheet              -> LabelledSheet (a Match for each line and column)
    reconcile  LabelledSheet*     -> Extraction (facts with proof, checks, findings, ledger)
    write      Extraction         -> committed Parquet

Coordinates are PDF points, origin at the top left, after the page's rotation. Amounts are ``Decimal``.
"""

from __future__ import annotations

from extractor.model.filing import (
    DocumentType,
    Filing,
    Language,
    Period,
    Rounding,
    Source,
    Standard,
    StatementKind,
    StatementSpan,
    SummaryPart,
)
from extractor.model.finding import Finding, Severity
from extractor.model.mapping import CalculationArc, Candidate, LabelledSheet, Match, Usage
from extractor.model.page import Box, Page, Region, Remark, Rule, Word
from extractor.model.result import Check, Extraction, Fact, Member, Proof, Sign, Trust, Unit, UnmappedLine
from extractor.model.table import Amount, Cell, Claim, Column, Fate, Line, Reading, Sheet, ValueState

__all__ = [
    "Amount",
    "Box",
    "CalculationArc",
    "Candidate",
    "Cell",
    "Check",
    "Claim",
    "Column",
    "DocumentType",
    "Extraction",
    "Fact",
    "Fate",
    "Filing",
    "Finding",
    "LabelledSheet",
    "Language",
    "Line",
    "Match",
    "Member",
    "Page",
    "Period",
    "Proof",
    "Reading",
    "Region",
    "Remark",
    "Rounding",
    "Rule",
    "Severity",
    "Sheet",
    "Sign",
    "Source",
    "Standard",
    "StatementKind",
    "StatementSpan",
    "SummaryPart",
    "Trust",
    "Unit",
    "UnmappedLine",
    "Usage",
    "ValueState",
    "Word",
]
