"""Which filings would run, and why. Pure: everything it needs is handed to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.errors import PasswordError
from extractor.run.inputs import Content, Source
from extractor.run.versions import REASONS
from extractor.settings import RunSettings
from extractor.write.lake.records import Failure, Marker

# Runs in which a filing is tried that failed by no fault of its own, by the code of its failure; others are tried once.
TRIES = {
    "killed": 4,  # from outside: the machine's memory, an operator
    "changed": 1000,  # while it was read
    "bug": 2,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One content: runs or not, for ``reason``."""

    content: Content
    runs: bool
    reason: str
    marker: Marker | None = None  # what the lake holds of it
    failure: Failure | None = None  # how it failed before

    @property
    def source(self) -> Source:
        return self.content.sources[0]

    @property
    def source_files(self) -> tuple[str, ...]:
        """Every path that is known to hold it: those in the lake first, for their order never changes."""
        known = self.marker.source_files if self.marker else ()
        return (*known, *(s.relative for s in self.content.sources if s.relative not in known))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do with each file, and why."""

    steps: tuple[Step, ...]

    @property
    def running(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.runs)

    @property
    def failed_before(self) -> tuple[Step, ...]:
        """Not run again, and not in the lake either."""
        return tuple(step for step in self.steps if not step.runs and step.failure)


def make_plan(
    contents: Sequence[Content],
    markers: Mapping[str, Marker],
    failures: Mapping[str, Failure],
    versions: Mapping[str, str],
    settings: RunSettings,
) -> Plan:
    """A step for each content, in the order of their paths."""
    paths = {path: marker for marker in markers.values() for path in marker.source_files}
    steps = []
    for content in contents:
        marker, failure = markers.get(content.filing_id), failures.get(content.filing_id)
        runs, reason = _reason(content, marker, failure, paths, versions, settings)
        steps.append(Step(content, runs, reason, marker, failure))
    if settings.limit is not None:
        left = settings.limit
        for index, step in enumerate(steps):
            if step.runs and left <= 0:
                steps[index] = Step(
                    step.content, False, f"beyond --limit {settings.limit} ({step.reason})", step.marker, None
                )
            left -= step.runs
    return Plan(tuple(steps))


def _reason(
    content: Content,
    marker: Marker | None,
    failure: Failure | None,
    paths: Mapping[str, Marker],
    versions: Mapping[str, str],
    settings: RunSettings,
) -> tuple[bool, str]:
    if settings.fresh:
        return True, "--fresh"
    if failure is not None:
        again = _why_again(failure, versions, settings)
        return bool(again), again or f"failed before ({failure.code}), nothing changed since; --retry-failed runs it"
    if marker is not None:
        if marker.versions == versions:
            return False, "unchanged"
        changed = [why for key, why in REASONS.items() if marker.versions.get(key) != versions.get(key)]
        return bool(changed), changed[0] if changed else "unchanged"
    if any(source.relative in paths for source in content.sources):
        return True, "content changed"
    return True, "new"


def _why_again(failure: Failure, versions: Mapping[str, str], settings: RunSettings) -> str | None:
    """A failure would only repeat itself unless something changed, or it was no fault of the filing's."""
    if settings.retry_failed or failure.tries < TRIES.get(failure.code, 1):
        return f"failed before ({failure.code})"
    changed = [why for key, why in REASONS.items() if failure.versions.get(key) != versions.get(key)]
    if changed:
        return f"failed before ({failure.code}), {changed[0]}"
    if failure.code == PasswordError.code and settings.reading.passwords.words:
        return "failed before (password), passwords given"
    if failure.code == "limit" and any(_wider(settings, name, old) for name, old in failure.limits.items()):
        return "failed before (limit), limits raised"
    return None


def _wider(settings: RunSettings, name: str, old: float) -> bool:
    """Whether a limit was raised; 0 is no limit."""
    new = float(getattr(settings, name))
    return old > 0 and (new > old or new == 0)
