"""``extractor taxonomy``: what the canonical items are, and whether they hold together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import print_data, print_message

if TYPE_CHECKING:
    from extractor.normalise.items import Row
    from extractor.normalise.taxonomy import Taxonomy

taxonomy_app = typer.Typer(
    help="Check, search and show the canonical line items.", no_args_is_help=True, rich_markup_mode=None
)
Aliases = Annotated[
    list[Path] | None,
    typer.Option("--aliases", metavar="FILE", help="A further alias file; may be repeated.", show_default=False),
]


def register(app: typer.Typer) -> None:
    app.add_typer(taxonomy_app, name="taxonomy")


@taxonomy_app.command(
    help="Look for what contradicts itself in items.csv, the aliases and identities.toml. Exit 8 if something does."
)
def check(aliases: Aliases = None) -> int:
    from extractor.errors import ExitCode
    from extractor.normalise import read_taxonomy
    from extractor.normalise.check import check as problems_of
    from extractor.reconcile.ratios.operands import catalogue

    identities = catalogue().identities
    taxonomy = read_taxonomy(tuple(aliases or ()))
    problems = problems_of(taxonomy)
    print_data("".join(f"{problem}\n" for problem in problems))
    items = len({record[0] for record in taxonomy.records})
    print_message(
        f"{items} items, {len(taxonomy.records)} places, {len(taxonomy.aliases)} aliases, {len(identities)} "
        f"identities: {len(problems) or 'no'} problems"
    )
    return ExitCode.CONFIGURATION if problems else ExitCode.OK


@taxonomy_app.command(
    help="Items whose labels say TEXT or resemble it: score, item, element, statement, section, labels."
)
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A label, Japanese or English.")],
    limit: Annotated[int, typer.Option("--limit", help="How many.")] = 20,
    aliases: Aliases = None,
) -> int:
    from extractor.normalise.search import find as search

    found = search(_load(aliases), text, limit)
    print_data("".join(f"{score:.0f}\t{_line(row)}\n" for row, score in found))
    if not found:
        print_message(f"nothing resembles {text}. Next: try a shorter wording")
    return 0


@taxonomy_app.command(help="All that is known of ITEM: its elements, places, labels, sums and aliases.")
def show(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="An item or an element, as `find` names them.")],
    aliases: Aliases = None,
) -> int:
    from extractor.errors import UsageError

    taxonomy = _load(aliases)
    rows = [row for row in taxonomy.all_rows() if item in (row.item, row.element)]
    if not rows:
        raise UsageError(f"{item}: no such item.", f"extractor taxonomy find {item.replace('_', ' ')!r}")
    parts = sorted(
        {(row.item, weight) for row in taxonomy.all_rows() for total, weight in row.totals if total == rows[0].item}
    )
    lines = [f"item\t{rows[0].item}"]
    for row in rows:
        lines.append(f"{row.kind}\t{_line(row)}\t{'/'.join(sorted(row.industries))}")
        lines += [
            f"label\t{label}" for label in dict.fromkeys(filter(None, (*row.alt_ja.split("|"), *row.alt_en.split("|"))))
        ]
    lines += [f"part of\t{weight:+d}\t{total}" for total, weight in rows[0].totals]
    lines += [f"sum of\t{weight:+d}\t{part}" for part, weight in parts]
    lines += [
        f"alias\t{alias.label}\t{alias.scope}\t{alias.section}\t{alias.evidence}\t{alias.date}"
        for alias in taxonomy.aliases
        if alias.item == rows[0].item
    ]
    print_data("\n".join(dict.fromkeys(lines)) + "\n")
    return 0


def _load(aliases: list[Path] | None) -> Taxonomy:
    from extractor.normalise import load_taxonomy

    return load_taxonomy(tuple(aliases or ()))


def _line(row: Row) -> str:
    return "\t".join((row.item, row.element, row.statement, "/".join(row.section), row.ja, row.en))
