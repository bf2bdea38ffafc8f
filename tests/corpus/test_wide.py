"""The analyst's view against the gold: revenue, profit, assets and net assets of every filing that prints them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.write.lake.query import ask

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

# The official elements that are a concept, in order of preference. Parts of revenue (one segment's, one trade's) are
# none.
ELEMENTS = {
    "revenue": (
        r"jpigp_cor:(Revenue2?|NetSales|OperatingRevenue)IFRS",
        r"jppfs_cor:(NetSales|OperatingRevenue[12]|GrossOperatingRevenue|OperatingRevenueSEC)",
        r"jppfs_cor:(OrdinaryIncomeBNK|OperatingIncomeINS|NetSalesOfCompletedConstructionContractsCNS)",
        r"jpcrp_cor:(Revenue|NetSales)IFRSSummaryOfBusinessResults",
        r"jpcrp_cor:(NetSales|OperatingRevenue[12]|GrossOperatingRevenue)SummaryOfBusinessResults",
    ),
    "profit": (r"jpigp_cor:ProfitLossIFRS", r"jppfs_cor:(ProfitLoss|NetIncome)"),
    "assets": (r"jpigp_cor:AssetsIFRS", r"jppfs_cor:Assets"),
    "net_assets": (r"jpigp_cor:EquityIFRS", r"jppfs_cor:NetAssets"),
}
Key = tuple[str, bool, str | None, str]  # concept, consolidated, start, end
NEGATIVE = ("△", "▲", "(", "-", "−", "‐", "―")
OF_THE_WHOLE = re.compile(r"(ResultForecastAxis=tse-ed-t:ResultMember|NonConsolidated\w*)?")


def wanted(gold: Path) -> dict[Key, Decimal]:
    """What a filing prints of each concept: a statement's figure before the summary's, by the order of elements."""
    best: dict[Key, tuple[tuple[bool, int], Decimal]] = {}
    for row in _rows(gold):
        for concept, elements in ELEMENTS.items():
            for rank, element in enumerate(elements):
                if any(re.fullmatch(element, one) for one in row["element"].split("|")):
                    end = row["period_end"] or row["instant"]
                    key = (concept, row["consolidated"] == "true", row["period_start"] or None, end)
                    place = (row["statement"] == "summary", rank)
                    if key not in best or place < best[key][0]:
                        best[key] = place, _printed(row)
    return {key: value for key, (_, value) in best.items()}


def _printed(row: dict[str, str]) -> Decimal:
    """In thousands, with the sign that the page shows."""
    value = abs(Decimal(row["value"])) / 1000
    shown = unicodedata.normalize("NFKC", row["displayed_text"]).strip()
    return -value if shown.startswith(NEGATIVE) else value


def _rows(gold: Path) -> Iterator[dict[str, str]]:
    with gold.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            statement = row["statement"] in ("bs", "pl", "ci", "summary")
            if statement and row["value"] and row["unit"] in ("JPY", "USD") and OF_THE_WHOLE.fullmatch(row["members"]):
                yield row


def test_the_wide_view_has_what_filings_print(corpus_lake: Path, corpus: Path) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in ask(str(corpus_lake), "select * from wide").to_pylist():
        found.setdefault(Path(row["source_file"]).stem, []).append(row)
    compared, wrong = 0, []
    for gold in sorted((corpus / "gold").glob("*.csv")):
        for (concept, consolidated, start, end), value in wanted(gold).items():
            rows = [
                row[concept]
                for row in found.get(gold.stem, ())
                if row["consolidated"] is consolidated
                and str(row["period_end"]) == end
                and (start is None or str(row["period_start"]) == start)
                and row[concept] is not None
            ]
            compared += 1
            if not rows or any(row != value for row in rows):
                wrong.append((gold.stem, concept, consolidated, start, end, value, rows))
    assert compared > 1000
    assert wrong == []
