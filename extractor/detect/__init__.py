"""StatementSpan -> Sheet: rows, columns and cells with boxes, for unruled, shaded and fully ruled tables."""

from __future__ import annotations

from extractor.detect.claims import reclaim
from extractor.detect.readers import other_grids
from extractor.detect.sheets import read_sheets

__all__ = ["other_grids", "read_sheets", "reclaim"]
