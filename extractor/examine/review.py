"""The review page: one self-contained file, or served on loopback with crops on demand, decisions saved as they are
made and applied when told to; and the decisions, as the CSV that ``review --apply`` reads."""

from __future__ import annotations

import csv
import io
import json
import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import Any

from extractor.errors import InputError, OutputError
from extractor.examine.cases import CROP_SCALE, Case, add_crops, catalogue, crop, find_cases
from extractor.examine.html import render_html
from extractor.examine.overlay import PALETTE
from extractor.examine.page_images import pages_with_pictures
from extractor.examine.server import Answer, Request, json_answer
from extractor.examine.sources import Sources
from extractor.examine.worklist import decide
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
    uri: str, out: Path, folders: Sequence[Path | str], limit: int, decisions: Path | None = None
) -> tuple[Path, int]:
    """The review page as ``out`` (or review.html in the folder ``out``). Returns its path and the number of cases."""
    cases = find_cases(uri, limit)
    crops = add_crops(cases, Sources(open_lake(uri), folders))
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


class Review:
    """The review page as a site: the cases of a lake, the file of decisions, the alias file that they go to."""

    guarded = False

    def __init__(self, uri: str, folders: Sequence[Path | str], limit: int, decisions: Path, target: Path) -> None:
        self.uri, self.decisions, self.target = uri, decisions, target
        self.token = secrets.token_urlsafe(16)
        self.cases: list[Case] = find_cases(uri, limit)
        self._source_of = Sources(open_lake(uri), folders)
        self._lock = threading.Lock()

    def get(self, request: Request) -> Answer | None:
        """The page, or ``/crop/N``: the part of a page that a case speaks of."""
        if request.path == "/":
            page = review_html(self.uri, self.cases, {}, read_decisions(self.decisions), token=self.token)
            return Answer(page.encode())
        number = request.path.removeprefix("/crop/")
        if number != request.path and number.isdecimal() and int(number) < len(self.cases):
            return json_answer(self.crop(int(number)))
        return None

    def post(self, path: str, body: bytes) -> Answer | None:
        """``/decisions`` saves those made, ``/apply`` makes aliases of them."""
        if path == "/decisions":
            return json_answer(self._save(_rows(body)))
        return json_answer(self._apply()) if path == "/apply" else None

    def crop(self, number: int) -> Any:
        """The part of a page that a case speaks of; None where the file is not at hand."""
        case = self.cases[number]
        source = self._source_of(case.filing_id)
        if source is None:
            return None
        with self._lock:  # one page at a time is fast enough for one reader
            return crop(case, *pages_with_pictures(source, [case.page], CROP_SCALE)[case.page])

    def _save(self, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        with self._lock:
            self.decisions.parent.mkdir(parents=True, exist_ok=True)
            self.decisions.write_text(decisions_csv(rows), encoding="utf-8")
        return {"saved": len(rows), "file": str(self.decisions)}

    def _apply(self) -> dict[str, Any]:
        with self._lock:
            made = decide(self.decisions, self.target, datetime.now(UTC).date())
        return {
            "made": len(made),
            "file": str(self.target),
            "next": f"extractor run FOLDER --out {quote(self.uri)} --aliases {quote(str(self.target))}",
        }


def _rows(body: bytes) -> list[dict[str, str]]:
    rows = json.loads(body)
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and all(isinstance(v, str) for v in row.values()) for row in rows
    ):
        raise ValueError("decisions are a list of objects of strings")
    return rows
