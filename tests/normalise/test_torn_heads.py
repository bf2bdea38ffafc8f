"""Heads of components that are pieces of known ones, or hold a piece of another."""

from __future__ import annotations

import pytest

from extractor.errors import FindingCode
from extractor.normalise import label_sheets, load_taxonomy
from tests.reconcile.build import FILING, K, statement

TEXT = "当期首残高 | 100 | 20 | 120\n当期変動額合計 | 7 | 1 | 8\n当期末残高 | 107 | 21 | 128"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("有価証券評価差額金", True),
        ("その他有価証券", True),
        ("部利益準備金", True),
        ("利益準備金", False),
        ("その他有価証券評価差額金", False),
        ("見本積立基金", False),  # the filer's own
    ],
)
def test_a_piece_of_a_known_head_is_unclear(head: str, said: bool) -> None:
    sheet = statement(K.CHANGES_IN_EQUITY, TEXT, components=("資本金", head, "純資産合計"))
    (entry,) = label_sheets((sheet,), FILING, load_taxonomy())
    found = [finding.column for finding in entry.findings if finding.code == FindingCode.LABEL_UNCLEAR]
    assert found == [1] * said


def test_a_head_that_took_the_beginning_of_its_neighbour_is_unclear() -> None:
    for middle, said in (("見本その他有価証券積立基金", [1, 2]), ("見本積立基金", [2])):
        heads = ("資本金", middle, "評価差額金", "純資産合計")
        text = "当期首残高 | 100 | 20 | 5 | 125\n当期末残高 | 107 | 21 | 6 | 134"
        sheet = statement(K.CHANGES_IN_EQUITY, text, components=heads)
        (entry,) = label_sheets((sheet,), FILING, load_taxonomy())
        assert [finding.column for finding in entry.findings] == said
