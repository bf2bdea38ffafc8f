"""What stands around a line and changes what its wording is worth: the time, the heading above, whether fixed assets
are printed net."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from extractor.model import Line, Sheet, Standard, StatementKind
from extractor.normalise.items import Row
from extractor.normalise.labels import key
from extractor.normalise.match import Guess, net_of
from extractor.normalise.taxonomy import Pool
from extractor.notation.lexicon import rule
from extractor.notation.text import fold

PROFIT_AMENDED = date(2015, 6, 30)  # from here on 当期純利益 holds the minority's share; before, it was another element
_ACCUMULATED, _NET = rule("labels.accumulated"), rule("labels.net")
STRANGER = 2.5  # the price of a row of another section than the heading above names


def weighed(sheet: Sheet, options: list[list[Guess]], on: date | None, pool: Pool) -> list[list[Guess]]:
    """The guesses of each line with their prices as the sheet's time and neighbours have them. ``on``: the last day
    that the sheet speaks of."""
    options = [[_dated(guess, on) for guess in found] for found in options]
    return _under_heading(sheet, _prefer_net(sheet, options, pool), pool)


def _dated(guess: Guess, on: date | None) -> Guess:
    """An element of another time is the dearer reading: not yet there, or long withdrawn."""
    if on is not None and on < PROFIT_AMENDED and guess.row.element == "jppfs_cor:ProfitLoss":
        return replace(guess, cost=guess.cost + 0.5)
    if not guess.row.known(on):
        return replace(guess, cost=guess.cost + 0.5)
    return replace(guess, cost=guess.cost + 0.3) if guess.row.withdrawn(on) else guess


def _under_heading(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """A line that is printed under a heading belongs to no other section: 減価償却費 under 営業原価 is not a selling
    expense."""
    out = []
    for line, found in zip(sheet.lines, options, strict=True):
        named = _named_by(sheet.line(line.parent), pool) if line.parent and not line.heading else set()
        out.append(
            [
                replace(guess, cost=guess.cost + STRANGER) if named and not _belongs(guess.row, named, pool) else guess
                for guess in found
            ]
        )
    return out


def _named_by(heading: Line, pool: Pool) -> set[tuple[str, ...]]:
    """The sections that a heading's label can open."""
    return {(*row.section, row.item) for row in pool.by_key.get(key(heading.label), ()) if row.kind != "component"}


def _belongs(row: Row, named: set[tuple[str, ...]], pool: Pool) -> bool:
    """Whether the row's announced section is one of the named, lies in one or holds one."""
    inside = pool.hard_part(row.section)
    return any(inside[: len(section)] == section or section[: len(inside)] == inside for section in named)


def _prefer_net(sheet: Sheet, options: list[list[Guess]], pool: Pool) -> list[list[Guess]]:
    """A balance sheet without accumulated depreciation prints fixed assets net, whether the label says so or not."""
    if sheet.span.kind is not StatementKind.BALANCE_SHEET or sheet.span.standard is not Standard.JGAAP:
        return options
    if any(
        _NET.finds(line.label)
        for line, found in zip(sheet.lines, options, strict=True)
        if any("property_plant_and_equipment" in guess.row.section for guess in found)
    ):
        return options
    if any(_ACCUMULATED.finds(fold(line.label)) for line in sheet.lines):
        return options
    out = []
    for found in options:
        nets = [
            replace(guess, row=net, cost=guess.cost - 0.6)
            for guess in found
            if (net := net_of(guess.row, pool)) is not None
        ]
        out.append(
            nets + [replace(guess, cost=guess.cost + 0.4) if net_of(guess.row, pool) else guess for guess in found]
        )
    return out
