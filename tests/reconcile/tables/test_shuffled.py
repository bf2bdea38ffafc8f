"""Numbers in other places prove next to nothing: the same invented tables, as they are and shuffled."""

from __future__ import annotations

import random
from collections.abc import Sequence

from extractor.model import Extraction, Proof
from extractor.model.other import OtherTable
from extractor.reconcile.tables import judge_tables
from tests.support.other import filing, invented, shuffled

TABLES = 120


def share(tables: Sequence[OtherTable]) -> float:
    """Of the numbers, how many are proved or tied."""
    facts, *_ = judge_tables(tables, Extraction(filing(), (), (), (), (), ()))
    numbers = [fact for fact in facts if fact.value is not None]
    return sum(fact.proof in (Proof.PROVED, Proof.TIED) for fact in numbers) / len(numbers)


def test_shuffled_numbers_prove_at_most_two_in_a_hundred() -> None:
    rng = random.Random(11)
    tables = [invented(rng, number) for number in range(1, TABLES + 1)]
    assert share(tables) > 0.99
    assert share([shuffled(table, rng) for table in tables]) <= 0.02
