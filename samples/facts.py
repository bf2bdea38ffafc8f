"""The figures behind the samples: ``figures/*.csv``, one line per printed row, values as facts in the unit that is
printed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
NIL = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row. ``values``: a number as digits, ``-`` for a printed dash, empty for a blank cell."""

    depth: int
    style: str  # heading, item, total
    at: str  # open, close: a balance at the first or last day of a column that is a duration
    unit: str  # JPY, JPYPerShares, pure, times, count
    note: str
    element: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A value column: what its header prints, and the period it stands for (an instant has no start)."""

    lines: tuple[str, ...]
    start: str
    end: str
    members: str = ""


def read_figures(name: str, language: str) -> dict[str, list[Row]]:
    """The rows of each table (bs, pl, ci, ss_prior, ss_current, cf, summary) in printed order, with labels in
    ``language``."""
    tables: dict[str, list[Row]] = {}
    with (HERE / "figures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            values = tuple(line[key] for key in line if key.startswith("v"))
            row = Row(
                int(line["depth"]),
                line["style"],
                line["at"],
                line["unit"],
                line["note"],
                line["element"],
                line[f"label_{language}"],
                values,
            )
            tables.setdefault(line["table"], []).append(row)
    return tables


def printed(value: str, language: str) -> str:
    """A value as the page shows it: △1,234 and － in Japanese, (1,234) and - in English."""
    if value in ("", NIL):
        return "－" if value == NIL and language == "ja" else value
    digits = value.lstrip("-")
    whole, dot, part = digits.partition(".")
    text = f"{int(whole):,}{dot}{part}"
    if not value.startswith("-"):
        return text
    return f"△{text}" if language == "ja" else f"({text})"


EXPECTED = ("statement", "row", "label_text", "element", "period_start", "period_end", "instant", "consolidated")
EXPECTED = (*EXPECTED, "members", "value", "displayed_text", "unit", "page", "col_header")


def expected(
    kind: str, rows: list[Row], heads: tuple[Head, ...], scale: int, language: str, page: int
) -> Iterator[dict[str, object]]:
    """What a perfect reader finds: one line per number and per printed dash, values in the base unit."""
    for number, row in enumerate(rows, start=1):
        for head, value in zip(heads, row.values, strict=False):
            if not value:
                continue
            start, end = _period(row.at, head)
            exponent = scale if row.unit == "JPY" else 1
            yield {
                "statement": kind,
                "row": number,
                "label_text": row.label,
                "element": row.element,
                "period_start": start,
                "period_end": end if start else "",
                "instant": "" if start else end,
                "consolidated": "true",
                "members": head.members,
                "value": "" if value == NIL else _base(value, exponent, row.unit),
                "displayed_text": printed(value, language),
                "unit": row.unit,
                "page": page,
                "col_header": " ".join(head.lines),
            }


def _period(at: str, head: Head) -> tuple[str, str]:
    if at == "open":
        return "", str(date.fromisoformat(head.start) - timedelta(days=1))
    return ("", head.end) if at == "close" else (head.start, head.end)


def _base(value: str, scale: int, unit: str) -> str:
    number = Decimal(value) * scale
    return str(number / 100 if unit == "pure" else number)
