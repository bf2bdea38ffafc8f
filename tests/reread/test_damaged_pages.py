"""Pages on which words are lost, moved, merged, doubled or garbled: a reading may be poor, but it is one, and its
ledger still closes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.model import Box, Filing, Page, StatementSpan, Word
from extractor.normalise import label_sheets, load_taxonomy
from extractor.notation.numbers import has_digit
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
        booked = {(claim.page, claim.text, claim.box) for claim in extraction.ledger}
        printed = Counter(
            (number, word.text, word.box)
            for number, page in hurt.items()
            for word in page.words
            if has_digit(word.text)
        )
        assert printed.keys() <= booked
