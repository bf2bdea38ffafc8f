"""From a number in the lake back to the page: match, cell, glyphs, picture, the checks it took part in, and what else
it might have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError
from extractor.examine.record import Printed, Record, Row
from extractor.examine.tables import item_names
from extractor.model import Box

if TYPE_CHECKING:
    from extractor.examine.stages import PageReading

MARGIN = 60.0  # points of the page above and below the row in its picture


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which numbers: by item or by line, narrowed by statement, period and basis."""

    item: str | None = None
    line: int | None = None
    table: int | None = None  # of a table that is no statement; ``line`` is a row of it
    statement: str | None = None
    period: str | None = None  # end of the period, or its start of letters: 2017, 2017-03, 2017-03-31
    consolidated: bool | None = None

    def fits(self, row: Row) -> bool:
        return (
            (self.item is None or row["item"] == self.item)
            and (self.line is None or row["line"] == self.line)
            and (self.statement is None or row["statement"] == self.statement)
            and (self.period is None or str(row["period_end"]).startswith(self.period))
            and (self.consolidated is None or row["consolidated"] is self.consolidated)
        )


@dataclass(slots=True)
class Explanation:
    """All that is known of one cell. ``items`` and ``readings`` are the runners-up, known only where the filing's file
    is at hand."""

    row: Row
    column: int
    names: list[str]
    checks: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    items: list[tuple[str, float]] | None = None
    readings: list[tuple[str, str]] | None = None
    picture: Path | None = None

    def __str__(self) -> str:
        return as_text([self])


def explanations(record: Record, wanted: Wanted) -> list[Explanation]:
    """The cells that fit, as the lake knows them. Raises UsageError where none does."""
    out = []
    for sheet in record.sheets if wanted.table is None else filter(None, [record.sheet(-wanted.table)]):
        for (line, column), row in sheet.cells.items():
            if wanted.fits(row):
                explanation = Explanation(
                    row, column, item_names({row["item"]}).get(row["item"], []) if row["item"] else []
                )
                explanation.checks = [_check(record, check) for check in record.checks_of(sheet, line, column)]
                explanation.findings = [
                    f
                    for f in record.findings
                    if f["statement"] == sheet.statement
                    and f["sheet"] in (None, sheet.index)
                    and f["line"] in _lines_of(sheet, line)
                    and f["column"] in (None, column)
                ]
                out.append(explanation)
    if not out:
        raise UsageError(f"{record.marker.source_files[0]}: no cell fits.", _hint(record, wanted))
    return out


def _lines_of(sheet: Printed, line: int) -> tuple[int | None, ...]:
    """The lines of findings that speak of a cell: of a table that is no statement also those about the whole."""
    return (line,) if sheet.index >= 0 else (None, line)


def _hint(record: Record, wanted: Wanted) -> str:
    import difflib

    items = {row["item"] for sheet in record.sheets for row in sheet.cells.values() if row["item"]}
    near = difflib.get_close_matches(wanted.item or "", items, 3)
    return f"--item {' | '.join(near)}" if near else f"extractor view LAKE --filing {record.marker.filing_id} --out DIR"


def _check(record: Record, check: Row) -> dict[str, Any]:
    members = [(_label(record, m["sheet"], m["line"]), m["weight"], m["value"]) for m in check["members"]]
    total = (_label(record, check["sheet"], check["line"]), check["found"])
    names = ("kind", "verdict", "decisive", "low", "high")
    return {name: check[name] for name in names} | {"total": total, "members": members}


def _label(record: Record, index: int, line: int) -> str:
    sheet: Printed | None = record.sheet(index)
    return next((row["label"] for (number, _), row in sheet.cells.items() if number == line), "") if sheet else ""


def add_runners_up(found: Sequence[Explanation], file: Path) -> None:
    """Reads the pages again, with all readers, for what else each cell and line might have been."""
    from extractor.examine.stages import Reader, read_page

    for page in sorted({explanation.row["page"] for explanation in found}):
        seen = read_page(file, page, Reader.ALL)
        for explanation in found:
            if explanation.row["page"] == page:
                _runners_up(explanation, seen)


def _runners_up(explanation: Explanation, seen: PageReading) -> None:
    row = explanation.row
    for labelled in seen.extraction.sheets:
        span = labelled.sheet.span
        if (span.kind, span.consolidated) != (row["statement"], row["consolidated"]):
            continue
        for line in labelled.sheet.lines:
            if line.number == row["line"] and line.label == row["label"]:
                match = labelled.matches.get(line.number)
                explanation.items = (
                    [(c.item, c.score) for c in match.candidates if c.item != row["item"]] if match else []
                )
                near = [cell for cell in line.cells if cell.page == row["page"] and abs(cell.box.x1 - row["x1"]) < 3]
                explanation.readings = [(other.reader, other.text) for cell in near for other in cell.others]


def draw_pictures(found: Sequence[Explanation], file: Path, out: Path) -> None:
    """A picture of each cell in its surroundings, into the folder ``out``."""
    from extractor.errors import OutputError
    from extractor.examine.page_images import pages_with_pictures

    pages = pages_with_pictures(file, {explanation.row["page"] for explanation in found})
    try:
        out.mkdir(parents=True, exist_ok=True)
        for explanation in found:
            page, picture = pages[explanation.row["page"]]
            row = explanation.row
            name = f"{Path(row['source_file']).stem}-{row['page']}-line-{row['line']}-{explanation.column}.png"
            explanation.picture = out / name
            explanation.picture.write_bytes(_crop(explanation.row, page, picture))
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}).", "--out with another folder") from error


def _crop(row: Row, page: Any, picture: Any) -> bytes:
    import io

    from PIL import Image

    from extractor.examine.canvas import draw
    from extractor.examine.overlay import Shape
    from extractor.examine.picture import SCALE
    from extractor.examine.stages import Stage

    box = Box(row["x0"] - 1, row["top"] - 1, row["x1"] + 1, row["bottom"] + 1)
    image = Image.open(io.BytesIO(draw(page, [Shape(Stage.PROOF, row["proof"], box)], picture)))
    top, bottom = max(0, round((box.top - MARGIN) * SCALE)), min(image.height, round((box.bottom + MARGIN) * SCALE))
    out = io.BytesIO()
    image.crop((0, top, image.width, max(bottom, top + 1))).save(out, "PNG")
    return out.getvalue()


# ---------------------------------------------------------------- in words


def as_text(found: Sequence[Explanation]) -> str:
    """The explanations as text."""
    return "\n".join("\n".join(_lines(explanation)) + "\n" for explanation in found)


def _lines(explanation: Explanation) -> Iterator[str]:
    row = explanation.row
    basis = {True: "consolidated", False: "own", None: "basis not said"}[row["consolidated"]]
    period = (
        f"{row['period_start']} to {row['period_end']}"
        if row["period_start"]
        else str(row["period_end"] or "period not known")
    )
    where = f"table {row['table']}, row" if "table" in row else "line"
    yield f"{row['label']}: {row['statement']} ({basis}), {where} {row['line']}, page {row['page']}, {period}"
    if "table" in row:
        named = row["table_name"] or "without a known name"
        yield f"  stands in  {' > '.join(row['heading_path']) or 'no heading'}; table {named}"
    value = f"{row['value'].normalize():,f} {row['unit']}" if row["value"] is not None else row["value_state"]
    yield f"  value     {value}, printed {row['reported_text'] or 'nothing'} with 1 = {row['reported_scale']:,}"
    yield f"  column    {row['column_label']}" + (
        f", component {row['component'] or 'unmapped'} ({row['component_label']})" if row["component_label"] else ""
    )
    yield f"  item      {row['item'] or 'unmapped'}" + (
        f" ({' / '.join(explanation.names)})" if explanation.names else ""
    )
    if row["item"]:
        yield f"  element   {row['element'] or 'none for this standard'}"
        yield (
            f"  match     {row['match_method']}, score {_short(row['match_score'])}, margin "
            f"{_short(row['match_margin'])}"
        )
    if explanation.items is not None:
        others = ", ".join(f"{item} ({_short(score)})" for item, score in explanation.items)
        yield f"  else      {others or 'no other item came near'}"
    yield (
        f"  cell      page {row['page']}, box {row['x0']:.1f} {row['top']:.1f} {row['x1']:.1f} "
        f"{row['bottom']:.1f}, read by {row['reader']}"
    )
    if explanation.readings is not None:
        yield f"  readings  {_readings(explanation.readings)}"
    yield f"  proof     {row['proof']}" + ("" if explanation.checks else ": no identity reaches it")
    yield from (f"  check     {_sum(check)}" for check in explanation.checks)
    yield from (f"  finding   {finding['code']}: {finding['message']}" for finding in explanation.findings)
    if explanation.picture:
        yield f"  picture   {explanation.picture}"


def _readings(readings: list[tuple[str, str]]) -> str:
    return ", ".join(f"{reader}: {text or 'nothing'}" for reader, text in readings) or "all readers agree"


def _sum(check: dict[str, Any]) -> str:
    label, found = check["total"]
    parts = "".join(_term(name, weight, value) for name, weight, value in check["members"])
    between = "" if check["low"] == check["high"] else f" in [{_amount(check['low'])}, {_amount(check['high'])}]"
    trial = "" if check["decisive"] else ", which proves nothing by itself"
    return f"{check['verdict']} ({check['kind']}{trial}): {_amount(found)} {label} ={parts.removeprefix(' +')}{between}"


def _term(name: str, weight: int, value: Decimal) -> str:
    amount = weight * value
    return f" {'-' if amount < 0 else '+'} {_amount(abs(amount))} {name}"


def check_in_words(record: Record, check: Row) -> str:
    """An identity as a sum: what it tried, and what came of it."""
    return _sum(_check(record, check))


def _amount(value: Any) -> str:
    return f"{value.normalize():,f}" if value is not None else "none"


def _short(number: float | None) -> str:
    return "none" if number is None else f"{number:.3g}"


def as_json(found: Sequence[Explanation]) -> str:
    """The explanations as JSON, a line break at the end."""
    from extractor.examine.plain import to_json

    return to_json(list(found)) + "\n"
