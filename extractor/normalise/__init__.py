"""Row labels to canonical items: the taxonomy, the ladder of matchers, the guard against opposites."""

from extractor.normalise.statement import label_sheets
from extractor.normalise.taxonomy import Taxonomy, load_taxonomy, read_taxonomy

__all__ = ["Taxonomy", "label_sheets", "load_taxonomy", "read_taxonomy"]
