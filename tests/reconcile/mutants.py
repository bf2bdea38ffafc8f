"""Damage good readings on purpose and count what reconciliation catches: ``make mutants``.

Sheets are read from the corpus beside the checkout (else from ``samples/``). A mutant changes cells that were proved or
tied and that the gold values confirm. It is caught if a touched cell is contradicted or carries a finding that it did
not carry before; for a dropped row, if a cell of its sheet does. Cells of summary pages are tried apart: what follows
there is a ratio more often than a sum, so the table also says how many mutants are still vouched for, that is proved or
tied and without a finding.

    python -m tests.reconcile.mutants [--count 2400] [--seed 7] [--sheets CACHE] [--show 5]
"""

from __future__ import annotations

import argparse
import pickle
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType

from extractor.model import (
    Amount,
    Cell,
    Extraction,
    Filing,
    LabelledSheet,
    Line,
    Page,
    Proof,
    Severity,
    Sheet,
    ValueState,
)
from extractor.reconcile import reconcile
from tests.corpus.accuracy import load_score

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
Key = tuple[int, int, int]
SETTLED = (Proof.PROVED, Proof.TIED)
KINDS = ("digit", "sign", "swap", "shift", "drop", "x1000", "caption")
UNIT_WORDS = re.compile(
    r"[（(]?(?:単位\s*[:：])?(?:百万円|千円|千米ドル|millions of yen|thousands of yen)[)）]?", re.IGNORECASE
)
BY_SHEET = ("x1000", "caption")
OF_SUMMARIES = ("digit", "sign", "swap")


@dataclass
class Read:
    """A filing as it was read, and which of its proved cells are right."""

    name: str
    filing: Filing
    labelled: tuple[LabelledSheet, ...]
    pages: Mapping[int, Page]
    base: Extraction
    sound: list[Key]
    summary: list[Key]  # likewise, of summary pages
    right: set[Key]  # cells that the gold confirms

    @property
    def alarms(self) -> dict[Key, frozenset[str]]:
        return {
            (f.sheet, f.line, f.column): frozenset(f.findings)
            | ({"contradicted"} if f.proof is Proof.CONTRADICTED else frozenset())
            for f in self.base.facts
        }


def read_all(cache: Path | None, only: tuple[str, ...] = ()) -> Iterator[Read]:
    from extractor.normalise import label_sheets, load_taxonomy
    from extractor.pipeline import find, read
    from extractor.read import open_document

    corpus = SHARED / "corpus"
    folder, score = (corpus / "filings", load_score()) if corpus.is_dir() else (ROOT / "samples", None)
    summaries = load_score(summaries=True) if score else None
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".pdf", ".txt") and (not only or p.stem in only)):
        stored = cache / f"{path.stem}.pkl" if cache else None
        if stored and stored.exists():
            filing, labelled, pages = pickle.loads(stored.read_bytes())
        else:
            with open_document(path) as document:
                filing, spans = find(document, Filing(path.stem, path.name))
                pages = {region.page: document.page(region.page) for span in spans for region in span.regions}
                labelled = label_sheets(read(filing, spans, pages), filing, load_taxonomy())
        base = reconcile(filing, labelled, pages)
        gold = corpus / "gold" / f"{path.stem}.csv"
        right = _right(score, base, gold) if score else None
        sound = _sound(base, right)
        summary = _sound(base, _right(summaries, base, gold)) if summaries else []
        facts = enumerate(base.facts)
        confirmed = {
            (fact.sheet, fact.line, fact.column)
            for index, fact in facts
            if fact.value is not None and (right is None or index in right)
        }
        if sound:
            yield Read(path.stem, filing, tuple(labelled), pages, base, sound, summary, confirmed)


def _sound(base: Extraction, right: set[int] | None) -> list[Key]:
    """Cells that are vouched for and, where there is gold, right."""
    return [
        (fact.sheet, fact.line, fact.column)
        for index, fact in enumerate(base.facts)
        if fact.proof in SETTLED and fact.value and not fact.findings and (right is None or index in right)
    ]


def _right(score: ModuleType, extraction: Extraction, gold: Path) -> set[int]:
    """Facts whose value, unit, date and basis the gold confirms."""
    rows = []
    for index, fact in enumerate(extraction.facts):
        kind = score.STATEMENTS.get(fact.statement.value)
        if kind and fact.value is not None:
            period = (str(fact.period_start or ""), str(fact.period_end or ""))
            rows.append(
                {
                    "kind": kind,
                    "period": period,
                    "basis": fact.consolidated,
                    "value": fact.value,
                    "unit": fact.unit.value,
                    "label": score.norm(fact.label),
                    "element": fact.element or "",
                    "index": index,
                }
            )
    pairs, _, _ = score.match(score.read_gold(gold), rows)
    return {got["index"] for how, _, got in pairs if how in ("exact", "label")}


# ---------------------------------------------------------------- mutations


def mutate(
    read: Read, kind: str, rng: random.Random, sound: Sequence[Key]
) -> tuple[tuple[LabelledSheet, ...], set[Key], str] | None:
    """The damaged sheets, the cells that were touched, and what was done. None: the chosen cell cannot be damaged
    so."""
    key = rng.choice(sound)
    entry = read.labelled[key[0]]
    sheet = entry.sheet
    line = sheet.line(key[1])
    cell = next(c for c in line.cells if c.column == key[2])
    if kind == "digit":
        fresh, said = _digit(cell, rng)
        made, touched = _with_cells(sheet, line, {key[2]: fresh}), {key}
    elif kind == "sign":
        fresh, said = _amount(cell, -_value(cell)), f"{cell.amount.text} turned"
        made, touched = _with_cells(sheet, line, {key[2]: fresh}), {key}
    elif kind == "swap":
        others = [
            c
            for c in line.cells
            if c.column != key[2] and c.amount.state is ValueState.NUMBER and c.amount.value != cell.amount.value
        ]
        if not others:
            return None
        other = rng.choice(others)
        made = _with_cells(
            sheet, line, {key[2]: replace(cell, amount=other.amount), other.column: replace(other, amount=cell.amount)}
        )
        touched, said = {key, (key[0], key[1], other.column)}, f"{cell.amount.text} <> {other.amount.text}"
    elif kind == "shift":
        columns = [c.column for c in line.cells]
        amounts = [Amount(None, ValueState.BLANK, ""), *(c.amount for c in line.cells[:-1])]
        if len(columns) < 2:
            return None
        made = _with_cells(
            sheet, line, {c.column: replace(c, amount=amount) for c, amount in zip(line.cells, amounts, strict=True)}
        )
        touched, said = {(key[0], key[1], column) for column in columns}, "row shifted right"
    elif kind == "drop":
        made, touched, said = _without(sheet, line.number), set(), f"row {line.label} dropped"
        return (
            _put(read, key[0], replace(entry, sheet=made, matches=_moved(entry.matches, line.number), arcs=())),
            {(key[0], number, column.index) for number in range(1, len(made.lines) + 1) for column in made.columns},
            said,
        )
    elif kind == "x1000":
        lines = tuple(
            replace(
                row,
                cells=tuple(
                    _amount(c, _value(c) * 1000) if c.amount.state is ValueState.NUMBER else c for c in row.cells
                ),
            )
            for row in sheet.lines
        )
        made, said = replace(sheet, lines=lines), "all values x 1000"
        touched = {(key[0], row.number, c.column) for row in sheet.lines for c in row.cells}
    else:
        if sheet.span.scale is None:
            return None
        scale = rng.choice([s for s in (1, 1_000, 1_000_000) if s != sheet.span.scale])
        span = replace(sheet.span, scale=scale)
        columns_ = tuple(
            replace(c, scale=scale, unit_text=None, label=UNIT_WORDS.sub("", c.label))
            if c.scale == sheet.span.scale
            else c
            for c in sheet.columns
        )
        made, said = replace(sheet, span=span, columns=columns_), f"caption says {scale}, not {sheet.span.scale}"
        touched = {(key[0], row.number, c.column) for row in sheet.lines for c in row.cells}
    return _put(read, key[0], replace(entry, sheet=made)), touched, said


def _put(read: Read, index: int, entry: LabelledSheet) -> tuple[LabelledSheet, ...]:
    return (*read.labelled[:index], entry, *read.labelled[index + 1 :])


def _value(cell: Cell) -> Decimal:
    assert cell.amount.value is not None
    return cell.amount.value


def _amount(cell: Cell, value: Decimal) -> Cell:
    text = f"{abs(value):,}"
    return replace(cell, amount=Amount(value, ValueState.NUMBER, f"△{text}" if value < 0 else text))


def _digit(cell: Cell, rng: random.Random) -> tuple[Cell, str]:
    digits = list(str(abs(_value(cell))))
    at = rng.choice([k for k, char in enumerate(digits) if char.isdigit()])
    choices = [d for d in "0123456789" if d != digits[at] and not (at == 0 and d == "0" and len(digits) > 1)]
    digits[at] = rng.choice(choices)
    value = Decimal("".join(digits)).copy_sign(_value(cell))
    return _amount(cell, value), f"{cell.amount.text} -> {value:,}"


def _with_cells(sheet: Sheet, line: Line, fresh: Mapping[int, Cell]) -> Sheet:
    row = replace(line, cells=tuple(fresh.get(c.column, c) for c in line.cells))
    return replace(sheet, lines=(*sheet.lines[: line.number - 1], row, *sheet.lines[line.number :]))


def _without(sheet: Sheet, number: int) -> Sheet:
    def moved(line: Line) -> Line:
        parent = line.parent - 1 if line.parent and line.parent > number else line.parent
        return replace(line, number=line.number - (line.number > number), parent=parent)

    return replace(sheet, lines=tuple(moved(line) for line in sheet.lines if line.number != number))


def _moved(matches: Mapping[int, object], number: int) -> dict[int, object]:
    return {line - (line > number): match for line, match in matches.items() if line != number}


# ---------------------------------------------------------------- the trial


def caught(read: Read, kind: str, labelled: tuple[LabelledSheet, ...], touched: set[Key]) -> tuple[bool, bool]:
    """Whether a touched cell is newly contradicted or newly carries a finding; for a dropped row, whether its sheet
    does.

    And whether, if not, all that was touched is still vouched for.
    """
    after = reconcile(read.filing, labelled, read.pages)
    if kind == "drop":
        sheet = min(touched)[0]
        hit = bool(_complaints(after, sheet) - _complaints(read.base, sheet))
        return hit, not hit
    before = read.alarms
    vouched = True
    for fact in after.facts:
        key = (fact.sheet, fact.line, fact.column)
        alarms = frozenset(fact.findings) | ({"contradicted"} if fact.proof is Proof.CONTRADICTED else frozenset())
        if key in touched and alarms - before.get(key, frozenset()):
            return True, False
        vouched = vouched and (key not in touched or fact.value is None or fact.proof in SETTLED)
    return False, vouched


def _complaints(extraction: Extraction, sheet: int) -> Counter[tuple[str, str]]:
    found = Counter(
        (str(f.code), f.message) for f in extraction.findings if f.sheet == sheet and f.severity is not Severity.INFO
    )
    found.update(
        ("contradicted", f.label) for f in extraction.facts if f.sheet == sheet and f.proof is Proof.CONTRADICTED
    )
    return found


def trial(
    reads: list[Read], count: int, seed: int, show: int = 0, *, summaries: bool = False
) -> dict[str, Counter[str]]:
    """Counts of mutants, of those caught and of those still vouched for, by kind."""
    rng = random.Random(seed)
    reads = [read for read in reads if read.summary] if summaries else reads
    table: dict[str, Counter[str]] = defaultdict(Counter)
    shown: Counter[str] = Counter()
    for kind in OF_SUMMARIES if summaries else KINDS:
        share = count // len(OF_SUMMARIES) if summaries else count // 12 if kind in BY_SHEET else count // 6
        while table[kind]["mutants"] < share:
            read = rng.choice(reads)
            mutant = mutate(read, kind, rng, read.summary if summaries else read.sound)
            if mutant is None:
                continue
            labelled, touched, said = mutant
            hit, vouched = caught(read, kind, labelled, touched)
            table[kind]["mutants"] += 1
            table[kind]["caught"] += hit
            table[kind]["vouched"] += vouched
            if (vouched if summaries else not hit) and shown[kind] < show:
                shown[kind] += 1
                key = min(touched)
                print(
                    f"    missed {kind}: {read.name} sheet {key[0]} ({read.labelled[key[0]].sheet.span.kind}) line "
                    f"{key[1]} column {key[2]}: {said}"
                )
    return table


def false_alarms(reads: list[Read]) -> tuple[int, int]:
    """Cells that are right and contradicted or touched by a finding, and all that are right, over unmutated filings."""
    loud = sum(bool(alarms) for read in reads for key, alarms in read.alarms.items() if key in read.right)
    return loud, sum(len(read.right) for read in reads)


def show_table(head: str, table: Mapping[str, Counter[str]], of_cells: Sequence[str]) -> None:
    def row(name: str, n: Mapping[str, int]) -> None:
        print(
            f"{name:10} {n['mutants']:8} {n['caught']:8} {100 * n['caught'] / n['mutants']:7.1f}% "
            f"{100 * n['vouched'] / n['mutants']:8.1f}%"
        )

    print(f"{head:10} {'mutants':>8} {'caught':>8} {'share':>8} {'vouched':>9}")
    for kind, found in table.items():
        row(kind, found)
    row("all cells", sum((table[kind] for kind in of_cells), Counter()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sheets", type=Path, help="folder of pickled sheets, read instead of the filings")
    parser.add_argument("--show", type=int, default=0, help="show so many missed mutants of each kind")
    args = parser.parse_args()
    reads = list(read_all(args.sheets))
    table = trial(reads, args.count, args.seed, args.show)
    show_table("mutation", table, [kind for kind in KINDS if kind not in BY_SHEET])
    if any(read.summary for read in reads):
        show_table("summaries", trial(reads, args.count // 2, args.seed, args.show, summaries=True), OF_SUMMARIES)
    loud, right = false_alarms(reads)
    print(f"false alarms: {loud} of {right} cells ({100 * loud / right:.2f} %) over {len(reads)} filings")


if __name__ == "__main__":
    main()
