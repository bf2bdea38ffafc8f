"""report.html of a run: one small file without scripts, readable offline."""

from __future__ import annotations

import dataclasses
import heapq
import json
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from extractor.model import Finding
from extractor.run.summary import PROOFS, Summary, share
from extractor.write.lake.records import Package

_MOST = 20  # rows of a list
_FINDINGS = 200
_OPEN = 3  # filings whose findings are shown unasked

# Nothing is fetched or run: the file holds its own style, and pictures that lie beside it.
_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
body { color: #1d2733; background: #fff }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
p.line { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #dde3ea; vertical-align: top }
td { overflow-wrap: anywhere }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
code { background: #f1f4f8; padding: 0 .25rem; overflow-wrap: anywhere }
details { border-bottom: 1px solid #dde3ea; padding: .3rem 0 } summary { cursor: pointer; overflow-wrap: anywhere }
details ul { margin: .3rem 0 .6rem; padding-left: 1.2rem }
.bar { display: flex; height: 1.2rem; border-radius: .2rem; overflow: hidden; background: #e6eaef }
.proved { background: #2c7a4b } .tied { background: #7fb894 }
.unproved { background: #c9d1da } .contradicted { background: #b3372f }
.error { color: #b3372f; font-weight: 600 } .warning { color: #8a5a00 }
@media (max-width: 40rem) {
  body { margin: .5rem auto } th, td { padding: .25rem .35rem }
  table.words, table.words tr, table.words td { display: block } table.words tr:first-child { display: none }
  table.words td { border: 0 } table.words tr { border-bottom: 1px solid #dde3ea }
}
""".strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Noted:
    """A finding and the file that it is about."""

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
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")


def picture_name(filing_id: str, page: int) -> str:
    """Where the picture of a page lies, relative to the report."""
    return f"pages/{filing_id}-{page}.png"


Address = Callable[[str], str | None]  # filing id -> the path of its file on this machine


def render(
    summary: Summary, notes: Notes, pictures: frozenset[str] = frozenset(), address: Address = lambda _: None
) -> bytes:
    """The report, worst first. ``pictures``: names of the page pictures that lie beside it; ``address``: for commands
    that run from any folder."""
    failures = [(f.source_files[0], f"{f.code}: {f.message}", _code(f.next_step)) for f in summary.failures]
    contradicted = [(file, n, of) for n, of, file in sorted(notes.contradicted, reverse=True)]
    unmapped = [(file, n, of) for n, of, file in sorted(notes.unmapped, reverse=True)]
    slowest = [(file, f"{seconds:.2f}") for seconds, file in sorted(notes.slowest, reverse=True)]
    others = [(suffix, number) for suffix, number in summary.passed_over.most_common()]
    parts = [
        f"<h1>Run {escape(summary.run_id)}</h1><p class=line>{escape(summary.last_line())}</p>",
        _section("Failed", ("file", "what", "next"), failures, "words"),
        _section("Contradicted cells", ("file", "cells", "of"), contradicted),
        _findings(notes, pictures, address),
        _proof(summary),
        _section("Unmapped lines", ("file", "lines", "of"), unmapped),
        _section("Findings by code", ("code", "number"), summary.findings.most_common()),
        _counts(summary),
        _section("Files that are no filings", ("suffix", "number"), others),
        _section("Slowest filings", ("file", "seconds"), slowest),
    ]
    head = (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name=viewport content="width=device-width, initial-scale=1"><title>Run {escape(summary.run_id)}</title>'
    )
    return f"{head}<style>{_STYLE}</style>{''.join(parts)}</html>\n".encode(errors="backslashreplace")


def _findings(notes: Notes, pictures: frozenset[str], address: Address) -> str:
    """A line for each filing, those with errors first and open; its findings below, errors first."""
    if not notes.findings:
        return ""
    by_filing: dict[str, list[Noted]] = {}
    for noted in notes.findings:
        by_filing.setdefault(noted.filing_id, []).append(noted)

    def weight(group: list[Noted]) -> tuple[int, int]:
        return -sum(n.finding.severity == "error" for n in group), -len(group)

    parts = ["<h2>Findings to look at</h2>"]
    for place, group in enumerate(sorted(by_filing.values(), key=weight)):
        errors = -weight(group)[0]
        words = ", ".join(
            f"{number} {'error' if kind else 'warning'}{'' if number == 1 else 's'}"
            for number, kind in ((errors, True), (len(group) - errors, False))
            if number
        )
        items = "".join(
            _noted(noted, pictures, address) for noted in sorted(group, key=lambda n: n.finding.severity != "error")
        )
        opened = " open" if errors and place < _OPEN else ""
        parts.append(
            f"<details{opened}><summary>{escape(group[0].file)}: <span "
            f"class={'error' if errors else 'warning'}>{words}</span>"
            f"</summary><ul>{items}</ul></details>"
        )
    if notes.left_out:
        parts.append(f"<p>{notes.left_out} more in the table <code>findings</code>.</p>")
    return "".join(parts)


class _Html(str):
    """Text that is markup already."""

    __slots__ = ()


def _code(text: str | None) -> _Html:
    return _Html(f"<code>{escape(text)}</code>") if text else _Html("")


def _noted(noted: Noted, pictures: frozenset[str], address: Address) -> str:
    finding = noted.finding
    page = f"page {finding.page}" if finding.page else ""
    if finding.page and picture_name(noted.filing_id, finding.page) in pictures:
        page = f'<a href="{picture_name(noted.filing_id, finding.page)}">{page}</a>'
    command = finding.next_command
    where = address(noted.filing_id)
    if command and where:
        command = command.replace(shlex.quote(noted.file), shlex.quote(where))
    words = f"<span class={finding.severity}>{escape(str(finding.code))}</span>: {escape(finding.message)}"
    return f"<li>{page} {words} {_code(command)}</li>"


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
    """The statements' figures, and those of other tables apart."""
    of_statements = {kind: getattr(summary, kind) for kind in PROOFS}
    others = {kind: getattr(summary, f"other_{kind}") for kind in PROOFS}
    return _proved(f"{summary.cells} cells", of_statements, summary.cells) + _proved(
        f"{summary.other_cells} cells of other tables", others, summary.other_cells
    )


def _proved(title: str, numbers: Mapping[str, int], cells: int) -> str:
    if not cells:
        return ""
    bars = "".join(f'<div class={kind} style="flex:{number}"></div>' for kind, number in numbers.items())
    rows = [(kind, number, share(number, cells)) for kind, number in numbers.items()]
    return f"<h2>Proof of {title}</h2><div class=bar>{bars}</div>{_table(('', 'cells', 'share'), rows)}"


def _section(title: str, header: Sequence[str], rows: Iterable[Sequence[object]], kind: str = "figures") -> str:
    rows = list(rows)
    return f"<h2>{title}</h2>{_table(header, rows, kind)}" if rows else ""


def _table(header: Sequence[str], rows: Sequence[Sequence[object]], kind: str = "figures") -> str:
    numeric = [isinstance(value, int | float) for value in rows[0]]
    body = [_row("th", header, numeric), *(_row("td", row, numeric) for row in rows)]
    return f"<table class={kind}>" + "".join(f"<tr>{row}</tr>" for row in body) + "</table>"


def _row(tag: str, values: Sequence[object], numeric: Sequence[bool]) -> str:
    return "".join(
        f"<{tag}{' class=n' if n else ''}>{value if isinstance(value, _Html) else escape(str(value))}</{tag}>"
        for value, n in zip(values, numeric, strict=True)
    )
