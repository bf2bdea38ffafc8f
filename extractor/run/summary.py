"""What a run came to: counts, gates, the exit code, the last line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.errors import ExitCode, UsageError
from extractor.model import Finding
from extractor.write.lake.records import Failure, Figures

PROOFS = ("proved", "tied", "unproved", "contradicted")


@dataclass(frozen=True, slots=True)
class Gate:
    """When a run that went through still is not good enough."""

    name: str  # none, failed, finding, unmapped
    percent: float = 0.0  # unmapped lines allowed


def parse_gates(text: str) -> tuple[Gate, ...]:
    """``none``, or ``failed``, ``finding``, ``unmapped``, ``unmapped:5%``, several with commas between them."""
    gates = []
    for word in filter(None, (word.strip() for word in text.split(","))):
        match = re.fullmatch(r"(none|failed|finding|unmapped)(?::(\d+(?:\.\d+)?)%?)?", word)
        if not match or (match[2] and match[1] != "unmapped"):
            raise UsageError(f"--fail-on {word}: no such gate.", "--fail-on none|failed|finding|unmapped[:N%]")
        gates.append(Gate(match[1], float(match[2] or 0)))
    return tuple(gates)


@dataclass(slots=True)
class Summary:
    """Counts over every filing of the input, run now or before. Filled while the run goes on."""

    run_id: str
    lake: str
    files: int = 0
    duplicates: int = 0
    planned: int = 0
    committed: int = 0
    unchanged: int = 0
    postponed: int = 0  # beyond --limit
    failed: int = 0  # now, or before and not run again
    failed_before: int = 0
    recovered: int = 0  # commits that a stopped run had decided, completed now
    interrupted: str | None = None  # SIGINT, SIGTERM
    seconds: float = 0.0
    pages: int = 0
    statement_pages: int = 0
    second_read: int = 0  # of these, pages on which further readers were asked
    cells: int = 0
    proved: int = 0
    tied: int = 0
    unproved: int = 0
    contradicted: int = 0
    lines: int = 0
    unmapped: int = 0
    other_tables: int = 0  # that are no statements; their figures are counted apart
    other_cells: int = 0
    other_proved: int = 0
    other_tied: int = 0
    other_unproved: int = 0
    other_contradicted: int = 0
    other_findings: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)  # files that are no filings, by suffix
    links_passed_over: int = 0  # that lead out of the input folder
    failures: list[Failure] = field(default_factory=list)
    gates_crossed: list[str] = field(default_factory=list)

    def count(self, figures: Figures) -> None:
        for name in (
            "pages",
            "statement_pages",
            "second_read",
            "cells",
            "proved",
            "tied",
            "unproved",
            "contradicted",
            "lines",
            "unmapped",
            "other_tables",
            "other_cells",
            "other_proved",
            "other_tied",
            "other_unproved",
            "other_contradicted",
        ):
            setattr(self, name, getattr(self, name) + getattr(figures, name))
        self.statements.update(figures.statements)
        self.findings.update(figures.findings)
        self.other_findings.update(figures.other_findings)

    def close(self, gates: Sequence[Gate]) -> ExitCode:
        """Judges the gates; returns the exit code."""
        self.gates_crossed = [text for gate in gates if (text := self._crossed(gate))]
        if self.interrupted:
            return ExitCode.TERMINATED if self.interrupted == "SIGTERM" else ExitCode.INTERRUPTED
        if self.failed and not any(gate.name == "none" for gate in gates):
            return ExitCode.PARTIAL if self.committed + self.unchanged else ExitCode.ALL_FAILED
        return ExitCode.GATE if self.gates_crossed else ExitCode.OK

    def _crossed(self, gate: Gate) -> str | None:
        if gate.name == "finding" and (number := self.findings.total() + self.other_findings.total()):
            return f"finding: {number} finding{'' if number == 1 else 's'}"
        percent = 100 * self.unmapped / self.lines if self.lines else 0.0
        if gate.name == "unmapped" and percent > gate.percent:
            return f"unmapped: {percent:.2f} % of lines, allowed {gate.percent:g} %"
        return None

    def last_line(self) -> str:
        """All that a cron mail needs."""
        words = [f"{self.committed} committed", f"{self.unchanged} unchanged", f"{self.failed} failed"]
        if self.failed_before:
            words[2] += f" ({self.failed_before} before)"
        if self.postponed:
            words.append(f"{self.postponed} postponed")
        if self.cells:
            words.append(
                f"{self.cells} cells, {share(self.proved + self.tied, self.cells)} proved or tied, "
                f"{self.contradicted} contradicted"
            )
            words.append(f"{self.unmapped} of {self.lines} lines unmapped")
        if self.other_cells:
            words.append(
                f"{self.other_cells} cells in {self.other_tables} other tables, "
                f"{share(self.other_proved + self.other_tied, self.other_cells)} proved or tied, "
                f"{self.other_contradicted} contradicted"
            )
        if number := self.passed_over.total():
            words.append(f"{number} {'file is' if number == 1 else 'files are'} no filing{'' if number == 1 else 's'}")
        words += [f"gate crossed: {gate}" for gate in self.gates_crossed]
        if self.interrupted:
            words.append(f"stopped by {self.interrupted}")
        return f"{'; '.join(words)}; {self.seconds:.1f} s; {self.lake}"


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, as text."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def worst(findings: Iterable[Finding], most: int) -> tuple[Finding, ...]:
    """The findings that a person would look at first."""
    rank = {"error": 0, "warning": 1, "info": 2}
    return tuple(
        sorted((f for f in findings if f.severity != "info"), key=lambda f: (rank[f.severity], f.page or 0))[:most]
    )
