"""``extractor schema``: the contract of the output tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from extractor.cli.console import counted, print_data, print_message


def register(app: typer.Typer) -> None:
    app.command(help="Show the columns of the output tables, or what changed since an older contract.")(schema)


def schema(
    table: Annotated[
        str | None, typer.Argument(metavar="TABLE", help="One table; without it all of them.", show_default=False)
    ] = None,
    format: Annotated[str, typer.Option("--format", help="md, json or arrow.")] = "md",
    breaking: Annotated[
        Path | None,
        typer.Option(
            "--breaking",
            metavar="OLD",
            help="Compare with an older `extractor schema --format json`; exit 6 if a reader of it could break.",
            show_default=False,
        ),
    ] = None,
) -> int:
    from extractor.errors import ExitCode, UsageError
    from extractor.write.contract import TABLES, compare, load_contracts
    from extractor.write.lake.query import VIEWS

    if table is not None and table not in TABLES:
        if table in VIEWS:
            raise UsageError(f"{table}: a view, with no contract.", f'extractor sql LAKE "describe {table}"')
        raise UsageError(f"{table}: no such table.", f"one of {', '.join(TABLES)}")
    contracts = {name: contract for name, contract in load_contracts().items() if table in (None, name)}
    if breaking is not None:
        changes = list(
            compare(
                {name: old for name, old in _old(breaking).items() if table in (None, name)},
                {name: c.as_dict() for name, c in contracts.items()},
            )
        )
        print_data(
            "".join(
                f"{'breaking' if c.breaking else 'compatible'}\t{c.table}\t{c.column or ''}\t{c.what}\n"
                for c in changes
            )
        )
        broken = sum(change.breaking for change in changes)
        print_message(f"{counted(len(changes), 'change')}, {broken} breaking")
        return ExitCode.GATE if broken else ExitCode.OK
    if format == "json":
        print_data(
            json.dumps({name: contract.as_dict() for name, contract in contracts.items()}, ensure_ascii=False, indent=1)
            + "\n"
        )
    elif format == "arrow":
        print_data(
            "\n\n".join(
                f"# {name}\n{contract.arrow(partitions=True).remove_metadata()}" for name, contract in contracts.items()
            )
            + "\n"
        )
    elif format == "md":
        print_data("\n".join(_markdown(contract.as_dict()) for contract in contracts.values()))
    else:
        raise UsageError(f"--format {format}: no such format.", "--format md|json|arrow")
    return ExitCode.OK


def _old(path: Path) -> dict[str, Any]:
    from extractor.errors import ConfigurationError

    try:
        old: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for contract in old.values():
            for column in contract["columns"]:
                column["name"], column["type"], column["null"], column["values"], column["partition"]
        return old
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"{path}: no contract ({type(error).__name__}: {error}).",
            "extractor schema --format json > OLD, with the older release",
        ) from error


def _markdown(contract: dict[str, Any]) -> str:
    lines = [
        f"## {contract['table']}",
        "",
        f"{contract['meaning']}. Version {contract['version']}.",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    for column in contract["columns"]:
        kind = (
            column["type"].replace("|", "\\|")
            + (", nullable" if column["null"] else "")
            + (", in the path" if column["partition"] else "")
        )
        values = f": {', '.join(f'`{value}`' for value in column['values'])}" if column["values"] else ""
        lines.append(f"| {column['name']} | {kind} | {column['meaning']}{values} |")
    return "\n".join(lines) + "\n"
