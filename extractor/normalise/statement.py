"""Sheets in, labelled sheets out: the ladder over one statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from extractor.errors import FindingCode
from extractor.model import Candidate, Filing, Finding, LabelledSheet, Line, Match, Severity, Sheet, Standard, StatementKind
from extractor.normalise.assign import Choice, assign, entrances
from extractor.normalise.components import label_components
from extractor.normalise.industry import find_industries
from extractor.normalise.labels import key
from extractor.normalise.match import ALIAS, ARITHMETIC, EXACT, SECTION, WORDING, Guess, guesses, has_parts, net_of, resembling
from extractor.normalise.summary import label_part
from extractor.normalise.sums import arcs, completed, figures, overruled, parents
from extractor.normalise.taxonomy import GENERAL, Pool, Row, Taxonomy

PROFIT_AMENDED = date(2015, 6, 30)  # from here on 当期純利益 holds the minority's share; before, it was another element
CANDIDATE_FLOOR = 60.0
STRANGER = 2.5  # the price of a row of another section than the heading above names


def label_sheets(sheets: tuple[Sheet, ...], filing: Filing, taxonomy: Taxonomy) -> tuple[LabelledSheet, ...]:
    """Each sheet with a Match for each of its lines (and each column of an equity statement)."""
    company = "\n".join(name for name in (filing.company_name, filing.securities_code, filing.edinet_code) if name)
    trades: dict[bool, tuple[str, ...]] = {}
    for consolidated in {sheet.span.consolidated for sheet in sheets}:
        trades[consolidated] = find_industries([sheet for sheet in sheets if sheet.span.consolidated is consolidated], taxonomy)
    out = []
    for sheet in sheets:
        industries = trades[sheet.span.consolidated] if sheet.span.standard is Standard.JGAAP else ()
        readings = [taxonomy.pool(sheet.span.kind, sheet.span.standard, sheet.span.language, names, company) for names in _readings(industries)]
        out.append(label_part(min((label_sheet(sheet, pool) for pool in readings), key=lambda reading: reading[1])[0]))
    return tuple(out)


def _readings(industries: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A filer of a trade prints the trade's form, or the general one with lines of the trade in it: the cheaper reading of the sheet decides."""
    if len(industries) < 2 and industries in ((), (GENERAL,)):
        return (industries,)
    return tuple(dict.fromkeys((industries, (GENERAL, *(name for name in industries if name != GENERAL)))))


def label_sheet(sheet: Sheet, pool: Pool) -> tuple[LabelledSheet, float]:
    """The sheet read with one pool, and the price of that reading."""
    on = max((column.period.end for column in sheet.columns if column.period), default=None)
    options = [guesses(line.label, line.heading, pool) for line in sheet.lines]
    options = [[_dated(guess, on) for guess in found] for found in options]
    options = _under_heading(sheet, _prefer_net(sheet, options, pool), pool)
    choices, cost = _once(options, [line.heading for line in sheet.lines], pool)
    choices = _no_twins(sheet, choices)
    rows = {line.number: choice.guess.row for line, choice in zip(sheet.lines, choices, strict=True) if choice.guess is not None and not line.heading}
    corrected = overruled(sheet, rows, _claims(sheet, options, pool), pool)
    matches = {}
    for line, choice, found in zip(sheet.lines, choices, options, strict=True):
        if line.number in corrected:
            choice = Choice(Guess(corrected[line.number], ARITHMETIC, 0.0, 1.0), choice.margin)
        matches[line.number] = _match(line, choice, found, sheet, on, pool)
    filled = completed(sheet, rows | corrected, pool)
    for number, row in filled.items():  # the figures tell the item; how the filer tagged a wording of his own they do not tell
        made = _match(sheet.line(number), Choice(Guess(row, ARITHMETIC, 0.0, 1.0), 0.0), options[number - 1], sheet, on, pool)
        matches[number] = replace(made, element=None)
    rows |= corrected | filled
    findings = tuple(
        _overruled_finding(sheet, number, row) for number, row in corrected.items() if all(guess.row.item != row.item for guess in options[number - 1])
    )
    components = label_components(sheet.columns, pool) if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY else {}
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
    message = f"the figures of line {number}, {line.label}, are the sum that is called {row.ja} / {row.en}: mapped to {row.item}."
    return Finding(FindingCode.LABEL_OVERRULED, Severity.INFO, message, line.page, sheet.span.kind.value, line=number)


def _once(options: list[list[Guess]], headings: list[bool], pool: Pool) -> tuple[list[Choice], float]:
    """Assign, and again as long as two lines claim one item and one of them has another reading."""
    hard = entrances(pool.hard, options)
    choices, cost = assign(options, headings, hard)
    for _ in range(3):
        holders: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
        for number, choice in enumerate(choices):
            if choice.guess is not None and not _recurs(choice.guess.row):
                holders[id(choice.guess.row)].append((choice.guess.cost, -choice.margin, number))
        weaker = [(number, row) for row, claims in holders.items() for _, _, number in sorted(claims)[1:]]
        if not weaker:
            break
        options = [list(found) for found in options]
        for number, row in weaker:
            options[number] = [replace(guess, cost=guess.cost + 1.0) if id(guess.row) == row else guess for guess in options[number]]
        again, dearer = assign(options, headings, hard)
        if [choice.guess and choice.guess.row for choice in again] == [choice.guess and choice.guess.row for choice in choices]:
            break
        choices, cost = again, dearer
    return choices, cost


def _no_twins(sheet: Sheet, choices: list[Choice]) -> list[Choice]:
    """An item stands twice in a section only where its figures are repeated; of two lines that differ the dearer reading goes."""
    if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY:
        return choices
    holders: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for number, choice in enumerate(choices):
        if choice.guess is not None and not _recurs(choice.guess.row):
            holders[id(choice.guess.row)].append((choice.guess.cost, number))
    out = list(choices)
    for claims in holders.values():
        _, first = min(claims)
        for _, number in claims:
            if figures(sheet.lines[number]) != figures(sheet.lines[first]):
                out[number] = Choice(None, 0.0, choices[number].place)
    return out


def _recurs(row: Row) -> bool:
    """Balances at both ends of a period, and headings, stand twice in a statement."""
    return row.kind == "heading" or (row.period == "instant" and row.statement in ("cf", "ss"))


def _dated(guess: Guess, on: date | None) -> Guess:
    """An element of another time is the dearer reading: not yet there, or long withdrawn."""
    if on is not None and on < PROFIT_AMENDED and guess.row.element == "jppfs_cor:ProfitLoss":
        return replace(guess, cost=guess.cost + 0.5)
    if not guess.row.known(on):
        return replace(guess, cost=guess.cost + 0.5)
    return replace(guess, cost=guess.cost + 0.3) if guess.row.withdrawn(on) else guess


def _under_heading(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """A line that is printed under a heading belongs to no other section: 減価償却費 under 営業原価 is not a selling expense."""
    out = []
    for line, found in zip(sheet.lines, options, strict=True):
        named = _named_by(sheet.line(line.parent), pool) if line.parent and not line.heading else set()
        out.append([replace(guess, cost=guess.cost + STRANGER) if named and not _belongs(guess.row, named, pool) else guess for guess in found])
    return out


def _named_by(heading: Line, pool: Pool) -> set[tuple[str, ...]]:
    """The sections that a heading's label can open."""
    return {(*row.section, row.item) for row in pool.by_key.get(key(heading.label), ()) if row.kind != "component"}


def _belongs(row: Row, named: set[tuple[str, ...]], pool: Pool) -> bool:
    """Whether the row's announced section is one of the named, lies in one or holds one."""
    inside = pool.hard_part(row.section)
    return any(inside[: len(section)] == section or section[: len(inside)] == inside for section in named)


def _accumulates(label: str) -> bool:
    return ("累計額" in label and ("償却" in label or "減損" in label)) or "accumulated depreciation" in label.lower()


def _prefer_net(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """A balance sheet without accumulated depreciation prints fixed assets net, whether the label says so or not."""
    if sheet.span.kind is not StatementKind.BALANCE_SHEET or sheet.span.standard is not Standard.JGAAP:
        return options
    if any(
        "純額" in line.label
        for line, found in zip(sheet.lines, options, strict=True)
        if any("property_plant_and_equipment" in guess.row.section for guess in found)
    ):
        return options
    if any(_accumulates(line.label) for line in sheet.lines):
        return options
    out = []
    for found in options:
        nets = [replace(guess, row=net, cost=guess.cost - 0.6) for guess in found if (net := net_of(guess.row, pool)) is not None]
        out.append(nets + [replace(guess, cost=guess.cost + 0.4) if net_of(guess.row, pool) else guess for guess in found])
    return out


def _match(line: Line, choice: Choice, options: list[Guess], sheet: Sheet, on: date | None, pool: Pool) -> Match:
    guess = choice.guess
    candidates = tuple(Candidate(option.row.item, option.row.element, round(option.score, 4)) for option in options[:3])
    if guess is None:
        section = choice.place[-1] if choice.place else None
        return Match(None, None, None, candidates=candidates or _resembling(line, pool), heading=line.heading, parent_item=section, section=section)
    row = guess.row
    nameless = (sheet.span.standard is Standard.USGAAP and row.standard == "ifrs") or not row.known(on)
    element = None if nameless else row.element
    parent = next(parents(row, pool), (row.home[-1] if row.home else None, None))
    method = SECTION if guess.method == EXACT and _several(options) else guess.method
    section = row.home[-1] if row.home else None
    return Match(row.item, element, method, guess.score, round(choice.margin, 3), candidates, line.heading, row.balance, parent[1], parent[0], section)


def _resembling(line: Line, pool: Pool) -> tuple[Candidate, ...]:
    """The best three that an unmapped line resembles, for whoever decides what it is."""
    if line.heading:
        return ()
    best: dict[str, Candidate] = {}
    for row, score in resembling(line.label, pool, floor=CANDIDATE_FLOOR):
        best.setdefault(row.item, Candidate(row.item, row.element, round(score / 100, 4)))
    return tuple(best.values())[:3]


def _several(options: list[Guess]) -> bool:
    """Whether the wording alone left a choice, so that the place decided."""
    return len({guess.row.element for guess in options if guess.method == EXACT}) > 1
