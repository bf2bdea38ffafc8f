"""``extractor plan``: what a run would do, and why."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import Annotated

import typer

from extractor.cli import options as o
from extractor.cli.configuration import Config, ShowConfig, describe, option
from extractor.cli.console import print_data, print_message, protect_stdout
from extractor.notation.printable import printable
from extractor.settings import RunSettings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(help="List every filing with the reason why it would run, or not. The same as run --dry-run.")(plan)


@o.with_choice
def plan(
    context: typer.Context,
    choice: o.Choice,
    as_json: Annotated[bool, option("--json", help="Print the plan as JSON.")] = False,
    config: Config = None,
    show_config: ShowConfig = False,
) -> int:
    if show_config:
        print_data(describe(context))
        return 0
    return show_plan(choice, choice.settings(), as_json)


def show_plan(choice: o.Choice, settings: RunSettings, as_json: bool) -> int:
    """One line per filing: run, skip, fail or gone, path, reason; further paths of the same content below it."""
    import json

    from extractor.run.batch import plan_batch
    from extractor.write import open_lake

    where = o.sources_of(choice.source, "extractor plan FOLDER --out LAKE")
    lake_uri = o.needed(choice.out, "--out", f"extractor plan {quote(where[0])} --out LAKE")
    protect_stdout()
    made = plan_batch(where, open_lake(lake_uri), settings)
    rows: list[dict[str, str | None]] = []

    def add(action: str, file: str, filing_id: str | None, reason: str) -> None:
        rows.append({"action": action, "file": file, "filing_id": filing_id, "reason": reason})

    for step in made.plan.steps:
        first, *others = step.content.sources
        add("run" if step.runs else "skip", first.relative, step.content.filing_id, step.reason)
        for other in others:
            add("skip", other.relative, step.content.filing_id, f"same content as {first.relative}")
    for unreadable, error in made.unreadable:
        add("fail", unreadable.relative, None, str(error))
    for marker in made.gone:
        step_out = f"its file is gone; extractor forget {lake_uri} --missing takes it out"
        add("gone", marker.source_files[0], marker.filing_id, step_out)
    if as_json:
        print_data(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        print_data(
            "".join(
                f"{row['action']}\t{printable(row['file'] or '')}\t{printable(row['reason'] or '')}\n" for row in rows
            )
        )
    count = Counter(row["action"] for row in rows)
    words = [f"{count['run']} to run", f"{count['skip']} to skip"]
    if before := len(made.plan.failed_before):
        words[1] += f" ({before} failed before)"
    words += [f"{count['fail']} cannot be opened"] * bool(count["fail"])
    words += [f"{count['gone']} gone"] * bool(count["gone"])
    words += [passed] if (passed := made.found.passed_over()) else []
    print_message("; ".join([", ".join(words[:2]), *words[2:]]))
    return 0
