"""One frozen Settings; sources are merged by the command line: flag > environment > extractor.toml > default."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What steers the reading of one filing. How many run at once belongs to ``run``."""

    second_readers: bool = True  # call pdfplumber and camelot where proof fails
    max_pages: int = 2000
    aliases: tuple[str, ...] = ()  # further alias files
