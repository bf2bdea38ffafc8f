"""Words of a header's row -> phrases: what one cell says, and the columns that it stands over."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.blocks import Block
from extractor.detect.columns import is_note_head
from extractor.detect.tokens import Token
from extractor.model import Box
from extractor.notation.dates import range_words
from extractor.notation.lexicon import rule
from extractor.notation.rows import join_words
from extractor.notation.text import fold, is_cjk

_STARTS = rule("headers.opens").finds
_RANGE_WORD = rule("headers.range_word").finds
_RANGE_BEGUN = rule("headers.range_begun").finds
_MONTH, _YEAR, _DAY_PIECE = (rule(f"headers.{name}").finds for name in ("month", "year", "day_piece"))
_PRIOR, _CURRENT = rule("headers.prior").finds, rule("headers.current").finds
NEARER = 0.5  # of the glyph size, and of the other gap
UNDERLINE = 0.9  # of the height of words: how far below them the line that underlines them is drawn
OFF = 0.1  # of the width of a cell: words that stand so far from its middle, and two points, stand in its middle


@dataclass(frozen=True, slots=True)
class Phrase:
    """Neighbouring words of one header row."""

    text: str
    box: Box
    tokens: tuple[Token, ...]


def phrases(tokens: Sequence[Token], block: Block) -> list[Phrase]:
    """Tokens of one row joined where the gap is small and no drawn wall stands between."""
    walls = [rule.box for rule in block.rules if not rule.horizontal]
    groups: list[list[Token]] = []
    for token in tokens:
        if groups:
            last = groups[-1][-1]
            ranged = _RANGE_WORD(groups[-1][0].text) or _RANGE_WORD(last.text)
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
            alike = len(token.text) >= 2 and token.text[:2] == groups[-1][0].text[:2]  # parallel headers begin alike
            apart = apart or (alike and not is_note_head(last.text + token.text))
            apart = apart or (_STARTS(token.text) and _home(last, block) != _home(token, block))
            # a second 自 or From is the next column's, however close it stands
            apart = apart or (_RANGE_WORD(token.text) and any(_same_word(token, t) for t in groups[-1]))
            apart = apart or (_MONTH(token.text) and any(_MONTH(before.text) for before in groups[-1]) and not ranged)
            apart = apart or (last.text[-1] in ")）" and _STARTS(token.text)) or _parts_notes(groups[-1], token)
            apart = apart or (_says_which(token) and any(map(_says_which, groups[-1])))
            # a range that has begun is never without its date
            opens = _RANGE_BEGUN(fold(last.text)) and not (_RANGE_WORD(token.text) or _says_which(token))
            apart = apart and not (opens or _ends_range(groups[-1], token))
            if not walled and not apart and gap < (0.6 if edge and not opens else 1.6) * token.size:
                groups[-1].append(token)
                continue
        groups.append([*(_nearer(groups[-1], token) if groups else ()), token])
    return [phrase_of(group) for group in groups]


def _nearer(group: list[Token], token: Token) -> list[Token]:
    """The last word of a group where it is a day that stands nearer to the year behind it than to its own: the day of
    a date that cells broke before it. It is taken from the group."""
    if len(group) < 2 or not (_DAY_PIECE(group[-1].text) and _YEAR(token.text)):
        return []
    before, last = group[-2:]
    own, other = last.box.x0 - before.box.x1, token.box.x0 - last.box.x1
    return [group.pop()] if own > NEARER * token.size and other < NEARER * own else []


def _ends_range(group: Sequence[Token], token: Token) -> bool:
    """Whether a token is the 至 of a range whose 自 the group says."""
    said = range_words(fold(" ".join(t.text for t in group)))
    return said == (1, 0) and range_words(fold(token.text)) == (0, 1)


def _says_which(token: Token) -> bool:
    """Whether a word says which of two periods a column is of: Previous, 当."""
    return bool(_PRIOR(token.text) or _CURRENT(token.text))


def _parts_notes(group: Sequence[Token], token: Token) -> bool:
    """Whether the head of the notes column begins with the token or ends before it."""
    said = "".join(t.text for t in group)
    return (is_note_head(said) or is_note_head(token.text)) and not is_note_head(said + token.text)


def phrase_of(tokens: Sequence[Token]) -> Phrase:
    """The tokens, in order, as one phrase."""
    box = Box.around(token.box for token in tokens)
    return Phrase(join_words([w for t in tokens for w in t.words]), box, tuple(tokens))


def _same_word(a: Token, b: Token) -> bool:
    return a.text.strip("（(").lower() == b.text.strip("（(").lower()


def _home(token: Token, block: Block) -> int:
    """The band nearest to a token's centre."""
    return min(
        range(len(block.bands)), key=lambda k: abs((block.bands[k].x0 + block.bands[k].x1) / 2 - token.box.centre)
    )


def covered_by(phrase: Phrase, block: Block) -> list[int]:
    """Bands under a phrase: those inside its drawn cell or above its underline, else the band whose room holds its
    centre."""
    cell = _cell(phrase, block)
    centres = [(band.x0 + band.x1) / 2 for band in block.bands]
    if cell is not None:
        inside = [k for k, centre in enumerate(centres) if cell[0] - 1 <= centre <= cell[1] + 1]
        if len(inside) == 1 or (inside and _fills(phrase, cell)):
            return inside
    under = [k for k, band in enumerate(block.bands) if phrase.box.x0 - 2 <= centres[k] <= phrase.box.x1 + 2]
    if len(under) > 1:
        return under
    home = [k for k, band in enumerate(block.bands) if band.lo <= phrase.box.centre < band.hi]
    return home or under or ([0] if phrase.box.centre < block.bands[0].lo else [])


def drawn_over_several(phrase: Phrase, row: Sequence[Phrase], block: Block) -> bool:
    """Whether the cell or the line that is drawn around or under the words spans several columns, and holds no other
    words of their row."""
    cell = _cell(phrase, block)
    if cell is None or any(cell[0] < other.box.centre < cell[1] for other in row if other is not phrase):
        return False
    centres = [(band.x0 + band.x1) / 2 for band in block.bands]
    return sum(cell[0] - 1 <= at <= cell[1] + 1 for at in centres) > 1 and _fills(phrase, cell)


def _fills(phrase: Phrase, cell: tuple[float, float]) -> bool:
    """Whether words stand where the words of a cell over several columns do: in its middle, or at its left wall.

    Where no wall parts the columns of a floor, what stands over one of them stands elsewhere.
    """
    return _in_the_middle(phrase.box, *cell) or phrase.box.x0 - cell[0] < 2 * phrase.tokens[0].size


def _in_the_middle(box: Box, left: float, right: float) -> bool:
    return abs(box.centre - (left + right) / 2) < OFF * (right - left) + 2


def shared_out(heads: Sequence[float], bands: Sequence[float]) -> tuple[list[range], float]:
    """Which bands stand under each head where heads side by side share all bands in order, each over the middle of its
    own; and how far off the worst of them stands, in points. ``heads``, ``bands``: centres, no more heads than bands.
    """

    def off(edges: tuple[int, ...]) -> list[float]:
        return [
            abs(head - (bands[first] + bands[last - 1]) / 2)
            for head, (first, last) in zip(heads, itertools.pairwise(edges), strict=True)
        ]

    cuts = itertools.combinations(range(1, len(bands)), len(heads) - 1)
    best = min(((0, *cut, len(bands)) for cut in cuts), key=lambda edges: sum(off(edges)))
    return [range(first, last) for first, last in itertools.pairwise(best)], max(off(best))


def _cell(phrase: Phrase, block: Block) -> tuple[float, float] | None:
    """Left and right wall of the drawn cell around a phrase; or the ends of the underline that spans it."""
    middle, box = phrase.box.middle, phrase.box
    walls = [r.box.centre for r in block.rules if r.box.top <= middle <= r.box.bottom and not r.horizontal]
    left = max((wall for wall in walls if wall <= box.x0 + 1), default=None)
    right = min((wall for wall in walls if wall >= box.x1 - 1), default=None)
    if left is not None and right is not None:
        return left, right
    near = [r.box for r in block.rules if r.horizontal and -1 <= r.box.middle - box.bottom < UNDERLINE * box.height]
    lines = [
        (x0, x1)
        for x0, x1 in (*((line.x0, line.x1) for line in near), *_in_one_piece(near))
        if x0 <= box.x0 + 1
        and x1 >= box.x1 - 1
        and x1 - x0 > box.width * 1.02
        # what spans several columns stands over their middle; a rule under the whole table says nothing of one phrase
        and x0 > block.left + 1
        and _in_the_middle(box, x0, x1)
    ]
    return min(lines, key=lambda line: line[1] - line[0], default=None)


def _in_one_piece(rules: Sequence[Box]) -> list[tuple[float, float]]:
    """Where lines that were drawn in pieces, one for each cell and one for the gap beside it, begin and end."""
    out: list[tuple[float, float, float]] = []
    for piece in sorted(rules, key=lambda box: (round(box.middle), box.x0)):
        if out and abs(out[-1][2] - piece.middle) < 1 and piece.x0 - out[-1][1] <= 1:
            out[-1] = (out[-1][0], max(out[-1][1], piece.x1), piece.middle)
        else:
            out.append((piece.x0, piece.x1, piece.middle))
    return [(x0, x1) for x0, x1, _ in out]
