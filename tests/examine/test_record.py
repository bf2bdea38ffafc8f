"""A filing out of the lake: its printed tables, and the checks of each cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import ExitCode, InputError, UsageError
from extractor.examine.explain import Wanted, add_runners_up, as_text, draw_pictures, explanations
from extractor.examine.filing import filing_html
from extractor.examine.record import Record, read_record
from extractor.examine.sources import Sources, find_source
from extractor.examine.tables import tables_kept
from extractor.model import ValueState
from extractor.pipeline import extract
from extractor.write import open_lake
from tests.examine.lakes import FAST

pytestmark = pytest.mark.xdist_group("examine")


def test_tables_are_those_that_were_printed(record: Record, samples: Path) -> None:
    """The lake says which rows make a printed table, and its index."""
    extraction = extract(samples / "iij_2020q1_ja.pdf", settings=FAST)
    printed: dict[int, set[tuple[int, int, str, Decimal | None]]] = {}
    for fact in extraction.facts:
        printed.setdefault(fact.sheet, set()).add((fact.line, fact.column, fact.reported_text, fact.value))
    kept = [
        {(line, column, row["reported_text"], row["value"]) for (line, column), row in sheet.cells.items()}
        for sheet in record.sheets
    ]
    assert sorted(map(sorted_by_text, kept)) == sorted(map(sorted_by_text, printed.values()))
    for sheet, cells in zip(record.sheets, kept, strict=True):
        assert cells == printed[sheet.index]


def sorted_by_text(cells: set[tuple[int, int, str, Decimal | None]]) -> list[tuple[int, int, str]]:
    return sorted((line, column, text) for line, column, text, _ in cells)


def test_every_check_finds_its_cells(record: Record) -> None:
    """A dash counts as nothing, and is quoted as zero."""
    assert record.checks
    for check in record.checks:
        sheet = record.sheet(check["sheet"])
        assert sheet is not None
        assert sheet.cells[check["line"], check["column"]]["value"] in (check["found"], check["found"] or None)
        for member in check["members"]:
            home = record.sheet(member["sheet"])
            assert home is not None
            assert home.cells[member["line"], member["column"]]["value"] in (member["value"], member["value"] or None)


def test_a_proved_cell_has_a_check_that_holds(record: Record) -> None:
    for sheet in record.sheets:
        for (line, column), row in sheet.cells.items():
            if row["proof"] == "proved" and row["value_state"] == ValueState.NUMBER:
                assert any(check["verdict"] == "holds" for check in record.checks_of(sheet, line, column)), row["label"]


@pytest.mark.parametrize("name", ["iij_2020q1_ja.pdf", "iij_2020q1_ja"])
def test_a_filing_is_found_by_its_names(lake: Path, record: Record, name: str) -> None:
    assert read_record(str(lake), name).marker == record.marker
    assert read_record(str(lake), record.marker.filing_id[:6]).marker == record.marker


def test_an_unknown_filing_is_wrong_usage(lake: Path) -> None:
    with pytest.raises(UsageError, match="no committed filing fits") as caught:
        read_record(str(lake), "nobody.pdf")
    assert caught.value.exit_code is ExitCode.USAGE
    assert "extractor sql" in caught.value.next_step


def test_the_source_must_have_the_same_content(record: Record, samples: Path, tmp_path: Path) -> None:
    name = record.marker.source_files[0]
    assert find_source(record.marker, [tmp_path, samples]) == samples / name
    (tmp_path / name).write_bytes((samples / name).read_bytes() + b"\n")
    assert find_source(record.marker, [tmp_path]) is None


def test_a_folder_of_sources_that_is_not_there_is_named(lake: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file or folder"):
        Sources(open_lake(str(lake)), [tmp_path / "nowhere"])


def test_explain_goes_back_to_the_glyphs(record: Record, samples: Path, tmp_path: Path) -> None:
    found = explanations(record, Wanted(item="cash_and_cash_equivalents", statement="balance_sheet"))
    assert len(found) == 2
    add_runners_up(found, samples / "iij_2020q1_ja.pdf")
    draw_pictures(found, samples / "iij_2020q1_ja.pdf", tmp_path)
    for explanation in found:
        assert explanation.items is not None
        assert explanation.readings is not None
        assert explanation.picture is not None
        assert explanation.picture.read_bytes().startswith(b"\x89PNG")
        text = as_text([explanation])
        assert f"printed {explanation.row['reported_text']} " in text
        assert "holds (structure)" in text
        assert f"page {explanation.row['page']}, box" in text
    parts = found[0].checks[0]["members"]
    assert sum(weight * value for _, weight, value in parts) >= found[0].checks[0]["low"]


def test_explain_by_line_and_period(record: Record) -> None:
    line = next(line for sheet in record.sheets if sheet.statement == "balance_sheet" for line, _ in sheet.cells)
    found = explanations(record, Wanted(line=line, statement="balance_sheet"))
    assert len({explanation.row["period_end"] for explanation in found}) == len(found) == 2
    period = found[0].row["period_end"]
    assert [
        explanation.row
        for explanation in explanations(record, Wanted(line=line, statement="balance_sheet", period=f"{period:%Y-%m}"))
    ] == [found[0].row]


def test_explain_says_what_comes_near(record: Record) -> None:
    with pytest.raises(UsageError) as caught:
        explanations(record, Wanted(item="cash_and_cash_equivalent"))
    assert "cash_and_cash_equivalents" in caught.value.next_step


def test_headings_come_back_from_the_page(record: Record, samples: Path) -> None:
    """The lake holds rows with figures only; between them the page is asked."""
    html = filing_html(record, samples / "iij_2020q1_ja.pdf")
    headings = [
        line.label
        for labelled in extract(samples / "iij_2020q1_ja.pdf", settings=FAST).sheets
        for line in labelled.sheet.lines
        if line.heading and line.page == 3
    ]
    assert headings
    found = [label for label in headings if f'"label":"{label}","heading":true' in html]
    assert len(found) >= len(headings) - 1


def test_without_the_file_the_pages_are_set_from_the_ledger(record: Record) -> None:
    html = filing_html(record, None)
    row = record.ledger[0]
    assert row["text"] in html
    assert '"image":"data:' not in html


def test_cells_of_the_view_are_the_rows_of_the_lake(record: Record) -> None:
    tables = tables_kept(record)
    shown = sum(len(line["cells"]) for sheet in tables["sheets"] for line in sheet["lines"])
    assert shown == sum(len(sheet.cells) for sheet in record.sheets)
    for sheet, kept in zip(tables["sheets"], record.sheets, strict=True):
        for line in sheet["lines"]:
            for cell in line["cells"]:
                row = kept.cells[line["line"], cell["column"]]
                assert cell["value"] == (None if row["value"] is None else f"{row['value']:f}")
                assert cell["box"] == pytest.approx([row["x0"], row["top"], row["x1"], row["bottom"]], abs=0.06)
