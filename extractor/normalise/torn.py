"""Labels in several rows, cut or joined by what the taxonomy knows where the geometry of a table leaves it open.

Between rows that all stand equally far apart, a row without figures may be a heading or a part of the label beside it.
A heading is known as one, or has lines below it; the rest of a label has none, and makes a known label with the row of
the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.errors import FindingCode
from extractor.model import Box, Finding, Line, Severity, Sheet, StatementKind
from extractor.normalise.label_notes import notes_apart
from extractor.normalise.match import ALIAS, EXACT, WORDING, guesses
from extractor.normalise.pool import Pool
from extractor.notation.lexicon import rule
from extractor.notation.text import fold, is_cjk, join_wrapped
from extractor.notation.units import unit_caption

MOST = 4  # rows above or below the one with the figures
_SURE = (EXACT, ALIAS)
_GOES_ON, _PARTICLE = rule("lines.goes_on").finds, rule("lines.particle").finds
_ENDS_IN_COMMA, _RUNS_ON = rule("attributes.label_ends_in_comma").finds, rule("headings.runs_on").finds
_VERB_REST = rule("attributes.label_verb_rest").finds
_ANY = (EXACT, ALIAS, WORDING)
Span = tuple[int, int]  # first and last


def whole_labels(sheet: Sheet, pool: Pool) -> Sheet:
    """The sheet with each label cut from the headings that were joined to it, and joined to its parts that were read
    as headings. A label that may hold a heading, and cannot be cut with certainty, has a finding."""
    if sheet.span.kind is StatementKind.FINANCIAL_SUMMARY:
        return sheet
    return _with_units(_with_parts(_without_headings(_with_rows_moved(notes_apart(sheet, pool), pool), pool), pool))


# ---------------------------------------------------------------- rows between two labels


def _with_rows_moved(sheet: Sheet, pool: Pool) -> Sheet:
    """Rows at the end of a label that begin the next one, or at its beginning that end the one before: where both are
    labels without and with them that the taxonomy has."""
    lines = list(sheet.lines)
    for at in range(len(lines) - 1):
        upper, lower = lines[at], lines[at + 1]
        if upper.heading or lower.heading or upper.page != lower.page:
            continue
        below = lines[at + 2] if at + 2 < len(lines) else None
        tail = below.label if below and below.heading and below.page == lower.page else ""
        lines[at : at + 2] = _parted(upper, lower, tail, pool) or (upper, lower)
    return sheet if lines == list(sheet.lines) else replace(sheet, lines=tuple(lines))


def _parted(upper: Line, lower: Line, tail: str, pool: Pool) -> tuple[Line, Line] | None:
    """Both lines with the rows of their labels parted elsewhere; None: as they are, or nowhere else. ``tail``: the row
    without figures below, which may be the end of the lower label."""
    first = upper.label_rows or (upper.label,)
    last = lower.label_rows or (lower.label,)
    rows, here = (*first, *last), len(first)
    if len(rows) < 3 or (_known(upper.label, pool, _ANY) and _known(lower.label, pool, _ANY)):
        return None
    for cut in range(upper.beside + 1, here + lower.beside + 1):
        labels = _text(rows, (0, cut - 1)), _text(rows, (cut, len(rows) - 1))
        ends = _known(labels[1], pool, _SURE) or (tail and _known(join_wrapped([labels[1], tail]), pool, _SURE))
        if cut != here and ends and _known(labels[0], pool, _SURE):
            beside = max(lower.beside + here - cut, 0)
            return (
                replace(upper, label=labels[0], label_rows=rows[:cut]),
                replace(lower, label=labels[1], label_rows=rows[cut:], beside=beside),
            )
    return None


# ---------------------------------------------------------------- headings within labels


def _without_headings(sheet: Sheet, pool: Pool) -> Sheet:
    lines: list[list[Line]] = []
    doubts: list[Line] = []
    for line in sheet.lines:
        rows = line.label_rows
        languages = {is_cjk(row) for row in rows}  # beside a label in both stands its translation, no heading
        if line.heading or len(rows) < 2 or len(languages) > 1 or _known(line.label, pool, _ANY):
            lines.append([line])
            continue
        spans = sorted(
            ((a, b) for a in range(line.beside + 1) for b in range(line.beside, len(rows))), key=lambda s: s[0] - s[1]
        )
        cut = next((made for span in spans[1:] if (made := _cut(line, span, pool))), None)
        lines.append(cut or [line])
        if not cut and any(_perhaps(rows, span, pool) for span in spans[1:]):
            doubts.append(line)
    if not doubts and len(lines) == sum(map(len, lines)):
        return sheet
    flat = [line for group in lines for line in group]
    new = {line.number: sum(map(len, lines[:at])) + len(group) for at, group in enumerate(lines) for line in group[-1:]}
    made = _under_headings(flat) if len(flat) > len(lines) else flat
    found = [replace(finding, line=new.get(finding.line or 0)) for finding in sheet.findings]
    for line in doubts:
        message = f"{line.label}: the label in several rows may be two, or hold a heading"
        kind = sheet.span.kind.value
        found.append(
            Finding(FindingCode.LABEL_UNCLEAR, Severity.WARNING, message, line.page, kind, line=new[line.number])
        )
    return replace(sheet, lines=tuple(made), findings=tuple(found))


def _sides(rows: Sequence[str], span: Span) -> tuple[Span, ...]:
    """What stands above and below the rows of a span."""
    first, last = span
    return tuple(side for side in ((0, first - 1), (last + 1, len(rows) - 1)) if side[0] <= side[1])


def _text(rows: Sequence[str], span: Span) -> str:
    return join_wrapped(list(rows[span[0] : span[1] + 1]))


def _heads(rows: Sequence[str], span: Span, pool: Pool) -> bool:
    """Whether these rows are a heading that the taxonomy has."""
    return any(guess.method in _ANY for guess in guesses(_text(rows, span), True, pool, fuzzy=False))


def _perhaps(rows: Sequence[str], own: Span, pool: Pool) -> bool:
    """Whether the rows ``own`` may be the whole label: what stands above or below is a heading, or they are a label to
    the letter and what stands below begins as labels do."""
    sides = _sides(rows, own)
    if any(_heads(rows, side, pool) for side in sides):
        return True
    if own[0]:
        return False
    rest = fold(rows[own[1] + 1])
    begins = rest[:1].isalpha() and not (_GOES_ON(rest) or _PARTICLE(rest))
    return begins and _known(_text(rows, own), pool, _SURE)


def _cut(line: Line, own: Span, pool: Pool) -> list[Line]:
    """The line as several, of which the rows ``own`` are its label; empty where they or the rest are not known."""
    rows, sides = line.label_rows, _sides(line.label_rows, own)
    if not _known(_text(rows, own), pool, _SURE) or not all(_heads(rows, side, pool) for side in sides):
        return []
    out: list[Line] = []
    high = line.box.height / len(rows)
    for first, last in sorted((*sides, own)):
        box = replace(line.box, top=line.box.top + first * high, bottom=line.box.top + (last + 1) * high)
        made = replace(line, label=_text(rows, (first, last)), box=box, label_rows=(), beside=0)
        out.append(made if (first, last) == own else replace(made, cells=(), note=None))
    return out


def _under_headings(lines: Sequence[Line]) -> list[Line]:
    """The lines numbered anew, each under the heading above it that is set less deep."""
    out: list[Line] = []
    headings: list[Line] = []
    for number, line in enumerate(lines, start=1):
        while headings and headings[-1].depth >= line.depth:
            headings.pop()
        made = replace(line, number=number, parent=headings[-1].number if headings else None)
        out.append(made)
        if line.heading:
            headings.append(made)
    return out


# ---------------------------------------------------------------- labels torn


def _with_parts(sheet: Sheet, pool: Pool) -> Sheet:
    """What stands above or below the figures is no heading that the taxonomy has, and together with what stands beside
    them it is a label: one line. Where what stands beside them is a label by itself, the whole must be one to the
    letter; and where other rows without figures stand in the sheet that make no label and are no heading of the
    taxonomy, this one may be of their kind: the label stays, with a finding."""
    alone = _childless(sheet)
    groups: list[Span] = []  # positions
    perhaps: set[Span] = set()  # of these, those whose figures have a label without the rest
    for at, line in enumerate(sheet.lines):
        beside = any(0 <= near < len(alone) and alone[near] for near in (at - 1, at + 1))
        if line.heading or not beside:
            continue
        methods = _SURE if _known(line.label, pool, _SURE) else _ANY
        start = groups[-1][1] + 1 if groups else 0
        found = next(
            (span for span in _spans(sheet.lines, alone, at, start) if _makes_one(sheet.lines, span, pool, methods)),
            None,
        )
        if found:
            groups.append(found)
            if methods is _SURE:
                perhaps.add(found)
    if perhaps and _strangers(sheet, alone, groups, pool):
        groups = [group for group in groups if group not in perhaps]
        sheet = _doubted(sheet, sorted(perhaps))
    return _joined(sheet, groups) if groups else sheet


def _with_units(sheet: Sheet) -> Sheet:
    """Yen as a row of its own below amounts per share: the end of their label, where the statement ends with such a
    row. Elsewhere the row may be of what stands below it."""
    groups = [
        (at - 1, at)
        for at, line in enumerate(sheet.lines)
        if at and line.heading and _is_yen(line) and _has_sen(sheet.lines[at - 1])
    ]
    if not groups or groups[-1][1] < len(sheet.lines) - 1:
        return sheet
    above = {sheet.lines[at].number: sheet.lines[figures].parent for figures, at in groups}
    lines = tuple(replace(line, parent=above.get(line.parent or 0, line.parent)) for line in sheet.lines)
    return _joined(replace(sheet, lines=lines), groups)


def _is_yen(line: Line) -> bool:
    unit = unit_caption(line.label)
    return unit is not None and unit.scale == 1


def _has_sen(line: Line) -> bool:
    """Whether all of its figures have digits behind the point, as amounts per share have."""
    values = [cell.amount.value for cell in line.cells if cell.amount.value is not None]
    return bool(values) and all(value != value.to_integral_value() for value in values)


def _strangers(sheet: Sheet, alone: Sequence[bool], groups: Sequence[Span], pool: Pool) -> bool:
    """Whether a row without figures and without lines of its own is part of no label and no heading that is known."""
    taken = {at for first, last in groups for at in range(first, last + 1)}
    return any(
        alone[at] and at not in taken and not guesses(line.label, True, pool, fuzzy=False)
        for at, line in enumerate(sheet.lines)
    )


def _doubted(sheet: Sheet, groups: Sequence[Span]) -> Sheet:
    """The sheet with a finding on the figures of each group that was not joined."""
    found = []
    for first, last in groups:
        parts = sheet.lines[first : last + 1]
        (figures,) = (line for line in parts if not line.heading)
        whole = join_wrapped([line.label for line in parts])
        message = f"{figures.label}: with the row above or below it may be one label, {whole}"
        kind = sheet.span.kind.value
        found.append(
            Finding(FindingCode.LABEL_UNCLEAR, Severity.WARNING, message, figures.page, kind, line=figures.number)
        )
    return replace(sheet, findings=(*sheet.findings, *found))


def _childless(sheet: Sheet) -> list[bool]:
    """For each line whether it has no figures, names no unit, and has no other line below it but perhaps the next."""
    children = Counter(line.parent for line in sheet.lines)
    out = []
    for at, line in enumerate(sheet.lines):
        after = sheet.lines[at + 1] if at + 1 < len(sheet.lines) else None
        own = after is not None and after.parent == line.number and not after.heading
        named = bool(line.label) and unit_caption(line.label) is None
        out.append(line.heading and named and children[line.number] <= own)
    return out


def _spans(lines: Sequence[Line], alone: Sequence[bool], at: int, start: int) -> Iterator[Span]:
    """Rows that may be one label with the figures at ``at``, the most first; none before ``start``."""
    first, last, page = at, at, lines[at].page
    while first > start and at - first < MOST and alone[first - 1] and lines[first - 1].page == page:
        first -= 1
    while last + 1 < len(lines) and last - at < MOST and alone[last + 1] and lines[last + 1].page == page:
        last += 1
    spans = [(a, b) for a in range(first, at + 1) for b in range(at, last + 1) if a < b]
    yield from sorted(spans, key=lambda span: span[0] - span[1])


def _makes_one(lines: Sequence[Line], span: Span, pool: Pool, methods: Sequence[str]) -> bool:
    parts = lines[span[0] : span[1] + 1]
    if any(line.heading and not _open(line) and guesses(line.label, True, pool, fuzzy=False) for line in parts):
        return False
    return _known(join_wrapped([line.label for line in parts]), pool, methods) or _go_on(parts, pool)


def _go_on(parts: Sequence[Line], pool: Pool) -> bool:
    """Whether no row ends, or none begins, as labels do, so that they are one also where nobody knows it. A row that
    ends so may head others too: it has figures here."""
    if any(not line.heading and _known(line.label, pool, _SURE) for line in parts):
        return False
    return all(
        _VERB_REST(fold(lower.label))
        or (not upper.heading and (_ENDS_IN_COMMA(fold(upper.label)) or _RUNS_ON(fold(upper.label))))
        for upper, lower in pairwise(parts)
    )


def _open(line: Line) -> bool:
    """Whether the label ends with a comma or begins in a small letter ("assets" below "Total liabilities and net"): no
    heading does, even where the taxonomy has one of its words."""
    return _ENDS_IN_COMMA(fold(line.label)) or line.label[:1].islower()


def _known(label: str, pool: Pool, methods: Sequence[str]) -> bool:
    return any(guess.method in methods for guess in guesses(label, False, pool, fuzzy=False))


def _joined(sheet: Sheet, groups: Sequence[Span]) -> Sheet:
    """The sheet with each group as one line, its lines numbered anew."""
    first_of = {at: first for first, last in groups for at in range(first, last + 1)}
    kept = [at for at in range(len(sheet.lines)) if first_of.get(at, at) == at]
    number = {at: place for place, at in enumerate(kept, start=1)}
    new = {line.number: number[first_of.get(at, at)] for at, line in enumerate(sheet.lines)}
    ends = dict(groups)
    lines = []
    for at in kept:
        parts = sheet.lines[at : ends.get(at, at) + 1]
        figures = next((line for line in parts if not line.heading), parts[0])
        made = replace(figures, number=number[at], parent=new.get(parts[0].parent or 0))
        if len(parts) > 1:
            made = replace(
                made,
                label=join_wrapped([line.label for line in parts]),
                depth=parts[0].depth,
                note=",".join(line.note for line in parts if line.note) or None,
                box=Box.around(line.box for line in parts),
                label_wrapped=True,
            )
        lines.append(made)
    findings = tuple(replace(found, line=new.get(found.line or 0)) for found in sheet.findings)
    return replace(sheet, lines=tuple(lines), findings=findings)
