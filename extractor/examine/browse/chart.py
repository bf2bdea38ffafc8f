"""A series of figures drawn as SVG, with outliers and doubtful figures marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from extractor.examine.browse.markup import Html, amount, period, tag

WIDTH, HEIGHT = 680, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 14, 30, 30
_FAR = 5.0  # usual distances from the median
_NORMAL = 1.4826  # makes a median distance the standard deviation of a normal distribution
_LEAST = 0.1  # of the median: series that hardly move have no outliers within it
_FEWEST = 4  # figures of which the others can say what is usual


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: ``where`` leads to it; ``restated``: another filing prints another figure for its period."""

    start: date | None
    end: date
    value: Decimal
    proof: str
    said: str
    where: str
    restated: bool = False


def outliers(points: Sequence[Point]) -> set[int]:
    """The numbers of the points that lie farther from the median of the others than five times their usual
    distance."""
    found: set[int] = set()
    if len(points) < _FEWEST:
        return found
    for number, point in enumerate(points):
        others = [float(p.value) for n, p in enumerate(points) if n != number]
        middle = median(others)
        usual = max(_NORMAL * median(abs(value - middle) for value in others), _LEAST * abs(middle))
        if abs(float(point.value) - middle) > _FAR * usual:
            found.add(number)
    return found


def chart(points: Sequence[Point], title: str, unit: str, outlier: str) -> Html:
    """The points in the order of their ends, joined by a line; each is a link to its page."""
    points = sorted(points, key=lambda p: p.end)
    far = outliers(points)
    values = [float(point.value) for point in points]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    first, last = points[0].end.toordinal(), points[-1].end.toordinal()

    def across(point: Point) -> float:
        part = (point.end.toordinal() - first) / (last - first) if last > first else 0.5
        return round(_LEFT + 40 + part * (WIDTH - _LEFT - _RIGHT - 80), 1)

    def down(value: float) -> float:
        return round(_TOP + (high - value) / span * (HEIGHT - _TOP - _BOTTOM), 1)

    places = [(across(point), down(value)) for point, value in zip(points, values, strict=True)]
    parts: list[object] = [
        tag("title", f"{title} ({unit})"),
        tag("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=down(0.0), y2=down(0.0), class_="axis"),
    ]
    if len(points) > 1:
        parts.append(tag("polyline", points=" ".join(f"{x},{y}" for x, y in places), class_="series"))
    shown = _apart([x for x, _ in places])
    for number, (point, (x, y)) in enumerate(zip(points, places, strict=True)):
        parts.append(_dot(point, x, y, outlier if number in far else ""))
        if number in shown or number in far:
            anchor = "start" if x < 60 else "end" if x > WIDTH - 60 else "middle"
            parts.append(tag("text", amount(point.value), x=x, y=max(y - 10, 12), text_anchor=anchor, class_="said"))
        if number in shown:
            parts.append(tag("text", str(point.end)[:7], x=x, y=HEIGHT - 8, text_anchor="middle", class_="date"))
    return tag(
        "svg", *parts, viewBox=f"0 0 {WIDTH} {HEIGHT}", class_="chart", role="img", aria_label=f"{title} ({unit})"
    )


def _dot(point: Point, x: float, y: float, outlier: str) -> Html:
    kind = "bad" if point.proof == "contradicted" else "hollow" if point.proof == "unproved" else "full"
    words = [period(point.start, point.end), amount(point.value), point.proof, point.said]
    ring = tag("circle", cx=x, cy=y, r=9, class_="ring") if outlier else None
    again = tag("text", "↻", x=x + 7, y=y + 14, class_="again") if point.restated else None
    title = tag("title", " · ".join([*words, *([outlier] if outlier else [])]))
    return tag("a", title, ring, tag("circle", cx=x, cy=y, r=4.5, class_=f"dot {kind}"), again, href=point.where)


def _apart(places: Sequence[float]) -> set[int]:
    """The numbers of the places that have room for their words: from the last one back."""
    shown: set[int] = set()
    edge = float("inf")
    for number in range(len(places) - 1, -1, -1):
        if edge - places[number] >= 84:
            shown.add(number)
            edge = places[number]
    return shown
