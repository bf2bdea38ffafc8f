"""Which reading is kept, and what is said of the other: a sample filing whose first reader is made to err."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.detect import other_grids
from extractor.errors import FindingCode
from extractor.model import Box, Cell, Extraction, Fact, Page, Proof, Reading, Region, Word
from extractor.pipeline import extract
from extractor.read import second_layer
from extractor.read.pdfium import PdfiumDocument
from extractor.read.plumber import PlumberDocument
from extractor.reread import asking as reread
from extractor.settings import Settings, Tables

SAMPLE = "kakuu_2022fy.pdf"
Change = Callable[[Word], Word | None]
pytestmark = pytest.mark.xdist_group("second-opinion")


@pytest.fixture(scope="module")
def filing(samples: Path) -> Path:
    return samples / SAMPLE


@pytest.fixture(scope="module")
def clean(filing: Path) -> Extraction:
    return extract(filing, settings=Settings(second_readers=False, tables=Tables.STATEMENTS))


@pytest.fixture(scope="module")
def proved(clean: Extraction) -> Fact:
    """A balance-sheet figure that sums prove, and that its own text finds on its page."""
    return next(fact for fact in clean.facts if fact.label == "現金及び預金" and fact.proof is Proof.PROVED)


class Asked:
    """Counts what the pipeline asks of the further readers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, layer: bool = True, grids: bool = True) -> None:
        self.layers: list[int] = []
        self.grids: list[int] = []

        def asked_layer(path: Path, page: Page) -> Page | None:
            self.layers.append(page.number)
            return second_layer(path, page) if layer else None

        def asked_grids(path: Path, page: Page, region: Region, names: Collection[str]) -> Iterator[Page]:
            self.grids.append(page.number)
            return other_grids(path, page, region, names) if grids else iter(())

        monkeypatch.setattr(reread, "second_layer", asked_layer)
        monkeypatch.setattr(reread, "other_grids", asked_grids)


def misread(
    monkeypatch: pytest.MonkeyPatch, reader: type[PdfiumDocument] | type[PlumberDocument], number: int, *changes: Change
) -> None:
    """Make a reader see page ``number`` otherwise: a change returns a word as it is, another one, or None for a lost
    one."""
    original = reader.page

    def page(self: Any, wanted: int) -> Page:
        found: Page = original(self, wanted)
        for change in changes if wanted == number else ():
            found = replace(found, words=tuple(w for word in found.words if (w := change(word)) is not None))
        return found

    monkeypatch.setattr(reader, "page", page)


def at(fact: Fact, new: str | None) -> Change:
    """Changes the text of the word in which the fact's figure stands (None: the word is lost)."""

    def change(word: Word) -> Word | None:
        if word.text.endswith(fact.reported_text.lstrip("△")) and fact.box.contains_point(
            word.box.centre, word.box.middle
        ):
            return None if new is None else replace(word, text=new, edges=())
        return word

    return change


def same(extraction: Extraction, fact: Fact) -> Fact:
    """The fact that stands where the clean one does."""
    (found,) = (f for f in extraction.facts if (f.sheet, f.line, f.column) == (fact.sheet, fact.line, fact.column))
    return found


def cell_of(extraction: Extraction, fact: Fact) -> Cell:
    return next(
        cell for cell in extraction.sheets[fact.sheet].sheet.line(fact.line).cells if cell.column == fact.column
    )


def wrong(text: str) -> str:
    """The text with its first digit turned into another."""
    at = next(i for i, char in enumerate(text) if char.isdigit())
    return text[:at] + str((int(text[at]) + 3) % 9 + 1) + text[at + 1 :]


def differing(extraction: Extraction) -> list[str]:
    return [finding.message for finding in extraction.findings if finding.code == FindingCode.READERS_DIFFER]


def test_where_nothing_is_in_doubt_nobody_else_is_asked(filing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    extraction = extract(filing)
    assert (asked.layers, asked.grids, extraction.second_read) == ([], [], ())


def test_a_wrong_digit_is_put_right_by_proof(
    filing: Path, clean: Extraction, proved: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(monkeypatch)
    bad = wrong(proved.reported_text)
    misread(monkeypatch, PdfiumDocument, proved.page, at(proved, bad))
    extraction = extract(filing)
    found = same(extraction, proved)
    assert (found.value, found.proof, found.reader) == (proved.value, proved.proof, "pdfplumber")
    assert cell_of(extraction, proved).others == (Reading("pdfium", bad),)
    assert differing(extraction) == []
    assert proved.page in extraction.second_read
    assert asked.grids.count(proved.page) == 0  # the text layer settled it
    assert [(f.value, f.proof) for f in extraction.facts] == [(f.value, f.proof) for f in clean.facts]
    assert {f.reader for f in extraction.facts if f.value is not None} == {"pdfium", "pdfplumber"}


def test_switched_off_nobody_is_asked_and_the_figure_stays_contradicted(
    filing: Path, proved: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(monkeypatch)
    misread(monkeypatch, PdfiumDocument, proved.page, at(proved, wrong(proved.reported_text)))
    extraction = extract(filing, settings=Settings(second_readers=False, tables=Tables.STATEMENTS))
    found = same(extraction, proved)
    assert found.value != proved.value
    assert found.proof is Proof.CONTRADICTED or found.findings
    assert (asked.layers, asked.grids, extraction.second_read) == ([], [], ())


def test_a_lost_figure_is_found_again(filing: Path, proved: Fact, monkeypatch: pytest.MonkeyPatch) -> None:
    misread(monkeypatch, PdfiumDocument, proved.page, at(proved, None))
    found = same(extract(filing), proved)
    assert (found.value, found.proof, found.reader) == (proved.value, proved.proof, "pdfplumber")


def test_a_lost_sign_is_found_again(filing: Path, clean: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = next(
        f
        for f in clean.facts
        if f.proof is Proof.PROVED
        and f.reported_text.startswith("△")
        and f.statement == "cash_flows"
        and abs(f.value or 0) > 10
    )

    def unsigned(word: Word) -> Word | None:
        inside = fact.box.contains_point(word.box.centre, word.box.middle)
        return (
            replace(word, text=word.text.lstrip("△"), edges=())
            if inside and word.text.lstrip("△")
            else None
            if inside
            else word
        )

    misread(monkeypatch, PdfiumDocument, fact.page, unsigned)
    extraction = extract(filing)
    assert same(extraction, fact).value == fact.value
    assert [other.reader for other in cell_of(extraction, fact).others] == ["pdfium"]


def test_a_second_reader_that_errs_changes_nothing(
    filing: Path, clean: Extraction, proved: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is asked about for another figure's sake; pdfplumber reads that one right and the proved one wrong."""
    other = next(
        f
        for f in clean.facts
        if f.page == proved.page
        and f.sheet == proved.sheet
        and f.proof is Proof.PROVED
        and f.line > proved.line + 3
        and f.value
    )
    bad = wrong(proved.reported_text)
    misread(monkeypatch, PdfiumDocument, proved.page, at(other, wrong(other.reported_text)))
    misread(monkeypatch, PlumberDocument, proved.page, at(proved, bad))
    extraction = extract(filing)
    assert (same(extraction, proved).value, same(extraction, other).value) == (proved.value, other.value)
    assert Reading("pdfplumber", bad) in cell_of(extraction, proved).others
    assert same(extraction, proved).reader == "pdfium"
    assert Reading("pdfium", wrong(other.reported_text)) in cell_of(extraction, other).others
    assert same(extraction, other).reader == "pdfplumber"
    assert differing(extraction) == []


def test_what_nothing_settles_is_a_finding_with_both_readings(
    filing: Path, proved: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both text layers are wrong, each in its own way, and no table finder is at hand."""
    Asked(monkeypatch, grids=False)
    bad = wrong(proved.reported_text)
    worse = wrong(bad)
    misread(monkeypatch, PdfiumDocument, proved.page, at(proved, bad))
    misread(monkeypatch, PlumberDocument, proved.page, at(proved, worse))
    extraction = extract(filing)
    found = same(extraction, proved)
    assert found.reported_text == bad
    (message,) = differing(extraction)
    assert bad in message
    assert worse in message
    assert FindingCode.READERS_DIFFER in found.findings


def test_what_the_sums_allow_twice_is_a_finding_too(
    filing: Path, clean: Extraction, proved: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Amounts are cut off, so sums leave a unit or two open: a last digit that differs by one may pass them both."""
    whole = {
        (f.sheet, f.line): f
        for f in clean.facts
        if f.column == proved.column and f.page == proved.page and f.value and f.proof is Proof.PROVED
    }
    last = [f for f in whole.values() if f.reported_text[-1] in "12345678"]
    doubt = next(f for f in last if f.line > proved.line + 3)
    monkeypatch.setattr(reread, "other_grids", lambda *_: iter(()))
    for fact in (f for f in last if f is not doubt):
        near = fact.reported_text[:-1] + str(int(fact.reported_text[-1]) + 1)
        with monkeypatch.context() as patch:
            misread(patch, PdfiumDocument, fact.page, at(doubt, wrong(doubt.reported_text)))
            misread(patch, PlumberDocument, fact.page, at(fact, near))
            extraction = extract(filing)
        assert same(extraction, doubt).value == doubt.value
        if differing(extraction):
            break
    (message,) = differing(extraction)
    assert near in message
    assert fact.reported_text in message


def test_a_table_finder_is_kept_where_it_proves_more(
    filing: Path, clean: Extraction, proved: Fact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The geometry is made to lose the columns: its figures are strewn over the page's width."""
    asked = Asked(monkeypatch, layer=False)
    sheet = clean.sheets[proved.sheet].sheet
    boxes = [
        cell.box
        for line in sheet.lines
        for cell in line.cells
        if cell.page == proved.page and cell.amount.value is not None
    ]

    def strewn(word: Word) -> Word:
        for nth, box in enumerate(boxes):
            if box.contains_point(word.box.centre, word.box.middle):
                by = -35.0 * (nth % 5)
                moved = Box(word.box.x0 + by, word.box.top, word.box.x1 + by, word.box.bottom)
                return replace(word, box=moved, edges=tuple(edge + by for edge in word.edges))
        return word

    misread(monkeypatch, PdfiumDocument, proved.page, strewn)
    bare = extract(filing, settings=Settings(second_readers=False, tables=Tables.STATEMENTS))
    extraction = extract(filing)
    truth = {(f.label, f.value) for f in clean.facts if f.page == proved.page and f.proof in (Proof.PROVED, Proof.TIED)}

    def right(found: Extraction) -> int:
        return len(
            truth
            & {
                (f.label, f.value)
                for f in found.facts
                if f.page == proved.page and f.proof in (Proof.PROVED, Proof.TIED)
            }
        )

    assert proved.page in asked.grids
    assert right(extraction) > right(bare)
    assert right(extraction) >= 0.9 * len(truth)
    assert {f.reader.partition(":")[0] for f in extraction.facts if f.page == proved.page} & {"camelot", "pdfplumber"}


def test_amounts_stay_decimal_whoever_read_them(filing: Path, proved: Fact, monkeypatch: pytest.MonkeyPatch) -> None:
    misread(monkeypatch, PdfiumDocument, proved.page, at(proved, wrong(proved.reported_text)))
    assert all(type(f.value) is Decimal for f in extract(filing).facts if f.value is not None)
