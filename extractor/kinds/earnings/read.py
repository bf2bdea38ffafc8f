"""Summary pages of earnings reports -> Sheets. Rows are periods there and columns are items; the Sheet has it the other
way round, as every other one.

The row of units (百万円 ％ 百万円 ％ 円 銭) is the anchor: what stands above it names the columns, what stands below
holds the figures. Beside the tables stand facts in running text: （参考）自己資本 2023年３月期第２四半期 30,123百万円
2022年３月期 29,001百万円.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.detect.tokens import Kind, tokens_of
from extractor.kinds.earnings.draft import Draft, Fact, Place, Table, Text, folded
from extractor.kinds.earnings.headers import open_table, unit_row
from extractor.kinds.earnings.rows import add_figures, period_label
from extractor.kinds.earnings.sentences import add_facts, running_facts
from extractor.model import Cell, Column, Fate, Line, Page, Sheet, StatementSpan, SummaryPart, ValueState
from extractor.notation.lexicon import rules
from extractor.notation.rows import make_row, rows_of
from extractor.notation.terms import heading_of, term_at
from extractor.notation.text import split_marks, squeeze

P = SummaryPart
_R = rules("earnings")


def read_summary(span: StatementSpan, pages: Mapping[int, Page]) -> list[Sheet]:
    """The sheets of one part: results apart from forecasts, consolidated ratios apart from the company's own
    figures."""
    build = Draft(
        span,
        heading_of(span.captions[0] if span.captions else span.title, span.caption_period, " ".join(span.captions[1:])),
    )
    for region in span.regions:
        page = pages.get(region.page)
        if page is not None:
            words = [word for word in page.words if region.top - 0.5 <= word.box.middle <= region.bottom + 0.5]
            _read_rows(build, page, [folded(row) for row in rows_of(words)])
    return list(_sheets(build, page_readers=pages)) if build.facts else []


def _read_rows(build: Draft, page: Page, rows: Sequence[Text]) -> None:
    table: Table | None = None
    above: list[Text] = []  # rows that may name the columns of the next table
    used: set[int] = set()
    for k, row in enumerate(rows):
        if k in used:
            continue
        units = unit_row(row)
        if units:
            table = open_table(build, page, rows, k, units, above)
            above = []
            continue
        facts = running_facts(row)
        if facts:
            add_facts(build, page, rows, k, facts, used)
            continue
        if table is not None:
            label = period_label(rows, k, used, build.span.part is P.FORECAST, table)
            if label is not None and add_figures(build, page, row, table, *label):
                continue
        if len(row.text) > 5 and (_R["remark"].finds(row.row.text) or _R["remark"].finds(row.text)):
            above = []
            build.claim(page.number, row.row.words, Fate.OUTSIDE)
            continue
        above.append(row)
        if table is None or not _looks_like_figures(row):
            build.claim(
                page.number, row.row.words, Fate.OUTSIDE
            )  # a heading or a sentence; figures that nobody read stay open


def _looks_like_figures(row: Text) -> bool:
    """A row that could be one of the table's: a period with a figure behind it, or little but figures."""
    term = term_at(row.text)
    words = row.row.words[row.word_at(term.end - 1) + 1 :] if term is not None else row.row.words
    kinds = [token.kind for token in tokens_of(make_row(words))] if words else []
    return kinds.count(Kind.NUMBER) > kinds.count(Kind.TEXT)


def _sheets(build: Draft, page_readers: Mapping[int, Page]) -> Iterator[Sheet]:
    kinds = dict.fromkeys((fact.place.forecast is not None, _whole(build, fact.item)) for fact in build.facts)
    claims = tuple(build.claims.values())
    for forecast, consolidated in kinds:
        facts = [
            fact
            for fact in build.facts
            if (fact.place.forecast is not None) == forecast and _whole(build, fact.item) == consolidated
        ]
        if all(fact.amount.state is ValueState.BLANK for fact in facts):
            continue
        places = list(dict.fromkeys(fact.place for fact in facts))
        span = replace(build.span, consolidated=consolidated, part=P.FORECAST if forecast else build.span.part)
        columns = tuple(
            Column(
                k,
                place.label,
                (place.label,),
                place.period,
                component_label=place.forecast,
                currency=span.currency,
                scale=span.scale,
            )
            for k, place in enumerate(places)
        )
        lines = tuple(_lines(build, facts, places, page_readers))
        yield Sheet(span, columns, lines, claims)
        claims = ()


def _whole(build: Draft, item: int) -> bool:
    """Ratios that name the group are the group's, among the company's own figures."""
    label = squeeze(build.items[item].label)
    return True if _R["group_in_brackets"].finds(label) else build.span.consolidated


def _lines(build: Draft, facts: Sequence[Fact], places: Sequence[Place], pages: Mapping[int, Page]) -> Iterator[Line]:
    number = 0
    heading: tuple[str, int] | None = None
    for index in dict.fromkeys(sorted(fact.item for fact in facts)):
        item = build.items[index]
        if item.heading and (heading is None or heading[0] != item.heading):
            number += 1
            heading = (item.heading, number)
            yield Line(number, item.heading, 0, None, None, (), item.page, item.box)
        number += 1
        cells = tuple(
            Cell(places.index(fact.place), fact.amount, fact.box, fact.page, pages[fact.page].reader)
            for fact in sorted(
                (fact for fact in facts if fact.item == index), key=lambda fact: places.index(fact.place)
            )
        )
        under = heading[1] if item.heading and heading else None
        name, note = split_marks(item.label)
        yield Line(
            number, name, 1 if under else 0, under, note, cells, item.page, item.box, item.wrapped, unit_text=item.unit
        )
