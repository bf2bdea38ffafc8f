"""Mutants of filings through the whole pipeline, each held against the reading of the whole file.

    python -m tests.fuzz [--number 200] [--seed 1] [--keep DIR] [--filings DIR [--largest BYTES]]

Bytes turned, torn out or doubled; objects, streams, fonts and pages damaged; texts with characters, lines and tabs
moved. Each mutant must end read or with a named error; no statement or page may be lost without a finding, and no
figure be sound that the whole file has otherwise. Prints how the mutants ended and, for each that broke, its seed;
``--keep`` writes those files. Exit code 1 where one broke.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from extractor.pipeline import make_ready
from tests.fuzz import asked, filings_of, mutant
from tests.fuzz.reading import Reading, ended_apart, faults


def main() -> int:
    """Run the mutants; the exit code."""
    options = asked(__doc__, 100_000)
    make_ready()
    filings = filings_of(options.filings, options.largest)
    whole: dict[Path, Reading] = {}
    ends: Counter[str] = Counter()
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(options.seed, options.seed + options.number):
            source, data, done = mutant(seed, filings)
            if source not in whole:
                whole[source] = ended_apart(source)
            path = Path(folder) / f"mutant{source.suffix}"
            path.write_bytes(data)
            damaged = ended_apart(path)
            ends[damaged.end] += 1
            found = faults(whole[source], damaged, structured=source.suffix == ".pdf")
            if found:
                broken += 1
                print(
                    f"seed {seed} {source.name} [{done}]: {len(found)} faults",
                    *found[:4],
                    damaged.trace,
                    sep="\n    ",
                    flush=True,
                )
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{seed}{source.suffix}").write_bytes(data)
            if (seed - options.seed + 1) % 100 == 0:
                print(f"{seed - options.seed + 1} mutants, {broken} with faults: {dict(ends)}", flush=True)
    print(f"{options.number} mutants, {broken} with faults: {dict(ends)}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
