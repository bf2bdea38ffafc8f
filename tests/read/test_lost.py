"""What a converter lost of a text's tables is said; whole tables are not doubted."""

from __future__ import annotations

from pathlib import Path

from extractor.errors import FindingCode
from extractor.read import open_document
from extractor.read.lost import lost_on

BARE = ["Goods\t4,117\t4,204", "", "30,679\t31,933", "8,926\t-", "7,424\t(6,174)"]


def test_rows_without_labels_are_said_to_have_lost_them() -> None:
    (found,) = lost_on(3, BARE)
    assert (found.code, found.page) == (FindingCode.LABEL_UNCLEAR, 3)
    assert found.message.startswith("3 rows of a table have no labels")


def test_two_rows_without_labels_may_be_none_that_had_any() -> None:
    assert not [*lost_on(1, BARE[:-1])]


def test_figures_of_several_rows_in_one_cell() -> None:
    (found,) = lost_on(1, ["Goods\t4,117", "\tended 2019 Thousands of yen 30,679 8,926 (7,424)\t", "Services\t1,204"])
    assert found.code is FindingCode.CELL_SPLIT
    assert "3 figures" in found.message


def test_years_notes_and_prose_are_no_loss() -> None:
    lines = [
        "2019\t2020",
        "2021\t2022",
        "2023\t2024",
        "Goods 5, 6\t4,117 (3,204)",
        "Sales were 4,117, 4,204 and 5,310 in these years.",
    ]
    assert not [*lost_on(1, lines)]


def test_a_text_filing_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(BARE), encoding="utf-8")
    with open_document(path) as document:
        assert [finding.code for finding in document.troubles()] == [FindingCode.LABEL_UNCLEAR]
