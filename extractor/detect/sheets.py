"""Blocks of all pages of a span -> Sheets: columns typed, lines numbered, every digit claimed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from extractor.detect.beside import halves
from extractor.detect.blocks import Block, blocks_of
from extractor.detect.breaks import Heads as PartedHeads
from extractor.detect.breaks import below_heads, share_columns
from extractor.detect.building import Entry, SheetBuild, Table, finish
from extractor.detect.columns import is_note_text
from extractor.detect.halves import join_block, opens_again, turn
from extractor.detect.headers import Heads, read_heads
from extractor.detect.lines import RawLine, lines_of
from extractor.detect.placing import place_columns
from extractor.detect.tokens import Token
from extractor.model import (
    Amount,
    Box,
    Cell,
    Claim,
    Fate,
    Page,
    Region,
    Sheet,
    StatementKind,
    StatementSpan,
    ValueState,
)
from extractor.notation.dates import dates_in, normal
from extractor.notation.numbers import has_digit, parse_amount
from extractor.notation.units import MONEY, SEN, unit_behind

Prepare = Callable[[Page, Region], Page]


def read_span(
    span: StatementSpan, pages: Mapping[int, Page], prepare: Prepare | None = None
) -> tuple[Sheet, list[Table]] | None:
    """The sheet of one span over all its pages, and the tables in it: more than one where its columns begin anew.

    ``prepare`` hands a page over as its kind of table wants it read. None: no figures under columns were found.
    """
    build = SheetBuild(span, scale=span.scale, currency=span.currency)
    blocks: list[tuple[Block, str]] = []
    beside: list[tuple[Block, str]] = []  # of right halves: they follow all left ones
    waiting: PartedHeads | None = None
    edge: float | None = None  # between assets and liabilities beside them, on the page before
    for region in span.regions:
        page = pages.get(region.page)
        if page is None:
            continue
        page = prepare(page, region) if prepare else page
        if waiting is not None:
            page, region, build.moved[region.page] = below_heads(waiting, page, region)
        parts: tuple[Page, ...] = (page,)
        if span.kind is StatementKind.BALANCE_SHEET:
            parts, edge = halves(page, region, edge)
        for part in parts:
            found = beside if part is not parts[0] or (beside and len(parts) == 1) else blocks
            noted = any(block.note_band for block, _ in (*blocks, *beside))
            found.extend((block, part.reader) for block in blocks_of(part, region, noted))
        waiting = None if (blocks or beside) else PartedHeads(page, region)
    blocks.extend(beside)
    kin = [block for block, _ in blocks]
    for upper, lower in itertools.pairwise(kin):
        share_columns(upper, lower)
    for block, reader in blocks:
        _add_block(build, block, kin, reader)
    return finish(build) if build.lines and build.columns else None


def _add_block(build: SheetBuild, block: Block, kin: Sequence[Block], reader: str) -> None:
    heads = read_heads(block)
    if heads.unit:
        build.scale, build.currency = heads.unit.scale, heads.unit.currency
    raw = lines_of(block, kin)
    _free_notes(block, heads, raw)
    turn(build, raw, heads)
    known = len(build.columns)
    columns = place_columns(build, block, heads, opens_again(build, raw))
    if not build.equity and known <= min(columns.values(), default=-1):
        build.tables.add(len(build.lines))
    _free_amounts(raw, columns)
    _claim(build, block, heads, raw, columns)
    fresh: list[Entry] = []
    for line in raw:
        parts = _split_merged(line, columns)
        for part in parts or [line]:
            cells = {column: _cell(part, band, column, block, reader) for band, column in columns.items()}
            fresh.append((part, cells if part.values or build.equity else {}, block.page))
        at = len(build.lines) + len(fresh) - 1
        if parts:
            message = f"One printed row held two figures in a cell; read as two lines: {line.label}"
            build.findings.append(("row_split", message, at))
            continue
        for tokens in line.values.values():
            if len(tokens) > 1:
                message = f"One cell holds several figures: {' '.join(t.text for t in tokens)}"
                build.findings.append(("cell_split", message, at))
    beside = build.equity and build.block and len(build.lines) > build.start
    if beside and (min(columns.values(), default=0) >= known or build.restarts):
        join_block(build, fresh)
    else:
        build.lines.extend(fresh)


def _free_notes(block: Block, heads: Heads, raw: Sequence[RawLine]) -> None:
    """A band of small bare numbers without a header, among bands that have one, is a column of notes."""
    bare = {
        k
        for k, levels in enumerate(heads.levels)
        if not levels and all(is_note_text(t.text) for t in block.bands[k].tokens)
    }
    if not bare or not any(heads.levels):
        return
    for line in raw:
        for k in bare & set(line.values):
            line.marks.setdefault(k, []).extend(line.values[k])
            line.note = ",".join(filter(None, (line.note, *(t.text for t in line.values.pop(k)))))


def _free_amounts(raw: Sequence[RawLine], columns: Mapping[int, int]) -> None:
    """A figure with yen behind it, in a column of shares beside an amount that is blank, is the amount: per-share rows
    may join both cells."""
    for line in raw:
        for band in sorted(set(line.values) - set(columns)):
            amount = max((k for k in columns if k < band), default=None)
            units = [unit_behind(token.text) for token in line.values[band]]
            if amount is None or amount in line.values or not all(unit and unit.kind in (MONEY, SEN) for unit in units):
                continue
            line.values[amount] = line.values.pop(band)


def _split_merged(line: RawLine, columns: Mapping[int, int]) -> list[RawLine]:
    """A row in which several cells hold two numbers is two rows that lost their break; a date in the label says
    where."""
    double = [band for band, tokens in line.values.items() if band in columns and len(tokens) == 2]
    if len(double) < 2:
        return []
    first = {band: tokens[:1] for band, tokens in line.values.items()}
    second = {band: tokens[1:] for band, tokens in line.values.items() if len(tokens) == 2}
    text = normal(line.label)
    dates = dates_in(text)
    at = dates[0].end if dates and dates[0].end < len(text) - 2 else None
    labels = (text[:at].strip(), text[at:].strip()) if at else (line.label, line.label)
    return [
        replace(line, label=label, values=values, marks={})
        for label, values in zip(labels, (first, second), strict=True)
    ]


def _cell(line: RawLine, band: int, column: int, block: Block, reader: str) -> Cell:
    tokens = line.values.get(band, [])
    note = ",".join(token.text for token in line.marks.get(band, [])) or None
    if not tokens:
        room = block.bands[band]
        return Cell(
            column,
            Amount(None, ValueState.BLANK, ""),
            Box(room.lo, line.box.top, room.hi, line.box.bottom),
            block.page,
            reader,
            note,
        )
    box = tokens[0].box
    return Cell(column, parse_amount(tokens[0].text), box, block.page, reader, note)


def _claim(build: SheetBuild, block: Block, heads: Heads, raw: Sequence[RawLine], columns: Mapping[int, int]) -> None:
    def claim(tokens: Sequence[Token], fate: Fate) -> None:
        moved = build.moved.get(block.page)
        for word in (word for token in tokens for word in token.words if has_digit(word.text)):
            number, box = (moved.back(word.box) if moved else None) or (block.page, word.box)
            build.claims.append(Claim(number, word.text, box, fate))

    head = {id(token) for token in heads.claimed}
    for row in block.header:
        claim([t for t in row.tokens if id(t) in head], Fate.PERIOD_HEADER)
        claim([t for t in row.tokens if id(t) not in head], Fate.CAPTION)
    for line in raw:
        figures: set[int] = set()
        for band, tokens in line.values.items():
            figures.update(id(token) for token in tokens)
            claim(tokens, Fate.CELL if band in columns else Fate.OUTSIDE)
        for tokens in line.marks.values():
            figures.update(id(token) for token in tokens)
            claim(tokens, Fate.NOTE_MARK)
        for row in line.rows:
            claim(row.notes, Fate.NOTE_MARK)
            claim([token for token in row.label if id(token) not in figures], Fate.LABEL)
