"""Who is asked about a page: only those who have ever settled what is in doubt on it, and only where they read other
glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import FindingCode
from extractor.model import Box, Claim, Extraction, Fate, Finding, Page, Proof, Region, Severity, Word
from extractor.pipeline import Known, extract, read
from extractor.reread import asking as reread
from extractor.reread.policy import in_doubt, reads_alike, suspects, worth_cutting
from extractor.settings import Settings

REGION = Region(1, 0, 100)


def page(*texts: str, top: float = 10) -> Page:
    words = tuple(Word(text, Box(50.0 * at, top, 50.0 * at + 40, top + 10), 10.0) for at, text in enumerate(texts))
    return Page(1, 595, 842, words)


@pytest.fixture(scope="module")
def clean(samples: Path) -> Extraction:
    return extract(samples / "kakuu_2022fy.pdf", settings=Settings(second_readers=False))


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (page("現金", "1,234", "△56"), True),
        (page("現", "金", "1,234", "△56"), True),  # text cut otherwise
        (page("現金", "1,284", "△56"), False),
        (page("現金", "1,23", "4△56"), False),  # figures cut otherwise
        (page("現金", "1,234"), False),
        (page("現余", "1,234", "△56"), False),
        (replace(page(), words=(*page("現金", "1,234", "△56").words, *page("7", top=300).words)), True),  # elsewhere
    ],
)
def test_layers_are_alike_where_figures_and_glyphs_are(other: Page, alike: bool) -> None:
    assert reads_alike(page("現金", "1,234", "△56"), other, [REGION]) is alike


def with_findings(extraction: Extraction, *codes: FindingCode) -> Extraction:
    found = tuple(Finding(code, Severity.WARNING, "said", page=7) for code in codes)
    return replace(extraction, findings=(*extraction.findings, *found))


@pytest.mark.parametrize("code", [FindingCode.TOKEN_UNCLAIMED, FindingCode.CELL_SPLIT, FindingCode.ILLEGIBLE])
def test_figures_without_a_place_are_worth_another_reader(clean: Extraction, code: FindingCode) -> None:
    assert 7 in suspects(with_findings(clean, code))
    assert code in in_doubt(with_findings(clean, code), 7)


@pytest.mark.parametrize(
    "code", [FindingCode.TOTAL_UNPLACED, FindingCode.ROW_SPLIT, FindingCode.HEADER_UNREAD, FindingCode.SUM_STRAINED]
)
def test_what_no_other_reader_ever_settled_asks_none(clean: Extraction, code: FindingCode) -> None:
    assert suspects(with_findings(clean, code)) == suspects(clean)


def unclaimed(count: int) -> tuple[Claim, ...]:
    return tuple(Claim(7, f"{at}", Box(10.0 * at, 50, 10.0 * at + 8, 58), Fate.UNCLAIMED) for at in range(count))


@pytest.mark.parametrize(("page", "count", "worth"), [(7, 5, True), (7, 4, False), (8, 5, False)])
def test_finders_are_asked_about_pages_on_which_many_figures_have_no_place(
    clean: Extraction, page: int, count: int, worth: bool
) -> None:
    doubted = replace(clean, ledger=unclaimed(count), findings=())
    assert worth_cutting(doubted, Region(page, 0, 100)) is worth


def test_finders_are_asked_about_the_table_whose_cell_holds_two_figures(clean: Extraction) -> None:
    own, other = (clean.sheets[at].sheet.span.regions[0] for at in (0, 1))
    finding = Finding(FindingCode.CELL_SPLIT, Severity.WARNING, "said", page=own.page, sheet=0)
    doubted = replace(clean, ledger=(), findings=(finding,))
    assert worth_cutting(doubted, own)
    assert not worth_cutting(doubted, replace(other, page=own.page))


def test_a_contradiction_asks_the_other_text_layer_and_no_table_finder(
    samples: Path, clean: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sum fails and every figure has its place: cutting the cells anew would prove another one by chance."""
    asked: list[str] = []

    def layer(*_: object) -> None:
        asked.append("layer")

    def grids(*_: object) -> Iterator[Page]:
        asked.append("grids")
        return iter(())

    monkeypatch.setattr(reread, "second_layer", layer)
    monkeypatch.setattr(reread, "other_grids", grids)
    fact = next(fact for fact in clean.facts if fact.proof is Proof.PROVED)
    doubted = replace(clean, facts=(replace(fact, proof=Proof.CONTRADICTED),), findings=())
    pages = {fact.page: page("1")}
    spans = [entry.sheet.span for entry in clean.sheets]
    found = reread.ask_others(samples, spans, pages, doubted, lambda _: (), lambda _: doubted)
    assert asked == ["layer"]
    assert found.second_read == (fact.page,)


def test_only_tables_of_another_page_are_read_anew(clean: Extraction) -> None:
    spans = list(dict.fromkeys(entry.sheet.span for entry in clean.sheets))
    pages = {region.page: Page(region.page, 595, 842, ()) for span in spans for region in span.regions}
    known: Known = {}
    read(clean.filing, spans, pages, known=known)
    number = spans[0].regions[0].page
    read(clean.filing, spans, {**pages, number: replace(pages[number], width=600)}, known=known)
    on_page = [any(region.page == number for region in span.regions) for span in spans]
    assert [len(known[at]) for at in range(len(spans))] == [2 if touched else 1 for touched in on_page]
