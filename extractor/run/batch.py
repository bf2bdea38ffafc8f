"""A run: plan, execute, commit. Workers make packages; this process alone writes to the lake."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from extractor.errors import ConfigurationError, ExitCode, ExtractorError, InputError, OutputError, UsageError
from extractor.notation.printable import stored_name
from extractor.run.executors import Executor, apart, open_executor
from extractor.run.inputs import Found, Source, exists, find_sources, known_files, read_contents
from extractor.run.interrupts import Interrupts
from extractor.run.log import LineWriter, Listener, RunLog
from extractor.run.plan import Plan, Step, make_plan
from extractor.run.report import Notes, as_json, picture_name, render
from extractor.run.summary import Gate, Summary, worst
from extractor.run.versions import printed_by, versions
from extractor.run.worker import Outcome, Task, Trouble, bug
from extractor.settings import Passwords, RunSettings
from extractor.write.lake.records import Failure, KnownFile, Marker, Package, without_collector

MAKER = "extractor.pipeline:package"
_PICTURES = 4  # pages with findings, where nobody said how many: each costs a reading
_FINDINGS_SHOWN = 20  # of one filing, in the log and the report; the tables have them all


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class Lake(Protocol):
    """Where packages go; ``write.open_lake`` opens one."""

    @property
    def address(self) -> str: ...
    def lock(self, holder: str) -> contextlib.AbstractContextManager[None]: ...
    def prepare(self) -> tuple[str, ...]: ...
    def markers(self) -> dict[str, Marker]: ...
    def failures(self) -> dict[str, Failure]: ...
    def commit(
        self, package: Package, source_files: tuple[str, ...], versions: Mapping[str, str], printed_by: str
    ) -> Marker: ...
    def printed(self, filing_id: str, printed_by: str) -> bytes | None: ...
    def rename(self, marker: Marker, source_files: tuple[str, ...]) -> None: ...
    def fail(self, failure: Failure) -> None: ...
    def settle(self) -> None: ...
    def optimize(self) -> object: ...
    def known_files(self) -> dict[str, KnownFile]: ...
    def remember_files(self, files: Mapping[str, KnownFile]) -> None: ...
    def put_run(self, run_id: str, name: str, data: bytes) -> str: ...


Draw = Callable[[Path, Sequence[int], Passwords], Mapping[int, bytes]]


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the command line adds to a run: who hears of it, who draws pages for its report."""

    listener: Listener | None = None  # events, in words
    json_lines: LineWriter | None = None  # the same as JSON lines
    progress: Callable[[int, int, str], None] | None = None  # done, of how many, the file
    draw: Draw | None = None  # a filing's pages as PNG; called in a child process


@dataclass(frozen=True, slots=True)
class Result:
    """How a batch ended."""

    summary: Summary
    exit_code: ExitCode
    report: str | None = None  # address of report.html


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a run would do, and what it would not take."""

    plan: Plan
    unreadable: list[tuple[Source, InputError]]
    found: Found
    gone: tuple[Marker, ...]  # committed filings of which no file is left


def plan_batch(where: str | Sequence[str], lake: Lake, settings: RunSettings) -> Prospect:
    """What ``run_batch`` would do. Writes nothing."""
    with without_collector():
        found = find_sources(where, settings.only, settings.follow_links)
        known, markers = lake.known_files(), lake.markers()
        contents, unreadable = read_contents(found.sources, {} if settings.verify_content else known)
        plan = make_plan(contents, markers, lake.failures(), versions(settings.reading), settings)
    return Prospect(plan, unreadable, found, gone(markers, known, {content.filing_id for content in contents}))


def gone(
    markers: Mapping[str, Marker], known: Mapping[str, KnownFile], here: Set[str] = frozenset()
) -> tuple[Marker, ...]:
    """The filings whose every known file is gone from its place. One whose place is not known counts as there."""
    places: dict[str, list[str]] = {}
    for address, file in known.items():
        if file.sha256[:16] not in here:
            places.setdefault(file.sha256[:16], []).append(address)
    missing = {filing_id for filing_id, addresses in places.items() if not any(map(exists, addresses))}
    return tuple(marker for filing_id, marker in markers.items() if filing_id in missing)


def run_batch(
    where: str | Sequence[str],
    lake: Lake,
    settings: RunSettings,
    gates: Sequence[Gate] = (),
    hooks: Hooks | None = None,
    maker: str = MAKER,
) -> Result:
    """Runs every filing of ``where`` that needs it, and commits each as it comes.

    Raises ``UsageError`` (the lake is the input), ``InputError`` (nothing to read), ``LockedError`` and ``OutputError``
    (a commit failed: what was committed before stays).
    """
    begun = time.monotonic()
    hooks = hooks or Hooks()
    run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    log = RunLog(run_id, hooks.listener, hooks.json_lines)
    _refuse_own_input([where] if isinstance(where, str) else where, lake.address)
    with without_collector():
        found = find_sources(where, settings.only, settings.follow_links)
    with lake.lock(f"run {run_id} (process {os.getpid()} on {socket.gethostname()})"):
        summary = Summary(run_id, lake.address, files=len(found.sources), recovered=len(lake.prepare()))
        summary.passed_over, summary.links_passed_over = found.others, found.links
        batch = _Batch(lake, settings, hooks, maker, versions(settings.reading), summary, log)
        with without_collector():
            batch.read_plan(found)
        batch.printed_by = printed_by(batch.versions) if settings.keep_printed else ""
        executor = open_executor(settings)
        interrupts = Interrupts(executor, log)
        try:
            with interrupts:
                batch.execute(executor)
            if not interrupts.received:
                lake.settle()
                if settings.optimize:
                    lake.optimize()
        finally:
            summary.interrupted = interrupts.received
            summary.seconds = time.monotonic() - begun
            exit_code = summary.close(gates)
            log("info", summary.last_line(), stage="summary")
            report, whole = batch.leave_traces()
    if not whole and not summary.interrupted:
        exit_code = ExitCode.OUTPUT
    return Result(summary, exit_code, report)


def _refuse_own_input(places: Sequence[str], lake: str) -> None:
    """A lake in which its own input lies would be taken for a lake by the next run, which finds no filing in lakes."""
    for place in places:
        if "://" in place or "://" in lake:
            inside = place.rstrip("/") == lake.rstrip("/")
        else:
            inside = Path(place).resolve().is_relative_to(Path(lake).resolve())
        if inside:
            raise UsageError(
                f"{place}: the filings lie in the lake itself, or are one.",
                f"extractor run {place} --out another folder",
            )


@dataclass(slots=True)
class _Batch:
    lake: Lake
    settings: RunSettings
    hooks: Hooks
    maker: str
    versions: Mapping[str, str]
    summary: Summary
    log: RunLog
    notes: Notes = field(default_factory=Notes)
    steps: dict[str, Step] = field(default_factory=dict)  # that run, by filing
    known: dict[str, KnownFile] = field(default_factory=dict)  # input files by address
    printed_by: str = ""  # what filings as printed depend on; empty: they are not kept

    def read_plan(self, found: Found) -> None:
        known = self.lake.known_files()
        contents, unreadable = read_contents(found.sources, {} if self.settings.verify_content else known)
        for source, error in unreadable:
            self._failed(
                Failure("", (source.relative,), "", error.code, error.message, error.next_step, "read"), remember=False
            )
        plan = make_plan(contents, self.lake.markers(), self.lake.failures(), self.versions, self.settings)
        self.summary.duplicates = sum(len(content.sources) - 1 for content in contents)
        for step in plan.steps:
            self._take(step)
        self.summary.planned = len(self.steps)
        passed = found.passed_over()
        self.log(
            "info",
            f"{_counted(len(found.sources), 'file')}, {_counted(len(contents), 'filing')}, {len(self.steps)} to run"
            + (f"; {passed}" if passed else ""),
        )
        self.known = {**known, **known_files(contents)}
        if self.known != known:
            self.lake.remember_files(self.known)

    def execute(self, executor: Executor) -> None:
        if self.hooks.progress:
            self.hooks.progress(0, len(self.steps), "")
        with contextlib.closing(executor.run(self._tasks())) as outcomes:
            for done, outcome in enumerate(outcomes, 1):
                self._settle(outcome)
                if self.hooks.progress:
                    self.hooks.progress(done, len(self.steps), outcome.task.source.relative)

    def leave_traces(self) -> tuple[str | None, bool]:
        """The run's own files: the report's address, and whether all could be written. Trouble with them hides no
        result."""
        report = None
        try:
            self.lake.put_run(self.summary.run_id, "summary.json", as_json(self.summary))
            page = render(self.summary, self.notes, self._pictures(), self._address)
            report = self.lake.put_run(self.summary.run_id, "report.html", page)
            self.lake.put_run(self.summary.run_id, "log.jsonl", self.log.text())
        except OutputError as error:
            self.log("error", str(error))
            return report, False
        except OSError as error:
            self.log(
                "error", f"the report of the run: cannot be written ({error}). Next: free space, then the same command"
            )
            return report, False
        return report, True

    def _address(self, filing_id: str) -> str | None:
        """Where the file of a filing of this run lies, so that commands of the report run from anywhere."""
        step = self.steps.get(filing_id)
        return step.source.address if step and not step.source.remote else None

    def _pictures(self) -> frozenset[str]:
        """Draws the first pages with findings, for the report; a page that cannot be drawn has no picture."""
        most = (
            self.settings.pictures if self.settings.pictures >= 0 else (_PICTURES if self.summary.committed > 1 else 0)
        )
        if not self.hooks.draw or self.summary.interrupted or not most or not self.notes.findings:
            return frozenset()
        wanted: dict[str, list[int]] = {}
        for filing_id, page in islice(self.notes.pages(), most):
            if not self.steps[filing_id].source.remote:
                wanted.setdefault(filing_id, []).append(page)
        words = self.settings.reading.passwords
        calls = [(self.steps[filing_id].source.path, pages, words) for filing_id, pages in wanted.items()]
        drawn = set()
        for filing_id, pictures in zip(
            wanted, apart(self.hooks.draw, calls, self.settings.timeout, self.settings.memory), strict=False
        ):
            for page, png in (pictures or {}).items():
                self.lake.put_run(self.summary.run_id, picture_name(filing_id, page), png)
                drawn.add(picture_name(filing_id, page))
        return frozenset(drawn)

    def _take(self, step: Step) -> None:
        if step.runs:
            self.steps[step.content.filing_id] = step
            return
        if step.failure:
            self.summary.failed_before += 1
            self._failed(
                replace(step.failure, source_files=tuple(s.relative for s in step.content.sources)), remember=False
            )
        elif step.marker:
            self.summary.unchanged += 1
            self.summary.count(step.marker.figures)
        else:
            self.summary.postponed += 1
        if step.marker and step.source_files != step.marker.source_files:
            self.lake.rename(step.marker, step.source_files)

    def _tasks(self) -> Iterator[Task]:
        settings = self.settings
        for step in self.steps.values():
            yield Task(
                step.content.filing_id,
                step.content.sha256,
                step.source,
                settings.reading,
                settings.timeout,
                settings.memory,
                self.maker,
                self._printed(step),
            )

    def _printed(self, step: Step) -> bytes | None:
        """What the lake keeps of the filing as printed, where that may do."""
        if step.marker is None or self.settings.fresh or not self.printed_by:
            return None
        return self.lake.printed(step.content.filing_id, self.printed_by)

    def _settle(self, outcome: Outcome) -> None:
        step = self.steps[outcome.task.filing_id]
        if isinstance(outcome.result, Trouble):
            self._trouble(step, outcome.result)
        else:
            try:
                self._commit(step, outcome.result)
            except ExtractorError:
                raise
            except Exception as error:  # of this filing, and it spoils no other
                self._trouble(step, bug(outcome.task, error))
        self.notes.timed(step.source.relative, outcome.seconds)

    def _trouble(self, step: Step, trouble: Trouble) -> None:
        if trouble.code == ConfigurationError.code:  # every other filing would fail of it, and none is to blame
            raise ConfigurationError(trouble.message, trouble.next_step)
        if trouble.code == "changed":  # its size and time told nothing
            for source in step.content.sources:
                self.known.pop(stored_name(source.address), None)
            self.lake.remember_files(self.known)
        if trouble.trace and trouble.report_id:
            trace = trouble.trace.encode(errors="backslashreplace")
            self.lake.put_run(self.summary.run_id, f"{trouble.report_id}.trace", trace)
        self._failed(self._failure(step, trouble), remember=True)

    def _failure(self, step: Step, trouble: Trouble) -> Failure:
        return Failure(
            step.content.filing_id,
            step.source_files,
            step.content.sha256,
            trouble.code,
            trouble.message,
            trouble.next_step,
            trouble.stage,
            trouble.report_id,
            versions=self.versions,
            limits={"timeout": self.settings.timeout, "memory": float(self.settings.memory)},
            tries=step.failure.tries + 1 if step.failure and step.failure.code == trouble.code else 1,
        )

    def _commit(self, step: Step, package: Package) -> None:
        self.lake.commit(package, step.source_files, self.versions, self.printed_by)
        self.summary.committed += 1
        self.summary.count(package.figures)
        shown = worst(package.findings, _FINDINGS_SHOWN)
        self.notes.committed(package, shown)
        figures = package.figures
        counts = (
            f"{_counted(len(figures.statements), 'statement')}, {_counted(figures.cells, 'cell')}, "
            f"{figures.contradicted} contradicted, {_counted(figures.unmapped, 'line')} unmapped"
        )
        words = f"{package.source_file}: {counts}"
        self.log("info", words, filing=package.filing_id, file=package.source_file, stage="write")
        for finding in shown:
            words = f"{package.source_file}: {finding.code}: {finding.message}" + (
                f" Next: {finding.next_command}" if finding.next_command else ""
            )
            level = "error" if finding.severity == "error" else "warning"
            self.log(
                level if level == "error" else "debug",
                words,
                filing=package.filing_id,
                file=package.source_file,
                page=finding.page,
                stage="reconcile",
            )

    def _failed(self, failure: Failure, remember: bool) -> None:
        if remember:
            self.lake.fail(failure)
        self.summary.failed += 1
        self.summary.failures.append(failure)
        words = f"{failure.message} Next: {failure.next_step}"
        self.log(
            "error", words, filing=failure.filing_id or None, file=failure.source_files[0], stage=failure.stage or "run"
        )
