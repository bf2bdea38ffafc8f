"""Page* -> StatementSpan: where each statement stands, and what the cover and the captions say."""

from __future__ import annotations

from extractor.segment.contents import listed_and_lost
from extractor.segment.cover import read_cover
from extractor.segment.numbering import page_gaps
from extractor.segment.openings import Opener, Opening
from extractor.segment.spans import STATEMENTS, Readable, completed, find_tables
from extractor.segment.triage import left_behind

__all__ = [
    "STATEMENTS",
    "Opener",
    "Opening",
    "Readable",
    "completed",
    "find_tables",
    "left_behind",
    "listed_and_lost",
    "page_gaps",
    "read_cover",
]
