"""The parsers of text hold against strings that no filing prints; the soak is ``python -m tests.notation.strings``."""

from __future__ import annotations

import pytest

from tests.notation.strings import faults, strings


@pytest.mark.parametrize("seed", range(4))
def test_parsers_never_raise_and_normal_forms_are_idempotent(seed: int) -> None:
    assert {said: found for said in strings(seed, 500) if (found := faults(said))} == {}


@pytest.mark.parametrize("said", ["1)1)1", "*注1。−~1,23円[", "①注1㋿自", "\ud83d31²", "𠮷野家１株当たり", "()△", "٣٤"])
def test_strings_that_once_went_wrong(said: str) -> None:
    assert faults(said) == []
