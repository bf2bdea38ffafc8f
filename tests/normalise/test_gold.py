"""Label mapping alone, over the corpus' gold lines: no page is read, headings are missing. The corpus tests measure the
whole program."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from extractor.normalise import label_sheets, load_taxonomy
from extractor.pipeline import extract
from extractor.settings import Settings, Tables
from tests.support.gold import CORPUS, index, read_gold

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}; name it with EXTRACTOR_CORPUS"),
]
STANDARD = ("jppfs_cor:", "jpigp_cor:", "jpcrp_cor:")


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter[str]]:
    """Cells by filing and by group: standard (elements of the taxonomy), right, own (the filer's), kept (unmapped as
    they should be), all, wrong."""
    taxonomy = load_taxonomy()
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for name, row in index().items():
        gold = read_gold(CORPUS / "gold" / f"{name}.csv", row)
        labelled = label_sheets(gold.sheets, gold.filing, taxonomy)
        for sheet, names, cells in zip(labelled, gold.elements, gold.cells, strict=True):
            for line, element in names.items():
                got, count = sheet.matches[line].element or "", cells[line]
                for group in (name, "all", row["language"], row["standard"]):
                    n = out[group]
                    n["all"] += count
                    n["wrong"] += count * (got not in ("", *element.split("|")))
                    if element.startswith(STANDARD):
                        n["standard"] += count
                        n["right"] += count * (got in element.split("|"))
                    else:
                        n["own"] += count
                        n["kept"] += count * (not got)
    return out


@pytest.mark.parametrize(
    ("group", "right", "wrong", "kept"),
    [
        ("all", 0.985, 0.008, 0.96),
        ("J-GAAP", 0.99, 0.006, 0.96),
        ("IFRS", 0.975, 0.014, 0.95),
        ("en", 0.99, 0.01, 0.95),
    ],
)
def test_shares_of_cells(counts: dict[str, Counter[str]], group: str, right: float, wrong: float, kept: float) -> None:
    n = counts[group]
    assert n["right"] / n["standard"] >= right
    assert n["wrong"] / n["all"] <= wrong
    assert n["kept"] / n["own"] >= kept


def test_no_filing_falls_far_behind(counts: dict[str, Counter[str]]) -> None:
    """The gold joins three-month and cumulative statements into one sheet, which pages do not."""
    behind = {
        name: n["right"] / n["standard"]
        for name, n in counts.items()
        if n["standard"] > 50 and n["right"] < 0.85 * n["standard"]
    }
    assert behind == {}


def test_the_lines_of_an_english_filing_read_from_its_text() -> None:
    """Labels alone are right for 100 of the 175 lines that have a counterpart; this must reach 165, with at most 2
    wrong."""
    name = "iij_1q20"
    gold = read_gold(CORPUS / "gold" / f"{name}.csv", index()[name])
    printed: dict[tuple[object, ...], list[str | None]] = defaultdict(list)
    lines = defaultdict(list)
    for fact in extract(CORPUS / "filings" / f"{name}.txt", settings=Settings(tables=Tables.STATEMENTS)).facts:
        lines[(fact.sheet, fact.statement, fact.line)].append(fact)
    for (_, statement, _), facts in lines.items():
        figures = frozenset(fact.reported_text for fact in facts if fact.value is not None)
        printed[(statement, facts[0].label.lower(), figures)].append(facts[0].element)
    right = wrong = counterparts = 0
    for sheet, names in zip(gold.sheets, gold.elements, strict=True):
        for line, element in names.items():
            if element.startswith(STANDARD):
                counterparts += 1
                figures = frozenset(
                    cell.amount.text for cell in sheet.line(line).cells if cell.amount.value is not None
                )
                found = printed.get((sheet.span.kind, sheet.line(line).label.lower(), figures), [])
                got = found.pop(0) if found else None
                right += got in element.split("|")
                wrong += got is not None and got not in element.split("|")
    assert counterparts >= 130  # lines of the five statements; equity rows count once a period
    assert (right >= counterparts * 165 / 175, wrong <= 2) == (True, True), (right, wrong, counterparts)
