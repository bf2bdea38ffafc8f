"""Sheets in, labelled sheets out: the ladder over one statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.errors import FindingCode
from extractor.model import (
    Candidate,
    Filing,
    Finding,
    LabelledSheet,
    Line,
    Match,
    Severity,
    Sheet,
    Standard,
    StatementKind,
    StatementSpan,
)
from extractor.normalise.assign import Choice, assign_once, recurs
from extractor.normalise.cash import with_own_cash
from extractor.normalise.components import label_components, torn_heads
from extractor.normalise.industry import find_industries
from extractor.normalise.items import GENERAL, IFRS, SUMMARY, Row
from extractor.normalise.labels import BARE_TOTALS, key, wording
from extractor.normalise.match import (
    ALIAS,
    ARITHMETIC,
    EXACT,
    SECTION,
    STRUCTURE,
    WORDING,
    Guess,
    guesses,
    has_parts,
    resembling,
)
from extractor.normalise.order import out_of_order
from extractor.normalise.passes import joined, passes_of
from extractor.normalise.pool import Pool
from extractor.normalise.sums import arcs, completed, figures, overruled, parents
from extractor.normalise.surroundings import untold, weighed
from extractor.normalise.taxonomy import Taxonomy
from extractor.normalise.torn import whole_labels
from extractor.normalise.usage import usage_of

CANDIDATE_FLOOR = 60.0
SURE_TOTAL = 1.0  # the margin of a bare total that repeats a line by its figures


def label_sheets(sheets: tuple[Sheet, ...], filing: Filing, taxonomy: Taxonomy) -> tuple[LabelledSheet, ...]:
    """Each sheet with a Match for each of its lines (and each column of an equity statement)."""
    company = "\n".join(name for name in (filing.company_name, filing.securities_code, filing.edinet_code) if name)
    trades: dict[bool, tuple[str, ...]] = {}
    for consolidated in {sheet.span.consolidated for sheet in sheets}:
        trades[consolidated] = find_industries(
            [sheet for sheet in sheets if sheet.span.consolidated is consolidated], taxonomy
        )
    out = []
    for printed in sheets:
        industries = trades[printed.span.consolidated] if printed.span.standard is Standard.JGAAP else ()
        span = printed.span
        sheet = whole_labels(printed, taxonomy.pool(span.kind, span.standard, span.language, industries, company))
        parts = passes_of(sheet)

        def reading(
            names: tuple[str, ...], trade: str = "", span: StatementSpan = sheet.span, parts: list[Sheet] = parts
        ) -> list[tuple[LabelledSheet, float]]:
            pool = taxonomy.pool(span.kind, span.standard, span.language, names, company, trade)
            return [label_sheet(part, pool) for part in parts]

        names, best = min(
            ((names, reading(names)) for names in _readings(industries)),
            key=lambda found: sum(cost for _, cost in found[1]),
        )
        if (
            names[:1] != industries[:1]
        ):  # the general form: where it has the trade's item and the general one, the trade's
            best = reading(names, industries[0])
        out.append(joined(sheet, [labelled for labelled, _ in best]))
    return with_own_cash(out)


def _readings(industries: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A filer of a trade prints the trade's form, or the general one with lines of the trade in it: the cheaper reading
    of the sheet decides."""
    if len(industries) < 2 and industries in ((), (GENERAL,)):
        return (industries,)
    return tuple(dict.fromkeys((industries, (GENERAL, *(name for name in industries if name != GENERAL)))))


def label_sheet(sheet: Sheet, pool: Pool) -> tuple[LabelledSheet, float]:
    """The sheet read with one pool, and the price of that reading."""
    on = max((column.period.end for column in sheet.columns if column.period), default=None)
    options = weighed(sheet, [guesses(line.label, line.heading, pool) for line in sheet.lines], on, pool)
    headings, labels = [line.heading for line in sheet.lines], [key(line.label) for line in sheet.lines]
    choices, cost = assign_once(options, headings, pool.hard, labels)
    choices = _no_twins(sheet, _totals_again(sheet, choices, options))
    rows = {
        line.number: choice.guess.row
        for line, choice in zip(sheet.lines, choices, strict=True)
        if choice.guess is not None and not line.heading
    }
    corrected = overruled(sheet, rows, _claims(sheet, options, pool), pool)
    matches = {}
    unsaid = untold(options) if sheet.span.standard is not Standard.JGAAP else frozenset[str]()
    for line, choice, found in zip(sheet.lines, choices, options, strict=True):
        if line.number in corrected:
            choice = Choice(Guess(corrected[line.number], ARITHMETIC, 0.0, 1.0), choice.margin)
        made = _match(line, choice, found, sheet, on, pool)
        matches[line.number] = replace(made, element=None, usage=None) if made.item in unsaid else made
    filled = completed(sheet, rows | corrected, pool)
    for (
        number,
        row,
    ) in filled.items():  # the figures tell the item; how the filer tagged a wording of his own they do not tell
        made = _match(
            sheet.line(number), Choice(Guess(row, ARITHMETIC, 0.0, 1.0), 0.0), options[number - 1], sheet, on, pool
        )
        own = wording(sheet.line(number).label)[0] not in BARE_TOTALS
        matches[number] = replace(made, element=None, usage=None) if own else made
    for number in out_of_order(sheet, matches):
        matches[number] = replace(matches[number], astray=True)
    rows |= corrected | filled
    findings = tuple(
        _overruled_finding(sheet, number, row)
        for number, row in corrected.items()
        if all(guess.row.item != row.item for guess in options[number - 1])
    )
    components = label_components(sheet.columns, pool) if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY else {}
    findings += tuple(
        _torn_finding(sheet, column, name) for column, name in torn_heads(sheet.columns, components, pool).items()
    )
    sums = arcs(rows, pool) if sheet.span.kind is not StatementKind.CHANGES_IN_EQUITY else ()
    return LabelledSheet(sheet, matches, components, pool.industry, findings, sums), cost


def _claims(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> dict[str, dict[int, Row]]:
    """A total -> the lines whose wording names it."""
    out: dict[str, dict[int, Row]] = defaultdict(dict)
    for line, found in zip(sheet.lines, options, strict=True):
        for guess in found if not line.heading else ():
            if guess.method in (EXACT, ALIAS, WORDING) and has_parts(guess.row, pool):
                out[guess.row.item].setdefault(line.number, guess.row)
    return {item: lines for item, lines in out.items() if len(lines) > 1}


def _overruled_finding(sheet: Sheet, number: int, row: Row) -> Finding:
    line = sheet.line(number)
    message = (
        f"the figures of line {number}, {line.label}, are the sum that is called {row.ja} / {row.en}: mapped "
        f"to {row.item}."
    )
    return Finding(FindingCode.LABEL_OVERRULED, Severity.INFO, message, line.page, sheet.span.kind.value, line=number)


def _torn_finding(sheet: Sheet, column: int, name: str) -> Finding:
    head, page = sheet.columns[column].component_label, sheet.lines[0].page if sheet.lines else None
    message = f"{head}: perhaps a part of the head {name}, or the heads of neighbours that ran into each other"
    step = f"extractor page FILE {page}" if page else None
    kind = sheet.span.kind.value
    return Finding(FindingCode.LABEL_UNCLEAR, Severity.WARNING, message, page, kind, column=column, next_command=step)


def _totals_again(sheet: Sheet, choices: list[Choice], options: list[list[Guess]]) -> list[Choice]:
    """In statements of income a bare total that is read as an item which the sheet prints with other figures is the one
    that it prints with these, if there is one."""
    if sheet.span.kind not in (StatementKind.INCOME_STATEMENT, StatementKind.COMPREHENSIVE_INCOME):
        return choices
    printed: dict[str, list[dict[int, Decimal]]] = defaultdict(list)
    for line, choice in zip(sheet.lines, choices, strict=True):
        if choice.guess is not None and not line.heading:
            printed[choice.guess.row.item].append(figures(line))
    out = list(choices)
    for number, (line, choice) in enumerate(zip(sheet.lines, choices, strict=True)):
        if choice.guess is None or choice.guess.method != STRUCTURE or line.heading:
            continue
        own = figures(line)
        if printed[choice.guess.row.item].count(own) == len(printed[choice.guess.row.item]):
            continue
        same = [guess for guess in options[number] if guess.method == STRUCTURE and own in printed[guess.row.item]]
        again = next((guess for guess in same if guess.row.item != choice.guess.row.item), None)
        out[number] = Choice(again, choice.margin if again is None else SURE_TOTAL, choice.place)
    return out


def _no_twins(sheet: Sheet, choices: list[Choice]) -> list[Choice]:
    """An item stands twice in a section only where its figures are repeated; of two lines that differ the dearer
    reading goes."""
    if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY:
        return choices
    holders: dict[str, list[tuple[float, int]]] = defaultdict(list)  # by element: forms of trades repeat general rows
    for number, choice in enumerate(choices):
        if choice.guess is not None and not recurs(choice.guess.row):
            holders[choice.guess.row.element].append((choice.guess.cost, number))
    out = list(choices)
    for claims in holders.values():
        _, first = min(claims)
        for _, number in claims:
            if figures(sheet.lines[number]) != figures(sheet.lines[first]):
                out[number] = Choice(None, 0.0, choices[number].place)
    return out


def _match(line: Line, choice: Choice, options: list[Guess], sheet: Sheet, on: date | None, pool: Pool) -> Match:
    guess = choice.guess
    candidates = tuple(Candidate(option.row.item, option.row.element, round(option.score, 4)) for option in options[:3])
    if guess is None:
        section = choice.place[-1] if choice.place else None
        return Match(
            None,
            None,
            None,
            candidates=candidates or _resembling(line, pool),
            heading=line.heading,
            parent_item=section,
            section=section,
        )
    row = guess.row
    nameless = (sheet.span.standard is Standard.USGAAP and row.standard == "ifrs") or not row.known(on)
    element = None if nameless else row.element
    parent = next(parents(row, pool), (row.home[-1] if row.home else None, None))
    method = SECTION if guess.method == EXACT and _several(options) else guess.method
    section = row.home[-1] if row.home else None
    counts = element and (key(line.label), row.item) not in pool.decided  # who decides on a label needs no other filers
    return Match(
        row.item,
        element,
        method,
        guess.score,
        round(choice.margin, 3),
        candidates,
        line.heading,
        row.balance,
        parent[1],
        parent[0],
        section,
        usage_of(line.label, row, sheet.span.kind, _named_besides(row, options)) if counts else None,
        row.model,
        not row.industries & {GENERAL, IFRS, SUMMARY},
    )


def _named_besides(row: Row, options: list[Guess]) -> list[tuple[Row, bool]]:
    """The other rows that the wording names, and whether each could stand in the same place: in the same section, or
    as the gross amount of this one."""
    return [
        (option.row, option.row.section == row.section or (*option.row.section, option.row.item) == row.section)
        for option in options
        if option.method == EXACT and option.row.element != row.element
    ]


def _resembling(line: Line, pool: Pool) -> tuple[Candidate, ...]:
    """The best three that an unmapped line resembles, for whoever decides what it is."""
    if line.heading:
        return ()
    best: dict[str, Candidate] = {}
    for row in pool.strangers_by_key.get(key(line.label), ()):
        best.setdefault(row.item, Candidate(row.item, row.element, 1.0))
    for row, score in resembling(line.label, pool, floor=CANDIDATE_FLOOR):
        best.setdefault(row.item, Candidate(row.item, row.element, round(score / 100, 4)))
    return tuple(best.values())[:3]


def _several(options: list[Guess]) -> bool:
    """Whether the wording alone left a choice, so that the place decided."""
    return len({guess.row.element for guess in options if guess.method == EXACT}) > 1
