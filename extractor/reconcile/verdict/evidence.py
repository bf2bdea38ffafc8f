"""What speaks for the period, the unit, the basis and the item of each row, and how far the row as a whole is to be
trusted.

Sums prove digits; they do not prove whose figures these are, of when, in which unit, of what. Each of the four
attributes names the strongest thing that speaks for it, out of a closed vocabulary (``Source``); the contract says what
each word means.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.model import Check, Column, LabelledSheet, Proof, Sheet, Source, StatementKind, Trust, ValueState
from extractor.notation.dates import dates_in, month_in, normal, period_in
from extractor.notation.lexicon import rule
from extractor.notation.text import is_cjk, label_key
from extractor.reconcile.values.figure import NO_MATCH, Figure, Key
from extractor.reconcile.verdict.equity_moves import misplaced
from extractor.reconcile.verdict.item_evidence import is_turned, item_source, keeps_form, strange_sums
from extractor.reconcile.verdict.proof import keys_of

_CONSOLIDATED, _OWN, _OF_GROUP = rule("bases.consolidated"), rule("bases.own"), rule("bases.of_group")
_PRIOR, _CURRENT = rule("headers.prior"), rule("headers.current")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each attribute of one row."""

    period: Source
    unit: Source
    basis: Source
    item: Source

    @property
    def complete(self) -> bool:
        """Whether something speaks for every attribute."""
        attributes = (self.period, self.unit, self.basis, self.item)
        return Source.DEFAULT not in attributes and Source.AMBIGUOUS not in attributes


@dataclass(frozen=True, slots=True)
class Support:
    """Cells, columns and sheets that figures outside the table bear out; lines whose item the official sums bear
    out."""

    tied: frozenset[Key]
    tied_columns: frozenset[tuple[int, int]]
    tied_sheets: frozenset[int]
    summed: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, checks: Iterable[Check]) -> Support:
        """From the decisive checks that hold."""
        cells: set[Key] = set()
        summed: set[tuple[int, int]] = set()
        for check in checks:
            if not check.holds or not check.decisive:
                continue
            keys = list(keys_of(check))
            if check.kind == "calculation":
                summed.update(key[:2] for key in keys)
            elif len({key[0] for key in keys}) > 1 and check.kind.startswith(("tie", "summary")):
                cells.update(keys)
        return cls(
            frozenset(cells),
            frozenset((key[0], key[2]) for key in cells),
            frozenset(key[0] for key in cells),
            frozenset(summed),
        )


def evidence_of(
    labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], checks: Sequence[Check], borne_out: Iterable[int]
) -> dict[Key, Evidence]:
    """For each figure what speaks for its attributes. ``borne_out``: sheets whose unit figures of other tables
    prove."""
    support = Support.of(checks)
    proved_units = frozenset(borne_out)
    out_of_place = misplaced(labelled, figures) | _turned_lines(labelled, figures)
    strange = strange_sums(labelled, checks) | out_of_place | _next_to(labelled, out_of_place)
    formed = [keeps_form(entry) for entry in labelled]
    bases = {index: basis_source(entry.sheet, index in support.tied_sheets) for index, entry in enumerate(labelled)}
    periods = {
        (index, column.index): period_source(entry.sheet, column, (index, column.index) in support.tied_columns)
        for index, entry in enumerate(labelled)
        for column in entry.sheet.columns
    }
    return {
        key: Evidence(
            Source.DEFAULT if figure.period is None else _own_date(figure) or periods[key[0], key[2]],
            _unit(figure, labelled[key[0]].sheet, key[0] in proved_units),
            bases[key[0]],
            item_source(
                labelled[key[0]],
                figure,
                key in support.tied,
                key[:2] in support.summed,
                key[:2] in strange,
                formed[key[0]],
            ),
        )
        for key, figure in figures.items()
    }


def _turned_lines(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure]) -> frozenset[tuple[int, int]]:
    """Lines (sheet, line) of which a figure has the other sign than their item."""
    return frozenset(
        key[:2]
        for key, figure in figures.items()
        if is_turned(labelled[key[0]].matches.get(key[1], NO_MATCH), figure, labelled[key[0]].sheet.span.kind)
    )


def _next_to(labelled: Sequence[LabelledSheet], lines: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The lines with figures right above and below: one of them may have the label of the line between them."""
    out: set[tuple[int, int]] = set()
    for sheet, number in lines:
        rows = [line.number for line in labelled[sheet].sheet.lines if not line.heading]
        at = bisect_left(rows, number)
        out.update((sheet, other) for other in rows[max(at - 1, 0) : at + 2])
    return frozenset(out)


def _own_date(figure: Figure) -> Source | None:
    """A balance that prints its own date."""
    days = [token.value for token in dates_in(normal(figure.line.label))]
    period = figure.period
    return Source.LABEL if period is not None and period.instant and period.end in days else None


def period_source(sheet: Sheet, column: Column, tied: bool) -> Source:
    """What the column's period rests on: its own header, a caption over the table, the cover with 前 or 当, a figure of
    that date elsewhere."""
    period, span = column.period, sheet.span
    days = {token.value for token in dates_in(normal(column.label))}
    if period is None:
        return Source.HEADER if days or month_in(column.label) else Source.DEFAULT
    stated = period_in(column.label, instant=span.kind is StatementKind.BALANCE_SHEET)
    if (stated is not None and stated.end == period.end) or period.end in days or month_in(column.label):
        return Source.HEADER
    if span.caption_period is not None and span.caption_period.end == period.end:
        return Source.CAPTION
    if span.kind is StatementKind.CHANGES_IN_EQUITY and any(
        token.value == period.end for line in sheet.lines for token in dates_in(normal(line.label))
    ):
        return Source.LABEL
    if tied:
        return Source.TIE
    if _PRIOR.finds(column.label) or _CURRENT.finds(column.label) or span.kind is StatementKind.FINANCIAL_SUMMARY:
        return Source.COVER
    return Source.DEFAULT


def basis_source(sheet: Sheet, tied: bool) -> Source:
    """What says that the figures are the group's, or the company's own."""
    span = sheet.span
    if span.basis_source is not None:
        return Source.TIE if tied and span.basis_source is Source.DEFAULT else span.basis_source
    said = " ".join((span.title, *span.captions))
    key = label_key(said)
    if span.consolidated and _CONSOLIDATED.finds(key):
        return Source.TITLE if _CONSOLIDATED.finds(label_key(span.title)) else Source.CAPTION
    if not span.consolidated and (_OWN.finds(key) or is_cjk(span.title)):
        return Source.TITLE  # a Japanese title of the group's statements names the group
    if span.consolidated and any(_OF_GROUP.finds(label_key(line.label)) for line in sheet.lines):
        return Source.LABEL
    if tied:
        return Source.TIE
    return Source.SECTION if span.kind is StatementKind.FINANCIAL_SUMMARY else Source.DEFAULT


def _unit(figure: Figure, sheet: Sheet, borne_out: bool) -> Source:
    if figure.line.unit_text or not figure.measure.money:
        return Source.LABEL
    if figure.column.unit_text:
        return Source.HEADER
    if sheet.span.scale is not None:
        return Source.CAPTION
    return Source.HEADER if figure.column.scale is not None else Source.TIE if borne_out else Source.DEFAULT


def trust_in(figure: Figure, evidence: Evidence, proof: Proof, codes: Sequence[str], wrong: Iterable[str]) -> Trust:
    """The weakest of all in one word. ``wrong``: codes of findings that say that the row is not right."""
    if proof is Proof.CONTRADICTED or set(codes) & set(wrong):
        return Trust.WRONG
    digits = figure.cell.amount.state is not ValueState.NUMBER or proof in (Proof.PROVED, Proof.TIED)
    return Trust.SOUND if digits and evidence.complete and not codes else Trust.DOUBTFUL


def unsupported(figures: Mapping[Key, Figure], trusts: Mapping[Key, Trust]) -> frozenset[Key]:
    """Blanks and dashes for which nothing speaks: none of the figures next to them, in their row and above and below in
    their column, is sound. No sum reaches a cell without digits, so it is as good as what stands around it."""
    rows: dict[tuple[int, int], bool] = defaultdict(bool)
    columns: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
    for key, figure in figures.items():
        if figure.cell.amount.state is ValueState.NUMBER:
            sound = trusts.get(key) is Trust.SOUND
            rows[key[:2]] |= sound
            columns[key[0], key[2]].append((key[1], sound))
    for found in columns.values():
        found.sort()
    out = set()
    for key, figure in figures.items():
        if figure.cell.amount.state is ValueState.NUMBER or trusts.get(key) is not Trust.SOUND or rows[key[:2]]:
            continue
        beside = columns[key[0], key[2]]
        at = bisect_left(beside, (key[1], False))
        if not any(sound for _, sound in beside[max(at - 1, 0) : at + 1]):
            out.add(key)
    return frozenset(out)


def lone_blanks(labelled: Sequence[LabelledSheet]) -> frozenset[Key]:
    """Blanks of summaries among figures: the rest of the row and the rows next to it print something in that column. A
    figure may have been lost there."""
    out: set[Key] = set()
    for index, entry in enumerate(labelled):
        if entry.sheet.span.kind is not StatementKind.FINANCIAL_SUMMARY:
            continue
        rows = [line for line in entry.sheet.lines if line.cells]
        blank = [{cell.column for cell in line.cells if cell.amount.state is ValueState.BLANK} for line in rows]
        for at, (line, columns) in enumerate(zip(rows, blank, strict=True)):
            beside = set().union(*blank[max(at - 1, 0) : at], *blank[at + 1 : at + 2])
            if len(columns) == 1 and len(line.cells) > 1 and len(rows) > 1 and not columns & beside:
                out.update((index, line.number, column) for column in columns)
    return frozenset(out)


def ties_by_column(checks: Iterable[Check]) -> tuple[Mapping[tuple[int, int], int], Mapping[tuple[int, int], int]]:
    """How many ties to other sheets hold, and fail, in each column."""
    holding: dict[tuple[int, int], int] = defaultdict(int)
    failing: dict[tuple[int, int], int] = defaultdict(int)
    for check in checks:
        keys = list(keys_of(check))
        if check.decisive and check.kind.startswith(("tie", "summary")) and len({key[0] for key in keys}) > 1:
            for key in keys:
                (holding if check.holds else failing)[key[0], key[2]] += 1
    return holding, failing
