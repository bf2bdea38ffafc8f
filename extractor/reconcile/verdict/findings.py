"""What a reader of the tables must know, in the closed vocabulary of finding codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.errors import FindingCode as Code
from extractor.model import (
    Finding,
    LabelledSheet,
    Rounding,
    Severity,
    StatementKind,
    StatementSpan,
    UnmappedLine,
    ValueState,
)
from extractor.reconcile.identities.layout_sums import Reading
from extractor.reconcile.identities.quantities import named
from extractor.reconcile.scale.inference import RoundingNote
from extractor.reconcile.scale.votes import Verdict
from extractor.reconcile.values.figure import NO_MATCH, Figure, Key
from extractor.reconcile.verdict.expected_lines import blanks, owed


def touched(findings: Sequence[Finding], figures: Mapping[Key, Figure]) -> dict[Key, tuple[str, ...]]:
    """The codes on each cell; information is not written on cells. A finding without a line touches its whole sheet."""
    lines: dict[tuple[int, int], set[str]] = defaultdict(set)
    cells: dict[Key, set[str]] = defaultdict(set)
    columns: dict[tuple[int, int], set[str]] = defaultdict(set)
    sheets: dict[int, set[str]] = defaultdict(set)
    below: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for finding in findings:
        if finding.severity is Severity.INFO or finding.sheet is None:
            continue
        code = str(finding.code)
        if finding.line is not None and finding.column is not None:
            cells[finding.sheet, finding.line, finding.column].add(code)
        elif finding.line is not None and finding.below:
            below[finding.sheet].append((finding.line, code))
        elif finding.line is not None:
            lines[finding.sheet, finding.line].add(code)
        elif finding.column is not None:
            columns[finding.sheet, finding.column].add(code)
        else:
            sheets[finding.sheet].add(code)
    out: dict[Key, tuple[str, ...]] = {}
    for key in figures:
        found = (
            cells.get(key, set())
            | lines.get(key[:2], set())
            | columns.get((key[0], key[2]), set())
            | sheets.get(key[0], set())
            | {code for line, code in below.get(key[0], ()) if key[1] >= line}
        )
        if found:
            out[key] = tuple(sorted(found))
    return out


def finding_on(
    code: Code,
    message: str,
    labelled: Sequence[LabelledSheet],
    sheet: int,
    *,
    line: int | None = None,
    column: int | None = None,
    severity: Severity = Severity.WARNING,
    page: int | None = None,
    below: bool = False,
) -> Finding:
    """A finding on a sheet, a line (``below``: and all under it), a column or a cell, with the page and the statement
    that these say."""
    entry = labelled[sheet].sheet
    page = page or (entry.line(line).page if line else entry.lines[0].page if entry.lines else None)
    return Finding(
        code,
        severity,
        message,
        page,
        entry.span.kind.value,
        sheet,
        line,
        column,
        f"extractor page FILE {page}" if page else None,
        below,
    )


def carried(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """What the rooms before found, with the sheet's place in the filing."""
    for index, entry in enumerate(labelled):
        for finding in (*entry.sheet.findings, *entry.findings):
            yield replace(finding, sheet=index, statement=finding.statement or entry.sheet.span.kind.value)


def of_periods(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> Iterator[Finding]:
    """Columns whose date was not read."""
    unread = {
        (key[0], key[2])
        for key, figure in figures.items()
        if figure.period is None and figure.cell.amount.state is ValueState.NUMBER
    }
    for sheet, column in sorted(unread):
        label = labelled[sheet].sheet.columns[column].label
        yield finding_on(
            Code.HEADER_UNREAD, f"no date was read for the column {label!r}", labelled, sheet, column=column
        )


def of_units(
    labelled: Sequence[LabelledSheet],
    figures: Mapping[Key, Figure],
    verdicts: Mapping[int, Verdict],
    scales: Mapping[int, int | None],
) -> Iterator[Finding]:
    """Statements without a unit, or whose unit something speaks against."""
    disputed = _disputed(labelled, verdicts)
    for index, verdict in sorted(verdicts.items()):
        entry = labelled[index].sheet
        if index in scales and scales[index] is None:
            yield finding_on(
                Code.UNIT_UNCLEAR,
                "no caption names the unit and nothing outside the table proves one; its amounts are refused",
                labelled,
                index,
                severity=Severity.ERROR,
            )
        elif index in scales:
            yield finding_on(
                Code.UNIT_UNCLEAR,
                f"no caption names the unit; figures of other tables prove {scales[index]:,} yen",
                labelled,
                index,
                severity=Severity.INFO,
            )
        elif verdict.factor is not None:
            others = ", ".join(
                labelled[other].sheet.span.title or labelled[other].sheet.span.kind.value for other in verdict.witnesses
            )
            many = f"{verdict.factor:,f}" if verdict.factor > 1 else f"1/{1 / verdict.factor:,f}"
            yield finding_on(
                Code.UNIT_CONTRADICTED,
                f"figures of {others} say that these amounts are {many} times the true ones",
                labelled,
                index,
                severity=Severity.ERROR,
            )
        elif index in disputed:
            message = "figures of the summary say another scale, those of the other statements this one"
            yield finding_on(Code.UNIT_CONTRADICTED, message, labelled, index)
        elif not verdict.proved and not _silent(index, labelled, verdicts, figures):
            severity = (
                Severity.INFO if entry.span.part else Severity.WARNING
            )  # each column of a summary page prints its own unit
            yield finding_on(
                Code.UNIT_UNCLEAR,
                "only the table's own caption speaks for its unit",
                labelled,
                index,
                severity=severity,
            )


def _disputed(labelled: Sequence[LabelledSheet], verdicts: Mapping[int, Verdict]) -> set[int]:
    """Statements that bear one another's unit out and that the summary contradicts; where it contradicts two, all of
    their unit."""
    kind = {index: entry.sheet.span.kind for index, entry in enumerate(labelled)}
    disputed = {
        index
        for index, verdict in verdicts.items()
        if any(kind[other] is StatementKind.FINANCIAL_SUMMARY for other in verdict.disputed)
        and kind[index] is not StatementKind.FINANCIAL_SUMMARY
    }
    scales = [labelled[index].sheet.span.scale for index in disputed]
    return disputed | {
        index
        for index in verdicts
        if kind[index] is not StatementKind.FINANCIAL_SUMMARY and scales.count(labelled[index].sheet.span.scale) > 1
    }


def _silent(
    index: int, labelled: Sequence[LabelledSheet], verdicts: Mapping[int, Verdict], figures: Mapping[Key, Figure]
) -> bool:
    """Tables whose unit needs no proof of its own: without amounts of money, or parts of a summary, periods of a
    statement of changes in equity, whose other parts are proved and print the same unit."""
    if not any(
        figure.measure.money and abs(figure.value or Decimal(0)) >= 100
        for key, figure in figures.items()
        if key[0] == index
    ):
        return True
    span = labelled[index].sheet.span
    kind = span.kind
    if span.part is None and kind is not StatementKind.CHANGES_IN_EQUITY:
        return False
    kin = (labelled[other].sheet.span for other, verdict in verdicts.items() if verdict.proved)
    return any(other.kind is kind and other.scale == span.scale for other in kin)


def of_rounding(note: RoundingNote) -> Iterator[Finding]:
    """The rounding rule that sums obey where the filing states none or another."""
    if note.stated is Rounding.UNKNOWN and note.used is not Rounding.UNKNOWN:
        yield Finding(
            Code.ROUNDING_INFERRED, Severity.INFO, f"the filing states no rounding rule; its sums obey: {note.used}"
        )
    elif note.inferred:
        yield Finding(
            Code.ROUNDING_INFERRED,
            Severity.INFO,
            f"the filing states {note.stated}, but {note.against_truncation} sums break truncation and "
            f"{note.against_rounding} rounding; used: {note.used}",
        )
    if note.apart is not None:
        yield Finding(
            Code.ROUNDING_INFERRED,
            Severity.INFO,
            f"the sums of the company's own statements obey another rule than the group's: {note.apart}",
        )


def of_missing(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Sections and statements without the total that such print."""
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is StatementKind.FINANCIAL_SUMMARY:
            continue  # a choice of figures, no sum of them
        for heading, message in owed(entry.sheet):
            # the finding stands on the heading, or on the statement as a whole: no figure of it is wrong
            page = heading.page if heading else entry.sheet.lines[0].page
            line = heading.number if heading else 0
            yield Finding(
                Code.TOTAL_MISSING,
                Severity.WARNING,
                message,
                page,
                entry.sheet.span.kind.value,
                index,
                line,
                None,
                f"extractor page FILE {page}",
            )


def of_blanks(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Blanks in tables that print something in every other cell."""
    for index, entry in enumerate(labelled):
        for line, column in blanks(entry.sheet) if entry.sheet.span.kind is not StatementKind.FINANCIAL_SUMMARY else ():
            message = f"{line.label}: blank, where this table prints a figure or a dash in every other cell"
            yield finding_on(Code.CELL_MISSING, message, labelled, index, line=line.number, column=column)


def of_labels(
    labelled: Sequence[LabelledSheet], readings: Sequence[Reading], unmapped: Sequence[tuple[int, UnmappedLine]]
) -> Iterator[Finding]:
    """Lines without an item, and labels that arithmetic speaks against."""
    for index, line in unmapped:
        best = ", ".join(candidate.item for candidate in line.candidates)
        yield finding_on(
            Code.UNMAPPED,
            f"{line.label}: no item of the taxonomy" + (f"; nearest: {best}" if best else ""),
            labelled,
            index,
            line=line.line,
            severity=Severity.INFO,
        )
    for index, entry in enumerate(labelled):
        for column, match in sorted(entry.components.items()):
            if match.item is None:
                label = entry.sheet.columns[column].component_label or entry.sheet.columns[column].label
                yield finding_on(
                    Code.COMPONENT_UNMAPPED,
                    f"{label}: no component of equity in the taxonomy",
                    labelled,
                    index,
                    column=column,
                    severity=Severity.INFO,
                )
    for reading in readings:
        sheet = reading.table.sheet
        if reading.across or sheet.span.kind not in (
            StatementKind.INCOME_STATEMENT,
            StatementKind.COMPREHENSIVE_INCOME,
        ):
            continue
        overruled = {
            finding.line for finding in labelled[reading.table.index].findings if finding.code == Code.LABEL_OVERRULED
        }
        for found in reading.outcome.sums:
            if found.total in overruled:
                continue  # normalise said so, of the item that it chose
            said = named(sheet.line(found.total).label, sheet.span.kind)
            parts = {named(sheet.line(term.key).label, sheet.span.kind) for term in found.terms}
            if said == "other_comprehensive_income" and "profit" in parts and len(found.terms) > 1:
                label = sheet.line(found.total).label
                yield finding_on(
                    Code.LABEL_OVERRULED,
                    f"{label}: it adds profit to other comprehensive income, so it is comprehensive income whatever "
                    "it is called",
                    labelled,
                    reading.table.index,
                    line=found.total,
                )


def of_spans(labelled: Sequence[LabelledSheet], spans: Sequence[StatementSpan]) -> Iterator[Finding]:
    """A statement that was found on its pages and of which no table could be read."""
    read = {(entry.sheet.span.kind, region) for entry in labelled for region in entry.sheet.span.regions}
    for span in spans:
        if span.part is None and not any((span.kind, region) in read for region in span.regions):
            page = span.regions[0].page
            message = f"{span.title or span.kind.value}: found on page {page}, and no column of figures could be read"
            yield Finding(
                Code.STATEMENT_MISSING,
                Severity.WARNING,
                message,
                page,
                span.kind.value,
                next_command=f"extractor page FILE {page}",
            )


def unmapped_lines(labelled: Sequence[LabelledSheet]) -> list[tuple[int, UnmappedLine]]:
    """Lines with figures and without an item, with the best candidates; what has none by nature (a forecast, a rate of
    change) left out."""
    out: list[tuple[int, UnmappedLine]] = []
    for index, entry in enumerate(labelled):
        span = entry.sheet.span
        for line in entry.sheet.lines:
            match = entry.matches.get(line.number, NO_MATCH)
            if (
                match.item is not None
                or match.method is not None
                or not any(cell.amount.state is ValueState.NUMBER for cell in line.cells)
            ):
                continue
            parent = entry.sheet.line(line.parent).label if line.parent else None
            values = tuple(cell.amount.text for cell in line.cells)
            out.append(
                (
                    index,
                    UnmappedLine(
                        span.kind,
                        span.consolidated,
                        line.number,
                        line.label,
                        match.section or parent,
                        match.parent_item,
                        values,
                        line.page,
                        line.box,
                        match.candidates[:3],
                    ),
                )
            )
    return out
