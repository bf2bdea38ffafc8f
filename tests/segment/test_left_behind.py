"""A table behind a damaged page is said where no statement holds it: its title stood on that page."""

from __future__ import annotations

import pytest

from extractor.errors import FindingCode as Code
from extractor.model import Finding, Language, Region, Severity, Standard, StatementKind, StatementSpan
from extractor.segment import left_behind

TABLE = "Deposits lent 1,204 1,377\nGoods on loan 310 295\nOther 12 9\nTotal 1,526 1,681"
PROSE = "当社は12月に3社を取得した。\n売上高は1,204百万円である。"


def _trouble(page: int, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(Code.PAGE_CUT, severity, "damaged", page=page)


def _span(page: int) -> StatementSpan:
    kind = StatementKind.BALANCE_SHEET
    return StatementSpan(kind, "Balance sheet", True, Standard.JGAAP, Language.EN, (Region(page, 0, 800),), 1000)


def _said(texts: dict[int, str], spans: tuple[StatementSpan, ...], *troubles: Finding) -> list[int | None]:
    return [finding.page for finding in left_behind(texts, spans, troubles)]


def test_tables_behind_a_damaged_page_are_said_until_one_is_held() -> None:
    texts = {1: "", 2: TABLE, 3: TABLE, 4: TABLE}
    assert _said(texts, (), _trouble(1)) == [2, 3]
    assert _said(texts, (_span(3),), _trouble(1)) == [2]
    assert _said(texts, (_span(2),), _trouble(1)) == []


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        (PROSE, _trouble(1)),
        ("４ 【関係会社の状況】\n" + TABLE, _trouble(1)),
        ("1.5 a degree\n2.0 a year", _trouble(1)),
        ("Total 12\nThe end", _trouble(1)),
        (TABLE, _trouble(1, Severity.INFO)),
        (TABLE, _trouble(2)),
    ],
)
def test_other_pages_are_not(text: str, trouble: Finding) -> None:
    assert _said({1: "", 2: text}, (), trouble) == []
