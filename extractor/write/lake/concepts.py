"""The analyst's view: one name for what filers call differently, one figure a filing, basis, period and concept.

``facts`` has a row for each of these, ``wide`` a row for each filing, basis and period with a column for each concept.
What a concept is made of is data: ``schemas/taxonomy/concepts.csv``. Where several printed figures could be a concept,
rules choose, in this order: a statement before a summary, figures by the filing's own standard before those by another
(five-year tables show both after a change of standards), the concept's items in their order, its statements in theirs,
the finer unit, the better proof, the earlier line. What was not chosen is counted (``others``), and what of it says
otherwise of the very same item (``conflicts``): more than one unit of the coarser of the two figures apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.resources import taxonomy_table

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("concept", "items", "statements", "sign", "unit", "period")
SIGNS = ("as_printed", "positive", "expense")
UNITS = {
    "money": "thousand_%",
    "per_share": "%_per_share",
    "percent": "percent",
    "times": "times",
    "shares": "shares",
    "count": "count",
}
PERIODS = ("duration", "instant")


@dataclass(frozen=True, slots=True)
class Concept:
    """``alternatives``: in order of preference the items that are the concept, several where it is their sum.

    ``sign``: as_printed; positive (costs and payments, without their sign); expense (positive where it lessens profit).
    """

    name: str
    alternatives: tuple[tuple[str, ...], ...]
    statements: tuple[str, ...]
    sign: str
    unit: str
    period: str
    ja: str = ""
    en: str = ""
    note: str = ""


@cache
def load_concepts() -> tuple[Concept, ...]:
    """The concepts in the order of their file. Raises ConfigurationError naming the line that is none."""
    return taxonomy_table("concepts.csv", _concept)


def _concept(row: dict[str, str]) -> Concept:
    if row["sign"] not in SIGNS or row["unit"] not in UNITS or row["period"] not in PERIODS:
        raise ValueError(f"{row['concept']}: sign {row['sign']}, unit {row['unit']}, period {row['period']}")
    alternatives = tuple(tuple(item.strip() for item in part.split("+")) for part in row["items"].split("|"))
    statements = tuple(name.strip() for name in row["statements"].split("|"))
    words = (row.get("ja") or "", row.get("en") or "", row.get("note") or "")
    return Concept(row["concept"], alternatives, statements, row["sign"], row["unit"], row["period"], *words)


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """The views ``concepts``, ``facts`` and ``wide`` over ``statements`` and ``filings``. Nothing is read before
    they are asked."""
    import pyarrow as pa

    concepts = load_concepts()
    about = [
        {"concept": c.name, "sign": c.sign, "unit": c.unit, "period": c.period, "ja": c.ja, "en": c.en, "note": c.note}
        | {"items": " | ".join(" + ".join(part) for part in c.alternatives), "statements": list(c.statements)}
        for c in concepts
    ]
    connection.register("concepts", pa.Table.from_pylist(about))
    connection.register("concept_items", pa.Table.from_pylist(list(_places(concepts))))
    connection.execute(_CURRENT)
    connection.execute(_FACTS)
    figures = ",\n".join(f"max(value) filter (concept = '{c.name}')::decimal(24, 3) as {c.name}" for c in concepts)
    connection.execute(_WIDE.format(figures=figures))


def _places(concepts: tuple[Concept, ...]) -> Iterator[dict[str, Any]]:
    """A row for each item of each concept in each statement, with their ranks."""
    for number, concept in enumerate(concepts):
        for rank, items in enumerate(concept.alternatives):
            for place, statement in enumerate(concept.statements):
                for item in items:
                    yield {
                        "concept": concept.name,
                        "concept_order": number,
                        "item": item,
                        "statement": statement,
                        "tier": int(statement == "financial_summary"),
                        "item_rank": rank,
                        "statement_rank": place,
                        "sign": concept.sign,
                        "unit_form": UNITS[concept.unit],
                        "instant": concept.period == "instant",
                    }


# How late a filing is among those of its company: by term, then the amendment after its original. Superseded
# ones count no more.
_CURRENT = """
create view filing_order as
select filing_id, coalesce(edinet_code, securities_code, company_name) as company,
       fiscal_year * 10 + case fiscal_period when 'Q1' then 1 when 'H1' then 2 when 'Q2' then 2 when 'Q3' then 3
       else 4 end as term_order,
       amends, superseded_by is not null as superseded, language = 'ja' as original_language, source_file
from filings
"""
_FACTS = """
create view facts as
with printed as (
  select s.filing_id, s.consolidated, s.period_start, s.period_end, c.concept, c.concept_order, c.sign, c.tier,
  c.item_rank,
         c.statement_rank, s.item, s.statement, s.value, s.unit, s.reported_scale, s.proof, s.line, s.page, s.label,
         case s.proof when 'proved' then 0 when 'tied' then 1 when 'unproved' then 2 else 3 end as proof_rank,
         s.element is not null and s.accounting_standard <> case when s.element like '%IFRS%' then 'ifrs'
           when s.element like '%USGAAP%' then 'usgaap' else 'jgaap' end as other_standard,
         case when s.unit like 'thousand%' then s.reported_scale / 1000.0
              else power(10.0, -length(regexp_extract(s.reported_text, '[.．]([0-9０-９]+)', 1))) end as step
  from statements s join concept_items c on s.item = c.item and s.statement = c.statement
  where s.component is null and s.value is not null and s.period_end is not null and s.unit like c.unit_form
    and (s.period_start is null) = c.instant
  qualify other_standard = min(other_standard) over (
    partition by s.filing_id, s.consolidated, s.period_start, s.period_end, c.concept, c.tier)
),
of_item as (
  select *, count(*) over same as same_item, max(value) over same as highest, min(value) over same as lowest,
         row_number() over (same order by reported_scale, proof_rank, line, value) as place
  from printed
  window same as (partition by filing_id, consolidated, period_start, period_end, concept, item_rank, statement, item)
),
candidates as (
  select filing_id, consolidated, period_start, period_end, concept, any_value(concept_order) as concept_order,
         any_value(sign) as sign, any_value(tier) as tier, item_rank, any_value(statement_rank) as
         statement_rank, statement,
         string_agg(item, ' + ' order by item) as item, sum(value)::decimal(24, 3) as value, any_value(unit) as unit,
         max(reported_scale) as reported_scale, max(step) as step, max(proof_rank) as proof_rank, min(line) as line,
         arg_min(page, line) as page, arg_min(label, line) as label, max(same_item) - 1 as repeats,
         count(*) filter (highest - lowest > step) as repeats_differ
  from of_item where place = 1
  group by filing_id, consolidated, period_start, period_end, concept, item_rank, statement
),
ranked as (
  select *, row_number() over (same order by tier, item_rank, statement_rank, reported_scale, proof_rank, line)
  as place,
         count(*) over same as number
  from candidates
  window same as (partition by filing_id, consolidated, period_start, period_end, concept)
),
chosen as (
  select a.*, (select count(*) from ranked b where b.place > 1 and b.filing_id = a.filing_id and b.consolidated =
  a.consolidated
           and b.period_start is not distinct from a.period_start and b.period_end = a.period_end and b.concept =
           a.concept
           and b.item_rank = a.item_rank
           and abs(b.value - a.value) > greatest(a.step, b.step)) as differ
  from ranked a where a.place = 1
),
signed as (
  select chosen.* replace (case when chosen.sign = 'positive' then abs(chosen.value)
                                when chosen.sign = 'expense' and before.value < after.value then -abs(chosen.value)
                                when chosen.sign = 'expense' then abs(chosen.value)
                                else chosen.value end as value)
  from chosen
  left join chosen before on chosen.sign = 'expense' and before.concept = 'profit_before_tax' and
  before.filing_id = chosen.filing_id
   and before.consolidated = chosen.consolidated and before.period_start = chosen.period_start and
   before.period_end = chosen.period_end
  left join chosen after on chosen.sign = 'expense' and after.concept = 'profit' and after.filing_id = chosen.filing_id
   and after.consolidated = chosen.consolidated and after.period_start = chosen.period_start and after.period_end
   = chosen.period_end
)
select s.filing_id, f.source_file, f.company_name, f.securities_code, f.edinet_code, f.fiscal_year,
f.fiscal_period, f.document_type,
       f.accounting_standard, f.language, s.consolidated, s.period_start, s.period_end, s.concept, s.value,
       s.unit, s.statement,
       s.item, s.label, s.line, s.page, s.reported_scale,
       case s.proof_rank when 0 then 'proved' when 1 then 'tied' when 2 then 'unproved' else 'contradicted' end
       as proof,
       (s.number - 1 + s.repeats)::int as others, (s.differ + s.repeats_differ)::int as conflicts,
       not o.superseded and row_number() over (
         partition by o.company, s.consolidated, s.period_start, s.period_end, s.concept
         order by o.superseded, s.tier, o.term_order desc, o.amends desc, o.original_language desc,
         s.reported_scale, o.source_file desc
       ) = 1 as is_current
from signed s join filings f using (filing_id) join filing_order o using (filing_id)
order by f.source_file, s.consolidated desc, s.period_end, s.period_start nulls first, s.concept_order
"""
# Balances stand beside every flow that ends on their day; where there is none they have a row of their own.
_WIDE = """
create view wide as
with flat as materialized (select * from facts),
spine as (
  select distinct filing_id, consolidated, period_start, period_end from flat where period_start is not null
  union
  select distinct filing_id, consolidated, period_start, period_end from flat i where period_start is null and
  not exists (
    select 1 from flat d where d.filing_id = i.filing_id and d.consolidated = i.consolidated and d.period_end =
    i.period_end
      and d.period_start is not null)
),
rows_of as (
  select flat.* replace (spine.period_start as period_start), flat.period_start is null as instant
  from spine join flat on spine.filing_id = flat.filing_id and spine.consolidated = flat.consolidated
   and spine.period_end = flat.period_end
   and (flat.period_start is null or flat.period_start is not distinct from spine.period_start)
),
pivoted as (
  select filing_id, any_value(source_file) as source_file, any_value(company_name) as company_name,
         any_value(securities_code) as securities_code, any_value(edinet_code) as edinet_code,
         any_value(fiscal_year) as fiscal_year, any_value(fiscal_period) as fiscal_period,
         any_value(document_type) as document_type, any_value(accounting_standard) as accounting_standard,
         any_value(language) as language, consolidated, period_start, period_end,
         round(date_diff('day', period_start, period_end + 1) / 30.4375)::int as months,
         coalesce(max(unit) filter (unit like 'thousand%'), max(unit)) as unit,
         count(*) filter (proof in ('unproved', 'contradicted'))::int as unproved, sum(conflicts)::int as conflicts,
         count(*) filter (statement <> 'financial_summary') as of_statements,
         {figures}
  from rows_of group by filing_id, consolidated, period_start, period_end
)
select pivoted.* exclude (of_statements),
       not o.superseded and row_number() over (
         partition by o.company, consolidated, period_start, period_end
         order by o.superseded, of_statements = 0, o.term_order desc, o.amends desc, o.original_language desc,
         o.source_file desc
       ) = 1 as is_current
from pivoted join filing_order o using (filing_id)
order by pivoted.source_file, consolidated desc, period_end, period_start nulls first
"""
