"""Formulas of the identities: read from text, evaluated on intervals.

``100 * (base / base@year_ago - 1)``: names of figures, some with a mark that tells their period, and the four
operations.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Interval = tuple[Decimal, Decimal]
_TERM = re.compile(r"\b([a-z_]+)(?:@([a-z_]+))?(\?)?")
_MARKS = ("", "opening", "year_ago", "previous", "any", "expected")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that a formula asks for: its name, and whose period's it is (see
    ``schemas/taxonomy/identities.toml``)."""

    name: str
    mark: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression over named amounts, evaluated on intervals."""

    text: str
    terms: tuple[Term, ...]
    tree: ast.expr

    def __call__(self, values: Sequence[Interval]) -> Interval | None:
        """The interval of the result, given one for each term. None where a divisor can be zero or negative."""
        return _evaluate(self.tree, dict(zip(map(_alias, self.terms), values, strict=True)))


def parse(text: str) -> Formula:
    """Raises ValueError that says what is wrong with the text."""
    terms = tuple(dict.fromkeys(Term(name, mark or "", bool(optional)) for name, mark, optional in _TERM.findall(text)))
    unknown = [term.mark for term in terms if term.mark not in _MARKS]
    if unknown:
        raise ValueError(f"{text}: no period is called {unknown[0]}")
    try:
        tree = ast.parse(_TERM.sub(lambda found: _alias(Term(found[1], found[2] or "")), text), mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"{text}: {error.msg}") from error
    for node in ast.walk(tree):
        if not isinstance(node, ast.BinOp | ast.Name | ast.Load | ast.Add | ast.Sub | ast.Mult | ast.Div) and not (
            isinstance(node, ast.Constant) and isinstance(node.value, int)
        ):
            raise ValueError(f"{text}: only names, whole numbers and + - * / may stand in a formula")
    return Formula(text, terms, tree)


def _alias(term: Term) -> str:
    return f"{term.name}__{term.mark}" if term.mark else term.name


def _evaluate(node: ast.expr, values: Mapping[str, Interval]) -> Interval | None:
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int)
        return Decimal(node.value), Decimal(node.value)
    if isinstance(node, ast.Name):
        return values[node.id]
    assert isinstance(node, ast.BinOp)
    left, right = _evaluate(node.left, values), _evaluate(node.right, values)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Add):
        return left[0] + right[0], left[1] + right[1]
    if isinstance(node.op, ast.Sub):
        return left[0] - right[1], left[1] - right[0]
    if isinstance(node.op, ast.Div) and right[0] <= 0:
        return None
    combine: Callable[[Decimal, Decimal], Decimal] = operator.truediv if isinstance(node.op, ast.Div) else operator.mul
    corners = [combine(a, b) for a in left for b in right]
    return min(corners), max(corners)
