"""The picture of docs/speed.md: for each filing, our pipeline beside the plain text and what others take."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from tests.bench import engines
from tests.bench.filings import Measured

SHOWN = (engines.TEXT, engines.OURS, engines.WORDS, engines.TABLES, engines.STREAM)
COLOURS = ("#9aa5b1", "#1f6f8b", "#e0a458", "#c8553d", "#7d5ba6")
WIDE, BAR, GAP, LEFT, TOP = 760, 11, 16, 96, 92


def bars(results: Sequence[tuple[Measured, Mapping[str, float]]]) -> str:
    """An SVG picture: seconds of CPU as bars on a logarithmic scale."""
    known = [t for _, times in results for name, t in times.items() if name in SHOWN and not math.isnan(t)]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))

    def across(seconds: float) -> float:
        return LEFT + (WIDE - LEFT - 20) * (math.log10(seconds) - low) / (high - low)

    out: list[str] = []
    y = TOP
    for at, (name, colour) in enumerate(zip(SHOWN, COLOURS, strict=True)):
        x, line = LEFT + 330 * (at % 2), 16 + 20 * (at // 2)
        out.append(f'<rect x="{x}" y="{line}" width="12" height="12" fill="{colour}"/>')
        out.append(f'<text x="{x + 18}" y="{line + 10}">{escape(name)}</text>')
    for filing, times in results:
        out.append(f'<text x="{LEFT - 8}" y="{y + 20}" text-anchor="end">{filing.pages} pages</text>')
        for name, colour in zip(SHOWN, COLOURS, strict=True):
            seconds = times.get(name, math.nan)
            if not math.isnan(seconds):
                wide = across(seconds) - LEFT
                out.append(f'<rect x="{LEFT}" y="{y}" width="{wide:.1f}" height="{BAR}" fill="{colour}"/>')
                out.append(f'<text x="{LEFT + wide + 4:.1f}" y="{y + BAR - 2}">{_said(seconds)}</text>')
                y += BAR
        y += GAP
    for power in range(low, high + 1):
        mark = across(10**power)
        out.append(f'<line x1="{mark:.1f}" x2="{mark:.1f}" y1="{TOP - 6}" y2="{y}" stroke="#ccc"/>')
        out.append(f'<text x="{mark:.1f}" y="{y + 14}" text-anchor="middle">{10**power:g} s</text>')
    body = "\n".join(out)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE + 60}" height="{y + 24}" '
        f'font-family="sans-serif" font-size="11">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _said(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"
