"""Pages on which words are lost, moved, merged, doubled or garbled: a reading may be poor, but it is one, and its
ledger still closes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.model import Box, Claim, Filing, Page, StatementSpan, Word
from extractor.normalise import label_sheets, load_taxonomy
from extractor.pipeline import find, read
from extractor.read import open_document
from extractor.reconcile import reconcile

GLYPHS = "0123456789△-（)(,.※①注Ａ円%－―\N{REPLACEMENT CHARACTER}"
Opened = tuple[Filing, tuple[StatementSpan, ...], dict[int, Page]]
pytestmark = pytest.mark.xdist_group("damaged")


@pytest.fixture(scope="module")
def opened(samples: Path) -> list[Opened]:
    out: list[Opened] = []
    for name in ("kakuu_2022fy.pdf", "iij_2020q1_en.pdf"):
        with open_document(samples / name) as document:
            filing, spans = find(document, Filing("0" * 16, name))
            out.append(
                (filing, spans, {region.page: document.page(region.page) for span in spans for region in span.regions})
            )
    return out


def moved(word: Word, chance: random.Random) -> list[Word]:
    dx, dy = chance.gauss(0, 30), chance.gauss(0, 6)
    box = Box(word.box.x0 + dx, word.box.top + dy, word.box.x1 + dx, word.box.bottom + dy)
    return [replace(word, box=box, edges=tuple(edge + dx for edge in word.edges))]


def garbled(word: Word, chance: random.Random) -> list[Word]:
    at = chance.randrange(len(word.text))
    return [replace(word, text=word.text[:at] + chance.choice(GLYPHS) + word.text[at + 1 :])]


def flat(word: Word, chance: random.Random) -> list[Word]:
    return [
        replace(
            word,
            box=Box(word.box.x0, word.box.top, word.box.x0, word.box.top),
            size=chance.choice((0.0, word.size)),
            edges=(),
        )
    ]


DAMAGES: dict[str, Callable[[Word, random.Random], list[Word]]] = {
    "lost": lambda word, chance: [],
    "doubled": lambda word, chance: [word, word],
    "moved": moved,
    "garbled": garbled,
    "flat": flat,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("share", [0.03, 0.3])
def test_a_damaged_page_is_read_all_the_same(opened: list[Opened], damage: str, share: float) -> None:
    chance = random.Random(f"{damage} {share}")
    for filing, spans, pages in opened:
        hurt = {
            number: replace(
                page,
                words=tuple(
                    new
                    for word in page.words
                    for new in (DAMAGES[damage](word, chance) if chance.random() < share else [word])
                ),
            )
            for number, page in pages.items()
        }
        extraction = reconcile(filing, label_sheets(read(filing, spans, hurt), filing, load_taxonomy()), hurt)
        for number, page in hurt.items():
            claims = [claim for claim in extraction.ledger if claim.page == number]
            lost = [word for word in page.words if digits(word.text) and not claimed(word, claims)]
            assert not lost, (number, lost)


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def claimed(word: Word, claims: Sequence[Claim]) -> bool:
    """Whether each digit of the word has its claim: the whole word, or all but a mark that is glued to its figure."""
    return any(
        digits(claim.text) == digits(word.text)
        and claim.text in word.text
        and claim.box in {word.box, within(claim, word)}
        for claim in claims
    )


def within(claim: Claim, word: Word) -> Box:
    """The box of a piece of a word, where it is one: the word's, from the piece's left edge to its right one."""
    box, piece = word.box, claim.box
    return Box(max(box.x0, piece.x0), box.top, min(box.x1, piece.x1), box.bottom)
