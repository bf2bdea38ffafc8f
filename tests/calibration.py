"""How results move when a named threshold changes by a fifth: ``make calibrate``, or ``python -m tests.calibration``.

A threshold is a number with a decimal point that a module names in capitals. Each is lowered and raised by 20 % while
everything else stays, and the drawn layouts and samples are read again. A row that moves much says that the threshold
is
fitted to what was seen; one that never moves, that nothing here depends on it.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import extractor
from extractor.errors import ExtractorError
from extractor.pipeline import extract
from extractor.settings import Settings, Tables
from samples.typeset import HERE, SAMPLES
from tests.typesetting.compare import judge
from tests.typesetting.layouts import draw_layout

ROOMS = ("read", "segment", "detect", "normalise", "reconcile")
STEP = 0.2


@dataclass(frozen=True)
class Threshold:
    """A number that a module names."""

    module: str
    name: str
    value: float

    def __str__(self) -> str:
        return f"{self.module.removeprefix('extractor.')}.{self.name} = {self.value:g}"


def thresholds() -> Iterator[Threshold]:
    """Every named decimal number of the rooms, where it is defined."""
    seen: set[tuple[str, float]] = set()
    for found in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if found.name.split(".")[1] not in ROOMS:
            continue
        module = importlib.import_module(found.name)
        for name, value in sorted(vars(module).items()):
            plain = isinstance(value, float) and name.isupper() and abs(value) < 1e6
            if plain and (name, value) not in seen:
                seen.add((name, value))
                yield Threshold(found.name, name, value)


@contextmanager
def changed(threshold: Threshold, factor: float) -> Iterator[None]:
    """The threshold times ``factor``, in every module that knows it."""
    holders = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("extractor.") and vars(module).get(threshold.name) == threshold.value
    ]
    try:
        for module in holders:
            setattr(module, threshold.name, threshold.value * factor)
        yield
    finally:
        for module in holders:
            setattr(module, threshold.name, threshold.value)


def measure(seeds: range) -> Counter[str]:
    """Drawn layouts by verdict, and rows of the samples, proved ones apart."""
    found = Counter(judge(seed, draw_layout(seed)).verdict for seed in seeds)
    for name in SAMPLES:
        for path in sorted(HERE.glob(f"{name}.*")):
            try:
                extraction = extract(path, settings=Settings(second_readers=False, tables=Tables.STATEMENTS))
            except ExtractorError:
                continue
            found["rows"] += len(extraction.facts)
            found["proved"] += sum(fact.proof == "proved" for fact in extraction.facts)
    return found


def main() -> None:
    """Prints a row for each threshold that moves anything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:10", help="of the drawn layouts, FIRST:LAST")
    parser.add_argument("--only", default="", help="thresholds whose name holds this")
    given = parser.parse_args()
    first, _, last = given.seeds.partition(":")
    seeds = range(int(first), int(last))
    base = measure(seeds)
    print("unchanged", dict(base))
    still = 0
    for threshold in thresholds():
        if given.only not in str(threshold):
            continue
        moves = []
        for factor in (1 - STEP, 1 + STEP):
            with changed(threshold, factor):
                now = measure(seeds)
            difference = {key: now[key] - base[key] for key in sorted({*now, *base}) if now[key] != base[key]}
            if difference:
                moves.append(f"{factor:.1f} x: {difference}")
        still += not moves
        if moves:
            print(f"{threshold}   {';  '.join(moves)}", flush=True)
    print(f"{still} thresholds moved nothing")


if __name__ == "__main__":
    main()
