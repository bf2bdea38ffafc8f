"""Findings about a statement as a whole: whose it is, which version, whether its reading holds together. They
stand on all its rows."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from extractor.errors import FindingCode as Code
from extractor.model import (
    Column,
    Filing,
    Finding,
    LabelledSheet,
    Line,
    Proof,
    Severity,
    Sheet,
    StatementKind,
    SummaryPart,
    ValueState,
)
from extractor.notation.lexicon import rule
from extractor.notation.text import fold, is_cjk, label_key
from extractor.notation.units import unit_caption, unit_words
from extractor.reconcile.identities.line_roles import is_total
from extractor.reconcile.values.figure import Figure, Key
from extractor.reconcile.verdict.doubts import version_of
from extractor.reconcile.verdict.findings import finding_on
from extractor.reconcile.verdict.proof import Verdicts

K = StatementKind
ARITHMETIC = frozenset(
    (
        Code.SUM_FAILS,
        Code.TIE_FAILS,
        Code.TOTAL_UNPLACED,
        Code.MEMBER_MISSING,
        Code.CELL_SPLIT,
        Code.ROW_SPLIT,
        Code.ILLEGIBLE,
        Code.READERS_DIFFER,
        Code.LABEL_UNCLEAR,
        Code.KEY_TWICE,
    )
)
BROKEN = 0.2  # share of a statement's figures with findings of arithmetic or reading, from which all of it is in doubt
UNREACHED = 0.6  # likewise, of figures that no identity reaches
FEW = 5  # figures, below which shares say nothing
CONDENSED = 12  # lines of figures that a condensed balance sheet has at most
_CONTENTS = {
    kind: rule(f"attributes.{kind.value}")
    for kind in (K.BALANCE_SHEET, K.INCOME_STATEMENT, K.CASH_FLOWS, K.CHANGES_IN_EQUITY)
}
_AS_PRINTED = ("exact", "alias", "section")  # methods of matches in which no word is left over
_DATED = rule("headings.dated_word")
_MARKS, _JOINED = rule("attributes.label_marks_left"), rule("attributes.labels_joined")
_REMARK = rule("lines.remark")
_FIGURE_LEFT = rule("attributes.label_figure_left")
_FRAGMENT, _SHARES = rule("attributes.label_fragment"), rule("expected.summary_shares")
_RUNS_ON, _UNDATED = rule("headings.runs_on"), rule("attributes.undated_balance")
_COUNT_LEFT, _COMMA_LEFT = rule("attributes.share_count_left"), rule("attributes.label_ends_in_comma")


def of_contents(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Statements with lines that only another statement prints: the tables of two were joined, or the title
    is not theirs. A forecast prints no numbers of shares."""
    read = {(entry.sheet.span.kind, entry.sheet.span.consolidated) for entry in labelled}
    for index, entry in enumerate(labelled):
        sheet = entry.sheet
        kind = sheet.span.kind
        if sheet.span.part is SummaryPart.FORECAST and any(
            _SHARES.finds(label_key(line.label)) for line in sheet.lines
        ):
            yield finding_on(Code.STATEMENT_UNCLEAR, "read as a forecast, and it prints shares", labelled, index)
        keys = {label_key(line.label) for line in sheet.lines if line.cells}
        for other, own in _CONTENTS.items():
            if kind is K.FINANCIAL_SUMMARY and other is not K.BALANCE_SHEET:
                continue  # a summary prints the totals of every other statement
            if kind is other or {kind, other} == {K.INCOME_STATEMENT, K.COMPREHENSIVE_INCOME}:
                continue
            found = sorted(key for key in keys if own.finds(key))
            if len(found) > (2 if kind is K.FINANCIAL_SUMMARY else 1):
                message = f"read as {kind.value}, and it prints lines of {other.value}: {', '.join(found[:3])}"
                yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index)
                if (other, sheet.span.consolidated) not in read and kind is not K.FINANCIAL_SUMMARY:
                    message = f"no {other.value.replace('_', ' ')} was read, and lines of one stand elsewhere"
                    yield Finding(Code.STATEMENT_MISSING, Severity.WARNING, message, statement=other.value)
                break


def of_condensed(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """A balance sheet or income statement of a few lines beside a full one: a table of the notes, of an
    affiliate or a segment."""
    sizes = {
        index: sum(not line.heading for line in entry.sheet.lines)
        for index, entry in enumerate(labelled)
        if entry.sheet.span.kind in (K.BALANCE_SHEET, K.INCOME_STATEMENT)
    }
    for index, size in sizes.items():
        kind = labelled[index].sheet.span.kind
        most = max(n for other, n in sizes.items() if labelled[other].sheet.span.kind is kind)
        if size <= CONDENSED and most >= 2 * size:
            message = f"it has {size} lines, another {kind.value} of the filing {most}: a condensed table of the notes"
            yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index)


def of_versions(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], filing: Filing) -> Iterator[Finding]:
    """What is printed before a correction, beside what is printed after it. An amended report prints a
    statement twice: before, after."""
    said = {key: version_of(labelled[key[0]], figure) for key, figure in figures.items()}

    def of_what(key: Key) -> tuple[object, ...]:
        span = labelled[key[0]].sheet.span
        return span.kind, span.consolidated, figures[key].period

    corrected = {of_what(key) for key, found in said.items() if found == "after"}
    replaced = {key for key, found in said.items() if found == "before" and of_what(key) in corrected}
    for sheet, column in sorted({(key[0], key[2]) for key in replaced}):
        message = "printed before a correction; the filing prints the corrected figures too"
        yield finding_on(Code.SUPERSEDED, message, labelled, sheet, column=column)
    for indices in _repeated(labelled).values():
        if len(indices) < 2 or corrected:
            continue
        if filing.amends:
            for index in indices[:-1]:
                yield finding_on(
                    Code.SUPERSEDED, "an amended report prints this statement again, corrected", labelled, index
                )
        elif len({_figures(labelled[index].sheet) for index in indices}) > 1:
            for index in indices:
                message = "the filing prints this statement twice for the same periods and basis, with other figures"
                yield finding_on(Code.STATEMENT_UNCLEAR, message, labelled, index)


def _repeated(labelled: Sequence[LabelledSheet]) -> Mapping[object, list[int]]:
    """Sheets by what they claim to be. The components of an equity statement may stand in two tables."""
    out: dict[object, list[int]] = defaultdict(list)
    for index, entry in enumerate(labelled):
        span = entry.sheet.span
        periods = frozenset(column.period for column in entry.sheet.columns if column.period is not None)
        if span.kind is not K.FINANCIAL_SUMMARY and periods:
            used = {column for column, value in _figures(entry.sheet) if value is not None}
            components = frozenset(
                (label_key(column.component_label), column.index)
                for column in entry.sheet.columns
                if column.component_label is not None and column.index in used
            )
            out[span.kind, span.consolidated, span.standard, periods, components].append(index)
    return out


def _figures(sheet: Sheet) -> frozenset[tuple[int, object]]:
    return frozenset((cell.column, cell.amount.value) for line in sheet.lines for cell in line.cells)


def of_labels(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Rows with figures whose label is missing, or holds more or less than a label; likewise heads of components."""
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is K.CHANGES_IN_EQUITY:
            for column in entry.sheet.columns:
                if message := _of_head(column):
                    yield finding_on(Code.LABEL_UNCLEAR, message, labelled, index, column=column.index)
        torn = _perhaps_torn(entry)
        for line in entry.sheet.lines:
            if any(cell.amount.state is ValueState.NUMBER for cell in line.cells) and (
                message := _of_row(entry, line, torn)
            ):
                yield finding_on(Code.LABEL_UNCLEAR, message, labelled, index, line=line.number)


def of_column_units(labelled: Sequence[LabelledSheet]) -> Iterator[Finding]:
    """Statements that give one currency in units of two sizes: a part of a column's unit may be lost. Columns under the
    same heads again are a part of the statement with a unit of its own, as amounts per share have."""
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is K.FINANCIAL_SUMMARY:
            continue
        heads = defaultdict[tuple[str, int], set[str]](set)
        for column in entry.sheet.columns:
            if column.scale is not None:
                heads[column.currency, column.scale].add(column.label)
        if any(one[0] == two[0] and heads[one] != heads[two] for one, two in itertools.combinations(heads, 2)):
            message = "its columns give the same currency in units of different sizes"
            yield finding_on(Code.UNIT_UNCLEAR, message, labelled, index)


def _of_head(column: Column) -> str | None:
    """What is wrong with the head of a component."""
    if not label_key(column.component_label or column.label):
        return "a column of a statement of changes in equity without a head"
    if any(_holds_unit(text) for text in column.header[:-1]):
        return f"{' / '.join(column.header)}: heads of neighbours that ran into each other"
    if _DATED.finds(column.component_label or ""):
        return f"{column.component_label}: a period in the place of a component of equity"
    return None


def _of_row(entry: LabelledSheet, line: Line, torn: Collection[int]) -> str | None:
    """What is wrong with the label of a row. ``torn``: numbers of lines beside what may be a part of their label."""
    span, label, key = entry.sheet.span, line.label, label_key(line.label)
    if span.kind is K.FINANCIAL_SUMMARY:
        left = span.part is SummaryPart.SHARES and _COUNT_LEFT.finds(key)
        return f"{label}: a number of shares, or its period, was left in the label" if left else None
    if not key:
        return "a row of figures without a label"
    found = (
        (line.number in torn, "a row without figures beside it may be a part of this label"),
        (_MARKS.finds(label) or _JOINED.finds(key), "more than one label, or marks and figures in it"),
        (_takes_figure(line), "its first figure may be left in the label"),
        (_FRAGMENT.finds(key), "the beginning of the label is missing"),
        (_RUNS_ON.finds(fold(label)) or _COMMA_LEFT.finds(fold(label)), "the end of the label is missing"),
        (span.kind is K.CHANGES_IN_EQUITY and _UNDATED.finds(key), "a balance that does not say of when"),
    )
    return next((f"{label}: {message}" for said, message in found if said), None)


def _takes_figure(line: Line) -> bool:
    """Whether a printed row of the label ends in a figure or a dash while the first column of the line is blank."""
    first = min(line.cells, key=lambda cell: cell.column)
    blank = first.column > 0 or first.amount.state is ValueState.BLANK
    return blank and any(_FIGURE_LEFT.finds(text) for text in (*line.label_rows, line.label))


def _holds_unit(text: str) -> bool:
    """Whether a head holds a unit among other words, and not in brackets: "interests Thousands of yen"."""
    return "(" not in text and unit_words(text) is not None and unit_caption(text) is None


def _perhaps_torn(entry: LabelledSheet) -> set[int]:
    """Lines without a known label above or below a row that is no known heading, and has no line below it."""
    lines = entry.sheet.lines
    matched = {number for number, match in entry.matches.items() if match.item or match.method}
    sure = {number for number, match in entry.matches.items() if match.method in _AS_PRINTED}
    out: set[int] = set()
    for before, line, after in zip((None, *lines[:-1]), lines, (*lines[1:], None), strict=True):
        if (
            not line.heading
            or (after is not None and after.parent == line.number)
            or _REMARK.finds(label_key(line.label))
        ):
            continue
        goes_on = bool(_COMMA_LEFT.finds(fold(line.label)))  # also on the next page
        if line.number not in matched or goes_on:
            near = (o for o in (before, after) if o is not None and (o.page == line.page or (goes_on and o is after)))
            out.update(other.number for other in near if not other.heading and other.number not in sure)
        if before is not None and not before.heading and is_cjk(before.label) and not is_cjk(line.label):
            out.add(before.number)  # in Japanese, and below it what may be the same in English
    return out


def of_broken(
    labelled: Sequence[LabelledSheet],
    figures: Mapping[Key, Figure],
    verdicts: Verdicts,
    codes: Mapping[Key, Sequence[str]],
) -> Iterator[Finding]:
    """Statements, and columns of them, whose figures do not hold together at many places, or are reached by no
    identity: what seems right in them is in doubt."""
    all_of, bad, unreached = Counter[int](), Counter[int](), Counter[int]()
    column_of, bad_in = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for key, figure in figures.items():
        if figure.cell.amount.state is not ValueState.NUMBER or not figure.measure.money:
            continue
        if labelled[key[0]].sheet.span.kind is K.FINANCIAL_SUMMARY:
            continue
        all_of[key[0]] += 1
        doubted = bool(ARITHMETIC & set(codes.get(key, ()))) or verdicts.proofs[key] is Proof.CONTRADICTED
        bad[key[0]] += doubted
        column_of[key[0], key[2]] += 1
        bad_in[key[0], key[2]] += doubted
        unreached[key[0]] += verdicts.proofs[key] is Proof.UNPROVED
    for index, count in all_of.items():
        if count < FEW:
            continue
        sheet = labelled[index].sheet
        if bad[index] > BROKEN * count:
            message = (
                f"{bad[index]} of its {count} figures carry findings of arithmetic or reading: all of it is in doubt"
            )
        elif unreached[index] > UNREACHED * count and any(is_total(line.label) for line in sheet.lines):
            message = f"no identity reaches {unreached[index]} of its {count} figures"
        elif unreached[index] == count:
            message = "no identity reaches any of its figures"
        else:
            yield from _broken_columns(labelled, index, column_of, bad_in)
            continue
        yield finding_on(Code.STATEMENT_BROKEN, message, labelled, index)


def _broken_columns(
    labelled: Sequence[LabelledSheet],
    index: int,
    all_of: Mapping[tuple[int, int], int],
    bad: Mapping[tuple[int, int], int],
) -> Iterator[Finding]:
    """Columns of a statement that do not hold together: the edge of the paper may have cut their figures."""
    for column in labelled[index].sheet.columns:
        count, doubted = all_of.get((index, column.index), 0), bad.get((index, column.index), 0)
        if doubted > max(FEW, BROKEN * count):  # one failed sum alone is no sign of it
            message = f"{doubted} of the {count} figures of this column carry findings of arithmetic or reading"
            yield finding_on(Code.STATEMENT_BROKEN, message, labelled, index, column=column.index)
