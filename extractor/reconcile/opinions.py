"""Where a second opinion is worth its price, and which of two readings to keep: the one that proves more, cell by cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.errors import FindingCode
from extractor.model import Cell, Extraction, Fate, Finding, Line, Proof, Reading, Severity, Sheet, ValueState
from extractor.reconcile.facts import Key

SETTLED = (Proof.PROVED, Proof.TIED)
# What says that figures are missing, or that header and body do not fit together.
DOUBTS = frozenset({FindingCode.TOKEN_UNCLAIMED, FindingCode.CELL_SPLIT, FindingCode.ROW_SPLIT, FindingCode.ILLEGIBLE, FindingCode.HEADER_UNREAD})
HEARD = 0.9  # a reader that proves less of the page than this share of what the better one proves is not heard on single cells


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheets to go on with. ``replaced``: they are the other reader's as a whole, else the first one's with cells settled."""

    sheets: tuple[Sheet, ...]
    replaced: bool


def suspects(extraction: Extraction) -> tuple[int, ...]:
    """Pages with contradicted cells, unread figures, split cells or columns without a date; those with most of them first."""
    doubts = Counter(fact.page for fact in extraction.facts if fact.proof is Proof.CONTRADICTED)
    doubts.update(finding.page for finding in extraction.findings if finding.code in DOUBTS and finding.page is not None)
    return tuple(page for page, _ in sorted(doubts.items(), key=lambda found: (-found[1], found[0])))


def same_figures(sheets: Sequence[Sheet], others: Sequence[Sheet]) -> bool:
    """Whether two readings come to the same lines, columns and values."""

    def content(sheet: Sheet) -> tuple[object, ...]:
        columns = tuple((column.label, column.period, column.scale) for column in sheet.columns)
        return columns, tuple((line.label, tuple(cell.amount.value for cell in line.cells)) for line in sheet.lines)

    return [content(sheet) for sheet in sheets] == [content(sheet) for sheet in others]


def choose(first: Extraction, other: Extraction, page: int) -> Choice:
    """Compare two readings of ``page``. The one that proves more is kept; where single cells differ, proof settles each.

    A kept cell names the readings that it won against in ``others``; where proof settles nothing, reconcile makes a finding of that.
    """
    replaced = _proved(other) > _proved(first) and _merit(other) > _merit(first)
    best, rest = (other, first) if replaced else (first, other)
    heard = _proved(rest, page) >= HEARD * _proved(best, page)
    proofs = {(fact.sheet, fact.line, fact.column): fact.proof for fact in best.facts}
    rivals: dict[int, list[_Rival]] = defaultdict(list)
    for each in _cells(rest):
        rivals[each.cell.page].append(each)
    sheets = []
    for index, entry in enumerate(best.sheets):
        sheet, findings = entry.sheet, list(entry.sheet.findings)
        lines: list[Line] = []
        for line in sheet.lines:
            cells = []
            for cell in line.cells:
                rival = _rival(cell, rivals[cell.page])
                if rival is not None and replaced and (cell.page != page or rival.cell.amount.value == cell.amount.value):
                    cell = replace(rival.cell, column=cell.column)  # nothing new: the first reader's, with its glyphs' box
                elif rival is not None and cell.page == page and heard and _says_otherwise(rival.cell, cell):
                    proof = proofs.get((index, line.number, cell.column), Proof.UNPROVED)
                    if proof in SETTLED and rival.proof in SETTLED:
                        findings.append(_undecided(sheet, line.number, cell, rival.cell))
                    settled = _settled(cell, proof, rival)
                    if settled.amount is not cell.amount:
                        findings = [f for f in findings if (f.line, f.column) != (line.number, cell.column)]  # spoke of the reading that lost
                    cell = settled
                cells.append(cell)
            lines.append(replace(line, cells=tuple(cells)))
        sheets.append(replace(sheet, lines=tuple(lines), findings=tuple(findings)))
    return Choice(tuple(sheets), replaced)


@dataclass(frozen=True, slots=True)
class _Rival:
    cell: Cell
    proof: Proof


def _cells(extraction: Extraction) -> Iterator[_Rival]:
    proofs: Mapping[Key, Proof] = {(fact.sheet, fact.line, fact.column): fact.proof for fact in extraction.facts}
    for index, entry in enumerate(extraction.sheets):
        for line in entry.sheet.lines:
            for cell in line.cells:
                yield _Rival(cell, proofs.get((index, line.number, cell.column), Proof.UNPROVED))


def _rival(cell: Cell, rivals: Sequence[_Rival]) -> _Rival | None:
    """The other reading's cell in the same place: the one that shares most of the room, figures before blanks."""
    best: tuple[bool, float] = (False, 0.0)
    found: _Rival | None = None
    for rival in rivals:
        one, two = cell.box, rival.cell.box
        wide, high = min(one.x1, two.x1) - max(one.x0, two.x0), min(one.bottom, two.bottom) - max(one.top, two.top)
        if wide < 0.5 * min(one.width, two.width) or high < 0.5 * min(one.height, two.height):
            continue
        rank = (rival.cell.amount.state is not ValueState.BLANK, wide)
        if found is None or rank > best:
            best, found = rank, rival
    return found


def _says_otherwise(rival: Cell, cell: Cell) -> bool:
    """A figure or a dash where the other has something else. Who reads nothing, or no number, says nothing."""
    return rival.amount.state in (ValueState.NUMBER, ValueState.NIL) and rival.amount.value != cell.amount.value


def _settled(cell: Cell, proof: Proof, rival: _Rival) -> Cell:
    if rival.proof in SETTLED and proof not in SETTLED:
        won, lost = replace(rival.cell, column=cell.column, others=cell.others), cell
    else:
        won, lost = cell, rival.cell
    said = Reading(lost.reader, lost.amount.text)
    return won if said in won.others else replace(won, others=(*won.others, said))


def _undecided(sheet: Sheet, line: int, cell: Cell, rival: Cell) -> Finding:
    label = sheet.line(line).label
    return Finding(
        FindingCode.READERS_DIFFER,
        Severity.WARNING,
        f"{label}: {cell.reader} reads {cell.amount.text!r}, {rival.reader} {rival.amount.text!r}; the sums allow both",
        page=cell.page,
        statement=sheet.span.kind.value,
        line=line,
        column=cell.column,
        next_command=f"extractor page FILE {cell.page}",
    )


def _proved(extraction: Extraction, page: int | None = None) -> int:
    return sum(fact.proof in SETTLED and fact.value_state is ValueState.NUMBER and page in (None, fact.page) for fact in extraction.facts)


def _merit(extraction: Extraction) -> int:
    """Proved figures, less contradicted ones and those that nobody read."""
    contradicted = sum(fact.proof is Proof.CONTRADICTED for fact in extraction.facts)
    return _proved(extraction) - contradicted - sum(claim.fate is Fate.UNCLAIMED for claim in extraction.ledger)
