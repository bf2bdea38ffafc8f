"""``python -m tests.bench [--rounds 5] [--numbers 1,4,16] [--quick] [--write]``: how fast the program is, in one run.

All jobs take turns on the same filings; medians of CPU seconds. ``--write`` puts the tables into docs/speed.md and the
picture into docs/speed.svg. Wall clock is shown for whole runs only, and means something on an idle machine only.
"""

from __future__ import annotations

import argparse
import math
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from tests.bench import engines
from tests.bench.engines import ASKED, EVERY, OURS, TEXT
from tests.bench.filings import Measured, by_size, folders
from tests.bench.measure import Cost, command, in_turns, machine
from tests.bench.picture import bars
from tests.bench.profile import profile
from tests.conftest import ROOT

NUMBERS = "1,4,16"  # filings of a run
SEVERAL = 4  # a run of more filings is its own average: it is measured once
MOST_PAGES = 60  # of a filing of those runs
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
Results = list[tuple[Measured, dict[str, float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="four filings, three rounds, runs of one and four")
    parser.add_argument("--numbers", default=NUMBERS, help="filings of the runs with one and with two processes")
    parser.add_argument("--write", action="store_true", help="into docs/speed.md and docs/speed.svg")
    asked = parser.parse_args()
    rounds = min(asked.rounds, 3) if asked.quick else asked.rounds
    numbers = (1, 4) if asked.quick else tuple(map(int, asked.numbers.split(",")))
    filings = by_size((6, 12, 50, 117)) if asked.quick else by_size()
    engines.warm(filings[0].path)
    longest = max(filings, key=lambda filing: filing.pages)
    hundred = min(filings, key=lambda filing: abs(filing.pages - 117))
    results = []
    for filing in filings:
        jobs = engines.jobs(filing, all_words=filing is hundred)
        if filing is longest and filing is not hundred:
            jobs = {name: job for name, job in jobs.items() if name in (TEXT, OURS, ASKED, EVERY)}
        results.append((filing, in_turns(jobs, rounds)))
    out = [f"Machine: {machine()}. Medians of {rounds}.", ""]
    out += [*warm_table(results), "", *fit(results), "", *engine_table(results), ""]
    out += [*commands(filings, rounds), "", *runs(numbers, rounds=min(rounds, 3)), ""]
    out += shares([filing.path for filing in filings], 1 if asked.quick else 3)
    text = "\n".join(out)
    print(text)
    if asked.write:
        page = ROOT / "docs" / "speed.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
        (ROOT / "docs" / "speed.svg").write_text(bars(results), encoding="utf-8")


def warm_table(results: Results) -> Iterator[str]:
    """What a filing costs in a process that has read one before, against the floor of its plain text."""
    yield (
        "| pages | with statements | text of all pages, ms | pipeline, ms | times the text | "
        "above 2.5 times the text, ms a page with statements | with further readers, ms | all tables, ms |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for filing, times in results:
        count = max(len(filing.statement_pages), 1)
        over = (times[OURS] - 2.5 * times[TEXT]) / count
        yield (
            f"| {filing.pages} | {count} | {ms(times[TEXT])} | {ms(times[OURS])} | {times[OURS] / times[TEXT]:.1f} | "
            f"{ms(over)} | {ms(times[ASKED])} | {ms(times[EVERY])} |"
        )


def fit(results: Results) -> Iterator[str]:
    """The pipeline's time as so much a page and so much a page with tables."""
    rows = np.asarray([[filing.pages, len(filing.statement_pages), 1.0] for filing, _ in results])
    times = np.asarray([found[OURS] for _, found in results])
    if len(rows) <= rows.shape[1]:
        yield "Too few filings for a fit."
        return
    solution, *_ = np.linalg.lstsq(rows, times, rcond=None)
    spread = float(((times - times.mean()) ** 2).sum())
    missed = float(((times - rows @ solution) ** 2).sum())
    page, table, base = (1000 * float(part) for part in solution)
    yield (
        f"Fit: {page:.2f} ms a page + {table:.1f} ms a page with statements + {base:.0f} ms a filing; "
        f"it explains {100 * (1 - missed / spread):.1f} % of the spread."
    )


def engine_table(results: Results) -> Iterator[str]:
    """Other packages on the same pages, in times of our pipeline for the whole filing."""
    names = list(dict.fromkeys(name for _, times in results for name in times))
    yield (
        "| CPU, times our pipeline for the statements | "
        + " | ".join(f"{filing.pages} pages" for filing, _ in results)
        + " |"
    )
    yield "|---|" + "---|" * len(results)
    for name in names:
        cells = (ratio(times.get(name), times[OURS]) for _, times in results)
        yield f"| {name} | " + " | ".join(cells) + " |"


def commands(filings: Sequence[Measured], rounds: int) -> Iterator[str]:
    """Whole processes, from the start of Python to the last byte written."""
    yield "| whole process | CPU, s | peak memory, MB |"
    yield "|---|---|---|"
    yield row("extractor --help", [command("--help") for _ in range(rounds)])
    for size in (12, 117):
        filing = min(filings, key=lambda found: abs(found.pages - size))
        costs = [run([filing.path], "--executor", "serial", "--tables", "statements") for _ in range(rounds)]
        yield row(f"extractor run, {filing.pages} pages, serial", costs)


def row(name: str, costs: Sequence[Cost]) -> str:
    middle = sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]
    return f"| {name} | {middle.cpu:.2f} | {max(cost.memory for cost in costs):.0f} |"


def runs(numbers: Sequence[int], rounds: int) -> Iterator[str]:
    """Runs over several filings, with one process and with two."""
    yield "| filings | pages | CPU of one process, s | of two, s | wall of one, s | of two, s | times faster |"
    yield "|---|---|---|---|---|---|---|"
    small = [path for folder in folders() for path in sorted(folder.glob("*.pdf"))]
    sizes = {path: size for path in small if 0 < (size := _pages(path)) <= MOST_PAGES}
    for number in numbers:
        paths = list(sizes)[:: max(len(sizes) // number, 1)][:number]
        times = rounds if number <= SEVERAL else 1
        one = best([run(paths, "--jobs", "1") for _ in range(times)])
        two = best([run(paths, "--jobs", "2") for _ in range(times)])
        pages = sum(sizes[path] for path in paths)
        yield (
            f"| {len(paths)} | {pages} | {one.cpu:.1f} | {two.cpu:.1f} | {one.wall:.1f} | {two.wall:.1f} | "
            f"{one.wall / two.wall:.2f} |"
        )


def _pages(path: Path) -> int:
    from tests.bench.filings import pages_of

    return pages_of(path)


def best(costs: Sequence[Cost]) -> Cost:
    """The one of the middle by wall clock."""
    return sorted(costs, key=lambda cost: cost.wall)[len(costs) // 2]


def run(paths: Sequence[Path], *flags: str) -> Cost:
    """A run over these filings into a new lake."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return command("run", *map(str, paths), "--out", f"{folder}/lake", *flags)
        finally:
            shutil.rmtree(f"{folder}/lake", ignore_errors=True)


def shares(paths: Sequence[Path], rounds: int) -> Iterator[str]:
    """Where the time goes, by room and by function."""
    found = profile(paths, rounds)
    yield f"Where the time of the pipeline goes, warm, over these filings ({found.samples} samples of the stack):"
    yield ""
    yield "| room | % |"
    yield "|---|---|"
    yield from (f"| {name} | {percent(count, found.samples)} |" for name, count in found.rooms.most_common(9))
    yield ""
    yield "| function, with what it calls | % |"
    yield "|---|---|"
    yield from (f"| `{name}` | {percent(count, found.samples)} |" for name, count in found.functions.most_common(40))


def percent(count: int, whole: int) -> str:
    return f"{100 * count / max(whole, 1):.1f}"


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


def ratio(seconds: float | None, ours: float) -> str:
    return "" if seconds is None else "refused" if math.isnan(seconds) else f"{seconds / ours:.2f}"


if __name__ == "__main__":
    main()
