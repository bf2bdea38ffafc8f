"""``extractor check``: the filings of a lake against each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import print_message, print_text
from extractor.errors import ExitCode

if TYPE_CHECKING:
    from extractor.examine.across import Across


def register(app: typer.Typer) -> None:
    app.command(
        help=(
            "Compare the filings of a lake: prior-period columns against what was filed then, amendments against "
            "originals."
        )
    )(check)


def check(
    lake: Annotated[str, typer.Argument(metavar="LAKE", help="The lake: a folder or a URI.")],
    json: Annotated[bool, typer.Option("--json", help="The differences as JSON on standard output.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"End with {int(ExitCode.GATE)} where a figure is contradicted.")
    ] = False,
) -> int:
    from extractor.examine.across import Difference, across

    summary = across(lake)
    print_text(_json(summary.differences) if json else "".join(f"{_line(found)}\n" for found in summary.differences))
    count = Counter(found.verdict for found in summary.differences)
    print_message(
        f"{summary.compared:,} figures printed by two filings: "
        + ", ".join(f"{count[verdict]:,} {verdict.value}" for verdict in Difference)
    )
    return ExitCode.GATE if strict and count[Difference.CONTRADICTED] else ExitCode.OK


def _line(found: Across) -> str:
    period = f"{found.period_start}..{found.period_end}" if found.period_start else str(found.period_end)
    component = f" [{found.component}]" if found.component else ""
    basis = "" if found.consolidated else " (non-consolidated)"
    return (
        f"{found.verdict.value}: {found.company} {found.statement}{basis} {found.name}{component} {period}: "
        f"{found.earlier_value:,f} in {found.earlier} p.{found.earlier_page}, {found.later_value:,f} in "
        f"{found.later} p.{found.later_page}"
        f"{', which supersedes it' if found.superseded else ''}"
    )


def _json(differences: tuple[Across, ...]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(found) for found in differences], ensure_ascii=False, indent=1, default=str) + "\n"
