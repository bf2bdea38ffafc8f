"""StatementSpan -> Sheet: rows, columns and cells with boxes, for unruled, shaded and fully ruled tables."""

from __future__ import annotations

from extractor.detect.bases import split_bases
from extractor.detect.brackets import signs_by_convention
from extractor.detect.engines.choose import other_grids
from extractor.detect.periods import settle_periods, split_tables
from extractor.detect.sheets import read_span
from extractor.detect.turned import turned

__all__ = ["other_grids", "read_span", "settle_periods", "signs_by_convention", "split_bases", "split_tables", "turned"]
