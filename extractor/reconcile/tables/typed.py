"""Rows of the long table -> rows of the typed ones: segments, fair values, roll-forwards and so on.

The name of a table says which typed one it may be; its heads and labels decide. One of its sides, rows or columns, must
say what is measured, in words of ``schemas/lexicon/typed.toml``; the other side says of what. A table without such
words stays in the long table alone, and a finding says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from extractor.model.other import TYPED_TABLES, OtherFact, OtherTable, TypedFact
from extractor.notation.dates import dates_in, normal
from extractor.notation.lexicon import Rule, rules
from extractor.reconcile.identities.line_roles import is_total
from extractor.reconcile.tables.figures import is_money, opens_bracket
from extractor.reconcile.tables.ties import bare

Path = tuple[str, ...]
Dimensions = tuple[tuple[str, str | None], ...]
_T = rules("other_tables")
_BY_TYPE: Mapping[str, tuple[Rule, ...]] = {
    kind: tuple(rule for rule in rules("typed").values() if rule.value["table"] == kind) for kind in TYPED_TABLES
}
_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "segments": ("segment",),
    "revenue_breakdown": ("segment", "category"),
    "borrowings": ("class",),
    "fair_values": ("class",),
    "rollforwards": ("class",),
    "employees": ("group",),
    "officers_pay": ("officer",),
}
_INNERMOST = ("eps", "shareholders")
_UNITS: Mapping[str, Mapping[str, str]] = {  # of a measure; a figure of another unit is another's: of pay, a share
    "employees": {"count": "persons", "temporary": "persons", "age": "years", "tenure": "years", "salary": "money"},
    "eps": {
        "eps_basic": "per_share",
        "eps_diluted": "per_share",
        "net_assets_per_share": "per_share",
        "profit": "money",
        "profit_common": "money",
        "profit_not_common": "money",
        "shares_average": "shares",
        "shares_end": "shares",
        "shares_diluted": "shares",
        "shares_added": "shares",
    },
    "dividends": {"total": "money", "per_share": "per_share"},
    "shareholders": {"shares": "shares", "ratio": "percent"},
    "borrowings": {"opening": "money", "closing": "money", "balance": "money", "average_rate": "percent"},
}
_LIKE = (("count", "persons"), ("times", "years"), ("count", "years"))
_NAMED = ("segments",)  # a row with a name of its own is not what its group is: a line below sales may be none
_BY_COLUMN = ("shareholders",)  # holders stand in rows; a table of kinds of holders has these in columns
_LEVELS = ("1", "2", "3")
_REVENUES = ("revenue_external", "revenue_intersegment", "revenue_contracts", "revenue_other", "revenue")


def typed_rows(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[TypedFact]:
    """The table's figures as rows of the typed table that its name stands for; nothing where its heads do not fit. A
    table of any name may be a roll-forward."""
    twice = Counter((fact.row, fact.column) for fact in facts)
    first = [fact for fact in facts if twice[fact.row, fact.column] == 1 or not _bracketed(fact)]
    for kind in dict.fromkeys((table.typed, "rollforwards")):
        if kind not in TYPED_TABLES:
            continue
        found = list(_READERS[kind](table, facts if kind == "employees" else first))
        if found:
            yield from (TypedFact(kind, fact, dimensions) for fact, dimensions in found)
            return


def member_of(row: TypedFact) -> str | None:
    """The segment, class or group that a row is of."""
    said = dict(row.dimensions)
    return next((said[name] for name in _MEMBERS.get(row.table, ()) if said.get(name)), None)


def _by_measure(
    kind: str, table: OtherTable, facts: Sequence[OtherFact]
) -> Iterator[tuple[OtherFact, Path, Path, str | None]]:
    """Each number with the side that says what is measured, the other side, and the measure."""
    rows = 0 if kind in _BY_COLUMN else sum(measure_of(kind, row.path) is not None for row in table.grid.rows)
    columns = sum(measure_of(kind, column.path) is not None for column in table.grid.columns)
    if not rows and not columns:
        return
    down = rows * len(table.grid.columns) >= columns * len(table.grid.rows)
    for fact in facts:
        side, other = (fact.row_path, fact.column_path) if down else (fact.column_path, fact.row_path)
        yield fact, side, other, measure_of(kind, side)


@lru_cache(maxsize=8192)
def measure_of(kind: str, path: Path) -> str | None:
    """What a row or column of a typed table measures: the innermost label that the lexicon knows; where what stands
    under another label is a part of it, the label itself."""
    for part in reversed(path):
        key = bare(part)
        for rule in _BY_TYPE[kind]:
            if rule.finds(key):
                return str(rule.value["measure"])
        if kind in _INNERMOST or (kind in _NAMED and key and not (_T["neutral"].finds(key) or is_total(key))):
            return None
    return None


@lru_cache(maxsize=8192)
def role_of(path: Path) -> str:
    """What a segment's place in the reconciliation to the statements is."""
    if _T["consolidated_amount"].finds(bare("".join(path))):
        return "consolidated"  # though its head is broken over several levels
    for part in reversed(path):
        key = bare(part)
        key = key.replace("-", "") if key.isascii() else key  # Adjust-ments: a word broken in a narrow head
        if _T["adjustment"].finds(key):
            return "adjustment"
        if _T["consolidated_amount"].finds(key):
            return "consolidated"
        if is_total(key):
            return "reportable_total" if len(path) > 1 or _T["reportable"].finds(key) else "total"
        if _T["others"].finds(key):
            return "other"
        if key and not _T["neutral"].finds(key):
            return "segment"
    return "total"


def named(path: Path) -> str | None:
    """The innermost label that is no date and no bare word for a figure, as printed."""
    for part in reversed(path):
        key = bare(part)
        if key and not _T["neutral"].finds(key) and not dates_in(normal(key)):
            return part
    return None


def _segments(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[tuple[OtherFact, Dimensions]]:
    """Nothing where one measure is printed of names alone, without a total or the rest: these are customers."""
    found = list(_of_segments(table, facts))
    said = [dict(dimensions) for _, dimensions in found]
    if {row["role"] for row in said} == {"segment"} and len({row["measure"] for row in said}) == 1:
        return
    places = {row["segment"]: (row["role"], at) for at, row in reversed([*enumerate(said)])}
    last = max((at for role, at in places.values() if role in ("other", "total")), default=-1)
    adjusted = min((at for role, at in places.values() if role == "adjustment"), default=len(said))
    for fact, dimensions in found:
        row = dict(dimensions)
        if row["role"] == "reportable_total" and places[row["segment"]][1] > adjusted:
            row["role"] = "total"  # with the adjustment before it
        if row["role"] == "total" and places[row["segment"]][1] < last:
            row["role"] = "reportable_total"  # the rest, or another total, comes behind it
        yield fact, tuple(row.items())


def _of_segments(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[tuple[OtherFact, Dimensions]]:
    before: dict[int, str | None] = {}
    below: set[int] = set()  # columns in which a profit was passed: other income below it is no sales
    for fact, side, other, measure in _by_measure("segments", table, facts):
        said = None if measure == "revenue_other" and fact.column in below else measure
        if said == "profit":
            below.add(fact.column)
        if said is None and side and is_total(bare(side[-1])) and before.get(fact.column) in _REVENUES:
            said = "revenue"
        before[fact.column] = said
        if said is not None and named(other) is None:  # segments are groups of rows, beside columns of years
            own = tuple(part for part in side if named((part,)) and not _measures(part))
            other = own or (side[-1:] if role_of(side[-1:]) == "consolidated" else ())
        if said is not None and named(other) is not None:
            yield fact, (("segment", named(other)), ("role", role_of(other)), ("measure", said))


def _measures(label: str) -> bool:
    """Whether a label says what is measured of segments, or is their total."""
    key = bare(label).rstrip(":")
    return is_total(key) or any(rule.finds(key) for rule in _BY_TYPE["segments"])


def _revenue(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[tuple[OtherFact, Dimensions]]:
    labels = [bare(part) for row in table.grid.rows for part in row.path]
    over = [bare(text) for text in table.standing.headings[-1:]]
    if any(map(_T["contract_balance"].finds, labels)) or any(map(_T["obligations"].finds, over)):
        return
    for fact in facts:
        row, column = named(fact.row_path), named(fact.column_path)
        if is_money(fact.unit) and (category := row or column) is not None:
            measured = measure_of("segments", fact.column_path[-1:]) is not None  # 売上高: no segment
            segment = column if row and not measured else None
            role = "total" if is_total(bare(category)) else "part"
            segment_role = role_of(fact.column_path) if segment else None
            yield (
                fact,
                (("category", category), ("role", role), ("segment", segment), ("segment_role", segment_role)),
            )


def _fair_values(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[tuple[OtherFact, Dimensions]]:
    if any(_T["acquisition_cost"].finds(bare(part)) for path in _paths(table) for part in path[-1:]):
        return
    measures = {measure_of("fair_values", path) for path in _paths(table)}
    levels = not measures.isdisjoint(_LEVELS)
    if not levels and "fair" not in measures:
        return  # carrying amounts alone: by when they are due, or which of them are pledged
    for fact, side, other, measure in _by_measure("fair_values", table, facts):
        level = measure if measure in _LEVELS else None
        outer = measure_of("fair_values", side[:-1]) if level else measure
        if levels and level is None and side and is_total(bare(side[-1])) and measure in (None, "fair", "carrying"):
            level, outer = "total", measure or "fair"
        said = outer if outer and outer not in _LEVELS else "fair" if level else None
        if said is not None and (subject := named(other)) is not None:
            yield fact, (("class", subject), ("level", level), ("measure", said))


def _paths(table: OtherTable) -> list[Path]:
    return [*(row.path for row in table.grid.rows), *(column.path for column in table.grid.columns)]


def _rollforwards(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[tuple[OtherFact, Dimensions]]:
    rows = _movements([row.path for row in table.grid.rows])
    columns = _movements([column.path for column in table.grid.columns])
    if not rows and not columns:
        return
    numbers = {row.number: at for at, row in enumerate(table.grid.rows)}
    for fact in facts:
        down = bool(rows)
        role = rows.get(numbers[fact.row]) if down else columns.get(fact.column)
        side, other = (fact.row_path, fact.column_path) if down else (fact.column_path, fact.row_path)
        if role is not None:
            group = " > ".join(side[:-1]) or None
            movement = side[-1] if side else ""
            yield fact, (("class", named(other)), ("group", group), ("movement", movement), ("role", role))


def _movements(paths: Sequence[Path]) -> dict[int, str]:
    """By position: opening, closing, or the movement between them. Empty where no balance comes before a movement and
    another one behind."""
    out: dict[int, str] = {}
    start: int | None = None
    for at, path in enumerate(paths):
        kind = _balance(path[-1]) if path else ""
        if not kind:
            continue
        if start is not None and kind != "opening" and at - start > 1:
            out.setdefault(start, "opening")
            out.update(dict.fromkeys(range(start + 1, at), "movement"))
            out[at] = "closing"
            start = at if kind == "balance" else None
        elif kind != "closing":
            start = at
    return out


@lru_cache(maxsize=8192)
def _balance(label: str) -> str:
    """opening, closing; balance: at a date, one or the other."""
    key = bare(label)
    if _T["opening"].finds(key):
        return "opening"
    if _T["closing"].finds(key):
        return "closing"
    return "balance" if _T["balance_at"].finds(key) else ""


def _plain(kind: str, subject: str | None) -> Callable[..., Iterator[tuple[OtherFact, Dimensions]]]:
    """A typed table whose rows are a measure of a subject, and nothing more."""

    def read(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[tuple[OtherFact, Dimensions]]:
        found = []
        for fact, side, other, measure in _by_measure(kind, table, facts):
            if measure is None or not _has_unit(fact, _UNITS[kind].get(measure)):
                continue
            if kind == "employees" and measure == "count" and _bracketed(fact):
                measure = "temporary"
            found.append((fact, side, other[:1] if kind == "shareholders" else other, measure))
        times = Counter((other, measure, fact.period_end) for fact, _, other, measure in found)
        for fact, side, other, measure in found:
            if subject and times[other, measure, fact.period_end] > 1:  # what else its head says: men, women
                other = (*other, *(part for part in side if named((part,)) and measure_of(kind, (part,)) is None))
            of: Dimensions = ((subject, " > ".join(other) or None),) if subject else ()
            yield fact, (*of, ("measure", measure))

    return read


def _has_unit(fact: OtherFact, wanted: str | None) -> bool:
    """Whether a figure can be of a measure by its unit; one without a unit can, and so can a dash."""
    unit = fact.unit
    if wanted is None or unit is None or fact.value is None:
        return True
    if wanted == "money":
        return is_money(unit)
    return unit.endswith("_per_share") if wanted == "per_share" else unit == wanted or (unit, wanted) in _LIKE


def _officers(table: OtherTable, facts: Sequence[OtherFact]) -> Iterator[tuple[OtherFact, Dimensions]]:
    """Nothing where no total is printed: such tables say how pay is computed."""
    found = []
    for fact, side, other, measure in _by_measure("officers_pay", table, facts):
        kind = measure_of("officers_pay", side[:-1])  # 賞与 > 総額, 賞与 > 員数
        said = kind if measure == "total" and kind else measure
        of_kind = measure == "count" and kind not in (None, "total")
        if said and not of_kind and is_money(fact.unit) == (said != "count") and not _bracketed(fact):
            found.append((fact, other, said))
    if any(measure == "total" for _, _, measure in found):
        for fact, other, measure in found:
            yield fact, (("officer", " > ".join(other) or None), ("measure", measure))


def _bracketed(fact: OtherFact) -> bool:
    return opens_bracket(fact.reported_text)


_READERS: Mapping[str, Callable[[OtherTable, Sequence[OtherFact]], Iterator[tuple[OtherFact, Dimensions]]]] = {
    "segments": _segments,
    "revenue_breakdown": _revenue,
    "borrowings": _plain("borrowings", "class"),
    "fair_values": _fair_values,
    "rollforwards": _rollforwards,
    "eps": _plain("eps", None),
    "dividends": _plain("dividends", "resolution"),
    "employees": _plain("employees", "group"),
    "shareholders": _plain("shareholders", "holder"),
    "officers_pay": _officers,
}
