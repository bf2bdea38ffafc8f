"""StatementSpan -> Sheet: rows, columns and cells with boxes, for unruled, shaded and fully ruled tables."""

from __future__ import annotations

from extractor.detect.sheets import read_sheets

__all__ = ["read_sheets"]
