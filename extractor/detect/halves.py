"""Blocks of a statement of changes in equity: the halves of one table beside or below each other, or the next period's
table."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.detect.building import Entry, SheetBuild
from extractor.detect.headers import Heads
from extractor.detect.lines import RawLine
from extractor.model import Amount, Box, Cell, Period, ValueState
from extractor.notation.dates import dates_in, normal, period_in
from extractor.notation.rows import join_words
from extractor.notation.text import join_wrapped, label_key

ALIKE = 0.6  # share of labels that two halves of one table have in common


def turn(build: SheetBuild, raw: Sequence[RawLine], heads: Heads) -> None:
    """Count the block: a further block of the same table, or the next period's table.

    The next period's table has an opening balance of another date, or a caption of another period above it.
    """
    first = next((line for line in raw[:3] if line.values), None)
    opening = next((found.value for found in dates_in(normal(first.label))), None) if first else None
    stated = _stated(heads) if build.equity else None
    if not build.lines:
        build.opening, build.period = opening, stated
        return
    moved = opening and build.opening and opening != build.opening
    if build.equity and (moved or (stated and build.period and stated != build.period)):
        build.begin_table()
        build.opening = opening
    else:
        build.block += 1
    build.period = stated or build.period


def _stated(heads: Heads) -> Period | None:
    """The period that a caption above the block states, from a date to a date."""
    found = [period for text in heads.captions if (period := period_in(text, instant=False)) and period.start]
    return found[-1] if found else None


def opens_again(build: SheetBuild, raw: Sequence[RawLine]) -> bool:
    """Whether the block begins with the line with which the table began: the opening balance."""
    first = next((label_key(line.label) for line in raw if line.values), None)
    return first is not None and first == next(
        (label_key(line.label) for line, cells, _ in build.lines[build.start :] if _printed(cells)), None
    )


def _printed(cells: Mapping[int, Cell]) -> bool:
    """Whether any of the cells prints something."""
    return any(cell.amount.state is not ValueState.BLANK for cell in cells.values())


def join_block(build: SheetBuild, fresh: list[Entry]) -> None:
    """The second half of an equity statement repeats the rows of the first: its cells join those lines."""
    table = build.lines[build.start :]
    ours = [label_key(line.label) for line, _, _ in table]
    theirs = [label_key(line.label) for line, _, _ in fresh]
    matcher = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False)
    if matcher.ratio() < ALIKE:
        build.lines.extend(fresh)
        return
    merged: list[Entry] = []
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and a1 - a0 == b1 - b0):
            for i, j in zip(range(a0, a1), range(b0, b1), strict=True):
                line, cells, page = table[i]
                merged.append((line, {**cells, **fresh[j][1]}, page))
        else:
            merged.extend(joined_entries(table[a0:a1], fresh[b0:b1]) or [*table[a0:a1], *fresh[b0:b1]])
    build.lines[build.start :] = merged


def joined_entries(ours: Sequence[Entry], theirs: Sequence[Entry]) -> list[Entry]:
    """The lines of two halves that say the same in another number of lines: one half took rows of two labels for one.

    Empty where they do not say the same.
    """
    if len(ours) > len(theirs):
        return [
            (line, {**cells, **other}, page)
            for (line, cells, page), (_, other, _) in zip(ours, _parted(theirs, ours), strict=False)
        ]
    return [
        (line, {**own, **cells}, page)
        for (_, own, _), (line, cells, page) in zip(_parted(ours, theirs), theirs, strict=False)
    ]


def _parted(whole: Sequence[Entry], like: Sequence[Entry]) -> list[Entry]:
    """The lines ``whole`` cut as the lines ``like`` are, by the rows of their labels."""
    rows = [(row, entry) for entry in whole for row in sorted(entry[0].rows, key=lambda row: row.middle) if row.label]
    out: list[Entry] = []
    for line, _, _ in like:
        text, taken = "", []
        while rows and label_key(text) != label_key(line.label):
            row, entry = rows.pop(0)
            taken.append((row, entry))
            text = join_wrapped([text, join_words([word for token in row.label for word in token.words])])
        if not taken or label_key(text) != label_key(line.label):
            return []
        out.append((replace(line, box=Box.around(row.row.box for row, _ in taken)), {}, taken[0][1][2]))
    if rows:
        return []
    for _, cells, _ in whole:
        for column, cell in cells.items():
            home = min(out, key=lambda entry: abs(entry[0].box.middle - cell.box.middle))
            for entry in out:
                blank = replace(cell, amount=Amount(None, ValueState.BLANK, ""), note=None)
                entry[1].setdefault(column, blank)
                if entry is home and cell.amount.state is not ValueState.BLANK:
                    entry[1][column] = cell
    return out
