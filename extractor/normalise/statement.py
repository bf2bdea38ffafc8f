"""Sheets in, labelled sheets out: the ladder over one statement."""

from __future__ import annotations

from extractor.model import Candidate, Filing, LabelledSheet, Line, Match, Sheet, Standard, StatementKind
from extractor.normalise.assign import Choice, assign
from extractor.normalise.industry import find_industries
from extractor.normalise.match import EXACT, FUZZY, STRUCTURE, Guess, guesses, resembling
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
    options = [guesses(line.label, line.heading, pool) for line in sheet.lines]
    choices = assign(options, [line.heading for line in sheet.lines])
    matches = {line.number: _match(line, choice, found, sheet) for line, choice, found in zip(sheet.lines, choices, options, strict=True)}
    return LabelledSheet(sheet, matches, industry=pool.industry)


def _match(line: Line, choice: Choice, options: list[Guess], sheet: Sheet) -> Match:
    guess = choice.guess
    candidates = tuple(Candidate(option.row.item, option.row.element, round(option.score, 4)) for option in options[:3])
    if guess is None:
        return Match(None, None, None, candidates=candidates, heading=line.heading)
    row = guess.row
    element = None if sheet.span.standard is Standard.USGAAP and row.standard == "ifrs" else row.element
    return Match(
        row.item, element, guess.method, guess.score, round(choice.margin, 3), candidates, line.heading, row.balance,
        row.totals[0][1] if row.totals else None, row.totals[0][0] if row.totals else (row.home[-1] if row.home else None), row.home[-1] if row.home else None,
    )  # fmt: skip
