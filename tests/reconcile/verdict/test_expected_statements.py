"""Every row of schemas/expected/statements.toml finds in its example what is missing."""

from __future__ import annotations

import pytest

from extractor.reconcile.verdict.expected_statements import Form, forms, missing


@pytest.mark.parametrize("row", forms(), ids=[f"form {k}" for k in range(len(forms()))])
def test_a_form_says_what_is_missing(row: Form) -> None:
    shown = row.example
    assert row.fits(shown["form"], shown["period"], shown["standard"])
    assert missing(shown["form"], shown["period"], shown["standard"], shown["found"]) == shown["missing"]
    assert missing(shown["form"], shown["period"], shown["standard"], [*shown["found"], *shown["missing"]]) == []
