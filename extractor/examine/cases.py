"""What a person should look at: labels without an item, cells that identities contradict, findings; each with its row,
neighbours and place on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.examine.explain import check_in_words
from extractor.examine.html import page_json
from extractor.examine.page_images import pages_with_pictures
from extractor.examine.picture import Picture
from extractor.examine.record import Printed, Record, Row, record_of
from extractor.examine.worklist import STATEMENTS, Entry, worklist
from extractor.model import Box, Language, Page, Standard, StatementKind
from extractor.normalise import load_taxonomy
from extractor.normalise.labels import key, wording
from extractor.normalise.match import resembling
from extractor.notation.lexicon import rule
from extractor.write.lake.commit import Lake, open_lake

Json = dict[str, Any]
AROUND = 78.0  # points of the page that a crop shows above and below its row
NEIGHBOURS = 3  # lines shown before and after
CROP_SCALE = 1.6
NEAR = {Language.JA: 45.0, Language.EN: 60.0}  # of 100: how much a wording must resemble the label to be offered
_OTHER = rule("wordings.other")
_STATEMENT_OF = {code: name for name, code in STATEMENTS.items()}


@dataclass(slots=True)
class Case:
    """One thing to look at. ``entry`` only for labels to decide; ``box`` is None where a finding names no place."""

    kind: str  # unmapped, contradicted, finding
    filing_id: str
    file: str
    label: str
    statement: str
    page: int
    box: Box | None
    entry: Entry | None = None
    line: int | None = None
    candidates: list[tuple[str, float]] = field(default_factory=list)
    neighbours: list[Json] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    severity: str = "warning"

    def as_json(self) -> Json:
        out: Json = {
            "kind": self.kind,
            "file": self.file,
            "filing": self.filing_id,
            "label": self.label,
            "statement": self.statement,
            "page": self.page,
            "line": self.line,
        }
        out |= {
            "neighbours": self.neighbours,
            "checks": self.checks,
            "messages": self.messages,
            "severity": self.severity,
        }
        out["candidates"] = [[item, round(score, 2)] for item, score in self.candidates]
        if self.entry:
            row = self.entry.row()
            out["decide"] = {name: str(row[name]) for name in ("label", "scope", "statement", "section", "evidence")}
            out |= {"filings": self.entry.filings, "lines": self.entry.lines, "amount": row["amount"]}
        return out


def find_cases(uri: str, limit: int = 200) -> list[Case]:
    """Labels to decide, heaviest first; then contradicted lines and findings. At most ``limit`` of each kind."""
    lake = open_lake(uri)
    entries = worklist(uri)[:limit]  # says so if there is no lake
    markers = {marker.source_files[0]: marker for marker in lake.markers().values()}
    records = Records(lake)
    out: list[Case] = []
    for entry in entries:
        file, _, page = entry.example.rpartition(" p.")
        if file in markers:
            out.append(_label_case(entry, records[markers[file].filing_id], int(page)))
    troubled = [m for m in markers.values() if m.figures.contradicted or m.figures.findings]
    trouble = [case for marker in troubled for case in _trouble(records[marker.filing_id])]
    for kind in ("contradicted", "finding"):
        out += [case for case in trouble if case.kind == kind][:limit]
    return out


class Records(dict[str, Record]):
    """The records of a lake by filing id, each read once."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._markers = lake.markers()

    def __missing__(self, filing_id: str) -> Record:
        self[filing_id] = record_of(self._lake, self._markers[filing_id])
        return self[filing_id]


def _label_case(entry: Entry, record: Record, page: int) -> Case:
    statement = _STATEMENT_OF[entry.statement]
    rows = [row for row in record.unmapped if row["page"] == page and row["statement"] == statement]
    said = wording(entry.label)[0]
    row = next((r for r in rows if r["label"] == entry.label), None) or next(
        (r for r in rows if wording(r["label"])[0] == said), None
    )
    candidates = [
        (name, float(score)) for name, _, score in (part.rpartition(":") for part in entry.candidates.split())
    ]
    candidates += [near for near in _near(entry, record.first) if near[0] not in dict(candidates)]
    case = Case(
        "unmapped",
        record.marker.filing_id,
        record.marker.source_files[0],
        entry.label,
        statement,
        page,
        None,
        entry,
        candidates=candidates[:3],
    )
    if row is not None:
        case.line, case.box = row["line"], _box([row])
        sheet = next(
            (
                s
                for s in record.sheets
                if s.statement == statement
                and _labelled(s, row["line"]) == row["label"]
                and s.consolidated == row["consolidated"]
            ),
            None,
        )
        if sheet is not None:
            case.neighbours = _neighbours(sheet, row["line"])
    return case


def _near(entry: Entry, row: Row) -> list[tuple[str, float]]:
    """What a person may want to pick although the mapper would not: the nearest wordings, those of the line's own
    section first, and that section's Other (0)."""
    language = Language(row["language"])
    pool = load_taxonomy().pool(
        StatementKind(_STATEMENT_OF[entry.statement]), Standard(row["accounting_standard"]), language
    )
    found = resembling(entry.label, pool, limit=16, floor=NEAR[language])
    found.sort(key=lambda hit: (entry.section not in hit[0].section, -hit[1]))
    others = [
        hit
        for hit in pool.rows
        if hit.kind == "line" and hit.section[-1:] == (entry.section,) and _OTHER.finds(key(hit.ja))
    ]
    best: dict[str, float] = {}
    for hit, score in [*found[:4], *((hit, 0.0) for hit in others[:1])]:
        best.setdefault(hit.item, score / 100)
    return list(best.items())


def _labelled(sheet: Printed, line: int) -> str | None:
    return next((row["label"] for (number, _), row in sheet.cells.items() if number == line), None)


def _trouble(record: Record) -> Iterator[Case]:
    """Lines with contradicted cells, each with the findings that speak of it; then the findings that speak of no such
    line."""
    told: set[int] = set()
    common = record.marker.filing_id, record.marker.source_files[0]
    for sheet in record.sheets:
        for line, cells in sheet.lines.items():
            wrong = [(column, row) for column, row in cells if row["proof"] == "contradicted"]
            if not wrong:
                continue
            case = Case(
                "contradicted",
                *common,
                wrong[0][1]["label"],
                sheet.statement,
                wrong[0][1]["page"],
                _box([row for _, row in wrong]),
                line=line,
            )
            case.severity = "error"
            checks = {
                check["check"]: check
                for column, _ in wrong
                for check in record.checks_of(sheet, line, column)
                if check["verdict"] == "fails"
            }
            case.checks = [check_in_words(record, check) for check in checks.values()]
            case.neighbours = _neighbours(sheet, line)
            for number, finding in enumerate(record.findings):
                if (
                    finding["statement"] == sheet.statement
                    and finding["line"] == line
                    and finding["sheet"] in (None, sheet.index)
                ):
                    told.add(number)
                    case.messages.append(f"{finding['code']}: {finding['message']}")
            yield case
    for number, finding in enumerate(record.findings):
        if number not in told and finding["severity"] != "info" and finding["page"] and finding["code"] != "unmapped":
            yield _finding_case(
                record,
                finding,
                Case("finding", *common, finding["code"], finding["statement"] or "", finding["page"], None),
            )


def _finding_case(record: Record, finding: Row, case: Case) -> Case:
    case.severity, case.line = finding["severity"], finding["line"]
    case.messages = [f"{finding['code']}: {finding['message']}"]
    sheets = [s for s in record.sheets if s.statement == finding["statement"] and finding["sheet"] in (None, s.index)]
    rows = [
        row
        for s in sheets
        for (line, _), row in s.cells.items()
        if line == finding["line"] and row["page"] == finding["page"]
    ]
    if rows:
        case.box, case.neighbours = _box(rows), _neighbours(sheets[0], finding["line"])
    else:
        tokens = [
            row for row in record.ledger if row["page"] == finding["page"] and repr(row["text"]) in finding["message"]
        ]
        unclaimed = [row for row in tokens if row["fate"] == "unclaimed"] or tokens
        case.box = _box(unclaimed[:1]) if unclaimed else None
    return case


def _box(rows: Sequence[Row]) -> Box:
    return Box(
        min(r["x0"] for r in rows),
        min(r["top"] for r in rows),
        max(r["x1"] for r in rows),
        max(r["bottom"] for r in rows),
    )


def _neighbours(sheet: Printed, line: int) -> list[Json]:
    lines = sheet.lines
    numbers = list(lines)
    at = numbers.index(line) if line in numbers else 0
    out = []
    for number in numbers[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]:
        row = lines[number][0][1]
        values = [
            [cell["reported_text"], cell["proof"] if cell["value_state"] == "number" else cell["value_state"]]
            for _, cell in lines[number]
        ]
        out.append(
            {
                "line": number,
                "label": row["label"],
                "depth": row["depth"],
                "item": row["item"],
                "values": values[:6],
                "here": number == line,
            }
        )
    return out


# ---------------------------------------------------------------- crops


def add_crops(cases: Sequence[Case], source_of: Callable[[str], Path | None]) -> dict[int, Json]:
    """Case number -> the part of its page around its row. Cases whose file is not at hand have none."""
    wanted: dict[str, list[int]] = {}
    for number, case in enumerate(cases):
        wanted.setdefault(case.filing_id, []).append(number)
    out: dict[int, Json] = {}
    for filing_id, numbers in wanted.items():
        source = source_of(filing_id)
        if source is not None:
            pages = pages_with_pictures(source, {cases[number].page for number in numbers}, CROP_SCALE)
            out |= {number: crop(cases[number], *pages[cases[number].page]) for number in numbers}
    return out


def crop(case: Case, page: Page, picture: Picture | None) -> Json:
    """A strip of the page as a page of its own, with the row's box in its coordinates."""
    import io

    from PIL import Image

    top = max(0.0, case.box.top - AROUND) if case.box else 0.0
    bottom = min(page.height, case.box.bottom + AROUND) if case.box else min(page.height, 4 * AROUND)
    if picture is not None:
        image = Image.open(io.BytesIO(picture.png))
        cut = image.crop(
            (
                0,
                round(top * picture.scale),
                image.width,
                max(round(bottom * picture.scale), round(top * picture.scale) + 1),
            )
        )
        out = io.BytesIO()
        cut.save(out, "PNG")
        picture = Picture(page.number, cut.width, cut.height, out.getvalue(), picture.scale)
    words = tuple(word for word in page.words if top <= word.box.middle <= bottom)
    rules = tuple(rule for rule in page.rules if top <= rule.box.middle <= bottom)
    strip = page_json(Page(page.number, page.width, bottom - top, words, rules), picture)
    for shapes, start in ((strip["words"], 2), (strip["rules"], 1)):
        for shape in shapes:
            shape[start] = round(shape[start] - top, 1)
            shape[start + 2] = round(shape[start + 2] - top, 1)
    box = case.box
    return strip | {
        "box": box and [round(box.x0, 1), round(box.top - top, 1), round(box.x1, 1), round(box.bottom - top, 1)]
    }


def catalogue() -> list[list[str]]:
    """The taxonomy for searching: item, Japanese label, English label, statement, standards."""
    found: dict[tuple[str, str], list[str]] = {}
    for record in load_taxonomy().records:
        item, standard, kind, statement, ja, en = record[0], record[2], record[3], record[4], record[13], record[14]
        if kind != "line":
            continue
        known = found.setdefault((item, statement), [item, ja, en, statement, standard])
        if standard not in known[4].split(" "):
            known[4] += f" {standard}"
    return list(found.values())
