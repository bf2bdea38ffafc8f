"""Across the filings of a lake: what a filing prints for an earlier period against what was filed then.

A difference is reported, never written over. It is a restatement where identities prove the figure in both filings;
where they do not, one of the two was misread. Of two filings of one term the amendment supersedes the original; both
stay.

A figure of another table counts where it is vouched for in both filings: by the table's name and the labels of its row
and column that say more than when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from extractor.errors import FindingCode
from extractor.model.result import Proof
from extractor.reconcile.tables.ties import axis

if TYPE_CHECKING:
    import duckdb


class Difference(StrEnum):
    """Why two filings differ in the same figure."""

    RESTATED = FindingCode.RESTATED.value
    CONTRADICTED = FindingCode.CONTRADICTED_ACROSS.value
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Across:
    """One figure in two filings. ``earlier`` filed it first; amounts in the unit of the tables."""

    verdict: Difference
    company: str
    statement: str
    consolidated: bool | None  # None: of another table, nothing says whose figures these are
    name: str  # item, or the label where it is unmapped; of another table its name and labels
    component: str | None
    period_start: date | None
    period_end: date
    unit: str
    earlier: str  # source file
    later: str
    earlier_value: Decimal
    later_value: Decimal
    earlier_page: int
    later_page: int
    superseded: str | None = None  # of an original and its amendment: the source file whose figure holds no more


@dataclass(frozen=True, slots=True)
class Summary:
    """``compared``: figures that two filings of one company print for one period."""

    compared: int
    differences: tuple[Across, ...]


# A figure counts where its name stands once in its filing; two readings of one sheet are no two filings.
_FIGURES = """
create or replace temp table figures as
select coalesce(edinet_code, securities_code, company_name) as company, filing_id,
       statements.source_file as source_file, statements.fiscal_year as fiscal_year,
       fiscal_period, document_type, language, amends, statement, consolidated, accounting_standard,
       coalesce(item, label) as name, component, period_start, period_end, unit,
       any_value(value) as value, any_value(proof) as proof, any_value(page) as page,
       max(case when unit like 'thousand%' then reported_scale / 1000.0 else 0 end) as step
from statements join filing_markers using (filing_id)
where value is not null and period_end is not null and statement <> 'financial_summary'
  and coalesce(item, label) is not null
group by all
having count(*) = 1
"""
# Under one name stand tables of many kinds: all labels must be the same.
_PATHS = """
select distinct row_path, column_path from other_tables
where value is not null and period_end is not null and table_name is not null and proof in ('proved', 'tied')
"""
_OTHERS = """
insert into figures
select coalesce(edinet_code, securities_code, company_name) as company, filing_id, others.source_file,
       others.fiscal_year, fiscal_period, document_type, language, amends, 'other_tables', consolidated,
       accounting_standard, table_name || ': ' || said, null, period_start, period_end, unit,
       any_value(value), any_value(proof), any_value(page),
       max(case when unit like 'thousand%' then reported_scale / 1000.0 else 0 end)
from other_tables others join filing_markers using (filing_id) join labels using (row_path, column_path)
where value is not null and period_end is not null and table_name is not null and unit is not null
  and proof in ('proved', 'tied')
group by all
having count(*) = 1
"""
_PAIRS = """
select a.company, a.statement, a.consolidated, a.name, a.component, a.period_start, a.period_end, a.unit,
       a.source_file as earlier, b.source_file as later, a.value as earlier_value, b.value as later_value,
       a.page as earlier_page, b.page as later_page,
       a.proof as earlier_proof, b.proof as later_proof,
       a.fiscal_year = b.fiscal_year and a.fiscal_period is not distinct from b.fiscal_period as rivals,
       b.amends as amends, greatest(a.step, b.step) as step
from figures a join figures b
  on a.company = b.company and a.statement = b.statement and a.consolidated is not distinct from b.consolidated
 and a.name = b.name and a.unit = b.unit
 and a.accounting_standard = b.accounting_standard and a.component is not distinct from b.component
 and a.period_start is not distinct from b.period_start and a.period_end = b.period_end and a.language = b.language
 and a.filing_id <> b.filing_id
 and (a.fiscal_year < b.fiscal_year or (a.fiscal_year = b.fiscal_year and (a.fiscal_period < b.fiscal_period
      or (a.fiscal_period is not distinct from b.fiscal_period and a.document_type = b.document_type
          and (a.amends, a.source_file) < (b.amends, b.source_file)))))
order by a.company, later, earlier, a.statement, a.name, a.period_end
"""


def differ(one: Decimal, other: Decimal, coarse: Decimal) -> bool:
    """Whether two filings print different figures: in different units they agree within ``coarse``, the coarser one in
    thousands."""
    gap = abs(one - other)
    return gap != 0 and not (coarse > 1 and gap < coarse)


def across(lake: str) -> Summary:
    """Compares all filings of a lake. Raises ``InputError`` where there is no lake."""
    from extractor.write.lake.query import connect

    connection = connect(lake)
    connection.execute(_FIGURES)
    _add_others(connection)
    answer = connection.execute(_PAIRS)
    names = [column[0] for column in answer.description]
    compared = 0
    differences: list[Across] = []
    for values in answer.fetchall():
        row = dict(zip(names, values, strict=True))
        compared += 1
        coarse = Decimal(str(row.pop("step") or 0))
        proofs = (row.pop("earlier_proof"), row.pop("later_proof"))
        rivals, amends = row.pop("rivals"), row.pop("amends")
        if not differ(row["earlier_value"], row["later_value"], coarse):
            continue
        sound = all(proof in (Proof.PROVED, Proof.TIED) for proof in proofs)
        verdict = Difference.AMENDED if rivals else Difference.RESTATED if sound else Difference.CONTRADICTED
        differences.append(Across(verdict, **row, superseded=row["earlier"] if rivals and amends else None))
    return Summary(compared, tuple(differences))


def _add_others(connection: duckdb.DuckDBPyConnection) -> None:
    """The figures of other tables beside those of the statements."""
    import pyarrow as pa

    paths = connection.execute(_PATHS).fetchall()
    columns = pa.schema(
        [("row_path", pa.list_(pa.string())), ("column_path", pa.list_(pa.string())), ("said", pa.string())]
    )
    said = [{"row_path": row, "column_path": column, "said": _said(row, column)} for row, column in paths]
    connection.register("labels", pa.Table.from_pylist([line for line in said if line["said"]], columns))
    connection.execute(_OTHERS)


def _said(row: Sequence[str], column: Sequence[str]) -> str:
    """What a figure is of by its labels, without the words that only say when; empty where these are all."""
    parts = [" > ".join(filter(None, (axis((label,)).word for label in path))) for path in (row, column)]
    return " | ".join(filter(None, parts)) if any(parts) else ""
