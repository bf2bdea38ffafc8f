"""The FSA's model statements of every trade, printed and read back: each line is the element that it was made from."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.model import Filing, Language, Sheet, Standard, StatementKind
from extractor.normalise import Taxonomy, label_sheets, load_taxonomy
from extractor.normalise.items import Row
from tests.support.sheets import sheet

TRADES = "cai cns bk1 bk2 cna sec in1 in2 rwy wat hwy elc ele gas liq ivt inv spf med edu cmd lea fnd ifrs"
KINDS = {
    StatementKind.BALANCE_SHEET: ("bs",),
    StatementKind.INCOME_STATEMENT: ("pl", "ci"),
    StatementKind.CASH_FLOWS: ("cf",),
}


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def models(taxonomy: Taxonomy, trade: str) -> dict[StatementKind, list[Row]]:
    """Lines and headings in the model's order. What stands at two places of a trade's own forms is printed once."""
    rows = sorted(
        (row for row in taxonomy.rows("ifrs" if trade == "ifrs" else "jgaap") if trade in row.industries and row.model),
        key=lambda row: row.order,
    )
    out = {}
    for kind, statements in KINDS.items():
        once: dict[tuple[object, ...], Row] = {}
        for statement in statements:
            for row in rows:
                if row.statement == statement and row.kind != "component":
                    repeated = row.section[-1].endswith("attributable_to") if row.section else False
                    once.setdefault((row.element, repeated), row)
        if sum(row.kind == "line" for row in once.values()) > 4:
            out[kind] = list(once.values())
    return out


def printed(rows: list[Row], kind: StatementKind, trade: str, language: Language, headings: bool) -> Sheet:
    """As a filer prints them: indented by section, totals called totals."""
    lines = []
    for row in rows:
        labels = list(row.labels(language, (trade,)))
        total = (
            next((label for label in labels if label.endswith("合計") or label.startswith("Total ")), labels[0])
            if row.closes
            else labels[0]
        )
        lines.append("  " * len(row.section) + total + (" | 7" if row.kind == "line" else ""))
    text = "\n".join(line if headings else line.strip() for line in lines if headings or "|" in line)
    return sheet(text, kind, Standard.IFRS if trade == "ifrs" else Standard.JGAAP, end=date(2026, 3, 31))


CASES = [(trade, language, True) for trade in TRADES.split() for language in Language]
# without headings a railway's divisions cannot be told apart: all their labels are the same
CASES += [(trade, Language.JA, False) for trade in TRADES.split() if trade != "rwy"]


@pytest.mark.parametrize(
    ("trade", "language", "headings"),
    CASES,
    ids=[f"{trade}-{language}{'' if headings else '-bare'}" for trade, language, headings in CASES],
)
def test_a_model_statement_reads_back_as_itself(
    taxonomy: Taxonomy, trade: str, language: Language, headings: bool
) -> None:
    wanted = models(taxonomy, trade)
    sheets = tuple(printed(rows, kind, trade, language, headings) for kind, rows in wanted.items())
    for labelled, rows in zip(label_sheets(sheets, Filing("0", "model.pdf"), taxonomy), wanted.values(), strict=True):
        lines = [row for row in rows if headings or row.kind == "line"]
        told = [
            (row.element, labelled.matches[number].element) for number, row in enumerate(lines, 1) if row.kind == "line"
        ]
        wrong = [pair for pair in told if pair[1] not in (pair[0], None)]
        right = sum(one == other for one, other in told)
        kind = labelled.sheet.span.kind.value
        assert len(wrong) <= len(told) * (0.02 if headings else 0.12), (kind, wrong)
        assert len(told) - right <= max(3, len(told) * (0.05 if headings else 0.15)), (
            kind,
            right,
            len(told),
            [pair for pair in told if pair[0] != pair[1]],
        )
