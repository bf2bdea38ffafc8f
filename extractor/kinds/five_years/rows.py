"""Rows of selected financial data that share a cell: two figures beside one label, two labels beside two figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.detect.brackets import bracketed, thereof
from extractor.model import Amount, Cell, Line, ValueState
from extractor.notation.lexicon import rule
from extractor.notation.text import fold, join_wrapped, squeeze

_BRACKETED = rule("signs.bracketed").finds
_SAYS_THEREOF = rule("signs.thereof").finds


def settled(lines: Sequence[Line]) -> list[Line]:
    """The lines with the figures of each label beside it; one less where a label's first row stood by itself."""
    return _labels_between(_label_and_half(_labels_in_three(lines)))


def _labels_in_three(lines: Sequence[Line]) -> list[Line]:
    """A label of three rows beside two rows of figures is two labels: "１株当たり配当額" over "(うち１株当たり" and
    "中間配当額)", beside a dividend and, in brackets, the part of it paid between."""
    out = list(lines)
    for k in range(len(out) - 2):
        head, first, second = out[k : k + 3]
        if not head.cells and head.label and not broken(head.label) and _goes_on_in_brackets(first, second):
            whole = join_wrapped([first.label, second.label])
            out[k] = replace(first, number=head.number, label=head.label, box=head.box.union(first.box))
            out[k + 1] = replace(second, number=first.number, label=whole)
            out[k + 2] = replace(head, number=second.number, label="", cells=())
    return [line for line in out if line.label or line.cells]


def _label_and_half(lines: Sequence[Line]) -> list[Line]:
    """The same where the first two of the three rows were taken for one label: "１株当たり配当額(うち１株当たり" over
    "中間配当額)"."""
    out = list(lines)
    for k in range(len(out) - 1):
        first, second = out[k : k + 2]
        at = max(first.label.rfind(bracket) for bracket in "(（")
        if at > 0 and second.cells and _goes_on_in_brackets(first, second):
            out[k] = replace(first, label=first.label[:at].rstrip())
            out[k + 1] = replace(second, label=join_wrapped([first.label[at:], second.label]))
    return out


def _goes_on_in_brackets(first: Line, second: Line) -> bool:
    """Whether a label ends within brackets that the one below it closes, and only the lower figures stand in such."""
    return bool(
        first.cells
        and not any(map(bracketed, first.cells))
        and broken(first.label)
        and not broken(first.label + second.label)
        and all_bracketed(second)
    )


def _labels_between(lines: Sequence[Line]) -> list[Line]:
    """A label in the middle of a cell of two rows, the second in brackets, is the label of the first: 従業員数 between
    192 and (15). What stands beside the label itself, in cells of one row, goes with the first."""
    out = list(lines)
    for k in range(len(out) - 1):
        upper, lower = out[k : k + 2]
        above = _figures(upper)
        below = _figures(lower)
        brackets = {column: cell for column, cell in below.items() if bracketed(cell)}
        plain = {column: cell for column, cell in below.items() if column not in brackets}
        if (
            upper.label
            or not lower.label
            or not brackets
            or any(map(bracketed, above.values()))
            or above.keys() & plain.keys()
            or not brackets.keys() <= above.keys()
        ):
            continue
        out[k] = replace(lower, number=upper.number, cells=_with(lower.cells, {**plain, **above}))
        out[k + 1] = replace(upper, number=lower.number, cells=_with(upper.cells, brackets))
    return out


def _figures(line: Line) -> dict[int, Cell]:
    return {cell.column: cell for cell in line.cells if cell.amount.state is not ValueState.BLANK}


def _with(cells: Sequence[Cell], chosen: Mapping[int, Cell]) -> tuple[Cell, ...]:
    """The cells of a row with these figures in it, and blanks in its other columns."""
    blank = Amount(None, ValueState.BLANK, "")
    return tuple(
        chosen.get(cell.column) or (cell if cell.amount == blank else replace(cell, amount=blank)) for cell in cells
    )


def thereof_lines(lines: Sequence[Line]) -> list[Line]:
    """Brackets say "thereof" in these tables: (332) temporary staff, (15.00) of it as interim dividend. Negative is △.

    Where no △ stands and a row sets only some of its figures in brackets, the filer writes negatives so: then only rows
    whose own label stands in brackets, or that have none, say "thereof".
    """
    figures = [[cell.amount for cell in line.cells if cell.amount.value is not None] for line in lines]
    triangles = any(
        amount.value < 0 and not _BRACKETED(amount.text) for row in figures for amount in row if amount.value
    )
    mixed = any(len({bool(_BRACKETED(amount.text)) for amount in row if amount.value}) > 1 for row in figures)
    negative = mixed and not triangles
    return [line if negative and not _says_thereof(line.label) else thereof(line) for line in lines]


def _says_thereof(label: str) -> bool:
    return not label or _SAYS_THEREOF(squeeze(label))


def all_bracketed(line: Line) -> bool:
    """Whether every figure of the line stands in brackets."""
    return all(bracketed(cell) for cell in line.cells if cell.amount.value is not None)


def broken(label: str) -> bool:
    """A label that begins or ends within brackets: a piece of one."""
    folded = fold(label)
    return folded.count("(") != folded.count(")")
