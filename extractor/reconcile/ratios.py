"""Ratios of printed amounts (placeholder until the summary's own identities are read)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.model import Check, LabelledSheet
from extractor.reconcile.facts import Figure, Key


def find_ratios(labelled: Sequence[LabelledSheet], figures: Mapping[Key, Figure], names: Mapping[Key, str]) -> list[Check]:
    return []
