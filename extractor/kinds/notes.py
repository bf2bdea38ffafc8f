"""The other tables of a filing: notes, segments, discussion, shareholders. Found where no statement stands, read as
grids, named by the headings over them, measured by what is printed nearest, proved against themselves and the
statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.detect import grids
from extractor.errors import FindingCode
from extractor.model import Extraction, Page, StatementSpan
from extractor.model.finding import Finding, Severity
from extractor.model.other import OtherTable
from extractor.normalise.names import table_name
from extractor.reconcile.tables import judge_tables
from extractor.reconcile.values.measuring import measured, second_measures, units_disagree
from extractor.segment.headings import standings

_UNITS = Finding(
    FindingCode.UNIT_UNCLEAR, Severity.WARNING, "two lines over the table name two units; the nearer one was taken"
)


def with_other_tables(
    extraction: Extraction, pages: Mapping[int, Page], spans: Sequence[StatementSpan], *, only: int | None = None
) -> Extraction:
    """The extraction with the filing's other tables. ``pages``: all of them, by number; ``only``: the page whose tables
    are wanted."""
    tables = read_tables(extraction, pages, spans, only=only)
    facts, typed, checks, findings = judge_tables(tables, extraction)
    return replace(
        extraction,
        other=facts,
        typed=typed,
        checks=(*extraction.checks, *checks),
        findings=(*extraction.findings, *findings),
    )


def read_tables(
    extraction: Extraction, pages: Mapping[int, Page], spans: Sequence[StatementSpan], *, only: int | None = None
) -> tuple[OtherTable, ...]:
    """The tables in printed order, each with its place, name, units and periods; not yet proved."""
    statements = [region for span in spans for region in span.regions]
    found = grids.joined(
        [
            grid
            for number, page in sorted(pages.items())
            if only in (None, number)
            for grid in grids.grids_on(page, [region for region in statements if region.page == number])
        ]
    )
    places = standings(extraction.filing, pages.values(), [grid.regions for grid in found], statements)
    tables = []
    for number, (grid, standing) in enumerate(zip(found, places, strict=True), 1):
        name, typed = table_name(extraction.filing, standing)
        measures = measured(extraction.filing, grid, standing)
        doubts = (_UNITS,) if units_disagree(standing) else ()
        asides = second_measures(grid, measures)
        tables.append(OtherTable(number, grid, standing, name, typed, measures, (*grid.findings, *doubts), asides))
    return tuple(tables)
