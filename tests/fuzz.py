"""Mutants of the samples through the whole pipeline: each ends committed or with a named error, never with another
exception.

    python -m tests.fuzz [--number 200] [--seed 1] [--keep DIR]

Bytes turned, torn out or doubled, objects and streams cut, digits and names exchanged; texts with characters, lines and
tabs moved.
Prints how the mutants ended and, for each that broke, its seed; ``--keep`` writes those files. Exit code 1 where one
broke.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.pipeline import extract
from extractor.settings import Settings

SAMPLES = Path(__file__).parent.parent / "samples"
SECONDS = 60  # of one mutant
Mutate = Callable[[random.Random, bytearray], None]


def turned(dice: random.Random, data: bytearray) -> None:
    for _ in range(dice.choice((1, 10, 200))):
        data[dice.randrange(len(data))] = dice.randrange(256)


def torn(dice: random.Random, data: bytearray) -> None:
    start = dice.randrange(len(data))
    del data[start : start + dice.randrange(1, max(len(data) // 4, 2))]


def doubled(dice: random.Random, data: bytearray) -> None:
    start = dice.randrange(len(data))
    data[start:start] = data[start : start + dice.randrange(1, 3000)]


def renamed(dice: random.Random, data: bytearray) -> None:
    """A reference, a name or a number of the file's structure, or of a text, exchanged for another one of its kind."""
    kind = dice.choice((rb"\d+ 0 R", rb"/[A-Z]\w+", rb"\d+", rb"[\t\n]", rb"[^\x00-\x7f]{3}"))
    found = list(re.finditer(kind, data))
    if len(found) > 1:
        one, two = dice.sample(found, 2)
        data[one.start() : one.end()] = two.group()


def cut(dice: random.Random, data: bytearray) -> None:
    del data[dice.randrange(len(data)) :]


MUTATIONS: tuple[Mutate, ...] = (turned, torn, doubled, renamed, cut)


def mutant(seed: int) -> tuple[str, bytes]:
    """The suffix and the bytes of the mutant with this seed."""
    dice = random.Random(seed)
    sample = dice.choice(sorted(p for p in SAMPLES.iterdir() if p.suffix in (".pdf", ".txt", ".md")))
    data = bytearray(sample.read_bytes())
    for _ in range(dice.randrange(1, 4)):
        if data:
            dice.choice(MUTATIONS)(dice, data)
    return sample.suffix, bytes(data)


def ended(path: Path) -> str:
    """How reading the file ends: "read", an error's code, or what broke."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        extract(path, settings=Settings(second_readers=False))
    except ExtractorError as error:
        return error.code if error.next_step else "BROKEN no next step"
    except TimeoutError:
        return "time"
    except Exception as error:
        return f"BROKEN {type(error).__name__} {traceback.extract_tb(error.__traceback__)[-1].name}"
    finally:
        signal.alarm(0)
    return "read"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.number):
            suffix, data = mutant(seed)
            path = Path(folder) / f"mutant{suffix}"
            path.write_bytes(data)
            end = ended(path)
            ends[end] += 1
            if end.startswith("BROKEN") or end == "time":
                print(f"seed {seed}: {end}", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{seed}{suffix}").write_bytes(data)
    print(dict(ends))
    return int(any(end.startswith("BROKEN") for end in ends))


if __name__ == "__main__":
    sys.exit(main())
