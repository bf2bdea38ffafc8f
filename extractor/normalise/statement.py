"""Sheets in, labelled sheets out: the ladder over one statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from extractor.model import Candidate, Filing, LabelledSheet, Line, Match, Sheet, Standard, StatementKind
from extractor.normalise.assign import Choice, assign
from extractor.normalise.industry import find_industries
from extractor.normalise.match import Guess, guesses, net_of
from extractor.normalise.taxonomy import Pool, Taxonomy


def label_sheets(sheets: tuple[Sheet, ...], filing: Filing, taxonomy: Taxonomy) -> tuple[LabelledSheet, ...]:
    """Each sheet with a Match for each of its lines (and each column of an equity statement)."""
    company = "\n".join(name for name in (filing.company_name, filing.securities_code, filing.edinet_code) if name)
    trades: dict[bool, tuple[str, ...]] = {}
    for consolidated in {sheet.span.consolidated for sheet in sheets}:
        trades[consolidated] = find_industries([sheet for sheet in sheets if sheet.span.consolidated is consolidated], taxonomy)
    out = []
    for sheet in sheets:
        industries = trades[sheet.span.consolidated] if sheet.span.standard is Standard.JGAAP else ()
        pool = taxonomy.pool(sheet.span.kind, sheet.span.standard, sheet.span.language, industries, company)
        out.append(label_sheet(sheet, pool))
    return tuple(out)


def label_sheet(sheet: Sheet, pool: Pool) -> LabelledSheet:
    on = max((column.period.end for column in sheet.columns if column.period), default=None)
    options = [guesses(line.label, line.heading, pool) for line in sheet.lines]
    options = [[_dated(guess, on) for guess in found] for found in options]
    options = _prefer_net(sheet, options, pool)
    choices = assign(options, [line.heading for line in sheet.lines], pool.hard)
    matches = {line.number: _match(line, choice, found, sheet, on) for line, choice, found in zip(sheet.lines, choices, options, strict=True)}
    return LabelledSheet(sheet, matches, industry=pool.industry)


def _dated(guess: Guess, on: date | None) -> Guess:
    """An element of another time is the dearer reading: not yet there, or long withdrawn."""
    if not guess.row.known(on):
        return replace(guess, cost=guess.cost + 0.5)
    return replace(guess, cost=guess.cost + 0.3) if guess.row.withdrawn(on) else guess


def _prefer_net(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """A balance sheet without accumulated depreciation prints fixed assets net, whether the label says so or not."""
    if sheet.span.kind is not StatementKind.BALANCE_SHEET or sheet.span.standard is not Standard.JGAAP:
        return options
    if any("累計額" in line.label and ("償却" in line.label or "減損" in line.label) or "accumulated depreciation" in line.label.lower() for line in sheet.lines):
        return options
    out = []
    for found in options:
        nets = [replace(guess, row=net, cost=guess.cost - 0.6) for guess in found if (net := net_of(guess.row, pool)) is not None]
        out.append(nets + [replace(guess, cost=guess.cost + 0.4) if net_of(guess.row, pool) else guess for guess in found])
    return out


def _match(line: Line, choice: Choice, options: list[Guess], sheet: Sheet, on: date | None) -> Match:
    guess = choice.guess
    candidates = tuple(Candidate(option.row.item, option.row.element, round(option.score, 4)) for option in options[:3])
    if guess is None:
        return Match(None, None, None, candidates=candidates, heading=line.heading)
    row = guess.row
    nameless = (sheet.span.standard is Standard.USGAAP and row.standard == "ifrs") or not row.known(on)
    element = None if nameless else row.element
    return Match(
        row.item, element, guess.method, guess.score, round(choice.margin, 3), candidates, line.heading, row.balance,
        row.totals[0][1] if row.totals else None, row.totals[0][0] if row.totals else (row.home[-1] if row.home else None), row.home[-1] if row.home else None,
    )  # fmt: skip
