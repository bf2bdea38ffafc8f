"""LabelledSheet -> Extraction: every number proved, tied to another, or named as unproved."""

from __future__ import annotations

from extractor.reconcile.engine import reconcile

__all__ = ["reconcile"]
