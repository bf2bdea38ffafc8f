"""Tables ready to be set: what each row prints in which column. Built from statements by layout; knows nothing of
pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from tests.typesetting import wording
from tests.typesetting.figures import Column, Figures, Row, Statement
from tests.typesetting.labels import GROUPS
from tests.typesetting.layouts import Layout

POOLED = "income and comprehensive income"


@dataclass(frozen=True)
class Expected:
    """A row that the lake must hold."""

    statement: str
    label: str
    start: str
    end: str
    value: Decimal  # thousands of yen, or yen
    unit: str
    consolidated: bool
    component: str = ""


@dataclass(frozen=True)
class Line:
    """A printed row. ``cells``: a text for each column of the table, empty where nothing stands."""

    label: str
    depth: int
    style: str
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """One table: head lines of each column, spans above them, rows."""

    heads: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    spans: tuple[tuple[str, int, int], ...] = ()  # text, first column, column after the last
    units: str = ""  # what stands in each column below the head
    caption: str = ""  # over the table: a period
    corner: str = ""
    beside: Table | None = None  # account form: liabilities


@dataclass(frozen=True)
class Printed:
    """A statement as it is printed, and what a perfect reader finds in it."""

    kind: str
    title: str
    tables: tuple[Table, ...]
    expected: tuple[Expected, ...] = field(default=())


class Maker:
    """Makes the tables of one filing in one layout."""

    def __init__(self, figures: Figures, layout: Layout, seed: int) -> None:
        self.figures, self.layout = figures, layout
        self.rng = Random(f"marks {seed}")
        self.scale = layout.scale or figures.scale
        self.english = layout.language == "en"

    # ------------------------------------------------------------ statements

    def printed(self) -> tuple[Printed, ...]:
        """The statements of the layout in printed order."""
        out: list[Printed] = []
        given = self.figures.statements
        chosen = [name for name in given if name in self.layout.parts] or ["balance_sheet"]
        together = self.layout.income == "one" and {"income_statement", "comprehensive_income"} <= set(chosen)
        for name in chosen:
            if together and name == "comprehensive_income":
                continue
            statement = given[name]
            if together and name == "income_statement":
                rows = (*statement.rows, *given["comprehensive_income"].rows[1:])
                statement = replace(statement, rows=rows)
            title = wording.title(self.layout, self.figures, name, len(out) + 1)
            if together and name == "income_statement":
                title = self._joint_title(len(out) + 1)
            if name == "changes_in_equity":
                tables, expected = self._equity(statement)
            else:
                tables, expected = self._columns(statement, POOLED if together and name == "income_statement" else name)
            out.append(Printed(name, title, tables, expected))
        return tuple(out)

    def _joint_title(self, place: int) -> str:
        text = wording.title(self.layout, self.figures, "income_statement", place)
        if self.english:
            for one in (
                "Statements of Income",
                "Statement of Income",
                "Statements of Profit or Loss",
                "Statement of Profit or Loss",
            ):
                text = text.replace(one, one + " and Comprehensive Income").replace(
                    one.upper(), one.upper() + " AND COMPREHENSIVE INCOME"
                )
                text = text.replace(one.lower(), one.lower() + " and comprehensive income")
            return text
        return text.replace("損益計算書", "損益及び包括利益計算書")

    # ------------------------------------------------------------ with a column for each period

    def _columns(self, statement: Statement, pool: str) -> tuple[tuple[Table, ...], tuple[Expected, ...]]:
        order = sorted(range(len(statement.columns)), key=lambda at: (self._block_order(statement.columns[at]), at))
        if self.layout.three_months == "none":
            order = [at for at in order if statement.columns[at].block != "quarter"]
        expected = tuple(self._expect(statement, order, pool))
        groups = [order]
        blocks = {statement.columns[at].block for at in order}
        if self.layout.three_months == "tables" and len(blocks) > 1:
            groups = [
                [at for at in order if statement.columns[at].block == block] for block in ("cumulative", "quarter")
            ]
        tables = []
        for group in groups:
            caption = self._block_caption(statement.columns[group[0]]) if len(groups) > 1 else ""
            tables.append(replace(self._table(statement, group), caption=caption))
        return tuple(tables), expected

    def _block_order(self, column: Column) -> tuple[int, int]:
        return (
            column.block == "cumulative" if self.layout.title % 2 else column.block == "quarter"
        ), column.current == self.layout.prior_first

    def _block_caption(self, column: Column) -> str:
        if self.english:
            count = wording.months(column)
            return f"{wording.COUNT[count][0]} months ended {wording.date_en(column.end)}"
        both = "連結" if self.figures.consolidated else ""
        quarter = wording.QUARTERS[self.figures.part][0]
        return f"【{quarter}{both}{'累計' if column.block == 'cumulative' else '会計'}期間】"

    def _table(self, statement: Statement, order: Sequence[int]) -> Table:
        layout, columns = self.layout, [statement.columns[at] for at in order]
        make = wording.instant_head if columns[0].start is None else wording.duration_head
        heads = [make(layout, self.figures, column) for column in columns]
        spans: tuple[tuple[str, int, int], ...] = ()
        form = layout.instant_head if columns[0].start is None else layout.duration_head
        if form == "spanned" and self.english:
            words = [wording.spanned(layout, column) for column in columns]
            if len(set(words[:2])) == 1 and len(set(words[2:])) <= 1:
                heads = [(str(column.end.year),) for column in columns]
                spans = tuple((words[at], at, at + 2) for at in range(0, len(words), 2))
        lines = tuple(self._line(row, order) for row in statement.rows)
        table = self._units(Table(tuple(heads), lines, spans))
        if layout.extra == "percent" and statement.kind in ("income_statement", "balance_sheet"):
            table = self._percents(table, statement, order)
        elif layout.extra == "inner" and statement.kind in ("income_statement", "balance_sheet"):
            table = self._inner(table)
        if layout.balance == "account" and statement.split and layout.extra == "none":
            cut = statement.split
            table = replace(table, lines=lines[:cut], beside=replace(table, lines=lines[cut:]))
        return table

    def _units(self, table: Table) -> Table:
        place, scale = self.layout.unit_place, self.scale
        if place == "head":
            return replace(table, heads=tuple((*head, wording.head_unit(self.layout, scale)) for head in table.heads))
        if place == "under_head":
            return replace(table, units=wording.head_unit(self.layout, scale))
        corner = ("Account" if self.english else "科目") if self.layout.label_head else ""
        if place == "corner":
            corner = wording.unit_caption(self.layout, scale)
        if place == "label":
            said = Line(wording.unit_caption(self.layout, scale), 0, "heading", ("",) * len(table.heads))
            return replace(table, corner=corner, lines=(said, *table.lines))
        return replace(table, corner=corner)

    def _line(self, row: Row, order: Sequence[int]) -> Line:
        cells: tuple[str, ...] = tuple("" for _ in order)
        if row.values:
            cells = tuple(wording.amount(row.values[at], self.layout, row.unit) for at in order)
        return Line(self._label(row), row.depth, row.style, cells, self._note(row))

    def _label(self, row: Row) -> str:
        label = self._name(row)
        if self.layout.letter_spaced and row.style == "total" and len(label) <= 6:
            return "　".join(label)
        return label

    def _name(self, row: Row) -> str:
        if self.layout.both and row.ja != row.en:
            return f"{row.ja} {row.en}"
        return row.en if self.english else row.ja

    def _note(self, row: Row) -> str:
        """A mark in the note column, or ※ before the figure, at a third of the lines."""
        if self.layout.notes == "none" or row.style != "item" or self.rng.random() < 0.6:
            return ""
        one, two = sorted(self.rng.sample(range(1, 30), 2))
        if self.layout.notes == "decimal":
            return f"{one}.{two % 9 + 1}"
        if self.layout.notes == "mark":
            return f"※{one % 9 + 1}".translate(wording.FULL) if not self.english else f"*{one % 9 + 1}"
        comma = "," if self.english else "、"
        return f"{one}{comma}{two}" if self.rng.random() < 0.3 else str(one)

    def _percents(self, table: Table, statement: Statement, order: Sequence[int]) -> Table:
        """A column of shares of the first line (or of all assets) after each amount."""
        whole = next((row for row in statement.rows if row.ja in ("資産合計", "売上高", "売上収益")), statement.rows[0])
        lines = []
        for row, line in zip(statement.rows, table.lines, strict=True):
            cells: list[str] = []
            for at, text in zip(order, line.cells, strict=True):
                value, base = (row.values or [None] * 9)[at], whole.values[at] or 1
                share = "" if value is None or row.unit != "money" else f"{value / base * 100:.1f}"
                cells += [text, share if text else ""]
            lines.append(replace(line, cells=tuple(cells)))
        word = "%" if self.english else "構成比（％）" if statement.kind == "balance_sheet" else "百分比（％）"
        heads: list[tuple[str, ...]] = []
        for _ in table.heads:
            heads += [(f"{'Amount' if self.english else '金額'}",), (word,)]
        spans = tuple(
            (" ".join(head) if self.english else "".join(head), 2 * at, 2 * at + 2)
            for at, head in enumerate(table.heads)
        )
        if table.spans:
            spans = tuple(
                (f"{text} {head[0]}", 2 * at, 2 * at + 2)
                for at, (head, text) in enumerate(
                    zip(table.heads, [s[0] for s in table.spans for _ in range(2)], strict=False)
                )
            )
        return replace(table, heads=tuple(heads), spans=spans, lines=tuple(lines))

    def _inner(self, table: Table) -> Table:
        """Two amount columns for each period: lines inside, totals outside."""
        lines = []
        for line in table.lines:
            outer = line.style == "total" or line.depth == 0
            cells = [part for text in line.cells for part in (("", text) if outer else (text, ""))]
            lines.append(replace(line, cells=tuple(cells)))
        spans = tuple(
            ("".join(head) if not self.english else " ".join(head), 2 * at, 2 * at + 2)
            for at, head in enumerate(table.heads)
        )
        if table.spans:
            spans = tuple(
                (f"{table.spans[at // 2][0]} {head[0]}", 2 * at, 2 * at + 2) for at, head in enumerate(table.heads)
            )
        word = ("Amount",) if self.english else ("金額",)
        return replace(table, heads=tuple(word for _ in range(2 * len(table.heads))), spans=spans, lines=tuple(lines))

    # ------------------------------------------------------------ equity

    def _equity(self, statement: Statement) -> tuple[tuple[Table, ...], tuple[Expected, ...]]:
        order = range(len(statement.columns)) if self.layout.prior_first else range(len(statement.columns) - 1, -1, -1)
        expected = tuple(self._expect_equity(statement))
        if self.layout.equity == "rows":
            return (self._component_rows(statement, list(order)),), expected
        tables = []
        for at in order:
            caption = self._equity_caption(statement.columns[at])
            blocks = [range(len(statement.components))]
            if self.layout.equity == "stacked":
                cut = sum(component[2] == "capital" for component in statement.components)
                blocks = [range(cut), range(cut, len(statement.components))]
            for number, block in enumerate(blocks):
                table = self._component_columns(statement, at, block)
                tables.append(replace(table, caption=caption if number == 0 else ""))
        return tuple(tables), expected

    def _equity_caption(self, column: Column) -> str:
        assert column.start is not None
        if self.english:
            a, b = wording.date_en(column.start), wording.date_en(column.end)
            count = wording.months(column)
            ended = "Fiscal year" if count == 12 else f"{wording.COUNT[count][0]} months"
            styles = (
                f"{ended} ended {b}",
                f"{ended} ended {b} (From {a} to {b})",
                f"For the {ended.lower()} ended {b}",
            )
            return styles[self.layout.title % 3]
        a, b = wording.date_ja(column.start, self.layout), wording.date_ja(column.end, self.layout)
        name = wording.name_ja(self.figures, column)
        return (f"{name}（自　{a}　至　{b}）", f"{name}（自 {a} 至 {b}）", f"{name}（{a}～{b}）")[self.layout.title % 3]

    def _component_columns(self, statement: Statement, period: int, block: range) -> Table:
        pick = 1 if self.english else 0
        heads = tuple((statement.components[at][pick],) for at in block)
        standard = self.figures.standard if self.figures.consolidated else "own"
        spans = []
        for group in ("capital", "other"):
            columns = [place for place, at in enumerate(block) if statement.components[at][2] == group]
            if columns and (standard, group) in GROUPS:
                spans.append((GROUPS[standard, group][pick], columns[0], columns[-1] + 1))
        lines = tuple(
            Line(
                self._label(row),
                row.depth,
                row.style,
                tuple(wording.amount(row.values[at], self.layout) if row.values else "" for at in block),
            )
            for row in statement.blocks[period]
        )
        table = Table(heads, lines, tuple(spans))
        if self.layout.unit_place in ("head", "under_head") and not self.layout.equity_units:
            return table
        return self._units(table)

    def _component_rows(self, statement: Statement, order: Sequence[int]) -> Table:
        """One component under the other, a column for each period."""
        lines: list[Line] = []
        pick = 1 if self.english else 0
        for at, component in enumerate(statement.components):
            lines.append(Line(component[pick], 0, "heading", tuple("" for _ in order)))
            for row in statement.blocks[0]:
                twins = [
                    next(other for other in block if other.ja == row.ja and other.style == row.style)
                    for block in statement.blocks
                ]
                shown = [twin.values[at] if twin.values else None for twin in twins]
                if row.style == "heading":
                    lines.append(Line(self._label(row), row.depth + 1, "heading", tuple("" for _ in order)))
                elif row.style == "total" or row.at or any(value is not None for value in shown):
                    cells = tuple(wording.amount(shown[period], self.layout) for period in order)
                    lines.append(Line(self._label(row), row.depth + 1, row.style, cells))
        heads = tuple(wording.duration_head(self.layout, self.figures, statement.columns[at]) for at in order)
        return self._units(Table(heads, tuple(lines)))

    # ------------------------------------------------------------ what must come out

    def _value(self, value: int, unit: str) -> Decimal:
        return Decimal(value) / 100 if unit == "per_share" else Decimal(value) * self.scale / 1000

    def _expect(self, statement: Statement, order: Sequence[int], pool: str):  # type: ignore[no-untyped-def]
        for row in statement.rows:
            for at in order if row.values else ():
                value = row.values[at]
                if value is not None:
                    yield self._expected(pool, row, statement.columns[at], value)

    def _expect_equity(self, statement: Statement):  # type: ignore[no-untyped-def]
        for block, column in zip(statement.blocks, statement.columns, strict=True):
            for row in block:
                for component, value in zip(statement.components, row.values, strict=False):
                    if value is not None:
                        found = self._expected(statement.kind, row, column, value)
                        yield replace(found, component=component[1 if self.english else 0])

    def _expected(self, pool: str, row: Row, column: Column, value: int) -> Expected:
        from datetime import timedelta

        start, end = column.start, column.end
        if row.at == "open" and start is not None:
            start, end = None, start - timedelta(days=1)
        elif row.at == "close":
            start = None
        unit = "yen_per_share" if row.unit == "per_share" else "thousand_yen"
        label = self._name(row)
        begin = start.isoformat() if start else ""
        return Expected(
            pool,
            label,
            begin,
            end.isoformat(),
            self._value(value, row.unit),
            unit,
            self.figures.consolidated,
            component="",
        )
