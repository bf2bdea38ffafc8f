"""What normalise hands on: the canonical item of each line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.model.finding import Finding
from extractor.model.table import Sheet


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a label resembles. ``score``: 0 to 1."""

    item: str
    element: str
    score: float


@dataclass(frozen=True, slots=True)
class Usage:
    """How filers use an element, counted over companies."""

    filers: int  # mean it by this very wording
    own: int  # mean an element of their own by this wording
    others: int  # mean another official element by this wording: the largest count
    users: int  # use the element under any wording
    beside: int = 0  # likewise ``others``, of the elements that could stand in the same place


@dataclass(frozen=True, slots=True)
class Match:
    """How a line (or an equity column) was mapped; item None: unmapped, with the best three candidates."""

    item: str | None
    element: str | None
    method: str | None  # exact, alias, wording, section, structure, arithmetic, fuzzy
    score: float | None = None
    margin: float | None = None
    candidates: tuple[Candidate, ...] = ()
    heading: bool = False
    balance: str | None = None  # debit, credit: the element's natural sign
    weight: int | None = None  # in the nearest standard parent's sum
    parent_item: str | None = None  # nearest standard parent
    section: str | None = None  # item of the section it stands in
    usage: Usage | None = None  # None: not counted
    model: bool = True  # the model statement has it, not only the long list of accounts
    trade: bool = False  # an item of a trade alone, which commerce and industry have not
    astray: bool = False  # stands right above or below a line that filers print the other way round


@dataclass(frozen=True, slots=True)
class CalculationArc:
    """The taxonomy says that line ``part`` counts ``weight`` times in line ``total``, both printed in this sheet.

    Where the taxonomy puts sums between the two which the filer does not print, the weights along the way are
    multiplied.
    """

    total: int
    part: int
    weight: int


@dataclass(frozen=True, slots=True)
class LabelledSheet:
    """A sheet whose lines and equity components are mapped to items."""

    sheet: Sheet
    matches: Mapping[int, Match]  # by line number
    components: Mapping[int, Match] = field(default_factory=dict)  # by column index; changes in equity
    industry: str | None = None
    findings: tuple[Finding, ...] = ()
    arcs: tuple[
        CalculationArc, ...
    ] = ()  # official sums among this sheet's lines, each part to its nearest printed total
