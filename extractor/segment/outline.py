"""Where in a filing a row stands: whose statements the section holds, and whether the filer's can stand there at all.

A filing in a prescribed form has its statements in one chapter (第５【経理の状況】); what looks like one
before or after it is another company's or a management discussion's. Behind the heading of the
notes only a title in the form's own brackets opens a statement, in other filings a numbered one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from extractor.notation.lexicon import rules
from extractor.notation.text import fold, squeeze
from extractor.segment.titles import bare_heading

_H = rules("headings")
_LONGEST = 90  # characters of a heading
DOTTED = 4  # lines with leaders that make a table of contents


class Place(Enum):
    """What may stand where the walk is."""

    STATEMENTS = "statements"
    NOTES = "notes"
    ELSEWHERE = "elsewhere"  # a chapter without statements


@dataclass
class Outline:
    """The headings passed so far. ``prescribed``: the filing has the chapters of a prescribed form."""

    prescribed: bool = False
    place: Place = Place.STATEMENTS
    consolidated: bool | None = None  # by the last section heading
    foreign: bool = False  # in the part on guarantors: no table there is the filer's

    @classmethod
    def of(cls, texts: Mapping[int, str]) -> Outline:
        """At the start of a filing with these pages."""
        prescribed = any(_H["accounts_chapter"].finds(squeeze(line)) for line in _headings(texts.values()))
        return cls(prescribed, Place.ELSEWHERE if prescribed else Place.STATEMENTS)

    def read(self, line: str, *, begun: bool) -> None:
        """Take note of a line. ``begun``: a statement was found already, so that notes can follow."""
        if len(line) > _LONGEST or not _H["outline_hint"].finds(line):
            return
        whole, bare = squeeze(line), squeeze(bare_heading(line)[0])
        if self.prescribed and _H["accounts_chapter"].finds(whole):
            self.place, self.consolidated = Place.STATEMENTS, None
        elif self.prescribed and _H["other_chapter"].finds(whole):
            self.place = Place.ELSEWHERE
            self.foreign = self.foreign or _H["guarantors"].finds(whole)
        elif _H["own_statements"].finds(bare) or _H["group_statements"].finds(bare):
            self.consolidated = _H["group_statements"].finds(bare)
            if self.place is Place.NOTES:
                self.place = Place.STATEMENTS
        elif begun and self.place is Place.STATEMENTS and _H["notes_begin"].finds(bare):
            self.place = Place.NOTES

    def pass_over(self, text: str, *, begun: bool) -> None:
        """Take note of the headings of a page that is not read."""
        lines = text.split("\n")
        if sum(_H["leaders"].finds(line) for line in lines) < DOTTED:
            for line in lines:
                self.read(line, begun=begun)

    def admits(self, line: str) -> bool:
        """Whether a statement's title on this line is the title of a statement of the filer."""
        if self.place is Place.STATEMENTS:
            return True
        if self.place is Place.ELSEWHERE:
            return False
        bare, bracketed = bare_heading(line)
        if _H["condensed"].finds(squeeze(bare)):
            return False
        return bracketed if self.prescribed else _H["numbering"].finds(fold(line))


def _headings(texts: Iterable[str]) -> Iterable[str]:
    return (line for text in texts for line in text.split("\n") if len(line) <= _LONGEST and "【" in line)
