"""Mutants of filings through the whole pipeline, each held against the reading of the whole file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.mutations import mutated

SAMPLES = Path(__file__).parents[2] / "samples"


def filings_of(folder: Path, largest: int = 100_000) -> list[Path]:
    """The filings of a folder that are small enough, in the order of their names."""
    suffixes = (".pdf", ".txt", ".md")
    return sorted(p for p in folder.iterdir() if p.suffix in suffixes and p.stat().st_size <= largest)


def mutant(seed: int, filings: Sequence[Path] = ()) -> tuple[Path, bytes, str]:
    """The filing that was damaged, its bytes afterwards and what was done; the same for the same seed."""
    dice = random.Random(seed)
    source = dice.choice(list(filings) or filings_of(SAMPLES))
    return source, *mutated(dice, source.read_bytes(), pdf=source.suffix == ".pdf")
