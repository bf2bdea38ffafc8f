"""What reconcile hands on: one row per printed cell with its proof, and the identities that were tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from extractor.model.filing import Filing, Source, StatementKind
from extractor.model.finding import Finding
from extractor.model.mapping import Candidate, LabelledSheet
from extractor.model.page import Box
from extractor.model.table import Claim, ValueState

if TYPE_CHECKING:
    from extractor.model.other import OtherFact, TypedFact


class Unit(StrEnum):
    """The units of values in the lake; money in thousands."""

    THOUSAND_YEN = "thousand_yen"
    YEN_PER_SHARE = "yen_per_share"
    PERCENT = "percent"
    SHARES = "shares"
    COUNT = "count"
    TIMES = "times"
    THOUSAND_USD = "thousand_usd"
    USD_PER_SHARE = "usd_per_share"
    THOUSAND_EUR = "thousand_eur"
    EUR_PER_SHARE = "eur_per_share"


class Proof(StrEnum):
    """How far a figure is proved: see the contract of the statement tables."""

    PROVED = "proved"
    TIED = "tied"
    UNPROVED = "unproved"
    CONTRADICTED = "contradicted"


class Trust(StrEnum):
    """How far a row is to be trusted: the weakest of its digits and attributes."""

    SOUND = "sound"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed cell, reconciled: a row of a statement table."""

    statement: StatementKind
    consolidated: bool
    line: int
    depth: int
    parent_line: int | None
    label: str
    note: str | None
    item: str | None
    element: str | None
    match_method: str | None
    match_score: float | None
    match_margin: float | None
    column_label: str
    period_start: date | None
    period_end: date | None
    component: str | None
    component_label: str | None
    value: Decimal | None  # money in thousands of its currency, else in its own unit
    unit: Unit
    reported_text: str
    reported_scale: int
    value_state: ValueState
    page: int
    box: Box
    reader: str
    proof: Proof
    findings: tuple[str, ...] = ()
    sheet: int = 0
    column: int = 0
    period_evidence: Source = Source.DEFAULT
    unit_evidence: Source = Source.DEFAULT
    basis_evidence: Source = Source.DEFAULT
    item_evidence: Source = Source.DEFAULT
    trust: Trust = Trust.DOUBTFUL
    headings: tuple[str, ...] = ()  # labels of the headings it stands under, outermost first
    version: str | None = None  # before, after: a correction or reclassification


class Sign(StrEnum):
    """What says that a member of an identity is added or subtracted."""

    PRINTED = "printed"  # added with the sign that the page shows
    LABEL = "label"  # its wording names a cost or a deduction
    TAXONOMY = "taxonomy"  # the official sum subtracts it
    ARITHMETIC = "arithmetic"  # only so the sum holds


@dataclass(frozen=True, slots=True)
class Member:
    """A cell's part in an identity. ``sheet``, ``line`` and ``column`` find its Fact."""

    sheet: int
    line: int
    column: int
    weight: int
    value: Decimal
    sign_evidence: Sign = Sign.PRINTED


@dataclass(frozen=True, slots=True)
class Check:
    """An identity that was tried: total against the weighted members, as intervals."""

    kind: str  # calculation, structure, across, structure:NAME, tie:QUANTITY, summary:QUANTITY, ratio:NAME
    statement: str
    total: Member
    members: tuple[Member, ...]
    low: Decimal  # of the members' sum
    high: Decimal
    found: Decimal
    holds: bool
    decisive: bool = True  # False: it proves nothing, whether it holds or fails: too coarse, or one trial among several


@dataclass(frozen=True, slots=True)
class UnmappedLine:
    """A line with figures and without an item."""

    statement: StatementKind
    consolidated: bool
    line: int
    label: str
    section: str | None
    parent_item: str | None
    values: tuple[str, ...]
    page: int
    box: Box
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one filing yields: what write commits."""

    filing: Filing
    facts: tuple[Fact, ...]
    unmapped: tuple[UnmappedLine, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    ledger: tuple[Claim, ...]
    sheets: tuple[LabelledSheet, ...] = ()  # for examine; not written
    second_read: tuple[int, ...] = ()  # pages on which further readers were asked
    other: tuple[OtherFact, ...] = ()  # figures of the tables that are no statements
    typed: tuple[TypedFact, ...] = ()  # of these, what fits a typed table
