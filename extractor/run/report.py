"""report.html of a run: one small file without scripts, readable offline."""

from __future__ import annotations

import dataclasses
import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from extractor.model import Finding
from extractor.run.summary import Summary, share
from extractor.write.lake.records import Package

_MOST = 20  # rows of a list
_FINDINGS = 200

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1d2733; background: #fff }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem } p.line { font-family: ui-monospace, monospace }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #dde3ea; vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
code { background: #f1f4f8; padding: 0 .25rem; overflow-wrap: anywhere }
.bar { display: flex; height: 1.2rem; border-radius: .2rem; overflow: hidden; background: #e6eaef }
.proved { background: #2c7a4b } .tied { background: #7fb894 } .unproved { background: #c9d1da } .contradicted { background: #b3372f }
.error { color: #b3372f } .warning { color: #8a5a00 }
""".strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Noted:
    filing_id: str
    file: str
    finding: Finding


class Notes:
    """What the report needs of single filings, in bounded space."""

    def __init__(self) -> None:
        self.slowest: list[tuple[float, str]] = []
        self.unmapped: list[tuple[int, int, str]] = []
        self.contradicted: list[tuple[int, int, str]] = []
        self.findings: list[Noted] = []
        self.left_out = 0

    def timed(self, file: str, seconds: float) -> None:
        _keep(self.slowest, (seconds, file))

    def committed(self, package: Package, findings: Sequence[Finding]) -> None:
        """Counts of the filing, and the findings worth showing."""
        figures = package.figures
        if figures.unmapped:
            _keep(self.unmapped, (figures.unmapped, figures.lines, package.source_file))
        if figures.contradicted:
            _keep(self.contradicted, (figures.contradicted, figures.cells, package.source_file))
        room = max(_FINDINGS - len(self.findings), 0)
        self.findings += (Noted(package.filing_id, package.source_file, finding) for finding in findings[:room])
        self.left_out += max(len(findings) - room, 0)

    def pages(self) -> Iterator[tuple[str, int]]:
        """Filing and page of each finding that has one, each page once, the worst findings first."""
        noted = sorted((n for n in self.findings if n.finding.page), key=lambda n: n.finding.severity != "error")
        yield from dict.fromkeys((n.filing_id, n.finding.page) for n in noted if n.finding.page)


def _keep(best: list[Any], entry: Any) -> None:
    heapq.heappush(best, entry)
    if len(best) > _MOST:
        heapq.heappop(best)


def as_json(summary: Summary) -> bytes:
    """The summary as ``--json`` prints it."""
    plain = {field.name: getattr(summary, field.name) for field in dataclasses.fields(summary)}
    plain["failures"] = [dataclasses.asdict(failure) for failure in summary.failures]
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def picture_name(filing_id: str, page: int) -> str:
    """Where the picture of a page lies, relative to the report."""
    return f"pages/{filing_id}-{page}.png"


def render(summary: Summary, notes: Notes, pictures: frozenset[str] = frozenset()) -> bytes:
    """The report. ``pictures``: names of the page pictures that lie beside it."""
    parts = [
        f"<h1>Run {escape(summary.run_id)}</h1><p class=line>{escape(summary.last_line())}</p>",
        _counts(summary),
        _proof(summary),
        _section(
            "Failed",
            ("file", "what", "next"),
            [(f.source_files[0], f"{f.code}: {f.message}", _code(f.next_step)) for f in summary.failures],
        ),
        _section(
            "Contradicted cells",
            ("file", "cells", "of"),
            [(file, n, of) for n, of, file in sorted(notes.contradicted, reverse=True)],
        ),
        _section(
            "Unmapped lines",
            ("file", "lines", "of"),
            [(file, n, of) for n, of, file in sorted(notes.unmapped, reverse=True)],
        ),
        _section("Findings", ("code", "number"), summary.findings.most_common()),
        _section(
            "Findings to look at",
            ("file", "page", "finding", "next"),
            [_noted(noted, pictures) for noted in notes.findings],
        ),
        f"<p>{notes.left_out} more in the table <code>findings</code>.</p>" if notes.left_out else "",
        _section(
            "Slowest filings",
            ("file", "seconds"),
            [(file, f"{seconds:.2f}") for seconds, file in sorted(notes.slowest, reverse=True)],
        ),
    ]
    head = f'<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width"><title>Run {escape(summary.run_id)}</title>'
    return f"{head}<style>{_STYLE}</style>{''.join(parts)}</html>\n".encode()


class _Html(str):
    """Text that is markup already."""

    __slots__ = ()


def _code(text: str | None) -> _Html:
    return _Html(f"<code>{escape(text)}</code>") if text else _Html("")


def _noted(noted: Noted, pictures: frozenset[str]) -> tuple[object, ...]:
    finding = noted.finding
    page: object = finding.page or ""
    if finding.page and picture_name(noted.filing_id, finding.page) in pictures:
        page = _Html(f'<a href="{picture_name(noted.filing_id, finding.page)}">{finding.page}</a>')
    words = _Html(f"<span class={finding.severity}>{escape(str(finding.code))}</span>: {escape(finding.message)}")
    return noted.file, page, words, _code(finding.next_command)


def _counts(summary: Summary) -> str:
    names = (
        "files",
        "duplicates",
        "planned",
        "committed",
        "unchanged",
        "postponed",
        "failed",
        "recovered",
        "pages",
        "statement_pages",
        "second_read",
        "lines",
        "unmapped",
    )
    statements = [(name, number) for name, number in sorted(summary.statements.items())]
    return _section("What ran", ("", "number"), [(name, getattr(summary, name)) for name in names]) + _section(
        "Statements", ("table", "filings"), statements
    )


def _proof(summary: Summary) -> str:
    if not summary.cells:
        return ""
    kinds = ("proved", "tied", "unproved", "contradicted")
    bars = "".join(f'<div class={kind} style="flex:{getattr(summary, kind)}"></div>' for kind in kinds)
    rows = [(kind, getattr(summary, kind), share(getattr(summary, kind), summary.cells)) for kind in kinds]
    return f"<h2>Proof of {summary.cells} cells</h2><div class=bar>{bars}</div>{_table(('', 'cells', 'share'), rows)}"


def _section(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    rows = list(rows)
    return f"<h2>{title}</h2>{_table(header, rows)}" if rows else ""


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    numeric = [isinstance(value, int | float) for value in rows[0]]
    body = [_row("th", header, numeric), *(_row("td", row, numeric) for row in rows)]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in body) + "</table>"


def _row(tag: str, values: Sequence[object], numeric: Sequence[bool]) -> str:
    return "".join(
        f"<{tag}{' class=n' if n else ''}>{value if isinstance(value, _Html) else escape(str(value))}</{tag}>"
        for value, n in zip(values, numeric, strict=True)
    )
