"""Sets options of a failing layout back to plain, one after the other, while it still fails in the same way."""

from __future__ import annotations

from dataclasses import fields, replace

from tests.typesetting.compare import Result, judge
from tests.typesetting.layouts import PLAIN, Layout, possible


def kind_of(fault: str) -> str:
    """A fault without its figures: ``silent wrong balance_sheet``, ``attribute fiscal year``."""
    return " ".join(fault.split()[:3])


def shrunk(seed: int, layout: Layout, result: Result, second_readers: bool = False) -> Layout:
    """The smallest layout found in which the first fault's kind is still there."""
    kind = kind_of(result.faults[0])

    def failing(trial: Layout) -> bool:
        return any(kind_of(fault) == kind for fault in judge(seed, trial, second_readers).faults)

    for name in layout.parts:
        fewer = replace(layout, parts=tuple(part for part in layout.parts if part != name))
        if fewer.parts and failing(fewer):
            layout = fewer
    names = [entry.name for entry in fields(Layout) if entry.name != "parts"]
    half = len(names) // 2
    for several in (names[:half], names[half:]):  # many at once first: most options do not matter
        trial = possible(replace(layout, **{name: getattr(PLAIN, name) for name in several}))
        if trial != layout and failing(trial):
            layout = trial
    for name in names:
        trial = possible(replace(layout, **{name: getattr(PLAIN, name)}))
        if trial != layout and failing(trial):
            layout = trial
    return layout
