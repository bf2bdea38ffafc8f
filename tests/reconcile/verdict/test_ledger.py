"""Every digit-bearing word on a statement page has exactly one fate."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extractor.model import Box, Claim, Fate, LabelledSheet, Match, Page, Word
from extractor.reconcile.verdict.ledger import close
from tests.reconcile.build import BALANCE, K, labelled, statement


def _word(text: str, x: float, y: float) -> Word:
    return Word(text, Box(x, y, x + 30, y + 10), 10)


CELL, FOOT, PROSE, MARK, STRAY = (
    _word("1,200", 300, 20),
    _word("12", 290, 780),
    _word("2023年", 40, 700),
    _word("※３", 200, 40),
    _word("77", 400, 60),
)


def _close(
    *words: Word,
    claims: tuple[Claim, ...] = (),
    furniture: tuple[Word, ...] = (),
    loose: frozenset[tuple[int, int]] = frozenset(),
) -> tuple[Counter[Fate], int]:
    sheet = replace(statement(K.BALANCE_SHEET, BALANCE), claims=claims)
    ledger, findings = close(labelled(sheet), {1: Page(1, 600, 800, words, furniture=furniture)}, loose)
    assert len({(claim.page, claim.text, claim.box) for claim in ledger}) == len(ledger)
    return Counter(claim.fate for claim in ledger), len(findings)


def test_each_word_goes_to_one_place() -> None:
    claim = Claim(1, CELL.text, CELL.box, Fate.CELL)
    fates, findings = _close(CELL, PROSE, MARK, claims=(claim,), furniture=(FOOT,))
    assert fates == {Fate.CELL: 1, Fate.OUTSIDE: 1, Fate.NOTE_MARK: 1, Fate.FURNITURE: 1}
    assert findings == 0


def test_a_figure_inside_the_statement_that_nobody_read_is_a_finding() -> None:
    fates, findings = _close(STRAY)
    assert fates == {Fate.UNCLAIMED: 1}
    assert findings == 1


def test_a_word_claimed_twice_is_booked_once_and_a_cell_beats_outside() -> None:
    claims = (Claim(1, CELL.text, CELL.box, Fate.OUTSIDE), Claim(1, CELL.text, CELL.box, Fate.CELL))
    assert _close(CELL, claims=claims)[0] == {Fate.CELL: 1}


def test_figures_of_an_unmapped_line_are_booked_as_such() -> None:
    claim = Claim(1, CELL.text, Box(300, 2, 330, 8), Fate.CELL)
    assert _close(claims=(claim,), loose=frozenset({(0, 3)}))[0] == {Fate.UNMAPPED: 1}


def test_words_without_digits_are_not_booked() -> None:
    assert _close(_word("資産", 40, 30)) == (Counter(), 0)


def test_a_page_that_no_sheet_names_is_not_booked() -> None:
    sheet = statement(K.BALANCE_SHEET, BALANCE)
    ledger, _ = close((LabelledSheet(sheet, {1: Match(None, None, None)}),), {2: Page(2, 600, 800, (STRAY,))})
    assert ledger == ()
