"""A run: plan, execute, commit. Workers make packages; this process alone writes to the lake."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from extractor.errors import ConfigurationError, ExitCode, InputError, OutputError
from extractor.run.executors import Executor, apart, open_executor
from extractor.run.inputs import Source, find_sources, read_contents
from extractor.run.interrupts import Interrupts
from extractor.run.log import LineWriter, Listener, RunLog
from extractor.run.plan import Plan, Step, make_plan
from extractor.run.report import Notes, as_json, picture_name, render
from extractor.run.summary import Gate, Summary, worst
from extractor.run.versions import versions
from extractor.run.worker import Outcome, Task, Trouble
from extractor.settings import RunSettings
from extractor.write.lake.records import Failure, Marker, Package

MAKER = "extractor.pipeline:package"
_PICTURES = 4  # pages with findings, where nobody said how many: each costs a reading
_FINDINGS_SHOWN = 20  # of one filing, in the log and the report; the tables have them all


class Lake(Protocol):
    """Where packages go; ``write.open_lake`` opens one."""

    @property
    def address(self) -> str: ...
    def lock(self, holder: str) -> contextlib.AbstractContextManager[None]: ...
    def prepare(self) -> tuple[str, ...]: ...
    def markers(self) -> dict[str, Marker]: ...
    def failures(self) -> dict[str, Failure]: ...
    def commit(self, package: Package, source_files: tuple[str, ...], versions: Mapping[str, str]) -> Marker: ...
    def rename(self, marker: Marker, source_files: tuple[str, ...]) -> None: ...
    def fail(self, failure: Failure) -> None: ...
    def optimize(self) -> None: ...
    def put_run(self, run_id: str, name: str, data: bytes) -> str: ...


Draw = Callable[[Path, Sequence[int]], Mapping[int, bytes]]


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the command line adds to a run: who hears of it, who draws pages for its report."""

    listener: Listener | None = None  # events, in words
    json_lines: LineWriter | None = None  # the same as JSON lines
    progress: Callable[[int, int, str], None] | None = None  # done, of how many, the file
    draw: Draw | None = None  # a filing's pages as PNG; called in a child process


@dataclass(frozen=True, slots=True)
class Result:
    summary: Summary
    exit_code: ExitCode
    report: str | None = None  # address of report.html


def plan_batch(where: str, lake: Lake, settings: RunSettings) -> tuple[Plan, list[tuple[Source, InputError]]]:
    """What ``run_batch`` would do, and the files that cannot be opened. Writes nothing."""
    contents, unreadable = read_contents(find_sources(where, settings.only))
    return make_plan(contents, lake.markers(), lake.failures(), versions(settings.reading), settings), unreadable


def run_batch(
    where: str,
    lake: Lake,
    settings: RunSettings,
    gates: Sequence[Gate] = (),
    hooks: Hooks | None = None,
    maker: str = MAKER,
) -> Result:
    """Runs every filing of ``where`` that needs it, and commits each as it comes.

    Raises ``InputError`` (nothing to read), ``LockedError`` and ``OutputError`` (a commit failed: what was committed before stays).
    """
    begun = time.monotonic()
    hooks = hooks or Hooks()
    run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    log = RunLog(run_id, hooks.listener, hooks.json_lines)
    sources = find_sources(where, settings.only)
    with lake.lock(f"run {run_id} (process {os.getpid()} on {socket.gethostname()})"):
        summary = Summary(run_id, lake.address, files=len(sources), recovered=len(lake.prepare()))
        batch = _Batch(lake, settings, hooks, maker, versions(settings.reading), summary, log)
        batch.read_plan(sources)
        executor = open_executor(settings)
        interrupts = Interrupts(executor, log)
        try:
            with interrupts:
                batch.execute(executor)
            if settings.optimize and not interrupts.received:
                lake.optimize()
        finally:
            summary.interrupted = interrupts.received
            summary.seconds = time.monotonic() - begun
            exit_code = summary.close(gates)
            log("info", summary.last_line(), stage="summary")
            report = batch.leave_traces()
    return Result(summary, exit_code, report)


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

    def read_plan(self, sources: Sequence[Source]) -> None:
        contents, unreadable = read_contents(sources)
        for source, error in unreadable:
            self._failed(
                Failure("", (source.relative,), "", error.code, error.message, error.next_step, "read"), remember=False
            )
        plan = make_plan(contents, self.lake.markers(), self.lake.failures(), self.versions, self.settings)
        self.summary.duplicates = sum(len(content.sources) - 1 for content in contents)
        for step in plan.steps:
            self._take(step)
        self.summary.planned = len(self.steps)
        self.log("info", f"{len(sources)} files, {len(contents)} filings, {len(self.steps)} to run")

    def execute(self, executor: Executor) -> None:
        if self.hooks.progress:
            self.hooks.progress(0, len(self.steps), "")
        with contextlib.closing(executor.run(self._tasks())) as outcomes:
            for done, outcome in enumerate(outcomes, 1):
                self._settle(outcome)
                if self.hooks.progress:
                    self.hooks.progress(done, len(self.steps), outcome.task.source.relative)

    def leave_traces(self) -> str | None:
        """The run's own files. Trouble with them hides no result."""
        try:
            self.lake.put_run(self.summary.run_id, "summary.json", as_json(self.summary))
            self.lake.put_run(self.summary.run_id, "log.jsonl", self.log.text())
            return self.lake.put_run(
                self.summary.run_id, "report.html", render(self.summary, self.notes, self._pictures())
            )
        except OutputError as error:
            self.log("error", str(error))
            return None

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
        calls = [(Path(self.steps[filing_id].source.address), pages) for filing_id, pages in wanted.items()]
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
            )

    def _settle(self, outcome: Outcome) -> None:
        step = self.steps[outcome.task.filing_id]
        if isinstance(outcome.result, Trouble):
            trouble = outcome.result
            if trouble.code == ConfigurationError.code:  # every other filing would fail of it, and none is to blame
                raise ConfigurationError(trouble.message, trouble.next_step)
            if trouble.trace and trouble.report_id:
                self.lake.put_run(self.summary.run_id, f"{trouble.report_id}.trace", trouble.trace.encode())
            self._failed(self._failure(step, trouble), remember=True)
        else:
            self._commit(step, outcome.result)
        self.notes.timed(step.source.relative, outcome.seconds)

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
        )

    def _commit(self, step: Step, package: Package) -> None:
        self.lake.commit(package, step.source_files, self.versions)
        self.summary.committed += 1
        self.summary.count(package.figures)
        shown = worst(package.findings, _FINDINGS_SHOWN)
        self.notes.committed(package, shown)
        figures = package.figures
        counts = f"{len(figures.statements)} statements, {figures.cells} cells, {figures.contradicted} contradicted, {figures.unmapped} lines unmapped"
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
