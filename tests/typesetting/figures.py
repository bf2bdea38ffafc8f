"""Statement sets of companies of fiction, invented from a seed: every sum, balance and tie between the statements
holds."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.typesetting.labels import Names

Values = tuple[int | None, ...]  # one per column in printed units; None: a printed dash


@dataclass(frozen=True)
class Column:
    """A period: an instant has no start. ``block``: instant, cumulative, quarter (three months)."""

    start: date | None
    end: date
    current: bool
    block: str


@dataclass(frozen=True)
class Row:
    """One line. ``style``: heading, item, total; ``at``: open, close (a balance); ``unit``: money, per_share
    (hundredths of a yen)."""

    ja: str
    en: str
    depth: int
    style: str
    values: Values = ()
    at: str = ""
    unit: str = "money"


@dataclass(frozen=True)
class Statement:
    """One statement. Equity: ``components`` (ja, en, whether a total, group), and one block of rows for each period in
    ``periods``."""

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    components: tuple[tuple[str, str, str], ...] = ()  # ja, en, group: capital, other, none
    blocks: tuple[tuple[Row, ...], ...] = ()  # equity: one per period, values by component
    split: int = 0  # balance sheet: first row of liabilities


@dataclass(frozen=True)
class Figures:
    """A filing of fiction: who, when, by which standard, and its statements."""

    company: tuple[str, str]
    code: str
    standard: str  # jgaap, ifrs
    consolidated: bool
    part: str  # FY, H1, Q1, Q2, Q3
    year_end: date  # of the fiscal year
    term: int
    scale: int  # 1, 1000, 1_000_000
    statements: dict[str, Statement] = field(default_factory=dict)

    @property
    def current(self) -> Column:
        return self.statements["income_statement"].columns[1]


def month_end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def months_later(day: date, months: int) -> date:
    """The month's end that many months later, or the first of the month where ``day`` is a first."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1) if day.day == 1 else month_end(total // 12, total % 12 + 1)


def divide(rng: Random, total: int, parts: int, loose: float = 0.5) -> list[int]:
    """Random positive parts with that sum."""
    weights = [rng.uniform(1 - loose, 1 + loose) * rng.choice((0.3, 1, 1, 2)) for _ in range(parts)]
    cut = [int(total * weight / sum(weights)) for weight in weights]
    cut[rng.randrange(parts)] += total - sum(cut)
    return cut


class Sheet:
    """Rows in the making; each period has the same lines."""

    def __init__(self, columns: int) -> None:
        self.rows: list[Row] = []
        self.columns = columns

    def head(self, key: Names, depth: int) -> None:
        self.rows.append(Row(*key, depth, "heading"))

    def line(
        self, key: Names, depth: int, values: Sequence[int], style: str = "item", at: str = "", unit: str = "money"
    ) -> None:
        shown = tuple(value if value else None for value in values)
        self.rows.append(Row(*key, depth, style, shown, at, unit))

    def total(self, key: Names, depth: int, values: Sequence[int]) -> None:
        self.line(key, depth, values, "total")


def columns_of(part: str, year_end: date, three_months: bool) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The balance sheet's two dates, and the flows' periods: prior and current, cumulative and perhaps three months."""
    months = {"Q1": 3, "Q2": 6, "H1": 6, "Q3": 9, "FY": 12}[part]
    start = months_later(year_end, -12) + timedelta(days=1)
    before = months_later(start, -12)
    end, prior_end = months_later(start, months) - timedelta(days=1), months_later(before, months) - timedelta(days=1)
    instants = (Column(None, start - timedelta(days=1), False, "instant"), Column(None, end, True, "instant"))
    flows = [Column(before, prior_end, False, "cumulative"), Column(start, end, True, "cumulative")]
    if three_months and part in ("Q2", "Q3"):
        flows += [
            Column(months_later(column.start or column.end, months - 3), column.end, column.current, "quarter")
            for column in tuple(flows)
        ]
    return instants, tuple(flows)
