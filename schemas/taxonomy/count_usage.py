"""Make usage.csv and order.csv: how many filers give a wording which element, and which elements all print before
which others, counted from filings whose tags are known.

    python schemas/taxonomy/count_usage.py CORPUS... [--out schemas/taxonomy]

Each CORPUS is a folder with index.csv (id, standard) and gold/ID.csv (statement, label_text, element, consolidated, in
printed order). README.md in this folder says what the columns mean. Filings of one company count once. What only one
company writes stands in no line. The same folders give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.normalise.labels import key, wording

COLUMNS = ("standard", "statement", "label", "wording", "element", "filers", "own")
STATEMENTS = {"bs": "bs", "pl": "pl", "ci": "pl", "cf": "cf", "ss": "ss"}
STANDARDS = {"jppfs_cor": "jgaap", "jpigp_cor": "ifrs"}
OWN = ""  # stands for any element of a filer's own
BY_WORDING, BY_ELEMENT, BY_OWN = 3, 2, 2  # companies that a line needs
BY_ORDER, AGAINST = 5, 0.03  # companies that print two elements so, and of all that print both the share that does not
NEAR = 5  # lines that lie between the two in some filing, at most

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
        own = len(found.get(OWN, ()))
        known = [(element, len(companies)) for element, companies in sorted(found.items()) if element]
        usual = [(element, count) for element, count in known if count >= BY_WORDING]
        if own >= BY_OWN and not usual:
            usual.append((OWN, 0))
        for element, count in usual:
            yield *said, element, count, own


def printed(corpora: Iterable[Path]) -> Iterator[tuple[str, str, list[str]]]:
    """(company, statement, its elements in printed order) for each statement; an element that stands twice is left
    out."""
    for folder in corpora:
        for path in sorted((folder / "gold").glob("*.csv")):
            found: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    if row["statement"] in STATEMENTS:
                        rows = found[row["statement"], row["consolidated"]]
                        rows[row["label_text"], row["element"].partition("|")[0]] = None
            for (statement, _), rows in found.items():
                often = Counter(element for _, element in rows)
                elements = [element if often[element] == 1 else OWN for _, element in rows]
                known = [element if element.partition(":")[0] in STANDARDS else OWN for element in elements]
                yield path.stem.partition("_")[0], STATEMENTS[statement], known


def order(statements: Iterable[tuple[str, str, list[str]]]) -> Iterator[tuple[str, str, str]]:
    """The lines of order.csv, sorted: (statement, element, the elements that stand below it in all filings)."""
    companies: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    near: set[tuple[str, str, str]] = set()
    for company, statement, elements in statements:
        for at, above in enumerate(elements):
            for distance, below in enumerate(elements[at + 1 :], 1):
                if above and below:
                    companies[statement, above, below].add(company)
                    if distance <= NEAR:
                        near |= {(statement, above, below), (statement, below, above)}
    out: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (statement, above, below), found in sorted(companies.items()):
        against = len(companies.get((statement, below, above), ()))
        if len(found) >= BY_ORDER and against <= AGAINST * (len(found) + against) and (statement, above, below) in near:
            out[statement, above].append(below)
    for (statement, above), lower in out.items():
        yield statement, above, "|".join(lower)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    args = parser.parse_args()
    for name, columns, made in (
        ("usage.csv", COLUMNS, lines(observed(args.corpora))),
        ("order.csv", ("statement", "above", "below"), order(printed(args.corpora))),
    ):
        with (args.out / name).open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
