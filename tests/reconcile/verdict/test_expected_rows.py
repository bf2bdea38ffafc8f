"""Every row of schemas/expected/lines.toml owes its line in its examples, and not in its near misses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.reconcile.verdict.expected_lines import Expectation, blanks, expectations
from tests.reconcile.build import K, statement


@pytest.mark.parametrize("row", expectations(), ids=lambda row: row.name)
def test_a_row_owes_its_line_where_it_should(row: Expectation) -> None:
    assert row.examples
    assert row.near_misses
    assert [labels for labels in row.examples if not row.owes(labels)] == []
    assert [labels for labels in row.near_misses if row.owes(labels)] == []


@pytest.mark.parametrize(("last", "said"), [("| 12", [(7, 0), (7, 1)]), ("12 | 14", [])])
def test_a_page_that_leaves_a_column_empty_has_lost_its_heads(last: str, said: list[tuple[int, int]]) -> None:
    rows = "".join(f"Sample {number} | 7 | 9\n" for number in range(6))
    sheet = statement(K.INCOME_STATEMENT, f"{rows}Sum A | {last}\nSum B | {last}")
    lines = (*sheet.lines[:6], *(replace(line, page=2) for line in sheet.lines[6:]))
    found = [(line.number, column) for line, column in blanks(replace(sheet, lines=lines))]
    assert [place for place in found if place[0] == 7] == said
