"""What segment hands on: the filing as its cover tells it, and where its statements stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from extractor.model.finding import Finding
from extractor.model.page import Region

TEXT_SUFFIXES = frozenset({".txt", ".md", ".text", ".tsv"})
SUFFIXES = TEXT_SUFFIXES | {".pdf"}  # of files that can be filings


class StatementKind(StrEnum):
    """The statement tables of the lake."""

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
    """The accounting standard of the statements."""

    JGAAP = "jgaap"
    IFRS = "ifrs"
    USGAAP = "usgaap"


class Language(StrEnum):
    """The language of the filing."""

    JA = "ja"
    EN = "en"


class DocumentType(StrEnum):
    """What the filing is."""

    QUARTERLY = "quarterly_report"
    SEMIANNUAL = "semiannual_report"
    ANNUAL = "annual_report"
    EARNINGS = "earnings_report"


class Rounding(StrEnum):
    """How the filer brings amounts to the printed unit."""

    TRUNCATED = "truncated"
    ROUNDED = "rounded"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """What speaks for an attribute of a row: the strongest of what was found."""

    HEADER = "header"  # the head of its column prints it
    CAPTION = "caption"  # a caption or subtitle over the table
    TITLE = "title"  # the statement's title
    COVER = "cover"  # the cover, with the current or prior period that the header names
    LABEL = "label"  # the wording of the row, or of rows of its statement
    SECTION = "section"  # the section that it stands in
    TIE = "tie"  # a figure of another table that agrees
    IDENTITY = "identity"  # a sum within the statement
    OFFICIAL_SUM = "official_sum"  # a sum of the taxonomy that holds
    AMBIGUOUS = "ambiguous"  # the wording may mean another item, or one of the filer's own, and nothing settles which
    NONE = "none"  # nothing is claimed: a row without an item
    DEFAULT = "default"  # nothing spoke: a finding says so


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
    term_number: int | None = None  # of the fiscal year among all of the company's: 第84期
    unread: tuple[Finding, ...] = ()  # what the reader says of the file: pages that it could not read, repairs


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
    family: str = "statements"  # the kind of table that found it and reads it, see extractor/kinds
    part: SummaryPart | None = None  # of an earnings report's summary pages
    basis_source: Source | None = None  # what says whose figures these are; None: the kind of table says it by itself
