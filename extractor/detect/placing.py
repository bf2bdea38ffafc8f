"""The columns of a block among the columns of its sheet: those known already, or new ones.

A block may repeat the head of the one above it, leave it out, stand for the next period under the same components, or
begin columns of its own. Each way is a step below; the first that applies places the block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.detect.blocks import Block
from extractor.detect.building import SheetBuild
from extractor.detect.columns import is_note_text
from extractor.detect.headers import Heads, is_comparison
from extractor.detect.periods import captioned_period, column_period
from extractor.model import Column, StatementKind, StatementSpan
from extractor.notation.dates import dates_in, normal
from extractor.notation.lexicon import rule
from extractor.notation.numbers import has_digit
from extractor.notation.text import label_key, split_marks, squeeze

_SUPERSEDED = rule("headers.superseded").finds
_CORRECTED = rule("headers.corrected").finds
_FURTHER = rule("five_years.further").finds
MANY_MORE = 2  # times as many columns as above are no continuation
FAR = 40.0  # points between a column and a band that could go on in it
Placed = dict[int, int]  # band of the block -> column of the sheet


@dataclass(frozen=True, slots=True)
class Heading:
    """What is to be placed: the block's bands that hold amounts, and the column that each one's head asks for."""

    block: Block
    keep: tuple[int, ...]
    wanted: tuple[Column, ...]
    headed: bool  # whether any of the bands has a head
    opens: bool  # whether the block begins with the table's opening balance


def place_columns(build: SheetBuild, block: Block, heads: Heads, opens: bool) -> Placed:
    """The column of the sheet for each band of the block that holds amounts; new columns are added to the sheet."""
    keep = _amounts(block, heads)
    if any(heads.levels):
        keep = [k for k in keep if heads.levels[k] or not all(is_note_text(t.text) for t in block.bands[k].tokens)]
    heading = Heading(block, tuple(keep), _wanted(build, block, heads, keep), any(heads.levels[k] for k in keep), opens)
    if build.span.kind is StatementKind.FINANCIAL_SUMMARY and not any(_names_a_term(heads.levels[k]) for k in keep):
        heading = replace(heading, headed=False)  # what stands above these figures is a unit or a remark
    for step in (_same_layout, _headless, _repeated_head, _same_components):
        placed = step(build, heading)
        if placed is not None:
            break
    else:
        placed = _new_columns(build, heading)
    build.over = [placed.get(k) for k in range(len(block.bands))]
    return placed


def _wanted(build: SheetBuild, block: Block, heads: Heads, keep: Sequence[int]) -> tuple[Column, ...]:
    """The columns that the heads ask for, not yet in the sheet."""
    whole = " ".join(row.row.text for row in block.header)
    wanted = []
    for k in keep:
        text = " ".join(heads.levels[k])
        unit = heads.band_units[k]
        period = column_period(text, build.span, build.equity, build.period)
        if period is None and len(keep) == 1:
            period = column_period(whole, build.span, build.equity, build.period)
        if period is None:
            period = captioned_period(text, (*heads.captions, *build.span.captions), build.span)
        wanted.append(
            Column(
                index=-1,
                label=text,
                header=heads.levels[k],
                period=period,
                unit_text=unit.text if unit else None,
                component_label=(split_marks(heads.leaves[k])[0] or text) if build.equity else None,
                block=build.block,
                currency=unit.currency if unit else build.currency,
                scale=unit.scale if unit else build.scale,
            )
        )
    return tuple(wanted)


def _names_a_term(levels: Sequence[str]) -> bool:
    """Whether a head tells one column's term or standard from another's: 第12期, 2021年３月, 国際会計基準."""
    text = " ".join(levels)
    return has_digit(text) or any(_FURTHER(squeeze(level)) for level in levels)


def _same_layout(build: SheetBuild, heading: Heading) -> Placed | None:
    """The blocks of the next period's equity table have the columns of the first table's blocks."""
    if not (build.equity and build.restarts and build.block < len(build.layout)):
        return None
    columns = build.layout[build.block]
    return dict(zip(heading.keep, columns, strict=True)) if len(columns) == len(heading.keep) else None


def _headless(build: SheetBuild, heading: Heading) -> Placed | None:
    """A block without a head goes on in the columns above it, each band under the nearest one."""
    if heading.headed or not build.recent or len(heading.keep) > MANY_MORE * len(build.recent):
        return None  # so many more columns are another table's
    out: Placed = {}
    if len(heading.keep) == len(build.recent):
        out = dict(zip(heading.keep, build.recent, strict=True))
    elif len(heading.keep) == len(build.over):  # with the shares beside the amounts
        out = {k: i for k, i in zip(heading.keep, build.over, strict=True) if i is not None}
    else:
        bands = heading.block.bands
        nearest = sorted(
            (abs(build.centres[i] - (bands[k].x0 + bands[k].x1) / 2), k, i) for k in heading.keep for i in build.recent
        )
        for distance, k, i in nearest:
            if k not in out and i not in out.values() and distance < FAR:
                out[k] = i
    if all(build.columns[i].scale == build.scale for i in out.values()):
        return out
    fresh: Placed = {}  # the same columns in another unit
    for k, i in out.items():
        wanted = replace(build.columns[i], index=-1, scale=build.scale, currency=build.currency)
        known = next((c.index for c in build.columns if replace(c, index=-1) == wanted), None)
        if known is not None:
            fresh[k] = known
            continue
        fresh[k] = len(build.columns)
        build.columns.append(replace(build.columns[i], index=fresh[k], scale=build.scale, currency=build.currency))
        build.centres.append(build.centres[i])
    build.recent = list(fresh.values())
    return fresh


def _repeated_head(build: SheetBuild, heading: Heading) -> Placed | None:
    """A statement that goes on under the same heads."""
    if build.equity or not build.recent or len(heading.wanted) != len(build.recent):
        return None
    same = all(
        new.scale == build.columns[i].scale
        and (new.period is None or new.period == build.columns[i].period)
        and _same_head(build.span, new, build.columns[i])
        for new, i in zip(heading.wanted, build.recent, strict=True)
    )
    return dict(zip(heading.keep, build.recent, strict=True)) if same else None


def _same_head(span: StatementSpan, a: Column, b: Column) -> bool:
    """Selected financial data under two standards, one table below the other, have the same columns in number only."""
    return span.kind is not StatementKind.FINANCIAL_SUMMARY or not a.label or label_key(a.label) == label_key(b.label)


def _same_components(build: SheetBuild, heading: Heading) -> Placed | None:
    """The same components again: the next period's equity table, where it opens like the first one, else this one's
    next page."""
    if not (build.equity and build.recent):
        return None
    named = {label_key(build.columns[i].component_label or ""): i for i in build.recent}
    keys = [label_key(column.component_label or "") for column in heading.wanted]
    if len(named) != len(build.recent) or set(keys) != set(named):
        return None
    dated = all(dates_in(normal(column.label)) for column in heading.wanted)  # columns are periods, rows components
    if heading.opens and not dated:
        build.begin_table()
    return {k: named[key] for k, key in zip(heading.keep, keys, strict=True)}


def _new_columns(build: SheetBuild, heading: Heading) -> Placed:
    """Columns of the block's own; a statement's column of the same head and period is the same column wherever it
    stands."""
    out: Placed = {}
    for at, (k, column) in enumerate(zip(heading.keep, heading.wanted, strict=True)):
        match = None if build.equity else _known(build, column, out)
        if match is None:
            match = len(build.columns)
            if column.period is None and not build.equity and len(heading.keep) == len(build.recent):
                # a sub-table with another unit under the same columns
                column = replace(column, period=build.columns[build.recent[at]].period)
            build.columns.append(replace(column, index=match))
            build.centres.append(0.0)
        build.centres[match] = (heading.block.bands[k].x0 + heading.block.bands[k].x1) / 2
        out[k] = match
    build.recent = list(out.values())
    if build.equity and not build.restarts:
        build.layout.append(build.recent)
    return out


def _known(build: SheetBuild, column: Column, taken: Placed) -> int | None:
    """The sheet's column of that period, unit and head, unless another band of the block has it."""
    if column.period is None:
        return None
    for known in build.columns:
        same = (known.period, known.scale, known.currency) == (column.period, column.scale, column.currency)
        if same and known.index not in taken.values() and label_key(known.label) == label_key(column.label):
            return known.index
    return None


def _amounts(block: Block, heads: Heads) -> list[int]:
    """The bands that are no comparison. Where a header's row slipped and calls every dated band a share, the first band
    below each date is the amount."""
    keep = [k for k, levels in enumerate(heads.levels) if not is_comparison(levels)]
    texts = {k: normal(" ".join(heads.levels[k])) for k in keep}
    if any(_CORRECTED(text) for text in texts.values()):  # beside figures as corrected, those before say nothing new
        return [k for k in keep if not _SUPERSEDED(texts[k])]
    if any(dates_in(normal(text)) for k in keep for text in heads.levels[k]):
        return keep
    slipped: dict[str, int] = {}
    for k, levels in enumerate(heads.levels):
        if k not in keep and dates_in(normal(levels[0])) and any("," in token.text for token in block.bands[k].tokens):
            slipped.setdefault(levels[0], k)
    return sorted({*(k for k in keep if heads.levels[k]), *slipped.values()}) if slipped else keep
