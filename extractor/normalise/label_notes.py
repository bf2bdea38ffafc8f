"""Numbers that were read into a label: those of notes, whose column stands close beside the labels, and amounts.

The label without them is one that the taxonomy has, and with them it is not. A label of the filer's own that ends in a
number (第１回, IFRS 9) is no label of the taxonomy either way, and stays.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.errors import FindingCode
from extractor.model import Finding, Line, Severity, Sheet, StatementKind
from extractor.normalise.match import ALIAS, EXACT, WORDING, guesses
from extractor.normalise.pool import Pool
from extractor.notation.lexicon import rule
from extractor.notation.text import fold, join_wrapped, squeeze

_METHODS = (EXACT, ALIAS, WORDING)
_NUMBERS = rule("tokens.numbers_behind_label")
_NOTE_TEXT, _NOTE_HEAD = rule("tokens.note_text").finds, rule("headers.notes").finds


def notes_apart(sheet: Sheet, pool: Pool) -> Sheet:
    """The sheet with numbers of notes taken from the labels to the notes, where it has a column of them. Where it has
    none, or what stands in the label is an amount, the label stays and has a finding."""
    if sheet.span.kind is StatementKind.FINANCIAL_SUMMARY:
        return sheet
    noted = any(line.note and _NOTE_TEXT(fold(line.note)) for line in sheet.lines) or any(
        _NOTE_HEAD(squeeze(column.label)) for column in sheet.columns
    )
    lines: list[Line] = []
    findings: list[Finding] = []
    for line in sheet.lines:
        found = None if line.heading else _without_numbers(line, pool)
        if found is None:
            lines.append(line)
        elif found.note and noted and not line.note:
            lines.append(found)
        else:
            lines.append(line)
            message = f"{line.label}: the number in the label may be that of a note, or an amount"
            kind = sheet.span.kind.value
            findings.append(
                Finding(FindingCode.LABEL_UNCLEAR, Severity.WARNING, message, line.page, kind, line=line.number)
            )
    if lines == list(sheet.lines) and not findings:
        return sheet
    return replace(sheet, lines=tuple(lines), findings=(*sheet.findings, *findings))


def _without_numbers(line: Line, pool: Pool) -> Line | None:
    """The line with the numbers behind a row of its label taken off, those of notes as its note; None: with them it is
    a known label, or without them it is none."""
    rows = line.label_rows or (line.label,)
    for at, row in enumerate(rows):
        numbers = _NUMBERS.find(row)
        if numbers is None:
            continue
        bare = (*rows[:at], row[: numbers.start()].rstrip(), *rows[at + 1 :])
        label = join_wrapped(list(bare))
        if _known(label, pool) and not _known(line.label, pool):
            return replace(line, label=label, label_rows=bare if line.label_rows else (), note=numbers["notes"])
    return None


def _known(label: str, pool: Pool) -> bool:
    return any(guess.method in _METHODS for guess in guesses(label, False, pool, fuzzy=False))
