"""Page* -> StatementSpan: where each statement stands, and what the cover and the captions say."""

from __future__ import annotations

from extractor.segment.spans import find_statements

__all__ = ["find_statements"]
