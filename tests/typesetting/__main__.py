"""``python -m tests.typesetting --seeds 0:500``: draws, reads, compares, and shrinks what fails."""

from __future__ import annotations

import argparse
import ast
import time
from dataclasses import replace
from pathlib import Path

from tests.typesetting.compare import judge, verdict
from tests.typesetting.filing import draw
from tests.typesetting.layouts import PLAIN, Layout, differences, draw_layout
from tests.typesetting.shrink import shrunk
from tests.typesetting.text import draw_text, draw_text_layout, text_differences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:100", help="FIRST:LAST, or a seed")
    parser.add_argument("--second-readers", action="store_true", help="ask further readers too, as run does")
    parser.add_argument("--no-shrink", action="store_true")
    parser.add_argument("--loud", action="store_true", help="shrink and show loud ones too")
    parser.add_argument("--faults", type=int, default=3, help="how many faults to show for a seed")
    parser.add_argument("--save", type=Path, help="a folder for the (shrunk) PDFs")
    parser.add_argument("--layout", help="options instead of the seed's layout: label_width=14.0,income='one'")
    parser.add_argument("--floor", action="store_true", help="write floor.txt from these seeds")
    parser.add_argument("--text", action="store_true", help="as texts with tables between tabs; nothing is shrunk")
    given = parser.parse_args()
    first, colon, last = given.seeds.partition(":")
    counts = {"right": 0, "loud": 0, "silent": 0}
    verdicts: list[str] = []
    begin, warned = time.perf_counter(), 0
    for seed in range(int(first), int(last) if colon else int(first) + 1):
        layout = draw_layout(seed) if given.layout is None else _layout(given.layout)
        drawn = draw_text(seed, layout, draw_text_layout(seed)) if given.text else None
        result = verdict(drawn) if drawn else judge(seed, layout, given.second_readers)
        counts[result.verdict] += 1
        verdicts.append(f"{seed} {result.verdict}\n")
        warned += result.warned
        if given.floor or result.verdict == "right" or (result.verdict == "loud" and not given.loud):
            continue
        if not given.no_shrink and not drawn:
            layout = shrunk(seed, layout, result, given.second_readers)
            result = judge(seed, layout, given.second_readers)
        words = _words(layout) + (f"; text: {text_differences(draw_text_layout(seed))}" if drawn else "")
        print(f"{seed} {result.verdict} {result.silent}/{result.wrong} {words}", flush=True)
        for fault in result.faults[: given.faults]:
            print(f"    {fault}")
        if given.save:
            given.save.mkdir(parents=True, exist_ok=True)
            name = f"{seed}.txt" if drawn else f"{seed}.pdf"
            (given.save / name).write_bytes((drawn or draw(seed, layout)).pdf)
    if given.floor:
        (Path(__file__).parent / "floor.txt").write_text("".join(verdicts))
    spent = time.perf_counter() - begin
    print(
        f"{counts['right']} right ({warned} of them with a warning), {counts['loud']} loud, {counts['silent']} "
        f"silent; {spent:.0f} s"
    )


def _layout(options: str) -> Layout:
    """``name=value`` pairs as Python writes them; all others plain."""
    call = ast.parse(f"f({options})", mode="eval").body
    assert isinstance(call, ast.Call)
    return replace(PLAIN, **{str(entry.arg): ast.literal_eval(entry.value) for entry in call.keywords})


def _words(layout: Layout) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in differences(layout).items()) or "plain"


if __name__ == "__main__":
    main()
