"""LabelledSheet -> Extraction: every number proved, tied to another, or named as unproved."""

from extractor.reconcile.reconciliation import reconcile
from extractor.reconcile.values.figure import Figures
from extractor.reconcile.verdict.ledger import figured

__all__ = ["Figures", "figured", "reconcile"]
