"""The filing view: all statements of a filing as tables beside the pages they were read from. Works from the lake and,
for the pages, the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.errors import OutputError
from extractor.examine.html import render_html
from extractor.examine.overlay import PALETTE
from extractor.examine.page_images import pages_as_data
from extractor.examine.record import Record
from extractor.examine.tables import Json, box_json, item_names, tables_kept
from extractor.model import Page
from extractor.notation.rows import Row, rows_of
from extractor.read import open_document


def write_filing(record: Record, source: Path | None, out: Path) -> Path:
    """FILING_ID.html in the folder ``out``: one file, offline. Returns its path."""
    path = out / f"{record.marker.filing_id}.html"
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(filing_html(record, source), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}).", "--out with another folder") from error
    return path


def filing_html(record: Record, source: Path | None) -> str:
    """A committed filing as one HTML page: its statements with proof, findings and, where the source is at hand, page
    pictures. Raises InputError where the source cannot be read."""
    tables = tables_kept(record)
    numbers = {cell["page"] for sheet in tables["sheets"] for line in sheet["lines"] for cell in line["cells"]}
    if source is not None:
        with open_document(source) as document:
            count = document.page_count
            _restore_headings(tables["sheets"], {number: document.page(number) for number in sorted(numbers)})
    else:
        count = record.marker.figures.pages
    first = record.first
    data = {
        "filing": {
            name: first.get(name)
            for name in (
                "filing_id",
                "company_name",
                "securities_code",
                "fiscal_year",
                "fiscal_period",
                "accounting_standard",
                "language",
            )
        }
        | {
            "source": record.marker.source_files[0],
            "fiscal_year": record.marker.fiscal_year,
            "filing_id": record.marker.filing_id,
        },
        "count": count,
        "pages": pages_as_data(record, source, numbers),
        "palette": PALETTE,
        "tables": tables,
        "names": item_names({line["item"] for sheet in tables["sheets"] for line in sheet["lines"] if line["item"]}),
    }
    title = f"{first.get('company_name') or ''} {record.marker.source_files[0]}".strip()
    return render_html("filing", title, data, language=first.get("language") or "en")


def _restore_headings(sheets: list[Json], pages: Mapping[int, Page]) -> None:
    """The lake keeps rows with figures only: where line numbers leave a gap, the page says what stood there, if it says
    it row for row."""
    rows = {number: rows_of(page.words) for number, page in pages.items()}
    for sheet in sheets:
        starts = [
            (start, line["depth"]) for line in sheet["lines"] if (start := _start(rows[line["page"]], line)) is not None
        ]
        out: list[Json] = []
        for before, line in zip([None, *sheet["lines"]], sheet["lines"], strict=False):
            missing = line["line"] - (before["line"] if before else 0) - 1
            if missing > 0 and (before is None or before["page"] == line["page"]):
                found = _between(rows[line["page"]], before, line, missing)
                out += [_heading(line, at - missing, row, starts) for at, row in enumerate(found)]
            out.append(line)
        sheet["lines"] = out


def _start(rows: Sequence[Row], line: Json) -> float | None:
    """Where the label of a line begins on the page."""
    middle = (line["box"][1] + line["box"][3]) / 2
    return next((row.box.x0 for row in rows if abs(row.box.middle - middle) < 3), None)


def _between(rows: Sequence[Row], before: Json | None, line: Json, missing: int) -> Sequence[Row]:
    """The rows without figures above a line; none unless there are as many as lines are missing."""
    edge, top, bottom = (
        min(cell["box"][0] for cell in line["cells"]),
        before["box"][3] - 2 if before else None,
        line["box"][1] + 2,
    )
    found = [
        row for row in rows if row.box.x1 < edge and row.box.bottom <= bottom and (top is None or row.box.top >= top)
    ]
    found = found[-missing:] if top is None else found
    return found if len(found) == missing else ()


def _heading(below: Json, number: int, row: Row, starts: Sequence[tuple[float, int]]) -> Json:
    nearest, depth = min(starts, key=lambda start: abs(start[0] - row.box.x0), default=(row.box.x0, below["depth"]))
    if nearest - row.box.x0 > 3:  # further left than any line with figures
        depth = max(depth - 1, 0)
    empty = dict.fromkeys(("note", "item", "element", "method", "score", "margin"))
    place = {"line": below["line"] + number, "depth": depth, "page": below["page"], "box": box_json(row.box)}
    return {"label": row.text, "heading": True, "kind": "heading", "runners": [], "cells": []} | empty | place
