"""Blocks of all pages of a span -> Sheets: columns typed, lines numbered, every digit claimed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractor.detect.blocks import Block, blocks_of
from extractor.detect.columns import is_note_text
from extractor.detect.headers import Heads, is_comparison, read_heads
from extractor.detect.lines import RawLine, lines_of
from extractor.detect.periods import column_period
from extractor.detect.tokens import Token
from extractor.model import (
    Amount,
    Box,
    Cell,
    Claim,
    Column,
    Fate,
    Finding,
    Line,
    Page,
    Region,
    Severity,
    Sheet,
    StatementKind,
    StatementSpan,
    ValueState,
)
from extractor.notation.dates import dates_in, normal
from extractor.notation.numbers import has_digit, lost_bracket, parse_amount
from extractor.notation.text import label_key

FAR = 40.0  # points between a column and a band that could go on in it
Prepare = Callable[[Page, Region], Page]
INDENT = 3.0  # points: label starts closer than this are one depth


@dataclass(slots=True)
class _Build:
    """A sheet in the making."""

    span: StatementSpan
    columns: list[Column] = field(default_factory=list)
    centres: list[float] = field(default_factory=list)  # of the columns of the last block, by column index
    recent: list[int] = field(default_factory=list)  # columns of the last block
    lines: list[tuple[RawLine, dict[int, Cell], int]] = field(default_factory=list)  # with page
    claims: list[Claim] = field(default_factory=list)
    findings: list[tuple[str, str, int]] = field(default_factory=list)  # code, message, index of the line
    scale: int | None = None
    currency: str = "JPY"
    block: int = 0  # of the current table, from 0
    layout: list[list[int]] = field(default_factory=list)  # the columns of each block of the first table
    opening: date | None = None  # of the current table's opening balance
    start: int = 0  # first line of the current table
    restarts: list[int] = field(default_factory=list)  # lines at which the same columns begin anew


def read_span(
    span: StatementSpan, pages: Mapping[int, Page], prepare: Prepare | None = None
) -> tuple[Sheet, list[int]] | None:
    """The table of one span over all its pages, and the numbers of the lines at which its columns begin anew.

    ``prepare`` hands a page over as its kind of table wants it read. None: no figures under columns were found.
    """
    build = _Build(span, scale=span.scale, currency=span.currency)
    for region in span.regions:
        page = pages.get(region.page)
        if page is None:
            continue
        for block in blocks_of(prepare(page, region) if prepare else page, region):
            _add_block(build, block, page.reader)
    return _finish(build) if build.lines and build.columns else None


def _add_block(build: _Build, block: Block, reader: str) -> None:
    heads = read_heads(block)
    if heads.unit:
        build.scale, build.currency = heads.unit.scale, heads.unit.currency
    raw = lines_of(block)
    _free_notes(block, heads, raw)
    equity = build.span.kind is StatementKind.CHANGES_IN_EQUITY
    _turn(build, raw, equity)
    known = len(build.columns)
    columns = _place_columns(build, block, heads, _opens_again(build, raw))
    _claim(build, block, heads, raw, columns)
    fresh: list[tuple[RawLine, dict[int, Cell], int]] = []
    for line in raw:
        cells = (
            {column: _cell(line, band, column, block, reader) for band, column in columns.items()}
            if line.values
            else {}
        )
        halves = _split_merged(line, columns)
        if halves:
            for label, values in halves:
                part = replace_values(line, label, values)
                fresh.append(
                    (
                        part,
                        {column: _cell(part, band, column, block, reader) for band, column in columns.items()},
                        block.page,
                    )
                )
            build.findings.append(
                (
                    "row_split",
                    f"One printed row held two figures in a cell; read as two lines: {line.label}",
                    len(build.lines) + len(fresh) - 1,
                )
            )
        else:
            fresh.append((line, cells, block.page))
            for tokens in line.values.values():
                if len(tokens) > 1:
                    build.findings.append(
                        (
                            "cell_split",
                            f"One cell holds several figures: {' '.join(t.text for t in tokens)}",
                            len(build.lines) + len(fresh) - 1,
                        )
                    )
    beside = equity and build.block and len(build.lines) > build.start
    if beside and (min(columns.values(), default=0) >= known or build.restarts):
        _join_block(build, fresh)
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


def _turn(build: _Build, raw: Sequence[RawLine], equity: bool) -> None:
    """Count the block: a further block of the same table, or, where the opening balance has another date, the next period's table."""
    opening = next(
        (dates[0].value for line in raw[:3] if line.values and (dates := dates_in(normal(line.label)))), None
    )
    if not build.lines:
        build.opening = opening
        return
    if equity and opening and build.opening and opening != build.opening:
        build.restarts.append(len(build.lines))
        build.start, build.opening, build.block = len(build.lines), opening, 0
    else:
        build.block += 1


def _opens_again(build: _Build, raw: Sequence[RawLine]) -> bool:
    """Whether the block begins with the line with which the table began: the opening balance."""
    first = next((label_key(line.label) for line in raw if line.values), None)
    return first is not None and first == next(
        (label_key(line.label) for line, cells, _ in build.lines[build.start :] if cells), None
    )


def replace_values(line: RawLine, label: str, values: dict[int, list[Token]]) -> RawLine:
    return RawLine(line.rows, label, line.note, line.x0, line.box, values, {}, line.wrapped)


def _split_merged(line: RawLine, columns: Mapping[int, int]) -> list[tuple[str, dict[int, list[Token]]]]:
    """A row in which several cells hold two numbers is two rows that lost their break; a date in the label says where."""
    double = [band for band, tokens in line.values.items() if band in columns and len(tokens) == 2]
    if len(double) < 2:
        return []
    first = {band: tokens[:1] for band, tokens in line.values.items()}
    second = {band: tokens[1:] for band, tokens in line.values.items() if len(tokens) == 2}
    text = normal(line.label)
    dates = dates_in(text)
    at = dates[0].end if dates and dates[0].end < len(text) - 2 else None
    labels = (text[:at].strip(), text[at:].strip()) if at else (line.label, line.label)
    return [(labels[0], first), (labels[1], second)]


def _place_columns(build: _Build, block: Block, heads: Heads, opens: bool) -> dict[int, int]:
    """Band -> column of the sheet: known columns for a repeated or missing header, new ones otherwise."""
    span = build.span
    equity = span.kind is StatementKind.CHANGES_IN_EQUITY
    centres = [(band.x0 + band.x1) / 2 for band in block.bands]
    keep = _amounts(block, heads)
    if any(heads.levels):
        keep = [k for k in keep if heads.levels[k] or not all(is_note_text(t.text) for t in block.bands[k].tokens)]
    if equity and build.restarts and build.block < len(build.layout) and len(build.layout[build.block]) == len(keep):
        return dict(zip(keep, build.layout[build.block], strict=True))
    if not any(heads.levels[k] for k in keep) and build.recent:
        return _by_place(build, block, keep)
    whole = " ".join(row.row.text for row in block.header)
    wanted: list[Column] = []
    for k in keep:
        text = " ".join(heads.levels[k])
        unit = heads.band_units[k]
        wanted.append(
            Column(
                index=-1,
                label=text,
                header=heads.levels[k],
                period=column_period(text, span, equity)
                or (column_period(whole, span, equity) if len(keep) == 1 else None),
                unit_text=unit.text if unit else None,
                component_label=(heads.leaves[k] or text) if equity else None,
                block=build.block,
                currency=unit.currency if unit else build.currency,
                scale=unit.scale if unit else build.scale,
            )
        )
    if not equity and build.recent and len(wanted) <= len(build.recent):
        known = [build.columns[i] for i in build.recent]
        if len(wanted) == len(known) and all(
            a.scale == b.scale and (a.period is None or a.period == b.period) and _same_head(span, a, b)
            for a, b in zip(wanted, known, strict=True)
        ):
            return dict(zip(keep, build.recent, strict=True))
    if equity and build.recent:
        named = {label_key(build.columns[i].component_label or ""): i for i in build.recent}
        keys = [label_key(column.component_label or "") for column in wanted]
        if len(named) == len(build.recent) and set(keys) == set(
            named
        ):  # the next period's table, or this one's next page
            if opens:
                build.restarts.append(len(build.lines))
                build.start, build.block = len(build.lines), 0
            return {k: named[key] for k, key in zip(keep, keys, strict=True)}
    out: dict[int, int] = {}
    recent: list[int] = []
    taken: set[int] = set()
    for k, column in zip(keep, wanted, strict=True):
        match = next(
            (
                c.index
                for c in build.columns
                if c.index not in taken
                and not equity
                and c.period is not None
                and (c.period, c.scale, c.currency) == (column.period, column.scale, column.currency)
                and label_key(c.label) == label_key(column.label)
            ),
            None,
        )
        if match is None:
            match = len(build.columns)
            inherited = column
            if column.period is None and not equity and build.recent and len(keep) == len(build.recent):
                inherited = replace(
                    column, period=build.columns[build.recent[keep.index(k)]].period
                )  # a sub-table with another unit under the same columns
            build.columns.append(replace(inherited, index=match))
            build.centres.append(centres[k])
        build.centres[match] = centres[k]
        taken.add(match)
        out[k] = match
        recent.append(match)
    build.recent = recent
    if equity and not build.restarts:
        build.layout.append(recent)
    return out


def _amounts(block: Block, heads: Heads) -> list[int]:
    """The bands that are no comparison. Where a header's row slipped and calls every dated band a share, the first band below each date is the amount."""
    keep = [k for k, levels in enumerate(heads.levels) if not is_comparison(levels)]
    if any(dates_in(normal(text)) for k in keep for text in heads.levels[k]):
        return keep
    slipped: dict[str, int] = {}
    for k, levels in enumerate(heads.levels):
        if k not in keep and dates_in(normal(levels[0])) and any("," in token.text for token in block.bands[k].tokens):
            slipped.setdefault(levels[0], k)
    return sorted({*(k for k in keep if heads.levels[k]), *slipped.values()}) if slipped else keep


def _same_head(span: StatementSpan, a: Column, b: Column) -> bool:
    """Selected financial data under two standards, one table below the other, have the same columns in number only."""
    return span.kind is not StatementKind.FINANCIAL_SUMMARY or not a.label or label_key(a.label) == label_key(b.label)


def _by_place(build: _Build, block: Block, keep: Sequence[int]) -> dict[int, int]:
    """A block without a header goes on in the columns above it, each band under the nearest one."""
    out: dict[int, int] = {}
    free = list(build.recent)
    if len(keep) == len(free):
        out = dict(zip(keep, free, strict=True))
    else:
        nearest = sorted(
            (abs(build.centres[i] - (block.bands[k].x0 + block.bands[k].x1) / 2), k, i) for k in keep for i in free
        )
        for distance, k, i in nearest:
            if k not in out and i not in out.values() and distance < FAR:
                out[k] = i
    if any(build.columns[i].scale != build.scale for i in out.values()):
        fresh: dict[int, int] = {}
        for k, i in out.items():
            index = len(build.columns)
            build.columns.append(replace(build.columns[i], index=index, scale=build.scale, currency=build.currency))
            build.centres.append(build.centres[i])
            fresh[k] = index
        build.recent = list(fresh.values())
        return fresh
    return out


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


def _join_block(build: _Build, fresh: list[tuple[RawLine, dict[int, Cell], int]]) -> None:
    """The second half of an equity statement repeats the rows of the first: its cells join those lines."""
    table = build.lines[build.start :]
    ours = [label_key(line.label) for line, _, _ in table]
    theirs = [label_key(line.label) for line, _, _ in fresh]
    matcher = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False)
    if matcher.ratio() < 0.6:
        build.lines.extend(fresh)
        return
    merged: list[tuple[RawLine, dict[int, Cell], int]] = []
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and a1 - a0 == b1 - b0):
            for i, j in zip(range(a0, a1), range(b0, b1), strict=True):
                line, cells, page = table[i]
                merged.append((line, {**cells, **fresh[j][1]}, page))
        else:
            merged.extend(table[a0:a1])
            merged.extend(fresh[b0:b1])
    build.lines[build.start :] = merged


def _claim(build: _Build, block: Block, heads: Heads, raw: Sequence[RawLine], columns: Mapping[int, int]) -> None:
    def claim(tokens: Sequence[Token], fate: Fate) -> None:
        build.claims.extend(
            Claim(block.page, word.text, word.box, fate)
            for token in tokens
            for word in token.words
            if has_digit(word.text)
        )

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


def _depths(starts: Sequence[float]) -> list[int]:
    levels: list[float] = []
    for start in sorted(starts):
        if not levels or start - levels[-1] > INDENT:
            levels.append(start)
    return [max((k for k, level in enumerate(levels) if start >= level - 0.01), default=0) for start in starts]


def _finish(build: _Build) -> tuple[Sheet, list[int]]:
    """The sheet, and the numbers of the lines at which its columns begin anew."""
    depths = _depths([line.x0 for line, _, _ in build.lines])
    out: list[Line] = []
    index_of: list[int | None] = []
    headings: list[Line] = []
    for (raw, cells, page), depth in zip(build.lines, depths, strict=True):
        has_figures = any(cell.amount.state is not ValueState.BLANK for cell in cells.values())
        if not raw.label and not has_figures:
            index_of.append(None)
            continue
        number = len(out) + 1
        while headings and headings[-1].depth >= depth:
            headings.pop()
        parent = headings[-1].number if headings else None
        full = tuple(cells[column] for column in sorted(cells)) if has_figures else ()
        line = Line(number, raw.label, depth, parent, raw.note, full, page, raw.box, raw.wrapped)
        out.append(line)
        index_of.append(number)
        if not has_figures:
            headings.append(line)
    findings = [
        Finding(code, Severity.WARNING, message, page=build.lines[at][2], statement=build.span.kind, line=index_of[at])
        for code, message, at in build.findings
        if at < len(index_of)
    ]
    findings.extend(_doubtful(cell, line, build.span.kind) for line in out for cell in line.cells if _is_doubtful(cell))
    restarts = [next((number for number in index_of[at:] if number), 0) for at in build.restarts]
    return Sheet(build.span, tuple(build.columns), tuple(out), tuple(build.claims), tuple(findings)), [
        number for number in restarts if number
    ]


def _is_doubtful(cell: Cell) -> bool:
    return lost_bracket(cell.amount.text) or cell.amount.state is ValueState.ILLEGIBLE


def _doubtful(cell: Cell, line: Line, kind: StatementKind) -> Finding:
    """A cell whose glyphs are read with a guess, or not at all."""
    if lost_bracket(cell.amount.text):
        code, severity, message = (
            "bracket_lost",
            Severity.INFO,
            f"{cell.amount.text}: a bracket without its partner, read as negative",
        )
    else:
        code, severity, message = "illegible", Severity.WARNING, f"{cell.amount.text!r} is no number"
    return Finding(code, severity, message, page=cell.page, statement=kind, line=line.number, column=cell.column)
