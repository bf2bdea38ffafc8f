"""Make usage.csv: how many filers give a wording which element, counted from filings whose tags are known.

    python schemas/taxonomy/count_usage.py CORPUS... [--out schemas/taxonomy/usage.csv]

Each CORPUS is a folder with index.csv (id, standard) and gold/ID.csv (statement, label_text, element, consolidated).
README.md in this folder says what the columns mean. Filings of one company count once. What fewer than three
companies
write stands in no line, so no line speaks of a single company. The same folders give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.normalise.labels import key, wording

COLUMNS = ("standard", "statement", "label", "wording", "element", "filers", "own")
STATEMENTS = {"bs": "bs", "pl": "pl", "ci": "pl", "cf": "cf", "ss": "ss"}
STANDARDS = {"jppfs_cor": "jgaap", "jpigp_cor": "ifrs"}
OWN = ""  # stands for any element of a filer's own
BY_WORDING, BY_ELEMENT = 3, 2  # companies that a line needs

Wording = tuple[str, str, str, str]  # standard, statement, key of the label, its wording


def observed(corpora: Iterable[Path]) -> Iterator[tuple[Wording, str, str]]:
    """(wording, element or OWN, company) for each tagged row. A company is what an id begins with, up to the ``_``."""
    for folder in corpora:
        with (folder / "index.csv").open(encoding="utf-8", newline="") as lines:
            standards = {row["id"]: row["standard"].lower() for row in csv.DictReader(lines)}
        for path in sorted((folder / "gold").glob("*.csv")):
            company = path.stem.partition("_")[0]
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    statement = STATEMENTS.get(row["statement"])
                    if statement is None:
                        continue
                    group = row["consolidated"].lower() == "true"
                    general = "ifrs" if group and standards.get(path.stem, "").startswith("ifrs") else "jgaap"
                    for element in filter(None, row["element"].split("|")):
                        standard = STANDARDS.get(element.partition(":")[0])
                        label = row["label_text"]
                        said = standard or general, statement, key(label), wording(label)[0]
                        yield said, element if standard else OWN, company


def lines(rows: Iterable[tuple[Wording, str, str]]) -> Iterator[tuple[str, str, str, str, str, int, int]]:
    """The lines of usage.csv, sorted."""
    by_wording: dict[Wording, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    by_element: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for said, element, company in rows:
        by_wording[said][element].add(company)
        if element:
            by_element[said[0], said[1], element].add(company)
    for (standard, statement, element), companies in sorted(by_element.items()):
        if len(companies) >= BY_ELEMENT:
            yield standard, statement, "", "", element, len(companies), 0
    for said, found in sorted(by_wording.items()):
        for element, companies in sorted(found.items()):
            if element and len(companies) >= BY_WORDING:
                yield *said, element, len(companies), len(found.get(OWN, ()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("usage.csv"))
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines(observed(args.corpora)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
