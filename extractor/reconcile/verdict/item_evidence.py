"""What speaks for the item of a row: its wording and place, sums of the taxonomy, ties, and how filers use the item.

The bounds were set where readings with known tags were wrong: of a wording that many filers use for an item about one
reading in ten thousand is wrong; of one that nobody else was seen to use, two in a hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractor.model import Check, LabelledSheet, Match, Source, Standard, StatementKind
from extractor.notation.lexicon import rule
from extractor.notation.text import label_key
from extractor.reconcile.values.figure import NO_MATCH, Figure

_REST = rule("attributes.rest_items")
_RIVALS, _BARE = rule("attributes.rival_items"), rule("attributes.bare_total")
_OUTFLOW, _INFLOW = rule("attributes.outflow"), rule("attributes.inflow")
_DEDUCTION = rule("attributes.deduction")
_EXACT, _ALIAS = "exact", "alias"
_SECTION = "section"
GENERAL = "cai"  # the form of commerce and industry
_STRUCTURE = "structure"
_CERTAIN = (_EXACT, _STRUCTURE)
# Of the margin to the next reading: two items hardly told apart, whatever they add up to.
_NEAR = {_SECTION: 0.2, "wording": 0.2, _STRUCTURE: 0.5}
CLEAR = 1.0  # of the margin: enough where the place alone tells
_UNOFFICIAL = (_ALIAS, "wording", "fuzzy")  # wordings that the taxonomy has not
_BY_LABEL = (_EXACT, *_UNOFFICIAL)
_ARITHMETIC = "arithmetic"
# What a balance sheet weighs against each other: no wording of another item adds up so.
_WHOLES = ("assets", "liabilities", "net_assets", "liabilities_and_net_assets")
_BY_SUM = (_STRUCTURE, _ARITHMETIC)
# Of filers that are known to use a wording, or an element, so
FEW, SOME, MANY = 3, 6, 15
FORM = 10  # lines that only a trade's form prescribes, from which a statement keeps it
NAMED = 0.9  # the score of a wording that names an item
PARTS = 2  # printed parts, from which a total must be their sum
OWN_SHARE, MUCH = 20, 5  # one in so many filers means an element of its own by the wording


def item_source(
    entry: LabelledSheet, figure: Figure, tied: bool, summed: bool, strange: bool, formed: bool = False
) -> Source:
    """What speaks for the figure's item. ``tied``: a figure of another statement agrees; ``summed``: an official sum
    that its line is part of holds; ``strange``: what it sums is not what its item sums;
    ``formed``: the statement keeps the form of a trade."""
    match = entry.matches.get(figure.line.number, NO_MATCH)
    if match.item is None:
        refused = match.astray or (match.candidates and match.candidates[0].score >= NAMED)
        return Source.AMBIGUOUS if refused else Source.NONE
    standard = entry.sheet.span.standard
    if (
        match.astray
        or strange
        or is_turned(match, figure, entry.sheet.span.kind)
        or _misnamed(match)
        or _contested(match)
        or _foreign(match, entry.industry)
    ):
        return Source.AMBIGUOUS
    settled = _settled(match, standard)
    if not settled and (match.margin or 0.0) < _NEAR.get(match.method or "", 0.0):
        return Source.AMBIGUOUS
    if tied and match.method != _EXACT:
        return Source.TIE
    if summed and match.item in _WHOLES:
        return Source.OFFICIAL_SUM
    if _unusual(match, summed, formed) or _free_flow(entry, match) or (not settled and _unsure(match, figure, summed)):
        return Source.AMBIGUOUS
    if summed:
        return Source.OFFICIAL_SUM
    if match.method in _BY_LABEL:
        return Source.LABEL
    return Source.IDENTITY if match.method in _BY_SUM else Source.SECTION


def strange_sums(labelled: Sequence[LabelledSheet], checks: Iterable[Check]) -> frozenset[tuple[int, int]]:
    """Lines (sheet, line) whose official sums do not hold, and which add up lines that all belong to another total; and
    totals of printed parts that add up nothing."""
    parts: dict[tuple[int, int], set[int]] = defaultdict(set)
    owner: dict[tuple[int, int], int] = {}
    for index, entry in enumerate(labelled):
        for arc in entry.arcs:
            parts[index, arc.total].add(arc.part)
            owner[index, arc.part] = arc.total
    official: set[tuple[int, int]] = set()
    layout: dict[tuple[int, int], set[int]] = defaultdict(set)
    for check in checks:
        if not check.holds:
            continue
        total = check.total.sheet, check.total.line
        if check.kind == "calculation" and check.decisive:
            official.add(total)
        elif check.kind == "structure":
            layout[total].update(member.line for member in check.members)
    out = {total for total, lines in parts.items() if len(lines) >= PARTS and total not in layout}
    for total, lines in layout.items():
        owners = {owner[total[0], line] for line in lines if (total[0], line) in owner}
        if owners and total[1] not in owners:
            out.add(total)
    return frozenset(out - official)


def is_turned(match: Match, figure: Figure, kind: StatementKind) -> bool:
    """Whether the figure has the other sign than its item: a payment received, proceeds paid, an allowance added."""
    if not figure.value:
        return False
    name = (match.element or "").rpartition(":")[2]
    if figure.value > 0:
        if kind is StatementKind.CHANGES_IN_EQUITY and any((cell.amount.value or 0) < 0 for cell in figure.line.cells):
            return False  # a dividend lets the legal reserve grow
        return _OUTFLOW.finds(name) or (kind is StatementKind.BALANCE_SHEET and _DEDUCTION.finds(name))
    return _INFLOW.finds(name)


def _settled(match: Match, standard: Standard) -> bool:
    """Whether so many filers mean the item by the wording that its place need not tell much."""
    usage = match.usage
    if match.method != _SECTION or usage is None or usage.filers < MANY:
        return False
    return standard is Standard.JGAAP or usage.others == 0


def _unsure(match: Match, figure: Figure, summed: bool) -> bool:
    """Whether the wording alone leaves a choice: a bare total, items that come in pairs, a place that hardly tells."""
    if match.method not in (_EXACT, _ARITHMETIC) and _BARE.finds(label_key(figure.line.label)):
        return match.method != _STRUCTURE or not summed
    if _common(match, summed):
        return False
    rival = _RIVALS.finds((match.element or "").rpartition(":")[2])
    if match.method == _SECTION:
        return (match.margin or 0.0) < CLEAR and (rival or not summed)
    return match.method not in _CERTAIN and rival


def _misnamed(match: Match) -> bool:
    """Whether the label names another item than the figures."""
    named = [other.item for other in match.candidates[:1] if other.score >= NAMED]
    return match.method == _ARITHMETIC and named not in ([], [match.item])


def _contested(match: Match) -> bool:
    """Whether filers often mean an element of their own by the wording, or another that could stand in its place, where
    what stands around it does not tell the two apart."""
    usage = match.usage
    if usage is None:
        return False
    share = OWN_SHARE if usage.filers < MANY else MUCH
    owned = usage.own > 0 and usage.filers + usage.own <= share * usage.own
    told = (match.margin or 0.0) >= CLEAR and usage.filers > usage.beside
    return owned or (usage.beside > 0 and usage.filers <= MUCH * usage.beside and not told)


def _foreign(match: Match, industry: str | None) -> bool:
    """Whether the place alone makes the line an item of a trade whose form the statement has not."""
    return match.trade and match.method == _SECTION and industry == GENERAL


def _free_flow(entry: LabelledSheet, match: Match) -> bool:
    """Whether it is a flow of cash by IFRS that nobody was seen to call so: filers name these as they see fit, and tag
    them with elements of their own."""
    span = entry.sheet.span
    if span.standard is not Standard.IFRS or span.kind is not StatementKind.CASH_FLOWS:
        return False
    return match.method == _EXACT and match.usage is not None and match.usage.filers == 0


def _common(match: Match, summed: bool) -> bool:
    """Whether an alias stands for an item that many filers print, where the official sums want it."""
    return match.method == _ALIAS and summed and match.usage is not None and match.usage.users >= MANY


def _unusual(match: Match, summed: bool, formed: bool) -> bool:
    """Whether too few filers were seen to mean the item so: it may as well be one of the filer's own."""
    usage = match.usage
    if usage is None:
        return False
    if _common(match, summed):
        return False
    if match.method in _UNOFFICIAL:
        return usage.filers < FEW
    if match.method == _SECTION:
        return (usage.filers < FEW and usage.users < SOME) or (match.trade and usage.filers < MANY)
    kept = formed and match.trade and match.model and not _REST.finds(match.item or "") and not _named_twice(match)
    return match.method == _EXACT and not kept and (match.trade or not match.model) and not usage.users


def _named_twice(match: Match) -> bool:
    """Whether the label names an item of another trade as well."""
    return any(other.score >= NAMED and other.element != match.element for other in match.candidates)


def keeps_form(entry: LabelledSheet) -> bool:
    """Whether a statement prints the form of a trade: many of its lines are called as that form prescribes, and not as
    the general one does."""
    prescribed = [match for match in entry.matches.values() if match.method == _EXACT and match.trade and match.model]
    return len(prescribed) >= FORM
