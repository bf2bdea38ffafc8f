"""Canonical names of other tables: the EDINET text block that a table stands in, by the headings over it."""

from __future__ import annotations

from extractor.model import Filing
from extractor.model.other import Standing


def table_name(filing: Filing, standing: Standing) -> tuple[str | None, str | None]:
    """Name and typed table of a table that stands there; None: the headings are unknown, or no typed table takes
    it."""
    return None, None
