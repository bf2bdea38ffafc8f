"""The rows, terms and running sums with which ``sum_search`` looks for the sums of a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model import Rounding
from extractor.reconcile.identities.rounding import allows


@dataclass(slots=True)
class Row:
    """A row (or, across, a column) of figures. ``values``: whole printed units, 0 where nothing is printed."""

    key: int
    values: Sequence[int]
    live: Sequence[bool]  # a figure is printed
    shown: Sequence[bool]  # a figure or a dash is printed
    depth: int = 0
    total: bool = False  # the wording says that it sums up
    result: bool = False  # a profit line or a balance: follows from what stands above it
    owed: bool = False  # a result that cannot stand without what it follows from
    family: str = ""  # what a result is a result of, and an attribution attributes: "profit", "comprehensive"
    share: bool = False  # an attribution: who gets how much of a result
    nature: int = 0  # -1: a cost, subtracted where it is printed positive; +1: a gain; 0: unknown
    aside: bool = False  # "thereof": no part of a sum
    memo: bool = False  # a total on the way, which no later total counts
    heading: bool = False  # no figures: opens a section
    only: frozenset[int] | None = None  # columns in which the row still counts: its total prints nothing there


@dataclass(frozen=True, slots=True)
class Term:
    """A row in a sum, added or subtracted. ``only``: columns (by place) in which it is a member; None: in all."""

    key: int
    weight: int
    only: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` is the weighted sum of ``terms``; ``holds``: per column True, False, or None where it says nothing."""

    total: int
    terms: tuple[Term, ...]
    holds: tuple[bool | None, ...]
    evidence: float
    natural: bool
    above: bool = True  # the terms stand above the total

    def terms_at(self, column: int) -> tuple[Term, ...]:
        """The terms that are members in a column, by its place."""
        return tuple(term for term in self.terms if term.only is None or column in term.only)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A total for which no run fits, and the rows that it might sum."""

    total: int
    near: tuple[int, ...]


@dataclass(slots=True)
class Outcome:
    """What the rows of a column come to: sums, totals without members, rows that fit nowhere."""

    sums: list[Sum] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    odd: list[tuple[int, int]] = field(
        default_factory=list
    )  # a cost that a result counts against the way the others are printed
    attributed: set[int] = field(default_factory=set)  # results whose attributions add up
    loose: list[int] = field(default_factory=list)  # rows that are no member of anything


@dataclass(frozen=True, slots=True)
class Rule:
    """How the filer rounds; ``exact``: to the last yen. ``style``: whether costs are printed positive (1), negative
    (-1) or either (0). ``sparse``: a total may be printed beside parts that are all left blank."""

    rounding: Rounding = Rounding.UNKNOWN
    exact: bool = False
    style: int = 0
    sparse: bool = False


@dataclass(slots=True)
class Tally:
    """The running sum of a growing run, by column."""

    sums: list[int]
    up: list[int]
    down: list[int]
    most: list[int]
    shown: list[bool]  # whether any of the rows prints a figure or a dash

    @classmethod
    def of(cls, width: int) -> Tally:
        return cls([0] * width, [0] * width, [0] * width, [0] * width, [False] * width)

    def add(self, row: Row, weight: int) -> None:
        sums, up, down, most = self.sums, self.up, self.down, self.most
        for c, (value, live) in enumerate(zip(row.values, row.live, strict=True)):
            if row.shown[c]:
                self.shown[c] = True
            if not live:
                continue
            part = weight * value
            sums[c] += part
            if part >= 0:
                up[c] += 1
            if part <= 0:
                down[c] += 1
            if abs(part) > most[c]:
                most[c] = abs(part)

    def verdicts(self, total: Row, rule: Rule) -> tuple[tuple[bool | None, ...], float, int]:
        """Per column whether it fits; the evidence in decimal orders; how many columns do not fit."""
        holds: list[bool | None] = []
        evidence, misfits = 0.0, 0
        seen: set[tuple[int, int]] = set()
        for c, value in enumerate(total.values):
            live = total.live[c]
            silent = not self.up[c] and not self.down[c] and (not live or (rule.sparse and not self.shown[c]))
            if not total.shown[c] or silent:
                holds.append(None)
                continue
            if allows(rule.rounding, rule.exact, value - self.sums[c], self.up[c], self.down[c], value, live):
                holds.append(True)
                mark = (value, self.sums[c])
                if mark in seen:  # a column that repeats another one is no second witness
                    continue
                seen.add(mark)
                if live and value:  # that a dash fits says little
                    width = 1 if rule.exact else max(self.up[c], self.down[c]) + 1
                    evidence += max(0.0, math.log10(max(abs(value), self.most[c]) / width))
            else:
                holds.append(False)
                misfits += 1
        return tuple(holds), evidence, misfits
