"""Finding the sums of a table from its figures: which rows a total adds up.

A table is read from the top like a sum on paper: rows wait on a stack; a total takes the run of rows just above it that
adds up to it, in every column, and stands in their place. So a subtotal is a member of the next total. A total printed
above its parts takes the run below it.

A run that fits is not yet a proof: among many runs some fit by accident. ``evidence`` is the weight of the coincidence
in decimal orders, less the number of runs tried; wording ("合計") and place (a run that starts at a heading) speak for
it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.reconcile.identities.sum_parts import Outcome, Row, Rule, Sum, Tally, Term, Unplaced

ENOUGH = 2.5  # decimal orders
MISFIT = 2.0  # what a column in which the run does not fit takes away, where wording and place agree
STRAY = 4.0  # and where they do not
MOST_MEMBERS = 150  # rows of one sum: no statement has more, and the search stays linear in the rows of a table


@dataclass(slots=True)
class _Open:
    """A row that waits on the stack."""

    row: Row
    closed: bool = False  # a total whose members stood above it
    headed: bool = False  # a total whose members stood below it
    fresh: bool = False  # a heading stands right above it


def find_sums(
    rows: Sequence[Row], rule: Rule, *, signed: bool = False, heads: bool = True, carry: bool = False
) -> Outcome:
    """``signed``: rows may be subtracted (income statements); else all are added as printed. ``heads``: a total may
    stand above its parts. ``carry``: where a total prints nothing, its parts are parts of the next one."""
    outcome = Outcome()
    stack: list[_Open] = []
    after_heading = True
    for at, row in enumerate(rows):
        if row.heading:
            _attribute(stack, rule, outcome)
            _fold(stack, row.depth, rule, outcome)
            after_heading = True
            continue
        if row.aside:
            continue
        opens = (
            at + 1 < len(rows) and not rows[at + 1].heading and rows[at + 1].depth > row.depth
        )  # it has parts of its own
        if not row.share:
            _attribute(stack, rule, outcome)
        _fold(stack, row.depth, rule, outcome)
        best = _look_back(stack, row, rule, signed)
        if best is not None:
            found, start = best
            outcome.sums.append(found)
            if row.memo:
                continue
            if rule.style and row.nature >= 0:
                outcome.odd += [
                    (entry.row.key, row.key)
                    for entry, term in zip(stack[start + 1 :], found.terms[1:], strict=True)
                    if entry.row.nature < 0 and term.weight == rule.style and not entry.row.share
                ]
            fresh = stack[start].fresh
            left = _left_open(stack[start:], row) if carry else []
            del stack[start:]
            stack.append(_Open(row, closed=True, fresh=fresh))
            stack += left
        else:
            start = _section(stack)
            fresh = after_heading
            if (row.total or row.owed) and any(row.live) and stack and not opens and (not after_heading or row.total):
                near = [] if after_heading else stack[start:] or stack[-4:]
                outcome.unplaced.append(Unplaced(row.key, tuple(entry.row.key for entry in near)))
                if near and start < len(stack):
                    fresh = stack[start].fresh
                    del stack[start:]
                stack.append(_Open(row, closed=row.total or start < len(stack), fresh=fresh))
            else:
                stack.append(_Open(row, fresh=fresh))
                head = _look_up(stack, rule) if heads and not opens else None
                if head is not None:
                    found, start = head
                    outcome.sums.append(found)
                    del stack[start + 1 :]
                    stack[start].headed = True
        after_heading = False
    _attribute(stack, rule, outcome)
    _fold(stack, 0, rule, outcome)
    # a result that its attributions add up to still owes what it follows from
    placed = {found.total for found in outcome.sums if found.above or found.total not in outcome.attributed}
    placed |= {term.key for found in outcome.sums if not found.above for term in found.terms}
    outcome.unplaced = [entry for entry in outcome.unplaced if entry.total not in placed]
    outcome.loose = [entry.row.key for entry in stack if not entry.closed and not entry.headed]
    return outcome


def _term(entry: _Open, weight: int) -> Term:
    return Term(entry.row.key, weight, entry.row.only)


def _left_open(run: Sequence[_Open], total: Row) -> list[_Open]:
    """The rows of a closed run as far as their total prints nothing: there they are members of the next total.

    包括利益計 of a statement of changes in equity stands in the column of the total only.
    """
    blank = {c for c in range(len(total.values)) if not total.shown[c]}
    left = []
    for entry in run:
        only = frozenset(c for c in blank if entry.row.live[c])
        if only:
            live = [c in only for c in range(len(total.values))]
            left.append(_Open(replace(entry.row, live=live, shown=live, only=only)))
    return left


def _attribute(stack: list[_Open], rule: Rule, outcome: Outcome) -> None:
    """Attributions to owners and to minorities below a result add up to it; if they do not in any column, the result is
    unplaced."""
    start = len(stack)
    while start > 0 and stack[start - 1].row.share and not stack[start - 1].closed:
        start -= 1
    run = stack[start:]
    if not run or not any(any(entry.row.live) for entry in run):
        return
    heads = [
        entry
        for entry in stack[:start]
        if entry.row.family == run[0].row.family and entry.row.family and not entry.row.share and any(entry.row.live)
    ]
    if not heads or any(found.total == heads[-1].row.key and not found.above for found in outcome.sums):
        return
    head = heads[-1].row
    tally = Tally.of(len(head.values))
    for entry in run:
        tally.add(entry.row, 1)
    holds, evidence, _ = tally.verdicts(head, rule)
    if any(holds):
        outcome.attributed.add(head.key)
        outcome.sums.append(Sum(head.key, tuple(_term(entry, 1) for entry in run), holds, evidence, True, above=False))
        del stack[start:]
    elif any(verdict is False for verdict in holds):
        outcome.unplaced.append(Unplaced(head.key, tuple(entry.row.key for entry in run)))
        del stack[start:]


def _fold(stack: list[_Open], depth: int, rule: Rule, outcome: Outcome) -> None:
    """Indentation returns: rows that stand deeper than a figure above them are its parts, if they add up to it. The
    deepest come first."""
    level = stack[-1].row.depth if stack else 0
    while level > depth:
        start = len(stack) - 1
        while start >= 0 and stack[start].row.depth >= level:
            start -= 1
        if start < 0:
            return
        head, run = stack[start], stack[start + 1 :]
        level = head.row.depth
        if run[0].fresh or head.row.total or head.closed or head.headed or not any(head.row.live):
            continue
        tally = Tally.of(len(head.row.values))
        for entry in run:
            tally.add(entry.row, 1)
        holds, evidence, misfits = tally.verdicts(head.row, rule)
        if any(holds) and misfits <= (sum(map(bool, holds)) if len(run) > 1 else 0):
            outcome.sums.append(
                Sum(head.row.key, tuple(_term(entry, 1) for entry in run), holds, evidence, True, above=False)
            )
            del stack[start + 1 :]
            head.headed = True


def _section(stack: Sequence[_Open]) -> int:
    """Where the run of rows since the last heading or closed total starts."""
    start = len(stack)
    while start > 0 and not stack[start - 1].closed:
        start -= 1
        if stack[start].fresh:
            break
    return start


def _look_back(stack: Sequence[_Open], row: Row, rule: Rule, signed: bool) -> tuple[Sum, int] | None:
    """The run above the row that it sums best, and where the run starts on the stack."""
    if not any(row.live) or not stack:
        return None
    best: tuple[float, Sum, int] | None = None
    ways = 2 if signed else 1
    tallies = [Tally.of(len(row.values)) for _ in range(ways)]
    weights: list[list[int]] = [[] for _ in range(ways)]
    trials = 0
    for start in range(len(stack) - 1, max(len(stack) - MOST_MEMBERS, 0) - 1, -1):
        entry = stack[start]
        natural = start == 0 or entry.fresh or stack[start - 1].closed or stack[start - 1].headed
        for way in range(ways):
            # the way of costs: what is a cost by nature is taken off; the run's first row never is
            if way == 1:
                head = _copy(tallies[1])
                head.add(entry.row, 1)
                candidates = [(head, [1, *weights[1]])]
                weight = -1 if entry.row.nature < 0 <= row.nature else 1  # among costs, costs are added
                tallies[1].add(entry.row, weight)
                weights[1].insert(0, weight)
                if all(w == 1 for w in candidates[0][1]):
                    continue
            else:
                tallies[0].add(entry.row, 1)
                weights[0].insert(0, 1)
                candidates = [(tallies[0], weights[0])]
            for tally, signs in candidates:
                trials += 1
                best = _judge(best, tally, signs, row, stack, start, natural, trials, rule)
    if best is None and signed and (row.result or row.total):
        best = _flip(stack, row, rule, trials)
    return (best[1], best[2]) if best else None


def _several(run: Sequence[_Open], total: Row) -> bool:
    """Whether the run is more than one figure repeated: two of its rows count in some column."""
    return any(
        sum(entry.row.live[c] and entry.row.values[c] != 0 for entry in run) > 1
        for c in range(len(total.values))
        if total.live[c]
    )


def _copy(tally: Tally) -> Tally:
    return Tally(list(tally.sums), list(tally.up), list(tally.down), list(tally.most), list(tally.shown))


def _judge(
    best: tuple[float, Sum, int] | None,
    tally: Tally,
    signs: Sequence[int],
    row: Row,
    stack: Sequence[_Open],
    start: int,
    natural: bool,
    trials: int,
    rule: Rule,
) -> tuple[float, Sum, int] | None:
    run = stack[start:]
    said = row.total or row.result
    if not said and (
        len(run) == 1 or -1 in signs or (row.depth > min(entry.row.depth for entry in run) and not _several(run, row))
    ):
        return best  # rows of no such name are totals only in the plainest case
    holds, evidence, misfits = tally.verdicts(row, rule)
    if not any(holds) or misfits > max(1, sum(map(bool, holds)) // 2):
        return best
    agreed = said and natural
    score = evidence - misfits * (MISFIT if agreed else STRAY)
    if row.total and not row.result and -1 in signs:
        score -= 1.5  # a total adds; a result subtracts
    score += (
        (1.5 if row.total else 1.0 if row.result else 0.0) + (1.0 if natural else 0.0) + (0.3 if run[0].fresh else 0.0)
    )
    if (
        rule.style
        and row.nature >= 0
        and any(entry.row.nature < 0 and sign == rule.style for entry, sign in zip(run[1:], signs[1:], strict=True))
    ):
        score -= 1.0  # against the way in which this statement prints its costs
    if not agreed:
        score -= math.log10(trials)
    if score < ENOUGH or (best is not None and best[0] >= score):
        return best
    terms = tuple(_term(entry, sign) for entry, sign in zip(run, signs, strict=True))
    return score, Sum(row.key, terms, holds, evidence, natural), start


def _flip(stack: Sequence[_Open], row: Row, rule: Rule, trials: int) -> tuple[float, Sum, int] | None:
    """Rows whose nature the wording does not tell: every way to add or subtract them, for short runs."""
    best: tuple[float, Sum, int] | None = None
    for length in range(2, min(len(stack), 7) + 1):
        start = len(stack) - length
        natural = start == 0 or stack[start].fresh or stack[start - 1].closed or stack[start - 1].headed
        unknown = [k for k in range(1, length) if stack[start + k].row.nature == 0 and any(stack[start + k].row.values)]
        if not unknown or len(unknown) > 5:
            continue
        for mask in range(1, 1 << len(unknown)):
            signs = [1] + [-1 if stack[start + k].row.nature < 0 <= row.nature else 1 for k in range(1, length)]
            for bit, k in enumerate(unknown):
                if mask >> bit & 1:
                    signs[k] = -1
            tally = Tally.of(len(row.values))
            for entry, sign in zip(stack[start:], signs, strict=True):
                tally.add(entry.row, sign)
            trials += 1
            holds, evidence, misfits = tally.verdicts(row, rule)
            score = evidence - misfits * STRAY - math.log10(trials) + (0.5 if natural else 0.0)
            if score >= ENOUGH and (best is None or score > best[0]):
                terms = tuple(_term(entry, sign) for entry, sign in zip(stack[start:], signs, strict=True))
                best = score, Sum(row.key, terms, holds, evidence, natural), start
    return best


def _look_up(stack: Sequence[_Open], rule: Rule) -> tuple[Sum, int] | None:
    """A total printed above its parts: the run from below it down to the last row."""
    last = stack[-1].row
    if not any(last.shown):
        return None
    tally = Tally.of(len(last.values))
    deepest = None
    trials = 0
    for start in range(len(stack) - 2, max(len(stack) - MOST_MEMBERS, 1) - 2, -1):
        below = stack[start + 1]
        tally.add(below.row, 1)
        deepest = below.row.depth if deepest is None else min(deepest, below.row.depth)
        head = stack[start].row
        length = len(stack) - 1 - start
        trials += 1
        if not any(head.live):
            continue
        apart = below.fresh or head.depth < deepest
        if (
            head.total
            or stack[start].headed
            or (stack[start].closed and not head.result)
            or (length < 2 and not (below.fresh and head.result))
        ):
            continue
        holds, evidence, misfits = tally.verdicts(head, rule)
        score = evidence - math.log10(trials) + (1.0 if apart else -1.0)
        if not any(holds) or misfits or score < ENOUGH:
            continue
        if (below.fresh and head.result) or _several(stack[start + 1 :], head):
            terms = tuple(_term(entry, 1) for entry in stack[start + 1 :])
            return Sum(head.key, terms, holds, evidence, apart, above=False), start
    return None
