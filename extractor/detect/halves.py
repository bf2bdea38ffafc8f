"""Blocks of a statement of changes in equity: the halves of one table beside or below each other, or the next period's
table."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from extractor.detect.building import Entry, SheetBuild
from extractor.detect.headers import Heads
from extractor.detect.lines import RawLine
from extractor.model import Period
from extractor.notation.dates import dates_in, normal, period_in
from extractor.notation.text import label_key

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
        (label_key(line.label) for line, cells, _ in build.lines[build.start :] if cells), None
    )


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
            merged.extend(table[a0:a1])
            merged.extend(fresh[b0:b1])
    build.lines[build.start :] = merged
