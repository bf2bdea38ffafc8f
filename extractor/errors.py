"""One tree of errors, the exit codes, and the codes of findings. Standard library only.

Every error names the file it speaks of and ends with the next command to try.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """A stable interface: schedulers branch on these."""

    OK = 0
    BUG = 1
    USAGE = 2
    NO_INPUT = 3
    PARTIAL = 4
    ALL_FAILED = 5
    GATE = 6
    OUTPUT = 7
    CONFIGURATION = 8
    LOCKED = 75
    INTERRUPTED = 130
    TERMINATED = 143


class ExtractorError(Exception):
    """Base of all errors that a user can act on: ``message`` names the file, ``next_step`` says what to do."""

    exit_code = ExitCode.BUG
    code = "error"

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} Next: {self.next_step}" if self.next_step else self.message

    def __reduce__(self) -> tuple[type[ExtractorError], tuple[str, str]]:  # crosses process borders whole
        return type(self), (self.message, self.next_step)


class InputError(ExtractorError):
    """The file cannot be read as a filing."""

    exit_code = ExitCode.NO_INPUT
    code = "unreadable"


class PasswordError(InputError):
    """The file is protected, and no password that was given opens it."""

    code = "password"


class NoStatementsError(InputError):
    """The file was read, but holds no statement."""

    code = "no_statements"


class TooManyPagesError(InputError):
    """More pages than ``--max-pages`` allows."""

    code = "max_pages"


class ScanError(NoStatementsError):
    """The file was read, and its pages are pictures without text."""

    code = "needs_ocr"


class LimitError(ExtractorError):
    """A filing ran over its time or memory limit, or its process died."""

    exit_code = ExitCode.PARTIAL
    code = "limit"


class OutputError(ExtractorError):
    """The lake or another output cannot be written."""

    exit_code = ExitCode.OUTPUT
    code = "output"


class ConfigurationError(ExtractorError):
    """A file of rules or settings cannot be used."""

    exit_code = ExitCode.CONFIGURATION
    code = "configuration"


class LockedError(ExtractorError):
    """Another run has the lake."""

    exit_code = ExitCode.LOCKED
    code = "locked"


class UsageError(ExtractorError):
    """The options do not fit together, or a value is none of its kind."""

    exit_code = ExitCode.USAGE
    code = "usage"


class FindingCode(StrEnum):
    """What a finding can say. Each has one minimal input in the tests that triggers it and one that must not."""

    # reading
    PAGE_UNREAD = (
        "page_unread"  # a page that does not load, is empty among full ones, or shows a picture or drawings and no text
    )
    NEEDS_OCR = "needs_ocr"  # pages are pictures of text: a scan
    FILE_MENDED = "file_mended"  # a damaged file, read by another engine or after a repair in memory
    PAGE_CUT = "page_cut"  # a page with more glyphs than are read, or whose content is damaged
    TEXT_HIDDEN = "text_hidden"  # glyphs in the text layer that the page does not show; they are not read
    TEXT_ASIDE = "text_aside"  # slanted, sideways or large pale text across the page; it is not read
    TEXT_OVERPRINTED = "text_overprinted"  # two different glyphs in one place
    TEXT_DOUBTED = "text_doubted"  # a glyph is drawn as another character than the text layer says
    # structure
    HEADER_UNREAD = "header_unread"  # a value column whose period is not known
    ROW_SPLIT = "row_split"  # one printed row was read as two lines
    CELL_SPLIT = "cell_split"  # one cell held two numbers
    ILLEGIBLE = "illegible"  # a cell whose glyphs are no number
    BRACKET_LOST = "bracket_lost"  # ( without ) or the reverse, read as negative
    READERS_DIFFER = "readers_differ"  # two readers, two texts, nothing settles it
    # units
    UNIT_UNCLEAR = "unit_unclear"  # no caption proves the scale
    UNIT_CONTRADICTED = "unit_contradicted"  # evidence outside the table says another scale
    # arithmetic
    SUM_FAILS = "sum_fails"
    TIE_FAILS = "tie_fails"
    RATIO_FAILS = "ratio_fails"  # a rate or ratio does not follow from the amounts it is made of
    SUM_STRAINED = "sum_strained"  # holds only if nearly all members were rounded the same way
    TOTAL_UNPLACED = "total_unplaced"  # a total whose members are not known
    TOTAL_MISSING = "total_missing"  # a section or statement without the total that such prints
    CELL_MISSING = "cell_missing"  # a blank in a table that prints a figure or a dash in every other cell
    UNREACHED = "unreached"  # no identity reaches a figure, though they reach the figures around it
    MEMBER_MISSING = "member_missing"
    SIGN_UNCLEAR = "sign_unclear"
    ROUNDING_INFERRED = "rounding_inferred"
    # attributes: what a row is of
    PERIOD_UNCLEAR = "period_unclear"  # nothing says the column's period, or something speaks against it
    BASIS_UNCLEAR = "basis_unclear"  # nothing says whether the statement is consolidated, or its lines say otherwise
    STATEMENT_UNCLEAR = "statement_unclear"  # its lines are those of another statement than its title
    STANDARD_UNCLEAR = "standard_unclear"  # statements of one filing by two standards
    STATEMENT_BROKEN = "statement_broken"  # many of its figures contradict each other, or no identity reaches them
    SUPERSEDED = "superseded"  # printed before a correction, and again after it
    LABEL_UNCLEAR = "label_unclear"  # a row of figures without a label, or with more than one
    KEY_TWICE = "key_twice"  # the same item, period and basis with two values
    ITEM_CONTRADICTED = "item_contradicted"  # the official parts of a total come to another line
    # labels
    UNMAPPED = "unmapped"
    LABEL_OVERRULED = "label_overruled"  # arithmetic says another item than the wording
    COMPONENT_UNMAPPED = "component_unmapped"
    # other tables
    HEADING_UNKNOWN = "heading_unknown"  # a table under headings that no canonical name stands for
    TABLE_CUT = "table_cut"  # a table that may go on over the page end, whose parts could not be joined
    UNIT_DIFFERS = "unit_differs"  # a table in another unit of money than the statements
    TIE_ELSEWHERE = "tie_elsewhere"  # an amount that the statements carry under another name than the table's
    TYPE_UNCLEAR = "type_unclear"  # a table whose name says segments, say, and whose heads do not
    # ledger and lake
    TOKEN_UNCLAIMED = "token_unclaimed"
    STATEMENT_MISSING = "statement_missing"
    CONTRACT = "contract"
    RESTATED = "restated"
    CONTRADICTED_ACROSS = "contradicted_across"
