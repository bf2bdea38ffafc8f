"""What the first pages tell of a filing."""

from __future__ import annotations

import pytest

from extractor.model import Filing
from extractor.segment.cover import read_cover


def _amends(first_page: str) -> bool:
    return read_cover(Filing("f" * 16, "f.pdf"), {1: first_page}).amends


@pytest.mark.parametrize(
    "text",
    [
        "【表紙】\n【提出書類】 四半期報告書の訂正報告書",
        "訂正四半期報告書\n（第12期第１四半期）",
        "（訂正・数値データ訂正）「2023年３月期 第２四半期決算短信〔日本基準〕（連結）」の一部訂正について",
        "(訂正) 2023年３月期 決算短信",
        "(Correction) Consolidated Financial Results for the Six Months Ended September 30, 2022",
        "Amendment to the Annual Securities Report",
    ],
)
def test_an_amendment_says_so(text: str) -> None:
    assert _amends(text)


@pytest.mark.parametrize(
    "text",
    [
        "四半期報告書\n（第12期第１四半期）\n会計方針の変更・会計上の見積りの変更・修正再表示",
        "Annual Securities Report\nThe Company applied the amendments to IAS 12.",
        "直近に公表されている業績予想からの修正の有無：有",
    ],
)
def test_a_change_or_a_revision_is_none(text: str) -> None:
    assert not _amends(text)
