"""Body rows -> lines: wrapped labels joined with the figures that stand beside, above or between their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.detect.blocks import Block, TokenRow
from extractor.detect.columns import Band
from extractor.detect.tokens import Kind, Token
from extractor.model import Box
from extractor.notation.rows import join_words
from extractor.notation.text import fold, join_wrapped, split_marks

TIGHT = 0.8  # of the table's usual pitch: rows closer than this are one cell


@dataclass(slots=True)
class RawLine:
    """A line before numbering: label parts, figures by band, note tokens."""

    rows: list[TokenRow]
    label: str
    note: str | None
    x0: float
    box: Box
    values: dict[int, list[Token]]
    marks: dict[int, list[Token]] = field(default_factory=dict)
    wrapped: bool = False


def lines_of(block: Block) -> list[RawLine]:
    groups = _join(block)
    return [_line(group, block) for group in groups if group]


def _pitch(rows: Sequence[TokenRow]) -> float:
    full = [row for row in rows if row.values and row.label]
    steps = sorted(b.middle - a.middle for a, b in zip(full, full[1:], strict=False) if b.middle > a.middle)
    if not steps:
        return max((row.row.size for row in rows), default=10.0) * 1.3
    return steps[len(steps) // 3] if len(steps) > 2 else steps[0]


def _join(block: Block) -> list[list[TokenRow]]:
    rows = [row for row in block.body if row.tokens]
    if not rows:
        return []
    walls = _row_walls(block)
    pitch = _pitch(rows)
    reach = max((t.box.x1 for row in rows for t in row.label), default=block.limit)
    groups: list[list[TokenRow]] = [[rows[0]]]
    for row in rows[1:]:
        if _same_line(groups[-1], row, pitch, walls, reach, block):
            groups[-1].append(row)
        else:
            groups.append([row])
    return _attach_orphans(groups, pitch, walls)


def _row_walls(block: Block) -> list[float] | None:
    """Heights of the horizontal rules across the label column, where nearly every row has one: a full grid."""
    start, end = block.left, block.limit
    heights = sorted({round(rule.box.middle) for rule in block.rules if rule.horizontal and rule.box.x0 < start + 0.3 * (end - start) and rule.box.x1 > start + 0.5 * (end - start)})
    merged: list[float] = []
    for height in heights:
        if not merged or height - merged[-1] > 3:
            merged.append(height)
    figures = sum(1 for row in block.body if row.values)
    inside = [h for h in merged if block.body[0].row.box.top - 3 <= h <= block.body[-1].row.box.bottom + 3]
    return inside if figures and len(inside) >= 0.75 * figures else None


def _walled(walls: Sequence[float], upper: float, lower: float) -> bool:
    return any(upper < wall < lower for wall in walls)


def _clash(group: Sequence[TokenRow], row: TokenRow, bands: Sequence[Band]) -> bool:
    taken = {k for member in group for token in member.values for k in [_band_of(token, bands)]}
    return any(_band_of(token, bands) in taken for token in row.values)


def _same_line(group: list[TokenRow], row: TokenRow, pitch: float, walls: Sequence[float] | None, reach: float, block: Block) -> bool:
    last = group[-1]
    if _clash(group, row, block.bands):
        return False
    if walls is not None:
        return not _walled(walls, last.middle, row.middle)
    step = row.middle - last.middle
    has_values = any(member.values for member in group)
    if step < TIGHT * pitch and step < 1.45 * max(row.row.size, last.row.size):
        # a label that starts further left than the wrapped one above it, after figures, opens a line of its own
        return not (has_values and row.values and row.label)
    if not row.label and row.values:  # figures below the last part of their label
        return not has_values and step < 1.3 * pitch
    text = fold(join_words([w for member in group for t in member.label for w in t.words]))
    if _open_bracket(text):
        return step < 1.6 * pitch and (not has_values or not row.values)
    if row.label and not has_values and not group[0].values:
        # parts that fill the label column wrap; a heading does not
        first, here = group[-1].label[0], row.label[0]
        fills = last.label[-1].box.x1 > reach - 1.3 * last.row.size
        return bool(row.values) and fills and here.box.x0 >= first.box.x0 - 1 and step < 1.25 * pitch and len(text) > 14
    return False


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")")


def _attach_orphans(groups: list[list[TokenRow]], pitch: float, walls: Sequence[float] | None) -> list[list[TokenRow]]:
    """Figures without a label between two label parts take both; a lone label part below figures that stand between joins them."""
    out: list[list[TokenRow]] = []
    for group in groups:
        if out and walls is None:
            before = out[-1]
            step = group[0].middle - before[-1].middle
            lone_label = not any(row.values for row in group)
            centred = any(row.values and not row.label for row in before) and any(row.label for row in before)
            if lone_label and centred and before[-1].values and not before[-1].label and step < 0.75 * pitch:
                before.extend(group)
                continue
        out.append(list(group))
    return out


def _band_of(token: Token, bands: Sequence[Band]) -> int:
    """The band whose room holds the figure's right end."""
    best, score = 0, float("-inf")
    for k, band in enumerate(bands):
        shared = min(band.x1, token.box.x1) - max(band.x0, token.box.x0)
        if shared > score:
            best, score = k, shared
    return best


def _line(rows: list[TokenRow], block: Block) -> RawLine:
    ordered = sorted(rows, key=lambda row: row.middle)
    values: dict[int, list[Token]] = {}
    marks: dict[int, list[Token]] = {}
    parts: list[str] = []
    notes = [token.text for row in ordered for token in row.notes]
    first_x: float | None = None
    for row in ordered:
        label: list[Token] = []
        for token in row.label:
            if token.box.x0 >= block.bands[0].lo - 1 and token.box.x0 > block.left + 5 and (token.kind is Kind.MARK or token.box.x0 > block.limit) and (row.values or token.kind is Kind.MARK):
                band = next((k for k, b in enumerate(block.bands) if b.lo - 1 <= token.box.centre < b.hi), None)
                if band is not None:
                    if token.kind is Kind.MARK or not label:
                        marks.setdefault(band, []).append(token)
                        continue
                    values.setdefault(band, []).append(token)
                    continue
            label.append(token)
        if label:
            parts.append(join_words([w for t in label for w in t.words]))
            if first_x is None:
                first_x = label[0].box.x0
        for token in row.values:
            values.setdefault(_band_of(token, block.bands), []).append(token)
    text, mark = split_marks(join_wrapped(parts))
    text = re.sub(r"[\s.．…‥・]{4,}$", "", text)
    if mark:
        notes.insert(0, mark)
    box = ordered[0].row.box
    for row in ordered[1:]:
        box = box.union(row.row.box)
    return RawLine(ordered, text, ",".join(notes) or None, first_x if first_x is not None else block.left, box, values, marks, len(parts) > 1)
