"""What each room hands on for a few pages of the samples, as short JSON lines; ``python -m tests.golden.stages`` writes
them anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractor.examine.stages import PageReading, Stage, read_page
from extractor.model import Box

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, GOLDEN = ROOT / "samples", Path(__file__).resolve().parent
PAGES = (("kakuu_2022fy.pdf", 4), ("kakuu_2022fy.pdf", 8), ("iij_2020q1_ja.pdf", 3), ("kakuu_2023q1.txt", 5))


def golden_path(name: str, number: int, stage: Stage) -> Path:
    return GOLDEN / f"{Path(name).stem}-{number}-{stage}.jsonl"


def lines(seen: PageReading, stage: Stage) -> list[str]:
    """One line for each word, region, table line, match, fact or claim."""
    return [json.dumps(record, ensure_ascii=False, default=str) for record in _records(seen, stage)]


def _records(seen: PageReading, stage: Stage) -> Iterator[Sequence[Any]]:
    number, extraction = seen.number, seen.extraction
    sheets = [
        (index, entry)
        for index, entry in enumerate(extraction.sheets)
        if any(line.page == number for line in entry.sheet.lines)
    ]
    if stage is Stage.WORDS:
        yield from ([word.text, *_place(word.box)] for word in seen.page.words)
    elif stage is Stage.SPANS:
        yield from (
            [span.kind, span.consolidated, span.scale, span.currency, round(region.top), round(region.bottom)]
            for span, region in seen.regions
        )
    elif stage is Stage.GRID:
        for index, entry in sheets:
            yield from (
                [index, column.label, column.component_label, column.period and column.period.end]
                for column in entry.sheet.columns
            )
            for line in entry.sheet.lines:
                yield [
                    index,
                    line.number,
                    line.depth,
                    line.parent,
                    line.label,
                    line.note,
                    *(cell.amount.text for cell in line.cells),
                ]
    elif stage is Stage.ITEMS:
        for index, entry in sheets:
            for line in entry.sheet.lines:
                match = entry.matches.get(line.number)
                yield [index, line.number, line.label, match and match.item, match and match.element]
    elif stage is Stage.PROOF:
        for fact in extraction.facts:
            if fact.page == number:
                yield [
                    fact.sheet,
                    fact.line,
                    fact.column,
                    fact.value,
                    fact.unit,
                    fact.period_start,
                    fact.period_end,
                    fact.component,
                    fact.proof,
                ]
    else:
        yield from sorted(
            [claim.text, *_place(claim.box), claim.fate] for claim in extraction.ledger if claim.page == number
        )


def _place(box: Box) -> tuple[int, int, int, int]:
    return round(box.x0), round(box.top), round(box.x1), round(box.bottom)


def main() -> None:
    for name, number in PAGES:
        seen = read_page(SAMPLES / name, number)
        for stage in Stage:
            golden_path(name, number, stage).write_text("\n".join(lines(seen, stage)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
