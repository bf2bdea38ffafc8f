"""Printed tables as data for the pages: one form, whether they come from the rooms (one page) or from the lake (a
filing)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from extractor.examine.overlay import findings_on, match_kind
from extractor.examine.plain import plain
from extractor.examine.record import Printed, Record, Row, others_on
from extractor.examine.stages import PageReading
from extractor.model import Box, Check, Fact, LabelledSheet, Line, Match
from extractor.normalise import load_taxonomy

Json = dict[str, Any]


def box_json(box: Box) -> list[float]:
    """Left, top, right and bottom in PDF points, one decimal."""
    return [round(edge, 1) for edge in (box.x0, box.top, box.x1, box.bottom)]


# ---------------------------------------------------------------- from the rooms


def tables_seen(seen: PageReading) -> Json:
    """Sheets, checks and findings of the page. Checks are kept as far as a cell of the page takes part."""
    facts = {(fact.sheet, fact.line, fact.column): fact for fact in seen.extraction.facts}
    here = {key for key, fact in facts.items() if fact.page == seen.number}
    here |= {(-fact.table, fact.row, fact.column) for fact in seen.extraction.other if fact.page == seen.number}
    checks = [check for check in seen.extraction.checks if any(key in here for key in _keys(check))]
    touching: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, check in enumerate(checks):
        for key in _keys(check):
            touching[key].append(number)
    sheets = []
    for index, labelled in enumerate(seen.extraction.sheets):
        lines = [line for line in labelled.sheet.lines if line.page == seen.number]
        if lines:
            sheets.append(_sheet(index, labelled, [_line(index, line, labelled, facts, touching) for line in lines]))
    sheets += [_kept_sheet(one.index, one, touching, {}) for one in others_on(seen.extraction.other, seen.number)]
    findings = [
        {
            "code": str(f.code),
            "severity": f.severity.value,
            "message": f.message,
            "page": seen.number,
            "box": box_json(box),
        }
        for f, box in findings_on(seen)
    ]
    return {"sheets": sheets, "checks": [_check(check) for check in checks], "findings": findings}


def _keys(check: Check) -> list[tuple[int, int, int]]:
    return [(member.sheet, member.line, member.column) for member in (check.total, *check.members)]


def _sheet(index: int, labelled: LabelledSheet, lines: list[Json]) -> Json:
    span = labelled.sheet.span
    columns = [
        {
            "label": column.label,
            "start": plain(column.period and column.period.start),
            "end": plain(column.period and column.period.end),
        }
        for column in labelled.sheet.columns
    ]
    return {
        "id": index,
        "statement": span.kind.value,
        "title": span.title,
        "consolidated": span.consolidated,
        "columns": columns,
        "lines": lines,
    }


def _line(
    index: int,
    line: Line,
    labelled: LabelledSheet,
    facts: dict[tuple[int, int, int], Fact],
    touching: dict[tuple[int, int, int], list[int]],
) -> Json:
    match = labelled.matches.get(line.number, Match(None, None, None, heading=line.heading))
    cells = [
        _cell(facts[key], touching[key]) for cell in line.cells if (key := (index, line.number, cell.column)) in facts
    ]
    for cell in cells:
        cell["others"] = (
            [[other.reader, other.text] for other in line.cells[cell["column"]].others]
            if cell["column"] < len(line.cells)
            else []
        )
    return {
        "line": line.number,
        "depth": line.depth,
        "label": line.label,
        "note": line.note,
        "heading": line.heading,
        "item": match.item,
        "element": match.element,
        "method": match.method,
        "score": match.score,
        "margin": match.margin,
        "kind": match_kind(match),
        "runners": [[c.item, round(c.score, 2)] for c in match.candidates if c.item != match.item],
        "page": line.page,
        "box": box_json(line.box),
        "cells": cells,
    }


def _cell(fact: Fact, checks: list[int]) -> Json:
    return {
        "column": fact.column,
        "text": fact.reported_text,
        "value": plain(fact.value),
        "unit": fact.unit.value,
        "state": fact.value_state.value,
        "proof": fact.proof.value,
        "start": plain(fact.period_start),
        "end": plain(fact.period_end),
        "component": fact.component,
        "page": fact.page,
        "box": box_json(fact.box),
        "reader": fact.reader,
        "findings": list(fact.findings),
        "checks": checks,
    }


def _check(check: Check) -> Json:
    total = check.total
    return {
        "kind": check.kind,
        "holds": check.holds,
        "decisive": check.decisive,
        "low": plain(check.low),
        "high": plain(check.high),
        "found": plain(check.found),
        "total": [total.sheet, total.line, total.column],
        "members": [[m.sheet, m.line, m.column, m.weight, plain(m.value)] for m in check.members],
    }


# ---------------------------------------------------------------- from the lake


def tables_kept(record: Record) -> Json:
    """All printed tables of a filing, its checks and findings. Headings are not in the lake: their lines are left
    out."""
    others = record.others
    by_index: dict[int | None, int] = {sheet.index: number for number, sheet in enumerate(record.sheets)}
    by_index |= {other.index: other.index for other in others}
    touching: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    checks: list[Json] = []
    for check in record.checks:
        members = [
            [by_index.get(m["sheet"], -1), m["line"], m["column"], m["weight"], plain(m["value"])]
            for m in check["members"]
        ]
        total = [by_index.get(check["sheet"], -1), check["line"], check["column"]]
        for sheet, line, column in (total, *(member[:3] for member in members)):
            touching[sheet, line, column].append(len(checks))
        amounts = {name: plain(check[name]) for name in ("low", "high", "found")}
        checks.append(
            {
                "kind": check["kind"],
                "holds": check["verdict"] == "holds",
                "decisive": check["decisive"],
                "total": total,
                "members": members,
            }
            | amounts
        )
    candidates = {
        (row["statement"], row["page"], row["line"], row["label"]): row["candidates"] for row in record.unmapped
    }
    sheets = [_kept_sheet(number, sheet, touching, candidates) for number, sheet in enumerate(record.sheets)]
    sheets += [_kept_sheet(other.index, other, touching, {}) for other in others]
    printed = dict(enumerate(record.sheets)) | {other.index: other for other in others}
    findings = [_kept_finding(finding, record, by_index, printed) for finding in record.findings]
    return {
        "sheets": sheets,
        "checks": checks,
        "findings": sorted(findings, key=lambda f: (f["page"] or 0, f["box"][1] if f["box"] else 0)),
    }


def _kept_sheet(
    number: int, sheet: Printed, touching: dict[tuple[int, int, int], list[int]], candidates: dict[Any, Any]
) -> Json:
    columns: dict[int, Json] = {}
    lines = []
    for line, cells in sheet.lines.items():
        first = cells[0][1]
        for column, row in cells:
            columns.setdefault(
                column,
                {"label": row["column_label"], "start": plain(row["period_start"]), "end": plain(row["period_end"])},
            )
        kind = match_kind(Match(first["item"], first["element"], first["match_method"]))
        runners = candidates.get((sheet.statement, first["page"], line, first["label"]), ())
        boxes = [
            Box(row["x0"], row["top"], row["x1"], row["bottom"]) for _, row in cells if row["page"] == first["page"]
        ]
        box = Box(
            min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
        )
        lines.append(
            {
                "line": line,
                "depth": first["depth"],
                "label": first["label"],
                "note": first["note"],
                "heading": False,
                "item": first["item"],
                "element": first["element"],
                "method": first["match_method"],
                "score": plain(first["match_score"]),
                "margin": plain(first["match_margin"]),
                "kind": kind,
                "runners": [[c["item"], round(c["score"], 2)] for c in runners],
                "page": first["page"],
                "box": box_json(box),
                "cells": [_kept_cell(row, column, touching[number, line, column]) for column, row in cells],
            }
        )
    width = max(columns, default=-1) + 1
    heads = [columns.get(column, {"label": "", "start": None, "end": None}) for column in range(width)]
    return {
        "id": number,
        "statement": sheet.statement,
        "title": sheet.title,
        "consolidated": sheet.consolidated,
        "columns": heads,
        "lines": lines,
    }


def _kept_cell(row: Row, column: int, checks: list[int]) -> Json:
    return {
        "column": column,
        "text": row["reported_text"],
        "value": plain(row["value"]),
        "unit": row["unit"],
        "state": row["value_state"],
        "proof": row["proof"],
        "start": plain(row["period_start"]),
        "end": plain(row["period_end"]),
        "component": row["component"],
        "page": row["page"],
        "box": [round(row[edge], 1) for edge in ("x0", "top", "x1", "bottom")],
        "reader": row["reader"],
        "findings": list(row["findings"] or ()),
        "checks": checks,
        "others": [],
    }


def _kept_finding(
    finding: Row, record: Record, by_index: Mapping[int | None, int], printed: Mapping[int, Printed]
) -> Json:
    sheet = by_index.get(finding["sheet"])
    if sheet is None and finding["statement"] and finding["line"]:
        fits = [
            n
            for n, s in enumerate(record.sheets)
            if s.statement == finding["statement"] and any(line == finding["line"] for line, _ in s.cells)
        ]
        sheet = fits[0] if len(fits) == 1 else None
    box = None
    if sheet is not None and finding["line"]:
        rows = [
            row
            for (line, _), row in printed[sheet].cells.items()
            if line == finding["line"] and row["page"] == (finding["page"] or row["page"])
        ]
        if rows:
            box = [
                min(r["x0"] for r in rows),
                min(r["top"] for r in rows),
                max(r["x1"] for r in rows),
                max(r["bottom"] for r in rows),
            ]
    if box is None:
        box = next(
            (
                [c["x0"], c["top"], c["x1"], c["bottom"]]
                for c in record.ledger
                if c["page"] == finding["page"] and repr(c["text"]) in finding["message"]
            ),
            None,
        )
    place = [sheet, finding["line"], finding["column"]] if sheet is not None and finding["line"] else None
    names = ("code", "severity", "message", "page")
    return {name: finding[name] for name in names} | {"box": box and [round(edge, 1) for edge in box], "place": place}


# ---------------------------------------------------------------- what items are called


def item_names(items: set[str]) -> dict[str, list[str]]:
    """Item -> its official label in Japanese and in English."""
    out: dict[str, list[str]] = {}
    for record in load_taxonomy().records:
        if record[0] in items and record[0] not in out:
            out[record[0]] = [record[13], record[14]]
    return out
