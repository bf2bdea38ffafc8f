"""Header rows -> one header per column: spans by drawn cells, else by the words' own place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.blocks import LABEL_SHARE, Block, TokenRow
from extractor.detect.columns import is_note_head
from extractor.detect.tokens import Token
from extractor.model import Box, Rule
from extractor.notation.dates import dates_in
from extractor.notation.lexicon import rule
from extractor.notation.rows import join_words
from extractor.notation.text import fold, is_cjk, join_wrapped
from extractor.notation.units import UnitCaption, unit_caption

_COMPARISON = rule("headers.comparison").finds
_STARTS = rule("headers.opens").finds
_RANGE_WORD = rule("headers.range_word").finds
_YEAR = rule("headers.year").finds
_OPEN_DATE = rule("headers.open_date").finds
_LABEL_COLUMN = rule("headers.label_column").finds


@dataclass(frozen=True, slots=True)
class Phrase:
    """Neighbouring words of one header row."""

    text: str
    box: Box
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    levels: tuple[tuple[str, ...], ...]  # per band, outermost first
    leaves: tuple[str, ...]  # per band, without what spans several bands
    unit: UnitCaption | None  # the block's own caption
    band_units: tuple[UnitCaption | None, ...]
    captions: tuple[str, ...]  # rows above the header: subtitles
    claimed: tuple[Token, ...]


def read_heads(block: Block) -> Heads:
    unit: UnitCaption | None = None
    captions: list[str] = []
    claimed: list[Token] = []
    covers: list[tuple[Phrase, list[int]]] = []  # phrases with the bands that they stand over
    for row in block.header:
        found = _row_unit(row)
        if found and not _unit_per_band(row, block):
            unit = found
            rest = [t for t in row.tokens if not unit_caption(t.text) and not _in_caption(t, row, found)]
            if not rest or rest[0].box.x0 < block.bands[0].x0 - 2:
                captions.append(row.row.text)
                continue
            tokens = rest
        else:
            tokens = row.tokens
        if _is_caption(row, block):
            captions.append(row.row.text)
            continue
        placed = [
            (phrase, covered)
            for phrase in phrases(tokens, block)
            if not _heads_labels(phrase, tokens, block) and (covered := _covered(phrase, block))
        ]
        covers.extend(_one_each(placed, len(block.bands)))
        claimed.extend(token for phrase, _ in placed for token in phrase.tokens)
    _share_dates(covers, block)
    levels, leaves, units = [], [], []
    for k in range(len(block.bands)):
        over = [(phrase, len(covered)) for phrase, covered in covers if k in covered]
        own = [phrase for phrase, covered in over if covered == 1]
        texts = [phrase.text for phrase in own]
        band_unit = next((found for text in texts if (found := unit_caption(text))), None)
        units.append(band_unit)
        words = [text for text in texts if unit_caption(text) is None]
        wide = [phrase.text for phrase, covered in over if covered > 1]
        leaves.append(join_wrapped(words))
        levels.append((*dict.fromkeys(wide), *([join_wrapped(words)] if words else [])))
    return Heads(tuple(levels), tuple(leaves), unit, tuple(units), tuple(captions), tuple(claimed))


def _heads_labels(phrase: Phrase, tokens: Sequence[Token], block: Block) -> bool:
    """Whether a phrase heads the column of labels, or that of note numbers."""
    left = phrase.box.x0 < block.left + LABEL_SHARE * (block.limit - block.left)
    return (left and len(tokens) > len(phrase.tokens)) or is_note_head(phrase.text)


def _one_each(placed: list[tuple[Phrase, list[int]]], bands: int) -> list[tuple[Phrase, list[int]]]:
    """A row with a phrase for each column has one over each, in order, also where narrow cells set two of them near one."""
    singles = [covered[0] for _, covered in placed if len(covered) == 1]
    if len(placed) == bands == len(singles) and len(set(singles)) < bands:
        return [(phrase, [k]) for k, (phrase, _) in enumerate(placed)]
    return placed


def _share_dates(covers: list[tuple[Phrase, list[int]]], block: Block) -> None:
    """A date without its year ("Six months ended September 30,") stands over every year below it, also where no rule spans them.

    A column whose head is a bare year takes the nearest such phrase above it.
    """
    rows: dict[int, list[tuple[Phrase, list[int]]]] = defaultdict(list)  # phrases of one row, by its middle
    for phrase, covered in covers:
        if _OPEN_DATE(fold(phrase.text)):
            rows[round(phrase.box.middle)].append((phrase, covered))
    for year, bands in covers:
        if len(bands) != 1 or not _YEAR(fold(year.text)):
            continue
        centre = (block.bands[bands[0]].x0 + block.bands[bands[0]].x1) / 2
        for middle, row in rows.items():
            if middle < year.box.middle and not any(bands[0] in covered for _, covered in row):
                min(row, key=lambda found: abs(found[0].box.centre - centre))[1].append(bands[0])


def _row_unit(row: TokenRow) -> UnitCaption | None:
    return unit_caption(row.row.text) or next(
        (found for phrase in _loose(row.tokens) if (found := unit_caption(phrase))), None
    )


def _loose(tokens: Sequence[Token]) -> list[str]:
    out: list[list[Token]] = []
    for token in tokens:
        if out and token.box.x0 - out[-1][-1].box.x1 < 1.5 * token.size:
            out[-1].append(token)
        else:
            out.append([token])
    return [join_words([w for t in group for w in t.words]) for group in out]


def _in_caption(token: Token, row: TokenRow, unit: UnitCaption) -> bool:
    return token.text in unit.text and not dates_in(token.text)


def _unit_per_band(row: TokenRow, block: Block) -> bool:
    """ "Thousands of yen" over each column is the columns' own unit."""
    return len(block.bands) > 1 and sum(1 for text in _loose(row.tokens) if unit_caption(text)) > 1


def _is_caption(row: TokenRow, block: Block) -> bool:
    """A title or subtitle: it begins left of the values and is no header of the label column."""
    first = row.tokens[0]
    start = block.bands[0].lo
    text = fold(row.row.text)
    if len(block.bands) > 2 and text.count("自") == 1 and "至" in text and len(dates_in(text)) == 2:
        return True  # the period of the whole table
    if first.box.x0 >= block.left + LABEL_SHARE * (block.limit - block.left):
        return False
    if is_note_head(first.text):
        return False
    lead = [token for token in row.tokens if token.box.x1 <= start + 2]
    text = join_words([w for t in lead for w in t.words])
    rest = [token for token in row.tokens if token.box.x0 >= start - 2]
    if _LABEL_COLUMN(fold(text)):
        return False
    gap = rest[0].box.x0 - lead[-1].box.x1 if lead and rest else 0.0
    return not (rest and gap > 3 * first.size and len(text) < 12)


def phrases(tokens: Sequence[Token], block: Block) -> list[Phrase]:
    """Tokens of one row joined where the gap is small and no drawn wall stands between."""
    walls = [rule.box for rule in block.rules if not rule.horizontal]
    groups: list[list[Token]] = []
    for token in tokens:
        if groups:
            last = groups[-1][-1]
            gap = token.box.x0 - last.box.x1
            walled = any(
                last.box.x1 - 1 <= wall.centre <= token.box.x0 + 1 and wall.top <= token.box.middle <= wall.bottom
                for wall in walls
            )
            edge = any(
                last.box.centre < band.lo <= token.box.x0 + 1 and band.lo >= last.box.x1 - 1 for band in block.bands[1:]
            )
            apart = (
                is_cjk(last.text[-1])
                and min(len(last.text), len(token.text)) >= 4
                and _home(last, block) != _home(token, block)
            )
            apart = apart or (
                len(token.text) >= 2 and token.text[:2] == groups[-1][0].text[:2]
            )  # parallel headers begin alike
            apart = apart or (_STARTS(token.text) and _home(last, block) != _home(token, block))
            opens = _RANGE_WORD(last.text)  # never without its date
            if not walled and not apart and gap < (0.6 if edge and not opens else 1.6) * token.size:
                groups[-1].append(token)
                continue
        groups.append([token])
    out = []
    for group in groups:
        box = group[0].box
        for token in group[1:]:
            box = box.union(token.box)
        out.append(Phrase(join_words([w for t in group for w in t.words]), box, tuple(group)))
    return out


def _home(token: Token, block: Block) -> int:
    """The band nearest to a token's centre."""
    return min(
        range(len(block.bands)), key=lambda k: abs((block.bands[k].x0 + block.bands[k].x1) / 2 - token.box.centre)
    )


def _covered(phrase: Phrase, block: Block) -> list[int]:
    """Bands under a phrase: those inside its drawn cell or above its underline, else the band whose room holds its centre."""
    cell = _cell(phrase, block.rules, block.left)
    centres = [(band.x0 + band.x1) / 2 for band in block.bands]
    if cell is not None:
        inside = [k for k, centre in enumerate(centres) if cell[0] - 1 <= centre <= cell[1] + 1]
        if inside:
            return inside
    under = [k for k, band in enumerate(block.bands) if phrase.box.x0 - 2 <= centres[k] <= phrase.box.x1 + 2]
    if len(under) > 1:
        return under
    home = [k for k, band in enumerate(block.bands) if band.lo <= phrase.box.centre < band.hi]
    return home or under or ([0] if phrase.box.centre < block.bands[0].lo else [])


def _cell(phrase: Phrase, rules: Sequence[Rule], left_edge: float) -> tuple[float, float] | None:
    """Left and right wall of the drawn cell around a phrase; or the ends of the underline that spans it."""
    middle, box = phrase.box.middle, phrase.box
    walls = [r.box.centre for r in rules if r.box.top <= middle <= r.box.bottom and not r.horizontal]
    left = max((wall for wall in walls if wall <= box.x0 + 1), default=None)
    right = min((wall for wall in walls if wall >= box.x1 - 1), default=None)
    if left is not None and right is not None:
        return left, right
    lines = [
        r.box
        for r in rules
        if r.box.x0 <= box.x0 + 1
        and r.box.x1 >= box.x1 - 1
        and r.horizontal
        and -1 <= r.box.middle - box.bottom < 0.9 * box.height
        and r.box.width > box.width * 1.02
    ]
    # what spans several columns stands over their middle; a rule under the whole table says nothing of one phrase
    lines = [line for line in lines if line.x0 > left_edge + 1 and abs(line.centre - box.centre) < 0.1 * line.width + 2]
    if lines:
        line = min(lines, key=lambda b: b.width)
        return line.x0, line.x1
    return None


def is_comparison(levels: Sequence[str]) -> bool:
    """Whether a column compares or weighs: by its own words, or by any level where none names a date."""
    if not levels:
        return False
    leaf, whole = fold(levels[-1]), fold(" ".join(levels))
    own = _COMPARISON(leaf) and not dates_in(leaf)
    return (own and len(leaf) < 30) or (
        _COMPARISON(whole) and not dates_in(whole) and (len(whole) < 30 or not is_cjk(whole))
    )
