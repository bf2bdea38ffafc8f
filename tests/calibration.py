"""How results move when a named threshold changes by a fifth: ``make calibrate``, or ``python -m tests.calibration``.

A threshold is a number that a module of the rooms or kinds names in capitals: decimals change by 20 %, integers by 20 %
and at least one. Drawn layouts, the samples and, with ``--folder``, any filings are read again, and all that comes out
is compared: rows, checks, findings, cells of other tables. A threshold that moves much may be fitted to what was
seen; one that never moves anything is one that nothing here depends on.

So that it takes minutes: each filing is read once with numbers that note every comparison which a change of 20 % would
turn. Only those filings are read again with the threshold changed; where only naming and judging depend on it, they are
judged again as printed. All thresholds that turned nothing are then changed together, and a set that moves something is
halved until the ones that do are found: what such a number cannot note (a slice, a range) is found so. Each reading is
a process of its own, forked before anything was read: no cache outlives it.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import operator
import os
import pickle
import pkgutil
import re
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import extractor
from extractor.errors import ExtractorError
from extractor.model import Extraction
from extractor.model.printed import Printed
from extractor.pipeline import judge_printed, make_ready, read_whole
from extractor.settings import Settings, Tables
from samples.typeset import HERE, SAMPLES
from tests.typesetting.compare import compare
from tests.typesetting.filing import Drawn, draw
from tests.typesetting.layouts import draw_layout

READING = ("read", "segment", "detect", "notation", "kinds", "pipeline")
JUDGING = (
    "normalise",
    "reconcile",
)  # these work on what was printed; no second readers are asked here, so reread rests
# Named numbers that decide nothing: handles, codes, units, and the coordinates that text is laid out in.
FACTS = frozenset({
    "detect.freed.YEAR_DIGITS",
    "normalise.polarity.EITHER",
    "read.fonts._ONLY",
    "read.fonts._SHIFT_JIS",
    "read.glyphs.REPLACEMENT",
    "read.glyphs._TORN_BY",
    "read.text.GAP",
    "read.text.GLYPH",
    "read.text.PITCH",
    "read.text.SIZE",
    "reconcile.scale.votes.ONE",
    "reconcile.values.measure.THOUSAND",
    "segment.cover._CODE",
})  # fmt: skip
FACTORS = (0.8, 1.2)  # may be others: --factors 0.1,10 shows which hardly matter at all

Number = int | float | Decimal
Rows = Counter[str]


@dataclass(frozen=True)
class Threshold:
    """A number that a module names; ``comment`` stands on its line."""

    module: str
    name: str
    value: Number
    comment: str

    def __str__(self) -> str:
        return f"{self.module.removeprefix('extractor.')}.{self.name}"

    @property
    def judges(self) -> bool:
        """Whether only what comes after reading depends on it."""
        return self.module.split(".")[1] in JUDGING

    def times(self, factor: float) -> Number:
        """Its value times ``factor``; an integer moves by at least one."""
        if isinstance(self.value, int):
            moved = round(self.value * factor)
            return moved if moved != self.value else self.value + (1 if factor > 1 else -1)
        return type(self.value)(float(self.value) * factor)


def thresholds() -> list[tuple[Threshold, tuple[str, ...]]]:
    """Every named number of the rooms but the facts, where it is defined, and the modules that import it."""
    texts: dict[str, str] = {}
    for found in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if not found.ispkg and found.name.endswith("__main__"):
            continue
        source = importlib.util.find_spec(found.name)
        if source and source.origin:
            texts[found.name] = Path(source.origin).read_text(encoding="utf-8")
    trees = {name: ast.parse(text) for name, text in texts.items()}
    importers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    importers[node.module, alias.name].append(name)
    known = []
    for name, tree in sorted(trees.items()):
        if name.split(".")[1] not in (*READING, *JUDGING):
            continue
        for node in tree.body:
            target = _named(node)
            if target and re.fullmatch(r"_?[A-Z][A-Z0-9_]*", target):
                value = getattr(importlib.import_module(name), target)
                if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and abs(value) < 1e9:
                    line = texts[name].splitlines()[node.lineno - 1]
                    comment = line.partition("#")[2].strip()
                    known.append((Threshold(name, target, value, comment), (name, *importers[name, target])))
    gone = FACTS - {str(threshold) for threshold, _ in known}
    assert not gone, f"no such number: {', '.join(sorted(gone))}"
    return [entry for entry in known if str(entry[0]) not in FACTS]


def _named(node: ast.stmt) -> str | None:
    """The name that the statement gives to a written number."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        target, value = node.target, node.value
    else:
        return None
    written = all(
        isinstance(
            part, (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Call, ast.Name, ast.operator, ast.unaryop, ast.Load)
        )
        for part in ast.walk(value)
    )
    return target.id if isinstance(target, ast.Name) and written else None


# what a reading gives ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A filing to read. ``drawn``: what it should give, where it was drawn."""

    path: Path
    tables: Tables
    drawn: Drawn | None = None
    printed: Printed | None = None

    @property
    def settings(self) -> Settings:
        return Settings(second_readers=False, tables=self.tables)

    def read(self, judge_only: bool = False) -> Rows:
        """All that comes out, each row as text with its number of times; and the verdict on a drawn layout."""
        try:
            if judge_only and self.printed is not None:
                extraction = judge_printed(self.printed, self.settings)
                assert extraction is not None
            else:
                extraction, _ = read_whole(self.path, None, self.settings, None)
        except ExtractorError:
            return Counter({"verdict refused": 1})
        rows = Counter(text for name in _TOLD for text in map(repr, getattr(extraction, name)))
        rows[f"filing {extraction.filing}"] += 1
        if self.drawn is not None:
            rows[f"verdict {compare(self.drawn, extraction).verdict}"] += 1
        return rows


_TOLD = [field.name for field in fields(Extraction) if field.name not in ("filing", "sheets", "second_read")]


def cases(seeds: range, folder: Path | None, scratch: Path) -> Iterator[Case]:
    """The drawn layouts, the samples, and the files of the folder."""
    for seed in seeds:
        drawn = draw(seed, draw_layout(seed))
        path = scratch / f"drawn {seed}.pdf"
        path.write_bytes(drawn.pdf)
        yield Case(path, Tables.STATEMENTS, drawn)
    for name in SAMPLES:
        yield from (Case(path, Tables.ALL) for path in sorted(HERE.glob(f"{name}.*")))
    if folder:
        yield from (Case(path, Tables.ALL) for path in sorted(folder.iterdir()) if path.is_file())


def with_printed(case: Case) -> Case:
    """The case with the filing as printed, where it can be read."""

    def work() -> Printed | None:
        try:
            return read_whole(case.path, None, case.settings, None)[1]
        except ExtractorError:
            return None

    return replace(case, printed=apart(work))


def apart(work: Callable[[], Any]) -> Any:
    """What ``work`` returns, done in a forked process. Raises RuntimeError where that ends in a fault."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            answer = pickle.dumps((True, work()))
        except BaseException:  # told to the parent, which raises it
            answer = pickle.dumps((False, traceback.format_exc()))
        with os.fdopen(into, "wb") as pipe:
            pipe.write(answer)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        done, answer = pickle.loads(pipe.read())
    os.waitpid(child, 0)
    if not done:
        raise RuntimeError(answer)
    return answer


# numbers that note what a change would turn --------------------------------------------------------------------------

_turned: set[str] = set()


class _Noting:
    """A number that knows what it would be at both ends of each threshold that it was made from."""

    ends: Mapping[str, tuple[Number, Number]]

    def _note_all(self) -> None:
        _turned.update(self.ends)


class _Float(_Noting, float):
    pass


class _Int(_Noting, int):
    pass


def noting(value: Any, ends: Mapping[str, tuple[Number, Number]]) -> Any:
    """The number with its ends; any other value as it is, its thresholds noted as turned."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        made: Any = _Int(value) if isinstance(value, int) else _Float(value)
        made.ends = ends
        return made
    _turned.update(ends)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, _Float):
        return float(value.real)
    return int.__int__(value) if isinstance(value, _Int) else value


def _at(value: Any, key: str, side: int) -> Any:
    ends = getattr(value, "ends", {}).get(key)
    return ends[side] if ends else _plain(value)


def _operation(compute: Callable[[Any, Any], Any], turned_round: bool, compares: bool) -> Callable[[Any, Any], Any]:
    def apply(one: Any, other: Any) -> Any:
        pair = (other, one) if turned_round else (one, other)
        if not isinstance(other, (int, float)):
            one._note_all()
            return compute(*map(_plain, pair))
        result = compute(*map(_plain, pair))
        ends: dict[str, tuple[Number, Number]] = {}
        for key in {**one.ends, **getattr(other, "ends", {})}:
            low, high = (compute(_at(pair[0], key, side), _at(pair[1], key, side)) for side in (0, 1))
            if low != result or high != result:
                ends[key] = (low, high)
        if compares:
            _turned.update(ends)
            return result
        return noting(result, ends) if ends else result

    return apply


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    for _prefix in ("", "r"):
        setattr(_Noting, f"__{_prefix}{_name}__", _operation(getattr(operator, _name), _prefix == "r", False))
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(_Noting, f"__{_name}__", _operation(getattr(operator, _name), False, True))


def _converted(name: str) -> Callable[[Any], Any]:
    def convert(self: Any, *arguments: Any) -> Any:
        self._note_all()
        return getattr(type(self).__mro__[2], name)(self, *arguments)

    return convert


for _name in ("__int__", "__round__", "__floor__", "__ceil__", "__trunc__"):
    for _kind in (_Float, _Int):
        if _name != "__int__" or _kind is _Float:
            setattr(_kind, _name, _converted(_name))


def _negative(self: Any) -> Any:
    return noting(-_plain(self), {key: (-low, -high) for key, (low, high) in self.ends.items()})


for _kind in (_Float, _Int):
    setattr(_kind, "__neg__", _negative)  # noqa: B010
    setattr(_kind, "__hash__", lambda self: hash(_plain(self)))  # noqa: B010


# the search ----------------------------------------------------------------------------------------------------------

Known = Sequence[tuple[Threshold, tuple[str, ...]]]


def put(known: Known, value: Callable[[Threshold], Any]) -> None:
    """Gives each threshold another value, in every module that knows it (within a forked process)."""
    for threshold, holders in known:
        for holder in holders:
            setattr(importlib.import_module(holder), threshold.name, value(threshold))


def turned_by(case: Case, known: Known, factors: tuple[float, float]) -> set[str]:
    """The thresholds of which a change by these factors turns a comparison while the filing is read."""

    def work() -> set[str]:
        put(known, lambda one: noting(one.value, {str(one): (one.times(factors[0]), one.times(factors[1]))}))
        _turned.clear()
        case.read()
        return _turned

    return set(apart(work))


def moved(case: Case, before: Rows, known: Known, factor: float) -> tuple[int, str]:
    """How many rows come out otherwise with these thresholds changed, and the verdict where it is another."""

    judge_only = all(threshold.judges for threshold, _ in known)

    def work() -> Rows:
        put(known, lambda one: one.times(factor))
        return case.read(judge_only)

    try:
        now = apart(work)
    except RuntimeError as fault:
        return sum(before.values()), str(fault).strip().splitlines()[-1].partition(":")[0]
    verdict = [text.split()[-1] for text in now if text.startswith("verdict") and text not in before]
    return max(sum((now - before).values()), sum((before - now).values())), "".join(verdict)


def finding_movers(known: Known, pairs: Sequence[tuple[Case, Rows]], factor: float) -> Iterator[Threshold]:
    """Those of the thresholds that move anything when changed together with others: halved until found."""
    first = next((at for at, (case, before) in enumerate(pairs) if moved(case, before, known, factor)[0]), None)
    words = "nothing moves" if first is None else f"{pairs[first][0].path.name} moves"
    say(f"{factor} x {len(known)} thresholds together: {words}")
    if first is None or not known:
        return
    if len(known) == 1:
        yield known[0][0]
        return
    telling = [pairs[first], *pairs[:first], *pairs[first + 1 :]]
    half = len(known) // 2
    yield from finding_movers(known[:half], telling, factor)
    yield from finding_movers(known[half:], telling, factor)


def say(words: str) -> None:
    """How far it is, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def main() -> None:
    """Prints a table of the thresholds that move anything, and the names of the rest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0:8", help="of the drawn layouts, FIRST:LAST")
    parser.add_argument("--folder", type=Path, help="filings to read besides")
    parser.add_argument("--factors", default=",".join(map(str, FACTORS)), help="what each is multiplied by: LOW,HIGH")
    parser.add_argument("--only", default="", help="thresholds whose name holds this")
    given = parser.parse_args()
    first, _, last = given.seeds.partition(":")
    low, high = map(float, given.factors.split(","))
    factors = (low, high)
    known = [(one, holders) for one, holders in thresholds() if given.only in str(one)]
    make_ready()
    with tempfile.TemporaryDirectory() as scratch:
        chosen = [with_printed(case) for case in cases(range(int(first), int(last)), given.folder, Path(scratch))]
        base = {case.path: apart(case.read) for case in chosen}
        turning: dict[str, list[Case]] = defaultdict(list)
        for case in chosen:
            for name in turned_by(case, known, factors):
                turning[name].append(case)
            say(f"{case.path.name}: {sum(case in those for those in turning.values())} thresholds turn something")
        everything = [(case, base[case.path]) for case in chosen]
        quiet = [entry for entry in known if str(entry[0]) not in turning]
        for factor in factors:
            for judging in (True, False):
                group = [entry for entry in quiet if entry[0].judges is judging]
                for threshold in finding_movers(group, everything, factor):
                    turning[str(threshold)] = chosen
        rows = sum(sum(rows.values()) for rows in base.values())
        print(f"{len(known)} thresholds; {len(chosen)} filings with {rows} rows; comparisons of {len(turning)} turn.\n")
        print(f"| threshold | value | what it says | rows changed at {low:g} | at {high:g} | filings |")
        print("|---|---|---|---|---|---|")
        still = [f"`{threshold}`" for threshold, _ in quiet if str(threshold) not in turning]
        for entry in known:
            threshold = entry[0]
            if str(threshold) not in turning:
                continue
            told, where = [], set()
            for factor in factors:
                found = [(case, *moved(case, base[case.path], [entry], factor)) for case in turning[str(threshold)]]
                where |= {case.path for case, count, _ in found if count}
                verdicts = ", ".join(sorted({verdict for *_, verdict in found if verdict}))
                told.append(f"{sum(count for _, count, _ in found)}{' ' + verdicts if verdicts else ''}")
            if where:
                print(
                    f"| `{threshold}` | {threshold.value} | {threshold.comment} | {' | '.join(told)} | {len(where)} |",
                    flush=True,
                )
            else:
                still.append(f"`{threshold}`")
        print(f"\n{len(still)} moved nothing: {', '.join(still)}.")


if __name__ == "__main__":
    main()
