"""For notebooks and programs: filings and lakes as typed objects and pandas DataFrames.

    import extractor as ex

    filing = ex.read("filing.pdf")
    filing.statement("balance_sheet").table()          # lines by periods
    filing.statement("balance_sheet").frame()          # one row a printed cell, with unit, place and proof

    lake = ex.Lake("lake")
    lake.wide(numbers="float")                         # one row a filing, basis and period; one column a concept
    lake.sql("select company_name, revenue from wide where is_current")

Amounts are ``decimal.Decimal`` in columns of objects (``numbers="decimal"``), or ``float64`` (``numbers="float"``);
dates are ``datetime64``. Errors are those of ``extractor.errors``: each names the file and the next step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extractor.errors import UsageError
from extractor.settings import Passwords, Settings, Tables
from extractor.write.contract import OTHER_TABLES, STATEMENTS, TABLES, load_contracts

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from extractor.examine.explain import Explanation
    from extractor.examine.record import Printed, Record

Numbers = Literal["decimal", "float"]
_MARKS = {"proved": "✓", "tied": "=", "unproved": "·", "contradicted": "✗"}


def read(
    path: str | Path,
    *,
    second_readers: bool = True,
    aliases: Sequence[str | Path] = (),
    tables: Literal["all", "statements"] | None = None,
    passwords: Sequence[str] = (),
) -> Filing:
    """Reads one filing (PDF or text), as ``extractor run`` does; nothing is written.

    ``second_readers``: ask slower readers where proof fails; ``aliases``: further files of label aliases; ``tables``:
    all, or the statements alone; without it, as ``run`` does by itself; ``passwords``: to try on a protected file.
    Raises InputError (unreadable, protected, no statements).
    """
    from extractor.examine.record import record_from
    from extractor.pipeline import extract, sha256_of
    from extractor.write.lake.records import Marker
    from extractor.write.package import pack
    from extractor.write.tables import build_tables

    file = Path(path)
    sha256 = sha256_of(file) if file.is_file() else None
    settings = Settings(
        second_readers=second_readers,
        aliases=tuple(str(Path(alias).absolute()) for alias in aliases),
        tables=Tables(tables) if tables else Settings().tables,
        passwords=Passwords(tuple(passwords)),
    )
    extraction = extract(file, settings=settings, sha256=sha256)
    package = pack(extraction, sha256 or "")
    built, _ = build_tables(extraction)
    marker = Marker(
        package.filing_id, (package.source_file,), package.input_sha256, package.fiscal_year, (), {}, package.figures
    )
    return Filing(record_from(marker, {name: table.to_pylist() for name, table in built.items()}), file)


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing: its statements as printed, its checks and findings. ``path``: its file, where that is at hand."""

    record: Record = field(repr=False)
    path: Path | None = None

    @property
    def filing_id(self) -> str:
        return self.record.marker.filing_id

    @property
    def about(self) -> dict[str, Any]:
        """What the cover says: company, codes, year, period, kind of document, standard, language."""
        names = ("company_name", "securities_code", "edinet_code", "fiscal_period", "document_type")
        row = self.record.first
        return {
            "filing_id": self.filing_id,
            "source_file": self.record.marker.source_files[0],
            "fiscal_year": self.record.marker.fiscal_year or None,
            **{name: row.get(name) for name in (*names, "accounting_standard", "language")},
        }

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every printed table, in printed order."""
        return tuple(Statement(self, sheet) for sheet in self.record.sheets)

    def statement(self, kind: str, *, consolidated: bool | None = None) -> Statement:
        """The first printed table of a kind (``balance_sheet`` ...), the group's before the company's own.

        Raises UsageError where there is none.
        """
        found = [s for s in self.statements if s.kind == kind and consolidated in (None, s.consolidated)]
        if not found:
            has = ", ".join(dict.fromkeys(s.kind for s in self.statements)) or "none"
            raise UsageError(f"{self.about['source_file']}: no {kind}.", f"its statements: {has}")
        return max(found, key=lambda s: s.consolidated)

    def frame(self, table: str, *, numbers: Numbers = "decimal") -> pd.DataFrame:
        """A table of the contract (``extractor schema``), such as ``findings`` or ``checks``: the rows of this
        filing."""
        rows = {
            "checks": self.record.checks,
            "findings": self.record.findings,
            "unmapped": self.record.unmapped,
            "ledger": self.record.ledger,
            OTHER_TABLES: self.record.other_rows,
            **self.record.typed,
        }.get(table)
        if rows is None:
            rows = tuple(row for s in self.record.sheets if s.statement == table for row in s.cells.values())
        return _frame(table, rows, self.record.marker.fiscal_year, numbers)

    @property
    def findings(self) -> pd.DataFrame:
        return self.frame("findings")

    def explain(
        self,
        item: str | None = None,
        *,
        line: int | None = None,
        table: int | None = None,
        statement: str | None = None,
        period: str | None = None,
        consolidated: bool | None = None,
        others: bool = False,
    ) -> list[Explanation]:
        """Why each figure that fits is what it is: its match, place, checks and findings; ``print`` shows it in words.

        ``table``: number of a table that is no statement, ``line`` a row of it; ``period``: the end, or its beginning
        (``2017``, ``2017-03-31``); ``others``: read its pages again for what else it might have been. Raises UsageError
        where nothing fits.
        """
        from extractor.examine.explain import Wanted, add_runners_up, explanations

        found = explanations(self.record, Wanted(item, line, table, statement, period, consolidated))
        if others and self.path is not None:
            add_runners_up(found, self.path)
        return found

    def _repr_html_(self) -> str:
        about = " · ".join(in_html(value) for value in self.about.values() if value)
        return f"<p><b>{about}</b></p>" + "".join(statement.html(pictures=False) for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Statement:
    """One printed table of a filing."""

    filing: Filing = field(repr=False)
    printed: Printed = field(repr=False)

    @property
    def kind(self) -> str:
        """balance_sheet, income_statement, comprehensive_income, changes_in_equity, cash_flows, financial_summary."""
        return self.printed.statement

    @property
    def consolidated(self) -> bool:
        return bool(self.printed.consolidated)

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({row["page"] for row in self.printed.cells.values()}))

    def __repr__(self) -> str:
        basis = "consolidated" if self.consolidated else "own"
        return f"<{self.kind} ({basis}), {len(self.printed.lines)} lines, pages {', '.join(map(str, self.pages))}>"

    def frame(self, *, numbers: Numbers = "decimal") -> pd.DataFrame:
        """One row a printed cell, with the columns of the contract."""
        year = self.filing.record.marker.fiscal_year
        return _frame(self.kind, tuple(self.printed.cells.values()), year, numbers)

    def table(self, *, numbers: Numbers = "decimal") -> pd.DataFrame:
        """As printed: a row a line (index: line, label, item), a column a period, under its component in changes
        in equity."""
        import pandas as pd

        columns = self._columns()
        index, rows = [], []
        for line, cells in self.printed.lines.items():
            first = cells[0][1]
            index.append((line, first["label"], first["item"]))
            values = {column: row["value"] for column, row in cells}
            rows.append([_number(values.get(column), numbers) for column in columns])
        names = pd.MultiIndex.from_tuples(index, names=("line", "label", "item"))
        data = pd.DataFrame(rows, index=names, columns=list(columns.values()))
        return data.astype("float64" if numbers == "float" else object)

    def _columns(self) -> dict[int, str]:
        """Number of a column -> what it holds; told apart by its number where two say the same."""
        said: dict[int, str] = {}
        for (_, column), row in sorted(self.printed.cells.items(), key=lambda cell: cell[0][1]):
            if column not in said:
                start, end = row["period_start"], row["period_end"]
                dated = f"{start} – {end}" if start else str(end or row["column_label"])
                label = row["component_label"] if self.kind == "changes_in_equity" else None
                said[column] = f"{label}" if label else dated
        words = list(said.values())
        return {column: text if words.count(text) == 1 else f"{text} ({column + 1})" for column, text in said.items()}

    def html(self, *, pictures: bool = True) -> str:
        """The statement with proof marks (✓ proved, = tied, · unproved, ✗ contradicted), beside pictures of its
        pages."""
        columns = self._columns()
        head = "".join(f"<th>{in_html(text)}</th>" for text in columns.values())
        body = []
        for cells in self.printed.lines.values():
            first, values = cells[0][1], dict(cells)
            label = f'<td style="text-align:left;padding-left:{first["depth"]}em">{in_html(first["label"])}</td>'
            item = f'<td style="text-align:left;color:#767c85">{in_html(first["item"] or "unmapped")}</td>'
            body.append(f"<tr>{label}{item}{''.join(_cell(values.get(column)) for column in columns)}</tr>")
        table = f"<table><tr><th>label</th><th>item</th>{head}</tr>{''.join(body)}</table>"
        shown = self._pictures() if pictures else ""
        return (
            f"<p>{in_html(repr(self)[1:-1])}</p>"
            f'<div style="display:flex;gap:1rem;align-items:flex-start;flex-wrap:wrap">{table}{shown}</div>'
        )

    def _pictures(self) -> str:
        """The part of each page that the statement takes."""
        if self.filing.path is None:
            return ""
        from extractor.examine.page_images import crops

        boxes: dict[int, list[float]] = {}
        for row in self.printed.cells.values():
            boxes.setdefault(row["page"], []).extend((row["top"], row["bottom"]))
        parts = {page: (min(edges), max(edges)) for page, edges in boxes.items()}
        return "".join(f'<img alt="" style="max-width:30rem" src="{uri}">' for uri in crops(self.filing.path, parts))

    def _repr_html_(self) -> str:
        return self.html()


class Lake:
    """A lake of committed filings, to be asked. Each question sees what is committed when it is asked."""

    def __init__(self, uri: str | Path) -> None:
        self.uri = str(uri)

    def __repr__(self) -> str:
        return f"Lake({self.uri!r})"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with all views. Raises InputError where there is no committed filing."""
        from extractor.write.lake.query import connect

        return connect(self.uri)

    def arrow(self, question: str) -> pa.Table:
        """The answer to a question in SQL, as an Arrow table. Raises UsageError with DuckDB's own words."""
        from extractor.write.lake.query import ask

        return ask(self.uri, question)

    def sql(self, question: str, *, numbers: Numbers = "decimal") -> pd.DataFrame:
        """The answer to a question in SQL."""
        return _pandas(self.arrow(question), numbers)

    def statement(self, kind: str, *, numbers: Numbers = "decimal") -> pd.DataFrame:
        """All rows of a statement's table, over all filings."""
        if kind not in STATEMENTS:
            raise UsageError(f"{kind}: no such statement.", f"one of {', '.join(STATEMENTS)}")
        return self.sql(f"select * from {kind}", numbers=numbers)

    def filings(self) -> pd.DataFrame:
        """One row a filing: what its cover says, what it came to."""
        return self.sql("select * from filings order by source_file")

    def facts(self, *, numbers: Numbers = "decimal") -> pd.DataFrame:
        """One row a filing, basis, period and concept (``docs/analyst.md``)."""
        return self.sql("select * from facts", numbers=numbers)

    def wide(self, *, numbers: Numbers = "decimal") -> pd.DataFrame:
        """One row a filing, basis and period, with a column for each concept."""
        return self.sql("select * from wide", numbers=numbers)

    def concepts(self) -> pd.DataFrame:
        """What the columns of ``wide`` mean, and of which items they are made."""
        return self.sql("select * from concepts")

    def filing(self, name: str, *, source: str | Path | Sequence[str | Path] = ()) -> Filing:
        """A filing by its id, the start of its id, or its file name. ``source``: folders in which its file may lie
        (paths or URIs), besides where the runs found it.

        Raises UsageError where none or several fit.
        """
        from extractor.examine.record import read_record
        from extractor.examine.sources import source_of
        from extractor.write.lake.commit import open_lake

        folders = [source] if isinstance(source, str | Path) else list(source)
        record = read_record(self.uri, name)
        return Filing(record, source_of(open_lake(self.uri), record.marker, folders))

    def explain(self, filing: str, item: str | None = None, **wanted: Any) -> list[Explanation]:
        """``Filing.explain`` of a filing of the lake; ``source`` as in ``filing``."""
        source = wanted.pop("source", ())
        return self.filing(filing, source=source).explain(item, **wanted)


# ---------------------------------------------------------------- frames


def _frame(table: str, rows: Sequence[Mapping[str, Any]], fiscal_year: int, numbers: Numbers) -> pd.DataFrame:
    import pyarrow as pa

    if table not in TABLES:
        raise UsageError(f"{table}: no such table.", f"one of {', '.join(TABLES)}")
    schema = load_contracts()[table].arrow(partitions=True)
    return _pandas(pa.Table.from_pylist([{**row, "fiscal_year": fiscal_year} for row in rows], schema), numbers)


def _pandas(table: pa.Table, numbers: Numbers) -> pd.DataFrame:
    import pyarrow as pa

    if numbers not in ("decimal", "float"):
        raise UsageError(f"numbers={numbers!r}: no such kind.", 'numbers="decimal" or "float"')
    if numbers == "float":
        for place, column in enumerate(table.schema):
            if pa.types.is_decimal(column.type):
                table = table.set_column(place, column.name, table.column(place).cast(pa.float64()))
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, integer_object_nulls=False)
    return frame


def _number(value: Any, numbers: Numbers) -> Any:
    return float(value) if value is not None and numbers == "float" else value


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "<td></td>"
    mark = _MARKS[row["proof"]] if row["value_state"] == "number" else ""
    colour = "#c2183c" if row["proof"] == "contradicted" else "#1f7a45" if mark in "✓=" else "#9a6700"
    where = in_html(f"{row['unit']}, page {row['page']}, {row['proof']}")
    text = in_html(row["reported_text"])
    return f'<td style="text-align:right" title="{where}">{text} <span style="color:{colour}">{mark}</span></td>'


def in_html(value: Any) -> str:
    """The value as text that cannot leave its HTML element or attribute."""
    from html import escape

    return escape(str(value))
