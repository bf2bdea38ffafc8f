"""Every digit-bearing word on a statement page has exactly one fate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.errors import FindingCode
from extractor.model import Box, Claim, Fate, Finding, LabelledSheet, Page, Region, Severity, Word
from extractor.notation.numbers import has_digit
from extractor.notation.text import split_marks

EDGE = 1.5  # points by which a word may stand out of its region


def figured(page: Page) -> Page:
    """The page as far as judging looks at it: its words with digits, and the remarks."""
    words, furniture = (
        tuple(Word(word.text, word.box, word.size) for word in some if has_digit(word.text))
        for some in (page.words, page.furniture)
    )
    return replace(page, words=words, furniture=furniture, rules=())


def close(
    labelled: Sequence[LabelledSheet], pages: Mapping[int, Page], unmapped: frozenset[tuple[int, int]] = frozenset()
) -> tuple[tuple[Claim, ...], tuple[Finding, ...]]:
    """The claims of all sheets, and for the words that none claimed: furniture, outside, or a finding.

    ``unmapped``: (sheet, line) of lines without an item; their figures are booked as such.
    """
    regions: dict[int, list[Region]] = defaultdict(list)
    for entry in labelled:
        for region in entry.sheet.span.regions:
            if region not in regions[region.page]:
                regions[region.page].append(region)
    claimed: dict[int, dict[tuple[str, Box], Claim]] = defaultdict(dict)
    for index, entry in enumerate(labelled):
        loose = [(line.page, line.box) for line in entry.sheet.lines if (index, line.number) in unmapped]
        for claim in entry.sheet.claims:
            fate = claim.fate
            if (
                fate is Fate.CELL
                and loose
                and any(page == claim.page and box.top - 1 <= claim.box.middle <= box.bottom + 1 for page, box in loose)
            ):
                claim = Claim(claim.page, claim.text, claim.box, Fate.UNMAPPED)
            seen = claimed[claim.page]
            if (claim.text, claim.box) not in seen or seen[claim.text, claim.box].fate is Fate.OUTSIDE:
                seen[claim.text, claim.box] = claim
    out: list[Claim] = []
    findings: list[Finding] = []
    for number in sorted(set(regions) | set(claimed)):
        page = pages.get(number)
        mine = claimed[number]
        out.extend(mine.values())
        if page is None:
            continue
        out.extend(
            Claim(number, word.text, word.box, Fate.FURNITURE)
            for word in page.furniture
            if has_digit(word.text) and (word.text, word.box) not in mine
        )
        for word in page.words:
            if not has_digit(word.text) or (word.text, word.box) in mine or _claimed_in_part(word, mine.values()):
                continue
            if not split_marks(word.text)[0]:
                out.append(Claim(number, word.text, word.box, Fate.NOTE_MARK))
            elif _inside(word.box, regions[number]):
                out.append(Claim(number, word.text, word.box, Fate.UNCLAIMED))
                findings.append(
                    Finding(
                        FindingCode.TOKEN_UNCLAIMED,
                        Severity.WARNING,
                        f"{word.text!r} stands in a statement and was read as nothing",
                        page=number,
                        next_command=f"extractor page FILE {number}",
                    )
                )
            else:
                out.append(Claim(number, word.text, word.box, Fate.OUTSIDE))
    return tuple(out), tuple(findings)


def _claimed_in_part(word: Word, claims: Iterable[Claim]) -> bool:
    """Whether a piece of the word was claimed, and what is left is no figure: the mark before one, glued to it."""
    return any(
        claim.text in word.text
        and not has_digit(word.text.replace(claim.text, "", 1))
        and word.box.x0 - 0.1 <= claim.box.x0
        and claim.box.x1 <= word.box.x1 + 0.1
        and abs(claim.box.middle - word.box.middle) < 1
        for claim in claims
    )


def _inside(box: Box, regions: Iterable[Region]) -> bool:
    return any(region.top - EDGE <= box.middle <= region.bottom + EDGE for region in regions)
