"""Damage the figures of other tables on purpose and count what is still proved.

Tables are read from the corpus beside the checkout (else from ``samples/``). Shuffled: the numbers of each table in
other places of it; what is proved then is proved by coincidence. Digit: one digit of one proved figure changed; it is
caught where the figure is no longer proved.

    python -m tests.reconcile.table_mutants [--filings 12] [--seed 7] [--digits 200]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from extractor.kinds.notes import name_tables, print_tables
from extractor.model import Extraction, Proof
from extractor.model.other import OtherFact, OtherTable
from extractor.pipeline import extract
from extractor.read import open_document
from extractor.reconcile.tables import judge_tables
from extractor.settings import Settings, Tables
from tests.support.other import shuffled

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "filings"
SETTLED = (Proof.PROVED, Proof.TIED)
Read = tuple[tuple[OtherTable, ...], Extraction]


def read_all(limit: int) -> Iterator[Read]:
    """The other tables of filings, and their statements as reconciled."""
    folder = CORPUS if CORPUS.is_dir() else ROOT / "samples"
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".pdf")
    for path in paths[:: max(1, len(paths) // limit)][:limit]:
        statements = extract(path, settings=Settings(second_readers=False, tables=Tables.STATEMENTS))
        with open_document(path) as document:
            pages = {number: document.page(number) for number in range(1, document.page_count + 1)}
        spans = tuple(dict.fromkeys(entry.sheet.span for entry in statements.sheets))
        yield name_tables(statements.filing, *print_tables(statements.filing, pages, spans)), statements


def settled(tables: Sequence[OtherTable], statements: Extraction) -> list[OtherFact]:
    """The numbers that are proved or tied."""
    facts, *_ = judge_tables(tables, statements)
    return [fact for fact in facts if fact.proof in SETTLED]


def with_digit(table: OtherTable, row: int, column: int, rng: random.Random) -> OtherTable:
    """The table with one digit of one figure changed."""

    def changed(value: Decimal) -> Decimal:
        digits = list(value.as_tuple().digits)
        at = rng.randrange(len(digits))
        digits[at] = (digits[at] + rng.randrange(1, 10)) % 10
        return Decimal((value.as_tuple().sign, digits, value.as_tuple().exponent))

    rows = []
    for line in table.grid.rows:
        cells = [
            replace(cell, amount=replace(cell.amount, value=changed(cell.amount.value)))
            if line.number == row and cell.column == column and cell.amount.value is not None and not cell.bracketed
            else cell
            for cell in line.cells
        ]
        rows.append(replace(line, cells=tuple(cells)))
    return replace(table, grid=replace(table.grid, rows=tuple(rows)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filings", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--digits", type=int, default=200)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    numbers = proved = by_chance = tried = caught = 0
    for tables, statements in read_all(asked.filings):
        facts, *_ = judge_tables(tables, statements)
        sound = [fact for fact in facts if fact.proof in SETTLED]
        numbers += sum(fact.value is not None for fact in facts)
        proved += len(sound)
        by_chance += len(settled([shuffled(table, rng) for table in tables], statements))
        for fact in rng.sample(sound, min(len(sound), asked.digits // asked.filings + 1)):
            damaged = [
                with_digit(table, fact.row, fact.column, rng) if table.number == fact.table else table
                for table in tables
            ]
            place = (fact.table, fact.row, fact.column)
            tried += 1
            caught += place not in {(one.table, one.row, one.column) for one in settled(damaged, statements)}
    print(
        f"{numbers} numbers, {100 * proved / numbers:.1f} % proved or tied; shuffled {100 * by_chance / numbers:.2f} %"
    )
    print(f"{tried} digits changed, {100 * caught / tried:.1f} % no longer proved")


if __name__ == "__main__":
    main()
