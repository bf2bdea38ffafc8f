"""Columns that print the group beside the parent: one table on two bases becomes a sheet for each."""

from __future__ import annotations

from dataclasses import replace

from extractor.detect.building import with_used_columns
from extractor.model import Column, Sheet
from extractor.notation.lexicon import rule

_OWN = rule("headers.own_figures").finds
_GROUP = rule("headers.group_figures").finds


def split_bases(sheet: Sheet) -> list[Sheet]:
    """The sheet, or where its heads say both 連結 and 単体, one sheet for the group's columns and one for the parent's.

    The claims stay with the first one.
    """
    bases = {column.index: _basis(column) for column in sheet.columns}
    if set(bases.values()) != {True, False}:
        return [sheet]
    parts = []
    for basis in (True, False):
        kept = {index for index, found in bases.items() if found is basis}
        lines = tuple(
            replace(line, cells=tuple(cell for cell in line.cells if cell.column in kept)) for line in sheet.lines
        )
        findings = tuple(f for f in sheet.findings if f.column is None or f.column in kept)
        span = replace(sheet.span, consolidated=basis)
        claims = sheet.claims if basis else ()
        parts.append(
            with_used_columns(replace(sheet, span=span, lines=lines, findings=findings if kept else (), claims=claims))
        )
    return parts


def _basis(column: Column) -> bool | None:
    """Whether a head says that its figures are the group's; None: it says nothing of it."""
    if _OWN(column.label):
        return False
    return True if _GROUP(column.label) else None
