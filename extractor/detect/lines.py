"""Body rows -> lines: wrapped labels joined with the figures that stand beside, above or between their parts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from extractor.detect.bilingual import in_both, translated
from extractor.detect.blocks import Block
from extractor.detect.columns import Band, is_note_text
from extractor.detect.notes import TokenRow
from extractor.detect.pitch import Pitch, pitch_of
from extractor.detect.tokens import Kind, Token, parted
from extractor.detect.walls import Walls, walls_of
from extractor.model import Box
from extractor.notation.lexicon import rule
from extractor.notation.rows import join_words
from extractor.notation.text import fold, is_cjk, join_wrapped, split_marks
from extractor.notation.units import unit_caption

_UNFINISHED = rule("lines.unfinished").finds
_PARTICLE = rule("lines.particle").finds
_GOES_ON = rule("lines.goes_on").finds
_TOTAL = rule("lines.total_alone").finds
_WITH_UNIT = rule("tokens.with_unit").finds
_SENTENCE_END = rule("lines.sentence_end").finds
_BARE_MARK = rule("tokens.bare_mark").finds
_LEADERS = rule("tokens.leaders").pattern
MAX_PARTS = 10  # rows that one line may take
NEVER_JOIN = float("inf")
IMPOSSIBLE = float("inf")
LOOSE = 1.5  # of the glyph size: lines of one cell are hardly further apart
TIGHT = 0.8  # of the table's usual pitch: rows closer than this are one cell
CROWD = 3  # labels that end at one edge, which is their column's
CLOSER, TIGHTER = (
    0.5,
    0.95,
)  # points, share of the least step between two lines: rows that are closer still are one line
ANEW = 1.1  # of the step between lines of one cell: further apart, and begun with a capital, stands another label
ONE_CELL = 1.15  # of the least step between rows of labels: what is further apart is no pair of lines of one cell
NAMELESS = 2.5  # what figures without a label cost
INDENTED = 0.5  # what it costs to cut between rows that stand tight, the lower one further in
UNFOUNDED = 0.3  # what it costs to join two rows that nothing says are one line
HEADING = 0.04  # what each further row of a heading costs: less than as a further row of the line above it
UNUSUAL = 0.3  # what it costs that a table sets its figures beside the first or the last row of a label
ONE_BELOW, TWO_BELOW = 0.8, 1.9  # of the table's usual pitch: figures so far below a label are the next line's, and
# labels so far apart are two lines' with one between
UNEVEN = 0.6  # of the table's usual pitch: the figures of one line stand at one height
CLOSE = 0.6  # of the table's usual pitch: closer than this they are one cell however small the glyphs are


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
    parts: tuple[str, ...] = ()  # of a wrapped label, by row
    beside: int = 0  # which of them the figures stand beside


def lines_of(block: Block, neighbours: Sequence[Block] = ()) -> list[RawLine]:
    """The block's rows as lines. ``neighbours``: the statement's other blocks, which tell how far apart its lines
    stand."""
    return [_line(group, block) for group in _group(block, pitch_of(block, neighbours), neighbours or (block,))]


class Align(Enum):
    """Where in a label of several rows the table sets the figures."""

    MIDDLE = "middle"
    TOP = "top"
    BOTTOM = "bottom"


def _group(block: Block, pitch: Pitch, blocks: Sequence[Block]) -> list[list[TokenRow]]:
    """Rows cut into lines so that the cuts and the groups cost least: see ``_cut_cost`` and ``_group_cost``.

    A table sets its figures beside the middle, the first or the last row of every label: the way that costs least is
    the table's.
    """
    rows = [row for row in block.body if row.tokens]
    if not rows:
        return []
    walls = walls_of(block)
    reach = _reach(block, rows) if block.wraps else (NEVER_JOIN, NEVER_JOIN)

    both = in_both(blocks)
    cuts: list[float] = []
    text = ""  # of the label so far
    for upper, lower in itertools.pairwise(rows):
        words = fold(join_words([w for t in upper.label for w in t.words]))
        text = join_wrapped([text, words]) if cuts and 1.0 < cuts[-1] < NEVER_JOIN else words
        told = translated(upper, lower, text, reach[1]) if both else None
        cuts.append(_cut_cost(upper, lower, text, pitch, walls, reach) if told is None else told)
    homes = [[_band_of(token, block.bands) for token in row.values] for row in rows]
    _, groups = min(
        (_cheapest(rows, cuts, homes, pitch.usual, align) for align in Align), key=lambda found: round(found[0], 6)
    )
    return groups


def _reach(block: Block, rows: Sequence[TokenRow]) -> tuple[float, float]:
    """Where the label column ends: for rows that nothing else says are parts of a label, and for those of which
    something does.

    The longest label may be alone, and must come near the figures, unless many labels end at one edge.
    """
    size = rows[0].row.size
    ends = sorted((row.label[-1].box.x1 for row in rows if row.label and not _set_wide(row)), reverse=True)
    if len(ends) < 2:
        return block.limit, block.limit
    crowded = sum(end > ends[0] - 0.7 * size for end in ends) >= CROWD
    return ends[1] if crowded else max(ends[1], block.limit - 2 * size), ends[1]


def _set_wide(row: TokenRow) -> bool:
    """Whether a label's letters are spaced out to the width of the column."""
    glyphs = sum(token.box.width for token in row.label)
    return len(row.label) > 2 and row.label[-1].box.x1 - row.label[0].box.x0 > 1.3 * glyphs


def _cheapest(
    rows: Sequence[TokenRow], cuts: Sequence[float], homes: Sequence[Sequence[int]], pitch: float, align: Align
) -> tuple[float, list[list[TokenRow]]]:
    """The cheapest way to cut rows into lines, and what it costs."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the rows so far, start of the last group
    for end in range(1, len(rows) + 1):
        options = []
        for start in range(end - 1, max(end - 1 - MAX_PARTS, -1), -1):
            if start < end - 1 and cuts[start] == NEVER_JOIN:
                break
            own = _group_cost(rows[start:end], pitch, homes[start:end], align)
            own += UNFOUNDED * sum(cut == 0.0 for cut in cuts[start : end - 1])
            if own == IMPOSSIBLE:
                break  # and so are all groups that hold these rows and more
            before = cuts[start - 1] if start and cuts[start - 1] != NEVER_JOIN else 0.0
            options.append((best[start][0] + own + before, start))
        best.append(min(options))
    groups: list[list[TokenRow]] = []
    end = len(rows)
    while end:
        start = best[end][1]
        groups.append(list(rows[start:end]))
        end = start
    return best[-1][0] + (0.0 if align is Align.MIDDLE else UNUSUAL), groups[::-1]


def _cut_cost(
    upper: TokenRow, lower: TokenRow, text: str, pitch: Pitch, walls: Walls | None, reach: tuple[float, float]
) -> float:
    """What it costs to call two neighbouring rows two lines: much where they stand tight, or where the words run on."""
    step = _step(upper, lower)
    if (walls is not None and walls.part(upper.middle, lower.middle)) or step > 1.7 * pitch.usual:
        return NEVER_JOIN
    if lower.label and (_WITH_UNIT(text) or _SENTENCE_END(text)):
        return 0.0  # an amount with its unit, or a sentence, ends what a label says
    if not upper.values and unit_caption(text) is not None:
        return NEVER_JOIN  # the unit of what stands below it
    if walls is not None and _one_cell(upper, lower, reach[1], ruled=walls.ruled):
        return 2.0
    near = _near_cost(upper, lower, text, pitch)
    if (upper.values and lower.values) or (near and _set_in(upper, lower, text)):
        return near
    if text.count("(") > text.count(")"):
        return 2.5
    if not (upper.label and lower.label) or step > 1.25 * pitch.usual:
        return near
    least = pitch.least
    closer = least is not None and step < min(least - CLOSER, TIGHTER * least, ONE_CELL * pitch.inside)
    return max(near, _run_on_cost(text, upper, lower, closer, reach))


def _step(upper: TokenRow, lower: TokenRow) -> float:
    """How far apart two rows stand: their labels, where both have one."""
    if upper.label and lower.label:
        return lower.level - upper.level
    return lower.middle - upper.middle


def _near_cost(upper: TokenRow, lower: TokenRow, text: str, pitch: Pitch) -> float:
    """What it costs to cut between two rows that stand tight; 0: they do not."""
    step, size = _step(upper, lower), max(lower.row.size, upper.row.size, 0.1)
    tight = step < TIGHT * pitch.usual and not _apart(upper, lower, text, pitch.inside)
    if not (tight and (step < LOOSE * size or step < CLOSE * pitch.usual)):
        return 0.0
    nearness = (TIGHT - step / pitch.usual) / (TIGHT - CLOSE)
    most = INDENTED if _set_in(upper, lower, text) else 2.0
    return min(most, 2.0 * max((LOOSE - step / size) / (LOOSE - 1.2), nearness))


def _set_in(upper: TokenRow, lower: TokenRow, text: str) -> bool:
    """Whether a row of words stands a letter further in than the row of words above it, which says something whole: so
    stands a line below its heading."""
    if not (upper.label and lower.label) or upper.values or _UNFINISHED(text) or text.count("(") > text.count(")"):
        return False
    return lower.label[0].box.x0 - upper.label[0].box.x0 > 0.7 * upper.row.size


def _apart(upper: TokenRow, lower: TokenRow, text: str, inside: float) -> bool:
    """Whether two rows of labels are no lines of one cell: the lower begins as labels do, and stands further apart than
    such lines, or below a colon, or where labels are printed in two languages the upper ends in the second."""
    if not (upper.label and lower.label and inside):
        return False
    if text[-1:].islower() and text[-1:].isascii() and is_cjk(fold(lower.label[0].text)):
        return True  # Japanese below English words
    begins = fold(lower.label[0].text)[:1].isupper()
    return begins and (_step(upper, lower) > ANEW * inside or text.endswith(":"))


def _run_on_cost(text: str, upper: TokenRow, lower: TokenRow, closer: bool, reach: tuple[float, float]) -> float:
    """What it costs to cut where the words tell: the upper label's end at the column's edge and go on below.

    ``closer``: no two lines of the table stand so close.
    """
    indent = lower.label[0].box.x0 - upper.label[0].box.x0
    rest = fold(join_words([w for t in lower.label for w in t.words]))
    if _TOTAL(rest) and upper.values and not lower.values and reach[1] - upper.label[-1].box.x1 > 2 * upper.row.size:
        return 0.0  # the head of the total's rows, below a label that is whole
    if (
        indent >= -1
        and indent < 2.5 * upper.row.size
        and (_PARTICLE(rest) or (_UNFINISHED(text) and not rest[:1].isupper() and not _in_two_languages(text, rest)))
    ):
        return 1.6
    if rest[:1].isupper() or _in_two_languages(text, rest):
        return 0.0  # so labels begin, also below a heading that ends in "attributable to"
    runs_on = _GOES_ON(rest)
    edge = reach[closer or runs_on]
    need = 1.3 * upper.row.size if is_cjk(rest[:1]) else lower.label[0].words[0].box.width
    if runs_on and (closer or edge == NEVER_JOIN) and indent < 2.5 * upper.row.size:
        return 1.6  # in a text no width of the column tells
    if edge - upper.label[-1].box.x1 > need or ((indent < -1 or _set_wide(upper)) and not closer):
        return 0.0  # what stands below would have fitted
    if runs_on and indent < 2.5 * upper.row.size:
        return 1.6
    fills = upper.label[-1].box.x1 > edge - 1.3 * upper.row.size
    sure = len(text) > 14 or (reach[0] == reach[1] and upper.label[-1].box.x1 > edge - 0.5 * upper.row.size)
    rest_of_it = sure and not upper.values and (bool(lower.values) or len(rest) < 4)
    level = abs(indent) < 1 or (indent < 0 and closer)  # blanks before a label set in its first row only
    if fills and level and (closer or rest_of_it):
        return 1.3  # parts that fill the label column wrap; a heading does not
    return 0.0


def _in_two_languages(text: str, rest: str) -> bool:
    """Whether a Japanese label begins below one whose English ends: labels printed in both languages."""
    return is_cjk(rest[:1]) and text[-1:].isascii() and text[-1:].isalpha()


def _group_cost(rows: Sequence[TokenRow], pitch: float, homes: Sequence[Sequence[int]], align: Align) -> float:
    """What it costs to call these rows one line: little where the figures stand where the table sets them."""
    taken: set[int] = set()
    for home in homes:
        own = set(home)
        if own & taken:
            return IMPOSSIBLE
        taken |= own
    values = [row.middle for row in rows if row.values]
    labels = [row.middle for row in rows if row.label]
    if not values:
        return HEADING * (len(rows) - 1)
    if not labels:
        return NAMELESS
    if len(rows) > 1 and sum(1 for row in rows if row.values and row.label) > 1:
        return IMPOSSIBLE
    uneven = NAMELESS if values[-1] - values[0] > UNEVEN * pitch else 0.0
    middle = sum(values) / len(values)
    parted = any(b - a > TWO_BELOW * pitch for a, b in itertools.pairwise(labels))
    if parted or middle - labels[-1] > ONE_BELOW * pitch:
        return NAMELESS + 1.0  # figures a whole line below a label have lost theirs: headings give them none
    if labels[0] - middle > 0.6 * pitch:
        return NAMELESS + 1.0  # a sum without a label above a heading is no part of it
    target = {Align.MIDDLE: (labels[0] + labels[-1]) / 2, Align.TOP: labels[0], Align.BOTTOM: labels[-1]}[align]
    half = max((labels[-1] - labels[0]) / 2, pitch / 2, 0.5)
    return 1.4 * min(abs(middle - target) / half, 1.0) + 0.05 * (len(rows) - 1) + uneven


def _one_cell(upper: TokenRow, lower: TokenRow, edge: float, *, ruled: bool) -> bool:
    """Whether two rows that no wall parts, where walls part nearly all lines, are one line: between rules figures
    beside a label that goes on, else a label that fills its column; a heading over its first line is neither."""
    if not (upper.label and lower.label) or (upper.values and lower.values):
        return False
    if upper.values and ruled:
        return True
    level = abs(lower.label[0].box.x0 - upper.label[0].box.x0) < 0.5 * upper.row.size
    word = lower.label[0].words[0]
    need = 1.3 * upper.row.size if is_cjk(word.text[:1]) else max(word.box.width, 1.3 * upper.row.size)
    return level and upper.label[-1].box.x1 > edge - need


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
    heights: list[float] = []
    for row in ordered:
        _free_notes(row, block)
    notes = [token.text for row in ordered for token in row.notes]
    first_x: float | None = None
    for row in ordered:
        label: list[Token] = []
        for token in row.label:
            if (
                token.box.x0 >= block.bands[0].lo - 1
                and token.box.x0 > block.left + 5
                and (token.kind is Kind.MARK or token.box.x0 > block.limit)
                and (row.values or token.kind is Kind.MARK)
            ):
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
            heights.append(row.middle)
            if first_x is None:
                first_x = label[0].box.x0
        for token in row.values:
            values.setdefault(_band_of(token, block.bands), []).extend(parted(token))
    whole = join_wrapped(parts)
    text, mark = split_marks(whole)
    if mark and _BARE_MARK(mark) and whole.endswith(text + mark):
        text += mark  # it names no note: with the label it is printed as one word
    text = _LEADERS.sub("", text)
    if mark:
        notes.insert(0, mark)
    return RawLine(
        ordered,
        text,
        ",".join(notes) or None,
        first_x if first_x is not None else block.left,
        Box.around(row.row.box for row in ordered),
        values,
        marks,
        len(parts) > 1,
        *_by_row(parts, heights, [row.middle for row in ordered if row.values]),
    )


def _free_notes(row: TokenRow, block: Block) -> None:
    """Numbers of notes right of all amounts are notes, also where no head says so."""
    beyond = [token for token in row.label if token.box.x0 > block.bands[-1].x1 and is_note_text(token.text)]
    if row.values and beyond:
        row.notes += beyond
        row.label = [token for token in row.label if token not in beyond]


def _by_row(parts: Sequence[str], heights: Sequence[float], figures: Sequence[float]) -> tuple[tuple[str, ...], int]:
    """The rows of a wrapped label, and which of them the figures stand beside. ``heights``: of the rows."""
    if len(parts) < 2:
        return (), 0
    middle = sum(figures) / len(figures) if figures else heights[0]
    near = min(range(len(parts)), key=lambda at: abs(heights[at] - middle))
    return tuple(split_marks(part)[0] for part in parts), near
