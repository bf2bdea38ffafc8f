"""The filing view: all statements of a filing as tables beside the pages they were read from. Works from the lake and, for the pages, the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.errors import OutputError
from extractor.examine.html import render_html
from extractor.examine.leaves import leaves
from extractor.examine.overlay import PALETTE
from extractor.examine.record import Record
from extractor.examine.tables import item_names, tables_kept
from extractor.model import Page
from extractor.notation.rows import rows_of
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
            for name in ("filing_id", "company_name", "securities_code", "fiscal_year", "fiscal_period", "accounting_standard", "language")
        }
        | {"source": record.marker.source_files[0], "fiscal_year": record.marker.fiscal_year, "filing_id": record.marker.filing_id},
        "count": count,
        "pages": leaves(record, source, numbers),
        "palette": PALETTE,
        "tables": tables,
        "names": item_names({line["item"] for sheet in tables["sheets"] for line in sheet["lines"] if line["item"]}),
    }
    title = f"{first.get('company_name') or ''} {record.marker.source_files[0]}".strip()
    return render_html("filing", title, data, language=first.get("language") or "en")


def _restore_headings(sheets: list[dict[str, Any]], pages: dict[int, Page]) -> None:
    """The lake keeps rows with figures only: where line numbers leave a gap, the page says what stood there, if it says it row for row."""
    for sheet in sheets:
        lines = sheet["lines"]
        out: list[dict[str, Any]] = []
        for before, line in zip([None, *lines], lines, strict=False):
            missing = line["line"] - (before["line"] if before else 0) - 1
            if missing > 0 and (before is None or before["page"] == line["page"]):
                top = before["box"][3] if before else None
                out += _headings(pages[line["page"]], line, top, missing)
            out.append(line)
        sheet["lines"] = out


def _headings(page: Page, line: dict[str, Any], top: float | None, missing: int) -> list[dict[str, Any]]:
    edge = min(cell["box"][0] for cell in line["cells"])
    rows = rows_of(word for word in page.words if word.box.x1 < edge and word.box.bottom <= line["box"][1] + 2)
    rows = [row for row in rows if top is None or row.box.top >= top - 2]
    rows = rows[-missing:] if top is None else rows
    if len(rows) != missing:
        return []
    number = line["line"] - missing
    return [_heading(number + at, row.text, row.box.x0, line, page.number, row.box) for at, row in enumerate(rows)]


def _heading(number: int, label: str, x0: float, below: dict[str, Any], page: int, box: Any) -> dict[str, Any]:
    place = {"page": page, "box": [round(edge, 1) for edge in (box.x0, box.top, box.x1, box.bottom)]}
    names = ("note", "item", "element", "method", "score", "margin")
    return (
        {"line": number, "depth": max(below["depth"] - 1, 0), "label": label, "heading": True, "kind": "heading", "runners": [], "cells": []}
        | dict.fromkeys(names)
        | place
    )
