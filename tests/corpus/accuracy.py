"""Accuracy and proof on the corpus: ``python -m tests.corpus.accuracy LAKE [--raise]``.

The corpus' own ``score.py`` says what a match is; here its counts are taken by kind of statement and, with the shares
of figures that are proved or tied, held against ``floor.toml``.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import tomllib
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pandas as pd
import pyarrow.dataset as ds

from extractor.write.contract import STATEMENTS

FLOOR = Path(__file__).with_name("floor.toml")
SHARED = Path(__file__).resolve().parents[3] / "shared"
NAMES = {"bs": "balance_sheet", "perf": "income_statement", "cf": "cash_flows", "ss": "changes_in_equity"}
Figures = dict[str, dict[str, float]]


def load_score(*, summaries: bool = False) -> ModuleType:
    """The corpus' script as a module; ``summaries``: set to match the selected financial data in place of the
    statements."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if summaries:
        module.STATEMENTS, module.GOLD = {"financial_summary": "summary"}, {"summary": "summary"}
    return module


def measure(lake: Path, gold: Path) -> Figures:
    """Percentages: ``exact`` and ``precision`` for each kind of statement and in all (there also ``lowest`` filing,
    ``mapped``, and the shares that must stay low: ``silent``, ``wrong``)."""
    score = load_score()
    read = score.read_lake(lake)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    lowest = 100.0
    for path in sorted(gold.glob("*.csv")):
        wanted, found = score.read_gold(path), read.get(path.stem, [])
        filing = score.count(*score.match(wanted, found))
        if filing["cells"]:
            lowest = min(lowest, 100 * filing["exact"] / filing["cells"])
        _add(counts["all"], filing)
        for kind, name in NAMES.items():
            _add(
                counts[name],
                score.count(
                    *score.match(
                        [row for row in wanted if row["kind"] == kind], [row for row in found if row["kind"] == kind]
                    )
                ),
            )
    figures: Figures = {}
    for name, count in counts.items():
        extracted = count["exact"] + count["label"] + count["place"] + count["extra"]
        figures[name] = {
            "exact": _share(count["exact"], count["cells"]),
            "precision": _share(count["exact"], extracted),
        }
    whole = counts["all"]
    figures["all"] |= {"lowest": lowest, "mapped": _share(whole["mapped"], whole["standard"])}
    figures["proof"], contradicted = _proof(lake)
    figures["ceiling"] = {
        "silent": _share(whole["silent"], whole["cells"]),
        "wrong": _share(whole["wrongmap"], whole["judged"]),
        "contradicted": contradicted,
    }
    return figures


def _proof(lake: Path) -> tuple[dict[str, float], float]:
    """Percent of the figures that are proved or tied: over all, in the median filing, in the five statements; and of
    those contradicted."""
    columns = ["source_file", "proof", "value_state"]
    tables = {
        name: ds.dataset(lake / name, format="parquet", partitioning="hive").to_table(columns=columns).to_pandas()
        for name in STATEMENTS
    }
    cells = pd.concat(tables, names=["table"]).query("value_state == 'number'")
    settled = cells.proof.isin(["proved", "tied"])
    figures = {
        "all": settled.mean(),
        "median": settled.groupby(cells.source_file).mean().median(),
        "statements": settled[cells.index.get_level_values("table") != "financial_summary"].mean(),
    }
    return {name: 100 * float(share) for name, share in figures.items()}, 100 * float(
        (cells.proof == "contradicted").mean()
    )


def _add(into: dict[str, int], more: dict[str, int]) -> None:
    for key, value in more.items():
        into[key] += value


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def floor() -> Figures:
    with FLOOR.open("rb") as file:
        return tomllib.load(file)


def raised(old: Figures, new: Figures) -> Figures:
    """The stricter of the two, to two decimals on the safe side: a floor only rises, a ceiling only falls."""
    out: Figures = {}
    for name, figures in new.items():
        low = name == "ceiling"
        for key, value in figures.items():
            safe = math.ceil(value * 100) / 100 if low else math.floor(value * 100) / 100
            before = old.get(name, {}).get(key, 100.0 if low else 0.0)
            out.setdefault(name, {})[key] = min(safe, before) if low else max(safe, before)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lake", type=Path)
    parser.add_argument("--raise", dest="lift", action="store_true", help="write the better figures into floor.toml")
    options = parser.parse_args()
    measured, held = measure(options.lake, SHARED / "corpus" / "gold"), floor()
    for name, figures in measured.items():
        for key, value in figures.items():
            print(f"{name:20} {key:10} {value:8.3f}   held at {held.get(name, {}).get(key, float('nan')):8.2f}")
    if options.lift:
        head = FLOOR.read_text(encoding="utf-8").partition("\n\n")[0]
        tables = (
            f"[{name}]\n" + "".join(f"{key} = {value:.2f}\n" for key, value in figures.items())
            for name, figures in raised(held, measured).items()
        )
        FLOOR.write_text(head + "\n\n" + "\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
