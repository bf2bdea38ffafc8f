"""OtherTable* -> OtherFact*: sums, roll-forwards, the same figure twice, ties to the statements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.model import Extraction, Proof
from extractor.model.finding import Finding
from extractor.model.other import OtherFact, OtherTable
from extractor.model.result import Check


def judge_tables(
    tables: Sequence[OtherTable], statements: Extraction
) -> tuple[tuple[OtherFact, ...], tuple[Check, ...], tuple[Finding, ...]]:
    """The figures of the tables with their proof, the identities that were tried, and what is to be known of them.

    ``statements``: the filing's statements as reconciled; their figures prove units and values of the tables.
    """
    return tuple(fact for table in tables for fact in _facts(table)), (), ()


def _facts(table: OtherTable) -> list[OtherFact]:
    facts = []
    for row in table.grid.rows:
        for cell in row.cells:
            measure = table.measures[row.number, cell.column]
            column = table.grid.columns[cell.column]
            amount = cell.amount.value
            money = measure.unit is not None and measure.unit.startswith("thousand_")
            value = None if amount is None else amount * measure.scale / (1000 if money else 1)
            period = measure.period
            facts.append(
                OtherFact(
                    table.number,
                    table.name,
                    table.standing.headings,
                    " ".join(table.standing.captions) or None,
                    table.standing.part,
                    table.standing.consolidated,
                    row.number,
                    row.path,
                    row.depth,
                    cell.column,
                    column.path,
                    period.start if period else None,
                    period.end if period else None,
                    measure.period_from,
                    value if value is None else Decimal(value),
                    measure.unit,
                    measure.unit_from,
                    cell.text,
                    measure.scale,
                    cell.amount.state,
                    row.attributes,
                    None,
                    None,
                    None,
                    cell.page,
                    cell.box,
                    table.grid.reader,
                    Proof.UNPROVED,
                )
            )
    return facts
