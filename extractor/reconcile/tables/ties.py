"""The same amount elsewhere: in a statement, or in another table of the filing; across units.

An amount alone proves nothing: it must be of three significant digits or more, of the same period, and the words of its
row or column must be those of the statement's line. For a total, or an amount that the table says the statements carry,
the words of the headings and captions over the table may stand for its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from extractor.model import Check, Fact, Member, Proof, StatementKind, ValueState
from extractor.notation.dates import dates_in, normal
from extractor.notation.lexicon import rule, rules
from extractor.notation.text import label_key
from extractor.notation.units import without_remarks
from extractor.reconcile.identities.line_roles import is_total
from extractor.reconcile.identities.quantities import named
from extractor.reconcile.tables.figures import Face, Place, factor, is_money
from extractor.reconcile.tables.sums import STATEMENT

_T = rules("other_tables")
_SEGMENT = (_T["segment_revenue"], _T["segment_profit"], _T["segment_assets"])
_WHOLE = ("carrying", "consolidated_amount", "closing")
_VAGUE = rule("wordings.vague").finds
PLAIN = 3  # significant digits that an amount needs where the words are the same
LOOSE = 4  # and where one wording holds the other
SHORT = 3  # characters: a shorter wording is found in too many others


@dataclass(frozen=True, slots=True)
class Axis:
    """What a row or column says: ``word`` is the innermost of its labels that names something, empty where none does;
    ``whole``: inside of it stands a total, a closing balance, or what the statements carry."""

    word: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of a statement. ``step``: one unit of its last digit, in the stored unit."""

    fact: Fact
    key: str
    name: str | None
    value: Decimal
    step: Decimal

    @property
    def of_balance(self) -> bool:
        """Whether it stands in a balance sheet."""
        return self.fact.statement is StatementKind.BALANCE_SHEET

    @property
    def member(self) -> Member:
        return Member(self.fact.sheet, self.fact.line, self.fact.column, 1, self.fact.value or Decimal(0))


class Statements:
    """The figures of the filing's statements, to be asked by amount."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._groups: dict[tuple[str, Decimal], list[Known]] = defaultdict(list)
        self._buckets: dict[tuple[str, Decimal, Decimal], dict[int, list[Known]]] = {}
        for known in filter(None, map(_known, facts)):
            self._groups[known.fact.unit.value, known.step].append(known)

        self._facts = {(fact.sheet, fact.line, fact.column): fact for fact in facts}
        scales = Counter(fact.reported_scale for fact in facts if is_money(fact.unit.value) and fact.value is not None)
        self.scale = scales.most_common(1)[0][0] if scales else None  # that most of their money is printed in

    def named_by(self, member: Member) -> Fact | None:
        """The figure that a member of a tie is."""
        return self._facts.get((member.sheet, member.line, member.column))

    def like(self, unit: str, value: Decimal, step: Decimal) -> Iterator[Known]:
        """Those that can be this amount, each within its last digit; the sign is not asked."""
        size = abs(value)
        for (of, fine), group in self._groups.items():
            if of != unit:
                continue
            coarse = max(step, fine)
            buckets = self._buckets.get((of, fine, coarse))
            if buckets is None:
                buckets = defaultdict(list)
                for known in group:
                    buckets[int(abs(known.value) // coarse)].append(known)
                self._buckets[of, fine, coarse] = buckets
            at = int(size // coarse)
            for known in (*buckets.get(at - 1, ()), *buckets.get(at, ()), *buckets.get(at + 1, ())):
                apart = abs(abs(known.value) - size)
                if apart < coarse if step != fine else not apart:
                    yield known


def _known(fact: Fact) -> Known | None:
    if (
        fact.value is None
        or fact.value_state is not ValueState.NUMBER
        or fact.proof is Proof.CONTRADICTED
        or fact.component is not None
        or fact.statement is StatementKind.CHANGES_IN_EQUITY
        or fact.period_end is None
    ):
        return None
    point = fact.reported_text.rfind(".")
    digits = sum(char.isdigit() for char in fact.reported_text[point:]) if point >= 0 else 0
    step = factor(fact.unit.value, fact.reported_scale).scaleb(-digits)
    return Known(fact, bare(fact.label), named(fact.label, fact.statement), fact.value, step)


@lru_cache(maxsize=16384)
def bare(label: str) -> str:
    """A label as wordings are compared: without marks, units in brackets and the number it begins with."""
    key = without_remarks(label_key(label))
    found = _T["numbered"].find(key)
    return key[found.end() :] if found else key


@lru_cache(maxsize=16384)
def _names(key: str, whole: bool) -> frozenset[str]:
    said = {named(key, kind) for kind in (StatementKind.INCOME_STATEMENT, StatementKind.BALANCE_SHEET)}
    if whole:
        said.update(name for segment in _SEGMENT if segment.finds(key) for name in segment.value)
    return frozenset(name for name in said if name)


@lru_cache(maxsize=16384)
def axis(path: tuple[str, ...]) -> Axis:
    """What a row or column says by its labels, outermost first."""
    whole = False
    for part in reversed(path):
        key = bare(part)
        if (is_total(key) and len(key) <= SHORT + 1) or any(_T[name].finds(key) for name in _WHOLE):
            whole = True
        elif key and not _T["neutral"].finds(key) and not dates_in(normal(key)):
            return Axis(key, whole)
    return Axis("", whole)


def statement_ties(face: Face, statements: Statements) -> Iterator[tuple[Place, Check]]:
    """For each cell of the face that a figure of a statement agrees with, in amount, period and words. What the table
    says the statements carry, and they carry under other words, is a check that fails and decides nothing."""
    if face.unit is None:
        return
    table, step = face.table, face.step
    around = tuple(bare(text) for text in (*table.standing.headings[-2:], *table.standing.captions))
    rows = {row.number: axis(row.path) for row in face.rows}
    columns = {column.index: axis(column.path) for column in face.columns}
    carried = {column.index: any(_T["carrying"].finds(bare(part)) for part in column.path) for column in face.columns}
    for place, cell in face.cells.items():
        figure = face.whole(place)
        printed = significant(figure)
        if cell.amount.value is None or printed < PLAIN:
            continue
        row, column = rows[place[0]], columns[place[1]]
        if row.word and column.word:
            continue  # part of what the statement's line is
        period = table.measures[place].period
        elsewhere: Known | None = None
        for known in statements.like(face.unit, figure * step, step):
            digits = min(printed, significant(int(known.value / known.step)))  # what both print
            if digits < PLAIN:
                continue
            if not _same_time(period.end if period else None, known.fact.period_end, digits):
                continue
            if table.standing.consolidated not in (None, known.fact.consolidated):
                continue
            if _agree(row.word or column.word, row.whole or column.whole, around, known, digits):
                yield place, _tie(face, place, known)
                break
            elsewhere = elsewhere or known
        else:
            if elsewhere and printed > LOOSE and row.word and carried[place[1]] and elsewhere.of_balance:
                yield place, replace(_tie(face, place, elsewhere), holds=False, decisive=False)


def _same_time(mine: date | None, known: date | None, digits: int) -> bool:
    return mine == known if mine is not None else digits > LOOSE


def _agree(word: str, whole: bool, around: Sequence[str], known: Known, digits: int) -> bool:
    """Whether the words name the known figure; those of the headings speak for a total without words of its own."""
    if _VAGUE(word) or _VAGUE(known.key):
        return False
    if word and (word == known.key or (known.name and known.name in _names(word, whole))):
        return True
    if digits < LOOSE or len(known.key) < SHORT:
        return False
    if word:
        return _at_an_end(known.key, word) or (len(word) > SHORT and _at_an_end(word, known.key))
    return whole and any(known.key in text for text in around)


def _at_an_end(part: str, key: str) -> bool:
    return key.startswith(part) or key.endswith(part)


def _tie(face: Face, place: Place, known: Known) -> Check:
    total = face.member(place)
    coarse = max(face.step, known.step)
    signed = known.value if (known.value < 0) == (total.value < 0) else -known.value
    return Check(
        f"tie:{known.name or '=' + known.key}",
        STATEMENT,
        total,
        (known.member,),
        signed - coarse,
        signed + coarse,
        total.value,
        True,
    )


def significant(whole: int) -> int:
    """Digits of a figure without the zeros at its end: 12,000 has two."""
    return len(str(abs(whole)).rstrip("0"))


Slot = tuple[int, int, int]  # table, row, column


def repeated(every: Sequence[Face]) -> Mapping[Slot, Slot]:
    """Cells whose figure another table prints again, under the same words and of the same period; a closing balance
    that comes back as an opening one. Each with one of the others."""
    places: dict[tuple[str | None, Decimal, object, frozenset[str]], list[tuple[Slot, str]]] = defaultdict(list)
    for face in every:
        table = face.table
        rows = {row.number: row.path for row in face.rows}
        columns = {column.index: column.path for column in face.columns}
        for place, cell in face.cells.items():
            figure = face.whole(place)
            digits = significant(figure)
            if cell.amount.value is None or digits < (PLAIN if is_money(face.unit) else LOOSE):
                continue
            row, column = rows[place[0]], columns[place[1]]
            words = frozenset(word for word in (axis(row).word, axis(column).word) if word and not _VAGUE(word))
            if not words:
                continue
            slot, value = (table.number, *place), abs(figure) * face.step
            period = table.measures[place].period
            if period is not None or digits > LOOSE:
                places[face.unit, value, period.end if period else None, words].append((slot, ""))
            if side := _side(row) or _side(column):
                words = frozenset(word for word in words if not _side((word,)))
                places[face.unit, value, "balance", words].append((slot, side))
    out: dict[Slot, Slot] = {}
    for found in places.values():
        first, first_side = found[0]
        for slot, side in found[1:]:
            if slot[0] != first[0] and (not side or side != first_side):
                out.setdefault(slot, first)
                out.setdefault(first, slot)
    return out


@lru_cache(maxsize=8192)
def _side(path: tuple[str, ...]) -> str:
    """Whether a row or column is a balance at the beginning or at the end."""
    key = label_key(path[-1]) if path else ""
    return "opening" if _T["opening"].finds(key) else "closing" if _T["closing"].finds(key) else ""
