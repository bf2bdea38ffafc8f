"""The other tables of a filing: notes, segments, discussion, shareholders. Found where no statement stands, read as
grids, named by the headings over them, measured by what is printed nearest, proved against themselves and the
statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.detect.grids import grids_on, joined
from extractor.errors import FindingCode
from extractor.model import Extraction, Filing, Page, StatementSpan
from extractor.model.finding import Finding, Severity
from extractor.model.other import Grid, OtherTable, Standing
from extractor.normalise.names import table_name
from extractor.reconcile.tables import judge_tables
from extractor.reconcile.values.measuring import measured, second_measures, units_disagree
from extractor.segment.headings import standings as standings_of

_UNITS = Finding(
    FindingCode.UNIT_UNCLEAR, Severity.WARNING, "two lines over the table name two units; the nearer one was taken"
)


def with_other_tables(extraction: Extraction, grids: Sequence[Grid], standings: Sequence[Standing]) -> Extraction:
    """The extraction with the filing's other tables, as ``print_tables`` gives them: named, measured and proved."""
    facts, typed, checks, findings = judge_tables(name_tables(extraction.filing, grids, standings), extraction)
    return replace(
        extraction,
        other=facts,
        typed=typed,
        checks=(*extraction.checks, *checks),
        findings=(*extraction.findings, *findings),
    )


def print_tables(
    filing: Filing, pages: Mapping[int, Page], spans: Sequence[StatementSpan], *, only: int | None = None
) -> tuple[tuple[Grid, ...], tuple[Standing, ...]]:
    """The tables in printed order, and where each stands. ``pages``: all of them, by number; ``only``: the page whose
    tables are wanted."""
    statements = [region for span in spans for region in span.regions]
    found = joined(
        [
            grid
            for number, page in sorted(pages.items())
            if only in (None, number)
            for grid in grids_on(page, [region for region in statements if region.page == number])
        ]
    )
    return found, standings_of(filing, pages.values(), [grid.regions for grid in found], statements)


def name_tables(filing: Filing, grids: Sequence[Grid], standings: Sequence[Standing]) -> tuple[OtherTable, ...]:
    """The tables with their names, units and periods; not yet proved."""
    tables = []
    for number, (grid, standing) in enumerate(zip(grids, standings, strict=True), 1):
        name, typed = table_name(filing, standing)
        measures = measured(filing, grid, standing)
        doubts = (_UNITS,) if units_disagree(standing) else ()
        asides = second_measures(grid, measures)
        tables.append(OtherTable(number, grid, standing, name, typed, measures, (*grid.findings, *doubts), asides))
    return tuple(tables)
