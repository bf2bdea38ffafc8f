"""A region of a page -> blocks: header rows over body rows, each block with columns of its own.

A new block starts where, below figures, text stands again in the room of the value columns: a repeated header, the
second half of an equity statement, or a table of per-share amounts with its own unit.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.detect.columns import EDGE, Band, find_bands, is_note_head, is_note_text, share_room
from extractor.detect.freed import free_label_ends, free_years
from extractor.detect.mend import join_signs, mend_broken
from extractor.detect.notes import HEAD_LINES, TokenRow, note_band, note_rooms
from extractor.detect.tokens import Kind, Token, tokens_of
from extractor.detect.upright import without_upright
from extractor.model import Box, Page, Region, Rule
from extractor.notation.dates import dates_in
from extractor.notation.lexicon import rule
from extractor.notation.numbers import is_nil
from extractor.notation.rows import rows_of
from extractor.notation.text import fold
from extractor.notation.units import unit_caption

# Text that starts within this share of the label column is a label, however far it runs.
LABEL_SHARE = 0.35
RELAID = 4  # rows with a figure in every column that show where the columns stand
STEADY = 0.3  # of the glyph size: gaps between the letters of a word set wide differ by less
_LONG_VOWEL, _BEFORE_LONG_VOWEL = rule("tokens.long_vowel").finds, rule("tokens.before_long_vowel").finds
_PERIOD = rule("headers.period").finds
_LABEL_COLUMN = rule("headers.label_column").finds
_UNIT_SAID = rule("texts.unit_said").finds
_WITH_UNIT = rule("tokens.with_unit").finds


@dataclass(slots=True)
class Block:
    """Header rows over body rows, with the columns that the body shows."""

    page: int
    header: list[TokenRow]
    body: list[TokenRow]
    bands: list[Band]
    note_band: tuple[float, float] | None
    left: float
    limit: float  # where the labels end and the values begin
    rules: tuple[Rule, ...]
    wraps: bool = True  # labels may be broken over rows
    shades: tuple[Box, ...] = ()  # the ground of rows and cells


def blocks_of(page: Page, region: Region, noted: bool = False) -> list[Block]:
    """The blocks of one region, top to bottom; empty where the region holds no figures.

    ``noted``: an earlier part of the statement has a column of notes.
    """
    words = [word for word in page.words if region.top - 0.5 <= word.box.middle <= region.bottom + 0.5]
    words = without_upright(words)
    rows = [TokenRow(row, tokens_of(row)) for row in rows_of(words)]
    mend_broken(rows)
    join_signs(rows)
    rows = [row for row in rows if row.tokens]
    rules = tuple(
        rule for rule in page.rules if region.top - 30 <= rule.box.top and rule.box.bottom <= region.bottom + 20
    )
    note_rooms(rows, noted)
    _sort_tokens(rows)
    free_years(rows)
    free_label_ends(rows)
    if not any(row.values for row in rows):
        return []
    limit = _limit(rows, next((row.room for row in rows if row.room), None))
    parts = _cut(rows, limit, min(row.row.box.x0 for row in rows))
    out: list[Block] = []
    for header, body in (piece for part in parts for piece in _laid_out(*part)):
        block = _build(page, header, body, rules)
        if block is not None:
            out.append(block)
    return out


def _sort_tokens(rows: Sequence[TokenRow]) -> None:
    """Hand each token of a row to its label, its notes or its values.

    A figure inside the label (第１四半期, １株当たり) is one that has text right behind it.
    """
    headed = begun = False  # whether the notes' head, and labels below it, were seen: there 注 is a note, no head
    for row in rows:
        tokens, note = row.tokens, row.room
        last_text = max((i for i, token in enumerate(tokens) if token.kind is Kind.TEXT), default=-1)
        for i, token in enumerate(tokens):
            if (
                note
                and note[0] <= token.box.centre <= note[1]
                and (is_note_text(token.text) or token.kind is Kind.MARK or (begun and is_note_head(token.text)))
                and (begun or not is_note_head(token.text))
            ):
                row.notes.append(token)
            elif token.figure and not _in_label(tokens, i, last_text) and not _counted_in_label(token, note):
                row.values.append(token)
            else:
                row.label.append(token)
        headed = headed or any(is_note_head(token.text) for token in tokens)
        begun = begun or (headed and note is not None and _is_label(tokens[0], note[0]))


def _is_label(token: Token, edge: float) -> bool:
    return token.kind is Kind.TEXT and token.box.x1 < edge and not _LABEL_COLUMN(fold(token.text))


def _counted_in_label(token: Token, note: tuple[float, float] | None) -> bool:
    """A figure with its unit left of the notes, in the column of the labels: "1,258,277,087株" below 発行済株式数."""
    return note is not None and token.box.x1 <= note[0] and _WITH_UNIT(fold(token.text))


def _in_label(tokens: Sequence[Token], i: int, last_text: int) -> bool:
    token = tokens[i]
    if _stroke_in_word(tokens, i):
        return True
    if i < last_text:
        behind = next(t for t in tokens[i + 1 :] if t.kind is Kind.TEXT)
        between = tokens[i + 1 : tokens.index(behind)]
        if not between and behind.box.x0 - token.box.x1 < 2.2 * token.size and not is_note_text(behind.text):
            return True
    if i and tokens[i - 1].kind is Kind.TEXT:
        gap = token.box.x0 - tokens[i - 1].box.x1
        if gap < 0.7 * token.size and (token.kind is Kind.NIL or "," not in token.text):
            return True
    return False


def _stroke_in_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether a dash is the long vowel of a word that is set to the width of its column: it stands behind another
    letter of the word, and as far from the letter on one side as letters stand there."""
    token = tokens[i]
    if not i or not _LONG_VOWEL(token.text) or not _BEFORE_LONG_VOWEL(tokens[i - 1].text):
        return False
    gap = token.box.x0 - tokens[i - 1].box.x1
    others = [b.box.x0 - a.box.x1 for a, b in itertools.pairwise(tokens[:i]) if a.kind is b.kind is Kind.TEXT]
    if i + 1 < len(tokens) and tokens[i + 1].kind is Kind.TEXT:
        others.append(tokens[i + 1].box.x0 - token.box.x1)
    return any(abs(gap - other) < STEADY * token.size + 0.2 * gap for other in others[-2:])


def _limit(rows: Sequence[TokenRow], note: tuple[float, float] | None) -> float:
    bands = find_bands([row.values for row in rows])
    solid = [band for band in bands if len(band.rows) >= 2 or len(bands) == 1] or bands
    edge = min((band.x0 for band in solid), default=max(row.row.box.x1 for row in rows))
    return min(edge, note[0]) if note and note[0] < edge else edge


def _is_header_row(row: TokenRow, limit: float, left: float, first: bool) -> bool:
    """Text, but no figure, in the room of the values; or a unit caption; or the head of the label column."""
    if row.values or any(_WITH_UNIT(fold(token.text)) for token in row.tokens):
        return False
    if unit_caption(row.row.text) or any(unit_caption(token.text) for token in _apart(row.tokens)):
        return (
            first or row.tokens[-1].box.x1 > limit or _UNIT_SAID(row.row.text)
        )  # "（円）" at the left is the tail of a label
    if first and all(_LABEL_COLUMN(fold(token.text)) for token in row.tokens):
        return True
    edge = left + LABEL_SHARE * (limit - left)
    found = [box for box in _phrase_boxes(row.label) if box.x0 > edge]
    # a lone column is often wider than its figures: its header may end left of them
    return any(box.centre > limit for box in found) or (bool(found) and first and bool(_PERIOD(row.row.text)))


def _apart(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that do not stand right behind another: "(yen)" behind "Basic earnings per share" heads no column."""
    before = (None, *tokens)
    return [
        token
        for last, token in zip(before, tokens, strict=False)
        if last is None or token.box.x0 - last.box.x1 > 1.2 * token.size
    ]


def _goes_on(header: Sequence[TokenRow], row: TokenRow, limit: float, left: float) -> bool:
    """Whether a row below a head is its next line: the head of the notes, or nothing but text that stands under the
    head's words, right of where labels begin.

    A head's cell is often wider than its figures, so the end of "(31 March 2022)" may stand left of them.
    """
    if row.label and all(is_note_head(token.text) for token in row.tokens):
        return True
    edge = left + LABEL_SHARE * (limit - left)
    boxes = _phrase_boxes(row.label)
    if row.values or not boxes or any(box.x0 <= edge for box in boxes):
        return False
    reach = HEAD_LINES * row.row.size
    above = [box for head in header if row.middle - head.middle < reach for box in _phrase_boxes(head.tokens)]
    return all(any(up.x0 - 1 <= box.x0 and box.x1 <= up.x1 + 1 for up in above) for box in boxes)


def _phrase_boxes(tokens: Sequence[Token]) -> list[Box]:
    """Boxes of neighbouring text; a label that runs on into the values' room is one phrase and starts far left."""
    out: list[Box] = []
    for token in tokens:
        if token.kind is Kind.MARK or is_nil(token.text):
            continue
        if out and token.box.x0 - out[-1].x1 < 1.2 * token.size:
            out[-1] = out[-1].union(token.box)
        else:
            out.append(token.box)
    return out


def _cut(rows: Sequence[TokenRow], limit: float, left: float) -> list[tuple[list[TokenRow], list[TokenRow]]]:
    """Header rows and body rows, in turns. Rows between two header rows are header too, unless they carry figures."""
    parts: list[tuple[list[TokenRow], list[TokenRow]]] = []
    header: list[TokenRow] = []
    body: list[TokenRow] = []
    for row in rows:
        first = not parts and not any(r.values for r in body)
        opening = bool(header) and not body
        if not (_is_header_row(row, limit, left, first) or (opening and _goes_on(header, row, limit, left))):
            body.append(row)
            continue
        if any(r.values for r in body):
            tail = _subtitles(body)
            parts.append((header, body[: len(body) - len(tail)]))
            header, body = [], tail
        header.extend(body)
        body = []
        header.append(row)
    parts.append((header, body))
    return parts


def _laid_out(header: list[TokenRow], body: list[TokenRow]) -> list[tuple[list[TokenRow], list[TokenRow]]]:
    """The part in one piece, or cut where its columns change their places for good: a table set in several.

    Columns that all stand elsewhere at other distances from each other; amounts in an inner and an outer column keep
    their distance.
    """
    figures = [
        (at, [t.box.x1 for t in row.values if t.kind is Kind.NUMBER], row.row.size) for at, row in enumerate(body)
    ]
    most = max((len(edges) for _, edges, _ in figures), default=0)
    full = [(at, edges, size) for at, edges, size in figures if len(edges) == most]
    if most < 2 or len(full) < RELAID:
        return [(header, body)]
    for k in range(1, len(full)):
        (_, before, size), (at, after, _) = full[k - 1], full[k]
        far = [abs(a - b) > 1.5 * size for a, b in zip(before, after, strict=True)]
        if sum(far) < max(most - 1, 1) or abs((before[-1] - before[0]) - (after[-1] - after[0])) < 2 * size:
            continue
        if all(_alike(edges, before, size) for _, edges, _ in full[:k]) and all(
            _alike(edges, after, size) for _, edges, _ in full[k:]
        ):
            while at and not _stands_with(body[at - 1], before, after):
                at -= 1
            return [(header, body[:at]), ([], body[at:])]
    return [(header, body)]


def _stands_with(row: TokenRow, before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether the figures of a row end where the columns ``before`` the change do, rather than those ``after`` it."""
    ends = [token.box.x1 for token in row.values]
    return sum(min(abs(end - edge) for edge in before) - min(abs(end - edge) for edge in after) for end in ends) < 0


def _alike(edges: Sequence[float], others: Sequence[float], size: float) -> bool:
    return all(abs(a - b) < EDGE * size for a, b in zip(edges, others, strict=True))


def _subtitles(body: Sequence[TokenRow]) -> list[TokenRow]:
    """Rows at the body's end that already speak of the table to come: the period's subtitle."""
    tail: list[TokenRow] = []
    for row in reversed(body):
        if row.values or not dates_in(row.row.text):
            break
        tail.insert(0, row)
    return tail


def _build(page: Page, header: list[TokenRow], body: list[TokenRow], rules: tuple[Rule, ...]) -> Block | None:
    if not any(row.values for row in body):
        return None
    bands = find_bands([row.values for row in body])
    bands = bands and _drop_label_bands(bands, body)
    if not bands:
        return None
    _free_dashes(body, bands[0])
    own_note = note_band([*header]) or next((row.room for row in body if row.room), None)
    left = min(row.row.box.x0 for row in (*header, *body))
    right = max(row.row.box.x1 for row in (*header, *body))
    edge = bands[0].x0
    label_right = max(
        (t.box.x1 for row in body for t in row.label if t.box.x0 < edge and t.box.x1 <= edge + 1), default=left
    )
    limit = min(own_note[0], edge) if own_note and own_note[0] < edge else edge
    top, bottom = body[0].row.box.top, body[-1].row.box.bottom
    walls = sorted(
        {
            round(rule.box.centre, 1)
            for rule in rules
            if not rule.horizontal and rule.box.bottom > top - 40 and rule.box.top < bottom + 5 and rule.box.height > 4
        }
    )
    share_room(
        bands,
        min(max(label_right, own_note[1] if own_note and own_note[1] < edge else left), edge),
        max(right, bands[-1].x1) + 5,
        walls,
    )
    block_rules = tuple(
        rule for rule in rules if rule.box.bottom > (header or body)[0].row.box.top - 15 and rule.box.top < bottom + 15
    )
    shades = tuple(box for box in page.shades if box.bottom > top and box.top < bottom)
    return Block(page.number, header, body, bands, own_note, left, limit, block_rules, not page.plain, shades)


def _free_dashes(body: Sequence[TokenRow], first: Band) -> None:
    """A dash behind the last word of a row and before the first column is the label's: "Monetary claims -" over
    "operating"."""
    for row in body:
        if len(row.values) != 1 or not row.label or row.values[0].kind is not Kind.NIL:
            continue
        dash = row.values[0]
        behind = dash.box.x0 - max(token.box.x1 for token in row.label)
        if dash not in first.tokens and 0 <= behind < first.x0 - dash.box.x1:
            row.label, row.values = [*row.label, dash], []


def _drop_label_bands(bands: list[Band], body: Sequence[TokenRow]) -> list[Band]:
    """Short bare figures that open their rows (an item's number, a date in a label) go back to the labels."""
    keep: list[Band] = []
    for k, band in enumerate(bands):
        plain = k < len(bands) - 1 and all("," not in token.text and len(token.text) <= 3 for token in band.tokens)
        rows = [body[i] for i in band.rows]
        opens = plain and not any(
            t.box.x1 <= token.box.x0 for row in rows for token in row.values if token in band.tokens for t in row.label
        )
        if not (opens and any(row.label for row in rows)):
            keep.append(band)
            continue
        for row in rows:
            row.label = sorted(
                [*row.label, *(token for token in row.values if token in band.tokens)], key=lambda t: t.box.x0
            )
            row.values = [token for token in row.values if token not in band.tokens]
    return keep
