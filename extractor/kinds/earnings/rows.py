"""Rows of periods: the term that a row is for, and its figures under the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.detect.tokens import Kind, Token, tokens_of
from extractor.kinds.earnings.draft import (
    BOUNDS,
    EXPECTED,
    Draft,
    Fact,
    Place,
    Table,
    Text,
    at_end,
    column_label,
    dated,
)
from extractor.model import Amount, Box, Fate, Page, SummaryPart, ValueState
from extractor.notation.lexicon import rules
from extractor.notation.numbers import parse_amount
from extractor.notation.rows import join_words, make_row
from extractor.notation.terms import Term, term_at
from extractor.notation.text import join_wrapped

P = SummaryPart
_R = rules("earnings")


def period_label(
    rows: Sequence[Text], at: int, used: set[int], forecast: bool, table: Table
) -> tuple[Term, str, int] | None:
    """The term that a row of figures is for, its printed words, and how many glyphs of the row they take.

    The words may be broken over the rows above and below; a term without its year counts only in a forecast, whose
    heading names it.
    """
    row = rows[at]
    own = _words_of_term(row)
    before = rows[at - 1] if at and _label_only(rows[at - 1], table) else None
    after = rows[at + 1] if at + 1 < len(rows) and _label_only(rows[at + 1], table) else None
    head = row.text[:own]
    options = [(None, None), (None, after), (before, None), (before, after)]
    found: tuple[Term, str, int] | None = None
    for first, last in options:
        text = (first.text if first else "") + head + (last.text if last else "")
        term = term_at(text)
        if (
            term is None
            or term.end != len(text)
            or (term.month_end is None and term.year is None and not forecast and not _R["whole_year"].finds(text))
        ):
            continue
        if (first is not None and at - 1 in used) or (found is not None and found[0].end >= term.end):
            continue
        printed = join_wrapped(
            [
                first.row.text if first else "",
                join_words(row.row.words[: row.word_at(own - 1) + 1]) if own else "",
                last.row.text if last else "",
            ]
        )
        found = (term, printed, own)
        taken = {at - 1 if first else -1, at + 1 if last else -1}
    if found is not None:
        used.update(k for k in taken if k >= 0)
        below = max(at, *taken) + 1
        if below < len(rows) and _R["expected_alone"].finds(rows[below].text) and not found[0].forecast:
            used.add(below)
            printed = join_wrapped([found[1], rows[below].row.text])
            found = (replace(found[0], forecast=True), printed, found[2])
    return found


def _words_of_term(row: Text) -> int:
    """Glyphs at the row's start that can belong to a term's words."""
    term = term_at(row.text)
    if term is not None:
        return term.end
    found = _R["term_words"].find(row.text)
    return found.end() if found else 0


def _label_only(row: Text, table: Table) -> bool:
    """A piece of a period's name on a row of its own."""
    return (
        len(row.text) < 40
        and row.row.box.x1 < table.units[0].box.x1
        and bool(_R["term_piece"].finds(row.text) or (term_at(row.text) or _NONE).end == len(row.text))
    )


_NONE = Term(None, None, False, False, -1)


def add_figures(build: Draft, page: Page, row: Text, table: Table, term: Term, printed: str, taken: int) -> bool:
    """Take the figures of a row under their units. False where a word or a figure has no place there."""
    first = row.word_at(taken - 1) + 1 if taken else 0
    rest = row.row.words[first:]
    if not rest:
        return False
    tokens = [token for token in tokens_of(make_row(rest)) if token.figure]
    loose = [token for token in tokens_of(make_row(rest)) if not token.figure]
    if not tokens:
        return False
    placed = _placed(tokens, table)
    if placed is None or any(token.kind is Kind.TEXT and not _R["range_sign"].finds(token.text) for token in loose):
        return False  # another word between period and figures names what we do not know: a class of shares
    if not all(build.items[item].label for item in table.items):
        return False  # a figure without a name is not read
    period = dated(build, term)
    forecast = term.forecast or build.span.part is P.FORECAST
    for k, item in enumerate(table.items):
        mine = placed.get(k, [])
        if len(mine) > 1 and not (forecast and len(mine) == 2):
            return False
        bounds = BOUNDS if len(mine) == 2 else (EXPECTED if forecast else None,)
        for token, said in zip(mine, bounds, strict=False):
            place = Place(column_label(build, printed, said), at_end(build, item, period), said)
            build.facts.append(Fact(item, place, parse_amount(token.text), token.box, page.number))
        if not mine:
            place = Place(column_label(build, printed, bounds[0]), at_end(build, item, period), bounds[0])
            edge = table.edges[k - 1] if k else table.units[0].box.x0 - 20
            build.facts.append(
                Fact(
                    item,
                    place,
                    Amount(None, ValueState.BLANK, ""),
                    Box(edge, row.row.box.top, table.edges[k], row.row.box.bottom),
                    page.number,
                )
            )
    build.claim(page.number, row.row.words[:first], Fate.PERIOD_HEADER)
    build.claim(page.number, [word for token in tokens for word in token.words], Fate.CELL)
    build.claim(
        page.number, [word for token in loose if token.kind is Kind.MARK for word in token.words], Fate.NOTE_MARK
    )
    return True


def _placed(tokens: Sequence[Token], table: Table) -> dict[int, list[Token]] | None:
    """Figures by column: in order where there are as many as columns, else by their place under the units."""
    if len(tokens) == len(table.units):
        return {k: [token] for k, token in enumerate(tokens)}
    out: dict[int, list[Token]] = {}
    last = 0
    for token in tokens:
        if token.kind is Kind.NUMBER:
            k = min(range(len(table.units)), key=lambda i: abs(table.units[i].box.x1 - token.box.x1))
        else:
            k = next((i for i, edge in enumerate(table.edges) if token.box.centre <= edge), len(table.units) - 1)
        if k < last:
            return None
        last = k
        out.setdefault(k, []).append(token)
    return out
