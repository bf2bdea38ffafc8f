"""Every row of schemas/expected/lines.toml owes its line in its examples, and not in its near misses."""

from __future__ import annotations

import pytest

from extractor.reconcile.verdict.expected_lines import Expectation, expectations


@pytest.mark.parametrize("row", expectations(), ids=lambda row: row.name)
def test_a_row_owes_its_line_where_it_should(row: Expectation) -> None:
    assert row.examples
    assert row.near_misses
    assert [labels for labels in row.examples if not row.owes(labels)] == []
    assert [labels for labels in row.near_misses if row.owes(labels)] == []
