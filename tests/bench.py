"""Ratios in one run, since absolute times drift on shared machines: ``make bench``.

Engines take turns on the same pages; medians of CPU seconds. The corpus beside the checkout is used where it is there,
else the samples.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.conftest import ROOT, SHARED

ROUNDS = 3


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of ``work``."""
    start = time.process_time()
    work()
    return time.process_time() - start


def child(*command: str) -> float:
    """CPU seconds of a whole process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "extractor", *command], cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def filings() -> list[Path]:
    corpus = SHARED / "corpus" / "filings"
    if corpus.is_dir():
        return [corpus / f"{name}.pdf" for name in ("tis_201703_fy", "glico_202212_fy")]
    return sorted((ROOT / "samples").glob("*.pdf"))


def pages(path: Path) -> list[int]:
    """Some pages with statements: those that the program itself reads precisely."""
    from extractor.model import Filing
    from extractor.pipeline import find
    from extractor.read import open_document

    with open_document(path) as document:
        _, spans = find(document, Filing("", path.name))
    return sorted({region.page for span in spans for region in span.regions})


def triage(path: Path) -> float:
    from extractor.read.pdfium import PdfiumDocument

    with PdfiumDocument(path) as document:
        return cpu(lambda: [document.text(number) for number in range(1, document.page_count + 1)])


def fast(path: Path, numbers: list[int]) -> float:
    from extractor.read.pdfium import PdfiumDocument

    with PdfiumDocument(path) as document:
        for number in range(1, document.page_count + 1):
            document.text(number)  # what repeats on the pages is known by then
        return cpu(lambda: [document.page(number) for number in numbers])


def plumber(path: Path, numbers: list[int]) -> float:
    from extractor.read.plumber import PlumberDocument

    with PlumberDocument(path) as document:
        return cpu(lambda: [document.page(number) for number in numbers])


def extract(path: Path) -> float:
    from extractor.pipeline import extract as whole

    return cpu(lambda: whole(path))


def main() -> None:
    print(f"{'':34}{'ms a page':>12}{'times ours':>12}")
    for path in filings():
        numbers = pages(path)
        extract(path)  # warm: imports and the taxonomy
        count = page_count(path)
        jobs: dict[str, tuple[Callable[[], float], int]] = {
            "text of all pages (triage)": (partial(triage, path), count),
            "statement pages, our reader": (partial(fast, path, numbers), len(numbers)),
            "statement pages, pdfplumber": (partial(plumber, path, numbers), len(numbers)),
            "whole pipeline": (partial(extract, path), count),
        }
        times: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(ROUNDS):
            for name, (job, _pages) in jobs.items():
                times[name].append(job())
        ours = statistics.median(times["statement pages, our reader"]) / len(numbers)
        print(f"{path.name}: {count} pages, {len(numbers)} with statements")
        for name, (_job, over) in jobs.items():
            each = statistics.median(times[name]) / over
            print(f"  {name:32}{1000 * each:12.2f}{each / ours:12.2f}")
        with tempfile.TemporaryDirectory() as folder:
            seconds = statistics.median(
                child("run", str(path), "--out", f"{folder}/{n}", "--executor", "serial") for n in range(ROUNDS)
            )
        print(f"  {'extractor run, whole process':32}{seconds:12.2f} s of CPU")
    print(f"{'extractor --help':34}{statistics.median(child('--help') for _ in range(ROUNDS)):12.2f} s of CPU")


def page_count(path: Path) -> int:
    from extractor.read import open_document

    with open_document(path) as document:
        return document.page_count


if __name__ == "__main__":
    main()
