"""One assignment for the whole statement: the cheapest path through the lines' guesses.

A reader of a statement is always somewhere in it: headings open sections, totals close them, lines stand inside. The
price of a step from one line to the next is what it takes to get there: leaving a section that was not closed, entering
one that was not opened, going back. So the section and the place decide between items of one wording, and a line that
fits nowhere stays unmapped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.normalise.items import Row
from extractor.normalise.match import Guess

UNMAPPED = 3.0  # what it costs to leave a line without an item
LEAVE, ENTER, ENTER_TOTAL, SOFT, BACK, BACK_SECTION = 0.35, 0.6, 0.3, 0.05, 0.15, 1.6
ANNOUNCED = 1.6  # more, where the sheet prints the section's heading in another place
REPEAT = 2.5
WIDTH, BEAM = 24, 6.0  # paths kept per line: so many, and none that much dearer than the best

Section = tuple[str, ...]


@dataclass(slots=True, eq=False)
class _State:
    guess: Guess | None  # None: the line stays unmapped (or is a heading that says nothing)
    line: int
    cost: float
    row: Row | None  # the last row on the path
    place: Section  # where the reader is
    before: _State | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line was read as."""

    guess: Guess | None
    margin: float  # how much dearer the best other reading of this line is
    place: Section = ()  # where the reader is: the section of a line without an item


def step(last: Row | None, place: Section, row: Row, hard: Mapping[Section, float]) -> float:
    """What it takes to get from a place to a row."""
    target = row.section
    common = 0
    for here, there in zip(place, target, strict=False):
        if here != there:
            break
        common += 1
    cost = 0.0
    for depth in range(common, len(place)):
        cost += LEAVE if place[: depth + 1] in hard else SOFT
    opened = (*last.section, last.item) if last is not None and last.kind == "line" else None
    for depth in range(common, len(target)):
        section = target[: depth + 1]
        if section == opened or section not in hard:
            cost += SOFT
        elif last is None:
            cost += 4 * SOFT
        elif row.kind == "heading":
            cost += ENTER_TOTAL
        else:
            cost += hard[section] * (0.5 if row.closes else 1.0)
    if last is not None and goes_back(last, row):
        if last.item == row.item and last.kind == row.kind:
            cost += REPEAT
        elif _announced_part(last.home, hard) == _announced_part(row.home, hard):
            cost += BACK
        else:
            cost += BACK_SECTION
    return cost


def goes_back(last: Row, row: Row) -> bool:
    """Whether the model order has the row before the last one. Balances at both ends of a period and a total after its
    parts do not count."""
    if row.period == "instant" and row.statement in ("cf", "ss"):
        return False
    if last.section[: len(row.section) + 1] == (*row.section, row.item):
        return False
    if last.statement != row.statement:  # comprehensive income follows profit
        return (last.statement, row.statement) == ("ci", "pl")
    return row.order <= last.order


def _announced_part(section: Section, hard: Collection[Section]) -> Section:
    while section and section not in hard:
        section = section[:-1]
    return section


def entrances(hard: Collection[Section], lines: Sequence[Sequence[Guess]]) -> dict[Section, float]:
    """What it costs to enter a section unannounced: dear where the sheet announces it elsewhere."""
    announced = {
        (*guess.row.section, guess.row.item) for options in lines for guess in options if guess.row.kind == "heading"
    }
    return {section: ENTER + ANNOUNCED if section in announced else ENTER for section in (*hard, *announced)}


def after(row: Row) -> Section:
    """Where the reader is once the row is read."""
    if row.kind == "heading":
        return (*row.section, row.item)
    return row.home


def assign(
    lines: Sequence[Sequence[Guess]], headings: Sequence[bool], hard: Mapping[Section, float]
) -> tuple[list[Choice], float]:
    """The cheapest reading of a statement, for each line the guess that won or none, and what it costs.

    ``hard``: the sections that headings open, with the price of entering one without its heading (``entrances``).
    """
    states = [_State(None, -1, 0.0, None, (), None)]
    for number, (options, heading) in enumerate(zip(lines, headings, strict=True)):
        new: list[_State] = []
        for guess in options:
            best, cost = states[0], float("inf")
            for state in states:
                if state.cost >= cost:
                    break
                price = state.cost + step(state.row, state.place, guess.row, hard)
                if price < cost:
                    best, cost = state, price
            new.append(_State(guess, number, cost + guess.cost, guess.row, after(guess.row), best))
        skip = 0.25 if heading else UNMAPPED
        new += [_State(None, number, state.cost + skip, state.row, state.place, state) for state in states[:WIDTH]]
        new.sort(key=lambda state: state.cost)
        limit = new[0].cost + BEAM
        states = _distinct([state for state in new if state.cost <= limit])[:WIDTH]
    path: list[_State] = []
    last: _State | None = states[0]
    while last is not None and last.line >= 0:
        path.append(last)
        last = last.before
    path.reverse()
    return [_choice(path, number, lines[number], hard) for number in range(len(path))], states[0].cost


def assign_once(
    options: list[list[Guess]], headings: Sequence[bool], announced: Collection[Section], labels: Sequence[str]
) -> tuple[list[Choice], float]:
    """The cheapest reading in which two lines share an item only if neither has another reading. ``announced``: the
    sections that headings open; ``labels``: of the lines, a change in equity printed again for other components is the
    same one."""
    hard = entrances(announced, options)
    choices, cost = assign(options, headings, hard)
    for _ in range(3):
        holders: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
        for number, choice in enumerate(choices):
            if choice.guess is not None and not recurs(choice.guess.row):
                holders[id(choice.guess.row)].append((choice.guess.cost, -choice.margin, number))
        weaker = [
            (number, row)
            for row, claims in holders.items()
            for _, _, number in sorted(claims)[1:]
            if not _again(choices[number], labels[number], labels[min(claims)[2]])
        ]
        if not weaker:
            break
        options = [list(found) for found in options]
        for number, row in weaker:
            options[number] = [
                replace(guess, cost=guess.cost + 1.0) if id(guess.row) == row else guess for guess in options[number]
            ]
        again, dearer = assign(options, headings, hard)
        if [choice.guess and choice.guess.row for choice in again] == [
            choice.guess and choice.guess.row for choice in choices
        ]:
            break
        choices, cost = again, dearer
    return choices, cost


def _again(choice: Choice, label: str, first: str) -> bool:
    """Whether the line is a change in equity that stands further up too: wide tables go on below in other columns."""
    return choice.guess is not None and choice.guess.row.statement == "ss" and label == first


def recurs(row: Row) -> bool:
    """Balances at both ends of a period, and headings, stand twice in a statement."""
    return row.kind == "heading" or (row.period == "instant" and row.statement in ("cf", "ss"))


def _distinct(states: list[_State]) -> list[_State]:
    seen: set[tuple[int, Section]] = set()
    out = []
    for state in states:
        identity = (id(state.row), state.place)
        if identity not in seen:
            seen.add(identity)
            out.append(state)
    return out


def _choice(path: list[_State], number: int, options: Sequence[Guess], hard: Mapping[Section, float]) -> Choice:
    """The margin: what the line's next best guess would cost between the same neighbours."""
    state = path[number]
    before = path[number - 1] if number else None
    following = next((later for later in path[number + 1 :] if later.guess is not None), None)

    def price(guess: Guess) -> float:
        cost = guess.cost + step(before.row if before else None, before.place if before else (), guess.row, hard)
        if following is not None and following.guess is not None:
            cost += step(guess.row, after(guess.row), following.guess.row, hard)
        return cost

    if state.guess is None:
        return Choice(None, 0.0, state.place)
    won = price(state.guess)
    others = [price(guess) for guess in options if guess.row.element != state.guess.row.element]
    return Choice(state.guess, min([*others, won + UNMAPPED]) - won, state.place)
