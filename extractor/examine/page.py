"""The page view: a PNG and the JSON of every stage, and one offline HTML file in which they are layers."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.errors import OutputError
from extractor.examine.canvas import draw
from extractor.examine.html import page_json, render_html
from extractor.examine.overlay import PALETTE, Shape, findings_on, shapes_of
from extractor.examine.picture import Picture, PictureProcess
from extractor.examine.plain import to_json
from extractor.examine.record import others_on
from extractor.examine.stages import PageReading, Stage, read_page
from extractor.examine.tables import box_json, item_names, tables_seen

STAGES = tuple(Stage)


def write_page(seen: PageReading, picture: Picture | None, out: Path, stages: Sequence[Stage] = STAGES) -> list[Path]:
    """Everything there is to see of a page, into the folder ``out``: STEM-PAGE.html and STEM-PAGE-N-STAGE.png and
    .json. Returns the paths, the HTML first."""
    stem = f"{seen.path.stem}-{seen.number}"
    files: dict[str, bytes] = {f"{stem}.html": page_html(seen, picture, stages).encode()}
    for stage in stages:
        shapes = shapes_of(seen, stage)
        name = f"{stem}-{STAGES.index(stage) + 1}-{stage.value}"
        files[f"{name}.png"] = draw(
            seen.page,
            shapes,
            picture,
            title=f"{stage.value} · {seen.path.name} · {seen.number}" if seen.path.name.isascii() else stage.value,
        )
        files[f"{name}.json"] = (to_json(stage_data(seen, stage)) + "\n").encode()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}).", "--out with another folder") from error
    return [out / name for name in files]


def page_html(seen: PageReading, picture: Picture | None, stages: Sequence[Stage] = STAGES) -> str:
    """One page of a filing as HTML: the picture under what each stage made of it."""
    tables = tables_seen(seen)
    drawn = [{"stage": stage, "shapes": [_shape(shape) for shape in shapes_of(seen, stage)]} for stage in stages]
    start = [
        stage for stage in ((Stage.PROOF, Stage.SPANS) if tables["sheets"] else (Stage.WORDS,)) if stage in stages
    ] or list(stages[:1])
    data = {
        "source": seen.path.name,
        "count": seen.page_count,
        "page": page_json(seen.page, picture),
        "palette": PALETTE,
        "stages": drawn,
        "start": start,
        "tables": tables,
        "names": item_names({line["item"] for sheet in tables["sheets"] for line in sheet["lines"] if line["item"]}),
    }
    return render_html(
        "page", f"{seen.path.name} · {seen.number}", data, language=seen.extraction.filing.language.value
    )


def _shape(shape: Shape) -> dict[str, Any]:
    return {
        "stage": shape.stage,
        "kind": shape.kind,
        "box": box_json(shape.box),
        "text": shape.text,
        "known": {name: value for name, value in shape.known.items() if value},
        "place": shape.place
        and [shape.place[0], shape.place[1], *([] if shape.place[2] is None else [shape.place[2]])],
    }


def stage_data(seen: PageReading, stage: Stage) -> Any:
    """What a room handed on for this page, whole: the JSON to debug and test a page by."""
    extraction, number = seen.extraction, seen.number
    sheets = [
        (index, labelled, [line for line in labelled.sheet.lines if line.page == number])
        for index, labelled in enumerate(extraction.sheets)
    ]
    sheets = [entry for entry in sheets if entry[2]]
    match stage:
        case Stage.WORDS:
            return seen.page
        case Stage.SPANS:
            return {"filing": extraction.filing, "spans": seen.spans}
        case Stage.GRID:
            return [
                *(
                    {"sheet": index, "columns": labelled.sheet.columns, "lines": lines}
                    for index, labelled, lines in sheets
                ),
                *(
                    {"table": -one.index, "title": one.title, "cells": list(one.cells.values())}
                    for one in others_on(extraction.other, number)
                ),
            ]
        case Stage.ITEMS:
            return [
                {
                    "sheet": index,
                    "industry": labelled.industry,
                    "matches": {line.number: labelled.matches.get(line.number) for line in lines},
                }
                for index, labelled, lines in sheets
            ]
        case Stage.PROOF:
            facts = [fact for fact in extraction.facts if fact.page == number]
            others = [fact for fact in extraction.other if fact.page == number]
            places = {(fact.sheet, fact.line, fact.column) for fact in facts}
            places |= {(-fact.table, fact.row, fact.column) for fact in others}
            checks = [
                check
                for check in extraction.checks
                if any((m.sheet, m.line, m.column) in places for m in (check.total, *check.members))
            ]
            findings = [finding for finding, _ in findings_on(seen)]
            return {"facts": facts, "checks": checks, "findings": findings} | ({"other": others} if others else {})
        case Stage.LEDGER:
            return [claim for claim in extraction.ledger if claim.page == number]


def proof_pictures(path: Path, numbers: Sequence[int]) -> dict[int, bytes]:
    """PNGs of pages with proof, findings and unclaimed tokens drawn in; a page that cannot be drawn has none."""
    out: dict[int, bytes] = {}
    with PictureProcess(path, numbers) as camera:
        seen: dict[int, PageReading] = {}
        for number in numbers:
            with contextlib.suppress(Exception):  # the run is done and committed: no picture is worth an error
                seen[number] = read_page(path, number)
        pictures = camera.pictures()
    for number, one in seen.items():
        unclaimed = [shape for shape in shapes_of(one, Stage.LEDGER) if shape.kind == "unclaimed"]
        out[number] = draw(one.page, [*shapes_of(one, Stage.PROOF), *unclaimed], pictures.get(number))
    return out
