"""``extractor plan``: what a run would do, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli import options as o
from extractor.cli.configuration import Config, ShowConfig, describe, option
from extractor.cli.console import print_data, print_message, protect_stdout
from extractor.settings import RunSettings


def register(app: typer.Typer) -> None:
    app.command(help="List every filing with the reason why it would run, or not. The same as run --dry-run.")(plan)


def plan(
    context: typer.Context,
    source: o.SourceArgument = None,
    out: o.Out = None,
    only: o.Only = None,
    limit: o.Limit = None,
    fresh: o.Fresh = False,
    retry_failed: o.RetryFailed = False,
    timeout: o.Timeout = o.DEFAULTS.timeout,
    memory: o.Memory = o.DEFAULTS.memory,
    second_readers: o.SecondReaders = True,
    max_pages: o.MaxPages = o.DEFAULTS.reading.max_pages,
    aliases: o.Aliases = None,
    as_json: Annotated[bool, option("--json", help="Print the plan as JSON.")] = False,
    config: Config = None,
    show_config: ShowConfig = False,
) -> int:
    if show_config:
        print_data(describe(context))
        return 0
    reading = o.reading_for(second_readers, max_pages, aliases)
    return show_plan(source, out, o.settings_for(only, limit, fresh, retry_failed, reading, timeout, memory), as_json)


def show_plan(source: str | None, out: str | None, settings: RunSettings, as_json: bool) -> int:
    """One line per filing: run or skip, path, reason; further paths of the same content below it."""
    import json

    from extractor.run.batch import plan_batch
    from extractor.write import open_lake

    where = o.needed(source, "SOURCE", "extractor plan FOLDER --out LAKE")
    lake_uri = o.needed(out, "--out", f"extractor plan {where} --out LAKE")
    protect_stdout()
    made, unreadable = plan_batch(where, open_lake(lake_uri), settings)
    rows: list[dict[str, str | None]] = []
    for step in made.steps:
        first, *others = step.content.sources
        action = "run" if step.runs else "skip"
        rows.append(
            {"action": action, "file": first.relative, "filing_id": step.content.filing_id, "reason": step.reason}
        )
        rows += [
            {
                "action": "skip",
                "file": s.relative,
                "filing_id": step.content.filing_id,
                "reason": f"same content as {first.relative}",
            }
            for s in others
        ]
    rows += [
        {"action": "fail", "file": source.relative, "filing_id": None, "reason": str(error)}
        for source, error in unreadable
    ]
    if as_json:
        print_data(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        print_data("".join(f"{row['action']}\t{row['file']}\t{row['reason']}\n" for row in rows))
    print_message(f"{len(made.running)} to run, {len(made.steps) - len(made.running)} to skip")
    return 0
