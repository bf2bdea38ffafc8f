"""LabelledSheet -> Extraction: every number proved, tied to another, or named as unproved."""

from __future__ import annotations

from extractor.reconcile.engine import reconcile
from extractor.reconcile.opinions import choose, same_figures, suspects

__all__ = ["choose", "reconcile", "same_figures", "suspects"]
