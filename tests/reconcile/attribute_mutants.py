"""Damage what a row is of, not its digits, and count the rows that say so: part of ``make mutants``.

One statement of a filing gets another unit, period, basis, standard or title, its heads or two of its labels are
swapped, it is lost with its pages, or two digits of its font change places. A row is caught if it is not sound any
more; a lost statement, if a finding names it.

    python -m tests.reconcile.attribute_mutants [--only ID ...] [--show 5]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from extractor.errors import FindingCode
from extractor.model import (
    Column,
    Extraction,
    LabelledSheet,
    Line,
    Period,
    Sheet,
    Standard,
    StatementKind,
    Trust,
)
from extractor.normalise import label_sheets, load_taxonomy
from extractor.notation.dates import shift_years
from extractor.notation.numbers import parse_amount
from extractor.reconcile import reconcile
from tests.reconcile.build import TITLES
from tests.reconcile.mutants import Key, Read, read_all

K = StatementKind
SWAPPED = str.maketrans("69６９", "96９６")
Change = Callable[[Sheet], Sheet | None]


def _unit(sheet: Sheet) -> Sheet | None:
    scale = sheet.span.scale
    if scale not in (1_000, 1_000_000):
        return None
    other = 1_000_000 if scale == 1_000 else 1_000
    columns = tuple(replace(c, scale=other if c.scale == scale else c.scale) for c in sheet.columns)
    return replace(sheet, span=replace(sheet.span, scale=other), columns=columns)


def _year_before(text: str) -> str:
    for year in range(2010, 2040):
        text = text.replace(str(year), str(year - 1)) if str(year) in text and str(year - 1) not in text else text
    return text


def _period(sheet: Sheet) -> Sheet | None:
    def moved(period: Period | None) -> Period | None:
        if period is None:
            return None
        return Period(period.start and shift_years(period.start, -1), shift_years(period.end, -1))

    columns = tuple(replace(c, period=moved(c.period), label=_year_before(c.label)) for c in sheet.columns)
    return replace(sheet, span=replace(sheet.span, caption_period=moved(sheet.span.caption_period)), columns=columns)


def _heads(sheet: Sheet) -> Sheet | None:
    columns = [c for c in sheet.columns if c.component_label is None and c.period is not None]
    if sheet.span.kind is K.CHANGES_IN_EQUITY or len({c.period for c in columns}) < 2:
        return None
    first, last = columns[0], columns[-1]

    def headed(column: Column) -> Column:
        other = {first.index: last, last.index: first}.get(column.index)
        return replace(column, label=other.label, header=other.header, period=other.period) if other else column

    return replace(sheet, columns=tuple(map(headed, sheet.columns)))


def _basis(sheet: Sheet) -> Sheet | None:
    turned = not sheet.span.consolidated
    title = ("連結" if turned else "") + TITLES[sheet.span.kind]
    return replace(sheet, span=replace(sheet.span, consolidated=turned, title=title, captions=()))


def _standard(sheet: Sheet) -> Sheet | None:
    other = Standard.JGAAP if sheet.span.standard is Standard.IFRS else Standard.IFRS
    return replace(sheet, span=replace(sheet.span, standard=other)) if sheet.span.consolidated else None


def _title(sheet: Sheet) -> Sheet | None:
    other = {
        K.BALANCE_SHEET: K.INCOME_STATEMENT,
        K.INCOME_STATEMENT: K.CASH_FLOWS,
        K.CASH_FLOWS: K.INCOME_STATEMENT,
        K.COMPREHENSIVE_INCOME: K.BALANCE_SHEET,
        K.CHANGES_IN_EQUITY: K.BALANCE_SHEET,
    }[sheet.span.kind]
    title = ("連結" if sheet.span.consolidated else "") + TITLES[other]
    return replace(sheet, span=replace(sheet.span, kind=other, title=title))


def _digits(sheet: Sheet) -> Sheet | None:
    def drawn(line: Line) -> Line:
        cells = tuple(
            replace(c, amount=parse_amount(c.amount.text.translate(SWAPPED))) if c.amount.text else c
            for c in line.cells
        )
        return replace(line, cells=cells)

    return replace(sheet, lines=tuple(map(drawn, sheet.lines)))


CHANGES: dict[str, Change] = {
    "unit": _unit,
    "period": _period,
    "heads": _heads,
    "basis": _basis,
    "standard": _standard,
    "title": _title,
    "digits": _digits,
}


def labels_swapped(sheet: Sheet) -> Iterator[tuple[Sheet, tuple[int, int]]]:
    """The sheet with the labels of two neighbours swapped, for a pair in every ten lines."""
    rows = [line for line in sheet.lines if not line.heading]
    for at in range(1, len(rows) - 1, 10):
        one, two = rows[at], rows[at + 1]
        names = {one.number: two.label, two.number: one.label}
        if one.label != two.label:
            lines = tuple(replace(line, label=names.get(line.number, line.label)) for line in sheet.lines)
            yield replace(sheet, lines=lines), (one.number, two.number)


def main_sheets(read: Read) -> list[int]:
    """The statements that a mutant may touch: those of which rows are right and sound."""
    rows = Counter(key[0] for key in sound_rows(read.base) & read.right)
    kinds = {index: entry.sheet.span.kind for index, entry in enumerate(read.labelled)}
    return [index for index, count in sorted(rows.items()) if count > 3 and kinds[index] is not K.FINANCIAL_SUMMARY]


def sound_rows(extraction: Extraction) -> set[Key]:
    """Rows of figures that are vouched for in every attribute."""
    return {
        (fact.sheet, fact.line, fact.column)
        for fact in extraction.facts
        if fact.trust is Trust.SOUND and fact.value is not None
    }


def relabelled(read: Read, index: int, sheet: Sheet) -> tuple[LabelledSheet, ...]:
    sheets = [entry.sheet for entry in read.labelled]
    sheets[index] = sheet
    return tuple(label_sheets(sheets, read.filing, load_taxonomy()))


def trial(reads: list[Read], show: int = 0) -> dict[str, Counter[str]]:
    """Mutants, rows touched and rows caught, by kind."""
    table: dict[str, Counter[str]] = {}

    def count(kind: str, touched: set[Key], made: Extraction, said: str) -> None:
        left = touched & sound_rows(made)
        n = table.setdefault(kind, Counter())
        n["mutants"] += 1
        n["rows"] += len(touched)
        n["caught"] += len(touched) - len(left)
        if left and n["shown"] < show:
            n["shown"] += 1
            print(f"    missed {kind}: {len(left)} of {len(touched)} rows, {said}, e.g. {min(left)}")

    for read in reads:
        sound = sound_rows(read.base) & read.right
        for index in main_sheets(read):
            sheet = read.labelled[index].sheet
            mine = {key for key in sound if key[0] == index}
            said = f"{read.name} sheet {index} ({sheet.span.kind.value})"
            for kind, change in CHANGES.items():
                made = change(sheet)
                if made is None:
                    continue
                changed = {key for key in mine if kind != "digits" or _differs(sheet, made, key)}
                if changed:
                    count(kind, changed, reconcile(read.filing, relabelled(read, index, made), read.pages), said)
            for made, numbers in labels_swapped(sheet):
                rows = {key for key in mine if key[1] in numbers}
                if rows:
                    count("labels", rows, reconcile(read.filing, relabelled(read, index, made), read.pages), said)
            _lost(read, index, table, show)
    return table


def _differs(before: Sheet, after: Sheet, key: Key) -> bool:
    def text(sheet: Sheet) -> str:
        return next(c.amount.text for c in sheet.line(key[1]).cells if c.column == key[2])

    return text(before) != text(after)


def _lost(read: Read, index: int, table: dict[str, Counter[str]], show: int) -> None:
    """The statement is lost with its pages (changes in equity: of one period): a finding names it."""
    span, columns = read.labelled[index].sheet.span, read.labelled[index].sheet.columns

    def goes(sheet: Sheet) -> bool:
        if (sheet.span.kind, sheet.span.consolidated) != (span.kind, span.consolidated):
            return False
        return span.kind is not K.CHANGES_IN_EQUITY or sheet.columns[0].period == columns[0].period

    rest = [entry for entry in read.labelled if not goes(entry.sheet)]
    made = reconcile(read.filing, rest, read.pages)

    def named(extraction: Extraction) -> Counter[str | None]:
        return Counter(f.statement for f in extraction.findings if f.code == FindingCode.STATEMENT_MISSING)

    caught = named(made)[span.kind.value] > named(read.base)[span.kind.value]
    n = table.setdefault("page", Counter())
    n["mutants"] += 1
    n["rows"] += 1
    n["caught"] += caught
    if not caught and n["shown"] < show:
        n["shown"] += 1
        form = read.filing.document_type, read.filing.fiscal_period
        print(f"    missed page: {read.name} sheet {index} ({span.kind.value}, {form}, {span.consolidated})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    table = trial(list(read_all(None, tuple(args.only))), args.show)
    print(f"{'attribute':10} {'mutants':>8} {'rows':>8} {'caught':>8} {'share':>8}")
    for kind, n in table.items():
        print(f"{kind:10} {n['mutants']:8} {n['rows']:8} {n['caught']:8} {100 * n['caught'] / max(1, n['rows']):7.1f}%")


if __name__ == "__main__":
    main()
