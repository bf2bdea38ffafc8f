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

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class StatementKind(StrEnum):
    BALANCE_SHEET = "balance_sheet"
    INCOME_STATEMENT = "income_statement"
    COMPREHENSIVE_INCOME = "comprehensive_income"
    CHANGES_IN_EQUITY = "changes_in_equity"
    CASH_FLOWS = "cash_flows"
    FINANCIAL_SUMMARY = "financial_summary"


class SummaryPart(StrEnum):
    """The parts of an earnings report's summary pages. Rows are periods there and columns are items."""

    RESULTS = "results"
    POSITION = "position"
    CASH_FLOWS = "cash_flows"
    DIVIDENDS = "dividends"
    FORECAST = "forecast"  # what is expected, no result
    SHARES = "shares"


class Standard(StrEnum):
    JGAAP = "jgaap"
    IFRS = "ifrs"
    USGAAP = "usgaap"


class Language(StrEnum):
    JA = "ja"
    EN = "en"


class DocumentType(StrEnum):
    QUARTERLY = "quarterly_report"
    SEMIANNUAL = "semiannual_report"
    ANNUAL = "annual_report"
    EARNINGS = "earnings_report"


class ValueState(StrEnum):
    """Blank, dash, zero and illegible are four things (zero is a NUMBER)."""

    NUMBER = "number"
    NIL = "nil"
    BLANK = "blank"
    ILLEGIBLE = "illegible"


class Unit(StrEnum):
    THOUSAND_YEN = "thousand_yen"
    YEN_PER_SHARE = "yen_per_share"
    PERCENT = "percent"
    SHARES = "shares"
    COUNT = "count"
    TIMES = "times"
    THOUSAND_USD = "thousand_usd"
    USD_PER_SHARE = "usd_per_share"


class Proof(StrEnum):
    PROVED = "proved"
    TIED = "tied"
    UNPROVED = "unproved"
    CONTRADICTED = "contradicted"


class Rounding(StrEnum):
    TRUNCATED = "truncated"
    ROUNDED = "rounded"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Fate(StrEnum):
    """What became of a digit-bearing token on a statement page."""

    CELL = "cell"
    PERIOD_HEADER = "period_header"
    NOTE_MARK = "note_mark"
    LABEL = "label"
    CAPTION = "caption"
    FURNITURE = "furniture"
    OUTSIDE = "outside"  # prose, footnotes and tables that are no statement
    UNMAPPED = "unmapped"
    ILLEGIBLE = "illegible"
    UNCLAIMED = "unclaimed"  # the ledger does not close


# ---------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class Box:
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom))

    def contains_point(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """A run of glyphs without a gap. ``edges`` holds the left edge of each glyph and the right edge of the last,
    so that a word can be cut between two glyphs: ``len(edges) == len(text) + 1``."""

    text: str
    box: Box
    size: float
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: horizontal if it is wider than high."""

    box: Box

    @property
    def horizontal(self) -> bool:
        return self.box.width >= self.box.height


@dataclass(frozen=True, slots=True)
class Page:
    number: int  # from 1
    width: float
    height: float
    words: tuple[Word, ...]  # in the order of the text layer
    rules: tuple[Rule, ...] = ()
    reader: str = ""  # which adapter read it: pdfium, pdfplumber, text
    furniture: tuple[Word, ...] = ()  # running heads, feet and page numbers; not repeated in words


# ---------------------------------------------------------------- segment


@dataclass(frozen=True, slots=True)
class Period:
    """A duration from start to end, or an instant (start is None)."""

    start: date | None
    end: date

    @property
    def instant(self) -> bool:
        return self.start is None


@dataclass(frozen=True, slots=True)
class Filing:
    """What the cover and the file say of a filing."""

    filing_id: str
    source_file: str
    company_name: str | None = None
    securities_code: str | None = None
    edinet_code: str | None = None
    fiscal_year: int | None = None
    fiscal_period: str | None = None  # Q1 Q2 Q3 H1 FY
    fiscal_year_end: date | None = None
    document_type: DocumentType | None = None
    standard: Standard = Standard.JGAAP
    language: Language = Language.JA
    rounding: Rounding = Rounding.UNKNOWN
    amends: bool = False  # 訂正
    pages: int = 0
    current: Period | None = None  # the cumulative period that the filing reports on


@dataclass(frozen=True, slots=True)
class Region:
    """A horizontal band of a page."""

    page: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class StatementSpan:
    """Where one statement stands, and what its captions say. Periods of its columns follow from its headers."""

    kind: StatementKind
    title: str
    consolidated: bool
    standard: Standard
    language: Language
    regions: tuple[Region, ...]
    scale: int | None  # 1, 1000, 1000000 yen; None: no unit caption was found
    currency: str = "JPY"
    rounding: Rounding = Rounding.UNKNOWN
    caption_period: Period | None = None  # 自…至… in a subtitle: the equity statement of one period
    captions: tuple[str, ...] = ()
    part: SummaryPart | None = None  # of an earnings report's summary pages


# ---------------------------------------------------------------- detect


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell prints, before scaling: sign as printed, full precision."""

    value: Decimal | None
    state: ValueState
    text: str  # the glyphs as printed, note marks taken off


@dataclass(frozen=True, slots=True)
class Reading:
    """The same cell as another reader saw it."""

    reader: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    column: int  # index into Sheet.columns
    amount: Amount
    box: Box
    page: int
    reader: str
    note: str | None = None  # marks that stood before the value: ※７
    others: tuple[Reading, ...] = ()  # other readers' texts where they differ


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a statement: a heading (no cells) or a line item."""

    number: int  # from 1 within the statement; the row's identity
    label: str  # wrapped parts joined, note marks taken off
    depth: int
    parent: int | None  # number of the heading it stands under
    note: str | None
    cells: tuple[Cell, ...]  # blank cells included where the row prints figures at all
    page: int
    box: Box
    label_wrapped: bool = False
    unit_text: str | None = None  # a unit printed for this row alone: in a column beside the label, or over the row's column in a transposed table

    @property
    def heading(self) -> bool:
        return all(cell.amount.state is ValueState.BLANK for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Column:
    """A value column. ``block`` counts the side-by-side or stacked blocks of an equity statement from 0."""

    index: int
    label: str  # the header as printed, top to bottom
    header: tuple[str, ...]  # its levels, outermost first
    period: Period | None = None
    unit_text: str | None = None  # a unit printed in the header
    component_label: str | None = None  # changes in equity; summaries: 予想 over what is a forecast
    block: int = 0
    currency: str = "JPY"
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A digit-bearing token and its fate."""

    page: int
    text: str
    box: Box
    fate: Fate


@dataclass(frozen=True, slots=True)
class Sheet:
    """One statement as it is printed, over all its pages. Equity statements: one Sheet per printed period."""

    span: StatementSpan
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()

    def line(self, number: int) -> Line:
        return self.lines[number - 1]


# ---------------------------------------------------------------- normalise


@dataclass(frozen=True, slots=True)
class Candidate:
    item: str
    element: str
    score: float


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


@dataclass(frozen=True, slots=True)
class CalculationArc:
    """The taxonomy says that line ``part`` counts ``weight`` times in line ``total``, both printed in this sheet.

    Where the taxonomy puts sums between the two which the filer does not print, the weights along the way are multiplied.
    """

    total: int
    part: int
    weight: int


@dataclass(frozen=True, slots=True)
class LabelledSheet:
    sheet: Sheet
    matches: Mapping[int, Match]  # by line number
    components: Mapping[int, Match] = field(default_factory=dict)  # by column index; changes in equity
    industry: str | None = None
    findings: tuple[Finding, ...] = ()
    arcs: tuple[CalculationArc, ...] = ()  # official sums among this sheet's lines, each part to its nearest printed total


# ---------------------------------------------------------------- reconcile


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the tables must know. ``code`` is one of errors.FindingCode."""

    code: str
    severity: Severity
    message: str
    page: int | None = None
    statement: str | None = None
    sheet: int | None = None  # index of the sheet within the filing
    line: int | None = None
    column: int | None = None
    next_command: str | None = None


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

    kind: str  # calculation, structure, across, down, balance, tie:cash, tie:profit, summary, per_share, ...
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


# ---------------------------------------------------------------- write


@dataclass(frozen=True, slots=True)
class Part:
    """One table of one filing as Parquet bytes: the same extraction gives the same bytes."""

    table: str
    rows: int
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a filing came to, in counts."""

    pages: int = 0
    statement_pages: int = 0
    second_read: int = 0  # statement pages on which further readers were asked
    statements: tuple[str, ...] = ()  # kinds found, each once
    cells: int = 0
    proved: int = 0
    tied: int = 0
    unproved: int = 0
    contradicted: int = 0
    lines: int = 0  # lines with figures
    unmapped: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)  # by code; information left out


@dataclass(frozen=True, slots=True)
class Package:
    """A filing ready to commit: what a worker returns and the parent commits."""

    filing_id: str
    source_file: str
    input_sha256: str
    fiscal_year: int  # 0: not known
    parts: tuple[Part, ...]  # tables without rows are left out
    figures: Figures
    findings: tuple[Finding, ...] = ()
    term: str | None = None  # whose report of which term in which language: an amendment bears its original's
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A committed table of a filing: ``path`` relative to the lake."""

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Marker:
    """The commit marker of a filing, written last. It holds no time and no machine, so equal runs write equal markers."""

    filing_id: str
    source_files: tuple[str, ...]  # every path that holds this content; the first is in the tables
    input_sha256: str
    fiscal_year: int
    entries: tuple[Entry, ...]
    versions: Mapping[str, str]  # extractor, code, taxonomy, contract, settings
    figures: Figures
    term: str | None = None  # whose report of which term in which language: an amendment bears its original's
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a filing is not in the lake. Forgotten when it succeeds."""

    filing_id: str
    source_files: tuple[str, ...]
    input_sha256: str
    code: str
    message: str
    next_step: str
    stage: str | None = None  # the room it happened in
    report_id: str | None = None  # of a bug
    versions: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
