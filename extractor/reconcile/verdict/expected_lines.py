"""Totals that a statement owes and does not print. Figures that still add up hide a row that was lost; its place
shows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractor.errors import ConfigurationError
from extractor.model import Line, Sheet, StatementKind, ValueState
from extractor.notation.lexicon import rules
from extractor.notation.text import label_key
from extractor.reconcile.identities.line_roles import is_result, is_total
from extractor.reconcile.identities.quantities import named
from extractor.reconcile.values.dating import is_balance
from extractor.resources import schema_path

K = StatementKind
_W = rules("expected")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A row of schemas/expected/lines.toml. ``when`` and ``unless``: terms, each with its alternatives."""

    name: str
    statement: StatementKind
    standards: frozenset[str]  # empty: any
    language: str | None
    consolidated: bool | None
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    message: str
    examples: tuple[tuple[str, ...], ...]
    near_misses: tuple[tuple[str, ...], ...]

    def applies(self, sheet: Sheet) -> bool:
        """Whether the row speaks of such a statement."""
        span = sheet.span
        return (
            span.kind is self.statement
            and (not self.standards or span.standard.value in self.standards)
            and self.language in (None, span.language.value)
            and self.consolidated in (None, span.consolidated)
        )

    def owes(self, labels: Sequence[str]) -> bool:
        """Whether a statement that prints these labels owes the line."""
        names = {named(label, self.statement) for label in labels}
        keys = [label_key(label) for label in labels]

        def printed(term: str) -> bool:
            return term[1:] in names if term.startswith("@") else any(map(_W[term].finds, keys))

        return all(any(map(printed, terms)) for terms in self.when) and not any(map(printed, self.unless))


@cache
def expectations() -> tuple[Expectation, ...]:
    """The rows of schemas/expected/lines.toml. Raises ConfigurationError where they cannot be read."""
    path = schema_path("expected", "lines.toml")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Expectation(
                row["name"],
                StatementKind(row["statement"]),
                frozenset(filter(None, row.get("standard", "").split("|"))),
                row.get("language"),
                row.get("consolidated"),
                tuple(tuple(term.split("|")) for term in row["when"]),
                tuple(row["unless"]),
                row["message"],
                tuple(map(tuple, row["examples"])),
                tuple(map(tuple, row["near_misses"])),
            )
            for row in raw["expect"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{path}: {error!r}.", "restore the file") from error


def owed(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """The heading (None: the statement) and what is missing."""
    yield from _sections(sheet)
    yield from _results(sheet)
    if sheet.lines and sheet.lines[-1].heading and sheet.lines[-1].label:
        yield None, f"the statement ends with the heading {sheet.lines[-1].label}: what stands below it is missing"
    if sheet.span.kind is K.BALANCE_SHEET:
        yield from _nets(sheet)
    if sheet.span.kind is K.CHANGES_IN_EQUITY:
        yield from _restated(sheet)


def blanks(sheet: Sheet) -> Iterator[tuple[Line, int]]:
    """Lines and columns that are blank in a table that otherwise leaves no cell blank: a figure moved or was lost; and
    what a page prints of a table of which it leaves a column blank that every row of the other pages fills.

    Equity statements leave cells blank as they please, and so do tables with columns for details and totals.
    """
    rows = [line for line in sheet.lines if not line.heading]
    if sheet.span.kind is K.CHANGES_IN_EQUITY or len(rows) < 6:
        return
    found = [(line, cell.column) for line in rows for cell in line.cells if cell.amount.state is ValueState.BLANK]
    if len({line.number for line, _ in found}) <= 1:
        yield from found
    yield from _emptier_pages(rows)


def _emptier_pages(rows: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """The cells of pages of which no row prints anything in a column that every row of the other pages fills."""
    filled = [{cell.column for cell in line.cells if cell.amount.state is not ValueState.BLANK} for line in rows]
    for page in sorted({line.page for line in rows}):
        here = [columns for line, columns in zip(rows, filled, strict=True) if line.page == page]
        others = [columns for line, columns in zip(rows, filled, strict=True) if line.page != page]
        if len(others) >= 6 and set.intersection(*others) - set().union(*here):
            yield from ((line, cell.column) for line in rows if line.page == page for cell in line.cells)


def _sections(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """Headings with figures below them and no total of their name; a lone figure's heading counts where the statement
    totals others like it."""
    under: dict[int, int] = {}
    for row in sheet.lines:
        above = row.parent
        while above and not row.heading:
            under[above] = under.get(above, 0) + 1
            above = sheet.line(above).parent
    answered: list[bool] = []
    silent: list[Line] = []
    for line in sheet.lines:
        core = (
            _core(line.label)
            if line.heading
            and under.get(line.number, 0) > (0 if _W["always_totalled"].finds(label_key(line.label)) else 1)
            else ""
        )
        if not core or _W["free_heading"].finds(core):
            continue
        found = any(_answers(core, row, sheet.span.kind) for row in sheet.lines[line.number :] if not row.heading)
        answered.append(found)
        if not found:
            silent.append(line)
    if len(silent) <= max(1, len(answered) // 3):  # a statement that leaves most sections without totals owes none
        for line in silent:
            yield line, f"{line.label}: the section prints no total"


def _core(label: str) -> str:
    key = _W["part_of"].pattern.sub("", _W["numbering"].pattern.sub("", label_key(label)))
    activity = _W["activity"].find(key)
    return activity.group() if activity else key.strip(":：()[]")


def _answers(core: str, row: Line, kind: StatementKind) -> bool:
    key = _W["part_of"].pattern.sub("", label_key(row.label))
    if not (is_total(row.label) or is_result(row.label, kind) or key == core):
        return False
    bare = _W["total_words"].pattern.sub("", key).strip(",()")
    if _W["changes_heading"].finds(core):
        return _W["changes"].finds(bare)
    return bare == core or (kind is not K.BALANCE_SHEET and core in bare) or (_W["joined"].finds(core) and core in bare)


def _nets(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """Where assets are printed gross, less depreciation, net: every depreciation is followed by its net amount, or none
    is."""
    printed = [line for line in sheet.lines if not line.heading]
    pairs = [(line, after) for line, after in pairwise(printed) if _W["depreciation"].finds(label_key(line.label))]
    bare = [line for line, after in pairs if not _W["net_amount"].finds(label_key(after.label))]
    if len(bare) == 1 and len(pairs) > 2:
        yield bare[0], f"{bare[0].label}: no net amount follows"


def _restated(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """The effect of a change in accounting is followed by the opening balance that reflects it."""
    printed = [line for line in sheet.lines if not line.heading]
    for at, line in enumerate(printed[:4]):
        if (
            _W["cumulative_effect"].finds(label_key(line.label))
            and at
            and not any(is_balance(after.label) for after in printed[at + 1 : at + 3])
        ):
            yield None, f"{line.label}: no restated opening balance follows"  # the row itself may well be right


def _results(sheet: Sheet) -> Iterator[tuple[Line | None, str]]:
    """What the data expects of such a statement, and what the order of an equity or comprehensive statement says."""
    printed = [line for line in sheet.lines if not line.heading]
    labels = [line.label for line in printed]
    keys = [label_key(label) for label in labels]
    kind = sheet.span.kind
    if kind is K.CHANGES_IN_EQUITY:
        if len(printed) <= 3 or not any(column.component_label for column in sheet.columns):
            return  # one component after the other: each prints what it has
        yield from _balances(printed, keys)
    for expected in expectations():
        if expected.applies(sheet) and expected.owes(labels):
            yield None, expected.message
    if kind is K.COMPREHENSIVE_INCOME:
        yield from _comprehensive(sheet, keys)


def _balances(printed: Sequence[Line], keys: Sequence[str]) -> Iterator[tuple[Line | None, str]]:
    if not is_balance(printed[0].label) and not _W["dated"].finds(keys[0]):
        yield None, "changes in equity without their opening balance"
    if sum(is_balance(line.label) or _W["dated_day"].finds(key) for line, key in zip(printed, keys, strict=True)) < 2:
        yield None, "changes in equity without a balance at both ends"


def _comprehensive(sheet: Sheet, keys: Sequence[str]) -> Iterator[tuple[Line | None, str]]:
    """Profit, other comprehensive income and its total, comprehensive income: each of them is printed."""
    other, any_comprehensive, profit = _W["other_comprehensive"], _W["comprehensive"], _W["profit_of_any_kind"]
    if not any(_W["whole_comprehensive"].finds(key) and not _W["shared_comprehensive"].finds(key) for key in keys):
        yield None, "no line of comprehensive income"
    if keys and not profit.finds(other.pattern.sub("", keys[0])):
        yield None, "comprehensive income does not begin with the profit"
    parts = [key for key in keys if not any_comprehensive.finds(key) and not profit.finds(key)]
    if len(parts) > 1 and not any(other.finds(key) and not _W["other_part"].finds(key) for key in keys):
        yield None, "other comprehensive income without its total"
    classes = [line for line in sheet.lines if line.heading and _W["classes"].finds(label_key(line.label))]
    closed = [key for key in keys if _W["classes_closed"].finds(key)]
    if len(classes) == 2 and len(closed) == 1:
        yield None, "one class of other comprehensive income without its total"
