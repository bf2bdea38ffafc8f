"""Other engines' grids: read on by the same rules, refused where they do not fit, and never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.detect import other_grids
from extractor.detect.engines.camelot import CamelotTables
from extractor.detect.engines.choose import readers_for
from extractor.detect.engines.grid import Grid, GridCell, lay
from extractor.detect.engines.pdfplumber import PlumberTables
from extractor.model import (
    Box,
    Fate,
    Filing,
    Language,
    Page,
    Region,
    Sheet,
    Standard,
    StatementKind,
    StatementSpan,
    Word,
)
from extractor.pipeline import read
from extractor.read import open_document, second_layer
from extractor.reread import reclaim

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
HEADER = ("", "前連結会計年度\n(2021年３月31日)", "当連結会計年度\n(2022年３月31日)")
ROWS = (
    ("資産の部", "", ""),
    ("　流動資産", "", ""),
    ("　　現金及び預金", "28,069", "※１ 29,699"),
    ("　　受取手形、売掛金及び\n契約資産", "18,181", "17,236"),
    ("　　貸倒引当金", "△12", "－"),
    ("　　流動資産合計", "46,238", "46,935"),
)
FIGURES = {
    "現金及び預金": ("28,069", "29,699"),
    "受取手形、売掛金及び契約資産": ("18,181", "17,236"),
    "貸倒引当金": ("△12", "－"),
    "流動資産合計": ("46,238", "46,935"),
}
REGION = Region(1, 80.0, 400.0)
EDGES = (60.0, 260.0, 380.0, 500.0)
SIZE, PITCH = 9.0, 24.0


def table_cells(*, rows: Sequence[Sequence[str]] = (HEADER, *ROWS)) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(text, Box(EDGES[at], 100 + PITCH * row, EDGES[at + 1], 100 + PITCH * (row + 1)), at == 0)
        for row, texts in enumerate(rows)
        for at, text in enumerate(texts)
    )


def word(text: str, x0: float, middle: float) -> Word:
    step = SIZE * (1.0 if ord(text[0]) > 0x2000 else 0.5)
    edges = tuple(x0 + step * at for at in range(len(text) + 1))
    return Word(text, Box(x0, middle - SIZE / 2, edges[-1], middle + SIZE / 2), SIZE, edges)


def page_of(cells: Sequence[GridCell]) -> Page:
    """The glyphs under the cells: each line of a cell as one word, ragged, so that only the cells say what is a
    column."""
    words = []
    for nth, cell in enumerate(cells):
        lines = cell.text.split("\n")
        for at, line in enumerate(lines):
            middle = cell.box.top + cell.box.height * (at + 0.5) / len(lines)
            x0 = (
                cell.box.x0 + 4 + (len(line) - len(line.lstrip("　"))) * SIZE
                if cell.label
                else cell.box.x0 + 10 + 13 * (nth % 3)
            )
            for part in line.split():
                words.append(word(part, x0, middle))
                x0 = words[-1].box.x1 + 2
    return Page(1, 595.0, 842.0, tuple(words), (), "pdfium")


def span(kind: StatementKind = StatementKind.BALANCE_SHEET) -> StatementSpan:
    return StatementSpan(kind, "連結貸借対照表", True, Standard.JGAAP, Language.JA, (REGION,), 1_000_000)


def sheet_of(page: Page) -> Sheet:
    (sheet,) = read(Filing("0" * 16, "made.pdf"), [span()], {1: page})
    return sheet


def figures(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    return {line.label: tuple(cell.amount.text for cell in line.cells) for line in sheet.lines if not line.heading}


def values(sheet: Sheet) -> dict[str, list[Decimal | None]]:
    return {line.label: [cell.amount.value for cell in line.cells] for line in sheet.lines if not line.heading}


def test_a_grid_is_read_by_the_rules_of_the_house() -> None:
    cells = table_cells()
    laid = lay(Grid("engine", cells), page_of(cells), REGION)
    assert laid is not None
    sheet = sheet_of(laid)
    assert figures(sheet) == FIGURES
    assert [(column.period.end if column.period else None) for column in sheet.columns] == [
        date(2021, 3, 31),
        date(2022, 3, 31),
    ]
    assert [(line.label, line.depth) for line in sheet.lines[:3]] == [
        ("資産の部", 0),
        ("流動資産", 1),
        ("現金及び預金", 2),
    ]
    assert {cell.reader for line in sheet.lines for cell in line.cells} == {"engine"}
    assert next(line for line in sheet.lines if line.label == "現金及び預金").cells[1].note == "※１"


def test_each_digit_of_the_page_is_claimed_though_the_reader_has_other_words() -> None:
    cells = table_cells()
    page = page_of(cells)
    laid = lay(Grid("engine", cells), page, REGION)
    assert laid is not None
    (sheet,) = reclaim([sheet_of(laid)], page)
    fates = {(claim.text, claim.box): claim.fate for claim in sheet.claims}
    assert fates.keys() == {(w.text, w.box) for w in page.words if any(char.isdigit() for char in w.text)}
    assert {claim.text: claim.fate for claim in sheet.claims if "," in claim.text}.keys() == {
        text for row in FIGURES.values() for text in row if "," in text
    }
    assert next(fate for (text, _), fate in fates.items() if text == "※１") is Fate.NOTE_MARK


def test_a_word_that_the_reader_lost_stays_unclaimed() -> None:
    cells = table_cells()
    page = page_of(cells)
    blind = tuple(replace(cell, text="") if cell.text == "17,236" else cell for cell in cells)
    laid = lay(Grid("engine", blind), page, REGION)
    assert laid is not None
    (sheet,) = reclaim([sheet_of(laid)], page)
    assert "17,236" not in {claim.text for claim in sheet.claims}
    assert "18,181" in {claim.text for claim in sheet.claims}


def test_a_grid_of_another_page_or_of_half_the_table_is_refused() -> None:
    cells = table_cells()
    page = page_of(cells)
    strange = tuple(replace(cell, text=cell.text.translate(str.maketrans("123456789", "234567891"))) for cell in cells)
    assert lay(Grid("engine", strange), page, REGION) is None
    assert lay(Grid("engine", cells[: 3 * 3]), page, REGION) is None
    assert lay(Grid("engine", ()), page, REGION) is None


def test_a_glyph_without_a_character_is_no_figure() -> None:
    cells = table_cells()
    page = page_of(cells)
    odd = tuple(replace(cell, text="(cid:123)") if cell.text == "17,236" else cell for cell in cells)
    laid = lay(Grid("engine", odd), page, REGION)
    assert laid is not None
    assert not any("123" in word.text for word in laid.words)


def test_a_label_is_not_cut_at_the_edge_of_an_engine_s_cell() -> None:
    cells = table_cells()
    cut = tuple(
        replace(cell, text=cell.text.strip("　")[1:], box=replace(cell.box, x0=cell.box.x0 + 30))
        if cell.label
        else cell
        for cell in cells
    )
    laid = lay(Grid("engine", cut), page_of(cells), REGION)
    assert laid is not None
    assert figures(sheet_of(laid)) == FIGURES


def test_a_frame_around_the_table_is_no_cell() -> None:
    cells = table_cells()
    frame = GridCell("\n".join(cell.text for cell in cells), Box(50, 90, 510, 400), True)
    laid = lay(Grid("engine", (frame, *cells)), page_of(cells), REGION)
    assert laid is not None
    assert figures(sheet_of(laid)) == FIGURES


# ---------------------------------------------------------------- the engines, on a real file


def typeset(path: Path, *, ruled: bool = False, font: str = "HeiseiMin-W3", **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842), **options)
    canvas.setFont(font, SIZE)
    for cell in table_cells():
        lines = cell.text.split("\n")
        for at, line in enumerate(lines):
            y = 842 - (cell.box.top + cell.box.height * (at + 0.5) / len(lines)) - 3
            indent = (len(line) - len(line.lstrip("　"))) * SIZE
            if cell.label:
                canvas.drawString(cell.box.x0 + 4 + indent, y, line.lstrip("　"))
            else:
                canvas.drawRightString(cell.box.x1 - 8, y, line)
    if ruled:
        canvas.grid(EDGES, [842 - 100 - PITCH * row for row in range(len(ROWS) + 2)])
    canvas.save()
    return path


def opened(path: Path) -> Page:
    with open_document(path) as document:
        return document.page(1)


@pytest.mark.parametrize("ruled", [False, True])
def test_every_engine_reads_a_plain_table_as_we_do(tmp_path: Path, ruled: bool) -> None:
    path = typeset(tmp_path / "plain.pdf", ruled=ruled)
    page = opened(path)
    names = {reader.name for reader in readers_for(page, REGION)}
    read = {laid.reader: values(sheet_of(laid)) for laid in other_grids(path, page, REGION)}
    assert figures(sheet_of(page)) == FIGURES
    assert read.keys() <= names
    best = {"pdfplumber:lines", "camelot:lattice"} if ruled else {"camelot:network", "pdfplumber:text"}
    assert {name: read.get(name) for name in best} == dict.fromkeys(best, values(sheet_of(page)))


def test_camelot_does_not_apply_where_extraction_is_forbidden_and_the_others_do(tmp_path: Path) -> None:
    path = typeset(
        tmp_path / "official.pdf", ruled=True, font="Helvetica", encrypt=StandardEncryption("", "owner", canCopy=0)
    )
    page = opened(path)
    assert {laid.reader for laid in other_grids(path, page, REGION)} == {"pdfplumber:lines"}


@pytest.mark.parametrize("error", [IndexError, StopIteration, RuntimeError, TypeError, MemoryError])
def test_an_engine_that_raises_does_not_apply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object) -> None:
        raise error("odd file")

    path = typeset(tmp_path / "odd.pdf")
    monkeypatch.setattr(CamelotTables, "read", fail)
    assert {laid.reader.partition(":")[0] for laid in other_grids(path, opened(path), REGION)} <= {"pdfplumber"}
    monkeypatch.setattr(PlumberTables, "read", fail)
    assert list(other_grids(path, opened(path), REGION)) == []


def test_camelot_is_given_a_local_path_whatever_the_name_looks_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import camelot.io

    asked: list[str] = []

    def read_pdf(path: str, **_: object) -> list[object]:
        asked.append(path)
        return []

    folder = tmp_path / "https:" / "example.org"
    folder.mkdir(parents=True)
    path = typeset(folder / "a.pdf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(camelot.io, "read_pdf", read_pdf)
    assert CamelotTables("network").read(Path("https:/example.org/a.pdf"), opened(path), REGION) is None
    assert asked == [str(path)]


# ---------------------------------------------------------------- the second text layer


def test_the_second_layer_gives_the_same_figures(tmp_path: Path) -> None:
    path = typeset(tmp_path / "plain.pdf")
    layer = second_layer(path, opened(path))
    assert layer is not None
    assert layer.reader == "pdfplumber"
    assert values(sheet_of(layer)) == values(sheet_of(opened(path)))  # pdfminer has another glyph for the dash


def test_a_page_with_other_words_is_no_second_layer(tmp_path: Path) -> None:
    path = typeset(tmp_path / "plain.pdf")
    page = opened(path)
    other = replace(page, words=tuple(replace(w, text=w.text[::-1] + "別") for w in page.words))
    assert second_layer(path, other) is None


def test_furniture_stays_furniture_in_the_second_layer(tmp_path: Path) -> None:
    path = typeset(tmp_path / "plain.pdf")
    page = opened(path)
    foot = next(w for w in page.words if w.text == "46,238")
    layer = second_layer(path, replace(page, words=tuple(w for w in page.words if w is not foot), furniture=(foot,)))
    assert layer is not None
    assert "46,238" not in {w.text for w in layer.words}


def test_what_cannot_be_read_again_has_no_second_layer(tmp_path: Path) -> None:
    page = opened(typeset(tmp_path / "plain.pdf"))
    (tmp_path / "text.txt").write_text("資産\t1\n", encoding="utf-8")
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.4\nnothing")
    assert second_layer(tmp_path / "text.txt", page) is None
    assert second_layer(tmp_path / "torn.pdf", page) is None
