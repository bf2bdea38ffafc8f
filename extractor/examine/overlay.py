"""What each stage drew on the page, as shapes: the same shapes make the PNGs, the JSON and the layers of the HTML
page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.examine.stages import PageReading, Stage
from extractor.model import Box, Fact, Finding, Line, Match, Sheet, Standard, ValueState, Word
from extractor.model.other import OtherFact
from extractor.notation.rows import rows_of

# kind of shape -> stroke, strength of the fill (0 to 1). Contrast of the strokes with white is 3:1 or better; what is
# wrong is loud.
PALETTE: Mapping[str, tuple[str, float]] = {
    "word": ("#3b6ea5", 0.10),
    "rule": ("#b0571a", 0.60),
    "furniture": ("#767c85", 0.18),
    "span": ("#3b6ea5", 0.05),
    "caption": ("#7a4fa3", 0.16),
    "column": ("#2f7d6b", 0.05),
    "row": ("#767c85", 0.00),
    "heading": ("#7a4fa3", 0.10),
    "cell": ("#2f7d6b", 0.16),
    "nil": ("#3b6ea5", 0.16),
    "blank": ("#767c85", 0.00),
    "illegible": ("#c2183c", 0.35),
    "differs": ("#c2183c", 0.30),
    "mapped": ("#2f7d6b", 0.12),
    "doubtful": ("#9a6700", 0.18),
    "unmapped": ("#c2183c", 0.22),
    "proved": ("#1f7a45", 0.18),
    "tied": ("#2f7d6b", 0.08),
    "unproved": ("#9a6700", 0.12),
    "contradicted": ("#c2183c", 0.32),
    "finding": ("#c2183c", 0.06),
    "period_header": ("#7a4fa3", 0.16),
    "note_mark": ("#9a6700", 0.18),
    "label": ("#3b6ea5", 0.12),
    "outside": ("#767c85", 0.08),
    "unclaimed": ("#e6007e", 0.55),
}
_CERTAIN = ("exact", "alias", "section")
_MARGIN = 1.5
_APART = 3.0  # heights of the row between a label and what is none of it
_LETTER = 3.8  # points of width, as item names are written
_FEWEST = 6  # letters: fewer say nothing


@dataclass(frozen=True, slots=True)
class Shape:
    """A box to draw. ``text`` stands beside it, ``known`` is said of it on hovering, ``place`` finds its row: sheet,
    line, column."""

    stage: Stage
    kind: str  # of PALETTE
    box: Box
    text: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    place: tuple[int, int, int | None] | None = None


def shapes_of(seen: PageReading, stage: Stage) -> tuple[Shape, ...]:
    """The shapes of one stage, in drawing order."""
    return tuple(_DRAWN[stage](seen))


def _words(seen: PageReading) -> Iterator[Shape]:
    for word in seen.page.words:
        yield Shape(
            Stage.WORDS,
            "word",
            word.box,
            "",
            {"text": word.text, "size": f"{word.size:.1f}", "reader": seen.page.reader},
        )
    for word in seen.page.furniture:
        yield Shape(
            Stage.WORDS, "furniture", word.box, "", {"text": word.text, "is": "running head, foot or page number"}
        )
    for rule in seen.page.rules:
        yield Shape(Stage.WORDS, "rule", rule.box, "", {"rule": "horizontal" if rule.horizontal else "vertical"})


def _spans(seen: PageReading) -> Iterator[Shape]:
    left, right = 0.0, seen.page.width
    if seen.page.words:
        left, right = min(word.box.x0 for word in seen.page.words) - 6, max(word.box.x1 for word in seen.page.words) + 6
    rows = rows_of(seen.page.words)
    for span, region in seen.regions:
        unit = {None: "unit not stated", 1: "yen", 1000: "thousand yen", 1_000_000: "million yen"}.get(
            span.scale, f"{span.scale} {span.currency}"
        )
        known = {
            "statement": span.kind.value,
            "title": span.title,
            "consolidated": "yes" if span.consolidated else "no",
            "standard": span.standard.value,
            "unit": unit if span.currency == "JPY" else f"{span.scale} {span.currency}",
            "rounding": span.rounding.value,
        }
        if span.caption_period:
            known["period"] = f"{span.caption_period.start or ''} to {span.caption_period.end}"
        text = f"{span.kind.value} · {'consolidated' if span.consolidated else 'own'} · {known['unit']}"
        yield Shape(Stage.SPANS, "span", Box(left, region.top - 3, right, region.bottom + 3), text, known)
        for row in rows:
            if region.top - 1 <= row.box.middle <= region.bottom + 1 and row.text in span.captions:
                yield Shape(Stage.SPANS, "caption", row.box, "", {"caption": row.text})


def _on_page(seen: PageReading) -> Iterator[tuple[int, Sheet, list[Line]]]:
    for index, labelled in enumerate(seen.extraction.sheets):
        lines = [line for line in labelled.sheet.lines if line.page == seen.number]
        if lines:
            yield index, labelled.sheet, lines


def _grid(seen: PageReading) -> Iterator[Shape]:
    for index, sheet, lines in _on_page(seen):
        for column in sheet.columns:
            boxes = [
                cell.box
                for line in lines
                for cell in line.cells
                if cell.column == column.index and cell.page == seen.number and cell.amount.text
            ]
            if boxes:
                box = boxes[0]
                for other in boxes[1:]:
                    box = box.union(other)
                period = (
                    f"{column.period.start or ''} to {column.period.end}".removeprefix(" to ")
                    if column.period
                    else "not known"
                )
                yield Shape(Stage.GRID, "column", _grown(box, 4), "", {"column": column.label, "period": period})
        for line in lines:
            known = {
                "line": str(line.number),
                "label": line.label,
                "depth": str(line.depth),
                "under": str(line.parent or ""),
            }
            yield Shape(
                Stage.GRID,
                "heading" if line.heading else "row",
                line.box,
                str(line.number),
                known,
                (index, line.number, None),
            )
            for cell in line.cells:
                if cell.page != seen.number:
                    continue
                state = "cell" if cell.amount.state is ValueState.NUMBER else cell.amount.state.value
                known = {
                    "cell": cell.amount.text or "(blank)",
                    "state": cell.amount.state.value,
                    "reader": cell.reader,
                    "note": cell.note or "",
                }
                known |= {other.reader: other.text or "(nothing)" for other in cell.others}
                yield Shape(
                    Stage.GRID,
                    "differs" if cell.others else state,
                    cell.box,
                    "",
                    known,
                    (index, line.number, cell.column),
                )


def label_box(line: Line, words: Sequence[Word] = ()) -> Box:
    """The row without its figures; with the page's ``words`` it ends where the label ends."""
    right = max(min(line.box.x1, _first_figure(line) - _MARGIN), line.box.x0 + 8)
    end = None
    for word in sorted(words, key=lambda w: w.box.x0):
        if not (line.box.top <= word.box.middle <= line.box.bottom and word.box.x1 <= right + 1):
            continue
        if end is not None and word.box.x0 - end > _APART * line.box.height:  # a note mark beside the figure
            break
        end = word.box.x1
    return Box(line.box.x0, line.box.top, right if end is None else min(right, end + 1), line.box.bottom)


def _first_figure(line: Line) -> float:
    return min((cell.box.x0 for cell in line.cells if cell.amount.text and cell.page == line.page), default=line.box.x1)


def fitting(text: str, room: float) -> str:
    """As much of a text as stands in ``room`` points beside a label, without touching a figure."""
    most = int(room / _LETTER)
    return text if len(text) <= most else f"{text[: most - 1]}…" if most >= _FEWEST else ""


def match_kind(match: Match) -> str:
    """mapped, doubtful or unmapped: how sure the item of a line is."""
    if match.item is None:
        return "heading" if match.heading else "unmapped"
    return "mapped" if match.method in _CERTAIN else "doubtful"


def match_known(match: Match, standard: Standard) -> dict[str, str]:
    """What is known of how a line was mapped: name and text, for the panel of the page view."""
    known = {
        "item": match.item or "(none)",
        "method": match.method or "",
        "element": match.element or "",
        "section": match.section or "",
    }
    if match.score is not None:
        known["score"] = f"{match.score:g}"
    if match.margin is not None:
        known["margin"] = f"{match.margin:g}"
    runners = [f"{c.item} ({c.score:g})" for c in match.candidates if c.item != match.item]
    if runners:
        known["runners-up"] = ", ".join(runners)
    return known


def _items(seen: PageReading) -> Iterator[Shape]:
    for index, sheet, lines in _on_page(seen):
        for line in lines:
            match = seen.extraction.sheets[index].matches.get(line.number)
            if match is None or (line.heading and match.item is None):
                continue
            box = label_box(line, seen.page.words)
            said = f"{match.item} · {match.method}" if match.item else "unmapped"
            text = fitting(said, _first_figure(line) - box.x1 - 4)
            known = {"line": str(line.number), "label": line.label} | match_known(match, sheet.span.standard)
            yield Shape(
                Stage.ITEMS,
                match_kind(match),
                box,
                "" if line.heading else text,
                known,
                (index, line.number, None),
            )


def _proof(seen: PageReading) -> Iterator[Shape]:
    for fact in seen.extraction.facts:
        if fact.page != seen.number or fact.value_state is ValueState.BLANK:
            continue
        known = {
            "value": _value(fact),
            "proof": fact.proof.value,
            "printed": fact.reported_text,
            "item": fact.item or "(none)",
        }
        if fact.findings:
            known["findings"] = ", ".join(fact.findings)
        kind = fact.proof.value if fact.value_state is ValueState.NUMBER else fact.value_state.value
        yield Shape(Stage.PROOF, kind, fact.box, "", known, (fact.sheet, fact.line, fact.column))
    for other in seen.extraction.other:
        if other.page == seen.number:
            known = {"value": _said(other.value, other.unit, other.value_state), "proof": other.proof.value}
            known |= {"printed": other.reported_text, "row": " > ".join(other.row_path)}
            known |= {"column": " > ".join(other.column_path), "findings": ", ".join(other.findings)}
            kind = other.proof.value if other.value_state is ValueState.NUMBER else other.value_state.value
            yield Shape(Stage.PROOF, kind, other.box, "", known, (-other.table, other.row, other.column))
    for finding, box in findings_on(seen):
        yield Shape(
            Stage.PROOF,
            "finding",
            _grown(box, 2),
            str(finding.code),
            {"finding": str(finding.code), "message": finding.message},
        )


def findings_on(seen: PageReading) -> Iterator[tuple[Finding, Box]]:
    """The page's findings, with the line they speak of (else the top of the page)."""
    high = 4.0
    for finding in (
        *seen.extraction.findings,
        *(f for s in seen.extraction.sheets for f in (*s.findings, *s.sheet.findings)),
    ):
        if finding.page != seen.number:
            continue
        lines = [
            line
            for s in seen.extraction.sheets
            for line in s.sheet.lines
            if line.page == seen.number and s.sheet.span.kind == finding.statement
        ]
        box = next((line.box for line in lines if line.number == finding.line), None)
        box = box or next((fact.box for fact in seen.extraction.other if _speaks_of(finding, fact)), None)
        box = box or _token_box(seen, finding.message)
        if box is None:
            box, high = Box(10, high, 60, high + 8), high + 13
        yield finding, box


def _speaks_of(finding: Finding, fact: OtherFact) -> bool:
    return (
        finding.sheet == -fact.table
        and fact.page == finding.page
        and finding.line in (None, fact.row)
        and finding.column in (None, fact.column)
    )


def _token_box(seen: PageReading, message: str) -> Box | None:
    return next(
        (claim.box for claim in seen.extraction.ledger if claim.page == seen.number and repr(claim.text) in message),
        None,
    )


def _ledger(seen: PageReading) -> Iterator[Shape]:
    for claim in seen.extraction.ledger:
        if claim.page == seen.number:
            text = "unclaimed" if claim.fate.value == "unclaimed" else ""
            yield Shape(
                Stage.LEDGER, claim.fate.value, claim.box, text, {"token": claim.text, "fate": claim.fate.value}
            )


def _value(fact: Fact) -> str:
    return _said(fact.value, fact.unit.value, fact.value_state)


def _said(value: Decimal | None, unit: str | None, state: ValueState) -> str:
    return f"{value.normalize():,f} {unit or ''}".rstrip() if value is not None else state.value


def _grown(box: Box, by: float) -> Box:
    return Box(box.x0 - by, box.top - by, box.x1 + by, box.bottom + by)


_DRAWN: Mapping[Stage, Callable[[PageReading], Iterator[Shape]]] = {
    Stage.WORDS: _words,
    Stage.SPANS: _spans,
    Stage.GRID: _grid,
    Stage.ITEMS: _items,
    Stage.PROOF: _proof,
    Stage.LEDGER: _ledger,
}
