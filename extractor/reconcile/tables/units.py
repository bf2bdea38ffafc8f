"""Units of other tables by what the statements print: a tie proves a unit that nothing prints, and speaks against one
that is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.model.other import OtherTable, Saying
from extractor.notation.lexicon import rules
from extractor.notation.text import label_key
from extractor.reconcile.tables.figures import Face, Place, faces, is_money
from extractor.reconcile.tables.ties import Statements, significant, statement_ties

_M = rules("measures")
_COUNTED = ("shares", "people", "percent", "times", "per_share")
SCALES = (1, 1_000, 1_000_000)
SURE = 6  # significant digits of a single tie that proves a unit
MANY = 2  # or so many ties


def with_tied_units(table: OtherTable, statements: Statements) -> OtherTable:
    """The table; where nothing says a unit, figures that tie to the statements in one unit of money and in no other
    have that."""
    measures = dict(table.measures)
    for face in faces(table):
        if face.unit is None and face.digits == 0:
            scales = [scale for scale in SCALES if _proves(_as_money(face, scale), statements)]
            if len(scales) == 1:
                for place in _of_money(face):
                    measures[place] = replace(
                        measures[place], unit="thousand_yen", scale=scales[0], unit_from=Saying.TIE
                    )
    return table if measures == table.measures else replace(table, measures=measures)


def _of_money(face: Face) -> Iterator[Place]:
    """The cells whose row and column name nothing that is counted or compared."""
    rows = {row.number: row.path for row in face.rows}
    columns = {column.index: column.path for column in face.columns}
    for place in face.cells:
        keys = [label_key(part) for part in (*rows[place[0]], *columns[place[1]])]
        if not any(_M[name].finds(key) for key in keys for name in _COUNTED):
            yield place


def contradicted_units(every: list[Face], statements: Statements) -> Iterator[tuple[Face, int]]:
    """Faces of money that tie to nothing in their unit and to several figures in another one: with that scale."""
    for face in every:
        if face.unit != "thousand_yen" or face.scale not in SCALES or _tied(face, statements):
            continue
        for scale in SCALES:
            if scale != face.scale and len(_tied(_as_money(face, scale), statements)) >= MANY:
                yield face, scale
                break


def is_borne_out(face: Face, statements: Statements) -> bool:
    """Whether nothing of a face has the unit of the table before, or a figure of a statement agrees with it."""
    lent = any(face.table.measures[place].unit_from is Saying.BEFORE for place in face.cells)
    return not lent or bool(_tied(face, statements))


def _as_money(face: Face, scale: int) -> Face:
    return replace(face, unit="thousand_yen", scale=scale)


def _proves(face: Face, statements: Statements) -> bool:
    tied = _tied(face, statements)
    return len(tied) >= MANY or any(significant(face.whole(place)) >= SURE for place in tied)


def _tied(face: Face, statements: Statements) -> list[Place]:
    if not is_money(face.unit):
        return []
    found: dict[int, Place] = {}  # one figure may stand in several cells: it counts once
    for place, check in statement_ties(face, statements):
        if check.holds:
            found.setdefault(abs(face.whole(place)), place)
    return list(found.values())
