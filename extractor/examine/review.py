"""The review page: one self-contained file, or served on loopback; and the decisions made on it, as the CSV that
``review --apply`` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.errors import InputError, OutputError
from extractor.examine.cases import Case, add_crops, catalogue, find_cases, sources
from extractor.examine.html import render_html
from extractor.examine.overlay import PALETTE
from extractor.notation.printable import as_csv_text, from_csv_text
from extractor.write.lake.commit import open_lake

DECISIONS = "decisions.csv"
COLUMNS = ("label", "item", "scope", "statement", "section", "evidence", "decision")


def review_html(
    uri: str,
    cases: Sequence[Case],
    crops: Mapping[int, Any],
    decided: Sequence[Mapping[str, str]] = (),
    *,
    token: str | None = None,
) -> str:
    """``token``: the page is served, asks its server for crops and hands it the decisions."""
    data = {
        "lake": uri,
        "served": token,
        "palette": PALETTE,
        "cases": [case.as_json() | {"crop": crops.get(number)} for number, case in enumerate(cases)],
        "decided": [dict(row) for row in decided],
        "columns": COLUMNS,
        "catalogue": catalogue(),
    }
    return render_html("review", f"review {uri}", data, served=token is not None)


def write_review(
    uri: str, out: Path, folders: Sequence[Path], limit: int, decisions: Path | None = None
) -> tuple[Path, int]:
    """The review page as ``out`` (or review.html in the folder ``out``). Returns its path and the number of cases."""
    cases = find_cases(uri, limit)
    crops = add_crops(cases, sources(open_lake(uri), folders))
    path = out if out.suffix.lower() in (".html", ".htm") else out / "review.html"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            review_html(uri, cases, crops, read_decisions(decisions) if decisions else ()), encoding="utf-8"
        )
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}).", "--html with another path") from error
    return path, len(cases)


def read_decisions(path: Path) -> list[dict[str, str]]:
    """Decisions saved before; none where there is no file."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return [{name: from_csv_text(row.get(name) or "") for name in COLUMNS} for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: {error}.", "name the file with the decisions") from error


def decisions_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """``item`` empty: the label is the filer's own (or was skipped), and no alias comes of it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows({name: as_csv_text(value) for name, value in row.items()} for row in rows)
    return out.getvalue()
