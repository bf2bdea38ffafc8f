"""How reading a file ends, and what a damaged file's reading says that the whole one's does not."""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.model import Extraction, Fact, Severity, Trust
from extractor.pipeline import extract, sha256_of
from extractor.settings import Settings
from extractor.write import pack

SECONDS = 60  # of CPU, of one file; another machine's work takes none of them
HANGS = 900  # seconds of wall clock
MEMORY = 3 << 30  # of address space
FEW = 5  # figures of a page: so many may be gone with a page number
OF_THE_FILE = {"file_mended", "statement_missing", "needs_ocr"}  # findings that speak of pages without naming them
Key = tuple[object, ...]
Place = tuple[int, int, int]


@dataclass(frozen=True)
class Reading:
    """``end``: "read", an error's code, "time", or "BROKEN ..." and what broke."""

    end: str
    pages: int = 0
    statements: frozenset[tuple[str, bool]] = frozenset()
    values: Mapping[Key, Decimal | None] = field(default_factory=dict)  # of sound rows, by what they are of
    places: Mapping[Place, tuple[str, str, Decimal | None]] = field(default_factory=dict)  # of sound rows
    cells: Mapping[int, int] = field(default_factory=dict)  # figures by page
    findings: frozenset[tuple[str, int | None, str | None]] = frozenset()  # code, page, statement of what is loud
    trace: str = ""


def ended(path: Path) -> Reading:
    """How reading the file ends in this process."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        extraction = extract(path, settings=Settings(second_readers=False))
        pack(extraction, sha256_of(path))
    except ExtractorError as error:
        return Reading(
            error.code if error.next_step and path.name in error.message else "BROKEN error without file or next step"
        )
    except TimeoutError:
        return Reading("time")
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1].name
        return Reading(f"BROKEN {type(error).__name__} {where}", trace=traceback.format_exc(limit=-4))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return _of(extraction)


def ended_apart(path: Path) -> Reading:
    """How reading the file ends in a child process with limits of its own, which may die of it."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            data = pickle.dumps(ended(path))
        except BaseException as error:
            data = pickle.dumps(Reading(f"BROKEN {type(error).__name__}"))
        with os.fdopen(write_end, "wb") as pipe:
            pipe.write(data)
        os._exit(0)
    os.close(write_end)
    data = b""
    until = time.monotonic() + HANGS
    with os.fdopen(read_end, "rb") as pipe:
        while select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
            chunk = os.read(pipe.fileno(), 1 << 20)
            if not chunk:
                break
            data += chunk
        else:
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not data:
        return Reading(f"BROKEN process ended with {os.waitstatus_to_exitcode(status)}")
    found: Reading = pickle.loads(data)
    return found


def _key(fact: Fact) -> Key:
    return (
        fact.statement.value,
        fact.consolidated,
        fact.label,
        fact.component_label,
        fact.period_start,
        fact.period_end,
    )


def _place(fact: Fact) -> Place:
    return fact.page, round(fact.box.x1), round(fact.box.middle / 2)


def _of(extraction: Extraction) -> Reading:
    keys: dict[Key, list[Decimal | None]] = defaultdict(list)
    for fact in extraction.facts:
        keys[_key(fact)].append(fact.value)
    sound = [fact for fact in extraction.facts if fact.trust is Trust.SOUND]
    return Reading(
        "read",
        extraction.filing.pages,
        frozenset((fact.statement.value, fact.consolidated) for fact in extraction.facts),
        {_key(fact): fact.value for fact in sound if len(keys[_key(fact)]) == 1},
        {_place(fact): (fact.statement.value, fact.label, fact.value) for fact in sound},
        Counter(fact.page for fact in extraction.facts if fact.value is not None),
        frozenset(
            (finding.code, finding.page, finding.statement)
            for finding in extraction.findings
            if finding.severity is not Severity.INFO
        ),
    )


def faults(whole: Reading, damaged: Reading, *, structured: bool) -> list[str]:
    """What the reading of the damaged file hides. ``structured``: a PDF, whose figures damage cannot well exchange for
    others; in a text each mutation may print another figure."""
    if damaged.end != "read":
        return [damaged.end] if damaged.end.startswith("BROKEN") or damaged.end == "time" else []
    out = []
    new = damaged.findings - whole.findings
    if (lost := whole.statements - damaged.statements) and not new:
        out.append(f"LOST statements without a finding: {sorted(lost)}")
    codes = {str(code) for code, _, _ in new}
    for page, count in whole.cells.items() if structured else ():  # a text has the pages that we make
        said = codes & OF_THE_FILE or any(number == page for _, number, _ in new)
        if count > FEW and not damaged.cells.get(page) and not said:
            out.append(f"LOST page {page}: {count} figures, new findings {sorted(codes)}")
    if structured:
        out += _changed(whole, damaged)
    return out


def _changed(whole: Reading, damaged: Reading) -> list[str]:
    """Sound figures that the whole file's reading has otherwise."""
    out = []
    for key, value in damaged.values.items():
        if key in whole.values and whole.values[key] != value:
            out.append(f"SOUND {key}: {value}, was {whole.values[key]}")
    for place, (statement, label, value) in damaged.places.items() if damaged.pages == whole.pages else ():
        was = whole.places.get(place)
        if was is None or (statement, value) == (was[0], was[2]):
            continue
        if value == was[2] or label == was[1] or (value and was[2] and value == -was[2]):
            out.append(f"SOUND at {place}: {statement} {label} {value}, was {was[0]} {was[1]} {was[2]}")
    return out
