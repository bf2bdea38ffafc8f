"""SIGTERM while a run writes to standard error: ``python -m tests.crash.terminate [--tries 100]``.

The run is the command itself, in a child that is forked when all is imported; it is told to end after it has written so
many bytes, drawn by a seed. It must end with 143 (or 130) each time, or with 0 where it was done before.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from extractor.cli.app import start
from extractor.pipeline import make_ready

SAMPLES = Path(__file__).parents[2] / "samples"
FINE = (130, 143)


def terminated(folder: Path, lake: Path, after: int) -> tuple[int, bool]:
    """The run's exit code, and whether it still wrote when the signal was sent after ``after`` bytes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 2)
        os.dup2(writing, 1)
        sys.stderr = os.fdopen(2, "w", closefd=False)
        sys.argv = ["extractor", "run", str(folder), "--out", str(lake), "--executor", "serial", "-v", "--log-format"]
        sys.argv += ["json", "--no-second-readers", "--pictures", "0"]
        code = 99
        try:
            start()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)
    os.close(writing)
    seen, alive = 0, True
    while seen < after and alive:
        data = os.read(reading, min(64, after - seen))
        seen += len(data)
        alive = bool(data)
    os.kill(child, signal.SIGTERM)
    while os.read(reading, 65536):
        pass
    os.close(reading)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), alive


def tries(number: int, seed: int = 0) -> Counter[int]:
    """How often each exit code came, of runs that still wrote when they were told to end."""
    make_ready()
    dice = random.Random(seed)
    codes: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "in")
        folder.mkdir()
        for copy in range(12):
            text = (SAMPLES / "kakuu_2023q1.txt").read_text(encoding="utf-8")
            (folder / f"{copy}.txt").write_text(text + "\n" * copy, encoding="utf-8")
        while codes.total() < number:
            lake = Path(name, "lake")
            code, alive = terminated(folder, lake, dice.randrange(1, 3000))
            if alive:
                codes[code] += 1
            shutil.rmtree(lake, ignore_errors=True)
    return codes


def main() -> int:
    """Print the exit codes; 1 where one of them is none of a terminated run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    codes = tries(options.tries, options.seed)
    print(dict(codes))
    return int(any(code not in FINE for code in codes))


if __name__ == "__main__":
    sys.exit(main())
