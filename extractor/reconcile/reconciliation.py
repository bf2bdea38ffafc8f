"""One filing: figures, identities, proof, findings, ledger -> Extraction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.errors import FindingCode as Code
from extractor.model import Check, Extraction, Fact, Filing, LabelledSheet, Page, StatementKind, StatementSpan, Trust
from extractor.reconcile.identities.checks import as_checks
from extractor.reconcile.identities.inner_sums import find_inner_sums
from extractor.reconcile.identities.layout_sums import Reading, read_structure, tables_of
from extractor.reconcile.identities.official_sums import find_calculations, official_weights
from extractor.reconcile.identities.quantities import quantities
from extractor.reconcile.identities.ties import find_ties, groups
from extractor.reconcile.ratios.solve import find_ratios
from extractor.reconcile.scale.inference import RoundingNote, infer_rounding, infer_scales
from extractor.reconcile.scale.votes import weigh
from extractor.reconcile.values.figure import Figure, Figures, Key, fact_of, figures_of
from extractor.reconcile.verdict import doubts, joined
from extractor.reconcile.verdict import figure_findings as of_figure
from extractor.reconcile.verdict import findings as say
from extractor.reconcile.verdict import whole_statements as whole
from extractor.reconcile.verdict.evidence import Evidence, evidence_of, lone_blanks, trust_in, unsupported
from extractor.reconcile.verdict.expected_statements import of_statements
from extractor.reconcile.verdict.ledger import close
from extractor.reconcile.verdict.pages import of_pages
from extractor.reconcile.verdict.proof import Verdicts, judge

Further = Callable[[Sequence[LabelledSheet], Figures], Iterable[Check]]


def reconcile(
    filing: Filing,
    labelled: Sequence[LabelledSheet],
    pages: Mapping[int, Page],
    spans: Sequence[StatementSpan] = (),
    further: Further | None = None,
) -> Extraction:
    """Facts in thousands of yen with proof, the checks tried, findings, and a closed ledger. ``spans``: where
    statements were found, read or not; ``further``: identities of the kinds of tables."""
    figures, scales = infer_scales(labelled, {index: figures_of(index, entry) for index, entry in enumerate(labelled)})
    readings, rounding = _structure(filing, labelled, figures)
    official = official_weights(labelled)
    checks: list[Check] = [check for reading in readings for check in as_checks(reading, official)]
    checks.extend(find_inner_sums(labelled, figures, rounding.of))
    checks.extend(find_calculations(labelled, readings, official))
    names = quantities(labelled, figures)
    places = groups(labelled, figures, names)
    checks.extend(find_ties(labelled, figures, places))
    checks.extend(find_ratios(labelled, figures, names))
    if further is not None:
        checks.extend(further(labelled, figures))
    units = weigh(labelled, figures, places)
    verdicts = judge(figures, checks)

    borne_out = [index for index, verdict in units.items() if verdict.proved]
    evidence = evidence_of(labelled, figures, checks, borne_out)

    unmapped = say.unmapped_lines(labelled)
    ledger, open_ends = close(labelled, pages, frozenset((index, line.line) for index, line in unmapped))
    findings = (
        *say.carried(labelled),
        *say.of_periods(labelled, figures),
        *say.of_units(labelled, figures, units, scales),
        *say.of_rounding(rounding),
        *of_figure.of_checks(labelled, figures, verdicts),
        *of_figure.of_ratios(labelled, figures, checks),
        *of_figure.of_totals(labelled, readings, verdicts, checks),
        *of_figure.of_signs(labelled, readings),
        *of_figure.of_slight(labelled, figures, checks),
        *say.of_missing(labelled),
        *say.of_blanks(labelled),
        *of_figure.of_reach(labelled, readings, verdicts),
        *of_figure.of_strain(labelled, readings, figures),
        *say.of_labels(labelled, readings, unmapped),
        *of_figure.of_readers(figures, verdicts),
        *of_statements(labelled, filing),
        *say.of_spans(labelled, spans),
        *doubts.of_defaults(labelled, evidence),
        *doubts.of_headers(labelled),
        *doubts.of_shared_columns(labelled, checks),
        *doubts.of_order(labelled),
        *doubts.of_cover(labelled, filing, evidence),
        *doubts.of_ties(labelled, checks),
        *doubts.of_bases(labelled),
        *doubts.of_standards(labelled, filing),
        *doubts.of_keys(labelled, figures),
        *doubts.of_items(labelled, figures, checks),
        *doubts.of_annual_flows(labelled, filing),
        *whole.of_contents(labelled),
        *joined.of_joined(labelled),
        *joined.of_untitled(labelled),
        *joined.of_closed(labelled),
        *joined.of_strangers(labelled),
        *joined.of_gaps(labelled, filing),
        *whole.of_condensed(labelled),
        *whole.of_versions(labelled, figures, filing),
        *whole.of_labels(labelled),
        *whole.of_column_units(labelled),
        *filing.unread,
        *of_pages(labelled, pages),
        *open_ends,
    )
    findings += tuple(whole.of_broken(labelled, figures, verdicts, say.touched(findings, figures)))
    refused = {index for index, entry in scales.items() if entry is None}
    facts = _facts(labelled, figures, verdicts, evidence, say.touched(findings, figures), refused)
    return Extraction(
        filing,
        facts,
        tuple(line for _, line in unmapped),
        tuple(checks),
        findings,
        ledger,
        tuple(labelled),
    )


def _facts(
    labelled: Sequence[LabelledSheet],
    figures: Figures,
    verdicts: Verdicts,
    evidence: Mapping[Key, Evidence],
    codes: Mapping[Key, tuple[str, ...]],
    refused: Collection[int],
) -> tuple[Fact, ...]:
    """The figures with proof, evidence and the codes of their findings; superseded ones are left out, with a finding:
    the corrected figures stand for them. ``refused``: sheets whose unit cannot be true."""
    facts = {
        key: fact_of(
            figure,
            labelled[key[0]],
            verdicts.proofs[key],
            codes.get(key, ()),
            refused=key[0] in refused,
            period_evidence=evidence[key].period,
            unit_evidence=evidence[key].unit,
            basis_evidence=evidence[key].basis,
            item_evidence=evidence[key].item,
            trust=trust_in(figure, evidence[key], verdicts.proofs[key], codes.get(key, ()), doubts.WRONG),
            version=doubts.version_of(labelled[key[0]], figure),
        )
        for key, figure in figures.items()
        if str(Code.SUPERSEDED) not in codes.get(key, ())
    }
    doubted = unsupported(figures, {key: fact.trust for key, fact in facts.items()})
    for key in doubted | {key for key in lone_blanks(labelled) if key in facts and facts[key].trust is Trust.SOUND}:
        facts[key] = replace(facts[key], trust=Trust.DOUBTFUL)
    return tuple(facts.values())


def _structure(
    filing: Filing, labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]
) -> tuple[list[Reading], RoundingNote]:
    """The sums of every statement, under the rounding rule that the filing states, else under the one that its sums
    obey."""
    tables = [
        (table, entry.sheet.span.rounding)
        for index, entry in enumerate(labelled)
        if entry.sheet.span.kind is not StatementKind.FINANCIAL_SUMMARY
        for table in tables_of(index, entry.sheet, figures)
    ]
    return infer_rounding(filing, tables, read_structure)
