"""Which of two readings to keep: the one that proves more, cell by cell or as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.errors import FindingCode
from extractor.model import (
    Box,
    Cell,
    Extraction,
    Fate,
    Finding,
    Proof,
    Reading,
    Severity,
    Sheet,
    StatementKind,
    ValueState,
)
from extractor.reconcile.values.figure import Key

SETTLED = (Proof.PROVED, Proof.TIED)
CLEARLY = 0.1  # of a page's figures: a table that proves less than this more may do so by chance
MOST_TRIALS = 8  # cells of a page that are put to the proof one by one

Sheets = tuple[Sheet, ...]
Judge = Callable[[Sheets], Extraction]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to go on with. ``replaced``: the other reader's table as a whole, else the first one's with cells
    settled."""

    extraction: Extraction
    replaced: bool


def same_figures(sheets: Sequence[Sheet], others: Sequence[Sheet]) -> bool:
    """Whether two readings come to the same lines, columns and values."""

    def content(sheet: Sheet) -> tuple[object, ...]:
        columns = tuple((column.label, column.period, column.scale) for column in sheet.columns)
        return columns, tuple((line.label, tuple(cell.amount.value for cell in line.cells)) for line in sheet.lines)

    return [content(sheet) for sheet in sheets] == [content(sheet) for sheet in others]


def choose(first: Extraction, other: Extraction, page: int, judge: Judge, *, layer: bool) -> Choice:
    """Compare two readings of ``page``. ``judge`` reconciles sheets; ``layer``: the other is a text layer cut by our
    own geometry.

    Of a text layer each cell that differs is put to the proof: its reading is taken over if that proves more. A table
    finder may set a figure in another cell, which can prove a sum by chance, so its table is kept as a whole or not at
    all. A cell names the readings that it was kept against in ``others``; where nothing settles it, that becomes a
    finding.
    """
    best = _settled(first, other, page, judge) if layer and _shape(first) == _shape(other) else first
    figures = sum(fact.page == page and fact.value_state is ValueState.NUMBER for fact in best.facts)
    if (
        _proved(other) > _proved(best)
        and _merit(other) - _merit(best) > _loose_ends(best, other, page) + CLEARLY * figures
    ):
        return Choice(judge(_taken_over(first, other, page)), True)
    return Choice(best, False)


def _settled(first: Extraction, other: Extraction, page: int, judge: Judge) -> Extraction:
    """The first reading with each differing cell as proof has it."""
    best, sheets = first, _sheets(first)
    for trials, (key, rival) in enumerate(_differing(first, other, page)):
        mine = next(cell for cell in sheets[key[0]].line(key[1]).cells if cell.column == key[2])
        kept = replace(mine, others=_with(mine.others, rival))
        if trials < MOST_TRIALS:
            trial = judge(_put(sheets, key, replace(rival, column=mine.column, others=_with(mine.others, mine))))
            if _merit(trial) > _merit(best):
                best, sheets = trial, _sheets(trial)
                continue
            if _merit(trial) == _merit(best) and _proofs(best).get(key) in SETTLED:
                sheets = _noted(sheets, key, _undecided(sheets[key[0]], key, kept))
        sheets = _put(sheets, key, kept)
    return best if sheets == _sheets(best) else judge(sheets)


def _sheets(extraction: Extraction) -> Sheets:
    return tuple(entry.sheet for entry in extraction.sheets)


def _shape(extraction: Extraction) -> list[tuple[int, int]]:
    return [(len(sheet.lines), len(sheet.columns)) for sheet in _sheets(extraction)]


def _differing(first: Extraction, other: Extraction, page: int) -> Iterator[tuple[Key, Cell]]:
    """Cells of the first reading on the page in whose place the other has another figure or dash. Who reads nothing
    there says nothing."""
    rivals = _by_page(other)[page]
    for key, cell in _cells(first):
        rival = _in_place(cell, rivals) if cell.page == page else None
        if (
            rival is not None
            and rival.amount.state in (ValueState.NUMBER, ValueState.NIL)
            and rival.amount.value != cell.amount.value
        ):
            yield key, rival


def _taken_over(first: Extraction, other: Extraction, page: int) -> Sheets:
    """The other's sheets. What both read alike, and what stands on other pages, stays the first reader's, with its
    glyphs' boxes."""
    rivals = _by_page(first)
    sheets = _sheets(other)
    for key, cell in _cells(other):
        rival = _in_place(cell, rivals[cell.page])
        if rival is None:
            continue
        if cell.page != page or rival.amount.value == cell.amount.value:
            sheets = _put(sheets, key, replace(rival, column=cell.column))
        elif rival.amount.state is not ValueState.BLANK:
            sheets = _put(sheets, key, replace(cell, others=_with(cell.others, rival)))
    return sheets


def _cells(extraction: Extraction) -> Iterator[tuple[Key, Cell]]:
    for index, sheet in enumerate(_sheets(extraction)):
        for line in sheet.lines:
            for cell in line.cells:
                yield (index, line.number, cell.column), cell


def _by_page(extraction: Extraction) -> Mapping[int, Sequence[Cell]]:
    found: dict[int, list[Cell]] = defaultdict(list)
    for _, cell in _cells(extraction):
        found[cell.page].append(cell)
    return found


def _in_place(cell: Cell, rivals: Sequence[Cell]) -> Cell | None:
    """The other reading's cell in the same place: the one that shares most of the room, figures before blanks."""
    best: tuple[bool, float] = (False, 0.0)
    found: Cell | None = None
    for rival in rivals:
        if not _same_place(cell.box, rival.box):
            continue
        rank = (
            rival.amount.state is not ValueState.BLANK,
            min(cell.box.x1, rival.box.x1) - max(cell.box.x0, rival.box.x0),
        )
        if found is None or rank > best:
            best, found = rank, rival
    return found


def _same_place(one: Box, two: Box) -> bool:
    wide, high = min(one.x1, two.x1) - max(one.x0, two.x0), min(one.bottom, two.bottom) - max(one.top, two.top)
    return wide >= 0.5 * min(one.width, two.width) and high >= 0.5 * min(one.height, two.height)


def _with(others: tuple[Reading, ...], cell: Cell) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys((*others, Reading(cell.reader, cell.amount.text))))


def _put(sheets: Sheets, key: Key, cell: Cell) -> Sheets:
    """The sheets with one cell exchanged; what was found about a reading that is gone, goes too."""
    index, number, column = key
    sheet = sheets[index]
    line = sheet.line(number)
    changed = replace(line, cells=tuple(cell if old.column == column else old for old in line.cells))
    gone = all(cell.amount != old.amount for old in line.cells if old.column == column)
    findings = tuple(f for f in sheet.findings if not (gone and (f.line, f.column) == (number, column)))
    new = replace(sheet, lines=(*sheet.lines[: number - 1], changed, *sheet.lines[number:]), findings=findings)
    return (*sheets[:index], new, *sheets[index + 1 :])


def _noted(sheets: Sheets, key: Key, finding: Finding) -> Sheets:
    sheet = sheets[key[0]]
    return (*sheets[: key[0]], replace(sheet, findings=(*sheet.findings, finding)), *sheets[key[0] + 1 :])


def _undecided(sheet: Sheet, key: Key, cell: Cell) -> Finding:
    others = ", ".join(f"{other.reader} {other.text!r}" for other in cell.others)
    return Finding(
        FindingCode.READERS_DIFFER,
        Severity.WARNING,
        f"{sheet.line(key[1]).label}: {cell.reader} reads {cell.amount.text!r}, {others}; the sums allow both",
        page=cell.page,
        statement=sheet.span.kind.value,
        line=key[1],
        column=key[2],
        next_command=f"extractor page FILE {cell.page}",
    )


def _proofs(extraction: Extraction) -> Mapping[Key, Proof]:
    return {(fact.sheet, fact.line, fact.column): fact.proof for fact in extraction.facts}


def _proved(extraction: Extraction) -> int:
    return sum(fact.proof in SETTLED and fact.value_state is ValueState.NUMBER for fact in extraction.facts)


def _loose_ends(first: Extraction, other: Extraction, page: int) -> int:
    """What a change of tables costs: figures that it loses, figures that it adds and cannot prove, proved figures that
    it reads otherwise.

    Cells cut anew prove sums by chance, and a column with a digit too many in every cell proves its own.
    """

    def figures(extraction: Extraction, *proofs: Proof) -> int:
        return sum(
            fact.value_state is ValueState.NUMBER and fact.proof in (proofs or Proof) for fact in extraction.facts
        )

    lost = figures(first) - figures(other)
    added = figures(other, Proof.UNPROVED) - figures(first, Proof.UNPROVED)
    return max(lost, 0) + max(added, 0) + _overturned(first, other, page)


def _overturned(first: Extraction, other: Extraction, page: int) -> int:
    """Figures of the page that the first reading had proved, and for which the other has another amount: other digits,
    another unit."""
    rivals = [fact for fact in other.facts if fact.page == page and fact.value is not None]
    settled = (fact for fact in first.facts if fact.page == page and fact.value is not None and fact.proof in SETTLED)
    return sum(
        any(rival.value != fact.value for rival in rivals if _same_place(fact.box, rival.box)) for fact in settled
    )


def _merit(extraction: Extraction) -> int:
    """Proved figures, less contradicted ones, those that nobody read, and what stands under a label that says nothing:
    sums do not see labels."""
    contradicted = sum(fact.proof is Proof.CONTRADICTED for fact in extraction.facts)
    unread = sum(claim.fate is Fate.UNCLAIMED for claim in extraction.ledger)
    nameless = sum(
        fact.statement is StatementKind.CHANGES_IN_EQUITY and fact.value is not None and fact.component is None
        for fact in extraction.facts
    )
    return _proved(extraction) - contradicted - unread - len(extraction.unmapped) - nameless
