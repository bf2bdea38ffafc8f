"""What the identities of summary tables reckon with: figures by name and period, and how exactly each is known."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from extractor.errors import ConfigurationError
from extractor.model import LabelledSheet, Period, StatementKind, SummaryPart, Unit, ValueState
from extractor.notation.lexicon import rules
from extractor.notation.text import label_key
from extractor.notation.units import without_remarks
from extractor.reconcile.identities.quantities import plain
from extractor.reconcile.ratios.formulas import Formula, Interval, Term, parse
from extractor.reconcile.values.figure import Figure, Key
from extractor.resources import schema_path

K = StatementKind
PER_SHARE = (Unit.YEN_PER_SHARE, Unit.USD_PER_SHARE, Unit.EUR_PER_SHARE)
CHANGE = "change"
SEEN = Decimal("0.005")  # three digits: a change by so much of an amount must break what vouches for it
EXPECTED = Decimal("0.003")  # how far the number of shares of a forecast may lie from one that is printed
_OF_COMPANY = ("issued", "treasury", "outstanding", "average_shares", "dps", "dividends")
YEAR = 380  # days: a year, or the months around it
_TRIED = 3  # figures of one name and period that differ
_W = rules("wordings")
ANNUAL = _W["annual"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A figure and the formulas that it must follow."""

    figure: str
    formulas: tuple[Formula, ...]
    exact: bool  # the same amount by another way, not a ratio
    doubted: tuple[str, ...]  # parts of summary pages on which a figure that does not follow is reported


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The named figures, their sums and the identities between them: ``schemas/taxonomy/identities.toml``."""

    figures: tuple[tuple[str, re.Pattern[str]], ...]
    sums: Mapping[str, Formula]
    identities: tuple[Identity, ...]


@cache
def catalogue() -> Catalogue:
    """What ``schemas/taxonomy/identities.toml`` says. Raises ConfigurationError that names the file."""
    path = schema_path("taxonomy", "identities.toml")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Catalogue(
            tuple((name, re.compile(pattern)) for name, pattern in raw["figures"].items()),
            {name: parse(text) for name, text in raw["sums"].items()},
            tuple(
                Identity(
                    entry["figure"],
                    tuple(map(parse, entry["formulas"])),
                    bool(entry.get("exact")),
                    tuple(entry.get("doubted", ())),
                )
                for entry in raw["identity"]
            ),
        )
    except (OSError, KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        raise ConfigurationError(f"{path}: {error}.", "restore the file, or correct it as its head says.") from error


def doubted(kind: str, part: SummaryPart | None) -> bool:
    """Whether a figure for which a check of this kind fails is reported, if it stands on this part of a summary
    page."""
    name = kind.partition(":")[2]
    return any(identity.figure == name and str(part) in identity.doubted for identity in catalogue().identities)


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure, or several of one column that make a sum, with the interval in which the true amount lies."""

    value: Decimal
    interval: Interval
    figures: tuple[Figure, ...]
    period: Period


class Amounts:
    """The figures of a filing by name and period."""

    def __init__(
        self, labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], quantities: Mapping[Key, str]
    ) -> None:
        self.labelled, self.figures = labelled, figures
        self.names: dict[Key, str] = {}
        self._by_name: dict[str, list[Operand]] = defaultdict(list)
        self._by_period: dict[tuple[str, date | None, date], list[Operand]] = defaultdict(list)
        for key, figure in figures.items():
            name = (
                self._name(figure, quantities)
                if figure.cell.amount.state is ValueState.NUMBER and figure.period is not None
                else None
            )
            if name:
                self.names[key] = name
                self._add(name, _single(figure))
        for name, formula in catalogue().sums.items():
            for operand in list(self._sums(formula)):
                self._add(name, operand)

    def named(self, name: str) -> list[Figure]:
        """The printed figures of this name."""
        return [operand.figures[0] for operand in self.operands(name)]

    def operands(self, name: str) -> Sequence[Operand]:
        """The figures of this name, or the sums: of these no table prints the total."""
        return self._by_name.get(name, ())

    def candidates(self, figure: Figure, term: Term) -> list[Operand]:
        """What can stand for the term in a formula for ``figure``: of its basis, but for what only the company has; the
        finest first."""
        name = self.base(figure) if term.name == "base" else term.name
        own = self.consolidated(figure)
        found = [
            operand
            for operand in (self._of_period(figure, name, term.mark) if name else ())
            if name in _OF_COMPANY or self.consolidated(operand.figures[0]) == own
        ]
        found.sort(
            key=lambda operand: (
                operand.interval[1] - operand.interval[0],
                operand.figures[0].key[0] != figure.key[0],
                operand.figures[0].key,
            )
        )
        if term.mark == "expected":
            found = [
                replace(operand, interval=(operand.value * (1 - EXPECTED), operand.value * (1 + EXPECTED)))
                for operand in found
            ]
        distinct: dict[tuple[Decimal, Interval], Operand] = {}
        for operand in found:
            distinct.setdefault((operand.value, operand.interval), operand)
        return list(distinct.values())[:_TRIED]

    def base(self, figure: Figure) -> str | None:
        """The name of the row whose change the figure tells."""
        found = _W["change_of"].find(label_key(figure.line.label))
        sheet = self.labelled[figure.key[0]].sheet
        row = next(
            (line for line in sheet.lines if found and not line.heading and label_key(line.label) == found["base"]),
            None,
        )
        return self.names.get((figure.key[0], row.number, figure.key[2])) if row else None

    def consolidated(self, figure: Figure) -> bool:
        return self.labelled[figure.key[0]].sheet.span.consolidated

    def _of_period(self, figure: Figure, name: str, mark: str) -> Sequence[Operand]:
        period, named = figure.period, self.operands(name)
        assert period is not None
        if mark in ("any", "expected"):
            return [operand for operand in named if abs((period.end - operand.period.end).days) < YEAR]
        if mark == "":
            return self._by_period.get((name, period.start, period.end), ()) or self._by_period.get(
                (name, None, period.end), ()
            )
        if period.start is None:
            return ()
        before = period.start - timedelta(days=1)
        if mark == "opening":
            return self._by_period.get((name, None, before), ())
        alike = [operand for operand in named if _as_long(operand.period, period)]
        if mark == "previous":
            return [operand for operand in alike if operand.period.end == before]
        return [operand for operand in alike if 350 < (period.end - operand.period.end).days < YEAR]

    def _name(self, figure: Figure, quantities: Mapping[Key, str]) -> str | None:
        entry = self.labelled[figure.key[0]].sheet
        key = _W["term_number"].pattern.sub("", without_remarks(label_key(figure.line.label)))
        if figure.measure.money:
            if entry.span.kind is K.BALANCE_SHEET and _W["other_equity"].finds(key):
                return "other_equity"
            if entry.span.kind is K.CHANGES_IN_EQUITY and _W["other_equity"].finds(
                label_key(figure.column.component_label or "")
            ):
                return "other_equity" if quantities.get(figure.key) else None
            if entry.span.kind is K.FINANCIAL_SUMMARY and _W["own_equity"].finds(key):
                return "own_equity"
            return quantities.get(figure.key) or (
                plain(figure.line.label, entry.span.kind) if entry.span.part is SummaryPart.FORECAST else None
            )
        if entry.span.kind not in (K.FINANCIAL_SUMMARY, K.INCOME_STATEMENT):
            return None
        if entry.span.part is SummaryPart.DIVIDENDS and figure.measure.unit in PER_SHARE and ANNUAL.finds(key):
            return "dps"
        name = _called(key)
        if name == "eps" and entry.span.part is SummaryPart.FORECAST:
            return "expected_eps"
        return name or (self._basic(figure) if figure.measure.unit in PER_SHARE else None)

    def _basic(self, figure: Figure) -> str | None:
        """Per-share rows under their heading: "basic", "diluted"."""
        sheet = self.labelled[figure.key[0]].sheet
        above = label_key(sheet.line(figure.line.parent).label) if figure.line.parent else ""
        return "eps" if _W["per_share"].finds(above) and not _W["diluted"].finds(label_key(figure.line.label)) else None

    def _sums(self, formula: Formula) -> Iterator[Operand]:
        """The terms of a sum that stand in one column of a table, or in one line of a statement of changes in
        equity."""
        for first in self.operands(formula.terms[0].name):
            parts = [first, *(self._beside(first.figures[0], term.name) for term in formula.terms[1:])]
            if any(part is None and not term.optional for part, term in zip(parts, formula.terms, strict=True)):
                continue
            none = Decimal(0), Decimal(0)
            value = formula([(part.value, part.value) if part else none for part in parts])
            interval = formula([part.interval if part else none for part in parts])
            if value and interval:
                yield Operand(
                    value[0], interval, tuple(figure for part in parts if part for figure in part.figures), first.period
                )

    def _beside(self, figure: Figure, name: str) -> Operand | None:
        assert figure.period is not None
        for operand in self._by_period.get((name, figure.period.start, figure.period.end), ()):
            key = operand.figures[0].key
            if key[0] == figure.key[0] and (key[1] == figure.key[1] or key[2] == figure.key[2]):
                return operand
        return None

    def _add(self, name: str, operand: Operand) -> None:
        self._by_name[name].append(operand)
        self._by_period[name, operand.period.start, operand.period.end].append(operand)


def _single(figure: Figure) -> Operand:
    value = figure.amount or Decimal(0)
    room = Decimal(0) if _counted(figure) else figure.step
    assert figure.period is not None
    return Operand(value, (value - room, value + room), (figure,), figure.period)


def _as_long(one: Period, other: Period) -> bool:
    """Whether two durations are equal, give or take the days of February."""
    return (
        one.start is not None
        and other.start is not None
        and abs((one.end - one.start) - (other.end - other.start)).days < 5
    )


def _counted(figure: Figure) -> bool:
    """Shares printed one by one are counted, not rounded."""
    return figure.measure.unit is Unit.SHARES and figure.measure.scale == 1


@lru_cache(maxsize=16384)
def _called(key: str) -> str | None:
    if key.endswith(CHANGE) or _W["rate_of_change"].finds(key):
        return CHANGE
    return next((name for name, pattern in catalogue().figures if pattern.search(key)), None)
