"""LabelledSheet -> Extraction: every number proved, tied to another, or named as unproved."""

from extractor.reconcile.reconciliation import reconcile
from extractor.reconcile.values.figure import Figures

__all__ = ["Figures", "reconcile"]
