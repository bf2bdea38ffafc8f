"""One page through the rooms: what is read, and that it is what the whole filing gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.examine.overlay import PALETTE, shapes_of
from extractor.examine.page import page_html, stage_data, write_page
from extractor.examine.plain import to_json
from extractor.examine.stages import PageReading, Reader, Stage, read_page
from extractor.examine.terminal import page_view
from extractor.model import Extraction, Fate, Proof, ValueState
from extractor.pipeline import extract
from extractor.read.pdfium import PdfiumDocument
from tests.examine.lakes import FAST

pytestmark = pytest.mark.xdist_group("examine")


@pytest.fixture
def precise(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that pdfium reads with geometry."""
    read: list[int] = []
    inner = PdfiumDocument._read_page

    def spy(self: PdfiumDocument, number: int) -> Any:
        read.append(number)
        return inner(self, number)

    monkeypatch.setattr(PdfiumDocument, "_read_page", spy)
    return read


@pytest.fixture(scope="module")
def balance(samples: Path) -> PageReading:
    return read_page(samples / "iij_2020q1_ja.pdf", 3)


def rows(extraction: Extraction, page: int) -> list[tuple[object, ...]]:
    facts = [fact for fact in extraction.facts if fact.page == page]
    return sorted(
        (
            f.statement,
            f.consolidated,
            f.line,
            f.column,
            f.label,
            f.item or "",
            f.reported_text,
            str(f.value),
            str(f.period_end),
            f.box.x0,
        )
        for f in facts
    )


def test_only_the_page_is_read_precisely(samples: Path, precise: list[int]) -> None:
    seen = read_page(samples / "iij_2020q1_ja.pdf", 3)
    assert set(precise) == {3}
    assert seen.precise == (3,)


def test_a_statement_that_began_earlier_is_read_from_its_beginning(samples: Path, precise: list[int]) -> None:
    """Line numbers go on over pages, so that they are those of the lake."""
    seen = read_page(samples / "iij_2020q1_ja.pdf", 4)
    assert set(precise) == {3, 4}
    first = min(line.number for labelled in seen.extraction.sheets for line in labelled.sheet.lines if line.page == 4)
    assert first > 1


@pytest.mark.corpus
def test_one_page_of_a_long_filing_is_read_alone(corpus: Path, precise: list[int]) -> None:
    path = corpus / "filings" / "tis_201703_fy.pdf"
    seen = read_page(path, 50)
    assert set(precise) == {50}
    assert seen.page_count == 117
    cells = [fact for fact in seen.extraction.facts if fact.value_state is ValueState.NUMBER]
    assert len(cells) == 56
    assert {fact.proof for fact in cells} == {Proof.PROVED}
    assert len(page_html(seen, None).encode()) < 2 << 20


@pytest.mark.parametrize("name", ["iij_2020q1_ja.pdf", "kakuu_2022fy.pdf", "kakuu_2023q1.txt"])
def test_a_page_alone_says_what_the_whole_filing_says(samples: Path, name: str) -> None:
    whole = extract(samples / name, settings=FAST)
    pages = sorted({fact.page for fact in whole.facts})
    assert pages
    for page in pages:
        alone = read_page(samples / name, page).extraction
        assert rows(alone, page) == rows(whole, page)
        found = {(finding.code, finding.statement, finding.line) for finding in alone.findings if finding.page == page}
        assert found <= {
            (finding.code, finding.statement, finding.line) for finding in whole.findings if finding.page == page
        }


def test_whole_tries_the_ties_between_statements(samples: Path) -> None:
    path = samples / "iij_2020q1_ja.pdf"
    seen = read_page(path, 3, whole=True, settings=FAST)
    assert seen.extraction == extract(path, settings=FAST)
    assert 8 in seen.precise


def test_a_page_without_statements(samples: Path) -> None:
    seen = read_page(samples / "iij_2020q1_ja.pdf", 1)
    assert seen.extraction.facts == ()
    assert seen.spans == ()
    assert "No statement on this page" in page_view(seen)
    assert [shape.stage for shape in shapes_of(seen, Stage.WORDS)]


def test_no_such_page(samples: Path) -> None:
    with pytest.raises(UsageError, match="its pages are 1 to"):
        read_page(samples / "iij_2020q1_ja.pdf", 99)


def test_other_readers_texts_are_kept_where_they_differ(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    import extractor.examine.stages as stages

    def damaged(path: Path, page: Any, spans: Any) -> Iterator[Any]:
        first = next(word for word in page.words if "," in word.text)

        def text(word: Any) -> str:  # another glyph for the same minus or dash is no other figure
            return "9" + word.text if word is first else word.text.replace("△", "▲").replace("－", "—")

        yield replace(page, reader="other", words=tuple(replace(word, text=text(word)) for word in page.words))

    monkeypatch.setattr(stages, "other_pages", damaged)
    seen = read_page(samples / "iij_2020q1_ja.pdf", 3, Reader.ALL)
    differing = [
        cell
        for labelled in seen.extraction.sheets
        for line in labelled.sheet.lines
        for cell in line.cells
        if cell.others
    ]
    assert [(cell.others[0].reader, cell.others[0].text) for cell in differing] == [
        ("other", "9" + differing[0].amount.text)
    ]
    assert [shape.kind for shape in shapes_of(seen, Stage.GRID)].count("differs") == 1


def test_every_shape_has_a_colour_and_every_figure_a_box(balance: PageReading) -> None:
    for stage in Stage:
        assert {shape.kind for shape in shapes_of(balance, stage)} <= set(PALETTE)
    cells = {shape.place for shape in shapes_of(balance, Stage.PROOF) if shape.place}
    assert cells == {
        (f.sheet, f.line, f.column)
        for f in balance.extraction.facts
        if f.page == 3 and f.value_state is not ValueState.BLANK
    }


def test_an_unclaimed_token_is_loud(balance: PageReading) -> None:
    from dataclasses import replace

    claim = replace(next(claim for claim in balance.extraction.ledger if claim.page == 3), fate=Fate.UNCLAIMED)
    seen = replace(balance, extraction=replace(balance.extraction, ledger=(claim,)))
    (shape,) = shapes_of(seen, Stage.LEDGER)
    assert (shape.kind, shape.text) == ("unclaimed", "unclaimed")
    strengths = {kind: strength for kind, (_, strength) in PALETTE.items() if kind != "rule"}
    assert max(strengths, key=lambda kind: strengths[kind]) == "unclaimed"


def test_files_of_a_page(balance: PageReading, tmp_path: Path) -> None:
    import json

    written = write_page(balance, None, tmp_path)
    assert [path.name for path in written] == ["iij_2020q1_ja-3.html"] + [
        f"iij_2020q1_ja-3-{number}-{stage}.{kind}" for number, stage in enumerate(Stage, 1) for kind in ("png", "json")
    ]
    proof = json.loads((tmp_path / "iij_2020q1_ja-3-5-proof.json").read_text(encoding="utf-8"))
    kept = {(f["sheet"], f["line"], f["column"]): f["value"] for f in proof["facts"]}
    for fact in balance.extraction.facts:
        assert kept[fact.sheet, fact.line, fact.column] == (None if fact.value is None else f"{fact.value:f}")


def test_json_keeps_every_digit(balance: PageReading) -> None:
    from decimal import Decimal

    assert to_json({"a": Decimal("12345678901234567890.123")}, indent=None) == '{"a":"12345678901234567890.123"}'
    for stage in Stage:
        assert to_json(stage_data(balance, stage))


def test_the_terminal_shows_values_with_their_proof(balance: PageReading) -> None:
    text = page_view(balance, width=200)
    fact = next(fact for fact in balance.extraction.facts if fact.item == "cash_and_cash_equivalents")
    line = next(line for line in text.splitlines() if "現金及び現金同等物" in line)
    assert "cash_and_cash_equivalents" in line
    assert f"{fact.reported_text} ✓" in line


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_narrow_terminal_loses_no_column(balance: PageReading, width: int) -> None:
    text = page_view(balance, width=width)
    squeezed = "".join(text.split())
    shown = [fact for fact in balance.extraction.facts if fact.page == balance.number]
    assert shown
    assert all(fact.reported_text in squeezed for fact in shown)
    assert "現金及び現金同等物" in squeezed
    assert "cash_and_cash_equivalent" in squeezed


@pytest.mark.parametrize("number", [2, 8])
def test_no_width_of_a_terminal_cuts_figures_off(samples: Path, number: int) -> None:
    """Five years side by side; components of equity."""
    seen = read_page(samples / "kakuu_2022fy.pdf", number)
    figures = [f.reported_text for f in seen.extraction.facts if f.page == number and f.value_state == "number"]
    for width in range(60, 200, 7):
        text = page_view(seen, width=width)
        assert all(figure in text for figure in figures), width
        assert sum(map(text.count, "✓=·✗")) == len(figures) + 4, width  # the marks, and what they mean


def test_data_cannot_end_its_script(samples: Path) -> None:
    from extractor.examine.html import render_html

    page = render_html("page", "a</title>", {"label": "</script><script>alert(1)</script><!--"})
    assert page.count("</script>") == 2
    assert "<!--" not in page
    assert "a&lt;/title&gt;" in page
