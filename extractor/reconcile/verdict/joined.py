"""Statements that took in what stands behind them: rows of another statement whose title was lost or not seen. Their
findings stand on these rows and all below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.errors import FindingCode as Code
from extractor.model import Filing, Finding, LabelledSheet, Line, Severity, StatementKind, ValueState
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key, squeeze
from extractor.reconcile.verdict.findings import finding_on

K = StatementKind
BELOW = 3  # lines: so near below the profit stands the first line of other comprehensive income
STRANGE = 5  # lines of a page, of which at least one is known where the page belongs to the statement
_PROFIT = ("profit_loss",)
_BY_WORDING = ("exact", "alias", "wording", "section")  # methods of matches that rest on what the label says
_COMPREHENSIVE, _ITS_LINES = rule("titles.comprehensive"), rule("attributes.comprehensive_income")
_CLOSES = rule("headings.closes_balance_sheet")


def of_gaps(labelled: Sequence[LabelledSheet], filing: Filing) -> Iterator[Finding]:
    """Statements that go on behind a page that was not read: another one may have begun there."""
    unread = {finding.page for finding in filing.unread if finding.code == Code.PAGE_UNREAD}
    for index, entry in enumerate(labelled):
        pages = [region.page for region in entry.sheet.span.regions]
        between = sorted(page for page in unread if page and min(pages) < page < max(pages))
        behind = next((line for line in entry.sheet.lines if between and line.page > between[0]), None)
        if between:
            message = f"page {between[0]} was not read, and what stands behind it may belong to another statement"
            number = behind.number if behind else None
            yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index, line=number, below=True)


def of_joined(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Income statements that print their profit twice, the second time over other comprehensive income: the statement
    of comprehensive income was joined to it, whose title was not seen."""
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is not K.INCOME_STATEMENT:
            continue
        lines = [line for line in entry.sheet.lines if line.cells]
        items = [(entry.matches[line.number].item or "") if line.number in entry.matches else "" for line in lines]
        profits = [at for at, item in enumerate(items) if item in _PROFIT]
        again = next(
            (
                lines[at]
                for at, item in enumerate(items)
                if item in ("", *_PROFIT)
                and any("oci" in below.split("_") for below in items[at + 1 : at + 1 + BELOW])
                and any(_alike(lines[earlier], lines[at]) for earlier in profits if earlier < at)
            ),
            None,
        )
        if again is not None:  # what stands above is the income statement's
            message = f"{again.label} is printed twice: untitled, a statement of comprehensive income begins with it"
            yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index, line=again.number, below=True)


def _alike(one: Line, two: Line) -> bool:
    """Whether two lines print the same figures, where both print one."""
    figures = {cell.column: cell.amount.value for cell in one.cells if cell.amount.value}
    pairs = [(figures[cell.column], cell.amount.value) for cell in two.cells if cell.column in figures]
    said = [(first, second) for first, second in pairs if second is not None]
    return bool(said) and all(first == second for first, second in said)


def of_untitled(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Income statements whose title says nothing of comprehensive income, and that print it: the statement of
    comprehensive income was joined to them, whose title and first lines were lost."""
    for index, entry in enumerate(labelled):
        span, lines = entry.sheet.span, entry.sheet.lines
        if span.kind is not K.INCOME_STATEMENT or any(map(_COMPREHENSIVE.finds, (span.title, *span.captions))):
            continue
        if any(other.sheet.span.kind is K.COMPREHENSIVE_INCOME for other in labelled if _same_basis(entry, other)):
            continue
        whole = next((line for line in lines if line.cells and _ITS_LINES.finds(label_key(line.label))), None)
        if whole is not None:
            first = next(line for line in lines if line is whole or _is_oci(entry, line))
            message = f"{whole.label}: the title does not name comprehensive income; another statement may begin here"
            yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index, line=first.number, below=True)
            lost = K.COMPREHENSIVE_INCOME.value
            message = f"no statement of comprehensive income was read, and lines of one stand in {span.title}"
            yield Finding(Code.STATEMENT_MISSING, Severity.WARNING, message, statement=lost)


def _is_oci(entry: LabelledSheet, line: Line) -> bool:
    """Whether a line is known as one of other comprehensive income, or heads it."""
    match = entry.matches.get(line.number)
    return "oci" in ((match.item if match else None) or "").split("_") or _ITS_LINES.finds(label_key(line.label))


def _same_basis(one: LabelledSheet, two: LabelledSheet) -> bool:
    return one.sheet.span.consolidated is two.sheet.span.consolidated


def of_closed(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Balance sheets that go on below their last total: liabilities and equity."""
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is not K.BALANCE_SHEET:
            continue
        lines = [line for line in entry.sheet.lines if any(c.amount.state is ValueState.NUMBER for c in line.cells)]
        last = max((at for at, line in enumerate(lines) if _CLOSES.finds(squeeze(line.label))), default=None)
        if last is not None and last + 1 < len(lines):
            line = lines[last + 1]
            message = f"{line.label}: printed below the last total of the balance sheet"
            yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index, line=line.number, below=True)


def of_strangers(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Statements with a page of which no line's wording is known: those of another statement, or damaged ones."""
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is K.FINANCIAL_SUMMARY:
            continue
        pages: dict[int, list[Line]] = defaultdict(list)
        for line in entry.sheet.lines:
            if any(cell.amount.state is ValueState.NUMBER for cell in line.cells):
                pages[line.page].append(line)
        for page, lines in pages.items():
            said = [entry.matches[line.number] for line in lines if line.number in entry.matches]
            if len(lines) >= STRANGE and not any(match.item and match.method in _BY_WORDING for match in said):
                message = f"of {len(lines)} labels on page {page} none is known as a line of this statement"
                yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index, line=lines[0].number, below=True)
