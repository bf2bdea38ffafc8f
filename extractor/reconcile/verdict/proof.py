"""Checks -> the proof of each cell.

A cell is proved by an identity that holds and reaches it. An identity whose pattern holds elsewhere and fails here
contradicts the cells in it that no other identity vouches for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractor.model import Check, Proof, ValueState
from extractor.reconcile.values.figure import Figure, Key

ELSEWHERE = ("tie", "summary", "ratio")
LOOSE = ("tie:=", "ratio")  # a plain wording that comes back with the same figure: it vouches for no sign


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The proof of each figure, and the checks that speak against it."""

    proofs: Mapping[Key, Proof]
    blamed: Mapping[Key, tuple[Check, ...]]  # failing checks that contradict the cell


def keys_of(check: Check) -> Iterable[Key]:
    """The figures that a check is about: total first."""
    yield check.total.sheet, check.total.line, check.total.column
    for member in check.members:
        yield member.sheet, member.line, member.column


def judge(figures: Mapping[Key, Figure], checks: Iterable[Check]) -> Verdicts:
    """The proof of each figure by the checks that were tried."""
    proved: set[Key] = set()
    tied: set[Key] = set()
    vouched: set[Key] = set()
    failing: list[Check] = []
    for check in checks:
        if not check.decisive:
            continue
        if check.holds:
            reached = set(keys_of(check))
            (tied if check.kind.startswith(ELSEWHERE) else proved).update(reached)
            if not check.kind.startswith(LOOSE):
                vouched |= reached
        else:
            failing.append(check)
    blamed: dict[Key, list[Check]] = defaultdict(list)
    for check in failing:
        keys = [
            key
            for key in keys_of(check)
            if key in figures and figures[key].cell.amount.state in (ValueState.NUMBER, ValueState.BLANK)
        ]
        for key in [key for key in keys if key not in vouched] or keys:
            blamed[key].append(check)
    proofs: dict[Key, Proof] = {}
    for key, figure in figures.items():
        if key in blamed:
            proofs[key] = Proof.CONTRADICTED
        elif figure.cell.amount.state is not ValueState.NUMBER:
            proofs[key] = Proof.UNPROVED
        elif key in proved:
            proofs[key] = Proof.PROVED
        elif key in tied:
            proofs[key] = Proof.TIED
        else:
            proofs[key] = Proof.UNPROVED
    return Verdicts(proofs, {key: tuple(found) for key, found in blamed.items()})
