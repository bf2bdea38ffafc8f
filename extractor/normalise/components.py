"""The columns of an equity statement: capital stock, retained earnings ... by their header and the headers above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.model import Candidate, Column, Match, Standard
from extractor.normalise.items import Row
from extractor.normalise.labels import BARE_TOTALS, key, wording
from extractor.normalise.pool import Pool
from extractor.notation.lexicon import rule, table

EQUITY, OWNERS = ("equity", "net_assets"), ("equity_attributable_to_owners_of_parent", "shareholders_equity")
INNER = "other_components_of_equity"
_GROUPS = frozenset(map(key, table("labels")["component_groups"]["ja"]))
_MINORITY = rule("labels.minority_column")
GLUED = 3  # characters of the head above or beside, that stand glued to a known name at most
_NAMED = 3  # characters of such a name at least


def label_components(columns: tuple[Column, ...], pool: Pool) -> dict[int, Match]:
    """A Match for each column that names a component; a bare 合計 sums the group that it stands in, the last
    of several: 小計 before it is none of the taxonomy's."""
    out = {}
    for number, column in enumerate(columns):
        if column.component_label is None:
            continue
        above = column.header[:-1]
        if key(column.component_label) in BARE_TOTALS:
            summed = above and any(
                other.header[:-1] == above and _sums(other, column) for other in columns[number + 1 :]
            )
            found = [] if summed else _total(above, _minority(columns), number, pool)
            method = "structure"
        else:
            found, method = _named(column.component_label, above, pool)
        out[column.index] = _match(found, method)
    return out


def torn_heads(columns: tuple[Column, ...], found: Mapping[int, Match], pool: Pool) -> dict[int, str]:
    """Columns whose head is a piece of a known component's name, or such a name with a piece of another head before it:
    a part of a head of several lines was lost, or those of neighbours ran together. With the known name."""
    unknown = [column for column in columns if column.index in found and found[column.index].item is None]
    if not unknown:
        return {}
    known = [text for text, rows in pool.by_key.items() if any(row.kind == "component" for row in rows)]
    heads = {column.index: key(column.component_label or "") for column in unknown}
    torn = {at: [name for name in known if head and _torn(head, name)] for at, head in heads.items()}
    ends = {at: [(heads[near], torn[near]) for near in (at - 1, at + 1) if near in heads] for at in heads}
    said = {at: torn[at] or _begun(head, ends[at]) for at, head in heads.items()}
    return {at: min(names, key=len) for at, names in said.items() if names}


def _begun(head: str, beside: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Names of which a neighbouring head is the end, and of which this head holds the rest."""
    ends = [(name, name.removesuffix(end)) for end, names in beside for name in names if name.endswith(end)]
    return [name for name, rest in ends if len(rest) >= _NAMED and rest in head]


def _torn(head: str, name: str) -> bool:
    """Whether the head is the beginning or end of the name, or the name with little before it."""
    if len(head) < len(name):
        return name.startswith(head) or name.endswith(head)
    return head.endswith(name) and len(name) >= _NAMED and 0 < len(head) - len(name) <= GLUED


def _sums(total: Column, column: Column) -> bool:
    """Whether a bare total further right, by another word, sums this one too: 合計 behind 小計."""
    said = key(total.component_label or "")
    return said in BARE_TOTALS and said != key(column.component_label or "")


def _named(label: str, above: tuple[str, ...], pool: Pool) -> tuple[list[Row], str]:
    for text, method in ((label, "exact"), (_unglued(label, above), "wording")):
        exact = [row for row in pool.by_key.get(key(text), ()) if row.kind == "component"]
        if exact:
            return _under(exact, above), method
        alike = [row for row in pool.by_wording.get(wording(text)[0], ()) if row.kind == "component"]
        alike += [row for _, row in pool.by_alias.get(wording(text)[0], ()) if row.kind == "component"]
        if alike:
            return _under(alike, above), "wording"
    return [], ""


def _unglued(label: str, above: tuple[str, ...]) -> str:
    """A header that took its groups' names in front: 利益剰余金その他利益剰余金繰越利益剰余金."""
    folded = rest = key(label)
    groups = sorted({*_GROUPS, *map(key, above)} - {""}, key=len, reverse=True)
    while group := next((name for name in groups if rest.startswith(name) and len(rest) > len(name) + 2), ""):
        rest = rest[len(group) :]
    return label if rest == folded else rest


def _under(rows: list[Row], above: tuple[str, ...]) -> list[Row]:
    """Those whose path the group headers name come first."""
    groups = {wording(group)[0] for group in above}

    def named(row: Row) -> bool:
        return wording(row.ja)[0] in groups or wording(row.en)[0] in groups

    return sorted(rows, key=lambda row: (named(row), not row.model, row.order))


def _minority(columns: tuple[Column, ...]) -> int | None:
    """Where the column of the minority's share stands."""
    return next((number for number, column in enumerate(columns) if _MINORITY.finds(column.label)), None)


def _total(above: tuple[str, ...], minority: int | None, number: int, pool: Pool) -> list[Row]:
    """What a bare 合計 sums: the group over it; by IFRS the owners' share stands right before the minority's, what is
    summed further left are the other components of equity, and what is summed behind it is all of it."""
    if pool.standard is not Standard.JGAAP and minority is not None and number != minority - 1:
        wanted = (INNER,) if number < minority else EQUITY
        return [row for row in pool.rows if row.kind == "component" and row.item in wanted]
    for group in reversed(above):
        rows, _ = _named(group, (), pool) if key(group) not in BARE_TOTALS else ([], "")
        if rows:
            return rows
    wanted = OWNERS if minority is not None and number < minority else EQUITY
    return [row for row in pool.rows if row.kind == "component" and row.item in wanted]


def _match(rows: list[Row], method: str) -> Match:
    if not rows:
        return Match(None, None, None)
    row = rows[0]
    candidates = tuple(Candidate(other.item, other.element, 1.0) for other in rows[:3])
    return Match(
        row.item,
        row.element,
        method,
        1.0 if method == "exact" else 0.95,
        None,
        candidates,
        section=row.home[-1] if row.home else None,
    )
