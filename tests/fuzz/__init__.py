"""Mutants of filings through the whole pipeline, each held against the reading of the whole file."""

from __future__ import annotations

import argparse
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


def asked(about: str | None, largest: int) -> argparse.Namespace:
    """What the command line says of a soak: how many mutants, from which seed, of which filings up to ``largest``
    bytes, and where to keep what fails."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--filings", type=Path, default=SAMPLES)
    parser.add_argument("--largest", type=int, default=largest, help="bytes of a filing")
    return parser.parse_args()
