"""Whose figures a statement shows, the group's or the company's own, where its title does not say so.

In this order: heads that name whose year it is (連結会計年度, 事業年度), lines that only a group has (非支配株主持分);
the section heading above; the other titles of the filing, because a filing that calls one statement
consolidated means the company's own by a title without the word; the cover. Where nothing speaks
the statement is the company's own, and says that nothing spoke.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Source
from extractor.notation.lexicon import rules
from extractor.notation.text import is_cjk, label_key, squeeze
from extractor.segment.drafts import HEAD_ROWS, Basis, Draft, figures
from extractor.segment.standard import TITLE

_B, _C = rules("bases"), rules("cover")


def stated_on_cover(first: str) -> bool | None:
    """Whether the title on the first page says (連結) or (非連結); None: neither."""
    title = squeeze(first)[:TITLE]
    if _C["separate_in_title"].finds(title):
        return False
    return True if _C["consolidated_in_title"].finds(title) else None


def settle(drafts: Sequence[Draft], cover: bool | None) -> list[Basis]:
    """The basis of each table, and what says so."""
    grouped = {is_cjk(draft.title) for draft in drafts if draft.consolidated and draft.opener is None}
    out: dict[int, Basis] = {}
    titled = next((draft for draft in drafts if draft.title and draft.opener is None), None)
    for draft in drafts:
        above = draft.heir
        if not draft.title and draft.consolidated is None and draft.context is None and titled is not None:
            above = titled  # its own title was lost: as the first that was not
            out.setdefault(id(titled), _basis(titled, grouped, cover))
        out[id(draft)] = out[id(above)] if above is not None and id(above) in out else _basis(draft, grouped, cover)
    return [out[id(draft)] for draft in drafts]


def _basis(draft: Draft, grouped: set[bool], cover: bool | None) -> Basis:
    if draft.consolidated is not None:
        return Basis(draft.consolidated, Source.TITLE)
    shown = _shown(draft)
    if shown is not None:
        return shown
    japanese = is_cjk(draft.title)
    if grouped and draft.opener is None and (japanese in grouped) and (japanese or draft.section is not True):
        if japanese:
            return Basis(False, Source.TITLE)
        if draft.context is not None:
            return Basis(draft.context, Source.SECTION)
    if draft.section is not None:
        return Basis(draft.section, Source.SECTION)
    if cover is not None:
        return Basis(cover, Source.COVER)
    if japanese and draft.opener is None and not draft.ifrs:
        return Basis(False, Source.TITLE)  # the regulation has the group in the title of its statements
    return Basis(draft.opener is not None and draft.context is not False, Source.DEFAULT)


def _shown(draft: Draft) -> Basis | None:
    """What the table itself shows: lines of a group, or the name of the year over its columns."""
    rows = draft.rows
    head = label_key("".join(row.text for row in rows[:HEAD_ROWS] if not figures(row)))
    if _B["group_year"].finds(head):
        return Basis(True, Source.HEADER)
    if _B["own_year"].finds(head):
        return Basis(False, Source.HEADER)
    if any(_B["of_group"].finds(label_key(row.text)) for row in rows if figures(row)):
        return Basis(True, Source.LABEL)
    return None
