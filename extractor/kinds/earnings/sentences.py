"""Facts in running text: （参考）自己資本 2023年３月期第２四半期 30,123百万円 2022年３月期 29,001百万円."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.kinds.earnings.draft import (
    EXPECTED,
    Draft,
    Fact,
    Item,
    Place,
    Text,
    at_end,
    column_label,
    dated,
    said_rate,
    stretch,
)
from extractor.model import Fate, Page, Period, SummaryPart
from extractor.notation.lexicon import rules
from extractor.notation.numbers import DASH, NEGATIVE, is_nil, parse_amount
from extractor.notation.terms import Term, term_at
from extractor.notation.text import fold, join_wrapped, split_marks, squeeze
from extractor.notation.units import AMOUNT_UNIT as UNIT

P = SummaryPart
_FACT = re.compile(
    rf"[:：]?(?P<value>{NEGATIVE}?\(?\d[\d,]*(?:\.\d+)?\)?|{DASH}+)(?P<unit>{UNIT})"
    rf"(?:(?P<open>[(\[]*)(?P<rate>{NEGATIVE}?\d[\d,]*(?:\.\d+)?|{DASH}+)\)?%[)\]]+)?",
    re.IGNORECASE,
)
_R = rules("earnings")
_ENUMERATOR = _R["enumerator"].pattern


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in running text with its term and unit."""

    start: int  # of the term
    value: tuple[int, int]
    unit: str
    rate: tuple[int, int] | None
    loss: bool  # the rate stands in round brackets within square ones
    term: Term
    printed: str


def running_facts(row: Text) -> list[Mention]:
    """Every "term, value, unit" of a row."""
    out: list[Mention] = []
    for match in _R["term_begins"].pattern.finditer(row.text):
        term = term_at(row.text, match.start())
        if term is None or (term.month_end is None and term.year is None):
            continue
        found = _FACT.match(row.text, term.end)
        if found is None:
            continue
        rate = found.span("rate") if found["rate"] else None
        printed = stretch(row, match.start(), term.end)
        out.append(
            Mention(
                match.start(), found.span("value"), found["unit"], rate, found["open"] in ("[(", "(("), term, printed
            )
        )
    return out


def add_facts(
    build: Draft, page: Page, rows: Sequence[Text], at: int, facts: Sequence[Mention], used: set[int]
) -> None:
    """Take the figures of running text, named by the words before them; a sentence that mentions figures is left
    out."""
    row = rows[at]
    label = stretch(row, 0, facts[0].start) if facts[0].start else ""
    parts = [label]
    box = row.row.box
    if at and (not _named(label)) and _near_label(rows[at - 1], row):
        parts.insert(0, rows[at - 1].row.text)
        label = rows[at - 1].row.text + label
    following = rows[at + 1] if at + 1 < len(rows) else None
    tails = [fold(word.text) for word in following.row.words] if following is not None else []
    if (
        len(tails) == len(facts)
        and all(_R["term_tail"].finds(tail) for tail in tails)
        and all(mention.term.months is None for mention in facts)
    ):
        used.add(at + 1)  # the term goes on below
        facts = [_longer(mention, tail) for mention, tail in zip(facts, tails, strict=True)]
        following = None
    if (
        following is not None
        and _near_label(following, row)
        and (
            label.count("(") + label.count("（") > label.count(")") + label.count("）")
            or following.text.startswith("(")
        )
        and not running_facts(following)
    ):
        parts.append(following.row.text)
        used.add(at + 1)
    name = _ENUMERATOR.sub("", _ENUMERATOR.sub("", join_wrapped([part for part in parts if part]))).strip(" 　:：")
    name, _ = split_marks(name)
    if not name or len(name) > 70 or _R["sentence"].finds(name):
        build.claim(page.number, row.row.words, Fate.OUTSIDE)  # a sentence that mentions a figure
        return
    forecast = build.span.part is P.FORECAST or any(mention.term.forecast for mention in facts) or EXPECTED in name
    said = EXPECTED if forecast else None
    item = len(build.items)
    build.items.append(Item(name, facts[0].unit, box, page.number, None, len(parts) > 1))
    rated = any(mention.rate for mention in facts)
    if rated:
        build.items.append(Item(f"{name} {said_rate(build.span)}", "%", box, page.number))
    for mention in facts:
        period = at_end(build, item, dated(build, mention.term))
        if build.span.part is P.POSITION and period is not None:
            period = Period(None, period.end)
        place = Place(column_label(build, mention.printed, said), period, said)
        for index, place_of in ((item, mention.value), (item + 1, mention.rate)):
            if place_of is None:
                continue
            text, where = row.glyphs(*place_of)
            if place_of is mention.rate and mention.loss:
                text = f"({text})"
            build.facts.append(Fact(index, place, parse_amount(text), where, page.number))
            build.claim(
                page.number,
                [row.row.words[word] for word in dict.fromkeys(word for word, _ in row.owner[slice(*place_of)])],
                Fate.CELL,
            )
        build.claim(
            page.number,
            [
                row.row.words[word]
                for word in dict.fromkeys(word for word, _ in row.owner[mention.start : mention.value[0]])
            ],
            Fate.PERIOD_HEADER,
        )
    build.claim(
        page.number, row.row.words[: row.word_at(facts[0].start)], Fate.LABEL
    )  # a figure that is no fact of the row stays open
    if at + 1 in used:
        build.claim(page.number, rows[at + 1].row.words, Fate.LABEL)


def _longer(mention: Mention, tail: str) -> Mention:
    printed = mention.printed + tail
    return replace(mention, term=term_at(squeeze(printed)) or mention.term, printed=printed)


def _named(label: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2,}", _ENUMERATOR.sub("", label)))


def _near_label(row: Text, of: Text) -> bool:
    """A row of words beside or between the parts of a fact: the label's other half."""
    gap = max(of.row.box.top - row.row.box.bottom, row.row.box.top - of.row.box.bottom)
    return (
        gap < 0.7 * of.row.size
        and not any(is_nil(word.text) for word in row.row.words)
        and len(row.text) < 70
        and not _R["apart"].finds(row.text)
    )
