"""OtherTable* -> OtherFact*: sums, roll-forwards, the same figure twice, ties to the statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Check, Extraction
from extractor.model.finding import Finding
from extractor.model.other import OtherFact, OtherTable, TypedFact
from extractor.reconcile.tables.doubts import Labels
from extractor.reconcile.tables.facts import facts_of
from extractor.reconcile.tables.figures import faces
from extractor.reconcile.tables.sums import sums_of
from extractor.reconcile.tables.ties import Statements, repeated, statement_ties
from extractor.reconcile.tables.typed import member_of, typed_rows
from extractor.reconcile.tables.units import contradicted_units, is_borne_out, with_tied_units
from extractor.reconcile.tables.verdict import Verdicts


def judge_tables(
    tables: Sequence[OtherTable], statements: Extraction
) -> tuple[tuple[OtherFact, ...], tuple[TypedFact, ...], tuple[Check, ...], tuple[Finding, ...]]:
    """The figures of the tables with their proof, the same as rows of typed tables, the identities that were tried, and
    what is to be known of them.

    ``statements``: the filing's statements as reconciled; their figures prove units and values of the tables.
    """
    known = Statements(statements.facts)
    tables = [with_tied_units(table, known) for table in tables]
    every = [face for table in tables for face in faces(table)]
    verdicts = Verdicts()
    labels = Labels.of(tables)
    for table in tables:
        verdicts.add_doubts(table, labels)
    for face, scale in contradicted_units(every, known):
        verdicts.doubt_unit(face, scale)
    for face in every:
        if not is_borne_out(face, known):
            verdicts.doubt_lent_units(face)
    for face in every:
        for found in sums_of(face, statements.filing.rounding):
            verdicts.add_sum(found)
        for _, check in statement_ties(face, known):
            verdicts.add_tie(check, known.named_by(check.members[0]))
    verdicts.add_repeats(every, repeated(every))
    facts: list[OtherFact] = []
    typed: list[TypedFact] = []
    for table in tables:
        plain = list(facts_of(table, verdicts))
        fitting = list(typed_rows(table, plain))
        verdicts.add_table(table, bool(fitting), known.scale)
        rows = list(facts_of(table, verdicts))
        at = {id(row): index for index, row in enumerate(plain)}
        for entry in fitting:
            index = at[id(entry.fact)]
            rows[index] = replace(rows[index], member=member_of(entry))
            typed.append(replace(entry, fact=rows[index]))
        facts += rows
    return tuple(facts), tuple(typed), tuple(verdicts.checks), tuple(verdicts.findings)
