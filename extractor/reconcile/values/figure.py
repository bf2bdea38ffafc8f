"""Cells -> figures -> facts: scaled, dated, in their unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.model import (
    Cell,
    Column,
    Fact,
    LabelledSheet,
    Line,
    Match,
    Member,
    Period,
    Proof,
    Sheet,
    StatementKind,
    SummaryPart,
    ValueState,
)
from extractor.reconcile.values.dating import dated
from extractor.reconcile.values.measure import Measure, measure

NO_MATCH = Match(None, None, None)
Key = tuple[int, int, int]  # sheet, line, column


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed cell with its place, date and measure. ``value`` is as printed, ``amount`` in the stored unit."""

    key: Key
    line: Line
    column: Column
    cell: Cell
    measure: Measure
    period: Period | None

    @property
    def value(self) -> Decimal | None:
        return self.cell.amount.value

    @property
    def amount(self) -> Decimal | None:
        value = self.cell.amount.value
        return None if value is None else value * self.measure.factor

    @property
    def member(self) -> Member:
        """Its part in an identity that adds it as printed."""
        return Member(*self.key, 1, self.amount or Decimal(0))

    @property
    def step(self) -> Decimal:
        """One unit of the last printed digit, in the stored unit."""
        value = self.cell.amount.value
        exponent = value.as_tuple().exponent if value is not None else 0
        return (
            Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
        ) * self.measure.factor


Figures = Mapping[Key, Figure]


def figures_of(index: int, labelled: LabelledSheet) -> dict[Key, Figure]:
    """The figures of a sheet by (sheet, line, column), dated and measured."""
    sheet = labelled.sheet
    periods = dated(sheet)
    out: dict[Key, Figure] = {}
    for line in sheet.lines:
        if line.heading:
            continue
        for cell in line.cells:
            column = sheet.columns[cell.column]
            out[index, line.number, cell.column] = Figure(
                (index, line.number, cell.column),
                line,
                column,
                cell,
                measure(sheet, line, column, cell),
                periods[line.number, cell.column],
            )
    return out


def fact_of(
    figure: Figure, labelled: LabelledSheet, proof: Proof, codes: tuple[str, ...], *, refused: bool, **about: Any
) -> Fact:
    """``refused``: the unit is not known, so no amount in thousands of yen can be given. ``about``: evidence, trust and
    version of the fact, by the names of its fields."""
    sheet, line, column, cell = labelled.sheet, figure.line, figure.column, figure.cell
    match = labelled.matches.get(line.number, NO_MATCH)
    component = labelled.components.get(column.index) if sheet.span.kind is StatementKind.CHANGES_IN_EQUITY else None
    return Fact(
        statement=sheet.span.kind,
        consolidated=sheet.span.consolidated,
        line=line.number,
        depth=line.depth,
        parent_line=line.parent,
        label=line.label,
        note=_notes(line.note, cell.note),
        item=match.item,
        element=match.element,
        match_method=match.method,
        match_score=match.score,
        match_margin=match.margin,
        column_label=column.label,
        period_start=figure.period.start if figure.period else None,
        period_end=figure.period.end if figure.period else None,
        component="forecast" if sheet.span.part is SummaryPart.FORECAST else component.item if component else None,
        component_label=column.component_label,
        value=figure.amount
        if cell.amount.state is ValueState.NUMBER and not (refused and figure.measure.money)
        else None,
        unit=figure.measure.unit,
        reported_text=cell.amount.text,
        reported_scale=figure.measure.scale,
        value_state=cell.amount.state,
        page=cell.page,
        box=cell.box,
        reader=cell.reader,
        proof=proof,
        findings=codes,
        sheet=figure.key[0],
        column=column.index,
        headings=_headings(sheet, line),
        **about,
    )


def _headings(sheet: Sheet, line: Line) -> tuple[str, ...]:
    """The labels of the lines it stands under, outermost first."""
    out: list[str] = []
    above = line.parent
    while above:
        out.append(sheet.line(above).label)
        above = sheet.line(above).parent
    return tuple(reversed(out))


def _notes(line: str | None, cell: str | None) -> str | None:
    return ",".join(note for note in (line, cell) if note) or None
