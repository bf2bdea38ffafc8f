"""Header rows -> one header per column: spans by drawn cells, else by the words' own place."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.blocks import LABEL_SHARE, Block
from extractor.detect.columns import is_note_head
from extractor.detect.notes import TokenRow
from extractor.detect.phrases import Phrase, covered_by, drawn_over_several, phrase_of, phrases, shared_out
from extractor.detect.slots import find_slots, pieces_of, slot_of
from extractor.detect.tokens import Token
from extractor.detect.unit_heads import unit_heads
from extractor.notation.dates import dates_in, range_words
from extractor.notation.lexicon import rule
from extractor.notation.rows import join_words
from extractor.notation.text import fold, is_cjk, join_wrapped, squeeze
from extractor.notation.units import UnitCaption, unit_caption

_COMPARISON = rule("headers.comparison").finds
_DAY = rule("headers.day").finds
_YEAR = rule("headers.year").finds
_OPEN_DATE = rule("headers.open_date").finds
_LABEL_COLUMN = rule("headers.label_column").finds
_UNIT_BEGINS = rule("headers.unit_begins").finds
_PERIOD = rule("headers.period").finds
_PERIOD_ALONE = rule("headers.period_alone").finds
_PRIOR = rule("headers.prior").finds
_CURRENT = rule("headers.current").finds
MOST_SHARED = 12  # columns that heads of several share
WRAPPED = 2.2  # of the glyph size: lines of one head's cell are hardly further apart


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands over the columns of a block."""

    levels: tuple[tuple[str, ...], ...]  # per band, outermost first
    leaves: tuple[str, ...]  # per band, without what spans several bands
    unit: UnitCaption | None  # the block's own caption
    band_units: tuple[UnitCaption | None, ...]
    captions: tuple[str, ...]  # rows above the header: subtitles
    claimed: tuple[Token, ...]


def read_heads(block: Block) -> Heads:
    """The heads of a block's columns, its unit and the rows above them that are titles."""
    own = unit_heads(block)
    block = own.block if own else block
    rows, captions, unit = _head_rows(block)
    covers = _covers(rows, block)
    _share_dates(covers, block)
    levels, leaves, units = [], [], []
    for k in range(len(block.bands)):
        over = [(phrase.text, len(covered) > 1) for phrase, covered in covers if k in covered]
        words, band_unit = _without_unit([text for text, spans in over if not spans])
        units.append(band_unit)
        wide = [text for text, spans in over if spans]
        leaves.append(join_wrapped(words))
        levels.append((*dict.fromkeys(wide), *([join_wrapped(words)] if words else [])))
    claimed = tuple(token for phrase, covered in covers if covered for token in phrase.tokens)
    if own:
        units = [said or found for said, found in zip(own.units, units, strict=True)]
    return Heads(tuple(levels), tuple(leaves), unit, tuple(units), tuple(captions), claimed)


def _head_rows(block: Block) -> tuple[list[Sequence[Token]], list[str], UnitCaption | None]:
    """The words of each row that heads columns, the rows that are titles, and the unit that one of them names."""
    unit: UnitCaption | None = None
    captions: list[str] = []
    rows: list[Sequence[Token]] = []
    torn = 0  # rows that a caption broken over several rows still takes
    for at, row in enumerate(block.header):
        broken = _torn_unit(block.header[at:]) if torn == 0 else None
        if broken:
            unit, torn = broken
        if torn:
            torn -= 1
            captions.append(row.row.text)
            continue
        tokens = row.tokens
        found = _row_unit(row, block.header[:at])
        beside = False  # whether the caption stands over the labels, beside a head for each column
        if found and not _unit_per_band(row, block):
            unit = found
            tokens = [t for t in tokens if not unit_caption(t.text) and not _in_caption(t, row, found)]
            said = [t for t in tokens if not is_note_head(t.text)]
            beside = len(pieces_of(said)) == len(block.bands) or _alike(phrases(said, block))
            if not tokens or (not beside and tokens[0].box.x0 < block.bands[0].x0 - 2):
                captions.append(row.row.text)
                continue
        if not beside and _is_caption(row, block):
            captions.append(row.row.text)
        else:
            rows.append(tokens)
    return rows, captions, unit


def _covers(rows: Sequence[Sequence[Token]], block: Block) -> list[tuple[Phrase, list[int]]]:
    """The phrases of the header's rows, each with the bands that it stands over."""
    heads = [
        row if _one_each(row, block) else [phrase for phrase in row if _over_columns(phrase, tokens, block)]
        for tokens, row in ((tokens, phrases(tokens, block)) for tokens in map(_without_label_head, rows))
    ]
    wide = {id(phrase) for row in heads for phrase in row if drawn_over_several(phrase, row, block)}
    words = [[token for phrase in row if id(phrase) not in wide for token in phrase.tokens] for row in heads]
    # heads of periods have a grammar of their own; components stand below them
    dated = max((at for at, row in enumerate(heads) if any(_PERIOD(phrase.text) for phrase in row)), default=-1) + 1
    slots, below = find_slots(words[dated:], block.bands) or ([], len(heads))
    first = min(dated + below, len(heads))
    # heads over several columns stand over the heads of each, which may be set otherwise than the figures
    each = next((row for row in reversed(heads) if len(row) == len(block.bands)), None)
    inner = [slot.centre for slot in slots] or [phrase.box.centre for phrase in each or ()]
    covers = [pair for row in _side_by_side(_joined_wide(heads[:first], block)) for pair in _places(row, block, inner)]
    covers.extend((phrase, covered_by(phrase, block)) for row in heads[first:] for phrase in row if id(phrase) in wide)
    for row in words[first:]:
        stacks: dict[int, list[Token]] = defaultdict(list)
        for token in row:
            stacks[slot_of(token, slots)].append(token)
        covers.extend((phrase_of(tokens), [k]) for k, tokens in sorted(stacks.items()))
    return covers


def _without_label_head(tokens: Sequence[Token]) -> Sequence[Token]:
    """A row's words without the head of the label column (科 目), which may be spaced out."""
    for count in (3, 2, 1):
        if len(tokens) >= count and _LABEL_COLUMN(squeeze("".join(token.text for token in tokens[:count]))):
            return tokens[count:]
    return tokens


def _one_each(row: Sequence[Phrase], block: Block) -> bool:
    """Whether the phrases of a row name one period for each column, or, as the current and the prior one, for equally
    many: such heads may begin far left of their figures."""
    each = len(row) == len(block.bands) or (
        len(block.bands) % max(len(row), 1) == 0 and all(_PRIOR(fold(p.text)) or _CURRENT(fold(p.text)) for p in row)
    )
    return each and _alike(row)


def _alike(row: Sequence[Phrase]) -> bool:
    """Whether several phrases all say the same kind of thing."""
    return len(row) > 1 and all(_parallel(left, right) for left, right in itertools.pairwise(row))


def _over_columns(phrase: Phrase, tokens: Sequence[Token], block: Block) -> bool:
    """Whether a phrase heads amounts: not the head of the label column nor of the notes."""
    labels = block.left + LABEL_SHARE * (block.limit - block.left)
    if phrase.box.x0 < labels and len(tokens) > len(phrase.tokens):
        return False
    return not is_note_head(phrase.text)


def _torn_unit(rows: Sequence[TokenRow]) -> tuple[UnitCaption, int] | None:
    """The unit caption that a narrow cell broke over the first two or three of the rows, and how many it takes."""
    if rows and unit_caption(rows[0].row.text) is None and _UNIT_BEGINS(fold(rows[0].row.text)):
        for count in (2, 3):
            found = unit_caption(join_wrapped([row.row.text for row in rows[:count]])) if len(rows) >= count else None
            if found:
                return found, count
    return None


def _without_unit(texts: Sequence[str]) -> tuple[list[str], UnitCaption | None]:
    """The texts over one column without its unit, which may stand on several rows: "Millions of" over "yen"."""
    for size in range(1, len(texts) + 1):
        for at in range(len(texts) - size + 1):
            found = unit_caption(join_wrapped(list(texts[at : at + size])))
            if found and (size > 1 or at == 0 or not _UNIT_BEGINS(fold(texts[at - 1]))):
                rest = [*texts[:at], *texts[at + size :]]
                return [text for text in rest if unit_caption(text) is None], found
    return list(texts), None


def _joined_wide(rows: Sequence[Sequence[Phrase]], block: Block) -> list[list[Phrase]]:
    """The rows with each head over several columns in one piece, where its cell broke it: "Six months ended September"
    over "30,"."""
    out: list[list[Phrase]] = []
    for row in rows:
        kept: list[Phrase] = []
        for phrase in row:
            above = next((p for p in (out[-1] if out else ()) if _goes_on(p, phrase, row, block)), None)
            if above is None:
                kept.append(phrase)
                continue
            whole = Phrase(
                join_wrapped([above.text, phrase.text]), above.box.union(phrase.box), (*above.tokens, *phrase.tokens)
            )
            out[-1][out[-1].index(above)] = whole
        out.append(kept)
    return [row for row in out if row]


def _side_by_side(rows: Sequence[Sequence[Phrase]]) -> list[list[Phrase]]:
    """The rows, with heads of one kind that cells set at different heights in one row: "2021" and, lower and further
    right, "2022"."""
    out: list[list[Phrase]] = []
    for row in rows:
        above = out[-1] if out else []
        both = [*above, *row]
        kinds = {_kind_of_head(phrase.text) for phrase in both}
        near = above and row[0].box.top - above[-1].box.bottom < row[0].tokens[0].size
        if near and len(kinds) == 1 and None not in kinds and above[-1].box.x1 < row[0].box.x0:
            out[-1] = both
        else:
            out.append(list(row))
    return out


def _goes_on(above: Phrase, phrase: Phrase, row: Sequence[Phrase], block: Block) -> bool:
    """Whether a phrase is the next line of the period's cell above: alone within it, in its middle or at its left edge.

    The components of equity stand in heads of several floors: there a phrase below another is a head of its own.
    """
    size = phrase.tokens[0].size
    upper, lower = above.box, phrase.box
    return (
        _PERIOD(above.text)
        and len(covered_by(above, block)) > 1
        and lower.middle - above.tokens[-1].box.middle < WRAPPED * size
        and (abs(upper.centre - lower.centre) < size or abs(upper.x0 - lower.x0) < 1)
        and sum(1 for other in row if upper.x0 - 1 <= other.box.centre <= upper.x1 + 1) == 1
    )


def _places(row: Sequence[Phrase], block: Block, inner: Sequence[float]) -> list[tuple[Phrase, list[int]]]:
    """The bands that each phrase of a row heads: by place, or by order where two would stand over one band and another
    has none. ``inner``: the middle of each band's innermost head, where each has one."""
    places = [(phrase, covered_by(phrase, block)) for phrase in row]
    centres = [(band.x0 + band.x1) / 2 for band in block.bands]
    inner = inner or centres
    under = {k for _, covered in places for k in covered}
    if 1 < len(row) < len(centres) <= MOST_SHARED and len(under) < len(centres) and _alone(row, block):
        runs, off = shared_out([phrase.box.centre for phrase in row], inner)
        wide = {(_kind_of_head(phrase.text) or phrase.text, len(run)) for phrase, run in zip(row, runs, strict=True)}
        even = len(wide) == len({said for said, _ in wide})  # heads that say the same kind of thing are equally wide
        if even and off < row[0].tokens[0].size:  # amounts inside and outside under one head, shares beside them
            return [(phrase, list(run)) for phrase, run in zip(row, runs, strict=True)]
    single = [covered[0] for _, covered in places if len(covered) == 1]
    bands = len(block.bands)
    if len(single) < len(places) or len(set(single)) == len(single) or len(single) > bands:
        return places
    if len(places) == bands or all(_parallel(a, b) for a, b in itertools.pairwise(row)):
        order = _in_order([phrase.box.centre for phrase in row], centres)
        return [(phrase, [k]) for phrase, k in zip(row, order, strict=True)]
    return places


def _alone(row: Sequence[Phrase], block: Block) -> bool:
    """Whether the words of a row are all that stands at their height: heads set to the middle of cells of several rows
    stand between those of others."""
    own = {id(token) for phrase in row for token in phrase.tokens}
    others = [token.box for line in block.header for token in line.tokens if id(token) not in own]
    return not any(
        box.x0 > row[0].box.x0 and min(box.bottom, phrase.box.bottom) - max(box.top, phrase.box.top) > 0.25 * box.height
        for phrase in row
        for box in others
    )


def _parallel(left: Phrase, right: Phrase) -> bool:
    """Whether two phrases of a row say the same kind of thing of two columns: two dates, two years, two words of
    period."""
    one, other = _kind_of_head(left.text), _kind_of_head(right.text)
    return one is not None and one == other


def _kind_of_head(text: str) -> str | None:
    folded = fold(text)
    if _YEAR(folded):
        return "year"
    if dates_in(folded):
        return "date"
    return "period" if _PRIOR(folded) or _CURRENT(folded) else None


def _in_order(heads: Sequence[float], bands: Sequence[float]) -> list[int]:
    """The bands of heads that stand in the bands' order, one each, with the least distance in sum."""
    return list(
        min(
            itertools.combinations(range(len(bands)), len(heads)),
            key=lambda chosen: sum(abs(head - bands[k]) for head, k in zip(heads, chosen, strict=True)),
        )
    )


def _share_dates(covers: list[tuple[Phrase, list[int]]], block: Block) -> None:
    """A date without its year ("Six months ended September 30,") stands over every year below it, also where no rule
    spans them.

    A column whose head is a bare year takes the nearest such phrase above it.
    """
    rows: list[list[tuple[Phrase, list[int]]]] = []  # pieces of dates, those of one row together
    for phrase, covered in covers:
        if not _OPEN_DATE(fold(phrase.text)):
            continue
        if rows and abs(rows[-1][0][0].box.middle - phrase.box.middle) < 0.5 * phrase.box.height:
            rows[-1].append((phrase, covered))
        else:
            rows.append([(phrase, covered)])
    for year, bands in covers:
        if len(bands) != 1 or not _YEAR(fold(year.text)):
            continue
        centre = (block.bands[bands[0]].x0 + block.bands[bands[0]].x1) / 2
        said = ""  # of the date over this year, from the top
        for row in rows:
            own = next((phrase for phrase, covered in row if bands[0] in covered), None)
            if own is None and row[0][0].box.middle < year.box.middle and not _DAY(fold(said)):
                own, covered = min(row, key=lambda found: abs(found[0].box.centre - centre))
                covered.append(bands[0])
            said = f"{said} {own.text}" if own else said


def _row_unit(row: TokenRow, above: Sequence[TokenRow]) -> UnitCaption | None:
    """The unit that a row names: in a phrase by itself, else in the row as a whole.

    What only ends the units of single columns that the rows above begin names none.
    """
    upper = [token for head in above if row.middle - head.middle < WRAPPED * row.row.size for token in head.tokens]
    groups = _loose(row.tokens)
    ends = [bool(upper) and all(_begun(token, upper) for token in group) for group in groups]
    alone = (
        found for group, end in zip(groups, ends, strict=True) if not end and (found := unit_caption(_text(group)))
    )
    return next(alone, None) or (None if any(ends) else unit_caption(row.row.text))


def _begun(token: Token, upper: Sequence[Token]) -> bool:
    """Whether the words right above begin a unit: "Thousands of" over "yen"."""
    over = [t for t in upper if min(t.box.x1, token.box.x1) - max(t.box.x0, token.box.x0) > 0]
    return bool(over) and _UNIT_BEGINS(fold(" ".join(t.text for t in over)))


def _loose(tokens: Sequence[Token]) -> list[list[Token]]:
    out: list[list[Token]] = []
    for token in tokens:
        if out and token.box.x0 - out[-1][-1].box.x1 < 1.5 * token.size:
            out[-1].append(token)
        else:
            out.append([token])
    return out


def _text(tokens: Sequence[Token]) -> str:
    return join_words([word for token in tokens for word in token.words])


def _in_caption(token: Token, row: TokenRow, unit: UnitCaption) -> bool:
    return token.text in unit.text and not dates_in(token.text)


def _unit_per_band(row: TokenRow, block: Block) -> bool:
    """ "Thousands of yen" over each column is the columns' own unit."""
    said = [_text(group) for group in _loose(row.tokens)]
    units = sum(unit_caption(text) is not None or _UNIT_BEGINS(fold(text)) for text in said)  # whole, or broken below
    return len(block.bands) > 1 and units > 1


def _is_caption(row: TokenRow, block: Block) -> bool:
    """A title or subtitle: it begins left of the values and is no header of the label column."""
    first = row.tokens[0]
    start = block.bands[0].lo
    text = fold(row.row.text)
    if len(block.bands) > 2 and range_words(text)[0] == 1 <= range_words(text)[1] and len(dates_in(text)) == 2:
        return True  # the period of the whole table
    if _one_each(phrases(row.tokens, block), block):
        return False
    if len(block.bands) > 2 and first.box.x0 < block.bands[0].x0 and _PERIOD_ALONE(squeeze(row.row.text)):
        return True  # and its name
    if first.box.x0 >= block.left + LABEL_SHARE * (block.limit - block.left):
        return False
    if is_note_head(first.text):
        return False
    lead = [token for token in row.tokens if token.box.x1 <= start + 2]
    text = join_words([w for t in lead for w in t.words])
    rest = [token for token in row.tokens if token.box.x0 >= start - 2]
    if _LABEL_COLUMN(fold(text)) or len(_without_label_head(row.tokens)) < len(row.tokens):
        return False
    after = row.tokens[len(lead) :]
    gap = after[0].box.x0 - lead[-1].box.x1 if lead and after else 0.0
    return not (rest and gap > 3 * first.size and len(text) < 12)


def is_comparison(levels: Sequence[str]) -> bool:
    """Whether a column compares or weighs: by its own words, or by any level where none names a date."""
    if not levels:
        return False
    leaf, whole = fold(levels[-1]), fold(" ".join(levels))
    own = _COMPARISON(leaf) and not dates_in(leaf)
    return (own and len(leaf) < 30) or (
        _COMPARISON(whole) and not dates_in(whole) and (len(whole) < 30 or not is_cjk(whole))
    )
