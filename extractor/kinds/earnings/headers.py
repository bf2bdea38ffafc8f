"""The row of units and the names above it: the columns of a transposed table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.detect.tokens import Kind, tokens_of
from extractor.kinds.earnings.draft import RATE, Draft, Item, Table, Text, Unit, said_rate
from extractor.model import Box, Page, Rule, SummaryPart, Word
from extractor.notation.lexicon import rule, table
from extractor.notation.rows import Row, join_words, make_row
from extractor.notation.terms import term_at
from extractor.notation.text import join_wrapped, squeeze
from extractor.notation.units import MONEY, SHARES, unit_at, unit_word

P = SummaryPart
_SPANNING = rule("earnings.spanning").finds
_SEN = str(table("earnings")["words"]["sen"])


def unit_row(row: Text) -> list[Unit]:
    """The units of a row that holds nothing else, left to right; empty for every other row."""
    out: list[Unit] = []
    at = 0
    while at < len(row.text):
        found = unit_at(row.text, at)
        if found is None:
            if row.text[at] in "()":
                at += 1
                continue
            return []
        end = found[1]
        out.append(Unit(row.text[at:end], row.glyphs(at, end)[1]))
        at = end
    if any(unit.text == _SEN for unit in out) or (len(out) == 1 and _counts(out[0])):
        return []
    return out


def _counts(unit: Unit) -> bool:
    """ "share" alone is the rest of a name: earnings per / share."""
    word = unit_word(unit.text)
    return word is not None and word.kind == SHARES


def _is_amount(unit: Unit) -> bool:
    """Whether a column holds amounts of the company, and not of one share."""
    word = unit_word(unit.text)
    return word is not None and word.kind == MONEY and word.scale > 1


def open_table(
    build: Draft, page: Page, rows: Sequence[Text], at: int, units: list[Unit], above: Sequence[Text]
) -> Table:
    """The table below a row of units, its columns named by the rows above."""
    figures = [row for row in rows[at + 1 : at + 4] if term_at(row.text)]
    first = figures[0].row.box if figures else rows[at].row.box
    paired = _paired(build, rows[:at], units)
    groups: list[list[int]] = []
    for k, unit in enumerate(units):
        if paired and unit.text == "%" and groups and _is_amount(units[groups[-1][-1]]):
            groups[-1].append(k)
        else:
            groups.append([k])
    left = min(first.x0, units[0].box.x0) if figures else 0.0
    bounds = _bounds(
        [units[group[-1]] for group in groups],
        [units[group[0]] for group in groups],
        page.rules,
        rows[at].row.box,
        _right_set(rows[at + 1 : at + 4], units),
    )
    edges = _bounds(units, units, page.rules, rows[at].row.box, True)
    start = max(
        (row.row.words[row.word_at(term.end - 1)].box.x1 for row in figures if (term := term_at(row.text))), default=0.0
    )
    labels = _names(rows[:at], above, bounds, min(start, bounds[0]), rows[at].row)
    table = Table(units, [], left, edges, page.number)
    rate = next((found[1] for row in reversed(rows[:at]) if (found := RATE.find(row.text))), None) or said_rate(
        build.span
    )
    for group, (name, heading, box, wrapped) in zip(groups, labels, strict=True):
        for k in group:
            label = name if k == group[0] else f"{name} {rate}".strip()
            table.items.append(len(build.items))
            build.items.append(Item(label, units[k].text, box or units[k].box, page.number, heading, wrapped))
    return table


def _paired(build: Draft, before: Sequence[Text], units: Sequence[Unit]) -> bool:
    """Whether each amount has its rate of change beside it: 百万円 ％ 百万円 ％, where the page says what ％ shows."""
    if build.span.part not in (P.RESULTS, P.FORECAST):
        return False
    money = [k for k, unit in enumerate(units) if _is_amount(unit)]
    return bool(money) and all(k + 1 < len(units) and units[k + 1].text == "%" for k in money)


def _right_set(rows: Sequence[Text], units: Sequence[Unit]) -> bool:
    """Whether units end where the figures end (else they stand in the middle of their columns)."""
    ends = [token.box.x1 for row in rows for token in tokens_of(row.row) if token.kind is Kind.NUMBER]
    near = sum(1 for unit in units if any(abs(unit.box.x1 - end) < 4 for end in ends))
    return not ends or near >= len(units) / 2


def _bounds(
    last: Sequence[Unit], first: Sequence[Unit], rules: Sequence[Rule], unit_row: Box, right_set: bool
) -> list[float]:
    """Right walls of the columns: drawn ones, else just behind the unit where units are set to the right, else halfway
    to the next unit."""
    walls = sorted(
        {
            round(rule.box.centre, 1)
            for rule in rules
            if not rule.horizontal
            and rule.box.height > 4
            and rule.box.top - 2 <= unit_row.bottom
            and rule.box.bottom + 2 >= unit_row.top
        }
    )
    out: list[float] = []
    for k, unit in enumerate(last):
        following = first[k + 1].box.x0 if k + 1 < len(first) else float("inf")
        between = [wall for wall in walls if unit.box.x1 - 2 <= wall <= following + 2]
        if between:
            out.append(between[0])
        elif right_set or following == float("inf"):
            out.append(unit.box.x1 + 3 if following != float("inf") else unit.box.x1 + 60)
        else:
            out.append((unit.box.x1 + following) / 2)
    return out


def _names(
    before: Sequence[Text], above: Sequence[Text], bounds: Sequence[float], start: float, unit_row: Row
) -> list[tuple[str, str | None, Box | None, bool]]:
    """For each column its name, the heading over several columns, the name's box, and whether it wraps."""
    rows: list[Text] = []
    edge = unit_row.box.top
    for row in reversed(above):
        if edge - row.row.box.bottom > (1.6 if rows else 3) * row.row.size + 4 or (
            row.row.box.x0 < start - 12 and not _SPANNING(row.text)
        ):
            break
        rows.insert(0, row)
        edge = min(edge, row.row.box.top)
    parts: list[list[str]] = [[] for _ in bounds]
    boxes: list[Box | None] = [None] * len(bounds)
    spanning: tuple[str, Box] | None = None
    for row in rows:
        cells: list[list[Word]] = [[] for _ in bounds]
        for word in _spread(row):
            if _SPANNING(squeeze(word.text)):
                spanning = (word.text, word.box)
                continue
            cells[next((k for k, bound in enumerate(bounds) if word.box.centre <= bound), len(bounds) - 1)].append(word)
        for k, words in enumerate(cells):
            if words:
                parts[k].append(join_words(words))
                for word in words:
                    known = boxes[k]
                    boxes[k] = known.union(word.box) if known else word.box
    out: list[tuple[str, str | None, Box | None, bool]] = []
    for k, pieces in enumerate(parts):
        box = boxes[k]
        under = (
            spanning is not None
            and box is not None
            and box.top > spanning[1].top + 2
            and k <= next(i for i, b in enumerate([*bounds, float("inf")]) if spanning[1].centre <= b) + 3
        )
        out.append((join_wrapped(pieces), spanning[0] if spanning and under else None, box, len(pieces) > 1))
    return out


def _spread(row: Text) -> Iterator[Word]:
    """The words of a header row; English ones of one phrase as one."""
    phrase: list[Word] = []
    for word in row.row.words:
        if (
            phrase
            and word.box.x0 - phrase[-1].box.x1 < 0.6 * word.size
            and word.text.isascii()
            and phrase[-1].text.isascii()
        ):
            phrase.append(word)
            continue
        if phrase:
            yield _joined(phrase)
        phrase = [word]
    if phrase:
        yield _joined(phrase)


def _joined(words: Sequence[Word]) -> Word:
    row = make_row(words)
    return words[0] if len(words) == 1 else Word(join_words(words), row.box, row.size)
