"""A long run over many filings, some hostile: ``python -m tests.run.soak [--filings 1000]``, or ``make soak``.

Filings of the corpus (beside the checkout; where it is absent, the samples) are copied with different content until
there are enough, and 5 % broken files are mixed in. What must hold: every good filing is committed, every other one has
its error and its next step, the parent's memory is bounded and flat, a second run skips everything at once.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from extractor.run.inputs import find_sources, read_contents
from tests.crash.lakes import marked, strays

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
_HOSTILE = 0.05


@dataclass
class Mix:
    folder: Path
    good: set[str] = field(default_factory=set)
    hostile: set[str] = field(default_factory=set)


def mix(folder: Path, filings: int, share: float = _HOSTILE, *, corpus: bool = True, seed: int = 6) -> Mix:
    """Fills the folder; ``share`` of it is hostile. The same seed gives the same files."""
    chance = random.Random(seed)
    made = Mix(folder)
    hostile = sorted(path for path in (SHARED / "broken").rglob("*.pdf")) or _own_hostile(folder.parent / "hostile")
    samples = sorted(path for path in (ROOT / "samples").glob("*.*") if path.suffix in (".pdf", ".txt"))
    sources = (sorted((SHARED / "corpus" / "filings").glob("*.*")) if corpus else []) or samples
    bad = max(1, round(filings * share))
    for number in range(bad):
        path = hostile[number % len(hostile)] if bad > len(hostile) else chance.choice(hostile)
        name = f"hostile/{number:04}.pdf"
        _write(folder / name, path.read_bytes(), number)
        made.hostile.add(name)
    for number in range(filings - bad):
        path = sources[number % len(sources)]
        name = f"good/{number % 7}/{number:04}{path.suffix}"
        _write(folder / name, path.read_bytes(), number)
        made.good.add(name)
    return made


def _write(path: Path, data: bytes, number: int) -> None:
    """The same document with other bytes: a comment behind a PDF's end, blank lines behind a text's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tail = f"\n% {number}\n".encode() if path.suffix == ".pdf" else b"\n" * (number + 1)
    path.write_bytes(data + tail)


def _own_hostile(folder: Path) -> list[Path]:
    """What can be made without the collection: nothing, noise, a PDF cut short, a PDF that promises what it has not."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = next((ROOT / "samples").glob("*.pdf")).read_bytes()
    contents = [
        b"",
        random.Random(1).randbytes(5000),
        whole[: len(whole) // 2],
        b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\ntrailer <</Root 1 0 R>>",
    ]
    for number, data in enumerate(contents):
        (folder / f"{number}.pdf").write_bytes(data)
    return sorted(folder.glob("*.pdf"))


class Memory:
    """The resident memory of a process, sampled while it lives: (seconds, MB)."""

    def __init__(self, pid: int) -> None:
        self.samples: list[tuple[float, float]] = []
        self._status = Path(f"/proc/{pid}/status")
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        begun = time.monotonic()
        while True:
            try:
                lines = self._status.read_text().splitlines()
                resident = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), None)
            except OSError:
                return
            if resident is None:
                return
            self.samples.append((time.monotonic() - begun, resident))
            time.sleep(0.5)

    def peak(self) -> float:
        return max((size for _, size in self.samples), default=0.0)

    def growth(self) -> float:
        """MB that the last quarter of the run lies above the second one."""
        if len(self.samples) < 8:
            return 0.0
        quarter = len(self.samples) // 4
        sizes = [size for _, size in self.samples]
        return max(sizes[-quarter:]) - max(sizes[quarter : 2 * quarter])


def run(folder: Path, lake: Path, jobs: int) -> tuple[dict[str, object], Memory, float, str]:
    """The command as a scheduler starts it."""
    command = [
        sys.executable,
        "-m",
        "extractor",
        "run",
        str(folder),
        "--out",
        str(lake),
        "--json",
        "--jobs",
        str(jobs),
        "--timeout",
        "60",
        "--tables",
        "statements",
    ]
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as words:
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=words, text=True)
        memory = Memory(child.pid)
        out, _ = child.communicate()
        seconds = time.monotonic() - begun
        words.seek(0)
        return json.loads(out) if out else {}, memory, seconds, words.read()


def check(made: Mix, lake: Path, jobs: int) -> list[str]:
    """What did not hold; prints the figures on the way."""
    wrong = []
    summary, memory, seconds, words = run(made.folder, lake, jobs)
    if not summary:
        return [f"the run gave no summary: {words[-2000:]}"]
    print(words.splitlines()[-1])
    failures = {failure["source_files"][0]: failure for failure in summary["failures"]}  # type: ignore[attr-defined]
    committed = {
        path for path_ in (lake / "_filings").glob("*.json") for path in json.loads(path_.read_bytes())["source_files"]
    }
    print(
        f"{len(made.good)} good, {len(made.hostile)} hostile; {summary['committed']} committed, {summary['failed']} "
        f"failed; {seconds:.0f} s"
    )
    print(
        "failures: "
        + ", ".join(
            f"{code} {number}"
            for code, number in sorted(Counter(failure["code"] for failure in failures.values()).items())
        )
    )
    print(f"parent: peak {memory.peak():.0f} MB, growth in the second half {memory.growth():.0f} MB")
    if lost := made.good - committed:
        wrong.append(
            f"{len(lost)} good filings are not committed: {sorted(lost)[:5]} "
            f"{[failures.get(name, {}).get('message') for name in sorted(lost)[:5]]}"
        )
    if unsaid := (made.good | made.hostile) - committed - failures.keys():
        wrong.append(f"nothing is said of {sorted(unsaid)[:5]}")
    for name, failure in failures.items():
        if name.rpartition("/")[2] not in failure["message"] or not failure["next_step"]:
            wrong.append(f"{name}: its error does not name it, or ends without a next step: {failure}")
        if failure["code"] == "bug":
            wrong.append(f"{name}: a bug: {failure['message']}")
    if memory.peak() > 500 or memory.growth() > 50:
        wrong.append("the parent's memory is not bounded and flat")
    if len(marked(lake)) != summary["committed"] or strays(lake):
        wrong.append("the lake is not whole")
    begun = time.monotonic()
    read_contents(find_sources(str(made.folder)).sources)
    hashing = time.monotonic() - begun
    again, _, seconds, _ = run(made.folder, lake, jobs)
    print(
        f"second run: {again['unchanged']} unchanged, {again['planned']} run, {seconds:.1f} s, of which hashing "
        f"{hashing:.1f} s"
    )
    if again["planned"] or again["unchanged"] != summary["committed"]:
        wrong.append(f"the second run was not idle: {again['planned']} ran")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        wrong = check(mix(Path(folder, "in"), arguments.filings), Path(folder, "lake"), arguments.jobs)
    for line in wrong:
        print(f"WRONG: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
