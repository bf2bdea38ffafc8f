"""Label mapping alone, over the corpus' gold lines: no page is read, headings are missing. The corpus tests measure the whole program."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from extractor.normalise import label_sheets, load_taxonomy
from tests.support.gold import CORPUS, index, read_gold

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus is not at {CORPUS}; name it with EXTRACTOR_CORPUS")]
STANDARD = ("jppfs_cor:", "jpigp_cor:", "jpcrp_cor:")


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter[str]]:
    """Cells by filing and by group: standard (elements of the taxonomy), right, own (the filer's), kept (unmapped as they should be), all, wrong."""
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
    [("all", 0.985, 0.008, 0.96), ("J-GAAP", 0.99, 0.006, 0.96), ("IFRS", 0.975, 0.014, 0.95), ("en", 0.99, 0.01, 0.95)],
)
def test_shares_of_cells(counts: dict[str, Counter[str]], group: str, right: float, wrong: float, kept: float) -> None:
    n = counts[group]
    assert n["right"] / n["standard"] >= right
    assert n["wrong"] / n["all"] <= wrong
    assert n["kept"] / n["own"] >= kept


def test_no_filing_falls_far_behind(counts: dict[str, Counter[str]]) -> None:
    behind = {name: n["right"] / n["standard"] for name, n in counts.items() if n["standard"] > 50 and n["right"] < 0.88 * n["standard"]}
    assert behind == {}
